"""A draft regulation held against the closed cases of a year: who would have won or lost, and why (X1). Pure.

Only what rules decide is decided again. What people decided - an opinion, a vote, an upheld objection - stays.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from services.applications.domain.application import Application, Status
from services.applications.domain.case_rules import CaseRules, standing_at_submit
from services.applications.domain.composition_replayed import Placed
from services.applications.domain.eligibility import start_refusals
from services.applications.domain.filling import Filling
from services.applications.domain.gaps import Held, gaps
from services.applications.domain.places_replayed import placed
from services.common.regulation import Assess, Bound

WON, LOST, OPEN = "won", "lost", "open"
CLOSED = (
    Status.CONFERRED, Status.PASSED_OVER, Status.REFUSED, Status.STOPPED, Status.RETURNED_BELOW,
)  # fmt: skip
BY_PEOPLE = frozenset({Status.STOPPED, Status.RETURNED_BELOW})


@dataclass(frozen=True)
class Scored:
    """By a sheet and its line. Without a score the kept findings do not tell; `reasons` says what is against it."""

    score: Decimal | None
    passed: bool
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True)
class Past:
    """A closed case with what was kept of it. `then` and `now`: its score by its own rules and by the draft's."""

    application: Application
    filling: Filling
    held: Held
    submitted_on: date | None
    then: Scored | None = None
    now: Scored | None = None

    @property
    def won(self) -> bool:
        return self.application.status is Status.CONFERRED


@dataclass(frozen=True)
class Judged:
    """What the rules alone say: `against` shuts out, `untold` cannot be known from what was kept."""

    against: tuple[str, ...] = ()
    untold: tuple[str, ...] = ()


@dataclass(frozen=True)
class Replayed:
    past: Past
    would: str
    reasons: tuple[str, ...]

    @property
    def is_changed(self) -> bool:
        return self.would == OPEN or (self.would == WON) != self.past.won


Own = Callable[[CaseRules], Mapping[str, Bound]]
"""What each recommender may have by a version, by its name: where the number differs or follows a formula."""


def replay(
    cases: Sequence[Past], rules_of: Callable[[Past], CaseRules], draft: CaseRules, own: Own = lambda _rules: {}
) -> list[Replayed]:
    """The cases of one programme and year, in their order. `rules_of` gives the version that a case followed."""
    then = {past.application.id: judged(rules_of(past), past, past.then) for past in cases}
    now = {past.application.id: judged(draft, past, past.now) for past in cases}
    crowded = _crowded(cases, rules_of, then, own)
    free = [past for past in cases if not _lost_to_people(past, rules_of(past), then, crowded.out)]
    names = [_named(past, past.now) for past in free if not _against(past, now)]
    after = placed(draft.programme.quota, names, own(draft))
    return [_outcome(past, past in free, then, now, crowded, after) for past in cases]


def judged(rules: CaseRules, past: Past, scored: Scored | None) -> Judged:
    """Entry, materials, days and score by these rules; a case from below was judged by the level that sent it."""
    against: list[str] = []
    untold: list[str] = []
    if past.submitted_on is not None and rules.apply_stage is not None:
        against += start_refusals(rules.programme, past.held.candidate, past.submitted_on)
        for gap in gaps(rules, past.filling, past.held, today=past.submitted_on):
            (against if gap.is_wrong else untold).append(gap.says)
        if standing_at_submit(rules, past.application.year, past.submitted_on) == "refused":
            against.append(f"{past.submitted_on.isoformat()} 提交，已过申报期限。")
    if any(isinstance(stage, Assess) for stage in rules.programme.stages):
        if scored is None or scored.score is None:
            untold += scored.reasons if scored else ("当时没有考核分。",)
        elif not scored.passed:
            against += scored.reasons
    return Judged(tuple(against), tuple(untold))


def _crowded(
    cases: Sequence[Past], rules_of: Callable[[Past], CaseRules], then: Mapping[UUID, Judged], own: Own
) -> Placed:
    """Those whom the places of their own version left out, by the version's own order."""
    versions: dict[int, list[Past]] = {}
    for past in cases:
        if not _against(past, then) and past.application.status not in BY_PEOPLE and past.application.score is not None:
            versions.setdefault(past.application.regulation_version, []).append(past)
    out: dict[UUID, str] = {}
    stuck: dict[UUID, str] = {}
    for group in versions.values():
        rules = rules_of(group[0])
        found = placed(rules.programme.quota, [_named(past, past.then) for past in group], own(rules))
        out |= found.out
        stuck |= found.open
    return Placed(out, stuck)


def _named(past: Past, scored: Scored | None) -> tuple[Application, Decimal | None]:
    return past.application, scored.score if scored and scored.score is not None else past.application.score


def _against(past: Past, verdicts: Mapping[UUID, Judged]) -> bool:
    return bool(verdicts[past.application.id].against)


def _lost_to_people(past: Past, rules: CaseRules, then: Mapping[UUID, Judged], crowded: Mapping[UUID, str]) -> bool:
    """Nothing in its own rules stood against it, and it lost all the same."""
    if past.won:
        return False
    if past.application.status in BY_PEOPLE:
        return True
    return not then[past.application.id].against and past.application.id not in crowded


def _outcome(
    past: Past,
    is_free: bool,
    then: Mapping[UUID, Judged],
    now: Mapping[UUID, Judged],
    placed_then: Placed,
    placed_now: Placed,
) -> Replayed:
    id_ = past.application.id
    if not is_free:
        return Replayed(past, LOST, (past.application.reason or "由办理人员决定，不因规则改变。",))
    before, after, crowded, out = then[id_], now[id_], placed_then.out, placed_now.out
    shut = (*after.against, *((out[id_],) if id_ in out else ()))
    known = {*before.against, *((crowded[id_],) if id_ in crowded else ())}
    fresh = tuple(each for each in shut if each not in known)
    # What stood against it then and did not keep it from winning was excepted, and would be again.
    if (past.won and fresh) or (not past.won and shut):
        return Replayed(past, LOST, fresh or shut)
    missing = tuple(each for each in after.untold if each not in before.untold)
    if id_ in placed_now.open and id_ not in placed_then.open:
        missing += (placed_now.open[id_],)
    if missing:
        return Replayed(past, OPEN, missing)
    if past.won:
        return Replayed(past, WON, ())
    lifted = tuple(each for each in (*before.against, *known) if each not in shut)
    return Replayed(past, WON, tuple(f"当时的原因按新规则不再成立：{each}" for each in dict.fromkeys(lifted)))
