"""Conferring (A5, A7): the honour begins, with its number, its plaque, its page behind the QR code."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from uuid import UUID

from pioneer.applications.v1 import events_pb2
from sqlalchemy import Row, func, select, tuple_
from sqlalchemy.orm import Session

from services.applications.domain import application as cases
from services.applications.domain.application import Application, Status
from services.applications.domain.case_rules import CaseRules
from services.applications.domain.honour import Honour, number
from services.applications.domain.search import search_words
from services.applications.domain.tenure import first_grade, first_reinspection
from services.applications.models import ApplicationRow
from services.applications.models.honour import HonourRow, PlaqueRow
from services.applications.queries.regulated import case_rules, regulation_of
from services.applications.rules import honours as rules
from services.applications.service import case_tasks, upward
from services.applications.service import waits as tasks
from services.applications.service.linked import follow_links
from services.applications.service.moves import TOPIC, find_row, must_be_version, record_move
from services.applications.service.serials import next_serial
from services.applications.store import db
from services.common import directory, outbox
from services.common.clock import day_of
from services.common.documents import missing_glyphs
from services.common.errors import DomainError, allow
from services.common.ids import new_id
from services.common.principal import Principal
from services.common.regulation import Confer


def confer(who: Principal, application_id: UUID, *, expected: int | None, now: datetime) -> Honour:
    """Raises DomainError not_at_confer, certificate_glyph_missing."""
    allow(rules.may_confer(who), "may_not_confer")
    with db.transaction(who.tenant) as session:
        row = find_row(session, application_id)
        must_be_version(row, expected)
        honour = _confer(session, who, row, now)
        _close_when_all(session, who, row, now)
        upward.settle(session, honour.programme, by=who.subject, now=now)
        return honour


def confer_batch(who: Principal, programme: str, year: int, *, now: datetime) -> Sequence[Honour]:
    """All of the round that wait for it, in the order of their scores, so that the numbers follow it."""
    allow(rules.may_confer(who), "may_not_confer")
    with db.transaction(who.tenant) as session:
        rows = waiting(session, programme, year)
        if not rows:
            raise DomainError("nothing_to_confer")
        found = [_confer(session, who, row, now) for row in rows]
        _close_when_all(session, who, rows[0], now, stage=rows[0].stage)
        upward.settle(session, rows[0].programme, by=who.subject, now=now)
        return found


def waiting(session: Session, programme: str, year: int | None = None) -> list[ApplicationRow]:
    """Open at the confer stage of their own regulation version, best score first."""
    row = ApplicationRow
    places = [(each.regulation_id, each.regulation_version, each.programme, each.stage) for each in _places(session)]
    asked = select(row).where(
        row.tenant == session.info["tenant"],
        row.status == Status.OPEN,
        tuple_(row.regulation_id, row.regulation_version, row.programme, row.stage).in_(places),
    )
    if programme:
        asked = asked.where(row.programme == programme)
    if year is not None:
        asked = asked.where(row.year == year)
    return list(session.scalars(asked.order_by(row.score.desc().nulls_last(), row.subject_name, row.id)))


def _places(session: Session) -> list[Row[str, int, str, int, str, int]]:
    """Where open cases stand, with how many there are, of those places that are a confer stage."""
    row = ApplicationRow
    columns = (row.regulation_id, row.regulation_version, row.programme, row.year, row.stage)
    asked = (
        select(*columns, func.count().label("cases"))
        .where(row.tenant == session.info["tenant"], row.status == Status.OPEN)
        .group_by(*columns)
        .order_by(row.year.desc(), row.programme)
    )
    return [each for each in session.execute(asked) if _is_confer(session, each)]


def _is_confer(session: Session, place: Row[str, int, str, int, str, int]) -> bool:
    regulation = regulation_of(session, place.regulation_id, place.regulation_version)
    return isinstance(regulation.programmes[place.programme].stage(place.stage), Confer)


def _stage(found: CaseRules, key: str) -> Confer | None:
    stage = found.programme.stage(key)
    return stage if isinstance(stage, Confer) else None


def _confer(session: Session, who: Principal, row: ApplicationRow, now: datetime) -> Honour:
    before = row.to_domain()
    found = case_rules(session, before)
    stage = _stage(found, before.stage)
    if stage is None or before.status is not Status.OPEN:
        raise DomainError("not_at_confer")
    lacking = missing_glyphs(before.full_name)
    if lacking:
        raise DomainError("certificate_glyph_missing", characters="".join(sorted(lacking)))
    honour = _begin(session, before, found, stage, day_of(now))
    kept = HonourRow(conferred_by=who.subject, search=search_words(honour.full_name, honour.honour, honour.number))
    kept.apply(honour)
    session.add(kept)
    session.flush()
    plaque = _plaque(session, honour, stage) if stage.plaque else None
    after = cases.moved(cases.advance(before, found.programme, at=now), at=now, honour_id=honour.id)
    row.apply(after)
    record_move(session, who, "conferred", before, after, now=now, number=honour.number, honour_id=honour.id)
    outbox.tell(session, TOPIC, honour.id, conferred_event(session, honour, plaque), at=now)
    _ask_for_what_follows(session, honour, stage, now)
    follow_links(session, who, after, stage, now=now)
    return honour


def _begin(session: Session, case: Application, found: CaseRules, stage: Confer, today: date) -> Honour:
    return Honour(
        id=new_id(),
        tenant=case.tenant,
        application_id=case.id,
        programme=case.programme,
        honour=case.honour,
        level=case.level,
        year=case.year,
        regulation_id=case.regulation_id,
        regulation_version=case.regulation_version,
        number=_next_number(session, "honour", stage.number, case.level, today.year),
        token=secrets.token_urlsafe(16),
        subject_kind=case.subject_kind,
        subject_name=case.subject_name,
        employer_name=case.employer_name,
        conferred_on=today,
        subject_unit_id=case.subject_unit_id,
        subject_unit_path=case.subject_unit_path,
        union_unit_id=case.union_unit_id,
        union_path=case.union_path,
        union_name=case.union_name,
        next_reinspection_on=first_reinspection(found.programme, today),
        grade=first_grade(found.programme),
    )


def _plaque(session: Session, honour: Honour, stage: Confer) -> PlaqueRow:
    said = _next_number(session, "plaque", stage.plaque_number, honour.level, honour.conferred_on.year)
    row = PlaqueRow(tenant=honour.tenant, id=new_id(), honour_id=honour.id, number=said)
    session.add(row)
    session.flush()
    return row


def _next_number(session: Session, kind: str, pattern: str, level: str, year: int) -> str:
    """Programmes that write their numbers alike count on together, and one without a year counts through the years:
    no number stands twice."""
    federation = directory.find_tenant(session, session.info["tenant"]).short_name
    written = partial(number, pattern, federation=federation, level=level, year=year)
    run = f"{kind} {written(serial=0)}"
    return written(serial=next_serial(session, run, year if "{year}" in pattern else 0))


def conferred_event(session: Session, honour: Honour, plaque: PlaqueRow | None) -> events_pb2.HonourConferred:
    return events_pb2.HonourConferred(
        honour_id=str(honour.id),
        application_id=str(honour.application_id),
        honour=honour.honour,
        level=honour.level,
        number=honour.number,
        plaque_number=plaque.number if plaque is not None else "",
        subject_unit_id=str(honour.subject_unit_id or ""),
        subject_name=honour.full_name,
        union_unit_id=str(honour.union_unit_id or ""),
        conferred_on=honour.conferred_on.isoformat(),
        year=honour.year,
        url=tasks.page(session, f"public/honours/{honour.token}"),
        deeds=_deeds(session, honour),
    )


def _deeds(session: Session, honour: Honour) -> str:
    """What the public may read of the deeds (A10): the texts of the materials, cut to a page's length."""
    row = session.get(ApplicationRow, (honour.tenant, honour.application_id))
    texts = (row.declared or {}).get("texts", {}) if row is not None else {}
    return "\n".join(filter(None, texts.values()))[:2000]


