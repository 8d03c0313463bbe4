"""One frozen settings class per service, read once from the environment (`PIONEER_…`)."""

from pathlib import Path

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict

from services.common.connections import WEB_THREADS


class Settings(BaseSettings):
    """What every service must be told. A missing value stops the start with its name."""

    model_config = SettingsConfigDict(env_prefix="PIONEER_", frozen=True, extra="ignore")

    service: str
    database_url: str = Field(description="as the app role: owns nothing, bypasses nothing")
    worker_database_url: str = Field(description="as the worker role: sees outbox rows of every tenant, nothing else")
    bus_url: str
    origin: str = Field(description="where people meet the site, http://host:port")
    issuer: str
    client_id: str
    client_secret: str
    secret_key: str = Field(min_length=32, description="signs session cookies and cursors; the same in every service")
    master_key: str = Field(min_length=32, description="seals private keys and protected names at rest")
    files: Path | str
    rpc_targets: dict[str, str] = Field(default_factory=dict, description="service name to host:port")
    rpc_listen: str = "127.0.0.1:0"
    rpc_tls: Path | None = Field(default=None, description="folder of ca.pem, cert.pem, key.pem: mutual TLS")
    web_listen: str = "127.0.0.1:0"
    web_threads: int = Field(default=WEB_THREADS, ge=1)
    status_listen: str = Field(default="127.0.0.1:0", description="health and metrics of a process without pages")
    proxies: int = Field(default=0, ge=0, description="how many proxies of ours set the X-Forwarded headers")
    tick_seconds: float = Field(default=2.0, gt=0)
    story_clock: Path | None = Field(default=None, description="file that holds a story's time; loopback only")
    keycloak_admin_url: str = Field(default="", description="http://host:port/auth; accounts are kept in Keycloak then")
    smtp_url: str = ""
    mail_from: str = "pioneer@localhost"
    log_level: str = "INFO"
    traces: str = Field(default="", description="where spans go: nowhere, log: or the address of an OTLP collector")
