"""Brokers that are killed and come back: writes go on, and every event arrives once in effect and in order."""

import time

import psycopg
import pytest

from services.common.bus import Record, connect
from tests.integration.bus.flow import Flow
from tests.real_kafka import free_ports, started

pytestmark = pytest.mark.xdist_group("full")

KEYS = range(8)


def counted(until):
    return ",".join(str(number) for number in range(until))


def test_while_the_broker_is_away_writes_go_on_and_afterwards_all_arrives(kafka, ground):
    with Flow(ground, kafka.url) as flow:
        for number in range(5):
            flow.tell(KEYS, number)
        flow.wait_for(dict.fromkeys(KEYS, counted(5)))

        kafka.kill(1)
        try:
            for number in range(5, 30):
                flow.tell(KEYS, number)
            assert flow.waiting() == 25 * len(KEYS)
            assert flow.heard() == dict.fromkeys(KEYS, counted(5))
        finally:
            kafka.start_broker(1)
            kafka.wait_until_up()

        flow.wait_for(dict.fromkeys(KEYS, counted(30)))
        assert flow.waiting() == 0


def test_sending_to_a_broker_that_is_away_ends_in_bounded_time(kafka):
    nowhere = free_ports(1)[0]
    producer = connect(f"kafka://applications:secret@127.0.0.1:{nowhere}").producer()

    with pytest.raises(ConnectionError, match=f"no broker of 127.0.0.1:{nowhere}"):
        producer.send([Record("applications.worklist", "key", {}, b"")])


def test_when_connections_to_the_embedded_bus_are_cut_all_arrives(ground):
    with Flow(ground, ground.bus_url, workers=2) as flow:
        for number in range(20):
            flow.tell(KEYS, number)
            if number % 5 == 0:
                with psycopg.connect(ground.cluster.admin_url(), autocommit=True) as admin:
                    admin.execute(
                        "select pg_terminate_backend(pid) from pg_stat_activity where datname = %s",
                        (f"{ground.cluster.prefix}bus",),
                    )
        flow.wait_for(dict.fromkeys(KEYS, counted(20)))


@pytest.fixture(scope="module")
def three(tmp_path_factory):
    brokers = started(tmp_path_factory.mktemp("kafkas"), free_ports(3))
    yield brokers
    brokers.stop()


def test_of_three_brokers_one_is_killed_and_nothing_is_lost_or_doubled(three, ground):
    number = 0
    with Flow(ground, three.url, workers=2) as flow:

        def talk(seconds):
            nonlocal number
            until = time.monotonic() + seconds
            while time.monotonic() < until:
                flow.tell(KEYS, number)
                number += 1
                time.sleep(0.05)

        talk(2.0)
        three.kill(2)
        talk(2.0)
        flow.wait_for(dict.fromkeys(KEYS, counted(number)))
        three.start_broker(2)
        talk(1.0)
        three.wait_until_up()
        three.kill(1)
        talk(1.0)
        flow.wait_for(dict.fromkeys(KEYS, counted(number)))
        assert flow.waiting() == 0
        three.start_broker(1)
