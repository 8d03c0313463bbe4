"""待办: what is told is shown to those it is for, once, and to nobody else."""

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient
from sqlalchemy import text

from services.common.clock import SettableClock
from services.common.consumers import Forged, Handlers
from services.common.db import Database
from services.common.roles import Role
from tests.conftest import NOW, Services
from tests.factories import Place, Who
from tests.integration.portal.conftest import a_record
from tests.integration.portal.honours import a_move
from tests.integration.portal.tasks import TOPIC, a_closing, an_opening
from tests.pages import PageClient

Hear = Callable[..., str]
SignedIn = Callable[[Who], FlaskClient]


def titles(client: FlaskClient, address: str) -> list[str]:
    answer = client.get(address)
    assert answer.status_code == 200, answer.text
    return [found.get_text() for found in BeautifulSoup(answer.text, "html5lib").select("table .what")]


def heading(client: FlaskClient, address: str) -> str:
    found = BeautifulSoup(client.get(address).text, "html5lib").h1
    assert found is not None
    return found.get_text()


def test_a_task_is_shown_to_the_one_who_holds_the_role_above_its_unit(
    hear: Hear, county: Place, signed_in: SignedIn
) -> None:
    township = county.unit("汊河镇总工会", "township")
    union = county.unit("皖东智能装备工会", "employer_union", township)
    other = county.unit("半塔镇总工会", "township")
    reviewer = county.person("郑立群", (Role.REVIEWER, township))
    colleague = county.person("孟小山", (Role.REVIEWER, other))
    hear(TOPIC, county.code, an_opening("审核 装配二班 的申报", unit_path=union.path))
    hear(TOPIC, county.code, an_opening("审核 抢修班 的申报", unit_path=other.path))

    assert titles(signed_in(reviewer), f"/portal/{county.code}/") == ["审核 装配二班 的申报"]
    assert titles(signed_in(colleague), f"/portal/{county.code}/") == ["审核 抢修班 的申报"]


def test_the_heading_counts_what_waits_and_what_is_late(
    hear: Hear, county: Place, signed_in: SignedIn, clock: SettableClock
) -> None:
    secretary = county.person("许文静", Role.SECRETARY)
    client, page = signed_in(secretary), f"/portal/{county.code}/"
    assert heading(client, page) == "您现在没有待办"
    today = clock.today()
    for days in (-1, 0, 1, 30):
        hear(TOPIC, county.code, an_opening(f"{days}", role=Role.SECRETARY, due_on=today + timedelta(days=days)))
    hear(TOPIC, county.code, an_opening("未定", role=Role.SECRETARY))

    assert heading(client, page) == "您有 5 件待办，1 件已逾期"
    assert titles(client, page) == ["-1", "0", "1", "30", "未定"]
    clock.set(NOW + timedelta(days=1))
    assert heading(client, page) == "您有 5 件待办，2 件已逾期"


def test_a_closed_task_moves_to_done_of_who_did_it(hear: Hear, county: Place, signed_in: SignedIn) -> None:
    secretary, other = county.person("许文静", Role.SECRETARY), county.person("罗平", Role.SECRETARY)
    task = str(uuid4())
    hear(
        TOPIC, county.code, an_opening("安排考核", task_id=task, role=Role.SECRETARY, started_by_subject=other.subject)
    )
    hear(TOPIC, county.code, a_closing(task, by=secretary.subject, at=NOW + timedelta(minutes=5)))

    assert titles(signed_in(secretary), f"/portal/{county.code}/") == []
    assert titles(signed_in(secretary), f"/portal/{county.code}/done") == ["安排考核"]
    assert titles(signed_in(other), f"/portal/{county.code}/done") == []
    assert titles(signed_in(other), f"/portal/{county.code}/started") == ["安排考核"]


