"""`python -m services.embedded`: what `make run` calls."""

import argparse
import gc
import signal
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psycopg
from rich.console import Console

from services.common.clock import SettableClock
from services.common.logs import log_into
from services.embedded import SERVICES, before_start, cluster, unfinished


def main() -> int:
    # What is made while starting stays: nothing to look through for garbage, now or later.
    gc.disable()
    options = _options()
    console = Console(stderr=False, highlight=False, soft_wrap=True)
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        return _run(options, console)
    except (OSError, psycopg.OperationalError) as error:
        console.print(str(error).strip(), style="bold", markup=False)
        return 2
    except KeyboardInterrupt:
        console.print("\n已停止。")
        return 130


def _run(options: argparse.Namespace, console: Console) -> int:
    began, clock = time.monotonic(), SettableClock()
    folder = options.folder.resolve()
    before_start.claim(folder)
    before_start.refuse_full(folder)
    for port in (options.port, options.rpc_port):
        before_start.refuse_busy(port)
    log_into(folder)
    was_cut_off = unfinished.begin(folder)
    if was_cut_off:
        console.print("上次的演示中途停了，从头演一遍 / the last demo was cut off; it begins anew")
    # PostgreSQL starts while Python still reads the services: the newcomer waits for the longer of the two.
    with ThreadPoolExecutor(1) as starting:
        server = starting.submit(_ready, folder, anew=was_cut_off)
        from services.embedded import launcher
        from services.embedded.journey import play, show_people

        running_cluster = server.result()
    launcher.prepare(running_cluster)
    running = launcher.launch(running_cluster, folder, clock, port=options.port, rpc_port=options.rpc_port)
    _keep_what_is_there()
    try:
        console.print(f"站点已就绪 {running.origin}（{time.monotonic() - began:.1f} 秒），开始演示……")
        stands = play(running, clock, console, began=began)
        if stands:
            unfinished.end(folder)
        if options.once:
            return 0 if stands else 1
        show_people(running, console)
        _wait_for_the_end()
        return 0
    finally:
        running.close()


def _ready(folder: Path, *, anew: bool) -> cluster.Cluster:
    started = cluster.start(folder / unfinished.POSTGRES, alone=True)
    if anew:
        unfinished.empty(started, folder, SERVICES)
    cluster.provision(started, SERVICES)
    return started


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make run", description="先锋 Pioneer, embedded profile")
    parser.add_argument("--port", type=int, default=8440)
    parser.add_argument("--rpc-port", type=int, default=8441)
    parser.add_argument("--folder", type=Path, default=Path("var"))
    parser.add_argument("--once", action="store_true", help="play the journey, print who did what, end")
    return parser.parse_args()


def _keep_what_is_there() -> None:
    gc.freeze()
    gc.set_threshold(10_000, 20, 50)
    gc.enable()


def _wait_for_the_end() -> None:
    ended = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: ended.set())
    ended.wait()


if __name__ == "__main__":
    sys.exit(main())
