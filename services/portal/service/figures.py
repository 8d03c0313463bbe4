"""Adds to the figures of this tenant and of those above it, in the transaction of the change they follow from."""

import orjson
from sqlalchemy import text
from sqlalchemy.orm import Session

from services.portal.domain.figure import Counts, changes


def count(session: Session, before: Counts, after: Counts) -> None:
    """One statement through the database's door `add_figures`; the rows above belong to other tenants."""
    found = changes(before, after)
    if not found:
        return
    rows = [
        {
            "measure": str(figure.measure),
            "year": figure.year,
            "month": figure.month,
            "honour": figure.honour,
            "level": figure.level,
            "change": change,
        }
        for figure, change in found
    ]
    session.flush()
    session.execute(text("select add_figures(cast(:changes as jsonb))"), {"changes": orjson.dumps(rows).decode()})
