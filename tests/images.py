"""Servers of the tests as containers, where an engine runs and gives the images; whoever asks takes native ones otherwise.

They share the machine's network: what a server tells others of its address (Kafka's listeners) holds as it does
natively. Asked in bounded time, so that an engine without a registry costs a run some seconds, once.
"""

import os
import subprocess
import threading
import time
import warnings
from collections.abc import Sequence
from contextlib import suppress
from functools import cache
from pathlib import Path

import docker
from docker.errors import DockerException, ImageNotFound
from testcontainers.core.config import testcontainers_config
from testcontainers.core.container import DockerContainer

from deploy.native.kafka.jars import VERSION as KAFKA_VERSION

IMAGES = {"kafka": f"apache/kafka:{KAFKA_VERSION}"}
ANSWER_SECONDS, PULL_SECONDS, CALL_SECONDS = 5, 60, 120
# Its helper that sweeps up is an image more; what is started here is ended by its fixture.
testcontainers_config.ryuk_disabled = True


class NoImage(Exception):
    """Why a server does not come as a container."""

    def tell(self, name: str) -> None:
        """In one line, where a run tells its warnings."""
        warnings.warn(f"{name} runs natively: {str(self).splitlines()[0]}", stacklevel=2)


@cache
def engine() -> docker.DockerClient:
    """The engine that DOCKER_HOST names, or the machine's. Raises NoImage."""
    try:
        made = docker.from_env(timeout=ANSWER_SECONDS)
        made.ping()
    except (DockerException, OSError) as missing:
        raise NoImage("no engine of containers answers") from missing
    made.api.timeout = CALL_SECONDS
    return made


_no_registry: list[str] = []
"""Why an image could not be pulled: then nobody waits for another."""


@cache
def image(name: str) -> str:
    """What to start `name` from, got if it is not there yet. Raises NoImage."""
    wanted, asked = IMAGES[name], engine()
    try:
        asked.images.get(wanted)
    except ImageNotFound:
        failure = _no_registry or [f"not given within {PULL_SECONDS} s"]
        if not _no_registry:
            pulling = threading.Thread(target=_pull, args=(asked, wanted, failure), daemon=True)
            pulling.start()
            pulling.join(PULL_SECONDS)
        if failure:
            _no_registry[:] = failure
            raise NoImage(f"the engine has no {wanted}: {failure[0]}") from None
    return wanted


def _pull(asked: docker.DockerClient, wanted: str, failure: list[str]) -> None:
    try:
        asked.images.pull(wanted)
    except (DockerException, OSError) as error:
        failure[0] = str(error).splitlines()[0][:200]
    else:
        failure.clear()


class Contained:
    """One server in its container, spoken to as to a process of ours: what kills and watches those does so here too."""

    def __init__(self, name: str, program: str, words: Sequence[str], folder: Path) -> None:
        """A program of the image on files of ours, as us."""
        whose = f"{os.getuid()}:{os.getgid()}"
        made = DockerContainer(image(name), network_mode="host", entrypoint=[program], user=whose)
        made.with_command(list(words)).with_volume_mapping(str(folder), str(folder), "rw")
        try:
            self._made = made.start()
        except (DockerException, OSError) as error:
            raise NoImage(f"{name} does not start from its image: {str(error).splitlines()[0][:200]}") from error
        self._container = made.get_wrapped_container()

    @property
    def pid(self) -> int:
        self._container.reload()
        return int(self._container.attrs["State"]["Pid"])

    @property
    def returncode(self) -> int | None:
        return self.poll()

    def poll(self) -> int | None:
        """Its exit code; None while it runs."""
        self._container.reload()
        state = self._container.attrs["State"]
        return None if state["Running"] else int(state["ExitCode"])

    def send_signal(self, number: int) -> None:
        if self.poll() is None:
            self._container.kill(signal=int(number))

    def terminate(self) -> None:
        self.send_signal(15)

    def kill(self) -> None:
        self.send_signal(9)

    def wait(self, seconds: float) -> int:
        end = time.monotonic() + seconds
        while (code := self.poll()) is None:
            if time.monotonic() > end:
                raise subprocess.TimeoutExpired("container", seconds)
            time.sleep(0.1)
        return code

    def said(self) -> str:
        return bytes(self._container.logs(tail=40)).decode("utf-8", "replace")[-3000:]

    def close(self) -> None:
        """With all that it wrote in itself. Harmless when it is gone."""
        with suppress(DockerException):
            self._made.stop()
