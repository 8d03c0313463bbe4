"""The ladder of one case: what each level, from the lowest to the highest, has decided or has yet to do (A6, X2)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from services.applications.domain import Application, Status
from services.applications.models.dossier import DossierRow
from services.applications.queries.dossiers import Step, received_of_case, sent_of_case, steps_of
from services.applications.queries.federations import above, find
from services.applications.queries.honours import of_application
from services.applications.queries.regulated import case_rules
from services.applications.queries.sealable import way_of
from services.common import audit
from services.common.clock import day_of


@dataclass(frozen=True)
class RungStep:
    title: str
    on: date | None
    is_now: bool = False


@dataclass(frozen=True)
class Rung:
    """`standing` as the ladder draws it: sealed, here, back, next. `state` says why:

    not_reached, sent, open, conferred, forwarded, returned, refused, not_conferred, revoked, ended.
    """

    level: str
    tenant: str
    name: str
    standing: str
    state: str
    on: date | None = None
    reason: str = ""
    number: str = ""
    regulation_version: int = 0
    steps: Sequence[RungStep] = ()


STANDING = {
    "not_reached": "next",
    "sent": "here",
    "open": "here",
    "received": "here",
    "conferred": "sealed",
    "forwarded": "sealed",
    "returned": "back",
    "refused": "back",
    "not_conferred": "back",
    "revoked": "back",
    "ended": "back",
}
OWN = {
    Status.CONFERRED: "conferred",
    Status.RETURNED_BELOW: "returned",
    Status.PASSED_OVER: "not_conferred",
    Status.REFUSED: "not_conferred",
    Status.STOPPED: "not_conferred",
    Status.WITHDRAWN: "ended",
}


def rungs(session: Session, case: Application) -> list[Rung]:
    """From the lowest level that sealed something to the highest above us."""
    return [*lower(session, case), _own(session, case), *higher(session, case)]


def lower(session: Session, case: Application) -> list[Rung]:
    """The levels below, out of what was sealed there; the lowest first."""
    received = received_of_case(session, case.dossier_id)
    told: Sequence[Mapping[str, Any]] = received.verification.get("below", ()) if received is not None else ()
    revoked = received.verification.get("revoked_below_level", "") if received is not None else ""
    return [_lower(each, is_revoked=each["level"] == revoked) for each in reversed(told)]


def _lower(said: Mapping[str, Any], *, is_revoked: bool) -> Rung:
    state = "revoked" if is_revoked else "conferred"
    steps = [RungStep(str(each["title"]), _day(each.get("on"))) for each in said["way"]]
    return Rung(
        said["level"],
        said["tenant"],
        said["name"],
        STANDING[state],
        state,
        on=_day(said["conferred_on"]),
        number=said["number"],
        regulation_version=int(said.get("regulation_version") or 0),
        steps=steps,
    )


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _own(session: Session, case: Application) -> Rung:
    rules = case_rules(session, case)
    log = audit.entries_of(session, "application", case.id)
    way = way_of(rules, log)
    state = _own_state(session, case)
    steps = [RungStep(each["title"], each["on"], state == "open" and each["stage"] == case.stage) for each in way]
    return Rung(
        case.level,
        case.tenant,
        find(session, case.tenant).name,
        STANDING[state],
        state,
        on=day_of(case.moved_at) if state != "open" else None,
        reason=case.reason,
        number=next((str(each.entry.detail["number"]) for each in log if each.entry.action == "conferred"), ""),
        regulation_version=case.regulation_version,
        steps=steps,
    )


def _own_state(session: Session, case: Application) -> str:
    """A conferred case whose honour was taken away again reads as revoked (A8)."""
    honour = of_application(session, case.id) if case.status is Status.CONFERRED else None
    return "revoked" if honour is not None and honour.standing == "revoked" else OWN.get(case.status, "open")


def higher(session: Session, case: Application) -> list[Rung]:
    """The levels above, by what they told us of the latest dossier of this case."""
    sent = sent_of_case(session, case.id)
    latest = sent[-1] if sent else None
    steps = steps_of(session, latest.id) if latest is not None else []
    return [
        _higher(federation.level, federation.code, federation.name, latest, steps)
        for federation in above(session, case.tenant)
    ]


def _higher(level: str, code: str, name: str, latest: DossierRow | None, steps: Sequence[Step]) -> Rung:
    own = [step for step in steps if step.decided_by == code]
    if not own:
        is_on_its_way = latest is not None and latest.to_tenant == code and latest.status == "sent"
        state = "sent" if is_on_its_way else "not_reached"
        return Rung(
            level, code, name, STANDING[state], state, on=day_of(latest.at) if is_on_its_way and latest else None
        )
    last = own[-1]
    conferred = next((step for step in own if step.decision == "conferred"), None)
    state = "open" if last.decision == "received" else last.decision
    shown = conferred if state == "forwarded" and conferred is not None else last
    return Rung(
        level,
        code,
        name,
        STANDING[state],
        state,
        on=day_of(shown.decided_at),
        reason=last.reason,
        steps=[RungStep(step.decision, day_of(step.decided_at)) for step in own],
    )
