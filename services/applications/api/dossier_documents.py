"""Dossiers, candidates and rungs as the API says them."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from sqlalchemy.orm import Session

from services.applications.models import ApplicationRow
from services.applications.models.dossier import DossierRow
from services.applications.queries import dossiers
from services.applications.queries.federations import names
from services.applications.queries.forwarding import Candidate, Choice
from services.applications.queries.rungs import Rung
from services.applications.queries.sealed_file import Checked
from services.applications.words.dossiers import STATES, says_of
from services.applications.words.honours import DOSSIERS

_PLAIN = (
    "id", "direction", "from_tenant", "to_tenant", "application_id", "honour_id", "honour", "level", "programme",
    "subject_name", "sha256", "status", "reason", "exception_id", "verification", "at", "version",
)  # fmt: skip


def lines(session: Session, rows: Sequence[DossierRow]) -> list[dict[str, Any]]:
    told_as = names(session, (code for row in rows for code in (row.from_tenant, row.to_tenant)))
    return [
        {
            **{name: getattr(row, name) for name in _PLAIN},
            "from_name": told_as[row.from_tenant],
            "to_name": told_as[row.to_tenant],
            "says": str(DOSSIERS[row.status][0]),
        }
        for row in rows
    ]


def full(session: Session, row: DossierRow) -> dict[str, Any]:
    case = session.get(ApplicationRow, (row.tenant, row.application_id)) if row.application_id else None
    steps = [
        {
            "decision": step.decision,
            "says": says_of(step.decision),
            "reason": step.reason,
            "level": step.level,
            "decided_by": step.decided_by,
            "decided_by_name": step.told_as,
            "decided_at": step.decided_at,
        }
        for step in dossiers.steps_of(session, row.id)
    ]
    return {**lines(session, [row])[0], "steps": steps, "case_version": case.version if case is not None else None}


def choice(found: Choice, next_cursor: str | None) -> dict[str, Any]:
    forward = found.programme.forward
    return {
        "programme": found.programme.id,
        "title": found.programme.title or found.programme.honour,
        "to": {"code": found.to.code, "name": found.to.name, "level": found.to.level} if found.to else None,
        "prefer": (forward.prefer or "") if forward else "",
        "one_at_a_time": bool(forward and forward.one_at_a_time),
        "ready": found.ready,
        "candidates": [candidate(each) for each in found.candidates],
        "next_cursor": next_cursor,
    }


def candidate(found: Candidate) -> dict[str, Any]:
    honour = found.honour
    return {
        "honour_id": honour.id,
        "application_id": honour.application_id,
        "honour": honour.honour,
        "level": honour.level,
        "number": honour.number,
        "name": honour.full_name,
        "union_name": honour.union_name,
        "conferred_on": honour.conferred_on,
        "kept_years": honour.kept_years,
        "standing": str(honour.standing),
        "place": found.place,
        "why": list(found.why),
        "may_forward": found.may_go,
        "refused": found.refused.code if found.refused else "",
        "says": found.refused.says if found.refused else "",
        "version": honour.version,
    }


def verified(row: DossierRow, outcome: Checked) -> dict[str, Any]:
    found, broken = outcome.found, outcome.broken
    return {
        "is_whole": found is not None,
        "says": says_of("whole") if found is not None else broken.says if broken else "",
        "code": broken.code if broken else "",
        "stage": (broken.stage or "") if broken else "",
        "sealed_by": found.manifest.from_tenant if found is not None else row.from_tenant,
        "sealed_at": found.manifest.created_at if found is not None else None,
        "key_id": found.key_id if found is not None else "",
        "sha256": row.sha256,
        "levels": row.verification.get("levels", 0) if row.direction == "received" else 1,
    }


def rung(found: Rung) -> dict[str, Any]:
    return {**asdict(found), "says": str(STATES[found.state])}
