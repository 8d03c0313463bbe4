"""Rule 4: the log is append-only and a chain of hashes per tenant."""

from datetime import UTC, datetime
from decimal import Decimal

import psycopg
import pytest
from sqlalchemy import text
from sqlalchemy.exc import ProgrammingError

from services.common import audit
from tests.factories import a_code

NOW = datetime(2025, 10, 1, tzinfo=UTC)
WHO = audit.Actor("s-1", "许文静")


def say(ground, tenant, action, **detail):
    with ground.db.transaction(tenant) as session:
        audit.record(session, WHO, action, "thing", 1, at=NOW, **detail)


def test_each_entry_carries_the_hash_of_the_one_before(ground):
    tenant = a_code()
    say(ground, tenant, "began")
    say(ground, tenant, "scored", score=Decimal("96.50"))

    with ground.db.read(tenant) as session:
        first, second = audit.entries_of(session, "thing", 1)

    assert (first.seq, first.previous_hash) == (1, audit.FIRST)
    assert (second.seq, second.previous_hash) == (2, first.hash)
    assert second.entry.detail == {"score": "96.50"}


def test_a_whole_chain_is_told_from_a_changed_one(ground):
    tenant = a_code()
    for number in range(3):
        say(ground, tenant, "acted", number=number)
    with ground.db.read(tenant) as session:
        assert audit.broken_at(session) is None

    with psycopg.connect(ground.cluster.url("ground"), autocommit=True) as superuser:
        superuser.execute("update log_entry set detail = '{\"number\": 9}' where tenant = %s and seq = 2", (tenant,))

    with ground.db.read(tenant) as session:
        assert audit.broken_at(session) == 2


def test_a_cut_off_end_is_noticed(ground):
    tenant = a_code()
    for number in range(3):
        say(ground, tenant, "acted", number=number)

    with psycopg.connect(ground.cluster.url("ground"), autocommit=True) as superuser:
        superuser.execute("delete from log_entry where tenant = %s and seq = 3", (tenant,))

    with ground.db.read(tenant) as session:
        assert audit.broken_at(session) == 3


@pytest.mark.parametrize("statement", ["update log_entry set action = 'x'", "delete from log_entry"])
def test_the_app_role_cannot_change_or_remove_an_entry(ground, statement):
    tenant = a_code()
    say(ground, tenant, "acted")

    with pytest.raises(ProgrammingError, match="permission denied"), ground.db.transaction(tenant) as session:
        session.execute(text(statement))


def test_what_is_rolled_back_leaves_no_entry_and_no_event(ground):
    tenant = a_code()

    with pytest.raises(ZeroDivisionError), ground.db.transaction(tenant) as session:
        audit.record(session, WHO, "acted", "thing", 1, at=NOW)
        raise ZeroDivisionError

    with ground.db.read(tenant) as session:
        assert audit.entries_of(session, "thing", 1) == []
