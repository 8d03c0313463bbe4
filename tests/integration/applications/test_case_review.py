"""Review, ranking and recommendation: who, by when, how many (A4, rule 9)."""

from datetime import date, timedelta

import pytest

from services.applications.domain.ranking import order_version
from services.applications.queries.batches import BatchKey
from services.applications.service import recommend, review, submit
from services.common.clock import at
from services.common.errors import ChangedMeanwhile, DomainError, Invalid, NotAllowed
from services.common.roles import Role
from tests.conftest import NOW
from tests.factories import REGULATIONS
from tests.integration.applications.case_world import World

LAIAN = "laian-worker-pioneer.yaml"
OCTOBER_31, NOVEMBER_1 = at(date(2025, 10, 31), 23, 59), at(date(2025, 11, 1), 0, 0)


def recommended(world: World, *cases: object, now: object) -> list[object]:
    asks = world.principal(world.reviewer, now=now)
    return recommend.recommend_batch(asks, world.batch, [case.id for case in cases], now=now)


def test_the_last_minute_of_the_due_day_is_in_time(world: World) -> None:
    case = world.endorsed(now=NOW)

    done = recommended(world, case, now=OCTOBER_31)

    assert [(each.stage, each.status, each.rank, each.is_late) for each in done] == [("assess", "open", 1, False)]


def test_the_day_after_is_refused_where_the_rule_refuses(world: World) -> None:
    case = world.endorsed(now=NOW)

    with pytest.raises(DomainError) as refused:
        recommended(world, case, now=NOVEMBER_1)

    assert refused.value.code == "recommend_too_late"
    assert world.case(world.reviewer, case.id, now=NOW).application.stage == "review"


def test_the_day_after_is_taken_and_marked_where_the_rule_marks(world: World) -> None:
    marked = (REGULATIONS / LAIAN).read_text(encoding="utf-8").replace("late: refused", "late: marked")
    world.place.regulation(LAIAN, version=2, effective=date(2025, 2, 1), text_=marked)
    case = world.endorsed(now=NOW)

    done = recommended(world, case, now=NOVEMBER_1)

    assert [(each.stage, each.is_late) for each in done] == [("assess", True)]


def test_a_case_stays_on_the_version_it_began_under(world: World) -> None:
    case = world.endorsed(now=NOW)
    marked = (REGULATIONS / LAIAN).read_text(encoding="utf-8").replace("late: refused", "late: marked")
    world.place.regulation(LAIAN, version=2, effective=date(2025, 9, 16), text_=marked)

    with pytest.raises(DomainError) as refused:
        recommended(world, case, now=NOVEMBER_1)

    assert refused.value.code == "recommend_too_late"


@pytest.mark.parametrize(("count", "is_over"), [(2, False), (3, True)])
def test_a_quota_of_two_takes_two_and_refuses_three(world: World, count: int, is_over: bool) -> None:
    limited = (REGULATIONS / LAIAN).read_text(encoding="utf-8")
    limited = limited.replace("quota: none  ", "quota: {per_recommender: {at_most: 2}}  ")
    world.place.regulation(LAIAN, version=2, effective=date(2025, 2, 1), text_=limited)
    cases = [world.endorsed(now=NOW, team=world.a_team(f"{number} 班")) for number in range(count)]

    if not is_over:
        assert [each.rank for each in recommended(world, *cases, now=NOW)] == [1, 2]
        return
    with pytest.raises(DomainError) as refused:
        recommended(world, *cases, now=NOW)
    assert (refused.value.code, refused.value.facts) == ("over_own_quota", {"bound": "不超过 2 个", "count": 3})


def test_what_was_recommended_before_counts_toward_the_quota(world: World) -> None:
    limited = (REGULATIONS / LAIAN).read_text(encoding="utf-8")
    limited = limited.replace("quota: none  ", "quota: {per_recommender: {at_most: 1}}  ")
    world.place.regulation(LAIAN, version=2, effective=date(2025, 2, 1), text_=limited)
    recommended(world, world.endorsed(now=NOW), now=NOW)
    second = world.endorsed(now=NOW, team=world.a_team("装配二班"))

    with pytest.raises(DomainError) as refused:
        recommended(world, second, now=NOW)

    assert refused.value.code == "over_own_quota"


