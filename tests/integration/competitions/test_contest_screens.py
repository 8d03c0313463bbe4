"""The pages around a contest's desk: own entry, lists taken away, progress, changes of marks, another rule tried."""

from __future__ import annotations

import io
from datetime import timedelta
from decimal import Decimal

import pytest
from openpyxl import load_workbook

from services.common.errors import Invalid
from services.common.roles import Role
from services.competitions.domain.contests import Taken
from services.competitions.queries.contests import load
from services.competitions.queries.scores import live_marks
from services.competitions.service.contests.mark_changes import ask_for_change
from services.competitions.service.contests.ranking import freeze_scores
from services.competitions.standing import part_stands
from services.competitions.store import db
from services.competitions.supposing import supposed, words_of
from services.competitions.web.entering import by_row
from tests.integration.competitions.league import HELD, OPENS
from tests.pages import PageClient

CLOSES = HELD.replace(month=6, day=30, hour=16)


@pytest.fixture
def pages(services, league, clock):
    app = services.of("competitions").app
    clock.set(OPENS)
    return lambda name: PageClient(app, headers={"Authorization": league.people[name].headers["Authorization"]})


@pytest.fixture
def scoring(league):
    """Two are in; the chief has given theory, both judges practice, and nobody has signed."""
    league.open()
    league.enter("沈秋实", "东方机械一班")
    league.enter("江照野", "西岭纺织一班")
    league.appoint_all()
    league.draw()
    for name, theory, practice in (("沈秋实", "90", "80"), ("江照野", "80", "90")):
        league.mark("chief", name, "theory", theory)
        for judge in ("chief", "judge"):
            league.mark(judge, name, "practice", practice)
    return league


def at(league, rest=""):
    return f"/competitions/{league.place.code}/contests/{league.contest}{rest}"


def sheet_of(pages, league, name, rest):
    answer = pages(name).client.get(at(league, rest), headers=league.people[name].headers)
    return [[cell.value for cell in row] for row in load_workbook(io.BytesIO(answer.data)).active.iter_rows()]


def test_a_person_enters_himself_once_and_takes_it_back(league, pages):
    league.open()
    team = league.place.units["东方机械一班"]
    league.people["worker"] = league.place.person("苗青", (Role.APPLICANT, team), at=team)
    worker = pages("worker")
    form = worker.get(at(league, "/entries/own"))
    assert form.h1 == "本人报名"
    assert "苗青" in form.text
    refused = worker.submit(form, at(league, "/entries"), born_on="2015-01-01", expect=422)
    assert refused.faults == {"born_on": "年龄须不低于 16 周岁 且不超过 60 周岁，到报名截止日为 11 周岁。"}

    done = worker.submit(refused, at(league, "/entries"), born_on="1990-01-01", grade="senior")
    assert "您的报名已收下" in done.text
    assert "您已报名" in done.text
    back = next(str(each["action"]) for each in done.select("main form"))
    assert "报名已撤回" in worker.submit(done, back, why="出差").text


def test_nobody_enters_himself_where_the_platform_does_not_know_his_unit(league, pages):
    league.open()

    pages("auditor").get(at(league, "/entries/own"), 403)


def test_closed_entries_say_so_instead_of_a_form(league, pages, clock):
    league.open()
    union = pages("east")
    clock.set(CLOSES - timedelta(seconds=1))
    assert union.get(at(league, "/entries/new")).select("main form") != []
    clock.set(CLOSES)
    for rest in ("/entries/new", "/entries/import"):
        page = union.get(at(league, rest))
        assert "报名已经截止" in page.text
        assert page.select("main form") == []
    assert "已于 2026-07-01 00:00 截止，不再受理。" in union.get(at(league, "/entries")).soup.get_text()


def test_the_list_of_entries_is_asked_for_in_the_address_and_taken_away(league, pages):
    league.open()
    league.enter("沈秋实", "东方机械一班", grade="senior")
    league.enter("江照野", "西岭纺织一班")
    secretary = pages("secretary")
    found = secretary.get(at(league, "/entries?text=西岭&status=entered"))
    assert found.h1 == "2 人已报名"
    assert [row.select("td")[1].get_text() for row in found.select("main tbody tr")] == ["江照野"]
    assert found.select("#q-text")[0]["value"] == "西岭"
    assert "没有符合条件的报名" in secretary.get(at(league, "/entries?text=没有")).text

    rows = sheet_of(pages, league, "secretary", "/entries.xlsx")
    names = [row[1] for row in rows]
    assert [each for each in names if each in ("沈秋实", "江照野")] == ["沈秋实", "江照野"]
    own = [row[1] for row in sheet_of(pages, league, "west", "/entries.xlsx")]
    assert "江照野" in own
    assert "沈秋实" not in own


def test_faults_of_a_workbook_stand_row_by_row():
    said = [
        "第 3 行“苏子墨”：年龄不合。",
        "第 3 行“苏子墨”：名额已满。",
        "第 5 行“单位或班组”：“甲班”没有。",
        "文件里没有一行报名。",
    ]

    assert by_row(said) == [
        ("3", "苏子墨", ["年龄不合。", "名额已满。"]),
        ("5", "单位或班组", ["“甲班”没有。"]),
        ("", "", ["文件里没有一行报名。"]),
    ]


def test_progress_counts_what_is_wanted_given_and_signed(scoring, pages):
    with db.read(scoring.place.code) as session:
        stands = part_stands(session, load(session, scoring.contest))
    assert [(each.part.id, each.due, each.given, each.signed, each.lacking) for each in stands] == [
        ("theory", 2, 2, 0, ()), ("practice", 4, 4, 0, ()),
    ]  # fmt: skip
    secretary = pages("secretary")
    assert secretary.get(at(scoring, "/progress")).h1 == "还有 6 个分数没有签全"
    pages("judge").get(at(scoring, "/progress"), 403)
    scoring.sign_all()
    assert secretary.get(at(scoring, "/progress")).h1 == "全部分数已签全"


