"""Who may do what on Kafka is what the registry says, and nothing more stays."""

import pytest
from kafka import KafkaAdminClient
from kafka.admin import (
    ACL,
    ACLFilter,
    ACLOperation,
    ACLPermissionType,
    ACLResourcePatternType,
    ResourcePattern,
    ResourcePatternFilter,
    ResourceType,
)

from services.common.bus import Record, connect, load_topics
from services.common.bus.kafka import lay
from services.common.bus.kafka.login import login
from services.common.bus.topics import read_by
from services.embedded import SERVICES

pytestmark = pytest.mark.xdist_group("full")


def rights_of(admin, user):
    anything = ResourcePatternFilter(ResourceType.ANY, None, ACLResourcePatternType.ANY)
    found, _error = admin.describe_acls(
        ACLFilter(f"User:{user}", None, ACLOperation.ANY, ACLPermissionType.ANY, anything)
    )
    return {
        (acl.operation.name, acl.resource_pattern.resource_type.name, acl.resource_pattern.resource_name)
        for acl in found
    }


@pytest.fixture
def admin(kafka):
    client = KafkaAdminClient(**login(kafka.url("admin")))
    yield client
    client.close()


@pytest.mark.parametrize("service", ["identity", "applications", "assessment", "portal"])
def test_a_service_has_the_rights_of_the_registry_and_no_others(admin, service):
    writes = {topic.name for topic in load_topics().values() if topic.owner == service}

    assert rights_of(admin, service) == {
        *(("WRITE", "TOPIC", name) for name in {*writes, f"{service}.dead"}),
        *(("READ", "TOPIC", name) for name in {*read_by(service), f"{service}.dead"}),
        ("READ", "GROUP", service),
        ("READ", "GROUP", f"{service}."),
    }


def test_a_right_that_the_registry_does_not_say_is_taken_away_at_the_next_laying(kafka, admin):
    pattern = ResourcePattern(ResourceType.TOPIC, "identity.directory")
    admin.create_acls([ACL("User:portal", "*", ACLOperation.WRITE, ACLPermissionType.ALLOW, pattern)])

    lay(kafka.url("admin"), load_topics(), passwords={})

    assert ("WRITE", "TOPIC", "identity.directory") not in rights_of(admin, "portal")
    producer = connect(kafka.url("portal")).producer()
    with pytest.raises(PermissionError):
        producer.send([Record("identity.directory", "key", {}, b"")])
    producer.close()


def test_topics_are_cut_and_kept_as_the_registry_says(admin):
    cut = {topic["name"]: len(topic["partitions"]) for topic in admin.describe_topics()}

    for topic in load_topics().values():
        assert cut[topic.name] == topic.partitions
    assert {cut[f"{service}.dead"] for service in SERVICES} == {1}


def test_the_metrics_login_sees_how_far_a_group_is(kafka):
    consumer = connect(kafka.url("metrics")).consumer("portal", ["identity.directory"])

    assert [each.partition for each in consumer.standing()] == [0, 1, 2, 3]
    consumer.close()
