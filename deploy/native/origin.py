"""The one origin: nginx, with a configuration made for this deployment's ports."""

import os
from functools import partial
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from deploy.native.children import Child, listens
from deploy.native.needed import program
from deploy.native.ports import Ports
from services.common.web.assets import FOLDER
from services.embedded import SERVICES

PAGES = Path(__file__).parent / "nginx"
FRONT = "portal"


def child(folder: Path, ports: Ports, *, has_keycloak: bool) -> Child:
    """Raises Missing where nginx is not installed."""
    for name in ("body", "proxy", "fastcgi", "uwsgi", "scgi"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    conf = folder / "nginx.conf"
    conf.write_text(configuration(folder, ports, has_keycloak=has_keycloak), encoding="utf-8")
    command = [program("nginx"), "-p", str(folder), "-c", str(conf), "-e", "stderr"]
    return Child("nginx", command, partial(listens, ports.origin), grace_seconds=10)


def configuration(folder: Path, ports: Ports, *, has_keycloak: bool) -> str:
    templates = Environment(
        loader=FileSystemLoader(PAGES),
        undefined=StrictUndefined,
        trim_blocks=True,
        autoescape=False,  # noqa: S701
    )
    return templates.get_template("nginx.conf.j2").render(
        folder=folder,
        is_root=os.geteuid() == 0,
        port=ports.origin,
        pages=PAGES,
        static=FOLDER,
        services={service: ports.web(service) for service in SERVICES},
        front=FRONT,
        keycloak=ports.keycloak if has_keycloak else None,
    )
