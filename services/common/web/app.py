"""The Flask app of a service's pages."""

from __future__ import annotations

from flask import Flask
from jinja2 import ChoiceLoader, PackageLoader, StrictUndefined

from services.common.web.blocks import render_block
from services.common.web.context import add_context
from services.common.web.csrf import add_csrf
from services.common.web.filters import FILTERS
from services.common.web.headers import add_headers
from services.common.web.i18n import add_languages

MEBIBYTE = 1024 * 1024
BODY_LIMIT = 32 * MEBIBYTE


def page_app(name: str, *, templates_package: str, secret_key: str | None = None) -> Flask:
    """An app ready for pages. Templates are looked up in `templates_package`/templates, then in the common ones."""
    app = Flask(name, static_folder=None, template_folder=None)
    prepare_pages(app, templates_package=templates_package, secret_key=secret_key)
    return app


def prepare_pages(app: Flask, *, templates_package: str, secret_key: str | None = None) -> None:
    """The same for an app made elsewhere, such as an APIFlask."""
    if secret_key is not None:
        app.secret_key = secret_key
    app.config.update(
        SESSION_COOKIE_NAME="pioneer_session",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        # One token serves the forms of every service on the origin.
        SESSION_COOKIE_PATH="/",
        MAX_CONTENT_LENGTH=BODY_LIMIT,
        MAX_FORM_MEMORY_SIZE=2 * MEBIBYTE,
    )
    _set_up_templates(app, templates_package)
    add_languages(app)
    add_context(app)
    add_csrf(app)
    add_headers(app)


def _set_up_templates(app: Flask, templates_package: str) -> None:
    app.jinja_env.loader = ChoiceLoader(
        [PackageLoader(templates_package, "templates"), PackageLoader("services.common.web", "templates")]
    )
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    app.jinja_env.filters.update(FILTERS)
    app.jinja_env.globals["render_block"] = render_block
