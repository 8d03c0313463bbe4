"""`python -m deploy.native`: what `make full` calls."""

import argparse
import signal
import sys
import time
from pathlib import Path

import psutil
from rich.console import Console

from deploy.native.deployment import Deployment, Wanted
from deploy.native.given import Given
from deploy.native.kafka import Unavailable as NoKafka
from deploy.native.keycloak import Unavailable as NoKeycloak
from deploy.native.needed import Missing
from deploy.native.supervisor import NotReady
from services.common.logs import log_into
from services.embedded.__main__ import _wait_for_the_end
from services.embedded.journey import play, show_people


def main() -> int:
    options = _options()
    console = Console(stderr=False, highlight=False)
    # What it takes to load the programs counts too.
    began = time.monotonic() - (time.time() - psutil.Process().create_time())
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    deployment = None
    try:
        wanted = Wanted(options.folder, options.port, options.bus, options.issuer, Given.told())
        log_into(wanted.folder)
        deployment = Deployment(wanted, lambda line: console.print(f"{line}（{time.monotonic() - began:.1f} 秒）"))
        deployment.start()
        console.print(f"站点已就绪 {deployment.origin}，开始演示……")
        stands = play(deployment, deployment.clock, console, began=began)
        console.print(deployment.figures(), markup=False)
        if options.once:
            return 0 if stands else 1
        show_people(deployment, console)
        _wait_for_the_end()
        return 0
    except (OSError, Missing, NotReady, NoKafka, NoKeycloak) as error:
        console.print(str(error), markup=False, style="bold")
        return 2
    except KeyboardInterrupt:
        return 130
    finally:
        if deployment is not None:
            deployment.stop()


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make full", description="先锋 Pioneer, full profile")
    parser.add_argument("--port", type=int, default=8440)
    parser.add_argument("--folder", type=Path, default=Path("var/full"))
    parser.add_argument("--once", action="store_true", help="play the journey, print who did what, end")
    parser.add_argument("--bus", choices=("kafka", "postgres"), default="kafka")
    parser.add_argument("--issuer", choices=("keycloak", "embedded"), default="keycloak")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
