"""What events alone make here: the copy of the directory, and honours that targets count."""

from services.common.directory import projections as directory

TOPICS = (*directory.TOPICS, "applications.cases")
TABLES = {
    **directory.TABLES,
    "honour_fact": ("tenant", "id", "honour", "level", "unit_id", "conferred_on", "revoked_on"),
}
ONCE: frozenset[str] = frozenset()
"""Types of these topics whose effect is no projection."""
