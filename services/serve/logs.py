"""Log lines of a process: one JSON object a line on standard output, where whoever runs the process collects them."""

import logging
import sys

import structlog


def log_to_stdout(level: str, **always: str) -> None:
    """`always` is bound to every line: the service and the kind of process."""
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.PrintLoggerFactory(sys.stdout),
    )
    sys.stdout.reconfigure(line_buffering=True)  # type: ignore[union-attr]
    logging.basicConfig(stream=sys.stdout, level=logging.WARNING)
    structlog.get_logger("serve").info("starting", **always)
