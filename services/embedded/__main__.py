"""`python -m services.embedded`: what `make run` calls."""

import argparse
import contextlib
import gc
import signal
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

import psycopg
from rich.console import Console

from services.common.clock import SettableClock, at
from services.common.logs import log_into
from services.embedded import SERVICES, before_start, cluster, laying, unfinished

if TYPE_CHECKING:
    from services.embedded.journey.opening import Load
    from services.embedded.launcher import Embedded


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
    with contextlib.closing(laying.Ground()) as ground, contextlib.ExitStack() as ending:
        running, load = _started(options, folder, clock, ground, anew=was_cut_off)
        ending.callback(running.close)
        from services.embedded.journey import play, show_people

        _keep_what_is_there()
        console.print(f"站点已就绪 {running.origin}（{time.monotonic() - began:.1f} 秒），开始演示……")
        stands = play(running, clock, console, began=began, load=load)
        ground.close()
        if stands:
            unfinished.end(folder)
        if options.once:
            return 0 if stands else 1
        show_people(running, console)
        _wait_for_the_end()
        return 0


def _started(
    options: argparse.Namespace, folder: Path, clock: SettableClock, ground: laying.Ground, *, anew: bool
) -> tuple["Embedded", "Load"]:
    """The newcomer waits for the longest: PostgreSQL starts, the ground is laid, this process reads the services."""
    issuer = f"http://127.0.0.1:{options.port}/identity/oidc"
    with ThreadPoolExecutor(1) as starting:
        server = starting.submit(_ready, folder, ground, anew=anew)
        from services.embedded import launcher
        from services.embedded.journey import opening, setting

        running_cluster = server.result()
    begins = at(setting.Calendar(setting.story_year(clock.today())).begins)
    ground.begin_demo(begins, issuer=issuer, without=setting.OWN)
    ground.laid()
    running = launcher.launch(running_cluster, folder, clock, port=options.port, rpc_port=options.rpc_port)
    return running, lambda now: ground.demo() or opening.loader(issuer)(now)


def _ready(folder: Path, ground: laying.Ground, *, anew: bool) -> cluster.Cluster:
    started = cluster.start(folder / unfinished.POSTGRES, alone=True)
    if anew:
        unfinished.empty(started, folder, SERVICES)
    cluster.provision(started, SERVICES)
    ground.lay(started)
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
