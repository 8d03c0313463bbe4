"""Kafka by TLS: the address says against whose certificates a broker's is checked, and nothing else changes."""

import pytest

from deploy.native.authority import Authority
from services.common.bus import connect
from tests.factories import a_code
from tests.integration.bus.test_both_buses import TOPIC, a_record, received

pytestmark = pytest.mark.xdist_group("full")


def test_events_travel_by_tls_and_meet_those_that_did_not(kafka, group):
    tenant = a_code()
    for url, body in ((kafka.tls_url("applications"), b"by TLS"), (kafka.url("applications"), b"in the clear")):
        producer = connect(url).producer()
        producer.send([a_record("key", body, tenant)])
        producer.close()

    consumer = connect(kafka.tls_url("portal")).consumer(group("portal"), [TOPIC])
    bodies = [record.body for record in received(consumer, tenant, 2)]
    consumer.close()

    assert bodies == [b"by TLS", b"in the clear"]


def test_a_broker_whose_certificate_another_signed_is_not_talked_to(kafka, tmp_path):
    Authority(tmp_path)
    url = kafka.tls_url("applications").partition("?")[0] + f"?ca={tmp_path / 'ca.pem'}"
    producer = connect(url).producer()

    with pytest.raises(ConnectionError, match="no broker of localhost"):
        producer.send([a_record("key")])
    producer.close()
