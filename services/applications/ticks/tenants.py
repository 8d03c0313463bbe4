"""For whom the clock works: every federation, one after the other, each in its own transaction."""

from sqlalchemy import text

from services.common.db import Database


def tenants(db: Database) -> list[str]:
    with db.public() as session:
        return [row.code for row in session.execute(text("select code from tenant order by code"))]
