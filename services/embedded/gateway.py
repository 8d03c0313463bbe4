"""One origin before all services: picks the service by the path, as nginx does in the full profile."""

from collections.abc import Iterable, Mapping
from typing import Any
from wsgiref.types import StartResponse, WSGIEnvironment

WSGIApp = Any


class Gateway:
    def __init__(self, apps: Mapping[str, WSGIApp], front: str) -> None:
        self._apps, self._front = apps, front

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        answer: Iterable[bytes] = self.app_for(environ.get("PATH_INFO", "/"))(environ, start_response)
        return answer

    def app_for(self, path: str) -> WSGIApp:
        """`/<service>/…` and `/api/v1/tenants/<tenant>/<service>/…` go to the service, the rest to the front."""
        parts = path.split("/")
        name = parts[5] if parts[1:4] == ["api", "v1", "tenants"] and len(parts) > 5 else parts[1]
        return self._apps.get(name, self._apps[self._front])