def marks_of(league, name, judge):
    subject = league.people[judge].subject
    with db.read(league.place.code) as session:
        duty = next(each.id for each in load(session, league.contest).duties if each.subject == subject)
        return next(
            each.id for each in live_marks(session, league.contest)
            if each.judge_id == duty and each.part == "practice" and each.entry_id == league.entries[name]
        )  # fmt: skip


def test_a_change_is_asked_for_by_its_judge_and_decided_by_another(scoring, pages, clock):
    clock.set(HELD)
    scoring.sign_all()
    judge, chief, mark = pages("judge"), pages("chief"), marks_of(scoring, "沈秋实", "judge")
    clock.set(HELD)
    chief.get(at(scoring, f"/marks/{mark}/change"), 404)
    form = judge.get(at(scoring, f"/marks/{mark}/change"))
    refused = judge.submit(form, at(scoring, "/changes"), points="120", reason="少给", expect=422)
    assert refused.faults == {"points": "“实操”满分 100 分，请填 0 到 100 之间的分数。"}
    asked = judge.submit(form, at(scoring, "/changes"), points="85", reason="少给 5 分")
    assert "由裁判长或举办单位批复" in asked.text
    assert asked.select("main form") == []

    page = chief.get(at(scoring, "/changes"))
    assert page.h1 == "1 个分数的更正等您批复"
    act = str(page.form()["action"])
    unsaid = chief.submit(page, act, grant="no", expect=422)
    assert "请写明不同意更正的理由。" in unsaid.text
    done = chief.submit(page, act, grant="no", why="评分记录与原分数一致")
    assert "未同意更正，仍以原分数为准" in done.text
    assert "批复：评分记录与原分数一致" in judge.get(at(scoring, "/changes")).text
    pages("east").get(at(scoring, "/changes"), 403)


@pytest.fixture
def frozen(scoring):
    scoring.sign_all()
    freeze_scores(scoring.who("secretary", HELD), scoring.contest, expected=scoring.version, now=HELD)
    return scoring


def test_another_rule_is_tried_on_the_same_marks_and_nothing_is_kept(frozen, pages, clock):
    """90 × 30% + 80 × 70% = 83 and 80 × 30% + 90 × 70% = 87; with 70% and 30% it is 87 and 83."""
    clock.set(HELD)
    secretary = pages("secretary")
    clock.set(HELD)
    assert secretary.get(at(frozen, "/trial")).h1 == "换一条规则，名次会怎样"
    page = secretary.get(at(frozen, "/trial?weight-theory=70&weight-practice=30"))
    assert page.h1 == "2 人的名次或奖项会变"
    rows = [[cell.get_text(" ", strip=True) for cell in row.select("td")] for row in page.select("main tbody tr")[:2]]
    assert rows == [
        ["沈秋实 东方机械工会", "第 2 名", "第 1 名", "二等奖", "一等奖"],
        ["江照野 西岭纺织工会", "第 1 名", "第 2 名", "一等奖", "二等奖"],
    ]
    assert "没有人的名次或奖项会变" in secretary.get(at(frozen, "/trial?weight-theory=30&weight-practice=70")).h1
    assert "权重合计应为 100%" in secretary.get(at(frozen, "/trial?weight-theory=70"), 422).text
    pages("east").get(at(frozen, "/trial"), 403)
    first = secretary.get(at(frozen, "/results")).select("main tbody tr")[0].get_text()
    assert "江照野" in first
    taken = [row[1:3] for row in sheet_of(pages, frozen, "secretary", "/results.xlsx")]
    assert [each for each in taken if each[1] in ("沈秋实", "江照野")] == [[1, "江照野"], [2, "沈秋实"]]


def test_a_supposed_rule_changes_the_words_that_were_said_and_no_others(league):
    league.open()
    frozen = league.row().rules
    words = {each.name: each.value for each in words_of(frozen)}
    assert words == {"weight-theory": "30", "weight-practice": "70", "award-1": "1", "award-2": "1", "tie": "share"}
    after = supposed(frozen, {"award-2": "2", "tie": "widen", "weight-theory": ""})
    changed = after["contests"]["welders"]
    assert (changed["awards"], changed["tie"]) == ([{"first": 1}, {"second": 2}], "widen")
    assert changed["rounds"] == frozen["contests"]["welders"]["rounds"]
    with pytest.raises(Invalid) as refused:
        supposed(frozen, {"award-2": "两名"})
    assert refused.value.faults == {"award-2": "请填名额的人数，例如 2"}


def test_blockers_lead_to_where_they_are_cleared(scoring, pages, clock):
    ask = Taken(deduct_id="spatter", ground="背面飞溅")
    scoring.sign_all()
    mark = marks_of(scoring, "沈秋实", "judge")
    ask_for_change(scoring.who("judge", HELD), scoring.contest, mark, Decimal(80), [ask], "漏记飞溅", now=HELD)
    clock.set(HELD)
    secretary = pages("secretary")
    clock.set(HELD)
    desk = secretary.get(at(scoring))
    figures = {each.select_one("span").get_text(): each.select_one("b").get_text() for each in desk.select(".strip a")}
    assert figures == {"报名": "2", "已打分": "6 / 6", "已签全": "6 / 6", "更正待批": "1"}
    assert desk.links()["分数更正"] == at(scoring, "/changes")
