"""The board of a real contest: numbers while judges score, names afterwards, changes as events, nobody else's contest."""

import json

import pytest

from services.competitions.queries.contests import load
from services.competitions.service.contests.ranking import freeze_scores
from services.competitions.showing import Boards
from services.competitions.store import db
from services.competitions.web.board import PLACES
from tests import issuer
from tests.integration.competitions.crowd import a_crowd, marked
from tests.integration.competitions.league import HELD, a_league
from tests.pages import PageClient


@pytest.fixture
def scoring(league):
    league.open()
    league.enter("沈秋实", "东方机械一班")
    league.enter("苏子墨", "东方机械一班")
    league.enter("江照野", "西岭纺织一班")
    league.appoint_all()
    league.draw()
    return league


@pytest.fixture
def at_once():
    """All places taken, so that an answer is not held."""
    taken = [each for each in (PLACES.take(), PLACES.take()) if each]
    yield
    for give_back in taken:
        give_back()


def score(league, name, theory, practice):
    league.mark("chief", name, "theory", theory)
    for judge in ("chief", "judge"):
        league.mark(judge, name, "practice", practice)


def reads(services, who):
    return PageClient(services.of("competitions").app, headers=issuer.bearer(who.subject, name=who.name))


def address(league, more=""):
    return f"/competitions/{league.place.code}/contests/{league.contest}/board{more}"


def events(services, league, who="secretary", **headers):
    app = services.of("competitions").app
    bearer = issuer.bearer(league.people[who].subject, name=league.people[who].name)
    return app.test_client().get(address(league, "/events"), headers={**bearer, **headers})


def told(answer):
    lines = answer.get_data(as_text=True).split("\n")
    return [json.loads(line.removeprefix("data: ")) for line in lines if line.startswith("data: ")]


def test_while_judges_score_the_board_shows_numbers_and_after_the_freeze_names(scoring, services, clock):
    clock.set(HELD)
    score(scoring, "沈秋实", "90", "80")
    score(scoring, "江照野", "70", "70")
    scoring.sign_all()
    numbers = scoring.stations()
    boards = Boards()
    board = boards.of(scoring.place.code, scoring.contest)["焊工"]
    assert (board.is_blind, board.entered, board.scored, board.unchecked) == (True, 3, 2, 0)
    assert [(line.place, line.name, line.unit, line.total, line.behind) for line in board.lines] == [
        (1, f"{numbers['沈秋实']:03d} 号", "", "83.00", "—"),
        (2, f"{numbers['江照野']:03d} 号", "", "70.00", "−13.00"),
    ]
    page = reads(services, scoring.people["secretary"]).get(address(scoring))
    assert "沈秋实" not in page.text
    assert "东方机械" not in page.text
    score(scoring, "苏子墨", "80", "90")
    scoring.sign_all()
    freeze_scores(scoring.who("secretary", HELD), scoring.contest, expected=scoring.version, now=HELD)
    out = Boards().of(scoring.place.code, scoring.contest)["焊工"]
    assert [(line.place, line.name, line.unit) for line in out.lines] == [
        (1, "苏子墨", "东方机械工会"),
        (2, "沈秋实", "东方机械工会"),
        (3, "江照野", "西岭纺织工会"),
    ]


def test_a_judge_sees_no_board_before_the_scores_are_frozen(scoring, services, clock, at_once):
    clock.set(HELD)
    assert events(services, scoring, "judge").status_code == 403
    assert events(services, scoring, "secretary").status_code == 200
    for name in ("沈秋实", "苏子墨", "江照野"):
        score(scoring, name, "80", "80")
    scoring.sign_all()
    freeze_scores(scoring.who("secretary", HELD), scoring.contest, expected=scoring.version, now=HELD)
    assert events(services, scoring, "judge").status_code == 200


def test_a_reader_comes_back_with_what_it_has_and_is_told_the_rest(scoring, services, clock, at_once):
    clock.set(HELD)
    answer = events(services, scoring)
    headers = answer.headers
    assert (answer.mimetype, headers["X-Accel-Buffering"], headers["Cache-Control"]) == (
        "text/event-stream",
        "no",
        "no-store",
    )
    (first,) = told(answer)
    assert (first["lines"], first["entered"]) == ([], 3)
    assert told(events(services, scoring, **{"Last-Event-ID": first["version"]})) == []
    (again,) = told(events(services, scoring, **{"Last-Event-ID": "long ago"}))
    assert again["version"] == first["version"]


def test_another_federation_finds_no_board(scoring, services, clock, at_once):
    clock.set(HELD)
    other = a_league()
    other.open()
    bearer = issuer.bearer(other.people["secretary"].subject)
    app = services.of("competitions").app
    foreign = f"/competitions/{other.place.code}/contests/{scoring.contest}/board"
    assert app.test_client().get(foreign, headers=bearer).status_code == 404
    assert app.test_client().get(f"{foreign}/events", headers=bearer).status_code == 404
    assert app.test_client().get(address(other), headers=bearer).status_code == 200


def test_a_board_is_reckoned_once_for_all_and_again_only_after_a_change(scoring, clock):
    clock.set(HELD)
    at = [0.0]
    boards = Boards(lambda: at[0])
    one = boards.of(scoring.place.code, scoring.contest)
    score(scoring, "沈秋实", "90", "80")
    scoring.sign_all()
    at[0] = 1.99
    assert boards.of(scoring.place.code, scoring.contest) is one
    at[0] = 2.0
    two = boards.of(scoring.place.code, scoring.contest)
    assert (boards.reckoned, two["焊工"].scored) == (2, 1)
    assert two == Boards().of(scoring.place.code, scoring.contest), "the changes alone make what the whole makes"
    at[0] = 4.0
    assert boards.of(scoring.place.code, scoring.contest) is two
    assert boards.reckoned == 2


def test_a_board_of_very_many_is_sent_a_page_at_a_time(league, services, clock, at_once):
    clock.set(HELD)
    league.open()
    league.appoint_all()
    code, contest = league.place.code, league.contest
    with db.transaction(code) as session:
        a_crowd(session, code, contest, 1000)
        duties = {each.duty: each.id for each in load(session, contest).duties}
        for part, duty in (("theory", "chief"), ("practice", "chief"), ("practice", "judge")):
            marked(session, code, contest, part, duties[duty])
    answer = events(services, league)
    (said,) = told(answer)
    assert (said["entered"], said["scored"], said["unchecked"]) == (1000, 1000, 1000)
    assert [line["place"] for line in said["lines"]][:1] == [1]
    assert len(said["lines"]) == 100
    assert len(answer.data) < 30_000
    last = reads(services, league.people["secretary"]).get(address(league, "?first=900"))
    assert len(last.select("[data-lines] tr")) == 100
    assert "共 1000 行，本页第 901 至 1000 行" in last.text
