"""The bus of the embedded profile: partitions as tables in a database of its own, one login per service.

A partition's offsets are given under its row's lock, so a reader never sees offset n before n-1 is committed.
"""

import json
import time
from collections.abc import Iterator, Sequence
from contextlib import suppress

import psycopg
from psycopg import Connection
from psycopg.rows import TupleRow

from services.common.bus.interface import Record, Standing, partition_of
from services.common.bus.topics import Topic, dead_letters_of, services_of

SCHEMA = """
create table if not exists bus_partition (
  topic text not null, partition int not null, next_offset bigint not null default 0, owner text not null,
  primary key (topic, partition));
create table if not exists bus_record (
  topic text not null, partition int not null, "offset" bigint not null, key text not null,
  headers jsonb not null, body bytea not null, at timestamptz not null default now(),
  primary key (topic, partition, "offset"));
create table if not exists bus_position (
  "group" text not null, topic text not null, partition int not null, position bigint not null,
  primary key ("group", topic, partition));
"""


def lay(url: str, topics: dict[str, Topic]) -> None:
    """Create what is missing, as the owner. Only a topic's owner may write it; only a group's service its position."""
    with psycopg.connect(url) as connection:
        connection.execute(SCHEMA)
        services = services_of(topics)
        for topic in (*topics.values(), *(dead_letters_of(service) for service in services)):
            connection.cursor().executemany(
                "insert into bus_partition (topic, partition, owner) values (%s, %s, %s) on conflict do nothing",
                [(topic.name, number, topic.owner) for number in range(topic.partitions)],
            )
        _protect(connection, services)


def _protect(connection: Connection[TupleRow], services: list[str]) -> None:
    roles = ", ".join(f"pioneer_{service}" for service in services)
    me = "replace(current_user::text, 'pioneer_', '')"
    connection.execute(
        f"""
        grant select, insert on bus_record to {roles};
        grant select, update (next_offset) on bus_partition to {roles};
        grant select, insert, update on bus_position to {roles};
        alter table bus_partition enable row level security;
        alter table bus_record enable row level security;
        alter table bus_position enable row level security;
        drop policy if exists seen on bus_partition;
        create policy seen on bus_partition for select using (true);
        drop policy if exists written on bus_partition;
        create policy written on bus_partition for update using (owner = {me});
        drop policy if exists seen on bus_record;
        create policy seen on bus_record for select using (true);
        drop policy if exists written on bus_record;
        create policy written on bus_record for insert with check (exists (
          select from bus_partition p where p.topic = bus_record.topic and p.partition = bus_record.partition
          and p.owner = {me}));
        drop policy if exists own_group on bus_position;
        create policy own_group on bus_position using (split_part("group", '.', 1) = {me});
        """
    )


class PostgresBus:
    """Bus over PostgreSQL. `url` logs in as the service's own role."""

    def __init__(self, url: str) -> None:
        self._url = url

    def producer(self) -> "PostgresProducer":
        return PostgresProducer(self._url)

    def consumer(self, group: str, topics: Sequence[str]) -> "PostgresConsumer":
        return PostgresConsumer(self._url, group, topics)

    def history(self, topics: Sequence[str]) -> Iterator[Record]:
        with psycopg.connect(self._url, autocommit=True) as connection, connection.transaction():
            connection.execute("set transaction isolation level repeatable read, read only")
            for topic in topics:
                with connection.cursor(name="history") as cursor:
                    cursor.execute(_ALL, (topic,))
                    for topic_, partition, offset, key, headers, body in cursor:
                        yield Record(topic_, key, headers, bytes(body), partition, offset)


class PostgresProducer:
    def __init__(self, url: str) -> None:
        self._url = url
        self._connection: Connection[TupleRow] | None = None
        self._partitions: dict[str, int] = {}

    def send(self, records: Sequence[Record]) -> None:
        connection = self._open()
        placed: dict[tuple[str, int], list[Record]] = {}
        for record in records:
            place = record.topic, partition_of(record.key, self._count(connection, record.topic))
            placed.setdefault(place, []).append(record)
        with connection.transaction():
            for (topic, partition), batch in sorted(placed.items()):
                self._append(connection, topic, partition, batch)
            topics = sorted({topic for topic, _partition in placed})
            connection.execute("select pg_notify('bus', topic) from unnest(%s::text[]) topic", (topics,))

    def _append(self, connection: Connection[TupleRow], topic: str, partition: int, batch: list[Record]) -> None:
        kept = connection.execute(
            _APPEND,
            {
                "topic": topic,
                "partition": partition,
                "count": len(batch),
                "keys": [record.key for record in batch],
                "headers": [json.dumps(dict(record.headers)) for record in batch],
                "bodies": [record.body for record in batch],
            },
        )
        if kept.rowcount != len(batch):
            raise PermissionError(f"this service may not write the topic {topic}")

    def _count(self, connection: Connection[TupleRow], topic: str) -> int:
        if topic not in self._partitions:
            row = connection.execute("select count(*) from bus_partition where topic = %s", (topic,)).fetchone()
            if row is None or row[0] == 0:
                raise LookupError(f"no topic {topic}: is it in proto/topics.yaml?")
            self._partitions[topic] = int(row[0])
        return self._partitions[topic]

    def _open(self) -> Connection[TupleRow]:
        if self._connection is None or self._connection.closed:
            self._connection = psycopg.connect(self._url, autocommit=True)
        return self._connection

    def close(self) -> None:
        if self._connection is not None:
            self._connection.close()