@pytest.mark.parametrize("listing", ["done", "started"])
def test_a_long_list_goes_on_page_by_page_and_keeps_its_filter(
    hear: Hear, county: Place, signed_in: SignedIn, listing: str
) -> None:
    secretary = county.person("许文静", Role.SECRETARY)
    client, page = signed_in(secretary), f"/portal/{county.code}/{listing}"
    for number in range(53):
        kind, task = ("review", "fill")[number % 53 == 7], str(uuid4())
        at = NOW + timedelta(minutes=number)
        hear(
            TOPIC,
            county.code,
            an_opening(
                f"审核 {number:02}", task_id=task, kind=kind, role=Role.SECRETARY, at=at,
                started_by_subject=secretary.subject,
            ),
        )  # fmt: skip
        hear(TOPIC, county.code, a_closing(task, by=secretary.subject, at=at + timedelta(seconds=30)))
    newest_first = [f"审核 {number:02}" for number in reversed(range(53)) if number != 7]

    first = BeautifulSoup(client.get(f"{page}?q=审核&kind=review").text, "html5lib")
    onward = first.select_one("a[rel=next]")["href"]
    second = BeautifulSoup(client.get(onward).text, "html5lib")

    shown = [[each.get_text() for each in soup.select("table .what")] for soup in (first, second)]
    assert (shown[0] + shown[1], len(shown[0])) == (newest_first, 50)
    assert second.select_one("[name=q]")["value"] == "审核"
    assert second.select_one("[name=kind] option[selected]")["value"] == "review"
    back = second.select_one("a[rel=prev]")["href"]
    assert titles(client, back) == shown[0]
    assert titles(client, f"{page}?kind=fill") == ["审核 07"]


def test_who_applies_is_offered_to_begin_and_others_are_not(county: Place, signed_in: SignedIn) -> None:
    union = county.unit("皖东智能装备工会", "employer_union")
    applicant, secretary = county.person("孟小山", (Role.APPLICANT, union)), county.person("许文静", Role.SECRETARY)

    offered = {
        who.subject: [
            found.get_text(strip=True)
            for found in BeautifulSoup(signed_in(who).get(f"/portal/{county.code}/").text, "html5lib").select(
                f"main a[href='/applications/{county.code}/new']"
            )
        ]
        for who in (applicant, secretary)
    }

    assert offered == {applicant.subject: ["新建申报", "新建申报"], secretary.subject: []}


def test_an_event_that_comes_twice_is_one_task(handlers: Handlers, county: Place, signed_in: SignedIn) -> None:
    secretary = county.person("许文静", Role.SECRETARY)
    record = a_record(TOPIC, county.code, an_opening("安排考核", role=Role.SECRETARY))

    assert [handlers.handle(record), handlers.handle(record)] == ["handled", "duplicate"]
    assert titles(signed_in(secretary), f"/portal/{county.code}/") == ["安排考核"]


def test_a_closing_that_overtook_its_opening_leaves_nothing_open(
    hear: Hear, county: Place, signed_in: SignedIn
) -> None:
    secretary, task = county.person("许文静", Role.SECRETARY), str(uuid4())
    hear(TOPIC, county.code, a_closing(task, by=secretary.subject, at=NOW))
    hear(TOPIC, county.code, an_opening("安排考核", task_id=task, role=Role.SECRETARY, at=NOW - timedelta(minutes=1)))

    assert titles(signed_in(secretary), f"/portal/{county.code}/") == []
    assert titles(signed_in(secretary), f"/portal/{county.code}/done") == ["安排考核"]


def test_another_tenants_tasks_are_there_and_not_seen(
    hear: Hear, county: Place, neighbour: Place, signed_in: SignedIn, db: Database
) -> None:
    secretary = county.person("许文静", Role.SECRETARY)
    task = str(uuid4())
    hear(TOPIC, neighbour.code, an_opening("邻县的事", task_id=task, role=Role.SECRETARY))
    hear(TOPIC, county.code, an_opening("本县的事", role=Role.SECRETARY))

    with db.read(neighbour.code) as session:
        assert session.execute(text("select title from task where id = :id"), {"id": UUID(task)}).scalars().all() == [
            "邻县的事"
        ]
    with db.read(county.code) as session:
        assert session.execute(text("select title from task")).scalars().all() == ["本县的事"]
    client = signed_in(secretary)
    assert titles(client, f"/portal/{county.code}/") == ["本县的事"]
    assert client.get(f"/portal/{neighbour.code}/").status_code == 403


