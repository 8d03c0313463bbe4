"""Honours that follow from another: its holder is nominated where the regulation says so (C3)."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from services.applications.domain import Application
from services.applications.domain.place import SUBJECT_KINDS
from services.applications.service.begin import nominate_in, programme_of_honour
from services.applications.store import SERVICE
from services.common import worklist
from services.common.audit import Actor
from services.common.errors import Refusal
from services.common.principal import Principal
from services.common.regulation import Confer
from services.common.regulation.bodies import LEVELS
from services.common.regulation.conferring import LinkedHonour
from services.common.roles import Role


def follow_links(
    session: Session, who: Principal | Actor, case: Application, stage: Confer, *, now: datetime
) -> list[Application]:
    """The drafts that were nominated, in the transaction of the conferring. What cannot be is told to the secretary."""
    nominated = []
    for link in stage.linked:
        if link.effect != "nominate":
            _tell_effect(session, case, link, now)
            continue
        try:
            nominated += _nominate(session, who, case, link, now)
        except Refusal as refused:
            _tell(session, case, link, refused.says, now)
    return nominated


def _nominate(
    session: Session, who: Principal | Actor, case: Application, link: LinkedHonour, now: datetime
) -> list[Application]:
    rules = programme_of_honour(session, link.honour, link.level or case.level, now=now)
    kinds = SUBJECT_KINDS.get(rules.programme.subject, ())
    unit = unit_of_kind(session, case.subject_unit_id, case.union_path, kinds)
    if unit is None:
        return []
    with session.begin_nested():
        made, _now = nominate_in(
            session,
            programme=rules.programme.id,
            subject_unit_id=unit,
            subject_name=case.subject_name if rules.programme.subject == "person" else "",
            ground=f"获得{LEVELS[case.level]}“{case.honour}”",
            key=f"{case.id}/{link.honour}/{link.level or case.level}",
            is_outside_quota=link.outside_quota,
            now=now,
            by=who,
        )
    return [made]


def unit_of_kind(session: Session, unit_id: UUID | None, union_path: str, kinds: Sequence[str]) -> UUID | None:
    """The unit itself where it is of that kind, else the only such unit of its union."""
    rows = session.execute(
        text(
            "select id, id = :unit as is_own from org_unit where tenant = :t and kind = any(:kinds)"
            " and (id = :unit or (:path <> '' and starts_with(path, :path))) and valid_to is null"
            " order by is_own desc, path limit 2"
        ),
        {"t": session.info["tenant"], "unit": unit_id, "kinds": list(kinds), "path": union_path},
    ).all()
    if not rows or (len(rows) > 1 and not rows[0].is_own):
        return None
    found: UUID = rows[0].id
    return found


def _tell_effect(session: Session, case: Application, link: LinkedHonour, now: datetime) -> None:
    """In scope: its union may apply. Commend a person: who stood out is for the federation to say."""
    is_person = link.effect == "commend_person"
    union = worklist.Audience(Role.APPLICANT, case.union_path) if case.union_path else None
    url = f"/applications/{case.tenant}/{'cases/' + str(case.id) if is_person else 'new'}"
    word = f"请提出按{link.honour}表彰的个人" if is_person else f"已纳入{link.honour}评选范围，可以申报"
    for to in (union, worklist.Audience(Role.SECRETARY) if is_person else None):
        if to is not None:
            body = f"获得{LEVELS[case.level]}“{case.honour}”，按规则{next(link.sentences())}"
            worklist.notify(session, SERVICE, to=to, title=f"{case.full_name} {word}", body=body, url=url, now=now)


def _tell(session: Session, case: Application, link: LinkedHonour, why: str, now: datetime) -> None:
    worklist.notify(
        session,
        SERVICE,
        to=worklist.Audience(Role.SECRETARY),
        title=f"{case.full_name} 未能提名为{link.honour}人选",
        body=why,
        url=f"/applications/{case.tenant}/cases/{case.id}",
        now=now,
    )
