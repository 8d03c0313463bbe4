"""Before its due day a task is reminded of, once, whoever is meant, in the site and by e-mail."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from sqlalchemy import text

from services.common.clock import SettableClock, at
from services.common.db import Database
from services.common.roles import Role
from services.portal.service.reminders import remind_of_tasks
from services.portal.ticks import remind
from tests.factories import Place
from tests.integration.portal.tasks import TOPIC, a_closing, an_opening

DUE = date(2025, 10, 31)


def reminders(db: Database, place: Place) -> list[tuple[str, str]]:
    """(subject, title) of every message."""
    with db.read(place.code) as session:
        asked = text("select subject, title from message where tenant = :t order by at, subject, title")
        return [(row.subject, row.title) for row in session.execute(asked, {"t": place.code})]


@pytest.mark.parametrize(
    ("days", "day", "title"),
    [
        (0, DUE - timedelta(days=4), None),
        (0, DUE - timedelta(days=3), "还有 3 天到期：审核 装配二班 的申报"),
        (0, DUE, "今天到期：审核 装配二班 的申报"),
        (0, DUE + timedelta(days=1), None),
        (10, DUE - timedelta(days=11), None),
        (10, DUE - timedelta(days=10), "还有 10 天到期：审核 装配二班 的申报"),
    ],
)
def test_from_so_many_days_before_to_the_day_itself(
    db: Database, county: Place, hear: Callable[..., str], days: int, day: date, title: str | None
) -> None:
    reviewer = county.person("何书文", Role.REVIEWER)
    hear(TOPIC, county.code, an_opening(due_on=DUE, remind_days=days))

    remind_of_tasks(county.code, now=at(day))

    assert reminders(db, county) == ([(reviewer.subject, title)] if title else [])


def test_once_and_again_only_for_another_day(db: Database, county: Place, hear: Callable[..., str]) -> None:
    county.person("何书文", Role.REVIEWER)
    opening = an_opening(due_on=DUE)
    hear(TOPIC, county.code, opening)
    for day in range(3):
        remind_of_tasks(county.code, now=at(DUE - timedelta(days=day)))
    assert len(reminders(db, county)) == 1

    later = an_opening(task_id=opening.task_id, due_on=DUE + timedelta(days=30), at=at(DUE))
    hear(TOPIC, county.code, later)
    assert remind_of_tasks(county.code, now=at(DUE + timedelta(days=28))) == 1
    assert len(reminders(db, county)) == 2


def test_what_is_done_or_never_due_is_not_reminded_of(db: Database, county: Place, hear: Callable[..., str]) -> None:
    county.person("何书文", Role.REVIEWER)
    done = an_opening(due_on=DUE)
    for said in (done, an_opening(), a_closing(done.task_id)):
        hear(TOPIC, county.code, said)

    assert remind_of_tasks(county.code, now=at(DUE)) == 0


def test_the_clock_reminds_every_federation_of_its_own(
    db: Database, county: Place, neighbour: Place, hear: Callable[..., str], clock: SettableClock
) -> None:
    ours, theirs = county.person("何书文", Role.REVIEWER), neighbour.person("罗兰", Role.REVIEWER)
    hear(TOPIC, county.code, an_opening("审核 装配二班 的申报", due_on=DUE))
    hear(TOPIC, neighbour.code, an_opening("审核 极板涂布班 的申报", due_on=DUE))
    clock.set(at(DUE))

    remind(clock)
    remind(clock)

    assert reminders(db, county) == [(ours.subject, "今天到期：审核 装配二班 的申报")]
    assert reminders(db, neighbour) == [(theirs.subject, "今天到期：审核 极板涂布班 的申报")]


def test_who_left_an_address_is_written_to(db: Database, county: Place, hear: Callable[..., str]) -> None:
    reviewer = county.person("何书文", Role.REVIEWER)
    with db.transaction(county.code) as session:
        session.execute(
            text("update person set email = 'he@example.org' where tenant = :t and subject = :s"),
            {"t": county.code, "s": reviewer.subject},
        )
    hear(TOPIC, county.code, an_opening(due_on=DUE))

    remind_of_tasks(county.code, now=at(DUE))
    remind_of_tasks(county.code, now=at(DUE))

    with db.read(county.code) as session:
        mails = session.execute(
            text("select address, title, body, state from mail where tenant = :t"), {"t": county.code}
        )
        assert [tuple(row) for row in mails] == [
            ("he@example.org", "今天到期：审核 装配二班 的申报", "请在 2025年10月31日前办理。", "waiting")
        ]