def test_a_batch_goes_whole_or_not_at_all(world: World) -> None:
    first = world.endorsed(now=NOW)
    second = world.submitted(now=NOW, team=world.a_team("装配二班"))

    with pytest.raises(DomainError) as refused:
        recommended(world, first, second, now=NOW)

    assert refused.value.code == "not_in_batch"
    assert world.case(world.reviewer, first.id, now=NOW).application.stage == "review"


def test_an_empty_batch_is_refused(world: World) -> None:
    with pytest.raises(DomainError) as refused:
        recommended(world, now=NOW)

    assert refused.value.code == "nothing_to_recommend"


def test_order_is_kept_from_review_to_recommendation(world: World) -> None:
    cases = [world.endorsed(now=NOW, team=world.a_team(f"{number} 班")) for number in range(3)]
    asks = world.principal(world.reviewer, now=NOW)
    best_last = [cases[2].id, cases[0].id, cases[1].id]
    seen = order_version([case.id for case in cases])
    recommend.reorder(asks, world.batch, lambda _before: best_last, expected=seen, now=NOW)
    with pytest.raises(ChangedMeanwhile) as refused:
        recommend.reorder(asks, world.batch, lambda before: list(reversed(before)), expected=seen, now=NOW)
    assert refused.value.code == "order_changed_meanwhile"

    done = recommended(world, *cases, now=NOW)

    assert {each.rank: each.id for each in done} == dict(enumerate(best_last, 1))


def test_agreeing_needs_the_workers_heard(world: World) -> None:
    case = world.submitted(now=NOW)

    with pytest.raises(DomainError) as refused:
        world.opined(case, now=NOW)

    assert (refused.value.code, refused.value.facts) == ("record_missing", {"what": "听取职工群众意见的情况"})


def test_a_return_says_why_and_what_to_supply(world: World) -> None:
    case = world.submitted(now=NOW)

    with pytest.raises(Invalid) as refused:
        world.opined(case, "return", now=NOW, text="")

    assert refused.value.faults == {
        "text": "请写明理由，例如依据哪项条件、哪份材料。",
        "supply": "请写明需要补充什么，例如 2024 年度安全生产证明。",
    }


def test_a_disagreement_ends_the_case_with_its_reason(world: World) -> None:
    case = world.submitted(now=NOW)

    after = world.opined(case, "disagree", now=NOW, text="班组组建未满一年。")

    assert (after.status, after.stage, after.reason) == ("passed_over", "review", "班组组建未满一年。")


def test_the_reviewer_of_another_township_cannot_see_it(world: World) -> None:
    case = world.submitted(now=NOW)
    other = world.place.person("石清河", (Role.REVIEWER, world.town), at=world.town)

    assert other.subject not in case.created_by
    with pytest.raises(Exception, match="not_found"):
        world.opined(case, now=NOW, who=other)


def test_nobody_reviews_his_own_unit(world: World) -> None:
    own = world.place.person("甘守恒", (Role.REVIEWER, world.zone), at=world.union)
    case = world.submitted(now=NOW)
    asks = world.principal(own, now=NOW)

    with pytest.raises(NotAllowed) as refused:
        review.give_opinion(asks, case.id, review.Opined("agree", "同意推荐。"), expected=case.version, now=NOW)

    assert refused.value.code == "own_unit"


@pytest.mark.parametrize("stage", ["review", "assess"])
def test_who_may_not_review_learns_nothing_of_the_stage(world: World, stage: str) -> None:
    """Permission is looked at before state: at whatever stage the case is, an assessor is turned away the same."""
    case = world.submitted(now=NOW) if stage == "review" else recommended(world, world.endorsed(now=NOW), now=NOW)[0]
    asks = world.principal(world.place.person("荀知远", Role.ASSESSOR), now=NOW)

    with pytest.raises(NotAllowed) as refused:
        review.give_opinion(asks, case.id, review.Opined("agree", "同意推荐。"), expected=case.version, now=NOW)

    assert (case.stage, refused.value.code) == (stage, "may_not_review")


