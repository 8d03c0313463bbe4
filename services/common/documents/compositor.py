"""Sets documents in a process of its own, started by the press. Standard library and typst only: it must start at once.

In: a length and a JSON job. Out: a status byte, a length, and the PDF or the words of the error. Ends when its input
ends, when nothing came for a while, or after a number of jobs, since typst keeps what it has once computed.
"""

import contextlib
import io
import json
import resource
import select
import struct
import sys
import time
from functools import cache
from typing import Any

import typst

LENGTH = struct.Struct(">I")
JOBS = 200
MEMORY = 2 << 30


def main(idle_seconds: float) -> None:
    _limit(resource.RLIMIT_DATA, MEMORY)
    asked, answers = io.FileIO(sys.stdin.fileno(), closefd=False), sys.stdout.buffer
    for _ in range(JOBS):
        if not select.select([asked], [], [], idle_seconds)[0]:
            return
        job = _read(asked)
        if job is None:
            return
        status, body = _set(json.loads(job))
        answers.write(status + LENGTH.pack(len(body)) + body)
        answers.flush()


def _read(asked: io.FileIO) -> bytes | None:
    head = _exactly(asked, LENGTH.size)
    return _exactly(asked, LENGTH.unpack(head)[0]) if head else None


def _exactly(asked: io.FileIO, size: int) -> bytes:
    parts = bytearray()
    while len(parts) < size:
        part = asked.read(size - len(parts))
        if not part:
            return b""
        parts += part
    return bytes(parts)


def _set(job: dict[str, Any]) -> tuple[bytes, bytes]:
    # Should the press have died, nobody else ends a document that never does.
    _limit(resource.RLIMIT_CPU, int(time.process_time() + job["seconds"] * 4))
    try:
        made = typst.compile(
            job["template"],
            root=job["root"],
            font_paths=_fonts(job["fonts"]),
            ignore_system_fonts=True,
            sys_inputs=job["inputs"],
            timestamp=0,
            pdf_standards=job["standards"],
        )
    except Exception as error:  # told to the press, which logs and refuses
        return b"-", str(error).encode()
    return b"+", bytes(made)


def _limit(what: int, to: int) -> None:
    # Where the system does not know the limit, the press's patience is left.
    with contextlib.suppress(OSError, ValueError):
        resource.setrlimit(what, (to, resource.getrlimit(what)[1]))


@cache
def _fonts(folder: str) -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[folder])


if __name__ == "__main__":
    main(float(sys.argv[1]))
