"""What a quota says acts: at recommending, when the docket is made, when it is signed, when a name is taken off it."""

from datetime import date
from uuid import UUID

import pytest

from services.applications.domain import Application, Status
from services.applications.domain.docket import Decision
from services.applications.models.meeting import DocketCaseRow
from services.applications.queries.dockets import places_of
from services.applications.queries.recommenders import own_places, recommenders
from services.applications.service import docket, recommend
from services.common.errors import DomainError
from services.common.regulation import Bound
from tests.conftest import NOW
from tests.factories import REGULATIONS
from tests.integration.applications.case_world import World
from tests.integration.applications.honour_world import PROGRAMME, HonourWorld
from tests.integration.applications.test_notice_edges import answered, raised

LAIAN = "laian-worker-pioneer.yaml"


def with_quota(world: World, quota: str, *, fills: str = "no") -> None:
    text = (REGULATIONS / LAIAN).read_text(encoding="utf-8")
    text = text.replace("quota: none  ", f"quota: {{{quota}}}  ")
    text = text.replace("next_in_rank_fills: no", f"next_in_rank_fills: {fills}")
    world.place.regulation(LAIAN, version=2, effective=date(2025, 2, 1), text_=text)


def recommended(world: World, *cases: Application) -> list[Application]:
    asks = world.principal(world.reviewer, now=NOW)
    return recommend.recommend_batch(asks, world.batch, [case.id for case in cases], now=NOW)


def a_docket(honours: HonourWorld) -> UUID:
    secretary = honours.who(honours.world.secretary, NOW)
    return docket.make_docket(secretary, "laian-worker-pioneer", 2, PROGRAMME, 2025, now=NOW)


def rows(honours: HonourWorld, docket_id: UUID) -> list[DocketCaseRow]:
    with honours.world.db.read(honours.tenant) as session:
        asked = session.query(DocketCaseRow).filter_by(tenant=honours.tenant, docket_id=docket_id)
        return list(asked.order_by(DocketCaseRow.ordinal))


def test_each_recommenders_list_has_its_composition(world: World) -> None:
    with_quota(world, "composition: [{of: window, title: 窗口, at_least: 1, denominator: recommender}]")
    team = world.endorsed(now=NOW)
    with pytest.raises(DomainError) as refused:
        recommended(world, team)
    assert (refused.value.code, refused.value.facts) == (
        "own_composition_unmet",
        {"why": "汊河经济开发区工会的名单中，窗口应不少于 1 个，现有 0 个。"},
    )

    window = world.endorsed(now=NOW, team=world.place.unit("服务大厅窗口", "window", world.union))
    assert window.kinds == ("window",)
    assert [case.stage for case in recommended(world, team, window)] == ["assess", "assess"]


def test_what_was_sent_before_counts_toward_the_composition(world: World) -> None:
    with_quota(world, "composition: [{of: front_line, title: 班组, at_most: 1, denominator: recommender}]")
    recommended(world, world.endorsed(now=NOW))
    with pytest.raises(DomainError) as refused:
        recommended(world, world.endorsed(now=NOW, team=world.a_team("装配二班")))
    assert refused.value.facts == {"why": "汊河经济开发区工会的名单中，班组应不超过 1 个，现有 2 个。"}


def test_places_by_the_size_of_the_recommender_come_from_the_tree(world: World) -> None:
    with_quota(world, "per_recommender: {of: teams, share: 50%, rounding: up}")
    cases = [world.endorsed(now=NOW, team=world.a_team(name)) for name in ("一班", "二班")]
    with world.db.read(world.tenant) as session:
        sizes = {who.name: dict(who.sizes) for who in recommenders(session, PROGRAMME, 2025)}
    assert sizes["汊河经济开发区工会"] == {"unions": 1, "teams": 3, "holders": 0, "applicants": 2}
    assert sizes["半塔镇总工会"] == {"unions": 1, "teams": 1, "holders": 0, "applicants": 0}

    # Half of three teams, rounded up, is two.
    recommended(world, *cases)
    with pytest.raises(DomainError) as refused:
        recommended(world, world.endorsed(now=NOW))
    assert (refused.value.code, refused.value.facts) == ("over_own_quota", {"bound": "不超过 2 个", "count": 3})


def test_a_federation_below_has_the_places_of_its_kind(world: World) -> None:
    with_quota(world, "per_recommender: {at_most: 1, differing: [{of: federation, at_most: 4}]}")
    case = world.endorsed(now=NOW)
    with world.db.read(world.tenant) as session:
        from services.applications.queries.regulated import case_rules

        quota = case_rules(session, case).programme.quota
        own = own_places(session, quota, PROGRAMME, 2025, ["滁州市总工会", "半塔镇总工会"])
    assert own == {"滁州市总工会": Bound(at_most=4), "半塔镇总工会": Bound(at_most=1)}


