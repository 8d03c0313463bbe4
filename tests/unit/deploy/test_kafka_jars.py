"""What a machine lacks for Kafka is said in one line; what it has is used, and never a damaged jar."""

import hashlib

import pytest

from deploy.native.kafka import Unavailable, jars
from deploy.native.kafka.properties import Place, properties


@pytest.fixture
def nothing_installed(monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("JAVA_HOME", raising=False)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return tmp_path


def test_without_java_it_is_said_what_to_install(nothing_installed):
    with pytest.raises(Unavailable, match="apt-get install default-jre-headless"):
        jars.java()


def test_without_maven_it_is_said_what_to_install(nothing_installed):
    with pytest.raises(Unavailable, match="apt-get install maven default-jre-headless"):
        jars.jars()


def test_jars_that_lie_there_whole_are_used_without_maven_and_damaged_ones_are_not(nothing_installed, monkeypatch):
    kept = nothing_installed / "cache" / "pioneer" / f"kafka-{jars.VERSION}"
    kept.mkdir(parents=True)
    (kept / "a.jar").write_bytes(b"whole")
    monkeypatch.setattr(jars, "_sums", lambda: {"a.jar": hashlib.sha256(b"whole").hexdigest()})

    assert jars.jars() == kept
    (kept / "a.jar").write_bytes(b"other")
    with pytest.raises(Unavailable):
        jars.jars()


def test_every_jar_has_its_sum_and_the_broker_s_is_among_them():
    sums = jars._sums()

    assert f"kafka_2.13-{jars.VERSION}.jar" in sums
    assert {len(digest) for digest in sums.values()} == {64}


@pytest.mark.parametrize(("brokers", "copies", "kept_by"), [(1, 1, 1), (3, 3, 2)])
def test_a_record_counts_when_a_majority_of_its_copies_has_it(tmp_path, brokers, copies, kept_by):
    places = [Place(number, 20000 + 2 * number) for number in range(1, brokers + 1)]

    lines = properties(places[0], places, tmp_path, "secret").splitlines()

    assert f"default.replication.factor={copies}" in lines
    assert f"min.insync.replicas={kept_by}" in lines
    assert "allow.everyone.if.no.acl.found=false" in lines
    assert len(next(line for line in lines if line.startswith("controller.quorum.voters")).split(",")) == brokers
