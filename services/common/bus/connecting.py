"""Which bus stands at an address: its scheme says so, and nobody else asks."""

from services.common.bus.interface import Bus
from services.common.bus.postgres import PostgresBus


def connect(url: str) -> Bus:
    """`postgresql://…`. Raises ValueError for a scheme that no bus has."""
    scheme = url.partition("://")[0]
    if scheme == "postgresql":
        return PostgresBus(url)
    raise ValueError(f"PIONEER_BUS_URL: no bus for {scheme!r}")
