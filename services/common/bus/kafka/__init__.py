"""The bus of the full profile: Kafka by kafka-python, a SCRAM login per service.

Sending is strict: a record that is on the bus has everything before it in its partition there too, whatever failed.
"""

from services.common.bus.kafka.bus import KafkaBus
from services.common.bus.kafka.ground import METRICS, brokers_up, lay, let_in

__all__ = ["METRICS", "KafkaBus", "brokers_up", "lay", "let_in"]
