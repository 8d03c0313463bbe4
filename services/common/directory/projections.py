"""What the copy of the directory consists of, for a replay and for `pioneer verify`: table to columns."""

TOPICS = ("identity.directory",)

TABLES = {
    "tenant": ("code", "parent_code", "name", "short_name", "level", "valid_from", "valid_to", "told"),
    "calendar_day": ("day", "is_working", "title", "is_confirmed", "told"),
    "org_unit": (
        "tenant",
        "id",
        "parent_id",
        "path",
        "kind",
        "name",
        "valid_from",
        "valid_to",
        "merged_into_id",
        "told",
    ),
    "person": ("tenant", "id", "subject", "name", "org_unit_id", "email", "valid_to", "told"),
    "grant_": (
        "tenant",
        "id",
        "subject",
        "person_id",
        "role",
        "org_unit_id",
        "org_unit_path",
        "valid_from",
        "valid_to",
        "revoked",
        "told",
    ),
    "regulation_version": (
        "tenant",
        "regulation_id",
        "version",
        "title",
        "effective_on",
        "document",
        "published_at",
    ),
}
