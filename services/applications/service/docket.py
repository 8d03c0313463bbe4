"""The chairmen's meeting (A5): make a docket, note who is there and what was decided, sign it."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.applications import given
from services.applications.domain import docket as domain
from services.applications.domain.application import Application, Status, moved
from services.applications.domain.docket import Decision, Docket, DocketCase, Member, Presence
from services.applications.domain.merit import beyond, ranked
from services.applications.models import ApplicationRow
from services.applications.models.meeting import DocketCaseRow, DocketRow, plain_member
from services.applications.papers import printed
from services.applications.queries.dockets import load_docket, merits_of, places_of, waiting_for_docket
from services.applications.queries.minutes import minutes_of
from services.applications.queries.regulated import regulation_of
from services.applications.rules import honours as rules
from services.applications.service import case_tasks
from services.applications.service import waits as tasks
from services.applications.service.carry_out import carry_out
from services.applications.service.moves import record_move
from services.applications.service.serials import next_serial
from services.applications.store import db
from services.common import audit, directory
from services.common.clock import day_of
from services.common.documents import minutes
from services.common.errors import ChangedMeanwhile, DomainError, Invalid, NotFound, allow
from services.common.ids import new_id
from services.common.principal import Principal
from services.common.regulation import Approve, Programme
from services.common.regulation.quota import Quota
from services.common.roles import Role
from services.common.worklist import Audience

OBJECT = "docket"


def make_docket(who: Principal, regulation_id: str, version: int, programme: str, year: int, *, now: datetime) -> UUID:
    """Everything of the programme's round that waits for the meeting, best first by the quota's order.

    Raises DomainError nothing_waits.
    """
    allow(rules.may_keep_dockets(who), "may_not_keep_dockets")
    with db.transaction(who.tenant) as session:
        found = regulation_of(session, regulation_id, version).programmes.get(programme)
        approve = approve_stage(found) if found else None
        if found is None or approve is None:
            raise NotFound("no_such_programme")
        rows = waiting_for_docket(session, regulation_id, version, programme, year, approve.key)
        if not rows:
            raise DomainError("nothing_waits")
        docket = _new_docket(session, who, found, approve, rows[0], now)
        session.add(docket)
        session.flush()
        rows, behind = _in_order(session, docket, rows, found.quota)
        for ordinal, row in enumerate(rows, 1):
            _put_on(session, who, docket, row, ordinal, now, why_beyond=behind.get(str(row.id), ""))
        audit.record(
            session, who, "docket_made", OBJECT, docket.id, at=now,
            regulation=regulation_id, regulation_version=version, cases=len(rows),
        )  # fmt: skip
        case_tasks.close_batch(
            session, rows[0].to_domain(), case_tasks.DOCKET, approve.key, of_union=False, by=who.subject, now=now
        )
        path = f"dockets/{docket.id}"
        tasks.ask(session, "hold_meeting", docket.id, f"记录会议并表决：{docket.title}", path, tasks.SECRETARY, now=now)
        return docket.id


def approve_stage(programme: Programme) -> Approve | None:
    return next((stage for stage in programme.stages if isinstance(stage, Approve)), None)


def _new_docket(
    session: Session, who: Principal, programme: Programme, approve: Approve, row: ApplicationRow, now: datetime
) -> DocketRow:
    today = day_of(now)
    number = next_serial(session, "docket", today.year)
    chairs = directory.holders_of(session, Role.CHAIR, on=today)
    members = [Member(person.subject, person.name, person.org_unit_path) for person in chairs]
    return DocketRow(
        tenant=who.tenant,
        id=new_id(),
        title=f"审定 {row.year} 年{programme.title or programme.honour}命名名单",
        number=f"{today.year} 年第 {number} 次",
        programme=programme.id,
        honour=programme.honour,
        level=programme.level,
        year=row.year,
        regulation_id=row.regulation_id,
        regulation_version=row.regulation_version,
        stage=approve.key,
        status="open",
        members=[plain_member(member) for member in members],
        recorder=who.name,
        created_by=who.subject,
        created_at=now,
    )


def _in_order(
    session: Session, docket: DocketRow, rows: Sequence[ApplicationRow], quota: Quota | None
) -> tuple[Sequence[ApplicationRow], dict[str, str]]:
    """The rows by merit, and of those behind the last place why they are."""
    order = quota.order if quota else ()
    merits = merits_of(session, [row.to_domain() for row in rows])
    names = {merit.case.id: ranked(merit, order) for merit in merits}
    rows = sorted(rows, key=lambda row: names[row.id].figures, reverse=True) if order else rows
    taking = [names[merit.case.id] for merit in merits if not merit.case.is_outside_quota]
    places = places_of(session, docket, {merit.case.reviewing_name for merit in merits})
    found = beyond(quota, places.left, taking)
    if found is None:
        return rows, {}
    says = f"排在剩余名额（{places.left} 个）以外。{found.says}"
    return rows, dict.fromkeys(found.left_out, says)


def _put_on(
    session: Session,
    who: Principal,
    docket: DocketRow,
    row: ApplicationRow,
    ordinal: int,
    now: datetime,
    why_beyond: str,
) -> None:
    before = row.to_domain()
    after = moved(before, at=now, docket_id=docket.id)
    row.apply(after)
    session.add(
        DocketCaseRow(
            tenant=who.tenant,
            docket_id=docket.id,
            application_id=row.id,
            ordinal=ordinal,
            remarks=[*(["逾期报送，已注明"] if before.is_late else []), *([why_beyond] if why_beyond else [])],
            is_beyond=bool(why_beyond),
        )
    )
    record_move(session, who, "put_on_docket", before, after, now=now, docket=str(docket.id))


def find_docket(session: Session, docket_id: UUID | str) -> DocketRow:
    """The row, locked. Raises NotFound."""
    asked = select(DocketRow).where(DocketRow.tenant == session.info["tenant"], DocketRow.id == UUID(str(docket_id)))
    row = session.scalars(asked.with_for_update()).one_or_none()
    if row is None:
        raise NotFound("not_found")
    return row


def _same_version(row: DocketRow, expected: int | None) -> None:
    if expected is not None and row.version != expected:
        raise ChangedMeanwhile("docket_changed_meanwhile")


def record_meeting(
    who: Principal,
    docket_id: UUID,
    presences: Mapping[str, tuple[Presence, str]],
    *,
    presiding: str,
    held_at: datetime | None,
    place: str,
    expected: int | None,
    now: datetime,
) -> Docket:
    """Attendance, who presides, when and where."""
    allow(rules.may_keep_dockets(who), "may_not_keep_dockets")
    with db.transaction(who.tenant) as session:
        row = find_docket(session, docket_id)
        _same_version(row, expected)
        before = load_docket(session, row)
        after = domain.attend(before, presences)
        _must_be_a_moment(held_at)
        if presiding and presiding not in {member.subject for member in after.members}:
            raise DomainError("not_a_member")
        row.presiding, row.held_at, row.place = presiding, held_at, place.strip()
        row.members = [plain_member(member) for member in after.members]
        row.version = after.version
        present = len(after.present)
        audit.record(session, who, "attendance_noted", OBJECT, row.id, at=now, present=present, of=len(after.members))
        session.flush()
        return load_docket(session, row)


def _must_be_a_moment(held_at: datetime | None) -> None:
    if held_at is not None and not 2000 <= held_at.year <= 2200:
        raise Invalid({"held_at": "请填会议时间，例如 2026-11-26 15:00。"})


def record_decisions(
    who: Principal, docket_id: UUID, decided: Mapping[UUID, DocketCase], *, expected: int | None, now: datetime
) -> Docket:
    """Keep what was decided so far; nothing moves before the docket is signed."""
    allow(rules.may_keep_dockets(who), "may_not_keep_dockets")
    with db.transaction(who.tenant) as session:
        row = find_docket(session, docket_id)
        _same_version(row, expected)
        after = domain.decide(load_docket(session, row), decided)
        return _keep_decisions(session, who, row, after, now)


def agree_to_plain(who: Principal, docket_id: UUID, *, expected: int | None, now: datetime) -> Docket:
    """将无异常的记为同意."""
    allow(rules.may_keep_dockets(who), "may_not_keep_dockets")
    with db.transaction(who.tenant) as session:
        row = find_docket(session, docket_id)
        _same_version(row, expected)
        before = load_docket(session, row)
        if not before.present:
            raise DomainError("attendance_first")
        return _keep_decisions(session, who, row, domain.agree_to_plain(before), now)


def _keep_decisions(session: Session, who: Principal, row: DocketRow, after: Docket, now: datetime) -> Docket:
    by_id = {case.application_id: case for case in after.cases}
    for kept in session.scalars(
        select(DocketCaseRow).where(DocketCaseRow.tenant == row.tenant, DocketCaseRow.docket_id == row.id)
    ):
        kept.apply(by_id[kept.application_id])
    row.version = after.version
    audit.record(
        session, who, "decisions_noted", OBJECT, row.id, at=now, decided=len(after.decided), of=len(after.cases)
    )
    approve = approve_of(session, row)
    if after.presiding and not domain.missing(after, approve):
        audience = Audience(subject=after.presiding)
        tasks.ask(session, "sign_docket", row.id, f"签发会议纪要：{row.title}", f"dockets/{row.id}", audience, now=now)
    return after


def approve_of(session: Session, row: DocketRow) -> Approve:
    stage = regulation_of(session, row.regulation_id, row.regulation_version).programmes[row.programme].stage(row.stage)
    assert isinstance(stage, Approve)
    return stage


def sign_docket(who: Principal, docket_id: UUID, *, expected: int | None, now: datetime) -> UUID | None:
    """The presiding chair signs: the minutes are fixed, the agreed go to publicity, the others end with their reason.

    Returns the notice's id where publicity began.
    """
    allow(rules.may_sign_docket(who), "may_not_sign_docket")
    with db.read(who.tenant) as session:
        row = session.get(DocketRow, (who.tenant, docket_id))
        if row is None:
            raise NotFound("not_found")
        _same_version(row, expected)
        seen = row.version
        domain.sign(load_docket(session, row), who.subject, approve_of(session, row))
        sheet = minutes_of(session, row, signed_on=day_of(now))
    fixed = given.store().put(who.tenant, printed(minutes, sheet))
    with db.transaction(who.tenant) as session:
        row = find_docket(session, docket_id)
        _same_version(row, seen)
        after = domain.sign(load_docket(session, row), who.subject, approve_of(session, row))
        row.status, row.version = str(after.status), after.version
        row.signed_by, row.signed_at, row.minutes_sha256 = who.subject, now, fixed.sha256
        audit.record(
            session, who, "docket_signed", OBJECT, row.id, at=now, regulation=row.regulation_id,
            regulation_version=row.regulation_version, minutes_sha256=fixed.sha256,
        )  # fmt: skip
        for kind in ("hold_meeting", "sign_docket"):
            tasks.done(session, kind, row.id, by=who.subject, now=now)
        return carry_out(session, who, row, after, now=now)


def agreed(docket: Docket) -> Sequence[DocketCase]:
    return [case for case in docket.cases if case.decision is Decision.AGREE]


__all__ = [
    "Application",
    "Status",
    "agree_to_plain",
    "make_docket",
    "record_decisions",
    "record_meeting",
    "sign_docket",
]
