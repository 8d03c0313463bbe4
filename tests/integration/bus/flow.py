"""Outbox to inbox as it runs: a relay and workers as threads, events that must arrive once each and in order."""

import threading
import time
from uuid import uuid4

from pioneer.applications.v1 import events_pb2
from sqlalchemy import text

from services.common import outbox
from services.common.bus import connect
from services.common.consumers import Handlers, Worker
from services.common.relay import Relay
from tests.factories import a_code
from tests.integration.common.test_events import NOW

TOPIC = "applications.dossiers"

# What was heard of a key, one after the other: a lost, a doubled and a misplaced event are all seen in it.
HEARD = """
insert into thing values (:tenant, :id, :said)
on conflict (tenant, id) do update set name = thing.name || ',' || excluded.name
"""


class Flow:
    """`tell` writes as a use case does; `heard` is the projection. Kinds of buses make no difference to it."""

    def __init__(self, ground, url, *, workers=1):
        self.tenant, self._ground = a_code(), ground
        handlers = Handlers("applications", ground.db)

        @handlers.on(events_pb2.DossierDecided)
        def hear(session, event, said):
            session.execute(text(HEARD), {"tenant": event.tenant, "id": int(said.dossier_id), "said": said.decision})

        bus, group = connect(url("applications")), f"applications.{uuid4().hex[:12]}"
        self._relay = Relay("applications", ground.worker_url, bus.producer())
        self._workers = [Worker(handlers, bus.consumer(group, [TOPIC]), bus.producer()) for _ in range(workers)]
        runs = [self._relay.run, *(worker.run for worker in self._workers)]
        self._threads = [threading.Thread(target=run) for run in runs]

    def __enter__(self):
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_error):
        for each in (self._relay, *self._workers):
            each.stop()
        for thread in self._threads:
            thread.join(120)

    def tell(self, keys, number):
        """One transaction, an event a key."""
        with self._ground.db.transaction(self.tenant) as session:
            for key in keys:
                said = events_pb2.DossierDecided(dossier_id=str(key), decision=str(number))
                outbox.tell(session, TOPIC, key, said, at=NOW)
        self._relay.hint()

    def heard(self):
        with self._ground.db.read(self.tenant) as session:
            return {row.id: row.name for row in session.execute(text("select id, name from thing"))}

    def waiting(self):
        """Told and not yet on the bus."""
        with self._ground.db.read(self.tenant) as session:
            return session.scalar(text("select count(*) from outbox where sent_at is null"))

    def wait_for(self, expected, seconds=300.0):
        until = time.monotonic() + seconds
        while self.heard() != expected and time.monotonic() < until:
            time.sleep(0.1)
        assert self.heard() == expected
