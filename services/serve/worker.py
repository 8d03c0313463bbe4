"""What one service does without being asked: its relay to the bus, its consumers, and what falls due by the clock."""

import threading
from collections.abc import Callable

import structlog
from sqlalchemy import text

from services.common.bus.connecting import connect
from services.common.bus.topics import read_by
from services.common.clock import Clock
from services.common.config import Settings
from services.common.connections import WORKER_POOL
from services.common.consumers import Worker
from services.common.relay import Relay
from services.common.runtime import Service
from services.common.ticking import run_due
from services.serve import status
from services.serve.building import build, clock_for
from services.serve.ending import ended_by_signal

log = structlog.get_logger(__name__)
GRACE_SECONDS = 10.0


class Ticking:
    """Calls the service's ticks every so often; `rounds` counts those that ended."""

    def __init__(self, service: Service, clock: Clock, seconds: float) -> None:
        self._service, self._clock, self._seconds = service, clock, seconds
        self._stop = threading.Event()
        self.rounds = 0

    def stop(self) -> None:
        self._stop.set()

    def run(self) -> None:
        while not self._stop.wait(self._seconds):
            try:
                run_due(self._service, self._clock)
            except Exception as error:
                log.warning("tick_failed", error=type(error).__name__)
            self.rounds += 1


def run(settings: Settings) -> int:
    """Until SIGTERM, or until one of its threads has died: then 1, so that whoever watches starts it again."""
    ended = ended_by_signal()
    clock = clock_for(settings)
    service = build(settings, clock, pool_size=WORKER_POOL)
    bus = connect(settings.bus_url)
    relay = Relay(service.name, settings.worker_database_url, bus.producer())
    service.db.after_commit(relay.hint)
    ticking = Ticking(service, clock, settings.tick_seconds)
    jobs: list[tuple[Callable[[], None], Callable[[], None]]] = [(relay.run, relay.stop), (ticking.run, ticking.stop)]
    topics = read_by(service.name)
    if topics:
        consumer = Worker(service.handlers, bus.consumer(service.name, topics), bus.producer())
        jobs.append((consumer.run, consumer.stop))
    threads = [threading.Thread(target=job, name=job.__qualname__, daemon=True) for job, _stop in jobs]
    for thread in threads:
        thread.start()
    probe = status.serve(settings.status_listen, lambda: _readiness(service, threads, ticking))
    log.info("working", topics=len(topics))
    while not ended.wait(1.0) and all(thread.is_alive() for thread in threads):
        pass
    for _job, stop in jobs:
        stop()
    for thread in threads:
        thread.join(timeout=GRACE_SECONDS)
    probe.shutdown()
    service.db.close()
    return 0 if ended.is_set() else 1


def _readiness(service: Service, threads: list[threading.Thread], ticking: Ticking) -> status.Told:
    if not all(thread.is_alive() for thread in threads):
        raise RuntimeError("a thread has died")
    with service.db.engine.connect() as connection:
        connection.execute(text("select 1"))
    return {"rounds": ticking.rounds}
