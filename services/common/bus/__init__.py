"""Events between services. One interface; PostgreSQL behind it in the embedded profile, Kafka in the full one."""

from services.common.bus.connecting import connect
from services.common.bus.interface import Bus, Consumer, Producer, Record, Standing, partition_of
from services.common.bus.topics import Topic, load_topics

__all__ = ["Bus", "Consumer", "Producer", "Record", "Standing", "Topic", "connect", "load_topics", "partition_of"]
