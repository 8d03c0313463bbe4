"""The app of one service: its pages and its API on the shared ground."""

from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from time import perf_counter
from typing import Any

import structlog
from apiflask import APIBlueprint, APIFlask
from flask import Blueprint, Response, g, render_template, request
from flask_limiter import Limiter
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from sqlalchemy import text

from services.common import metrics, refusals, trace
from services.common.clock import Clock
from services.common.config import Settings
from services.common.db import Database
from services.common.http.asking import add_asking, who_calls
from services.common.http.counting import Counting
from services.common.http.faults import add_faults
from services.common.http.once import add_once
from services.common.paging import Cursors
from services.common.tokens import Verifier
from services.common.web import prepare_pages, static_blueprint

log = structlog.get_logger(__name__)
assert refusals  # registered by its import


@dataclass(frozen=True)
class Parts:
    """What a service is given at its start; nothing else comes from outside."""

    settings: Settings
    clock: Clock
    verifier: Verifier
    store: Any
    rpc: Any = None


def service_app(
    name: str,
    parts: Parts,
    db: Database,
    *,
    title: str,
    blueprints: Sequence[Blueprint],
    rate: str = "1200 per minute",
) -> APIFlask:
    """Blueprints bring their whole path; what every service needs is added here in the order that matters."""
    app = APIFlask(
        f"services.{name}",
        title=title,
        version="v1",
        spec_path=f"/{name}/openapi.json",
        docs_path=None,
        # Flask would serve the service's own folder, its code with it; static files have a blueprint of their own.
        static_folder=None,  # type: ignore[arg-type]
        json_errors=False,
    )
    app.config.update(OPENAPI_VERSION="3.1.0", JSON_SORT_KEYS=False, AUTO_404_RESPONSE=False)
    app.config["SYNC_LOCAL_SPEC"] = False
    app.json.ensure_ascii = False  # type: ignore[attr-defined]
    app.extensions.update(parts=parts, clock=parts.clock, store=parts.store, cursors=Cursors(parts.settings.secret_key))
    _add_log(app, name)
    prepare_pages(app, templates_package=f"services.{name}", secret_key=parts.settings.secret_key)
    add_faults(app)
    _add_limits(app, rate, parts.verifier)
    add_asking(app, db, parts.verifier, parts.clock)
    add_once(app, db)
    _add_common_routes(app, name, db)
    app.register_blueprint(static_blueprint)
    for blueprint in blueprints:
        app.register_blueprint(blueprint)
    return app


def _add_limits(app: APIFlask, rate: str, verifier: Verifier) -> None:
    app.config["RATELIMIT_ENABLED"] = True
    limits = Limiter(lambda: who_calls(verifier), app=app, default_limits=[rate], storage_uri=Counting.ADDRESS)
    limits.exempt(static_blueprint)
    app.extensions["limits"] = limits


def _add_common_routes(app: APIFlask, name: str, db: Database) -> None:
    common = Blueprint("common", __name__, url_prefix=f"/{name}")

    @common.get("/metrics")
    def figures() -> Response:
        return Response(generate_latest(), content_type=CONTENT_TYPE_LATEST)

    @common.get("/healthz")
    def health() -> dict[str, str]:
        return {"status": "ok"}

    @common.get("/readyz")
    def ready() -> dict[str, str]:
        with db.engine.connect() as connection:
            connection.execute(text("select 1"))
        return {"status": "ready"}

    @common.get("/docs")
    def docs() -> str:
        return render_template("api_docs.html", spec=app.spec)

    app.register_blueprint(common)


def _add_log(app: APIFlask, name: str) -> None:
    @app.before_request
    def begin() -> None:
        g.started = perf_counter()
        route = request.url_rule.rule if request.url_rule else "none"
        parent, tenant = request.headers.get(trace.KEY, ""), str((request.view_args or {}).get("tenant", ""))
        work = trace.span(f"{request.method} {route}", name, parent=parent, kind=trace.SERVER, tenant=tenant)
        g.work = ExitStack()
        g.work.enter_context(work)

    @app.after_request
    def end(response: Response) -> Response:
        seconds = perf_counter() - g.get("started", perf_counter())
        route = request.url_rule.rule if request.url_rule else "none"
        metrics.requests.labels(name, request.method, route, str(response.status_code)).observe(seconds)
        principal = g.get("principal")
        log.info(
            "request",
            service=name,
            method=request.method,
            route=route,
            status=response.status_code,
            ms=round(seconds * 1000, 1),
            tenant=(request.view_args or {}).get("tenant", ""),
            subject=principal.subject if principal else "",
            trace=trace.trace_id(),
        )
        trace.describe(status=response.status_code)
        return response

    @app.teardown_request
    def leave(_error: BaseException | None) -> None:
        if "work" in g:
            g.pop("work").close()


__all__ = ["APIBlueprint", "Parts", "service_app"]
