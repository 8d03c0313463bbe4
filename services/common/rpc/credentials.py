"""Who may talk at all: with a certificate of the deployment on both sides, or in the clear inside one process."""

from dataclasses import dataclass
from pathlib import Path

import grpc

from services.common.config import Settings


@dataclass(frozen=True)
class Credentials:
    """PEM bytes. The certificate's common name is the program's client id, its DNS name the service's."""

    authority: bytes
    certificate: bytes
    key: bytes

    @classmethod
    def of(cls, settings: Settings) -> "Credentials | None":
        """From the folder that PIONEER_RPC_TLS names (ca.pem, cert.pem, key.pem); None where it names none.

        Raises OSError with the path of a missing file.
        """
        if settings.rpc_tls is None:
            return None
        return cls.read(settings.rpc_tls)

    @classmethod
    def read(cls, folder: Path) -> "Credentials":
        return cls(*((folder / name).read_bytes() for name in ("ca.pem", "cert.pem", "key.pem")))

    def for_server(self) -> grpc.ServerCredentials:
        return grpc.ssl_server_credentials([(self.key, self.certificate)], self.authority, require_client_auth=True)

    def for_channel(self) -> grpc.ChannelCredentials:
        return grpc.ssl_channel_credentials(self.authority, self.key, self.certificate)
