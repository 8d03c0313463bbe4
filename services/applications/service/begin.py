"""Start an application: by the union itself (A3), or nominated because of another honour (C3)."""

from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.applications import domain
from services.applications.domain import Application
from services.applications.domain.case_rules import CaseRules, round_year
from services.applications.domain.eligibility import start_refusals
from services.applications.domain.filling import clean
from services.applications.domain.place import SUBJECT_KINDS, Place
from services.applications.domain.prefill import Known, prefill
from services.applications.models import ApplicationRow
from services.applications.queries.case import last_year_form
from services.applications.queries.held import candidate_of
from services.applications.queries.regulated import programme_in_force, programmes_in_force
from services.applications.queries.units import find_place
from services.applications.rules import cases as permits
from services.applications.service import case_tasks as tasks
from services.applications.service.moves import record_move
from services.applications.service.rows import add_case, next_number
from services.applications.store import db
from services.common import directory
from services.common.audit import CLOCK, Actor
from services.common.clock import day_of
from services.common.errors import DomainError, NotFound, allow
from services.common.ids import new_id
from services.common.principal import Principal


def start_application(
    who: Principal,
    *,
    programme: str,
    subject_unit_id: UUID | str,
    subject_name: str = "",
    new_merit: str = "",
    now: datetime,
) -> Application:
    """A draft with all that the platform knows already filled in. `new_merit` since the same honour was held, recorded.

    Raises NotFound, NotAllowed may_not_start, DomainError round_closed, wrong_subject, already_applied, not_eligible.
    """
    with db.transaction(who.tenant) as session:
        found = programme_in_force(session, programme, on=day_of(now))
        place = find_place(session, subject_unit_id)
        allow(permits.may_start(who, place.union.path), "may_not_start")
        case = _begin(session, found, place, subject_name, who.subject, now, ground=clean(new_merit)[:500])
        _must_be_eligible(session, found, case, now)
        return _put(session, who, found, place, case, "started", now)


def nominate(
    tenant: str,
    *,
    programme: str,
    subject_unit_id: UUID | str,
    subject_name: str = "",
    ground: str,
    key: str,
    now: datetime,
    by: Actor | Principal = CLOCK,
) -> tuple[Application, bool]:
    """A draft waiting for its union. Once per key: asked again, the same case and False."""
    with db.transaction(tenant) as session:
        return nominate_in(
            session,
            programme=programme,
            subject_unit_id=subject_unit_id,
            subject_name=subject_name,
            ground=ground,
            key=key,
            now=now,
            by=by,
        )


def nominate_in(
    session: Session,
    *,
    programme: str,
    subject_unit_id: UUID | str,
    subject_name: str = "",
    ground: str,
    key: str,
    now: datetime,
    by: Actor | Principal = CLOCK,
    is_outside_quota: bool = False,
) -> tuple[Application, bool]:
    """The same within a transaction that is already open."""
    kept = session.scalars(
        select(ApplicationRow).where(
            ApplicationRow.tenant == session.info["tenant"], ApplicationRow.nomination_key == key
        )
    ).one_or_none()
    if kept is not None:
        return kept.to_domain(), False
    found = programme_in_force(session, programme, on=day_of(now))
    place = find_place(session, subject_unit_id)
    case = _begin(
        session, found, place, subject_name, by.subject, now,
        origin="nominated", ground=ground, nomination_key=key, is_outside_quota=is_outside_quota,
    )  # fmt: skip
    return _put(session, by, found, place, case, "nominated", now), True


def programme_of_honour(session: Session, honour: str, level: str, *, now: datetime) -> CaseRules:
    """The programme in force for an honour; raises NotFound no_such_programme."""
    for found in programmes_in_force(session, on=day_of(now)):
        if found.programme.honour == honour and found.programme.level == level:
            return found
    raise NotFound("no_such_programme")


def _begin(
    session: Session, found: CaseRules, place: Place, name: str, by: str, now: datetime, **more: Any
) -> Application:
    programme = found.programme
    if programme.takes_dossiers or place.subject.kind not in SUBJECT_KINDS.get(programme.subject, ()):
        raise DomainError("wrong_subject", programme=found.title)
    is_person = programme.subject == "person"
    if is_person and not 2 <= len(name.strip()) <= 50:
        raise DomainError("person_name_needed")
    year = round_year(found, day_of(now))
    return domain.begin(
        programme,
        id=new_id(),
        tenant=session.info["tenant"],
        number=next_number(session, year),
        year=year,
        regulation_id=found.regulation.id,
        regulation_version=found.version,
        subject_name=name.strip() if is_person else place.subject.name,
        subject_unit_id=place.subject.id,
        subject_unit_path=place.subject.path,
        employer_name=place.employer_name,
        union_unit_id=place.union.id,
        union_path=place.union.path,
        union_name=place.union.name,
        reviewing_unit_id=place.reviewing.id,
        reviewing_path=place.reviewing.path,
        reviewing_name=place.reviewing.name,
        created_by=by,
        created_at=now,
        **more,
    )


def _must_be_eligible(session: Session, found: CaseRules, case: Application, now: datetime) -> None:
    candidate = replace(candidate_of(session, case, found.programme), has_new_merit=bool(case.ground))
    refused = list(start_refusals(found.programme, candidate, day_of(now)))
    if refused:
        raise DomainError("not_eligible", why="".join(refused))


def _put(
    session: Session, who: Actor | Principal, found: CaseRules, place: Place, case: Application, act: str, now: datetime
) -> Application:
    _must_be_first(session, case)
    last = last_year_form(session, case)
    known = Known(
        employer=place.employer_name,
        subject=case.subject_name,
        union=place.union.name,
        today=day_of(now),
        last_form=last.form if last else None,
        last_on=day_of(last.submitted_at) if last else None,
        held=candidate_of(session, case).held,
        federation=directory.find_tenant(session, case.tenant).name,
    )
    add_case(session, case, prefill(found.form, known))
    record_move(session, who, act, None, case, now=now, origin=case.origin, ground=case.ground)
    tasks.announce(session, case, found, now=now)
    return case


def _must_be_first(session: Session, case: Application) -> None:
    """One live case a subject, programme and year; next_number made others wait, so the look is safe."""
    other = session.execute(
        select(ApplicationRow.number).where(
            ApplicationRow.tenant == case.tenant,
            ApplicationRow.programme == case.programme,
            ApplicationRow.year == case.year,
            ApplicationRow.subject_unit_id == case.subject_unit_id,
            ApplicationRow.subject_name == case.subject_name,
            ApplicationRow.status.in_([*domain.MOVING, domain.Status.CONFERRED]),
        )
    ).scalar()
    if other is not None:
        raise DomainError("already_applied", number=other)
