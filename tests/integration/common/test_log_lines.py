"""A database quotes the value that it refuses: no line of a log does."""

import json
from io import StringIO

import pytest
import structlog
from sqlalchemy import text
from sqlalchemy.exc import DataError

from services.common.logs import log_to

SENT = "孟秋山 13900000000"


def test_a_failed_statement_is_logged_without_what_was_sent(ground):
    before, stream = structlog.get_config(), StringIO()
    log_to(stream, "INFO")
    try:
        with pytest.raises(DataError) as failed, ground.db.read("341122") as session:
            session.execute(text("select cast(:name as int)"), {"name": SENT})
        assert SENT in str(failed.value.orig)
        structlog.get_logger("x").error("unexpected", exc_info=failed.value)
    finally:
        structlog.configure(**before)

    line = json.loads(stream.getvalue())
    assert SENT not in stream.getvalue()
    assert "DataError: InvalidTextRepresentation select cast(" in line["exception"]
    assert "InvalidTextRepresentation: 22P02" in line["exception"]
