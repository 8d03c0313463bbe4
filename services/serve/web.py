"""Pages and API of one service: gunicorn, one process of several threads; more processes are more of these."""

import signal
from typing import Any

from gunicorn.app.base import BaseApplication

from services.common.config import Settings
from services.serve.ending import leave
from services.serve.parents import end_with_parent

GRACE_SECONDS = 10


class Web(BaseApplication):  # type: ignore[misc]
    """The app is loaded after the fork, and nothing of it imported before: some libraries do not survive one."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        super().__init__()

    def load_config(self) -> None:
        for name, value in {
            "bind": self._settings.web_listen,
            "worker_class": "gthread",
            "workers": 1,
            "threads": self._settings.web_threads,
            "timeout": 120,
            "graceful_timeout": GRACE_SECONDS,
            "keepalive": 5,
            "limit_request_line": 8190,
            "proc_name": f"pioneer-web-{self._settings.service}",
            "control_socket_disable": True,
            "post_fork": _after_fork,
            "worker_exit": _leave,
        }.items():
            if name in self.cfg.settings:
                self.cfg.set(name, value)

    def load(self) -> Any:
        from werkzeug.middleware.proxy_fix import ProxyFix

        from services.serve.building import build, clock_for

        service = build(self._settings, clock_for(self._settings), pool_size=self._settings.web_threads)
        app: Any = service.app
        if self._settings.proxies:
            hops = self._settings.proxies
            app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)
        return app


def _after_fork(_server: Any, _worker: Any) -> None:
    end_with_parent(signal.SIGKILL)


def _leave(server: Any, worker: Any) -> None:
    """One that could not load says so by its code: then the server gives up instead of trying for ever."""
    leave(0 if worker.booted else server.WORKER_BOOT_ERROR)


def run(settings: Settings) -> int:
    Web(settings).run()
    return 0
