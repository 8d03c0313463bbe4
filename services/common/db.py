"""Transactions inside one tenant. Outside a tenant there is no session, and PostgreSQL refuses the query (rule 1)."""

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Engine, QueuePool, Row, create_engine, text
from sqlalchemy.orm import Session

from services.common import audit, idempotency, metrics, outbox
from services.common.connections import ACROSS, BEYOND, EMBEDDED_POOL

Hint = Callable[[], None]
_WRITE = "select set_config('pioneer.tenant', %s, true)"
_READ = "select set_config('pioneer.tenant', %s, true), set_config('transaction_read_only', 'on', true)"


class Database:
    """One service's database, as its app role. A module-level object of the service, connected once at start."""

    def __init__(self, service: str) -> None:
        self.service = service
        self._engine: Engine | None = None
        self._worker: Engine | None = None
        self._after_commit: list[Hint] = []
        self._lock = threading.Lock()

    def connect(self, url: str, *, worker_url: str = "", pool_size: int = EMBEDDED_POOL) -> None:
        """Point at a database; connecting again replaces the pool. `worker_url` is for processes that run ticks."""
        with self._lock:
            self.close()
            # An error's text reaches the log: what was sent with a statement may be somebody's name.
            quiet = {"hide_parameters": True}
            self._engine = create_engine(url, pool_size=pool_size, max_overflow=BEYOND, pool_use_lifo=True, **quiet)
            if worker_url:
                self._worker = create_engine(worker_url, pool_size=ACROSS[0], max_overflow=ACROSS[1], **quiet)
            _watch(self.service, self._engine)
            self._after_commit.clear()

    @property
    def engine(self) -> Engine:
        if self._engine is None:
            raise RuntimeError(f"{self.service}: the database is not connected yet")
        return self._engine

    def close(self) -> None:
        for engine in (self._engine, self._worker):
            if engine is not None:
                engine.dispose()
        self._engine = self._worker = None

    def after_commit(self, hint: Hint) -> None:
        """Called after each transaction that told something; a hint for the relay, which polls anyway."""
        self._after_commit.append(hint)

    @contextmanager
    def transaction(self, tenant: str) -> Iterator[Session]:
        """Write inside the tenant: rows, log entries and outbox rows are kept together or not at all (rule 2)."""
        with Session(self.engine, expire_on_commit=False) as session, session.begin():
            enter(session, tenant)
            idempotency.claim(session, tenant)
            yield session
            session.flush()
            idempotency.attach(session, *audit.first_object(session))
            audit.write(session)
            told = outbox.write(session)
        for hint in self._after_commit if told else ():
            hint()

    @contextmanager
    def read(self, tenant: str) -> Iterator[Session]:
        """Read inside the tenant; a write here fails."""
        with Session(self.engine, expire_on_commit=False) as session, session.begin():
            enter(session, tenant, reading=True)
            yield session

    def tenants_where(self, statement: str, **values: object) -> list[str]:
        """The tenants where something is due, by one statement of the worker's role, however many tenants there are."""
        return [str(row[0]) for row in self.across_tenants(statement, **values)]

    def across_tenants(self, statement: str, **values: object) -> Sequence[Row[Any]]:
        """Read what the worker's role may see of every tenant: whose something is and when, never what it is."""
        if self._worker is None:
            raise RuntimeError(f"{self.service}: the worker is not connected")
        with self._worker.begin() as connection:
            connection.execute(text("set transaction read only"))
            return connection.execute(text(statement), values).all()

    @contextmanager
    def public(self) -> Iterator[Session]:
        """Read what belongs to no tenant: the tree of federations and the working days."""
        with Session(self.engine, expire_on_commit=False) as session, session.begin():
            session.connection().exec_driver_sql("set transaction read only")
            yield session


def _watch(service: str, engine: Engine) -> None:
    pool = engine.pool
    if isinstance(pool, QueuePool):
        metrics.pool_in_use.labels(service).set_function(pool.checkedout)
        metrics.pool_size.labels(service).set(pool.size() + pool._max_overflow)


def enter(session: Session, tenant: str, *, reading: bool = False) -> None:
    """In one statement, which every transaction pays: not compiled, not cached, only sent."""
    session.connection().exec_driver_sql(_READ if reading else _WRITE, (tenant,))
    session.info["tenant"] = tenant


def tenant_of(session: Session) -> str:
    """The tenant the session works in; KeyError outside one."""
    return str(session.info["tenant"])
