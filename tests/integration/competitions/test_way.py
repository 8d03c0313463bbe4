"""A contest from its opening to its awards: who may do what when, and what stays as it was (B1, B2)."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from pioneer.worklist.v1.events_pb2 import TaskOpened
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from services.common import audit
from services.common.errors import ChangedMeanwhile, DomainError, Invalid, NotAllowed, NotFound, Refusal
from services.competitions.domain.contests import Taken, is_unbroken
from services.competitions.domain.running import Duty
from services.competitions.queries.contests import Filter, find, load
from services.competitions.queries.entries import form_two
from services.competitions.queries.scores import awards, drawn, live_marks, results, stations
from services.competitions.seeing import sheet_for
from services.competitions.service.contests.appealing import appeal, rule_on_appeal
from services.competitions.service.contests.duties import appoint
from services.competitions.service.contests.entering import withdraw_entry
from services.competitions.service.contests.mark_changes import ask_for_change, decide_on_change
from services.competitions.service.contests.opening import Opening, open_contest
from services.competitions.service.contests.ranking import finalise, freeze_scores, open_again, publish
from services.competitions.service.contests.scoring import save_mark, sign_marks
from services.competitions.store import db
from tests.integration.competitions.league import HELD, OPENS, a_league

LATER = HELD + timedelta(hours=2, minutes=1)


def code_of(act):
    with pytest.raises(Refusal) as refused:
        act()
    return refused.value.code


@pytest.fixture
def scoring(league):
    """Three are in, numbers are drawn, both judges have scored everybody."""
    league.open()
    league.enter("沈秋实", "东方机械一班", industry="机械制造", leader="贺闻舟")
    league.enter("苏子墨", "东方机械一班", industry="机械制造", leader="贺闻舟")
    league.enter("江照野", "西岭纺织一班", industry="纺织")
    league.appoint_all()
    league.draw()
    return league


@pytest.fixture
def scored(scoring):
    for name, theory, practice in (("沈秋实", "90", "80"), ("苏子墨", "80", "90"), ("江照野", "70", "70")):
        scoring.mark("chief", name, "theory", theory)
        for judge in ("chief", "judge"):
            scoring.mark(judge, name, "practice", practice)
    scoring.sign_all()
    return scoring


@pytest.fixture
def frozen(scored):
    freeze_scores(scored.who("secretary", HELD), scored.contest, expected=scored.version, now=HELD)
    return scored


def test_a_contest_is_opened_once_a_year_from_the_rules_in_force(league):
    id_ = league.open()

    row = league.row()
    assert (row.id, row.title, row.level, row.trade, row.status, row.year) == (
        id_, "焊工技能比武", "county", "焊工", "open", 2026,
    )  # fmt: skip
    assert row.closes_at.isoformat() == "2026-06-30T16:00:00+00:00"
    assert code_of(league.open) == "contest_open_already"
    assert (
        code_of(lambda: open_contest(league.who("east"), Opening("welders", "welders"), now=OPENS))
        == "may_not_organise"
    )


def test_a_township_holds_its_own_and_nobody_else_s(league):
    town, union = league.place.units["虹星桥镇总工会"], league.place.units["东方机械工会"]
    asked = Opening("welders", "lathe", organiser_unit_id=town.id)

    assert code_of(lambda: open_contest(league.who("east"), asked, now=OPENS)) == "may_not_organise"
    assert (
        code_of(lambda: open_contest(league.who("reviewer"), Opening("welders", "lathe"), now=OPENS))
        == "organiser_needed"
    )
    other = Opening("welders", "lathe", organiser_unit_id=union.id)
    assert code_of(lambda: open_contest(league.who("secretary"), other, now=OPENS)) == "organiser_of_other_level"
    open_contest(league.who("reviewer"), asked, now=OPENS)
    with db.read(league.place.code) as session:
        assert [(each.title, each.organiser_name) for each in find(session, Filter())] == [
            ("乡镇车工比武", "虹星桥镇总工会")
        ]


@pytest.mark.parametrize(
    ("born", "is_taken"),
    [(date(2010, 6, 30), True), (date(2010, 7, 1), False), (date(1965, 7, 1), True), (date(1965, 6, 30), False)],
)
def test_the_age_counts_on_the_closing_day(league, born, is_taken):
    league.open()
    if is_taken:
        league.enter("沈秋实", "东方机械一班", born=born)
    else:
        with pytest.raises(Invalid) as refused:
            league.enter("沈秋实", "东方机械一班", born=born)
        assert list(refused.value.faults) == ["born_on"]


def test_a_unit_enters_two_and_no_third_and_nobody_twice(league):
    league.open()
    league.enter("沈秋实", "东方机械一班")
    with pytest.raises(Invalid) as twice:
        league.enter("沈秋实", "东方机械一班")
    league.enter("苏子墨", "东方机械一班")
    with pytest.raises(Invalid) as full:
        league.enter("陈知白", "东方机械一班")
    league.enter("江照野", "西岭纺织一班")

    assert twice.value.faults == {"name": "此人已报焊工，每人限报一个工种。"}
    assert list(full.value.faults) == ["unit_id"]
    assert "名额已满" in full.value.faults["unit_id"]


def test_a_union_enters_its_own_people_only(league):
    league.open()

    assert code_of(lambda: league.enter("江照野", "西岭纺织一班", by="east")) == "may_not_enter_for"
    league.enter("江照野", "西岭纺织一班", by="west")


def test_nobody_is_entered_after_the_closing_and_a_withdrawn_number_is_not_given_again(league):
    league.open()
    first = league.enter("沈秋实", "东方机械一班")
    withdraw_entry(league.who("east"), league.contest, first, "出差", expected=1, now=OPENS)
    second = league.enter("沈秋实", "东方机械一班")

    from services.competitions.service.contests.entering import Entering, enter

    closes = league.row().closes_at
    late = Entering(
        name="苏子墨", unit_id=league.place.units["东方机械一班"].id, trade="焊工", born_on=date(1988, 1, 1)
    )
    assert code_of(lambda: enter(league.who("east"), league.contest, late, now=closes)) == "entry_closed"
    enter(league.who("east"), league.contest, late, now=closes - timedelta(seconds=1))
    with db.read(league.place.code) as session:
        from services.competitions.queries.entries import entered

        assert [each.number for each in entered(session, league.contest)] == [2, 3]
        assert second == entered(session, league.contest)[0].id


def test_form_2_is_made_of_the_entries_with_its_total_row(scoring):
    with db.read(scoring.place.code) as session:
        form = form_two(session, scoring.contest)

    assert [
        (line.number, line.employer, line.team, line.industry, line.participants, line.leader) for line in form.lines
    ] == [
        (1, "东方机械工会", "东方机械一班", "机械制造", 2, "贺闻舟"),
        (2, "西岭纺织工会", "西岭纺织一班", "纺织", 1, ""),
    ]
    assert (form.employers, form.workers) == (2, 3)


def test_the_draw_is_sealed_and_provable(scoring):
    with db.read(scoring.place.code) as session:
        draw, numbers = drawn(session, scoring.contest), stations(session, scoring.contest)

    assert sorted(numbers.values()) == [1, 2, 3]
    assert is_unbroken(numbers, bytes(draw.secret), draw.seal)
    assert code_of(scoring.draw) == "stations_drawn"


def test_stations_are_drawn_after_the_closing_and_with_judges_enough(league):
    league.open()
    league.enter("沈秋实", "东方机械一班")

    from services.competitions.service.contests.drawing import draw_stations

    early = lambda: draw_stations(league.who("secretary"), league.contest, expected=1, now=OPENS)  # noqa: E731
    assert code_of(early) == "entries_still_come"
    assert code_of(league.draw) == "no_chief"
    appoint(league.who("secretary"), league.contest, league.people["chief"].person_id, Duty.CHIEF, now=OPENS)
    assert code_of(league.draw) == "too_few_judges"


def test_a_judge_never_scores_his_own_unit(league):
    league.open()
    league.enter("沈秋实", "东方机械一班")
    league.enter("江照野", "西岭纺织一班")
    secretary = league.who("secretary")
    appoint(secretary, league.contest, league.people["chief"].person_id, Duty.CHIEF, now=OPENS)
    appoint(secretary, league.contest, league.people["eastern"].person_id, Duty.JUDGE, now=OPENS)
    league.draw()

    assert code_of(lambda: league.mark("eastern", "沈秋实", "practice", "80")) == "judge_of_own_unit"
    league.mark("eastern", "江照野", "practice", "80")


def test_where_a_judge_steps_back_the_others_suffice(league):
    """Two judges a part; of 沈秋实 the eastern one does not judge, so that the chief's mark alone stands."""
    league.open()
    league.enter("沈秋实", "东方机械一班")
    league.enter("江照野", "西岭纺织一班")
    secretary = league.who("secretary")
    for name, duty in (("chief", Duty.CHIEF), ("eastern", Duty.JUDGE)):
        appoint(secretary, league.contest, league.people[name].person_id, duty, now=OPENS)
    league.draw()
    for name, points in (("沈秋实", "90"), ("江照野", "80")):
        league.mark("chief", name, "theory", points)
        league.mark("chief", name, "practice", points)
    league.mark("eastern", "江照野", "practice", "70")
    with db.read(league.place.code) as session:
        sheet = sheet_for(session, league.who("eastern"), load(session, league.contest))
    assert sheet.to_score("practice") == (league.stations()["江照野"],)
    for judge, part in (("chief", "theory"), ("chief", "practice"), ("eastern", "practice")):
        sign_marks(league.who(judge), league.contest, part, now=HELD)
    freeze_scores(league.who("secretary", HELD), league.contest, expected=league.version, now=HELD)

    with db.read(league.place.code) as session:
        lines = results(session, league.contest)
    assert [(each.entry.name, each.result.total) for each in lines] == [
        ("沈秋实", Decimal("90.00")),
        ("江照野", Decimal("76.50")),
    ]


