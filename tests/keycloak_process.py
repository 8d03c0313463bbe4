"""The other side of `tests.real_keycloak`: services as processes of their own behind nginx, signed in at Keycloak.

In a process of its own because loading the demo points identity's database elsewhere than the other tests do.
"""

import json
import sys
from datetime import UTC, datetime
from pathlib import Path

from deploy.native.deployment import Deployment, Wanted
from deploy.native.keycloak import Unavailable
from services.common.logs import log_into
from services.identity.demo import load_demo


def main(folder: str, port: str) -> None:
    place = Path(folder)
    log_into(place)
    wanted = Wanted(folder=place, port=int(port), bus="postgres", issuer="keycloak", is_watched=False)
    deployment = Deployment(wanted)
    try:
        deployment.start()
        load_demo(datetime.now(UTC), issuer=deployment.issuer, publish=False)
        deployment.tick()
        databases = {name: deployment.cluster.url(name) for name in ("identity", "portal", "applications")}
        told = {
            "origin": deployment.origin,
            "folder": str(deployment.folder),
            "keycloak": f"http://127.0.0.1:{deployment.ports.keycloak}/auth",
            "master_key": deployment.secrets.master,
            "databases": databases,
        }
        print(json.dumps(["ready", told]), flush=True)
        sys.stdin.read()
    except Unavailable as missing:
        print(json.dumps(["unavailable", str(missing)]), flush=True)
    except Exception as error:
        print(json.dumps(["failed", repr(error)]), flush=True)
    finally:
        deployment.stop()


if __name__ == "__main__":
    main(*sys.argv[1:])
