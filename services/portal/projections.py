"""What events alone make here: the directory's copy, the worklist, notices, honours, places of cases and their figures.

Messages are none of it: who gets one is who held the role when it was told, and whether it was read is the reader's.
"""

from services.common.bus.topics import load_topics
from services.common.directory import projections as directory

TOPICS = (
    *directory.TOPICS,
    "applications.cases",
    "applications.dossiers",
    *(name for name in load_topics() if name.endswith(".worklist")),
)
ONCE = frozenset({"pioneer.worklist.v1.NotificationRequested"})
"""Types of these topics whose effect is no projection."""

TABLES = directory.TABLES | {
    "task": (
        "tenant",
        "id",
        "service",
        "kind",
        "title",
        "url",
        "role",
        "unit_path",
        "subject",
        "due_on",
        "remind_on",
        "due_or_never",
        "started_by",
        "object_id",
        "opened_at",
        "closed_at",
        "done_by",
        "outcome",
        "words",
    ),
    "notice": ("tenant", "id", "title", "status", "starts_on", "ends_on", "url", "told_at"),
    "honour": (
        "tenant",
        "id",
        "application_id",
        "honour",
        "level",
        "number",
        "plaque_number",
        "number_key",
        "plaque_key",
        "subject_unit_id",
        "subject_name",
        "union_unit_id",
        "conferred_on",
        "year",
        "url",
        "deeds",
        "standing",
        "rectify_by",
        "inspected_year",
        "revoked_on",
        "ground",
        "words",
    ),
    "case_place": (
        "tenant",
        "id",
        "honour",
        "level",
        "year",
        "union_unit_id",
        "stage",
        "status",
        "is_recommended",
        "is_forwarded",
        "moved_at",
    ),
    "figure": ("tenant", "about", "year", "month", "honour", "level", "measure", "value"),
}
