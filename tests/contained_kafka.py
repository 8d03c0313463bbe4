"""Kafka's brokers in containers: the same files, folders, listeners and logins; only the programs are the image's."""

from pathlib import Path

from deploy.native.kafka import Kafka
from deploy.native.kafka.servers import READY_SECONDS
from tests.images import Contained, NoImage, image

LIBRARIES = Path("/opt/kafka/libs")


def contained(folder, ports, tls_ports=()):
    """Brokers that are up. Raises NoImage where there is no image, or none that comes up."""
    image("kafka")
    kafka = ContainedKafka(folder, ports, tls_ports)
    try:
        kafka.start()
    except (RuntimeError, OSError) as failed:
        kafka.stop()
        raise NoImage(f"its image did not come up: {failed}") from failed
    except BaseException:
        kafka.stop()
        raise
    return kafka


class ContainedKafka(Kafka):
    """Told and killed as those that run natively."""

    def _programs(self):
        return "java", LIBRARIES

    def _run(self, command):
        once = self._contained(command)
        try:
            return once.wait(READY_SECONDS), once.said()
        finally:
            once.close()

    def _begin(self, number):
        return self._contained(self.command(number))

    def _contained(self, command):
        return Contained("kafka", command[0], command[1:], self._folder)

    def kill(self, number):
        super().kill(number)
        self._running[number].close()
        del self._running[number]

    def stop(self):
        there = list(self._running.values())
        super().stop()
        for each in there:
            each.close()

    def _said(self, number):
        return self._running[number].said()
