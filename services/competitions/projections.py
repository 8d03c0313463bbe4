"""What events alone make here: the copy of the directory. All else is this service's own, or follows from its acts."""

from services.common.directory import projections as directory

TOPICS = directory.TOPICS
TABLES = directory.TABLES
ONCE: frozenset[str] = frozenset()
"""Types of these topics whose effect is no projection."""