def test_only_judges_score_and_only_numbers_that_are_there(scoring):
    assert code_of(lambda: scoring.mark("secretary", "沈秋实", "practice", "80")) == "not_a_judge"
    assert code_of(lambda: scoring.mark("arbiter", "沈秋实", "practice", "80")) == "not_a_judge"
    assert code_of(lambda: scoring.mark("judge", "沈秋实", "practice", "100.01")) == "points_beyond_marks"
    who = scoring.who("judge")
    assert (
        code_of(lambda: save_mark(who, scoring.contest, 4, "practice", Decimal(1), (), expected=0, now=HELD))
        == "no_such_station"
    )
    scoring.mark("judge", "沈秋实", "practice", "100.00")


def test_a_draft_says_which_version_it_saw(scoring):
    scoring.mark("judge", "沈秋实", "practice", "80")

    with pytest.raises(ChangedMeanwhile):
        scoring.mark("judge", "沈秋实", "practice", "81")
    assert scoring.mark("judge", "沈秋实", "practice", "81", expected=1).points == Decimal(81)


def test_a_signed_mark_never_changes_even_in_the_database(scoring):
    mark = scoring.mark("judge", "沈秋实", "practice", "80")
    sign_marks(scoring.who("judge"), scoring.contest, "practice", now=HELD)

    assert code_of(lambda: scoring.mark("judge", "沈秋实", "practice", "99", expected=2)) == "mark_signed"
    with pytest.raises(DBAPIError), db.transaction(scoring.place.code) as session:
        session.execute(
            text("update mark set points = 99 where tenant = :t and id = :id"), {"t": scoring.place.code, "id": mark.id}
        )