def test_the_same_task_id_in_two_tenants_is_two_tasks(
    hear: Hear, county: Place, neighbour: Place, db: Database
) -> None:
    task = str(uuid4())
    hear(TOPIC, county.code, an_opening("本县的事", task_id=task))
    hear(TOPIC, neighbour.code, a_closing(task))

    with db.read(county.code) as session:
        assert session.execute(text("select closed_at is null from task")).scalars().all() == [True]


@pytest.mark.parametrize("source", ["assessment", "identity", "portal", "elsewhere"])
def test_an_event_of_another_source_is_forged(handlers: Handlers, county: Place, source: str, db: Database) -> None:
    with pytest.raises(Forged):
        handlers.handle(a_record(TOPIC, county.code, an_opening(), source=source))

    with db.read(county.code) as session:
        assert session.execute(text("select count(*) from task")).scalar_one() == 0


@pytest.mark.parametrize(
    "changes",
    [
        {"service": "identity"},
        {"role": None},
        {"task_id": "not-a-uuid"},
    ],
)
def test_a_task_that_makes_no_sense_is_buried(
    hear: Hear, county: Place, changes: dict[str, object], db: Database
) -> None:
    with pytest.raises(ValueError, match="."):
        hear(TOPIC, county.code, an_opening(**changes))  # type: ignore[arg-type]

    with db.read(county.code) as session:
        assert session.execute(text("select count(*) from task")).scalar_one() == 0


def test_a_link_to_another_site_is_not_shown(hear: Hear, county: Place, signed_in: SignedIn) -> None:
    secretary = county.person("许文静", Role.SECRETARY)
    hear(TOPIC, county.code, an_opening("安排考核", role=Role.SECRETARY, url="https://evil.test/"))

    assert "evil.test" not in signed_in(secretary).get(f"/portal/{county.code}/").text


def test_without_signing_in_one_is_led_to_sign_in_and_back(county: Place, services: Services) -> None:
    answer = services.client("portal").get(f"/portal/{county.code}/?q=班")

    assert answer.status_code == 303
    assert answer.headers["Location"] == f"/portal/sign-in?next=%2Fportal%2F{county.code}%2F%3Fq%3D%E7%8F%AD"


def test_the_stages_are_named_by_the_federations_own_regulation(hear: Hear, county: Place, signed_in: SignedIn) -> None:
    county.regulation("laian-worker-pioneer.yaml")
    chair = county.person("顾承平", Role.CHAIR)
    for stage in ("review", "assess", "of-another-regulation"):
        hear("applications.cases", county.code, a_move("recommended", "open", stage, case=str(uuid4())))
    client = signed_in(chair)
    page = PageClient(client.application, client).get(f"/portal/{county.code}/figures")

    words = [row.select("td")[0].get_text() for row in page.select("#stages tbody tr")]
    assert words[2] == "其他环节"
    assert "review" not in page.text
    year = PageClient(client.application, client).get(f"/portal/{county.code}/")
    assert [figure.get_text() for figure in year.select(".strip b")] == ["3", "3 / 3", "0", "0", "0"]


def test_who_has_no_grant_here_is_named_and_can_sign_out(county: Place, neighbour: Place, signed_in: SignedIn) -> None:
    secretary = county.person("许文静", Role.SECRETARY)
    client = signed_in(secretary)
    page = PageClient(client.application, client).get(f"/portal/{neighbour.code}/", expect=403)

    assert page.select('.me form[action="/portal/sign-out"]')
    assert "/portal/" in page.links().values()
    assert neighbour.name not in page.soup.get_text()