_APPEND = """
with grown as (
  update bus_partition set next_offset = next_offset + %(count)s where topic = %(topic)s and partition = %(partition)s
  returning next_offset - %(count)s as first)
insert into bus_record (topic, partition, "offset", key, headers, body)
select %(topic)s, %(partition)s, grown.first + said.place - 1, said.key, said.headers::jsonb, said.body
from grown, unnest(%(keys)s::text[], %(headers)s::text[], %(bodies)s::bytea[]) with ordinality
  as said (key, headers, body, place)
"""

_ALL = """
select topic, partition, "offset", key, headers, body from bus_record where topic = %s order by partition, "offset"
"""

_NEXT = """
select r.topic, r.partition, r."offset", r.key, r.headers, r.body
from unnest(%s::text[], %s::int[], %s::bigint[]) as wanted (topic, partition, position)
cross join lateral (
  select * from bus_record b where b.topic = wanted.topic and b.partition = wanted.partition
  and b."offset" >= wanted.position order by b."offset" limit %s) r
order by r.topic <> %s, r.at, r.topic, r.partition, r."offset"
"""


class PostgresConsumer:
    """Holds the partitions whose advisory lock it gets: two processes of a group share the work, none sees it twice.

    A producer's notice wakes it; where one is lost, it looks all the same at every poll.
    """

    def __init__(self, url: str, group: str, topics: Sequence[str]) -> None:
        self._url, self._group, self._topics = url, group, list(topics)
        self._connection: Connection[TupleRow] | None = None
        self._held: dict[tuple[str, int], int] = {}
        self._looked = 0.0

    def poll(self, timeout_seconds: float, limit: int = 100) -> list[Record]:
        until = time.monotonic() + timeout_seconds
        while True:
            connection = self._open()
            self._take(connection)
            records = self._fetch(connection, limit) if self._held else []
            if records or not self._woken(connection, until):
                return records

    def _woken(self, connection: Connection[TupleRow], until: float) -> bool:
        """Whether a notice of one of the topics came in time. Those that came while others were read are kept."""
        while (left := until - time.monotonic()) > 0:
            for notice in connection.notifies(timeout=left, stop_after=1):
                if notice.payload in self._topics:
                    return True
        return False

    def _fetch(self, connection: Connection[TupleRow], limit: int) -> list[Record]:
        topics, partitions = zip(*self._held, strict=True)
        rows = connection.execute(
            _NEXT, (list(topics), list(partitions), list(self._held.values()), limit, self._topics[0])
        ).fetchall()
        for topic, partition, offset, *_ in rows:
            self._held[topic, partition] = max(self._held[topic, partition], offset + 1)
        return [
            Record(topic, key, headers, bytes(body), partition, offset)
            for topic, partition, offset, key, headers, body in rows
        ]

    def commit(self, *records: Record) -> None:
        if not records:
            return
        topics, partitions, positions = zip(
            *((record.topic, record.partition, record.offset + 1) for record in records), strict=True
        )
        self._open().execute(
            'insert into bus_position ("group", topic, partition, position)'
            " select %s, * from unnest(%s::text[], %s::int[], %s::bigint[])"
            ' on conflict ("group", topic, partition) do update set position = excluded.position',
            (self._group, list(topics), list(partitions), list(positions)),
        )

    def standing(self) -> list[Standing]:
        rows = self._open().execute(
            "select p.topic, p.partition, coalesce(g.position, 0), p.next_offset from bus_partition p"
            ' left join bus_position g on g."group" = %s and g.topic = p.topic and g.partition = p.partition'
            " where p.topic = any(%s) order by p.topic, p.partition",
            (self._group, self._topics),
        )
        return [Standing(topic, int(partition), int(position), int(end)) for topic, partition, position, end in rows]

    def lag(self) -> dict[str, int]:
        behind = dict.fromkeys(self._topics, 0)
        for each in self.standing():
            behind[each.topic] += each.behind
        return behind

    def _take(self, connection: Connection[TupleRow]) -> None:
        """Every second look for partitions nobody of the group holds."""
        if time.monotonic() - self._looked < 1.0:
            return
        self._looked = time.monotonic()
        rows = connection.execute(
            "select p.topic, p.partition, coalesce(g.position, 0) from bus_partition p left join bus_position g"
            ' on g."group" = %s and g.topic = p.topic and g.partition = p.partition where p.topic = any(%s)',
            (self._group, self._topics),
        ).fetchall()
        for topic, partition, position in rows:
            if (topic, partition) in self._held:
                continue
            name = f"{self._group}/{topic}/{partition}"
            got = connection.execute("select pg_try_advisory_lock(hashtextextended(%s, 0))", (name,)).fetchone()
            if got and got[0]:
                self._held[topic, partition] = position

    def _open(self) -> Connection[TupleRow]:
        if self._connection is None or self._connection.closed:
            self._connection = psycopg.connect(self._url, autocommit=True)
            self._connection.execute("listen bus")
            self._held.clear()
            self._looked = 0.0
        return self._connection

    def close(self) -> None:
        """What it held is free when this returns: the session itself ends some time later."""
        if self._connection is not None:
            with suppress(psycopg.Error):
                self._connection.execute("select pg_advisory_unlock_all()")
            self._connection.close()