def test_a_change_is_a_new_mark_that_another_approves_and_the_old_one_stays(scored):
    with db.read(scored.place.code) as session:
        own = next(
            each for each in live_marks(session, scored.contest)
            if each.entry_id == scored.entries["沈秋实"] and each.part == "practice" and each.countersigned_by != ""
            and each.signed_at and each.judge_id in {d.id for d in load(session, scored.contest).duties if d.name == "温如玉"}
        )  # fmt: skip
    spatter = (Taken(deduct_id="spatter", ground="焊缝两侧飞溅未清"),)
    id_ = ask_for_change(scored.who("judge"), scored.contest, own.id, Decimal(80), spatter, "漏记飞溅", now=HELD)

    assert (
        code_of(lambda: decide_on_change(scored.who("judge"), scored.contest, id_, grant=True, now=HELD))
        == "may_not_decide_change"
    )
    with db.read(scored.place.code) as session:
        opened = session.scalars(
            text("select body from outbox where tenant = :t and type like '%.TaskOpened' order by seq desc limit 1"),
            {"t": scored.place.code},
        )
        task = TaskOpened.FromString(bytes(opened.one()))
    assert (task.kind, task.title, task.audience.subject) == (
        "mark_change", "决定 焊工技能比武 的分数更正", scored.people["chief"].subject,
    )  # fmt: skip
    early = lambda: freeze_scores(scored.who("secretary"), scored.contest, expected=scored.version, now=HELD)  # noqa: E731
    assert code_of(early) == "changes_undecided"
    decide_on_change(scored.who("chief"), scored.contest, id_, grant=True, now=HELD)

    with db.read(scored.place.code) as session:
        kept = session.execute(
            text("select points, deductions->'taken' as taken, replaced_at is null as counts from mark where tenant = :t and entry_id = :e"
                 " and judge_id = :j and part = 'practice' order by id"),
            {"t": scored.place.code, "e": scored.entries["沈秋实"], "j": own.judge_id},
        ).all()  # fmt: skip
    assert [(each.points, len(each.taken), each.counts) for each in kept] == [
        (Decimal(80), 0, False),
        (Decimal(80), 1, True),
    ]
    assert (
        code_of(lambda: decide_on_change(scored.who("chief"), scored.contest, id_, grant=True, now=HELD))
        == "change_decided"
    )


