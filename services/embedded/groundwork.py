"""The process that lays the ground, as `laying.Ground` starts it: it reads what it needs, waits to be told where,
brings every database to its newest revision, and where nobody lives yet it loads the demo."""

import gc
import json
import sys
from datetime import datetime
from typing import Any

from sqlalchemy import text

from services.common.bus import load_topics
from services.common.bus.postgres import lay
from services.common.migrate import upgrade
from services.embedded import SERVICES
from services.embedded.cluster import BUS, OWNER, Cluster
from services.identity.demo.loading import Loaded, load_demo
from services.identity.store import SERVICE, db


def main() -> None:
    where = _told()
    cluster = Cluster(where["socket"], where["prefix"])
    bring_up(cluster)
    _say("laid")
    wanted = _told()
    loaded = _load(cluster, wanted)
    _say(loaded and vars(loaded))


def bring_up(cluster: Cluster) -> None:
    """Bus and migrations; harmless when all is there."""
    lay(cluster.url(BUS), load_topics())
    for service in SERVICES:
        upgrade(service, cluster.alchemy_url(service, OWNER))


def _load(cluster: Cluster, wanted: dict[str, Any]) -> Loaded | None:
    """None where somebody lives already."""
    db.connect(cluster.alchemy_url(SERVICE, f"pioneer_{SERVICE}"))
    try:
        with db.public() as session:
            if session.scalar(text("select exists (select from tenant)")):
                return None
        now = datetime.fromisoformat(wanted["now"])
        return load_demo(now, issuer=wanted["issuer"], without=wanted["without"])
    finally:
        db.close()


def _told() -> dict[str, Any]:
    """Ends the process where nobody is left to tell anything."""
    line = sys.stdin.readline()
    if not line:
        sys.exit(0)
    told: dict[str, Any] = json.loads(line)
    return told


def _say(what: object) -> None:
    print(json.dumps(what), flush=True)


if __name__ == "__main__":
    gc.disable()
    main()
