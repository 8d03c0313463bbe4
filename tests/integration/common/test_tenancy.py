"""Rule 1: outside a tenant a query is an error; inside one, the others' rows are not there."""

import psycopg
import pytest
from sqlalchemy import text
from sqlalchemy.exc import ProgrammingError

from tests.factories import a_code


def put(ground, tenant, id_, name):
    with ground.db.transaction(tenant) as session:
        session.execute(text("insert into thing values (:t, :id, :name)"), {"t": tenant, "id": id_, "name": name})


def test_a_tenant_sees_its_own_rows_and_not_the_neighbours(ground):
    here, there = a_code(), a_code()
    put(ground, here, 1, "ours")
    put(ground, there, 1, "theirs")

    with ground.db.read(here) as session:
        names = session.scalars(text("select name from thing")).all()

    assert names == ["ours"]


def test_a_query_outside_a_tenant_is_an_error_not_an_empty_list(ground):
    put(ground, a_code(), 1, "somebody's")

    with psycopg.connect(ground.app_url) as connection, pytest.raises(psycopg.errors.InsufficientPrivilege):
        connection.execute("select * from thing")


def test_a_pooled_connection_forgets_the_tenant_of_the_transaction_before(ground):
    tenant = a_code()
    put(ground, tenant, 1, "ours")
    with psycopg.connect(ground.app_url) as connection:
        connection.execute("select set_config('pioneer.tenant', %s, true)", (tenant,))
        connection.commit()
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute("select * from thing")


def test_a_row_of_another_tenant_cannot_be_written(ground):
    here, there = a_code(), a_code()

    with pytest.raises(ProgrammingError, match="row-level security"), ground.db.transaction(here) as session:
        session.execute(text("insert into thing values (:t, 1, 'forged')"), {"t": there})


def test_a_row_of_another_tenant_cannot_be_changed_or_moved(ground):
    here, there = a_code(), a_code()
    put(ground, here, 1, "ours")
    put(ground, there, 1, "theirs")

    with ground.db.transaction(here) as session:
        changed = session.connection().execute(text("update thing set name = 'x' where tenant = :t"), {"t": there})
        assert changed.rowcount == 0
    with pytest.raises(ProgrammingError, match="row-level security"), ground.db.transaction(here) as session:
        session.execute(text("update thing set tenant = :t where tenant = :h"), {"t": there, "h": here})


def test_the_owner_of_the_tables_is_held_by_the_same_policy(ground):
    put(ground, a_code(), 1, "somebody's")

    with psycopg.connect(ground.cluster.url("ground", "pioneer_owner")) as connection:
        assert connection.execute("select count(*) from thing").fetchone() == (0,)


def test_the_app_role_owns_nothing_and_bypasses_nothing(ground):
    with psycopg.connect(ground.app_url) as connection:
        owned = connection.execute("select count(*) from pg_tables where tableowner = current_user").fetchone()
        rights = connection.execute(
            "select rolsuper, rolbypassrls, rolcreaterole from pg_roles where rolname = current_user"
        ).fetchone()

    assert owned == (0,)
    assert rights == (False, False, False)


def test_reading_transactions_cannot_write(ground):
    with pytest.raises(Exception, match="read-only"), ground.db.read(a_code()) as session:
        session.execute(text("insert into thing values ('x', 1, 'x')"))
