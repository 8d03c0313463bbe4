"""Which way a test's servers come where there is no engine of containers, and where it has no image to give."""

import json
import threading
import warnings
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import ClassVar
from urllib.parse import parse_qs, urlsplit

import pytest

from tests import images


@pytest.fixture(autouse=True)
def asked_anew() -> Iterator[None]:
    """What an engine answered is kept for the whole of a run."""
    kept = (images.engine, images.image)
    before = [*images._no_registry]
    for each in kept:
        each.cache_clear()
    images._no_registry.clear()
    yield
    for each in kept:
        each.cache_clear()
    images._no_registry[:] = before


class WithoutImages(BaseHTTPRequestHandler):
    """An engine that runs and reaches no registry, as Docker answers then."""

    def do_GET(self) -> None:
        if "/images/" in self.path:
            self._say(404, {"message": "No such image"})
        else:
            self._say(200, {"ApiVersion": "1.41"})

    pulls: ClassVar[list[str]] = []

    def do_POST(self) -> None:
        self.pulls.append(parse_qs(urlsplit(self.path).query)["fromImage"][0])
        self._say(500, {"message": "dial tcp: lookup registry-1.docker.io: no such host"})

    def _say(self, status: int, what: dict[str, str]) -> None:
        body = json.dumps(what).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Nobody reads it."""


@pytest.fixture
def engine_without_images(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    WithoutImages.pulls.clear()
    server = ThreadingHTTPServer(("127.0.0.1", 0), WithoutImages)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    monkeypatch.setenv("DOCKER_HOST", f"tcp://127.0.0.1:{server.server_port}")
    try:
        yield
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def test_without_an_engine_nothing_is_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DOCKER_HOST", "unix:///nowhere/docker.sock")

    with pytest.raises(images.NoImage, match=r"^no engine of containers answers$"):
        images.image("kafka")


@pytest.mark.usefixtures("engine_without_images")
@pytest.mark.parametrize("name", images.IMAGES)
def test_an_engine_that_can_not_give_the_image_says_why(name: str) -> None:
    for _again in range(2):
        with pytest.raises(images.NoImage, match=f"the engine has no {images.IMAGES[name]}: .*no such host"):
            images.image(name)
    # Asked for once only, whichever image was first.
    assert WithoutImages.pulls == [images.IMAGES[name].rpartition(":")[0]]


def test_why_a_server_runs_natively_is_told_in_one_line() -> None:
    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always")
        images.NoImage("it did not come up:\nmore\nlines").tell("Kafka")

    assert [str(each.message) for each in told] == ["Kafka runs natively: it did not come up:"]
