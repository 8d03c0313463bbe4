"""What must hold of contests and campaigns whatever was killed when; `pioneer verify` asks, and changes nothing.

The log's chain, the order on the bus and the copies are checked of every service alike (`services.cli.verify`).
"""

from collections.abc import Iterator

from sqlalchemy.orm import Session

from services.competitions.verifying import campaigns, contests, counted, money


def faults(session: Session) -> Iterator[str]:
    """Everything in the session's tenant that does not hold, in words; nothing where all is well."""
    for part in (contests, counted, campaigns, money):
        yield from part.faults(session)
