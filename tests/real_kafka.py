"""A real Kafka for the tests that ask: one broker a run, one login per service, as the full profile has them.

From its image where an engine of containers gives it (docs/adr/0018-servers-of-the-tests.md), else natively.
"""

import os
import random
import socket
from collections.abc import Iterator

import pytest

from deploy.native.kafka import Kafka, Unavailable


def free_ports(count: int) -> list[int]:
    """Pairs of neighbours below 32768: what is above is taken by outgoing connections. The first of each pair."""
    found: list[int] = []
    for port in random.sample(range(20000, 32000, 2), 2000):
        if len(found) == count:
            break
        if _is_free(port) and _is_free(port + 1):
            found.append(port)
    return found


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def started(folder, ports, tls_ports=()):
    """The brokers, or the test ends: failed in CI, elsewhere told loudly at the end of the run."""
    # Only who asks for a Kafka loads what speaks to an engine.
    from tests.contained_kafka import NoImage, contained

    try:
        return contained(folder / "contained", ports, tls_ports)
    except NoImage as why:
        why.tell("Kafka")
    kafka = Kafka(folder, ports, tls_ports)
    try:
        kafka.start()
    except Unavailable as missing:
        kafka.stop()
        if os.environ.get("CI"):
            pytest.fail(str(missing), pytrace=False)
        pytest.skip(f"NOT TESTED ON KAFKA: {missing}")
    except BaseException:
        kafka.stop()
        raise
    return kafka


@pytest.fixture(scope="session")
def kafka(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Kafka]:
    port, tls_port = free_ports(2)
    running = started(tmp_path_factory.mktemp("kafka"), [port], [tls_port])
    yield running
    running.stop()