def test_the_reviewer_is_told_that_the_case_has_gone_on(world: World) -> None:
    (case,) = recommended(world, world.endorsed(now=NOW), now=NOW)
    asks = world.principal(world.reviewer, now=NOW)

    with pytest.raises(DomainError) as refused:
        review.give_opinion(asks, case.id, review.Opined("agree", "同意推荐。"), expected=case.version, now=NOW)

    assert refused.value.code == "not_at_review"


def test_nobody_reviews_what_he_filed_himself(world: World) -> None:
    both = world.place.person("闻人达", (Role.APPLICANT, world.union), (Role.REVIEWER, world.zone), at=world.zone)
    case = world.submitted(now=NOW, who=both)
    asks = world.principal(both, now=NOW)

    with pytest.raises(NotAllowed) as refused:
        review.give_opinion(asks, case.id, review.Opined("agree", "同意推荐。"), expected=case.version, now=NOW)

    assert refused.value.code == "own_unit"


def test_another_townships_batch_is_not_ranked(world: World) -> None:
    world.endorsed(now=NOW)
    asks = world.principal(world.reviewer, now=NOW)

    with pytest.raises(NotAllowed) as refused:
        recommend.reorder(asks, BatchKey("worker-pioneer", 2025, str(world.town.id)), list, expected=0, now=NOW)

    assert refused.value.code == "may_not_rank"


def test_taking_one_out_of_the_batch_opens_the_review_again(world: World) -> None:
    case = world.endorsed(now=NOW)
    asks = world.principal(world.reviewer, now=NOW)

    after = recommend.unendorse(asks, case.id, expected=case.version, now=NOW)

    assert (after.is_endorsed, after.rank, after.stage) == (False, None, "review")
    again = world.opined(after, "disagree", now=NOW, text="情况有变。")
    assert again.status == "passed_over"


def test_withdrawing_after_recommendation_is_too_late(world: World) -> None:
    case = world.recommended(now=NOW)
    asks = world.principal(world.applicant, now=NOW)

    with pytest.raises(DomainError) as refused:
        submit.withdraw_application(asks, case.id, "不再申报", expected=case.version, now=NOW)

    assert refused.value.code == "too_late_to_withdraw"


def test_a_returned_case_is_mended_after_the_forms_due_day(world: World) -> None:
    text = (REGULATIONS / LAIAN).read_text(encoding="utf-8")
    text = text.replace("    layout: form-1\n", "    layout: form-1\n    due: {on: 09-15, late: refused}\n")
    world.place.regulation(LAIAN, version=2, effective=date(2025, 2, 1), text_=text)
    case = world.submitted(now=NOW)
    back = world.opined(case, "return", now=NOW, text="请核对人数。", supply="核对后的人数")
    later = NOW + timedelta(days=20)
    asks = world.principal(world.applicant, now=later)

    assert submit.submit(asks, case.id, expected=back.version, now=later).stage == "review"


@pytest.mark.parametrize(("day", "is_refused"), [(15, False), (16, True)])
def test_the_forms_due_day_is_the_last_to_submit(world: World, day: int, is_refused: bool) -> None:
    text = (REGULATIONS / LAIAN).read_text(encoding="utf-8")
    text = text.replace("    layout: form-1\n", "    layout: form-1\n    due: {on: 09-15, late: refused}\n")
    world.place.regulation(LAIAN, version=2, effective=date(2025, 2, 1), text_=text)
    case = world.filled(now=NOW)
    moment = at(date(2025, 9, day), 12)
    asks = world.principal(world.applicant, now=moment)

    if not is_refused:
        assert submit.submit(asks, case.id, expected=case.version, now=moment).is_late is False
        return
    with pytest.raises(DomainError) as refused:
        submit.submit(asks, case.id, expected=case.version, now=moment)
    assert refused.value.code == "submit_too_late"


def test_every_step_is_logged_in_a_whole_chain(world: World) -> None:
    from services.common import audit

    case = world.recommended(now=NOW)
    with world.db.read(world.tenant) as session:
        acts = [kept.entry.action for kept in audit.entries_of(session, "application", case.id)]
        assert audit.broken_at(session) is None

    assert acts[:3] == ["started", "saved", "saved"]
    assert acts[-4:] == ["submitted", "hearing_recorded", "endorsed", "recommended"]
