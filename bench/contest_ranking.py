"""Places of 100 000 contestants as the service asks for them, against the same window function run bare."""

from __future__ import annotations

import secrets
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import UUID

import psycopg

from bench.measure import Line, times
from services.common.migrate import upgrade
from services.competitions.queries.ranking import places, store_places
from services.competitions.store import db
from services.embedded import SERVICES
from services.embedded.cluster import OWNER, Cluster, provision, start
from tests.integration.competitions.crowd import a_crowd

CONTESTANTS = 100_000
TENANT = "330522"
LIMIT = "psycopg, rank() over the same rows, fetched"
BARE = (
    "select entry_id, ranked_apart, rank() over (partition by ranked_apart order by reached desc, k1, k2, k3, k4, k5)"
    " from contest_result where tenant = %s and contest_id = %s and standing = 'ranked'"
)


@contextmanager
def _cluster() -> Iterator[Cluster]:
    with tempfile.TemporaryDirectory(prefix="pioneer-bench-", ignore_cleanup_errors=True) as folder:
        cluster = start(Path(folder) / "postgres", prefix=f"bench_{secrets.token_hex(3)}_")
        provision(cluster, SERVICES)
        upgrade("competitions", cluster.alchemy_url("competitions", OWNER))
        db.connect(cluster.alchemy_url("competitions", "pioneer_competitions"))
        yield cluster
        db.close()


def ranking() -> Iterator[Line]:
    with _cluster() as cluster:
        contest_id = _laid(cluster)
        with psycopg.connect(cluster.url("competitions", "pioneer_competitions"), autocommit=True) as bare:
            limit = times(lambda: _bare(bare, contest_id), rounds=12)
        ours = times(lambda: _ours(contest_id), rounds=12)
        yield Line(f"places of {CONTESTANTS:,} contestants, shared ones told", ours, LIMIT, limit)
        with db.transaction(TENANT) as session:
            store_places(session, contest_id)
        again = times(lambda: _stored(contest_id), rounds=6)
        yield Line("the same, compared with the stored places", again, LIMIT, limit)


def _laid(cluster: Cluster) -> UUID:
    contest_id = UUID(int=secrets.randbits(128), version=4)
    with psycopg.connect(cluster.url("competitions"), autocommit=True) as owner:
        owner.execute("select set_config('pioneer.tenant', %s, false)", (TENANT,))
        owner.execute(
            "insert into contest (tenant, id, regulation_id, regulation_version, rule, year, rules, title, level,"
            " trade, organiser_name, status, opened_by, opened_at) values (%s, %s, 'bench', 1, 'bench', 2026, '{}',"
            " '焊工比武', 'county', '焊工', '总工会', 'scoring', '', now())",
            (TENANT, contest_id),
        )
    with db.transaction(TENANT) as session:
        a_crowd(session, TENANT, contest_id, CONTESTANTS)
    with psycopg.connect(cluster.url("competitions"), autocommit=True) as owner:
        owner.execute("vacuum analyze contest_result")
    return contest_id


def _bare(connection: psycopg.Connection[tuple[object, ...]], contest_id: UUID) -> None:
    with connection.transaction():
        connection.execute("select set_config('pioneer.tenant', %s, true)", (TENANT,))
        rows = connection.execute(BARE, (TENANT, contest_id)).fetchall()
    assert len(rows) == CONTESTANTS * 49 // 50


def _ours(contest_id: UUID) -> None:
    with db.read(TENANT) as session:
        found = places(session, contest_id)
        assert found.shared
        assert len(found.rows) == CONTESTANTS * 49 // 50


def _stored(contest_id: UUID) -> None:
    with db.transaction(TENANT) as session:
        assert store_places(session, contest_id) == 0


if __name__ == "__main__":
    for line in ranking():
        print(f"{line.what}: {line.ours.p50:.1f} ms, {LIMIT} {line.limit.p50:.1f} ms, {line.ratio:.2f}×")
