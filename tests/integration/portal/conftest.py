from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from flask.testing import FlaskClient
from google.protobuf.message import Message

from services.common.bus.interface import Record
from services.common.bus.topics import load_topics
from services.common.consumers import Handlers
from services.common.db import Database
from services.common.ids import new_id
from tests import issuer
from tests.conftest import NOW, Databases, Services
from tests.factories import Place, Who, a_place


@pytest.fixture
def db(databases: Databases) -> Database:
    found: Database = databases.of("portal")
    return found


@pytest.fixture
def handlers(services: Services) -> Handlers:
    return services.of("portal").handlers


def a_record(
    topic: str, tenant: str, message: Message, *, key: str = "k", at: datetime = NOW, source: str = "", id_: str = ""
) -> Record:
    headers = {
        "ce_id": id_ or str(new_id()),
        "ce_type": message.DESCRIPTOR.full_name,
        "ce_source": f"/pioneer/{source or load_topics()[topic].owner}",
        "ce_tenant": tenant,
        "ce_time": at.isoformat(),
    }
    return Record(topic, key, headers, message.SerializeToString())


@pytest.fixture
def hear(handlers: Handlers) -> Callable[..., str]:
    """Let the portal hear an event; returns what became of it."""

    def tell(topic: str, tenant: str, message: Message, **more: Any) -> str:
        return handlers.handle(a_record(topic, tenant, message, **more))

    return tell


@pytest.fixture
def county(db: Database) -> Place:
    return a_place(db, name="来安县总工会")


@pytest.fixture
def neighbour(db: Database) -> Place:
    return a_place(db, name="长兴县总工会")


@pytest.fixture
def signed_in(services: Services) -> Callable[[Who], FlaskClient]:
    """A browser in which the person is signed in."""

    def open_browser(who: Who) -> FlaskClient:
        client = services.client("portal")
        client.set_cookie("pioneer_token", issuer.token(who.subject, name=who.name))
        return client

    return open_browser