def test_who_stands_behind_the_last_place_is_marked_and_not_agreed_to_unawares(honours: HonourWorld) -> None:
    with_quota(honours.world, "total: 2, tie: fewer, order: [score]")
    honours.at_approve(["焊接二班", "装配二班", "质检组"], now=NOW, scores=["92.00", "96.00", "94.00"])
    made = a_docket(honours)
    honours.attended(made, 3, now=NOW)
    after = docket.agree_to_plain(honours.who(honours.world.secretary, NOW), made, expected=None, now=NOW)

    found = rows(honours, made)
    assert [(row.is_beyond, list(row.remarks)) for row in found] == [
        (False, []),
        (False, []),
        (True, ["排在剩余名额（2 个）以外。"]),
    ]
    assert [case.decision for case in after.cases] == [Decision.AGREE, Decision.AGREE, Decision.OPEN]


@pytest.mark.parametrize(("tie", "lacking"), [("share", 0), ("widen", 0), ("fewer", 1)])
def test_a_tie_at_the_last_place_does_what_the_rule_says_when_signed(
    honours: HonourWorld, tie: str, lacking: int
) -> None:
    with_quota(honours.world, f"total: 1, tie: {tie}, order: [score]")
    honours.at_approve(["焊接二班", "装配二班"], now=NOW, scores=["95.00", "95.00"])
    made = a_docket(honours)
    honours.attended(made, 3, now=NOW)
    agreed = {row.application_id: Decision.AGREE for row in rows(honours, made)}
    honours.decided(made, agreed, now=NOW)
    with honours.world.db.read(honours.tenant) as session:
        from services.applications.queries.docket_page import docket_page

        codes = [each["code"] for each in docket_page(session, made)["missing"] if each["code"] == "too_many_agreed"]
    assert len(codes) == lacking


@pytest.mark.parametrize(("kinds", "says"), [
    (["team", "window"], []),
    (["team", "team"], ["名单构成不符合规则：窗口应不少于 1 个，现有 0 个。"]),
])  # fmt: skip
def test_a_docket_is_held_against_the_composition(honours: HonourWorld, kinds: list[str], says: list[str]) -> None:
    with_quota(honours.world, "composition: [{of: window, title: 窗口, at_least: 50%, rounding: down}]")
    units = [
        honours.world.place.unit(f"第 {number} 单位", kind, honours.world.union) for number, kind in enumerate(kinds)
    ]
    from services.applications.queries.docket_page import docket_page
    from services.applications.service import assess

    cases = [honours.world.recommended(now=NOW, team=unit) for unit in units]
    secretary = honours.who(honours.world.secretary, NOW)
    assess.open_assessments(secretary, PROGRAMME, 2025, honours.assessment, now=NOW)  # type: ignore[arg-type]
    for case in cases:
        honours.assessed(case.id, "95.00", NOW)
    made = a_docket(honours)
    honours.attended(made, 3, now=NOW)
    honours.decided(made, {}, now=NOW)
    with honours.world.db.read(honours.tenant) as session:
        found = docket_page(session, made)["missing"]
    assert [each["says"] for each in found] == says


def stopped_of_two(honours: HonourWorld, fills: str) -> tuple[Application, Application]:
    """One place, two names; the first is agreed to, and an objection to it upheld."""
    with_quota(honours.world, "total: 1, tie: widen, order: [score]", fills=fills)
    first, second = honours.at_approve(["焊接二班", "装配二班"], now=NOW, scores=["96.00", "95.00"])
    made = a_docket(honours)
    honours.attended(made, 3, now=NOW)
    honours.decided(made, {second.id: Decision.DISAGREE}, now=NOW)
    notice = honours.signed(made, now=NOW)
    assert notice is not None
    objection, _receipt = raised(honours, notice, first.id)
    answered(honours, objection, upheld=True)
    return honours.case(first.id), honours.case(second.id)


def test_the_next_in_rank_takes_the_place_by_way_of_the_next_meeting(honours: HonourWorld) -> None:
    first, second = stopped_of_two(honours, "yes")
    assert (first.status, second.status, second.stage, second.docket_id) == (
        Status.STOPPED,
        Status.OPEN,
        "approve",
        None,
    )
    assert honours.log(second.id)[-1] == "called_up"
    made = a_docket(honours)
    with honours.world.db.read(honours.tenant) as session:
        from services.applications.models.meeting import DocketRow

        assert places_of(session, session.get_one(DocketRow, (honours.tenant, made)), ()).left == 1


def test_where_nobody_follows_the_place_stays_empty(honours: HonourWorld) -> None:
    first, second = stopped_of_two(honours, "no")
    assert (first.status, second.status) == (Status.STOPPED, Status.PASSED_OVER)
    third = honours.at_approve(["质检组"], now=NOW, scores=["97.00"])[0]
    made = a_docket(honours)
    assert [(row.application_id, row.is_beyond) for row in rows(honours, made)] == [(third.id, True)]
