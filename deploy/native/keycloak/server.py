"""One Keycloak of ours: its folder, its command, its environment; started, waited for and ended by its process id."""

import os
import signal
import subprocess
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self
from urllib.parse import unquote, urlsplit

import requests

from deploy.native.keycloak.distribution import distribution, java
from deploy.native.keycloak.realm_file import REALM, REALM_FILE, values
from services.common.connections import KEYCLOAK_POOL
from services.identity.issuer import client_secret

PATH = "/auth"
READY_SECONDS, STOP_SECONDS = 240.0, 30.0
ADMIN = "operator"
# One collector only: Keycloak refuses to start with two. The first compiler alone: half the processor time of a start.
MEMORY = (
    "-Xms64m",
    "-Xmx512m",
    "-XX:MaxMetaspaceSize=256m",
    "-XX:+UseSerialGC",
    "-XX:TieredStopAtLevel=1",
    "-XX:+ExitOnOutOfMemoryError",
)


class NotReady(OSError):
    """It ended or did not answer in time; carries the end of its log."""


@dataclass
class Keycloak:
    """`origin`: where people meet it, which may be a gateway before it; `database`: postgresql://user:password@host:port/name.

    `meets` is where people meet Keycloak itself, when no gateway stands before both.
    """

    folder: Path
    port: int
    management_port: int
    origin: str
    database: str
    master_key: str
    _process: subprocess.Popen[bytes] | None = field(default=None, repr=False)
    meets: str = ""

    @property
    def base(self) -> str:
        """Where it answers on this machine, without the gateway: for identity's accounts and for operators."""
        return f"http://127.0.0.1:{self.port}{PATH}"

    @property
    def public(self) -> str:
        """Its address as people and tokens have it."""
        return f"{self.meets or self.origin}{PATH}"

    @property
    def issuer(self) -> str:
        return f"{self.public}/realms/{REALM}"

    @property
    def health(self) -> str:
        return f"http://127.0.0.1:{self.management_port}{PATH}/health/ready"

    @property
    def metrics(self) -> str:
        return f"http://127.0.0.1:{self.management_port}{PATH}/metrics"

    @property
    def admin_password(self) -> str:
        """The operator's in the realm master: for the console and for changing the realm itself."""
        return client_secret(self.master_key, f"keycloak {ADMIN}")

    @property
    def log(self) -> Path:
        return self.folder / "keycloak.log"

    @property
    def pid(self) -> int:
        if self._process is None:
            raise ProcessLookupError("Keycloak was not started here")
        return self._process.pid

    def prepare(self) -> None:
        """Get and build it, and lay its folder. Raises Unavailable."""
        found, home = distribution(), self.home
        imported = home / "data" / "import"
        imported.mkdir(parents=True, exist_ok=True)
        (imported / REALM_FILE.name).write_bytes(REALM_FILE.read_bytes())
        for name in ("lib", "conf", "providers", "themes"):
            link = home / name
            if link.is_symlink():
                link.unlink()
            link.symlink_to(found / name)

    @property
    def home(self) -> Path:
        """The shared distribution with a data folder of our own."""
        return self.folder.resolve() / "home"

    @property
    def command(self) -> list[str]:
        """The JVM itself, not kc.sh: the script would stay before it, and a kill would leave the server running."""
        properties = (
            f"-Dkc.home.dir={self.home}",
            f"-Djboss.server.config.dir={self.home / 'conf'}",
            "-Djava.util.logging.manager=org.jboss.logmanager.LogManager",
            "-Djava.util.concurrent.ForkJoinPool.common.threadFactory="
            "io.quarkus.bootstrap.forkjoin.QuarkusForkJoinWorkerThreadFactory",
            "-Dpicocli.disable.closures=true",
            "-Dfile.encoding=UTF-8",
            "-Djava.security.egd=file:/dev/urandom",
            "--add-opens=java.base/java.util=ALL-UNNAMED",
            "--add-opens=java.base/java.util.concurrent=ALL-UNNAMED",
            "--add-opens=java.base/java.security=ALL-UNNAMED",
        )
        main = ("-cp", str(self.home / "lib" / "quarkus-run.jar"), "io.quarkus.bootstrap.runner.QuarkusEntryPoint")
        return [java(), *MEMORY, *properties, *main, "start", "--optimized", "--import-realm"]

    @property
    def environment(self) -> dict[str, str]:
        """What Keycloak is told; the realm file's ${…} are filled from here, so that no secret is in the repository."""
        at = urlsplit(self.database)
        return {
            "KC_DB_URL": f"jdbc:postgresql://{at.hostname}:{at.port or 5432}{at.path}",
            "KC_DB_USERNAME": unquote(at.username or ""),
            "KC_DB_PASSWORD": unquote(at.password or ""),
            "KC_DB_POOL_MAX_SIZE": str(KEYCLOAK_POOL),
            "KC_HTTP_ENABLED": "true",
            "KC_HTTP_HOST": "127.0.0.1",
            "KC_HTTP_PORT": str(self.port),
            "KC_HTTP_MANAGEMENT_PORT": str(self.management_port),
            "KC_HTTP_MANAGEMENT_HOST": "127.0.0.1",
            "KC_HOSTNAME": self.public,
            "KC_PROXY_HEADERS": "xforwarded",
            "KC_CACHE": "local",
            "KC_HOSTNAME_BACKCHANNEL_DYNAMIC": "false",
            "KC_LOG_LEVEL": "info,io.smallrye.health:error",
            "KC_BOOTSTRAP_ADMIN_USERNAME": ADMIN,
            "KC_BOOTSTRAP_ADMIN_PASSWORD": self.admin_password,
            **values(self.origin, self.master_key),
        }

    def is_ready(self) -> bool:
        """Health comes before the realm, so the realm is asked too."""
        try:
            for url in (f"{self.base}/realms/{REALM}/.well-known/openid-configuration", self.health):
                if requests.get(url, timeout=5).status_code != 200:
                    return False
        except requests.RequestException:
            return False
        return True

    def start(self) -> Self:
        """Returns when it answers. Raises Unavailable or NotReady."""
        self.prepare()
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                self.command, env={**os.environ, **self.environment}, stdout=log, stderr=log, stdin=subprocess.DEVNULL,
                start_new_session=True,
            )  # fmt: skip
        self.wait()
        return self

    def wait(self, seconds: float = READY_SECONDS) -> None:
        end = time.monotonic() + seconds
        while not self.is_ready():
            if self._process is not None and self._process.poll() is not None:
                raise NotReady(f"Keycloak ended with {self._process.returncode}:\n{self.tail()}")
            if time.monotonic() > end:
                raise NotReady(f"Keycloak did not answer within {seconds:.0f} s:\n{self.tail()}")
            time.sleep(0.2)

    def tail(self, length: int = 3000) -> str:
        return self.log.read_text(encoding="utf-8", errors="replace")[-length:] if self.log.exists() else ""

    def stop(self) -> None:
        """In order; by force when it does not go."""
        process, self._process = self._process, None
        if process is None or process.poll() is not None:
            return
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait(STOP_SECONDS)

    def kill(self) -> None:
        """As a power cut would: for tests of what comes after."""
        process, self._process = self._process, None
        if process is not None:
            process.kill()
            process.wait(STOP_SECONDS)

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(self, *_error: object) -> None:
        self.stop()
