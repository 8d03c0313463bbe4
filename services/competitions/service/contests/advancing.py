"""Up the league: who won below is entered in the contest of the next level, by the rules of both (B1)."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from services.common import audit
from services.common.errors import DomainError, Invalid
from services.common.ids import new_id
from services.common.principal import Principal
from services.competitions.domain.running import Status, must_take_entries
from services.competitions.models.contest import EntryRow
from services.competitions.queries.contests import Loaded, load
from services.competitions.queries.entries import entered
from services.competitions.queries.scores import results
from services.competitions.service.contests.entering import ADVANCED, keep_all, refused
from services.competitions.service.contests.opening import organised
from services.competitions.store import db


def enter_winners(who: Principal, contest_id: UUID, from_id: UUID, *, now: datetime) -> int:
    """By whoever organises the higher contest; all that go on, or none with the reasons. How many are new."""
    with db.transaction(who.tenant) as session:
        higher = organised(session, who, contest_id)
        must_take_entries(higher.status, higher.row.closes_at, now=now)
        lower = load(session, from_id)
        _leads_to(lower, higher)
        others = list(entered(session, contest_id))
        there = {(each.person_ref, each.trade) for each in others}
        made = [
            row for each in _winners(session, lower) if ((row := _copy(who, higher, each, now)).person_ref, row.trade)
            not in there
        ]  # fmt: skip
        faults: dict[str, str] = {}
        for number, row in enumerate(made, 1):
            for each in refused(higher, row, others, now=now):
                faults[f"row-{number}"] = f"{row.name}：{each.says}"
            others.append(row)
        if faults:
            raise Invalid(faults, "winners_refused")
        keep_all(session, who, higher, made, now=now)
        audit.record(session, who, "winners_entered", "contest", contest_id, at=now, lower=from_id, entered=len(made))
        return len(made)


def _leads_to(lower: Loaded, higher: Loaded) -> None:
    rule = lower.rules.advance
    if lower.status is not Status.PUBLISHED:
        raise DomainError("lower_not_published", title=lower.row.title)
    named = rule is not None and (rule.contest is None or rule.contest == higher.row.rule)
    if rule is None or not named or rule.to != higher.row.level:
        raise DomainError("leads_elsewhere", title=lower.row.title)


def _winners(session: Session, lower: Loaded) -> list[EntryRow]:
    return [line.entry for line in results(session, lower.row.id) if line.result.advances]


def _copy(who: Principal, higher: Loaded, won: EntryRow, now: datetime) -> EntryRow:
    """The same person in the higher contest, in the trade of the same name there."""
    kept = ("person_id", "person_ref", "name", "sex", "born_on", "grade", "licences", "practice_days", "phone",
            "unit_id", "unit_name", "unit_path", "employer_id", "reviewing_union_id", "team_id", "employer", "team",
            "industry", "leader")  # fmt: skip
    titles = higher.rules.trade_titles
    trade = won.trade if won.trade in titles else next(iter(titles)) if len(titles) == 1 else won.trade
    return EntryRow(
        tenant=won.tenant, id=new_id(), contest_id=higher.row.id, number=0, trade=trade, class_=won.class_,
        source=ADVANCED, status="entered", from_contest_id=won.contest_id, entered_by=who.subject, entered_at=now,
        withdrawn_why="", version=1, **{name: getattr(won, name) for name in kept},
    )  # fmt: skip
