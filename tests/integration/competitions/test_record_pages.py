"""Rounds, the door, numbers, ties, signatures and teams: on screen and by API, as their several people use them."""

from __future__ import annotations

import pytest

from services.competitions.queries.rounds import attendances
from services.competitions.service.contests.ranking import finalise, publish
from services.competitions.service.contests.signatures import sign_all_scores
from services.competitions.store import db
from tests.integration.competitions.league import HELD
from tests.integration.competitions.rounds import Rounds
from tests.pages import PageClient


@pytest.fixture
def rounds(services, clock):
    services.of("competitions")
    clock.set(HELD)
    return Rounds()


@pytest.fixture
def pages(services, rounds):
    app = services.of("competitions").app
    return lambda name: PageClient(app, headers={"Authorization": rounds.league.people[name].headers["Authorization"]})


@pytest.fixture
def api(services, rounds):
    client = services.client("competitions")

    def ask(name, method, path, *, version=None, **more):
        headers = {
            **rounds.league.people[name].headers,
            **({"If-Match": f'"{version}"'} if version is not None else {}),
        }
        where = f"/api/v1/tenants/{rounds.league.place.code}/competitions/contests/{rounds.contest}{path}"
        return client.open(where, method=method, headers=headers, **more)

    return ask


def at(rounds, rest):
    return f"/competitions/{rounds.league.place.code}/contests/{rounds.contest}{rest}"


def test_the_desk_records_who_came_and_judges_never_see_the_list(rounds, pages, api):
    desk, entry = pages("secretary"), rounds.entries["沈秋实"]
    page = desk.get(at(rounds, "/attendance"))
    done = desk.submit(
        page, at(rounds, f"/attendance/theory/{entry}"), status="present", identity_checked="yes", minutes_late="4"
    )
    wrong = desk.submit(done, at(rounds, f"/attendance/theory/{entry}"), status="absent", minutes_late="4", expect=409)

    assert page.h1 == "理论还有 3 人没有登记"
    assert done.h1 == "理论还有 2 人没有登记"
    assert "迟到 4 分钟" in done.text
    assert "缺考的选手不填迟到分钟，也不核验证件。" in wrong.text
    assert pages("chief").get(at(rounds, "/attendance"), expect=403).status == 403
    assert api("chief", "GET", "/attendance").status_code == 403
    rest = desk.submit(done, at(rounds, "/attendance/theory/all"), identity_checked="yes")
    assert rest.h1 == "理论全部登记完毕"
    again = api("secretary", "POST", "/attendance/theory/all", version=rounds.version, json={"identity_checked": True})
    assert (again.status_code, again.json["code"]) == (409, "nobody_left_to_record")
    line = {each["name"]: each for each in api("secretary", "GET", "/attendance").json["rows"]}["沈秋实"]
    assert (line["status"], line["minutes_late"], line["identity_checked"], line["version"]) == (
        "present", "4", True, 1,
    )  # fmt: skip


def test_a_judge_records_by_number_what_he_saw_and_no_name_is_there(rounds, pages, api):
    number, judge = rounds.number("江照野", "theory"), pages("chief")
    page = judge.get(at(rounds, "/numbers"))
    wrong = judge.submit(page, at(rounds, f"/numbers/theory/{number}"), identity_shown="yes", expect=422)
    done = judge.submit(
        wrong, at(rounds, f"/numbers/theory/{number}"), minutes="12", seconds="30", identity_shown="yes", why="写有姓名"
    )
    put = {"seconds_used": "750.5", "identity_shown": False}
    stale = api("chief", "PUT", f"/numbers/theory/{number}", version=0, json=put)
    kept = api("chief", "PUT", f"/numbers/theory/{number}", version=1, json=put)

    assert "请写明看到了什么。" in wrong.text
    assert "12 分 30 秒" in done.text
    assert not any(name in done.text for name in rounds.entries)
    assert (stale.status_code, kept.status_code, kept.json["version"]) == (412, 200, 2)
    assert pages("secretary").get(at(rounds, "/numbers"), expect=403).status == 403
    with db.read(rounds.league.place.code) as session:
        row = attendances(session, rounds.contest)[rounds.entries["江照野"], "theory"]
    assert (str(row.seconds_used), row.identity_shown, row.recorded_name) == ("750.5", False, "郝守拙")


