"""Every line of a log is one JSON object, whoever wrote it."""

import json
import logging
from io import StringIO

import pytest
import structlog

from services.common.logs import log_to


@pytest.fixture
def lines():
    """What was logged, read back; everything as it was before afterwards."""
    before, root = structlog.get_config(), logging.getLogger()
    handlers, level, stream = list(root.handlers), root.level, StringIO()
    log_to(stream, "INFO", service="portal", kind="web")
    yield lambda: [json.loads(line) for line in stream.getvalue().splitlines()]
    structlog.configure(**before)
    root.handlers[:] = handlers
    root.setLevel(level)


def test_our_lines_say_whose_they_are(lines):
    structlog.get_logger("x").info("request", tenant="341122", status=200)
    structlog.get_logger("x").debug("not told")

    (line,) = lines()
    assert line.pop("timestamp").endswith("Z")
    assert line == {
        "event": "request",
        "level": "info",
        "tenant": "341122",
        "status": 200,
        "service": "portal",
        "kind": "web",
    }


def test_libraries_write_the_same_lines(lines):
    logging.getLogger("kafka.net").warning("no broker at %s", "127.0.0.1")
    logging.getLogger("kafka.net").info("not told")
    try:
        raise LookupError("nothing there")
    except LookupError:
        logging.getLogger("kafka.net").exception("failed\nin two lines")

    warned, failed = lines()
    assert (warned["event"], warned["logger"], warned["level"]) == ("no broker at 127.0.0.1", "kafka.net", "warning")
    assert failed["event"] == "failed\nin two lines"
    assert failed["exception"].endswith("LookupError: nothing there")
