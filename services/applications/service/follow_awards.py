"""What an award leads to by its contest's rules: a nomination with the award as its first deed, or word that one may
apply; and back again when the award falls (B5). Once each, however often and in whatever order it is heard of."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from services.applications.domain import Application, Status, withdraw
from services.applications.domain.deeds import Deed, take
from services.applications.domain.filling import Filling
from services.applications.domain.place import SUBJECT_KINDS
from services.applications.models import ApplicationRow
from services.applications.models.award import AwardFollowedRow, ContestAwardRow
from services.applications.queries.regulated import case_rules
from services.applications.service import case_tasks, waits
from services.applications.service.begin import nominate_in, programme_of_honour
from services.applications.service.linked import unit_of_kind
from services.applications.service.moves import OBJECT, find_row, record_move
from services.applications.store import db
from services.common import audit
from services.common.audit import CLOCK
from services.common.clock import day_of
from services.common.errors import Refusal
from services.common.regulation.conferring import LinkedHonour

AT_ONCE = 100
Award = ContestAwardRow


def follow_awards(tenant: str, *, now: datetime) -> int:
    """How many awards led somewhere, or back."""
    with db.read(tenant) as session:
        fresh, fallen = _waiting(session)
    for id_ in fresh:
        with db.transaction(tenant) as session:
            _follow(session, id_, now)
    for id_ in fallen:
        with db.transaction(tenant) as session:
            _undo(session, id_, now)
    return len(fresh) + len(fallen)


def _waiting(session: Session) -> tuple[Sequence[UUID], Sequence[UUID]]:
    """An award that fell before anything followed from it never will."""
    said, done = Award, AwardFollowedRow
    asked = (
        select(said.id)
        .outerjoin(done, (done.tenant == said.tenant) & (done.award_id == said.id))
        .where(said.tenant == session.info["tenant"], said.made_on.is_not(None))
        .order_by(said.id)
        .limit(AT_ONCE)
    )
    fresh = asked.where(said.withdrawn_on.is_(None), text("links <> '[]'"), done.followed_at.is_(None))
    fallen = asked.where(said.withdrawn_on.is_not(None), done.undone_at.is_(None))
    return session.scalars(fresh).all(), session.scalars(fallen).all()


def _mark(session: Session, award_id: UUID) -> AwardFollowedRow:
    """Locked until the end, so that two workers never follow one award."""
    session.execute(
        text("insert into award_followed (tenant, award_id) values (:t, :id) on conflict do nothing"),
        {"t": session.info["tenant"], "id": award_id},
    )
    return session.get_one(AwardFollowedRow, (session.info["tenant"], award_id), with_for_update=True)


def _follow(session: Session, award_id: UUID, now: datetime) -> None:
    mark = _mark(session, award_id)
    award = session.get_one(Award, (session.info["tenant"], award_id))
    if mark.followed_at is not None or award.withdrawn_on is not None:
        return
    mark.followed_at = now
    winner = _winner(session, award)
    for said in award.links:
        link = LinkedHonour(**said)
        if link.effect != "nominate":
            _tell_scope(session, award, winner, link, now)
            continue
        try:
            _nominate(session, award, winner, link, now)
        except Refusal as refused:
            _tell_not(session, award, winner, link, refused.says, now)


def _winner(session: Session, award: Award) -> Mapping[str, Any]:
    """His unit, its union and his name where the directory knows them."""
    row = session.execute(_WINNER, {"t": award.tenant, "unit": award.unit_id, "person": award.person_id}).one()
    return dict(row._mapping)


_WINNER = text(
    "select u.id as unit, coalesce(u.name, '') as unit_name, coalesce(o.path, u.path, '') as union_path,"
    " coalesce(p.name, '') as person from (select 1) as one"
    " left join org_unit u on u.tenant = :t and u.id = :unit"
    " left join lateral (select path from org_unit where tenant = :t and kind = 'employer_union'"
    " and starts_with(u.path, path) order by length(path) desc limit 1) o on true"
    " left join person p on p.tenant = :t and p.id = :person"
)


def _nominate(session: Session, award: Award, winner: Mapping[str, Any], link: LinkedHonour, now: datetime) -> None:
    rules = programme_of_honour(session, link.honour, link.level or award.level, now=now)
    kinds = SUBJECT_KINDS.get(rules.programme.subject, ())
    unit = unit_of_kind(session, winner["unit"], winner["union_path"], kinds)
    if unit is None:
        _tell_not(session, award, winner, link, "获奖人所在单位还没有归到哪个工会，或有几个可选，请由工会申报。", now)
        return
    with session.begin_nested():
        case, is_new = nominate_in(
            session,
            programme=rules.programme.id,
            subject_unit_id=unit,
            subject_name=winner["person"] if rules.programme.subject == "person" else "",
            ground=f"在{award.contest_title}中获{award.title}，证书编号 {award.number}",
            key=f"{_key(award.id)}{link.level or award.level}/{link.honour}",
            is_outside_quota=link.outside_quota,
            now=now,
            by=CLOCK,
        )
        if is_new:
            _put_deed(session, case, award, winner, now)


def _key(award_id: UUID) -> str:
    return f"award/{award_id}/"


def _put_deed(session: Session, case: Application, award: Award, winner: Mapping[str, Any], now: datetime) -> None:
    """The award stands in the draft already: nobody types what the platform knows."""
    row = find_row(session, case.id)
    filling = Filling.of(row.form, row.declared)
    deed = Deed(
        award_id=str(award.id),
        contest=award.contest_title,
        level=award.level,
        trade=award.trade,
        title=award.title,
        place=award.place or 0,
        number=award.number,
        made_on=award.made_on.isoformat() if award.made_on else "",
        person=winner["person"],
        taken_on=day_of(now).isoformat(),
    )
    after = take(filling, case_rules(session, case), [deed])
    row.form, row.declared, row.version = dict(after.form), after.declared, row.version + 1
    audit.record(session, CLOCK, "award_taken", OBJECT, str(row.id), at=now, award=str(award.id), number=award.number)


def _undo(session: Session, award_id: UUID, now: datetime) -> None:
    """Nominations that rested on it end while they may; of every other case that shows it, whoever has it is told."""
    mark = _mark(session, award_id)
    if mark.undone_at is not None:
        return
    mark.undone_at = now
    award = session.get_one(Award, (session.info["tenant"], award_id))
    row = ApplicationRow
    asked = select(row.id).where(
        row.tenant == session.info["tenant"],
        row.nomination_key.startswith(_key(award_id), autoescape=True)
        | row.declared["awards"].contains([{"award_id": str(award_id)}]),
    )
    for id_ in session.scalars(asked.order_by(row.id)).all():
        _take_back(session, id_, award, now)


def _take_back(session: Session, application_id: UUID, award: Award, now: datetime) -> None:
    row = find_row(session, application_id)
    case = row.to_domain()
    reason = f"{award.contest_title}{award.title}已被撤销，证书编号 {award.number}。"
    if row.nomination_key.startswith(_key(award.id)) and _may_end(session, case):
        after = withdraw(case, f"提名所依据的{reason}", at=now)
        row.apply(after)
        record_move(session, CLOCK, "withdrawn", case, after, now=now, reason=after.reason)
        for kind in (case_tasks.FILL, case_tasks.MEND, case_tasks.REVIEW):
            case_tasks.close(session, after, kind, by=CLOCK.subject, now=now, outcome="withdrawn")
        title = f"{case.full_name} 的{case.honour}提名已撤回"
        waits.tell(session, waits.union_at(case.union_path), title, after.reason, f"cases/{case.id}", now=now)
    elif case.is_moving or case.status is Status.CONFERRED:
        title = f"{case.full_name} 的{case.honour}申报所附竞赛获奖已撤销，请核对"
        to = waits.union_at(case.union_path) if case.is_with_applicant else waits.SECRETARY
        waits.tell(session, to, title, reason, f"cases/{case.id}", now=now)


def _may_end(session: Session, case: Application) -> bool:
    """As its union might withdraw it: before it is recommended."""
    stages = [each.key for each in case_rules(session, case).programme.stages]
    is_open = case.status in (Status.DRAFT, Status.RETURNED, Status.OPEN)
    return is_open and stages.index(case.stage) <= 1


def _tell_scope(session: Session, award: Award, winner: Mapping[str, Any], link: LinkedHonour, now: datetime) -> None:
    is_person = link.effect == "commend_person"
    whom = _whom(winner)
    title = f"{whom} 请提出按{link.honour}表彰的个人" if is_person else f"{whom} 已纳入{link.honour}评选范围，可以申报"
    to = waits.SECRETARY if is_person else waits.union_at(winner["union_path"])
    waits.tell(session, to, title, _body(award, link), "new", now=now)


def _tell_not(
    session: Session, award: Award, winner: Mapping[str, Any], link: LinkedHonour, why: str, now: datetime
) -> None:
    title = f"{_whom(winner)} 未能提名为{link.honour}人选"
    waits.tell(session, waits.SECRETARY, title, f"{_body(award, link)}{why}", "new", now=now)


def _whom(winner: Mapping[str, Any]) -> str:
    return " ".join(each for each in (winner["unit_name"], winner["person"]) if each) or "竞赛获奖人"


def _body(award: Award, link: LinkedHonour) -> str:
    return f"在{award.contest_title}中获{award.title}，证书编号 {award.number}，按规则{link.phrase()}。"
