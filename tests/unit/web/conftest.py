"""An app of pages without a database: the style pages, and a form of every kind of guard."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from bs4 import BeautifulSoup
from flask import Flask, flash, g, redirect, request, session
from flask.typing import ResponseReturnValue
from jinja2 import FileSystemBytecodeCache

from services.common.clock import SettableClock
from services.common.http.faults import add_faults
from services.common.web import page_app, static_blueprint
from services.common.web.csrf import without_token
from services.common.web.style import style_blueprint
from tests.pages import PageClient

NOON = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)


def kept() -> ResponseReturnValue:
    """Says what reached the view."""
    session["kept"] = request.form.get("team", "")
    flash("已保存", "ok")
    return redirect("/portal/style", 303)


@without_token
def token_endpoint() -> ResponseReturnValue:
    return {"granted": True}


def api_act() -> ResponseReturnValue:
    return {"done": True}


@pytest.fixture(scope="session")
def compiled_templates(tmp_path_factory: pytest.TempPathFactory) -> FileSystemBytecodeCache:
    """Each test has an app of its own; the templates are compiled once."""
    return FileSystemBytecodeCache(str(tmp_path_factory.mktemp("templates")))


@pytest.fixture
def app(compiled_templates: FileSystemBytecodeCache) -> Flask:
    made = page_app("style", templates_package="services.common.web", secret_key="k" * 40)
    made.extensions["clock"] = SettableClock(NOON)
    add_faults(made)
    made.register_blueprint(static_blueprint)
    made.register_blueprint(style_blueprint)
    made.add_url_rule("/portal/keep", view_func=kept, methods=["POST"])
    made.add_url_rule("/portal/sign-out", endpoint="sign_out", view_func=kept, methods=["POST"])
    made.add_url_rule("/portal/token", view_func=token_endpoint, methods=["POST"])
    made.add_url_rule("/api/v1/act", view_func=api_act, methods=["POST"])
    made.jinja_env.bytecode_cache = compiled_templates
    made.testing = True
    return made


@pytest.fixture
def pages(app: Flask) -> PageClient:
    return PageClient(app)


@pytest.fixture
def render(app: Flask) -> Callable[..., BeautifulSoup]:
    """`render("{{ … }}", name=value)`: a template with all macros at hand, as a tree."""
    imports = "".join(
        '{% from "components/' + file + '.html" import ' + names + " %}"
        for file, names in {
            "state": "state, due",
            "say": "say",
            "ladder": "ladder, steps, rungs",
            "table": "table, cell, group_row, what",
            "sheet": "sheet, facts",
            "form": "form_open, button_form, error_summary, confirm_section, bar",
            "evidence": "evid, why, difference",
            "opinion": "opinion, stamp",
            "trail": "trail",
            "listing": "pager, filters, filter_select, empty",
            "masked": "masked",
            "document": "verdict, plaque, certificate",
            "score": "score_table, total",
            "docket": "pick",
            "figures": "meter, progress, chart",
            "tasklist": "tasklist",
            "strip": "strip",
        }.items()
    )
    imports += '{% import "components/field.html" as field %}'

    def rendered(source: str, /, **values: Any) -> BeautifulSoup:
        with app.test_request_context("/portal/style"):
            g.principal = g.tenant = None
            template = app.jinja_env.from_string(imports + source)
            app.update_template_context(values)
            return BeautifulSoup(template.render(values), "html5lib")

    return rendered
