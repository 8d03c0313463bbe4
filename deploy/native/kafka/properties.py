"""What a broker is told: KRaft in one process, SASL on every listener, nothing allowed that no rule allows."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

# The brokers' own login, known to their files alone: they speak PLAIN among themselves, since SCRAM logins live in the
# very log that they first have to open. Everybody else signs in by SCRAM.
BROKER = "broker"
ADMIN = "admin"

LOGGING = """
log4j.rootLogger=WARN, out
log4j.logger.kafka.server.KafkaRaftServer=INFO
log4j.appender.out=org.apache.log4j.ConsoleAppender
log4j.appender.out.layout=org.apache.log4j.PatternLayout
log4j.appender.out.layout.ConversionPattern=%d{ISO8601} %p %c{1}: %m%n
"""


@dataclass(frozen=True)
class Place:
    """One broker: its number, where clients meet it and where its controller listens; `tls_port` where also by TLS."""

    number: int
    port: int
    tls_port: int = 0

    @property
    def controller_port(self) -> int:
        return self.port + 1


def properties(place: Place, places: Sequence[Place], folder: Path, password: str) -> str:
    """The file `server.properties`; it holds the brokers' password. By TLS the broker shows `tls.pem` of the folder."""
    return _plain(place, places, folder, password) + (_by_tls(place, folder) if place.tls_port else "")


def _by_tls(place: Place, folder: Path) -> str:
    """One listener more. What was said before is said again with it: of two lines the last one counts."""
    ours = f"CLIENT://127.0.0.1:{place.port}"
    return f"""
listeners={ours},CONTROLLER://127.0.0.1:{place.controller_port},TLS://127.0.0.1:{place.tls_port}
advertised.listeners={ours},TLS://localhost:{place.tls_port}
listener.security.protocol.map=CLIENT:SASL_PLAINTEXT,CONTROLLER:SASL_PLAINTEXT,TLS:SASL_SSL
listener.name.tls.sasl.enabled.mechanisms=SCRAM-SHA-512
listener.name.tls.scram-sha-512.sasl.jaas.config=org.apache.kafka.common.security.scram.ScramLoginModule required;
listener.name.tls.ssl.keystore.type=PEM
listener.name.tls.ssl.keystore.location={folder / "tls.pem"}
"""


def _plain(place: Place, places: Sequence[Place], folder: Path, password: str) -> str:
    copies = min(3, len(places))
    voters = ",".join(f"{each.number}@127.0.0.1:{each.controller_port}" for each in places)
    plain = "org.apache.kafka.common.security.plain.PlainLoginModule"
    login = f'{plain} required username="{BROKER}" password="{password}" user_{BROKER}="{password}";'
    return f"""
process.roles=broker,controller
node.id={place.number}
controller.quorum.voters={voters}
listeners=CLIENT://127.0.0.1:{place.port},CONTROLLER://127.0.0.1:{place.controller_port}
advertised.listeners=CLIENT://127.0.0.1:{place.port}
listener.security.protocol.map=CLIENT:SASL_PLAINTEXT,CONTROLLER:SASL_PLAINTEXT
inter.broker.listener.name=CLIENT
controller.listener.names=CONTROLLER
sasl.enabled.mechanisms=PLAIN,SCRAM-SHA-512
sasl.mechanism.inter.broker.protocol=PLAIN
sasl.mechanism.controller.protocol=PLAIN
listener.name.client.plain.sasl.jaas.config={login}
listener.name.client.scram-sha-512.sasl.jaas.config=org.apache.kafka.common.security.scram.ScramLoginModule required;
listener.name.controller.sasl.enabled.mechanisms=PLAIN
listener.name.controller.plain.sasl.jaas.config={login}
authorizer.class.name=org.apache.kafka.metadata.authorizer.StandardAuthorizer
allow.everyone.if.no.acl.found=false
super.users=User:{BROKER};User:{ADMIN}
auto.create.topics.enable=false
log.dirs={folder / "log"}
offsets.topic.num.partitions=8
offsets.topic.replication.factor={copies}
transaction.state.log.replication.factor={copies}
transaction.state.log.min.isr={max(1, copies - 1)}
min.insync.replicas={max(1, copies - 1)}
default.replication.factor={copies}
group.initial.rebalance.delay.ms=0
# A broker that was killed is to be noticed in seconds, here where all are on one machine.
broker.session.timeout.ms=6000
num.network.threads=2
num.io.threads=4
log.cleaner.dedupe.buffer.size=16777216
log.retention.check.interval.ms=60000
"""