def test_places_are_reckoned_when_the_scores_are_frozen(frozen):
    """90 × 30% + 80 × 70% = 83.00; 80 × 30% + 90 × 70% = 87.00; 70.00."""
    with db.read(frozen.place.code) as session:
        lines = results(session, frozen.contest)

    assert [(each.entry.name, each.result.place, each.result.total, each.result.award) for each in lines] == [
        ("苏子墨", 1, Decimal("87.00"), "一等奖"),
        ("沈秋实", 2, Decimal("83.00"), "二等奖"),
        ("江照野", 3, Decimal("70.00"), ""),
    ]
    assert code_of(lambda: frozen.mark("judge", "沈秋实", "practice", "99", expected=2)) == "scores_frozen"


def test_nobody_but_the_named_person_finalises_and_not_before_everything_is_cleared(frozen):
    def finalised(name, now):
        return lambda: finalise(frozen.who(name), frozen.contest, expected=frozen.version, now=now)

    assert code_of(finalised("secretary", LATER)) == "not_the_finaliser"
    assert code_of(finalised("final", HELD + timedelta(hours=2))) == "finalise_blocked"
    id_ = appeal(
        frozen.who("west"), frozen.contest, frozen.entries["江照野"], "设备故障耽误用时", now=HELD + timedelta(hours=2)
    )
    assert code_of(finalised("final", LATER)) == "finalise_blocked"
    assert (
        code_of(
            lambda: rule_on_appeal(
                frozen.who("secretary"), frozen.contest, id_, upheld=False, ruling="不成立", now=LATER
            )
        )
        == "not_the_arbiter"
    )
    rule_on_appeal(frozen.who("arbiter"), frozen.contest, id_, upheld=False, ruling="设备运行记录正常", now=LATER)
    assert (
        code_of(
            lambda: rule_on_appeal(frozen.who("arbiter"), frozen.contest, id_, upheld=True, ruling="再议", now=LATER)
        )
        == "appeal_ruled"
    )
    finalised("final", LATER)()

    row = frozen.row()
    assert (row.status, row.finalised_name) == ("final", "丁绍文")
    assert (
        code_of(lambda: open_again(frozen.who("secretary"), frozen.contest, "再核", expected=row.version, now=LATER))
        == "contest_final"
    )


