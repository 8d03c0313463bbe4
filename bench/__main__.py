"""`make bench`: a table of what the product costs as a multiple of what the machine could do at best."""

import os
import sys
from pathlib import Path

import structlog
from rich.console import Console
from rich.table import Table

from bench import cases, contest_ranking, dossiers, events, ground, start
from bench.measure import Line


def main() -> int:
    # As it runs: a line of JSON a request, to a file.
    structlog.configure(
        processors=[structlog.processors.JSONRenderer()],
        logger_factory=structlog.PrintLoggerFactory(Path(os.devnull).open("w", encoding="utf-8")),  # noqa: SIM115
    )
    console = Console(width=150)
    lines = list(dossiers.sealing())
    with ground.laid() as laid:
        lines += cases.lists(laid)
        lines += cases.writing(laid)
        lines += events.latency(laid)
    lines += contest_ranking.ranking()
    console.print(_table(lines))
    small, large = (each for each in lines if ", API," in each.what)
    growth = large.ours.p50 / small.ours.p50
    console.print(f"The list costs at 5 000 applications {growth:.2f} times what it costs at 50.")
    for line in start.measured().lines():
        console.print(line)
    return 0


def _table(lines: list[Line]) -> Table:
    table = Table("what", "p50 ms", "p95 ms", "limit", "p50 ms", "ratio")
    for line in lines:
        row = (line.what, f"{line.ours.p50:.2f}", f"{line.ours.p95:.2f}", line.limit_is, f"{line.limit.p50:.2f}")
        table.add_row(*row, f"{line.ratio:.1f}×")
    return table


if __name__ == "__main__":
    sys.exit(main())
