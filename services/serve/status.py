"""What a process without pages tells whoever watches it: /healthz, /readyz and /metrics on an address of its own."""

import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import orjson
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

Told = dict[str, str | int]
Readiness = Callable[[], Told]
"""What stands; raises where the process can not do its work now."""


def serve(address: str, readiness: Readiness) -> ThreadingHTTPServer:
    """Answers in threads of its own until `shutdown()`. Raises OSError where the address is taken."""

    class Asked(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            match self.path:
                case "/metrics":
                    self._say(200, generate_latest(), CONTENT_TYPE_LATEST)
                case "/healthz":
                    self._tell(200, {"status": "ok"})
                case "/readyz":
                    self._ready()
                case _:
                    self._tell(404, {"status": "not_found"})

        def _ready(self) -> None:
            try:
                self._tell(200, {"status": "ready", **readiness()})
            except Exception as error:
                self._tell(503, {"status": "waiting", "error": type(error).__name__})

        def _tell(self, status: int, told: Told) -> None:
            self._say(status, orjson.dumps(told), "application/json")

        def _say(self, status: int, body: bytes, kind: str) -> None:
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            """Probes come every few seconds and are not worth a line."""

    host, _, port = address.rpartition(":")
    server = ThreadingHTTPServer((host, int(port)), Asked)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, name="status", daemon=True).start()
    return server
