"""Log lines: one JSON object each, ours and those of every library alike."""

import logging
import os
import traceback
from collections.abc import MutableMapping
from pathlib import Path
from types import TracebackType
from typing import Any, TextIO

import psycopg
import structlog
from sqlalchemy.exc import DBAPIError
from structlog.stdlib import ProcessorFormatter, add_logger_name


def without_values(exc_info: tuple[type[BaseException], BaseException, TracebackType | None]) -> str:
    """The traceback and its causes. What a database says of an error quotes the value: its code and statement do."""
    lines: list[str] = []
    chain: BaseException | None = exc_info[1]
    while chain is not None:
        lines.insert(0, "".join(traceback.format_tb(chain.__traceback__)) + f"{type(chain).__name__}: {_says(chain)}")
        chain = chain.__cause__ or chain.__context__
    return "\n\n".join(lines)


def _says(error: BaseException) -> str:
    if isinstance(error, DBAPIError):
        return f"{type(error.orig).__name__} {error.statement or ''}"
    if isinstance(error, psycopg.Error):
        return error.sqlstate or ""
    return str(error)


_WRITTEN: list[structlog.typing.Processor] = [
    structlog.processors.ExceptionRenderer(without_values),
    structlog.processors.JSONRenderer(ensure_ascii=False),
]


def log_to(stream: TextIO, level: str, **always: str) -> None:
    """From here on. Every line says `always`; libraries are heard from WARNING on, whatever our own level is."""

    def say_always(_logger: Any, _method: str, line: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
        return {**always, **line}

    shared: list[structlog.typing.Processor] = [
        structlog.contextvars.merge_contextvars,
        say_always,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    structlog.configure(
        processors=[*shared, *_WRITTEN],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.PrintLoggerFactory(stream),
    )
    handler = logging.StreamHandler(stream)
    handler.setFormatter(
        ProcessorFormatter(
            foreign_pre_chain=[*shared, add_logger_name],
            processors=[ProcessorFormatter.remove_processors_meta, *_WRITTEN],
        )
    )
    logging.basicConfig(handlers=[handler], level=logging.WARNING, force=True)


def log_into(folder: Path) -> None:
    """Into the folder's pioneer.log, where the terminal is for people."""
    folder.mkdir(parents=True, exist_ok=True)
    file = (folder / "pioneer.log").open("a", encoding="utf-8", buffering=1)
    log_to(file, os.environ.get("PIONEER_LOG_LEVEL", "INFO"))
