"""A contest on screen and by API, as its several people use it; what is refused is said where it was typed."""

from __future__ import annotations

import io
from datetime import date, timedelta
from decimal import Decimal

import pytest

from services.common.ids import new_id
from services.common.spreadsheet import RowLimits, read_rows, write_table
from services.competitions.queries.contests import load
from services.competitions.service.contests.importing import columns
from services.competitions.service.contests.printing import COLUMNS
from services.competitions.service.contests.ranking import finalise, freeze_scores, publish
from services.competitions.store import db
from tests.integration.competitions.league import HELD, OPENS, a_league
from tests.pages import PageClient

LATER = HELD + timedelta(hours=2, minutes=1)


@pytest.fixture
def pages(services, league, clock):
    app = services.of("competitions").app
    clock.set(OPENS)
    return lambda name: PageClient(app, headers={"Authorization": league.people[name].headers["Authorization"]})


@pytest.fixture
def api(services, league, clock):
    client = services.client("competitions")
    clock.set(OPENS)

    def ask(name, method, path, *, version=None, **more):
        headers = {**league.people[name].headers, **({"If-Match": f'"{version}"'} if version is not None else {})}
        return client.open(
            f"/api/v1/tenants/{league.place.code}/competitions{path}", method=method, headers=headers, **more
        )

    return ask


def at(league, rest=""):
    return f"/competitions/{league.place.code}/contests/{league.contest}{rest}"


def test_an_empty_list_says_so(league, pages):
    page = pages("secretary").get(f"/competitions/{league.place.code}/")

    assert page.h1 == "没有正在进行的比武"
    assert "还没有比武" in page.text


def test_a_secretary_opens_a_contest_on_screen(league, pages):
    secretary = pages("secretary")
    form = secretary.get(f"/competitions/{league.place.code}/contests/new")
    done = secretary.submit(form, f"/competitions/{league.place.code}/contests/new", rule="welders/welders")

    assert done.h1 == "焊工技能比武"
    assert "比武已开设，可以报名" in done.text
    assert "成绩公布后 2 小时内向仲裁组书面申诉。" in done.text
    assert secretary.get(f"/competitions/{league.place.code}/").h1 == "1 场比武正在进行"


def test_a_union_enters_on_screen_and_sees_why_not(league, pages):
    league.open()
    union = pages("east")
    unit = str(league.place.units["东方机械一班"].id)
    form = union.get(at(league, "/entries/new"))
    refused = union.submit(form, at(league, "/entries"), name="沈秋实", unit_id=unit, born_on="2015-01-01", expect=422)
    assert "年龄须不低于 16 周岁 且不超过 60 周岁，到报名截止日为 11 周岁。" in refused.text
    form = union.get(at(league, "/entries/new"))
    done = union.submit(
        form, at(league, "/entries"), name="沈秋实", unit_id=unit, born_on="1988-05-06", industry="机械制造",
        leader="贺闻舟", phone="13800000000",
    )  # fmt: skip

    assert "沈秋实 的报名已收下" in done.text
    assert done.h1 == "1 人已报名"
    table = union.get(at(league, "/form-2"))
    assert table.h1 == "2026 年焊工技能比武参赛企业汇总表"
    assert "企业参赛数 1" in table.text
    assert "13800000000" not in table.text


def workbook(league, *rows):
    with db.read(league.place.code) as session:
        rule = load(session, league.contest).rules
    return io.BytesIO(write_table(columns(rule), rows))


def a_row(name, unit, **more):
    return {"name": name, "born_on": date(1988, 5, 6), "unit": unit, "trade": "焊工", **more}


def test_a_workbook_is_taken_whole_or_not_at_all(league, api):
    league.open()
    path = f"/contests/{league.contest}/entries/import"
    wrong = workbook(
        league, a_row("沈秋实", "东方机械一班"), a_row("苏子墨", "没有的班"), a_row("陈知白", "西岭纺织一班"),
        a_row("沈秋实", "东方机械一班"), a_row("路遥远", "东方机械一班", born_on=date(2015, 1, 1)),
    )  # fmt: skip
    refused = api("east", "POST", path, data={"file": (wrong, "报名.xlsx")})
    assert refused.status_code == 422
    said = [each["says"] if "says" in each else each["detail"] for each in refused.json["faults"]]
    assert [each.partition("行")[0] for each in said] == ["第 3 ", "第 4 ", "第 5 ", "第 6 ", "第 6 "]
    assert api("secretary", "GET", f"/contests/{league.contest}/entries").json == {"rows": []}

    right = workbook(league, a_row("沈秋实", "东方机械一班"), a_row("苏子墨", "东方机械一班"))
    assert api("east", "POST", path, data={"file": (right, "报名.xlsx")}).json == {"entered": 2}
    rows = api("secretary", "GET", f"/contests/{league.contest}/entries").json["rows"]
    assert [(each["number"], each["name"], each["employer"], each["team"], each["source"]) for each in rows] == [
        (1, "沈秋实", "东方机械工会", "东方机械一班", "excel"), (2, "苏子墨", "东方机械工会", "东方机械一班", "excel"),
    ]  # fmt: skip


