"""Which port each program of a deployment has, counted from the one where people meet the site."""

import socket
from dataclasses import dataclass

from services.embedded import SERVICES


@dataclass(frozen=True)
class Ports:
    """All below 32768, where outgoing connections take theirs."""

    origin: int

    def web(self, service: str) -> int:
        return self.origin + 10 + SERVICES.index(service)

    def rpc(self, service: str) -> int:
        return self.origin + 20 + SERVICES.index(service)

    def status(self, kind: str, service: str) -> int:
        """Health and metrics of a process without pages."""
        return self.origin + {"worker": 30, "rpc": 40}[kind] + SERVICES.index(service)

    @property
    def postgres(self) -> int:
        return self.origin + 50

    @property
    def keycloak(self) -> int:
        return self.origin + 51

    @property
    def keycloak_management(self) -> int:
        return self.origin + 52

    @property
    def prometheus(self) -> int:
        return self.origin + 53

    @property
    def alertmanager(self) -> int:
        return self.origin + 54

    @property
    def kafka(self) -> int:
        """Its controller has the next one."""
        return self.origin + 60

    def refuse_busy(self) -> None:
        """Raises OSError in words when another program listens on one of them."""
        for port in range(self.origin, self.origin + 64):
            with socket.socket() as probe:
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                try:
                    probe.bind(("127.0.0.1", port))
                except OSError as error:
                    raise OSError(
                        f"端口 {port} 已被占用 / port {port} is in use; ports {self.origin}–{self.origin + 63} are"
                        f" needed: choose others, e.g. make full PORT={self.origin + 100}"
                    ) from error