def _ask_for_what_follows(session: Session, honour: Honour, stage: Confer, now: datetime) -> None:
    to, path = tasks.union_at(honour.union_path), f"honours/{honour.id}"
    body = f"编号 {honour.number}。"
    tasks.tell(session, to, f"{honour.full_name} 被命名为{honour.honour}", body, path, now=now)
    if stage.plaque:
        tasks.ask(session, "hang_plaque", honour.id, f"登记牌匾悬挂地点：{honour.full_name}", path, to, now=now)
    if stage.reward is not None:
        tasks.ask(session, "record_reward", honour.id, f"登记奖励发放：{honour.full_name}", path, to, now=now)


def _close_when_all(session: Session, who: Principal, row: ApplicationRow, now: datetime, *, stage: str = "") -> None:
    session.flush()
    if waiting(session, row.programme, row.year):
        return
    case = row.to_domain()
    key = stage or case.stage
    case_tasks.close_batch(session, case, case_tasks.CONFER, key, of_union=False, by=who.subject, now=now)


@dataclass(frozen=True)
class WaitingRound:
    programme: str
    title: str
    year: int
    count: int


def waiting_rounds(session: Session) -> list[WaitingRound]:
    """Rounds with cases that wait to be conferred, the newest first."""
    found: dict[tuple[str, int], WaitingRound] = {}
    for place in _places(session):
        programme = regulation_of(session, place.regulation_id, place.regulation_version).programmes[place.programme]
        known = found.get((place.programme, place.year))
        title = programme.title or programme.honour
        count = place.cases + (known.count if known else 0)
        found[place.programme, place.year] = WaitingRound(place.programme, title, place.year, count)
    return list(found.values())
