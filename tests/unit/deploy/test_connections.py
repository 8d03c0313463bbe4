"""Every pool of every process may be full at once, and PostgreSQL has room for all of them."""

from sqlalchemy import QueuePool

from deploy.native.processes import ANSWERING, most_connections
from services.common import connections
from services.common.config import Settings
from services.common.db import Database
from services.embedded import SERVICES
from services.embedded.cluster import SMALL

NOWHERE = "postgresql+psycopg://nobody@127.0.0.1:1/nothing"


def most_of(db: Database) -> int:
    """What its pools lend at most, as SQLAlchemy itself was told."""
    pools = [engine.pool for engine in (db.engine, db._worker) if engine is not None]
    assert all(isinstance(pool, QueuePool) for pool in pools)
    return sum(pool.size() + pool._max_overflow for pool in pools if isinstance(pool, QueuePool))


def test_a_process_holds_no_more_than_is_counted_for_it() -> None:
    db = Database("trial")
    for size in (connections.WEB_THREADS, connections.RPC_THREADS, connections.WORKER_POOL):
        db.connect(NOWHERE, worker_url=NOWHERE, pool_size=size)
        assert most_of(db) == connections.of_process(size)
    db.connect(NOWHERE, worker_url=NOWHERE)
    assert most_of(db) == connections.of_process(connections.EMBEDDED_POOL)
    db.close()


def test_a_web_process_lends_to_each_of_its_threads() -> None:
    assert Settings.model_fields["web_threads"].default == connections.WEB_THREADS


def test_the_full_profile_s_server_has_room_for_every_process() -> None:
    web = len(SERVICES) * (6 + 4 + 2)
    workers = len(SERVICES) * (3 + 4 + 2 + 4)
    rpc = len(ANSWERING) * (8 + 4 + 2)
    assert most_connections() == web + workers + rpc + 20 + 40


def test_the_embedded_profile_s_server_has_room_for_two_of_it() -> None:
    one = len(SERVICES) * (12 + 4 + 2 + 4) + 40
    assert int(SMALL["max_connections"]) == 2 * one
