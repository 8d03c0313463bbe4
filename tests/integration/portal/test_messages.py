"""Messages in the site, and the e-mails that go with them over a real SMTP server."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from email import message_from_bytes
from email.policy import default
from typing import Any
from uuid import uuid4

import pytest
from aiosmtpd.controller import Controller
from flask.testing import FlaskClient
from pioneer.worklist.v1 import events_pb2 as worklist
from sqlalchemy import text

from services.common.clock import SettableClock
from services.common.consumers import Handlers
from services.common.db import Database
from services.common.roles import Role
from services.common.worklist import stamp
from services.portal import mailer
from services.portal.mailer import Mailer
from services.portal.service import mails
from tests.conftest import NOW, Services
from tests.factories import Place, Who
from tests.integration.portal.conftest import a_record
from tests.integration.portal.oidc_server import free_port
from tests.integration.portal.tasks import TOPIC
from tests.pages import PageClient

Hear = Callable[..., str]
SignedIn = Callable[[Who], FlaskClient]


def a_message(
    title: str = "装配二班 已通过审核",
    *,
    role: Role | None = Role.SECRETARY,
    path: str = "",
    subject: str = "",
    **more: Any,
) -> worklist.NotificationRequested:
    values: dict[str, Any] = {"body": "考核将于 11 月开始。", "url": "/applications/341122/cases/1", **more}
    return worklist.NotificationRequested(
        notification_id=str(uuid4()),
        audience=worklist.Audience(role=role or "", unit_path=path, subject=subject),
        title=title,
        requested_at=stamp(NOW),
        **values,
    )


def give_address(place: Place, who: Who, address: str) -> None:
    with place.db.transaction(place.code) as session:
        session.execute(
            text("update person set email = :email where tenant = :t and id = :id"),
            {"email": address, "t": place.code, "id": who.person_id},
        )


def states(db: Database, place: Place) -> list[tuple[str, str]]:
    with db.read(place.code) as session:
        return [tuple(row) for row in session.execute(text("select state, error from mail order by address"))]


@dataclass
class Inbox:
    """An SMTP server on loopback that keeps what it takes. `answers` are given first, one a letter."""

    answers: list[str] = field(default_factory=list)
    letters: list[Any] = field(default_factory=list)
    to: list[list[str]] = field(default_factory=list)
    port: int = field(default_factory=free_port)

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:
        if self.answers:
            return self.answers.pop(0)
        self.letters.append(message_from_bytes(envelope.content, policy=default))
        self.to.append(envelope.rcpt_tos)
        return "250 kept"


@pytest.fixture
def inbox() -> Iterator[Inbox]:
    made = Inbox()
    controller = Controller(made, hostname="127.0.0.1", port=made.port)
    controller.start()
    yield made
    controller.stop()


@pytest.fixture
def post(services: Services, inbox: Inbox, db: Database) -> Mailer:
    settings = services.parts("portal").settings
    return Mailer(settings.model_copy(update={"smtp_url": f"smtp://127.0.0.1:{inbox.port}"}))


def test_a_message_reaches_everybody_meant_and_nobody_else(hear: Hear, county: Place, signed_in: SignedIn) -> None:
    township, other = county.unit("汊河镇总工会", "township"), county.unit("半塔镇总工会", "township")
    reviewer = county.person("郑立群", (Role.REVIEWER, township))
    colleague = county.person("孟小山", (Role.REVIEWER, other))
    secretary = county.person("许文静", Role.SECRETARY)
    hear(TOPIC, county.code, a_message(role=Role.REVIEWER, path=township.path))

    assert [heading(signed_in(who), county) for who in (reviewer, colleague, secretary)] == [
        "您有 1 条消息未读",
        "消息都已读过",
        "消息都已读过",
    ]


def heading(client: FlaskClient, place: Place) -> str:
    return PageClient(client.application, client).get(f"/portal/{place.code}/messages").h1


def test_a_message_told_twice_is_one(handlers: Handlers, county: Place, db: Database) -> None:
    county.person("许文静", Role.SECRETARY)
    said = a_message()
    first, second = a_record(TOPIC, county.code, said), a_record(TOPIC, county.code, said)

    assert [handlers.handle(first), handlers.handle(first), handlers.handle(second)] == [
        "handled",
        "duplicate",
        "handled",
    ]
    with db.read(county.code) as session:
        assert session.execute(text("select count(*) from message")).scalar_one() == 1


def test_reading_leads_on_and_is_remembered(hear: Hear, county: Place, signed_in: SignedIn) -> None:
    secretary = county.person("许文静", Role.SECRETARY)
    client = signed_in(secretary)
    pages = PageClient(client.application, client)
    hear(TOPIC, county.code, a_message("甲"))
    hear(TOPIC, county.code, a_message("乙", url=""))
    page = pages.get(f"/portal/{county.code}/messages")
    read = next(form["action"] for form in page.select("main table form") if "查看" in form.get_text())
    answer = pages.submit(page, str(read), expect=303, follow=False).answer

    assert answer.headers["Location"] == "/applications/341122/cases/1"
    assert pages.get(f"/portal/{county.code}/messages").h1 == "您有 1 条消息未读"
    page = pages.get(f"/portal/{county.code}/messages?show=unread")
    assert [cell.get_text() for cell in page.select("table .what")] == ["乙"]
    done = pages.submit(page, f"/portal/{county.code}/messages/read-all")
    assert done.h1 == "消息都已读过"
    assert "没有未读的消息" in pages.get(f"/portal/{county.code}/messages?show=unread").text


def test_nobody_reads_anothers_message(hear: Hear, county: Place, signed_in: SignedIn, db: Database) -> None:
    secretary, other = county.person("许文静", Role.SECRETARY), county.person("罗平", Role.REVIEWER)
    said = a_message()
    hear(TOPIC, county.code, said)
    client = signed_in(other)
    pages = PageClient(client.application, client)
    form = pages.get(f"/portal/{county.code}/account").form(f"/portal/{county.code}/account/mail")
    token = form.select_one("[name=csrf_token]")["value"]  # type: ignore[index]
    address = f"/portal/{county.code}/messages/{said.notification_id}/read"

    assert client.post(address, data={"csrf_token": token}).status_code == 404
    assert heading(signed_in(secretary), county) == "您有 1 条消息未读"


def test_a_mail_is_sent_once(
    hear: Hear, county: Place, post: Mailer, inbox: Inbox, clock: SettableClock, db: Database
) -> None:
    give_address(county, county.person("许文静", Role.SECRETARY), "xu@example.org")
    give_address(county, county.person("罗平", Role.REVIEWER), "luo@example.org")
    hear(TOPIC, county.code, a_message())
    for _ in range(3):
        post.tick(clock)

    assert inbox.to == [["xu@example.org"]]
    letter = inbox.letters[0]
    assert letter["Subject"] == "装配二班 已通过审核"
    assert letter["From"] == "pioneer@localhost"
    content = letter.get_content()
    assert "考核将于 11 月开始。" in content
    assert "http://127.0.0.1:8440/applications/341122/cases/1" in content
    assert states(db, county) == [("sent", "")]


def test_two_clocks_at_once_send_it_once(
    hear: Hear, county: Place, post: Mailer, inbox: Inbox, clock: SettableClock
) -> None:
    from threading import Thread

    give_address(county, county.person("许文静", Role.SECRETARY), "xu@example.org")
    for number in range(5):
        hear(TOPIC, county.code, a_message(f"第 {number} 条"))
    threads = [Thread(target=post.tick, args=(clock,)) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=120)

    assert sorted(letter["Subject"] for letter in inbox.letters) == [f"第 {number} 条" for number in range(5)]


def test_who_does_not_want_mail_gets_none(
    hear: Hear, county: Place, post: Mailer, inbox: Inbox, clock: SettableClock, signed_in: SignedIn, db: Database
) -> None:
    secretary = county.person("许文静", Role.SECRETARY)
    give_address(county, secretary, "xu@example.org")
    client = signed_in(secretary)
    pages = PageClient(client.application, client)
    account = pages.get(f"/portal/{county.code}/account")
    assert "xu@example.org" in account.text
    pages.submit(account, f"/portal/{county.code}/account/mail", wants_mail="no")
    hear(TOPIC, county.code, a_message())
    post.tick(clock)
    assert (inbox.letters, states(db, county)) == ([], [])

    before, again = (pages.get(f"/portal/{county.code}/account") for _ in range(2))
    pages.submit(again, f"/portal/{county.code}/account/mail", wants_mail="yes")
    stale = pages.submit(before, f"/portal/{county.code}/account/mail", wants_mail="no", expect=412)
    assert "您在别处改过邮件提醒的设置" in stale.text
    hear(TOPIC, county.code, a_message())
    post.tick(clock)
    assert inbox.to == [["xu@example.org"]]


def test_without_a_server_mails_are_kept_as_not_sent(
    hear: Hear, county: Place, services: Services, clock: SettableClock, db: Database, signed_in: SignedIn
) -> None:
    secretary = county.person("许文静", Role.SECRETARY)
    give_address(county, secretary, "xu@example.org")
    hear(TOPIC, county.code, a_message())
    Mailer(services.parts("portal").settings).tick(clock)

    assert states(db, county) == [("unsent", "no_server")]
    client = signed_in(secretary)
    page = PageClient(client.application, client).get(f"/portal/{county.code}/messages")
    assert "未发邮件：本站未配置邮件服务器" in page.text


def test_a_refused_mail_is_not_tried_again(
    hear: Hear, county: Place, post: Mailer, inbox: Inbox, clock: SettableClock, db: Database
) -> None:
    give_address(county, county.person("许文静", Role.SECRETARY), "xu@example.org")
    inbox.answers = ["550 no such person"]
    hear(TOPIC, county.code, a_message())
    post.tick(clock)
    clock.set(NOW + timedelta(days=1))
    post.tick(clock)

    assert states(db, county) == [("failed", "refused 550")]
    assert inbox.letters == []


def test_a_server_that_says_later_is_asked_again(
    hear: Hear, county: Place, post: Mailer, inbox: Inbox, clock: SettableClock, db: Database
) -> None:
    give_address(county, county.person("许文静", Role.SECRETARY), "xu@example.org")
    inbox.answers = ["451 later"]
    hear(TOPIC, county.code, a_message())
    post.tick(clock)

    assert inbox.to == [["xu@example.org"]]
    assert states(db, county) == [("sent", "")]


def test_a_server_that_is_away_is_tried_after_a_while(
    hear: Hear, county: Place, services: Services, clock: SettableClock, db: Database, inbox: Inbox, post: Mailer
) -> None:
    give_address(county, county.person("许文静", Role.SECRETARY), "xu@example.org")
    hear(TOPIC, county.code, a_message())
    nobody = services.parts("portal").settings.model_copy(update={"smtp_url": "smtp://127.0.0.1:1"})
    Mailer(nobody).tick(clock)
    assert states(db, county) == [("waiting", "no_answer")]
    clock.set(NOW + mailer.LATER - timedelta(seconds=1))
    post.tick(clock)
    assert inbox.letters == []
    clock.set(NOW + mailer.LATER)
    post.tick(clock)

    assert inbox.to == [["xu@example.org"]]


def test_a_claim_whose_process_died_is_taken_up_again(
    hear: Hear, county: Place, post: Mailer, inbox: Inbox, clock: SettableClock, db: Database
) -> None:
    give_address(county, county.person("许文静", Role.SECRETARY), "xu@example.org")
    hear(TOPIC, county.code, a_message())
    assert len(mails.claim_mails(county.code, now=NOW)) == 1
    clock.set(NOW + mails.GIVEN_UP)
    post.tick(clock)
    assert inbox.letters == []
    clock.set(NOW + mails.GIVEN_UP + timedelta(seconds=1))
    post.tick(clock)

    assert inbox.to == [["xu@example.org"]]


def test_a_title_cannot_smuggle_a_header(
    hear: Hear, county: Place, post: Mailer, inbox: Inbox, clock: SettableClock
) -> None:
    give_address(county, county.person("许文静", Role.SECRETARY), "xu@example.org")
    hear(TOPIC, county.code, a_message("标题\r\nBcc: all@example.org"))
    post.tick(clock)

    assert inbox.to == [["xu@example.org"]]
    assert inbox.letters[0]["Bcc"] is None
    assert inbox.letters[0]["Subject"] == "标题 Bcc: all@example.org"
