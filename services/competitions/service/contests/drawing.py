"""The draw: entries are closed, everybody gets sealed numbers, and judges see numbers only (blind stations, papers)."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from services.common import audit
from services.common.errors import DomainError
from services.common.ids import new_id
from services.common.principal import Principal
from services.competitions.domain.contests import draw, held_as, numberings, seal
from services.competitions.domain.contests.rounds import STATIONS
from services.competitions.domain.running import Duty, Status
from services.competitions.models.contest import DutyRow, EntryRow, StationDrawRow, StationRow
from services.competitions.queries.contests import Loaded
from services.competitions.queries.entries import entered
from services.competitions.service.contests.entering import entrant
from services.competitions.service.contests.opening import go, organised
from services.competitions.store import db


def draw_stations(who: Principal, contest_id: UUID, *, expected: int, now: datetime) -> str:
    """The stations' seal, made known before anybody scores. DomainError below the least number, or without a chief."""
    with db.transaction(who.tenant) as session:
        loaded = organised(session, who, contest_id, expected=expected)
        if loaded.row.closes_at is not None and now < loaded.row.closes_at:
            raise DomainError("entries_still_come")
        rows = entered(session, contest_id)
        if not rows:
            raise DomainError("nobody_entered")
        _judged(loaded.duties, most=max(part.judges for each in loaded.rules.rounds for part in each.parts))
        held = held_as(loaded.rules, [entrant(each) for each in rows])
        cancelled = {name: says for name, (what, says) in held.items() if what == "cancelled"}
        if len(cancelled) == len(held):
            raise DomainError("too_few_entrants", says="".join(cancelled.values()))
        rows = _left_out(session, who, loaded, rows, cancelled, now=now) if cancelled else rows
        sealed = draw_round(session, who, loaded, [each.id for each in rows], now=now)
        loaded.row.without_awards = all(what == "without_awards" for what, _says in held.values())
        go(session, who, loaded, Status.SCORING, "stations_drawn", now=now, seals=sealed, stations=len(rows))
        return sealed[STATIONS]


def _left_out(
    session: Session, who: Principal, loaded: Loaded, rows: Sequence[EntryRow], cancelled: Mapping[str, str], *,
    now: datetime,
) -> list[EntryRow]:  # fmt: skip
    """Those who stay: of a trade that has too few and is cancelled by the rule, every entry ends with its sentence."""
    each = loaded.rules.least.each if loaded.rules.least else "contest"
    kept = []
    for row in rows:
        group = entrant(row).group(each)
        if group not in cancelled:
            kept.append(row)
            continue
        row.status, row.withdrawn_at, row.withdrawn_why = "withdrawn", now, cancelled[group]
        row.version += 1
        audit.record(
            session, who, "entry_withdrawn", "contest", loaded.row.id, at=now, entry=row.id, number=row.number,
            why=cancelled[group],
        )  # fmt: skip
    return kept


def draw_round(
    session: Session, who: Principal, loaded: Loaded, entry_ids: Sequence[UUID], *, now: datetime
) -> dict[str, str]:
    """Stations for the round, and papers for every part that hides them: each with a secret and a seal of its own."""
    round_, seals = loaded.row.round, {}
    for part in numberings(loaded.rules.rounds[round_]):
        secret = secrets.token_bytes(32)
        numbers = draw(entry_ids, secret)
        seals[part] = seal(numbers, secret)
        session.add(
            StationDrawRow(
                tenant=who.tenant, id=new_id(), contest_id=loaded.row.id, secret=secret, seal=seals[part],
                round=round_, part=part, drawn_by=who.subject, drawn_at=now,
            )
        )  # fmt: skip
        session.add_all(
            StationRow(
                tenant=who.tenant, contest_id=loaded.row.id, round=round_, part=part, entry_id=entry_id, number=number
            )
            for entry_id, number in numbers.items()
        )
    return seals


def _judged(duties: Sequence[DutyRow], *, most: int) -> None:
    held = [each.duty for each in duties]
    judges = sum(each in (Duty.JUDGE, Duty.CHIEF) for each in held)
    if Duty.CHIEF not in held:
        raise DomainError("no_chief")
    if judges < most:
        raise DomainError("too_few_judges", needed=most, has=judges)