def test_a_union_sees_its_own_entries_only(league, api):
    league.open()
    league.enter("沈秋实", "东方机械一班")
    league.enter("江照野", "西岭纺织一班")
    path = f"/contests/{league.contest}/entries"

    assert [each["name"] for each in api("east", "GET", path).json["rows"]] == ["沈秋实"]
    assert [each["name"] for each in api("reviewer", "GET", path).json["rows"]] == ["沈秋实", "江照野"]
    assert api("east", "GET", f"/contests/{league.contest}/form-2").json["workers"] == 1
    other = a_league()
    league.people["stranger"] = other.people["secretary"]
    assert api("stranger", "GET", path).status_code == 403


def test_form_2_goes_out_as_excel_and_pdf_and_is_logged(league, api):
    league.open()
    league.enter("沈秋实", "东方机械一班", industry="机械制造", leader="贺闻舟", phone="13800000000")
    book = api("secretary", "GET", f"/contests/{league.contest}/form-2.xlsx")
    printed = api("secretary", "GET", f"/contests/{league.contest}/form-2.pdf")

    rows = read_rows(book.data, COLUMNS, limits=RowLimits()).rows
    assert [(each.values["unit"], each.values["participants"], each.values["phone"]) for each in rows] == [
        ("东方机械工会 东方机械一班", 1, "13800000000"), ("合计：企业参赛数 1，职工数 1", 1, None),
    ]  # fmt: skip
    assert printed.data.startswith(b"%PDF")
    assert api("judge", "GET", f"/contests/{league.contest}/form-2.pdf").status_code == 403


def test_a_judge_sees_numbers_and_no_names_on_his_sheet(league, pages, api, clock):
    league.open()
    league.enter("沈秋实", "东方机械一班")
    league.enter("江照野", "西岭纺织一班")
    league.appoint_all()
    clock.set(HELD)
    league.draw()
    judge = pages("judge")
    clock.set(HELD)
    sheet = judge.get(at(league, "/judging?part=practice"))
    assert sheet.h1 == "1 号工位"
    assert "沈秋实" not in sheet.text
    assert api("judge", "GET", f"/contests/{league.contest}/entries").status_code == 403
    clock.set(HELD)
    refused = judge.submit(sheet, at(league, "/judging"), points="120", expect=422)
    assert "满分 100 分" in refused.text
    after = judge.submit(judge.get(at(league, "/judging?part=practice")), at(league, "/judging"), points="88.50")
    assert "1 号工位已保存" in after.text
    assert after.h1 == "2 号工位"
    last = judge.submit(after, at(league, "/judging"), points="90")
    assert last.select("footer button")[0].text == "签字并提交 2 个分数"
    signed = api("judge", "POST", f"/contests/{league.contest}/marks/signature", json={"part": "practice"})
    assert signed.json == {"signed": 2}
    assert judge.get(at(league, "/judging?part=practice")).select("footer form") == []
    marks = api("judge", "GET", f"/contests/{league.contest}/marks").json
    assert [(each["station"], each["points"], each["is_signed"]) for each in marks["rows"]] == [
        (1, "88.50", True), (2, "90", True),
    ]  # fmt: skip


@pytest.fixture
def published(league):
    league.open()
    for name, unit in (("沈秋实", "东方机械一班"), ("江照野", "西岭纺织一班")):
        league.enter(name, unit)
    league.appoint_all()
    league.draw()
    for name, points in (("沈秋实", "90"), ("江照野", "80")):
        league.mark("chief", name, "theory", points)
        for judge in ("chief", "judge"):
            league.mark(judge, name, "practice", points)
    league.sign_all()
    freeze_scores(league.who("secretary", HELD), league.contest, expected=league.version, now=HELD)
    finalise(league.who("final", LATER), league.contest, expected=league.version, now=LATER)
    publish(league.who("secretary", LATER), league.contest, expected=league.version, now=LATER)
    return league


