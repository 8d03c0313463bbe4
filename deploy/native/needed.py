"""Programs that come from Debian: found, or named in one line with how to get them."""

import shutil

PACKAGES = {
    "nginx": "nginx-light",
    "prometheus": "prometheus",
    "prometheus-alertmanager": "prometheus-alertmanager",
}


class Missing(Exception):
    """A program is not installed; says the command that installs it."""


def program(name: str) -> str:
    """Its path. Raises Missing."""
    found = shutil.which(name) or shutil.which(name, path="/usr/sbin:/usr/local/sbin:/sbin")
    if found is None:
        raise Missing(f"缺少 {name} / {name} is missing: apt-get install {PACKAGES.get(name, name)} (or make native)")
    return found
