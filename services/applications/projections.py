"""What events alone make here: the copy of the directory and of contests' awards. All else follows from acts."""

from services.common.directory import projections as directory

TOPICS = (*directory.TOPICS, "competitions.contests")
TABLES = {
    **directory.TABLES,
    "contest_award": (
        "tenant",
        "id",
        "contest_id",
        "contest_title",
        "level",
        "trade",
        "person_id",
        "unit_id",
        "title",
        "place",
        "number",
        "made_on",
        "links",
        "withdrawn_on",
    ),
}
ONCE: frozenset[str] = frozenset()
"""Types of these topics whose effect is no projection."""
