"""The journey of the first issue by API: a team of 来安 is honoured, its name climbs to the nation, and life goes on."""

import pytest

LADDER = {"341122": "laian", "3411": "chuzhou", "34": "anhui", "00": "national"}
LEVELS = {"341122": "county", "3411": "city", "34": "province", "00": "national"}
TEAM = "焊接一班"

pytestmark = pytest.mark.xdist_group("deployment")
ON_BOTH_PROFILES = True


def honours(played, code, name):
    who = f"{LADDER[code]}.secretary1"
    answer = played.ask("GET", f"/api/v1/tenants/{code}/applications/honours", who, params={"q": name})
    assert answer.status_code == 200, answer.text
    return [each for each in answer.json()["rows"] if each["subject_name"] == name]


def test_the_story_is_played_to_its_end(deployment):
    story = deployment.play()

    assert story.stands, story.transcript


@pytest.mark.parametrize("code", LADDER)
def test_the_honour_stands_at_every_level(played, code):
    (honour,) = honours(played, code, TEAM)

    assert (honour["standing"], honour["level"]) == ("valid", LEVELS[code])


@pytest.mark.parametrize("code", LADDER)
def test_the_plaque_s_page_tells_anybody_that_it_is_valid(played, code):
    token = played.one("applications", "select token from honour where tenant = %s and subject_name = %s", code, TEAM)

    page = played.ask("GET", f"/applications/{code}/public/honours/{token}")

    assert page.status_code == 200
    assert TEAM in page.text
    assert "有效" in page.text


def test_each_level_acted_once_and_the_decisions_are_seen_below(played):
    case_id = played.one(
        "applications", "select id from application where tenant = '341122' and subject_name = %s", TEAM
    )

    answer = played.ask("GET", f"/api/v1/tenants/341122/applications/cases/{case_id}/rungs", "laian.applicant.chudong")

    assert answer.status_code == 200, answer.text
    sent = played.rows("applications", "select tenant, to_tenant from dossier where direction = 'sent' order by at")
    assert [(each["tenant"], each["to_tenant"]) for each in sent] == [("341122", "3411"), ("3411", "34"), ("34", "00")]
    told = {
        each["decided_by_tenant"]
        for each in played.rows(
            "applications",
            "select decided_by_tenant from dossier_step where tenant = '341122' and decision = 'conferred'",
        )
    }
    assert told == {"3411", "34", "00"}


@pytest.mark.parametrize(
    ("name", "standing", "plaque"), [("净化班", "revoked", "recalled"), ("贴片三线", "valid", "hung")]
)
def test_a_year_later_one_is_revoked_and_one_has_mended(played, name, standing, plaque):
    (honour,) = honours(played, "341122", name)
    status = played.one(
        "applications", "select status from plaque where tenant = '341122' and honour_id = %s", honour["id"]
    )

    assert (honour["standing"], status) == (standing, plaque)


def test_what_was_stopped_or_failed_was_never_honoured(played):
    """抢修班: an upheld objection. 急诊护理组: under 90."""
    ended = {
        each["subject_name"]: (each["status"], each["score"])
        for each in played.rows(
            "applications",
            "select subject_name, status, score from application where tenant = '341122'"
            " and subject_name in ('抢修班', '急诊护理组')",
        )
    }

    assert ended["抢修班"][0] == "stopped"
    assert ended["急诊护理组"][0] == "refused"
    assert ended["急诊护理组"][1] < 90
    assert honours(played, "341122", "抢修班") == honours(played, "341122", "急诊护理组") == []


@pytest.mark.parametrize("service", ["identity", "applications", "assessment"])
def test_the_log_of_the_whole_story_is_an_unbroken_chain(played, service):
    """Rule 4, over everything that four federations did."""
    chains = played.rows(
        service,
        "select tenant, count(*) as entries, max(seq) as last, bool_and(is_linked) as whole from ("
        " select tenant, seq, previous_hash = coalesce(lag(hash) over (partition by tenant order by seq), repeat('0', 64))"
        " or seq = 1 as is_linked from log_entry) linked group by tenant",
    )

    assert all(each["entries"] == each["last"] and each["whole"] for each in chains), chains
    assert {"341122"} <= {each["tenant"] for each in chains}


def test_nothing_went_to_the_dead_letters(played):
    assert played.play().dead == []
