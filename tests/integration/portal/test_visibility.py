"""The rule and its SQL are one rule; the number of statements does not grow with the work."""

import itertools
from collections.abc import Callable
from uuid import uuid4

import pytest
from flask.testing import FlaskClient
from sqlalchemy import text

from services.common.db import Database
from services.common.paging import Cursors
from services.common.principal import load_principal
from services.common.roles import Role
from services.portal import rules
from services.portal.queries import tasks
from tests.conftest import NOW
from tests.factories import Place, Who
from tests.integration.portal.conftest import a_record
from tests.integration.portal.honours import TOPIC as CASES
from tests.integration.portal.honours import a_conferring
from tests.integration.portal.tasks import TOPIC, an_opening
from tests.integration.portal.test_messages import a_message

Hear = Callable[..., str]
SignedIn = Callable[[Who], FlaskClient]
PAGES = ("/", "/done", "/started", "/messages", "/figures", "/roll", "/notices", "/search?q=审核", "/public")


def test_the_list_shows_exactly_what_the_rule_allows(hear: Hear, county: Place, db: Database) -> None:
    township, other = county.unit("汊河镇总工会", "township"), county.unit("半塔镇总工会", "township")
    union = county.unit("皖东智能装备工会", "employer_union", township)
    places = [None, township, other, union]
    people = [
        county.person(f"{role}{n}", (role, unit))
        for role in (Role.REVIEWER, Role.APPLICANT)
        for n, unit in enumerate(places)
    ]
    people += [county.person("两岗", (Role.REVIEWER, union), (Role.APPLICANT, other)), county.person("无岗")]
    for role, unit in itertools.product((Role.REVIEWER, Role.APPLICANT, Role.SECRETARY), places):
        hear(TOPIC, county.code, an_opening(f"{role}", role=role, unit_path=unit.path if unit else ""))
    for who in people:
        hear(TOPIC, county.code, an_opening(f"给{who.name}", role=None, subject=who.subject))
    with db.read(county.code) as session:
        every = [row for (row,) in session.execute(text("select id from task"))]
        for who in people:
            principal = load_principal(session, who.subject, who.name, on=NOW.date())
            listed = tasks.list_tasks(session, principal, tasks.OPEN, cursors=Cursors("x" * 32), size=100)
            found = [tasks.find_task(session, principal, each) for each in every]
            allowed = {task.id for task in found if task is not None and rules.is_for(principal, task)}
            assert {task.id for task in listed.rows} == allowed
            assert tasks.count_tasks(session, principal, today=NOW.date()).open == len(allowed)
    assert len(every) == 12 + len(people)


def test_an_ended_grant_ends_the_sight(hear: Hear, county: Place, signed_in: SignedIn, db: Database) -> None:
    secretary = county.person("许文静", Role.SECRETARY)
    hear(TOPIC, county.code, an_opening(role=Role.SECRETARY))
    client = signed_in(secretary)
    assert "审核 装配二班 的申报" in client.get(f"/portal/{county.code}/").text
    with db.transaction(county.code) as session:
        session.execute(text("update grant_ set revoked = true where subject = :s"), {"s": secretary.subject})

    assert client.get(f"/portal/{county.code}/").status_code == 403


def fill(db: Database, place: Place, who: Who, number: int) -> None:
    """As the consumers write, in bulk."""
    with db.transaction(place.code) as session:
        for table in ("task", "message", "honour"):
            session.execute(text(f"delete from {table}"))
        session.execute(
            text(
                "insert into task (tenant, id, service, kind, title, url, role, unit_path, subject, due_or_never,"
                " started_by, object_id, opened_at, closed_at, done_by, outcome, words)"
                " select :t, gen_random_uuid(), 'applications', 'review', '审核 ' || n, '/x', 'secretary', '', '',"
                " '9999-12-31', :me, '', now(), case when n % 2 = 0 then now() end, :me, 'done', array['审核']"
                " from generate_series(1, :n) n"
            ),
            {"t": place.code, "me": who.subject, "n": number},
        )
        session.execute(
            text(
                "insert into message (tenant, id, subject, title, body, url, at)"
                " select :t, gen_random_uuid(), :me, '消息 ' || n, '', '', now() from generate_series(1, :n) n"
            ),
            {"t": place.code, "me": who.subject, "n": number},
        )
        session.execute(
            text(
                "insert into honour (tenant, id, application_id, honour, level, number, plaque_number, number_key,"
                " plaque_key, subject_unit_id, subject_name, union_unit_id, conferred_on, year, url, deeds, standing,"
                " ground, words) select :t, cast(n as text), '', '先进', 'county', '', '', '', '', '', '审核 ' || n, '',"
                " '2025-01-01', 2025, '', '', 'valid', '', array['审核'] from generate_series(1, :n) n"
            ),
            {"t": place.code, "n": number},
        )


@pytest.mark.parametrize("path", PAGES)
def test_a_page_asks_the_same_number_of_statements_at_any_size(
    county: Place, signed_in: SignedIn, db: Database, count_statements: Callable[..., object], path: str
) -> None:
    secretary = county.person("许文静", Role.SECRETARY)
    client = signed_in(secretary)
    counted = []
    for number in (50, 5000):
        fill(db, county, secretary, number)
        with count_statements(db) as statements:  # type: ignore[attr-defined]
            answer = client.get(f"/portal/{county.code}{path}")
        assert answer.status_code == 200
        counted.append(statements.number)

    assert counted[0] == counted[1] <= 22


def test_an_event_costs_the_same_whoever_hears_it(
    county: Place, db: Database, handlers: object, count_statements: Callable[..., object]
) -> None:
    counted = []
    for people in (1, 40):
        for _ in range(people):
            county.person("许文静", Role.SECRETARY)
        for topic, message in ((TOPIC, a_message()), (CASES, a_conferring(str(uuid4())))):
            with count_statements(db) as statements:  # type: ignore[attr-defined]
                handlers.handle(a_record(topic, county.code, message))  # type: ignore[attr-defined]
            counted.append(statements.number)

    assert counted[:2] == counted[2:]