def test_anybody_sees_who_won_and_whether_a_certificate_is_true(published, services, api):
    visitor = services.client("competitions")
    path = f"/competitions/{published.place.code}/public/contests/{published.contest}"
    page = visitor.get(path).text
    assert "沈秋实" in page
    with db.read(published.place.code) as session:
        from services.competitions.queries.scores import awards

        number = awards(session, published.contest)[published.entries["沈秋实"]].number
    assert f"证书 {number} 属实" in visitor.get(f"{path}?number={number}").text
    assert "没有编号为 JS2026-0 的证书" in visitor.get(f"{path}?number=JS2026-0").text


def test_anybody_finds_published_contests_and_no_others(published, services):
    league = published
    visitor = PageClient(services.of("competitions").app)
    listed = visitor.get(f"/competitions/{league.place.code}/public/contests?level=county")
    assert listed.links()["焊工技能比武"] == f"/competitions/{league.place.code}/public/contests/{league.contest}"
    other = a_league()
    other.open()
    assert "还没有公布结果的比武" in visitor.get(f"/competitions/{other.place.code}/public/contests").text


def test_a_contest_is_nobody_s_business_outside_before_it_is_published(league, services):
    league.open()

    answer = services.client("competitions").get(f"/competitions/{league.place.code}/public/contests/{league.contest}")
    assert answer.status_code == 404


def test_a_certificate_goes_to_its_own_union_and_to_no_other(published, pages, clock):
    clock.set(LATER)
    path = at(published, f"/certificates/{published.entries['沈秋实']}.pdf")

    assert pages("east").client.get(path, headers=published.people["east"].headers).data.startswith(b"%PDF")
    assert pages("west").client.get(path, headers=published.people["west"].headers).status_code == 404


def test_results_by_api_show_the_digits_that_were_compared(published, api, clock):
    clock.set(LATER)
    rows = api("east", "GET", f"/contests/{published.contest}/results").json["rows"]

    assert [(each["name"], each["place"], each["total"], each["award"]) for each in rows] == [
        ("沈秋实", 1, "90.00", "一等奖"), ("江照野", 2, "80.00", "二等奖"),
    ]  # fmt: skip


def test_every_step_says_which_version_it_saw(league, api):
    league.open()

    assert api("secretary", "POST", f"/contests/{league.contest}/draw").status_code == 428
    assert api("secretary", "POST", f"/contests/{league.contest}/draw", version=7).status_code == 412


def test_the_same_entry_sent_twice_is_one(league, services, clock):
    league.open()
    clock.set(OPENS)
    client, key = services.client("competitions"), str(new_id())
    headers = {**league.people["secretary"].headers, "Idempotency-Key": key}
    body = {
        "name": "沈秋实", "unit_id": str(league.place.units["东方机械一班"].id), "trade": "焊工", "born_on": "1988-05-06",
    }  # fmt: skip
    path = f"/api/v1/tenants/{league.place.code}/competitions/contests/{league.contest}/entries"
    first, second = (client.post(path, headers=headers, json=body) for _ in range(2))

    assert (first.status_code, second.status_code, first.json) == (201, 201, second.json)
    assert Decimal(len(client.get(path, headers=headers).json["rows"])) == 1


def test_a_secretary_leads_a_contest_on_from_its_desk(league, pages, clock):
    league.open()
    for name, unit in (("沈秋实", "东方机械一班"), ("江照野", "西岭纺织一班")):
        league.enter(name, unit)
    secretary = pages("secretary")
    early = secretary.submit(secretary.get(at(league)), at(league, "/draw"), expect=409)
    assert "报名还没有截止，截止后再抽签。" in early.text
    league.appoint_all()
    clock.set(HELD)
    drawn = secretary.submit(secretary.get(at(league)), at(league, "/draw"))
    assert "工位已抽签并封存，裁判只看工位号" in drawn.text
    frozen = secretary.submit(drawn, at(league, "/freeze"))
    assert "还有 2 名选手的成绩不全。" in frozen.text
    refused = secretary.submit(frozen, at(league, "/reopening"), why="", expect=422)
    assert "请写明为什么要重新开放评分。" in refused.text
    again = secretary.submit(secretary.get(at(league)), at(league, "/reopening"), why="补齐成绩")
    assert "评分中" in again.text
    gone = secretary.submit(again, at(league, "/cancellation"), why="台风停赛")
    assert "台风停赛" in gone.text
