"""Which bus stands at an address: its scheme says so, and nobody else asks."""

from services.common.bus.interface import Bus
from services.common.bus.postgres import PostgresBus


def connect(url: str) -> Bus:
    """`postgresql://…` or `kafka://…`. Raises ValueError for a scheme that no bus has."""
    scheme = url.partition("://")[0]
    if scheme == "postgresql":
        return PostgresBus(url)
    if scheme == "kafka":
        # Only where there is one: its client is no small thing to load.
        from services.common.bus.kafka import KafkaBus

        return KafkaBus(url)
    raise ValueError(f"PIONEER_BUS_URL: no bus for {scheme!r}")
