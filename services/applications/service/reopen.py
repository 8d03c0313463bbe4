"""Looking into a sealed file again: verified anew on demand, personal data revealed only as an act (rule 8)."""

from datetime import datetime
from typing import Any
from uuid import UUID

from services.applications import given
from services.applications.queries import dossiers, sealed_file
from services.applications.queries.sealed_file import Checked
from services.applications.rules import dossiers as rules
from services.applications.store import db
from services.common import audit
from services.common.errors import NotFound, allow
from services.common.principal import Principal

OBJECT = "dossier"


def verify_again(who: Principal, dossier_id: UUID | str, *, now: datetime) -> Checked:
    """From the bytes in the store; the outcome is logged, whole or broken. Raises NotFound."""
    with db.read(who.tenant) as session:
        row = dossiers.find(session, who, dossier_id)
        outcome = sealed_file.checked(session, given.store(), row)
    with db.transaction(who.tenant) as session:
        kept = dossiers.find(session, who, dossier_id)
        broken = outcome.broken
        kept.verification = {
            **kept.verification,
            "checked_at": now.isoformat(),
            "broken": broken.says if broken else "",
            "broken_stage": (broken.stage or "") if broken else "",
        }
        audit.record(
            session, who, "dossier_verified", OBJECT, row.id, at=now, sha256=row.sha256,
            outcome=broken.code if broken else "whole", stage=(broken.stage or "") if broken else "",
        )  # fmt: skip
    return outcome


def reveal(who: Principal, dossier_id: UUID | str, *, depth: int, stage: str, field: str, now: datetime) -> str:
    """One personal value out of a sealed form; that it was looked at is logged. Raises NotFound."""
    allow(rules.may_reveal_sealed(who), "may_not_reveal_sealed")
    with db.read(who.tenant) as session:
        row = dossiers.find(session, who, dossier_id)
        found = sealed_file.at_depth(sealed_file.opened(session, given.store(), row), depth)
    value = _value(sealed_file.in_words(found, shown=True), stage, field)
    with db.transaction(who.tenant) as session:
        audit.record(session, who, "dossier_revealed", OBJECT, row.id, at=now, level=depth, stage=stage, field=field)
    return value


def _value(said: dict[str, Any], stage: str, field: str) -> str:
    for each in said["stages"]:
        if each["name"] == stage and "form" in each:
            for section in each["form"]["sections"]:
                for one in section["fields"]:
                    if one["id"] == field:
                        return str(one["value"])
    raise NotFound("not_found")
