"""Kafka on this machine: one or three KRaft brokers on loopback, a login per service, topics from `proto/topics.yaml`.

`Kafka(folder, ports).start()`, then `url(service)` is what the service is told as PIONEER_BUS_URL.
"""

from deploy.native.kafka.jars import VERSION, Unavailable
from deploy.native.kafka.servers import Kafka

__all__ = ["VERSION", "Kafka", "Unavailable"]
