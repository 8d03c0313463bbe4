"""Whom the federation may pass upward, in which order and why; what it passed before; exceptions (A6, A8)."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from services.applications.domain import dossier as domain
from services.applications.domain.dossier import DossierStatus, LevelException, Sent
from services.applications.domain.honour import Honour
from services.applications.models.dossier import DossierRow, LevelExceptionRow
from services.applications.models.honour import HonourRow
from services.applications.queries import upward_order
from services.applications.queries.federations import Federation, above
from services.applications.queries.regulated import regulation_of
from services.applications.queries.upward_order import Holders, Version
from services.common import directory
from services.common.errors import DomainError, NotFound
from services.common.paging import SIZE, cut, place_of
from services.common.regulation import Programme
from services.common.regulation.dates import AddWorkingDays

AT_MOST = 500
_NOBODY = UUID(int=0)


@dataclass(frozen=True)
class Candidate:
    """A holder as it stands for being passed upward: `refused` is the rule that keeps it here, if one does."""

    honour: Honour
    place: int
    why: tuple[str, ...]
    refused: DomainError | None

    @property
    def may_go(self) -> bool:
        return self.refused is None


@dataclass(frozen=True)
class Choice:
    """Of one programme: where to, and a page of its holders, preferred first; those who may not go come last.

    `ready`: how many may go, on this page or another; `more`: the place after which the next page begins.
    """

    programme: Programme
    to: Federation | None
    candidates: Sequence[Candidate]
    ready: int
    more: tuple[str, ...] | None


@dataclass(frozen=True)
class Standing:
    """What holds for every holder on the day: who is above, what waits there, which days are worked."""

    parents: Sequence[Federation]
    awaited: Collection[str]
    today: date
    add_working_days: AddWorkingDays


def sent_before(session: Session, honours: Sequence[Honour], awaited: Collection[str] | None = None) -> list[Sent]:
    """What was passed up of these honours, and that something of their programmes waits above."""
    row = DossierRow
    asked = select(row.honour_id, row.programme, row.status).where(
        row.tenant == session.info["tenant"], row.direction == "sent", row.honour_id.in_([each.id for each in honours])
    )
    own = [Sent(id_, name, DossierStatus(status)) for id_, name, status in session.execute(asked) if id_ is not None]
    waits = upward_order.awaited(session) if awaited is None else awaited
    return own + [Sent(_NOBODY, name, DossierStatus.SENT) for name in sorted(waits)]


def confirmed_for(session: Session, honour_id: UUID, to_tenant: str) -> LevelExceptionRow | None:
    """The newest confirmed exception that has not been used."""
    row = LevelExceptionRow
    asked = select(row).where(
        row.tenant == session.info["tenant"],
        row.honour_id == honour_id,
        row.to_tenant == to_tenant,
        row.status == "confirmed",
    )
    return session.scalars(asked.order_by(row.proposed_at.desc()).limit(1)).one_or_none()


def exceptions(session: Session, honour_id: UUID | None = None) -> list[LevelException]:
    """Newest first; of one honour or of all."""
    row = LevelExceptionRow
    asked = select(row).where(row.tenant == session.info["tenant"])
    if honour_id is not None:
        asked = asked.where(row.honour_id == honour_id)
    return [each.to_domain() for each in session.scalars(asked.order_by(row.id.desc()).limit(AT_MOST))]


def honour_names(session: Session, honours: Sequence[UUID]) -> dict[UUID, str]:
    """By honour, revoked ones too."""
    row = HonourRow
    rows = session.scalars(select(row).where(row.tenant == session.info["tenant"], row.id.in_(honours)))
    return {each.id: each.to_domain().full_name for each in rows} if honours else {}


def find_exception(session: Session, exception_id: UUID) -> LevelException:
    """Raises NotFound."""
    found = session.get(LevelExceptionRow, (session.info["tenant"], exception_id))
    if found is None:
        raise NotFound("not_found")
    return found.to_domain()


def choices(
    session: Session, programme: str = "", *, today: date, after: Sequence[str] | None = None, size: int = SIZE
) -> list[Choice]:
    """A page of every programme that has holders; with `after` the further page of the one it is a place of."""
    place = place_of(after, str, int, int, int, date.fromisoformat, str, UUID)
    found = upward_order.holders(session, place[0] if place is not None else programme)
    if not found:
        return []
    days = directory.calendar(session, around=today)
    parents = above(session, session.info["tenant"])
    now = Standing(parents, upward_order.awaited(session), today, days.add_working_days)
    return [_choice(session, each, now, place, size) for each in found]


def _choice(session: Session, found: Holders, now: Standing, place: upward_order.Place | None, size: int) -> Choice:
    newest = _programme(session, found.programme, found.versions[0])
    closed = [each for each in found.versions if _is_closed(_programme(session, found.programme, each), now)]
    prefer = newest.forward.prefer if newest.forward else None
    rows = upward_order.page(session, found.programme, prefer, closed, place, size)
    before = place[1] if place is not None else 0
    shown, more = cut(rows, lambda row: _place(row, before + size), size)
    honours = [row[0].to_domain() for row in shown]
    sent = sent_before(session, honours, now.awaited)
    candidates = [
        _candidate(session, honour, row.rank, number, sent, now)
        for number, (honour, row) in enumerate(zip(honours, shown, strict=True), before + 1)
    ]
    ready = upward_order.ready(session, found.programme, closed)
    return Choice(newest, now.parents[0] if now.parents else None, candidates, ready, more)


def _place(row: Any, shown: int) -> tuple[Any, ...]:
    kept = row[0]
    return kept.programme, shown, row.back, row.first, kept.conferred_on, kept.number, kept.id


def _is_closed(programme: Programme, now: Standing) -> bool:
    """By this version nobody may go on this day, whoever it is."""
    forward = programme.forward
    return (
        forward is None
        or not now.parents
        or (forward.one_at_a_time and programme.id in now.awaited)
        or forward.standing_on(now.today, now.add_working_days) == "refused"
    )


def _programme(session: Session, name: str, version: Version) -> Programme:
    return regulation_of(session, *version).programmes[name]


def _candidate(
    session: Session, honour: Honour, rank: int | None, number: int, sent: Sequence[Sent], now: Standing
) -> Candidate:
    programme = _programme(session, honour.programme, (honour.regulation_id, honour.regulation_version))
    codes, refused = [federation.code for federation in now.parents], None
    try:
        domain.check_forward(
            honour, programme, sent, parents=codes, to_tenant=codes[0] if codes else "", exception=None,
            today=now.today, add_working_days=now.add_working_days,
        )  # fmt: skip
    except DomainError as said:
        refused = said
    return Candidate(honour, number, tuple(domain.reasons(honour, programme, rank)), refused)


def names_of(session: Session, subjects: Sequence[str]) -> dict[str, str]:
    """The people's names by subject, as this tenant knows them."""
    asked = text("select subject, name from person where tenant = :t and subject = any(:subjects)")
    rows = session.execute(asked, {"t": session.info["tenant"], "subjects": list(subjects)})
    return {row.subject: row.name for row in rows}
