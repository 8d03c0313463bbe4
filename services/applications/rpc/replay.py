"""Replay a draft over a year's closed cases. Reads only; assessment is asked for new scores outside any session."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import groupby
from typing import Any

import orjson
from pioneer.applications.v1 import applications_service_pb2 as messages
from pioneer.assessment.v1 import assessment_service_pb2 as asked
from pioneer.assessment.v1 import assessment_service_pb2_grpc as stubs
from sqlalchemy.orm import Session

from services.applications.domain.case_rules import CaseRules
from services.applications.domain.kinds import kinds_of
from services.applications.domain.replay import Past, Replayed, Scored, replay
from services.applications.queries.recommenders import places_of, recommenders
from services.applications.queries.regulated import regulation_of
from services.applications.queries.replay import closed_cases
from services.applications.store import db
from services.common.errors import NotFound
from services.common.regulation import Assess, Bound, Programme, Regulation, Sheet
from services.common.regulation.places import Recommender
from services.common.rpc import Calls

AT_ONCE = 200
SECONDS = 30.0
Versions = Mapping[int, Regulation]
Sizes = Mapping[str, Sequence[Recommender]]


class Replaying:
    calls: Calls | None

    def Replay(self, request: messages.ReplayRequest, _context: Any) -> messages.ReplayResponse:  # noqa: N802
        """ValueError for a text that is no regulation, NotFound for one of another tenant."""
        said = orjson.loads(request.document)
        if not isinstance(said, dict):
            raise ValueError("not a regulation")
        draft = Regulation.from_document(said)
        if draft.tenant != request.tenant:
            raise NotFound("not_found")
        with db.read(request.tenant) as session:
            kept = closed_cases(session, draft.id, request.year)
            versions = _versions(session, draft.id, kept.pasts)
            sizes = _sizes(session, request.year, kept.pasts, (draft, *versions.values()))
        made: list[Replayed] = []
        dropped: list[str] = []
        for programme, group in groupby(kept.pasts, key=lambda past: past.application.programme):
            if programme in draft.programmes:
                made += self._replayed(request, draft, programme, list(group), versions, sizes)
            else:
                dropped.append(programme)
        return messages.ReplayResponse(
            cases=[_message(each) for each in made], left_out=kept.left_out, dropped_programmes=dropped
        )

    def _replayed(
        self, request: messages.ReplayRequest, draft: Regulation, programme: str, pasts: list[Past],
        versions: Versions, sizes: Sizes,
    ) -> list[Replayed]:  # fmt: skip
        rules = CaseRules(draft, 0, draft.programmes[programme])

        def rules_of(past: Past) -> CaseRules:
            own = versions[past.application.regulation_version]
            return CaseRules(own, past.application.regulation_version, own.programmes[programme])

        scores: dict[str, Scored] = {}
        for sheet_id, group in _by_sheet([past for past in pasts if _is_other(rules_of(past), rules, past)], rules):
            scores |= self._rescored(request, rules, sheet_id, group)
        known = [replace(past, now=scores.get(str(past.application.assessment_id), past.then)) for past in pasts]
        names = {past.application.reviewing_name for past in pasts}

        def own(of: CaseRules) -> Mapping[str, Bound]:
            return places_of(of.programme.quota, sizes.get(programme, ()), names)

        return replay(known, rules_of, rules, own)

    def _rescored(
        self, request: messages.ReplayRequest, rules: CaseRules, sheet_id: str, pasts: Sequence[Past]
    ) -> dict[str, Scored]:
        """By assessment. One that assessment no longer holds cannot be told."""
        ids = [str(past.application.assessment_id) for past in pasts if past.then and past.application.assessment_id]
        stage = _assess(rules.programme)
        if stage is None or not ids or self.calls is None:
            return {}
        stub: Any = stubs.AssessmentServiceStub(self.calls.channel("assessment"))  # type: ignore[no-untyped-call]
        found = dict.fromkeys(ids, Scored(None, False, ("考核记录已不在平台上，不能按新表计分",)))
        for start in range(0, len(ids), AT_ONCE):
            question = _question(request, stage, sheet_id, ids[start : start + AT_ONCE])
            answer: asked.RescoreResponse = self.calls.call(stub.Rescore, question, seconds=SECONDS)
            found |= {each.assessment_id: _scored(each) for each in answer.rescored}
        return found


def _versions(session: Session, regulation_id: str, pasts: Sequence[Past]) -> dict[int, Regulation]:
    numbers = {past.application.regulation_version for past in pasts}
    return {number: regulation_of(session, regulation_id, number) for number in numbers}


def _sizes(session: Session, year: int, pasts: Sequence[Past], files: Sequence[Regulation]) -> Sizes:
    """How big the recommenders are, for programmes of which one version or the draft gives places by it."""
    found: dict[str, Sequence[Recommender]] = {}
    for programme in sorted({past.application.programme for past in pasts}):
        quotas = [file.programmes[programme].quota for file in files if programme in file.programmes]
        if any(quota and quota.per_recommender and quota.per_recommender.is_by_recommender for quota in quotas):
            found[programme] = recommenders(session, programme, year)
    return found


def _assess(programme: Programme) -> Assess | None:
    return next((stage for stage in programme.stages if isinstance(stage, Assess)), None)


def _by_sheet(pasts: Sequence[Past], rules: CaseRules) -> list[tuple[str, list[Past]]]:
    """A sheet by kind of candidate: each is scored anew on its own."""
    found: dict[str, list[Past]] = {}
    for past in pasts:
        found.setdefault(_sheet_id(rules, past), []).append(past)
    return list(found.items())


def _sheet_id(rules: CaseRules, past: Past) -> str:
    stage = _assess(rules.programme)
    kinds = kinds_of(rules, past.filling, past.held.candidate.kinds) | set(past.application.kinds)
    return stage.sheet_for(frozenset(kinds)) if stage else ""


def _is_other(then: CaseRules, now: CaseRules, past: Past) -> bool:
    """Would the score or its line be another? The sheet is compared as a whole, its title and print apart."""
    return _marks(then, past) != _marks(now, past)


def _marks(rules: CaseRules, past: Past) -> tuple[Sheet, Bound] | None:
    stage = _assess(rules.programme)
    if stage is None:
        return None
    sheet = rules.regulation.sheets[_sheet_id(rules, past)]
    same = replace(sheet, id="", title="", note="", layout="", due=None, bands=(), pass_=Bound())
    return same, stage.pass_ or sheet.pass_


def _question(
    request: messages.ReplayRequest, stage: Assess, sheet_id: str, ids: Sequence[str]
) -> asked.RescoreRequest:
    line = stage.pass_ or Bound()
    return asked.RescoreRequest(
        tenant=request.tenant,
        document=request.document,
        sheet_id=sheet_id,
        pass_at_least=f"{line.at_least:f}" if line.at_least is not None else "",
        pass_over=f"{line.over:f}" if line.over is not None else "",
        assessment_ids=ids,
    )


def _scored(each: asked.Rescored) -> Scored:
    return Scored(Decimal(each.score) if each.is_told else None, each.passed, tuple(each.reasons))


def _message(made: Replayed) -> messages.ReplayedCase:
    case, past = made.past.application, made.past
    return messages.ReplayedCase(
        application_id=str(case.id),
        number=case.number,
        programme=case.programme,
        honour=case.honour,
        subject_name=case.subject_name,
        employer_name=case.employer_name,
        recommender=case.reviewing_name,
        won=past.won,
        would=made.would,
        reasons=made.reasons,
        score=_figures(case.score),
        would_score=_figures(past.now.score if past.now else None),
    )


def _figures(score: Decimal | None) -> str:
    return f"{score:.2f}" if score is not None else ""
