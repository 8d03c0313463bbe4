"""Replay a draft over last year: applications is asked outside any transaction, its answer is kept to be read again."""

from dataclasses import asdict
from datetime import datetime
from typing import Any
from uuid import UUID

import orjson
from flask_babel import gettext as _
from pioneer.applications.v1 import applications_service_pb2 as messages
from pioneer.applications.v1 import applications_service_pb2_grpc as stubs
from sqlalchemy.dialects.postgresql import insert

from services.common import audit
from services.common.clock import day_of
from services.common.errors import Invalid, allow
from services.common.principal import Principal
from services.common.rpc import Calls
from services.identity import rules
from services.identity.domain.replays import EARLIEST, Replay, ReplayedName
from services.identity.models import DraftRow, ReplayRow
from services.identity.queries.rows import own
from services.identity.service.regulations import clean
from services.identity.store import db

SECONDS = 50.0


def replay_draft(who: Principal, draft_id: UUID | str, year: int, calls: Calls, *, now: datetime) -> Replay:
    """Raises DomainError regulation_has_faults, Invalid for a year that is not over or too far back, Unavailable."""
    with db.read(who.tenant) as session:
        allow(rules.may_edit_regulations(who), "may_not_edit_regulations")
        draft = own(session, DraftRow, draft_id)
        text, version, id_ = draft.text, draft.version, draft.id
    if not EARLIEST <= year <= day_of(now).year:
        raise Invalid({"year": _("请选 %(first)s 到 %(last)s 之间的年度", first=EARLIEST, last=day_of(now).year)})
    regulation = clean(who.tenant, text)
    document = orjson.dumps(regulation.to_document(), default=str).decode()
    answer = _ask(calls, messages.ReplayRequest(tenant=who.tenant, document=document, year=year))
    made = Replay(
        id_, year, version, now, who.name, answer.left_out, tuple(answer.dropped_programmes),
        tuple(_name(each) for each in answer.cases),
    )  # fmt: skip
    _keep(who, made, regulation.id, now)
    return made


def _ask(calls: Calls, request: messages.ReplayRequest) -> messages.ReplayResponse:
    stub: Any = stubs.ApplicationsServiceStub(calls.channel("applications"))  # type: ignore[no-untyped-call]
    answer: messages.ReplayResponse = calls.call(stub.Replay, request, seconds=SECONDS)
    return answer


def _name(each: messages.ReplayedCase) -> ReplayedName:
    return ReplayedName(
        application_id=each.application_id,
        number=each.number,
        honour=each.honour,
        subject_name=each.subject_name,
        employer_name=each.employer_name,
        recommender=each.recommender,
        won=each.won,
        would=each.would,
        reasons=tuple(each.reasons),
        score=each.score,
        would_score=each.would_score,
    )


def _keep(who: Principal, made: Replay, regulation_id: str, now: datetime) -> None:
    """One for each draft and year: the last one asked."""
    kept = {
        "draft_version": made.draft_version,
        "asked_at": made.asked_at,
        "asked_by": made.asked_by,
        "left_out": made.left_out,
        "dropped": list(made.dropped),
        "cases": [asdict(each) for each in made.cases],
    }
    key = {"tenant": who.tenant, "draft_id": made.draft_id, "year": made.year}
    with db.transaction(who.tenant) as session:
        session.execute(
            insert(ReplayRow).values(**key, **kept).on_conflict_do_update(index_elements=list(key), set_=kept)
        )
        audit.record(
            session, who, "replayed", "regulation_draft", made.draft_id, at=now, regulation=regulation_id,
            year=made.year, cases=len(made.cases), changed=len(made.changed),
        )  # fmt: skip
