"""Numbers without gaps: the count moves in the transaction that uses it, so a number drawn is a number that stands."""

from sqlalchemy import text
from sqlalchemy.orm import Session

_NEXT = """
insert into serial (tenant, kind, year, last) values (:tenant, :kind, :year, 1)
on conflict (tenant, kind, year) do update set last = serial.last + 1 returning last
"""


def next_serial(session: Session, kind: str, year: int) -> int:
    """1, 2, 3 … per tenant, kind and year; the row stays locked until the transaction ends."""
    values = {"tenant": session.info["tenant"], "kind": kind, "year": year}
    return int(session.execute(text(_NEXT), values).scalar_one())