def test_missing_scores_block_the_final_word(scoring):
    scoring.mark("chief", "沈秋实", "theory", "90")
    sign_marks(scoring.who("chief"), scoring.contest, "theory", now=HELD)
    freeze_scores(scoring.who("secretary"), scoring.contest, expected=scoring.version, now=HELD)

    with pytest.raises(DomainError) as refused:
        finalise(scoring.who("final"), scoring.contest, expected=scoring.version, now=LATER)
    assert refused.value.facts == {"says": "还有 3 名选手的成绩不全。"}
    open_again(scoring.who("secretary"), scoring.contest, "补齐实操成绩", expected=scoring.version, now=LATER)
    scoring.mark("judge", "沈秋实", "practice", "80")


def test_an_appeal_comes_in_time_from_one_s_own_union_and_once(frozen):
    entry = frozen.entries["江照野"]

    assert code_of(lambda: appeal(frozen.who("east"), frozen.contest, entry, "计时有误", now=HELD)) == "not_found"
    assert code_of(lambda: appeal(frozen.who("west"), frozen.contest, entry, "计时有误", now=LATER)) == "appeals_over"
    appeal(frozen.who("west"), frozen.contest, entry, "计时有误", now=HELD + timedelta(hours=2))
    assert (
        code_of(lambda: appeal(frozen.who("west"), frozen.contest, entry, "计时有误", now=HELD)) == "appealed_already"
    )


def test_published_awards_are_made_numbered_and_told_without_a_name(frozen):
    finalise(frozen.who("final"), frozen.contest, expected=frozen.version, now=LATER)
    assert publish(frozen.who("secretary"), frozen.contest, expected=frozen.version, now=LATER) == 2

    with db.read(frozen.place.code) as session:
        made = awards(session, frozen.contest)
        told = session.execute(
            text("select type, body from outbox where tenant = :t and topic = 'competitions.contests' order by seq"),
            {"t": frozen.place.code},
        ).all()
        assert audit.broken_at(session) is None
    assert {made[frozen.entries["苏子墨"]].title, made[frozen.entries["沈秋实"]].title} == {"一等奖", "二等奖"}
    assert [each.type.rpartition(".")[2] for each in told] == ["ContestMoved"] * 5 + ["AwardMade"] * 2
    assert all("苏子墨".encode() not in bytes(each.body) for each in told)
    with pytest.raises(DBAPIError), db.transaction(frozen.place.code) as session:
        session.execute(text("update contest_result set place = 1 where tenant = :t"), {"t": frozen.place.code})


def test_another_federation_sees_nothing_of_it(frozen):
    other = a_league()

    with db.read(other.place.code) as session:
        assert find(session, Filter()) == []
        with pytest.raises(NotFound):
            load(session, frozen.contest)
    with pytest.raises(NotFound):
        freeze_scores(other.who("secretary"), frozen.contest, expected=1, now=HELD)


def test_an_auditor_organises_and_judges_nothing(scoring):
    with pytest.raises(NotAllowed):
        freeze_scores(scoring.who("auditor"), scoring.contest, expected=scoring.version, now=HELD)
    assert code_of(lambda: scoring.mark("auditor", "沈秋实", "practice", "1")) == "not_a_judge"