def test_the_round_is_ended_on_screen_and_told_by_api(rounds, pages, api):
    desk = pages("secretary")
    before = desk.get(at(rounds, "/rounds"))
    rounds.heat(沈秋实="90", 苏子墨="80", 江照野="70")
    sign_all_scores(rounds.secretary(), rounds.contest, "theory", now=HELD)
    ready = desk.get(at(rounds, "/rounds"))
    done = desk.submit(ready, at(rounds, "/rounds/next"))
    told = api("east", "GET", "/rounds").json["rows"]
    english = desk.get(at(rounds, "/rounds?lang=en"))

    assert before.h1 == "预赛进行中"
    assert "还有 3 名选手的成绩不全。" in before.text
    assert "结束本轮并抽签" in ready.text
    assert done.h1 == "决赛进行中"
    assert [(each["id"], each["state"], each["entrants"]) for each in told] == [
        ("heat", "over", 3),
        ("final", "now", 2),
    ]
    assert [(each["name"], each["goes_on"]) for each in told[0]["lines"]] == [
        ("沈秋实", True), ("苏子墨", True), ("江照野", False),
    ]  # fmt: skip
    assert [each["part"] for each in told[0]["seals"]] == ["", "theory"]
    assert (
        "place 2: total 80.00; the one before has 90.00; goes on to the next round: place 2 of the first 2"
        in english.text
    )
    assert api("east", "POST", "/rounds/next", version=rounds.version).status_code == 403


@pytest.fixture
def level(rounds):
    """Both finalists have 85.45."""
    rounds.heat(沈秋实="90", 苏子墨="85", 江照野="70")
    sign_all_scores(rounds.secretary(), rounds.contest, "theory", now=HELD)
    rounds.go_on()
    rounds.final(沈秋实="83.5", 苏子墨="85.64")
    sign_all_scores(rounds.secretary(), rounds.contest, "practice", now=HELD)
    rounds.freeze()
    return rounds


def test_a_play_off_and_a_lot_on_screen_and_by_api(level, pages, api):
    desk, first, second = pages("secretary"), level.entries["沈秋实"], level.entries["苏子墨"]
    page = desk.get(at(level, "/ties"))
    played = desk.submit(page, at(level, "/play-offs"), **{f"figure-{first}": "3", f"figure-{second}": "3"})
    drawn = desk.submit(played, at(level, "/lots"))
    ties = api("secretary", "GET", "/ties").json
    again = api("secretary", "POST", "/lots", version=level.version)

    assert page.h1 == "1 组并列等待加赛"
    assert played.h1 == "1 组并列等待抽签"
    assert drawn.h1 == "没有待办的并列"
    assert ties["open"] == []
    assert [(each["of"], each["made_by"]) for each in ties["made"]] == [("play_off", "顾望舒"), ("drawn", "顾望舒")]
    assert sorted(ties["made"][1]["figures"].values()) == ["1", "2"]
    assert len(ties["made"][1]["secret"]) == 64
    assert (again.status_code, again.json["code"]) == (409, "nobody_tied")


def test_teams_stand_below_the_places_and_on_the_public_page(level, pages, api):
    desk, first, second = pages("secretary"), level.entries["沈秋实"], level.entries["苏子墨"]
    figures = [{"entry_id": str(first), "figure": "5"}, {"entry_id": str(second), "figure": "4"}]
    assert api("secretary", "POST", "/play-offs", version=level.version, json={"figures": figures}).status_code == 200
    finalise(level.who("final"), level.contest, expected=level.version, now=HELD)
    publish(level.secretary(), level.contest, expected=level.version, now=HELD)
    page = desk.get(at(level, "/results"))
    told = api("secretary", "GET", "/results").json["teams"]
    unit = told[0]["unit_id"]
    number = api("secretary", "GET", "/results").json["rows"][0]["award"]
    public = desk.get(f"/competitions/{level.league.place.code}/public/contests/{level.contest}")

    assert [(each["unit_name"], each["place"], each["total"], each["award"]) for each in told] == [
        ("东方机械工会", 1, "170.90", "优秀组织奖"), ("西岭纺织工会", 2, "21.00", ""),
    ]  # fmt: skip
    assert number
    assert "团体名次" in page.text
    assert "东方机械工会" in public.text
    assert "西岭纺织工会" not in public.text
    assert page.select(f"a[href$='/certificates/teams/{unit}.pdf']")
    assert public.select("a[href*='/certificates/teams/']") == []
    assert pages("west").get(at(level, f"/certificates/teams/{unit}.pdf"), expect=403).status == 403


def test_only_who_is_in_the_contest_has_scores_of_his_own(rounds, pages):
    assert pages("east").get(at(rounds, "/own-scores"), expect=403).status == 403
