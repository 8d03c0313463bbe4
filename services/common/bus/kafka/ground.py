"""Logins, topics and rights as `proto/topics.yaml` says, laid by the admin; harmless when all is there."""

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import stamina
from kafka import KafkaAdminClient
from kafka.admin import (
    ACL,
    ACLFilter,
    ACLOperation,
    ACLPermissionType,
    ACLResourcePatternType,
    NewTopic,
    ResourcePattern,
    ResourcePatternFilter,
    ResourceType,
    UserScramCredentialUpsertion,
)
from kafka.errors import KafkaError

from services.common.bus.kafka.login import away, login
from services.common.bus.topics import Topic, dead_letters_of, services_of

METRICS = "metrics"
"""Reads how far the groups are, and no record."""

KNOWN_SECONDS = 30.0
DAY_MS = 86_400_000
# Brokers that have just started still choose leaders and end a connection in the middle; all of it may be done again.
again = stamina.retry(on=KafkaError, attempts=6, wait_initial=0.5, timeout=60)


@again
def let_in(url: str, user: str, password: str) -> None:
    """Make a SCRAM login, or give it this password; by a login that may, such as the brokers' own."""
    with _admin(url) as admin:
        _let_in(admin, {user: password})


@again
def lay(url: str, topics: dict[str, Topic], *, passwords: Mapping[str, str]) -> None:
    """Topics with their copies and dead letters, logins, and the rights of each service: these and no others."""
    with _admin(url) as admin:
        _let_in(admin, passwords)
        _make_topics(admin, topics)
        _grant(admin, topics)


def brokers_up(url: str) -> int:
    """How many brokers of the cluster are up, as the one asked sees it; none when it does not answer."""
    try:
        admin = KafkaAdminClient(**login(url), bootstrap_timeout_ms=2000, request_timeout_ms=5000)
    except (KafkaError, OSError):
        return 0
    try:
        return len(admin.describe_cluster()["brokers"])
    except (KafkaError, OSError):
        return 0
    finally:
        admin.close()


@contextmanager
def _admin(url: str) -> Iterator[Any]:
    """A new login is known to the brokers some milliseconds after it is made: tried again for a while."""
    until = time.monotonic() + KNOWN_SECONDS
    while True:
        try:
            admin = KafkaAdminClient(**login(url), bootstrap_timeout_ms=5000)
            break
        except KafkaError as error:
            if time.monotonic() > until:
                raise away(url, error) from error
            time.sleep(0.2)
    try:
        yield admin
    finally:
        admin.close()


def _let_in(admin: Any, passwords: Mapping[str, str]) -> None:
    made = [UserScramCredentialUpsertion(user, "SCRAM-SHA-512", password) for user, password in passwords.items()]
    refused = {user: said for user, said in admin.alter_user_scram_credentials(made).items() if said}
    if refused:
        raise PermissionError(f"logins refused: {refused}")


def _make_topics(admin: Any, topics: dict[str, Topic]) -> None:
    brokers = len(admin.describe_cluster()["brokers"])
    there = set(admin.list_topics())
    wanted = {topic.name: topic for topic in topics.values()} | {
        dead_letters_of(service).name: dead_letters_of(service) for service in services_of(topics)
    }
    missing = [_new(topic, brokers) for name, topic in sorted(wanted.items()) if name not in there]
    if missing:
        admin.create_topics(missing)
    admin.wait_for_topics(sorted(wanted), timeout_ms=int(KNOWN_SECONDS * 1000))


def _new(topic: Topic, brokers: int) -> NewTopic:
    copies = min(topic.copies, brokers)
    told = {
        "retention.ms": str(topic.days * DAY_MS) if topic.days else "-1",
        "retention.bytes": "-1",
        "min.insync.replicas": str(max(1, copies - 1)),
        # 16 MiB of files and an index that grows: thirty partitions on a laptop need no gigabytes.
        "segment.bytes": str(64 * 1024 * 1024),
        "segment.index.bytes": str(256 * 1024),
    }
    return NewTopic(topic.name, topic.partitions, copies, topic_configs=told)


def _grant(admin: Any, topics: dict[str, Topic]) -> None:
    """A login's rules are made to be exactly these: what the registry no longer says is taken away."""
    for user, wanted in _rights(topics).items():
        anything = ResourcePatternFilter(ResourceType.ANY, None, ACLResourcePatternType.ANY)
        has = ACLFilter(f"User:{user}", None, ACLOperation.ANY, ACLPermissionType.ANY, anything)
        there = set(admin.describe_acls(has)[0])
        stale = [
            ACLFilter(
                each.principal,
                each.host,
                each.operation,
                each.permission_type,
                ResourcePatternFilter(
                    each.resource_pattern.resource_type,
                    each.resource_pattern.resource_name,
                    each.resource_pattern.pattern_type,
                ),
            )
            for each in there - wanted
        ]
        if stale:
            admin.delete_acls(stale)
        if wanted - there and (failed := admin.create_acls(list(wanted - there))["failed"]):
            raise PermissionError(f"the rights of {user} were refused: {failed}")
        if stale or wanted - there:
            _wait_until(lambda has=has, wanted=wanted: set(admin.describe_acls(has)[0]) == wanted)  # type: ignore[misc]


def _wait_until(holds: Callable[[], bool]) -> None:
    """The brokers follow their own log some milliseconds behind."""
    until = time.monotonic() + KNOWN_SECONDS
    while not holds():
        if time.monotonic() > until:
            raise TimeoutError("the brokers did not take over the rights given")
        time.sleep(0.05)


def _rights(topics: dict[str, Topic]) -> dict[str, set[ACL]]:
    """Writing and reading bring describing with them; a service's groups are its name and its name with a dot."""
    rights: dict[str, set[ACL]] = {service: set() for service in services_of(topics)}
    for topic in topics.values():
        rights[topic.owner].add(_may(topic.owner, ACLOperation.WRITE, ResourceType.TOPIC, topic.name))
        for reader in topic.readers:
            rights[reader].add(_may(reader, ACLOperation.READ, ResourceType.TOPIC, topic.name))
    for service, granted in rights.items():
        for operation in (ACLOperation.READ, ACLOperation.WRITE):
            granted.add(_may(service, operation, ResourceType.TOPIC, dead_letters_of(service).name))
        granted.add(_may(service, ACLOperation.READ, ResourceType.GROUP, service))
        granted.add(_may(service, ACLOperation.READ, ResourceType.GROUP, f"{service}.", prefixed=True))
    everything = ((ResourceType.TOPIC, "*"), (ResourceType.GROUP, "*"), (ResourceType.CLUSTER, "kafka-cluster"))
    rights[METRICS] = {_may(METRICS, ACLOperation.DESCRIBE, kind, name) for kind, name in everything}
    return rights


def _may(user: str, operation: ACLOperation, kind: ResourceType, name: str, *, prefixed: bool = False) -> ACL:
    shape = ACLResourcePatternType.PREFIXED if prefixed else ACLResourcePatternType.LITERAL
    return ACL(f"User:{user}", "*", operation, ACLPermissionType.ALLOW, ResourcePattern(kind, name, shape))
