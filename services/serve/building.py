"""From settings to a service with its database, as every kind of process needs it."""

from importlib import import_module
from ipaddress import ip_address
from urllib.parse import urlsplit

from services.common import trace
from services.common.clock import Clock, SharedClock, SystemClock
from services.common.config import Settings
from services.common.files import ObstoreStore
from services.common.http import Parts
from services.common.rpc import Calls, Credentials
from services.common.runtime import Service
from services.common.tokens import ServiceToken, Verifier


def clock_for(settings: Settings) -> Clock:
    """The real time, or that of a story which is played on this machine. Raises ValueError for a story elsewhere."""
    if settings.story_clock is None:
        return SystemClock()
    host = urlsplit(settings.origin).hostname or ""
    if host != "localhost" and not _is_loopback(host):
        raise ValueError("PIONEER_STORY_CLOCK is for a story played on loopback only")
    return SharedClock(settings.story_clock)


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def build(settings: Settings, clock: Clock, *, pool_size: int) -> Service:
    """The service, ready to be served; nothing is connected before it is first needed."""
    trace.export_to(settings.traces)
    token = ServiceToken(settings.issuer, settings.client_id, settings.client_secret)
    calls = Calls(settings.rpc_targets, token, Credentials.of(settings))
    store = ObstoreStore.at(str(settings.files))
    module = import_module(f"services.{settings.service}.main")
    service: Service = module.create(Parts(settings, clock, Verifier(settings.issuer), store, calls))
    worker_url = settings.worker_database_url.replace("postgresql://", "postgresql+psycopg://", 1)
    service.db.connect(settings.database_url, worker_url=worker_url, pool_size=pool_size)
    return service
