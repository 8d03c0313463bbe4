"""Chinese is the language of the source; English is a catalogue.

The language of a request: `?lang=en` (remembered in a cookie), that cookie, the browser's wish, Chinese.
"""

from __future__ import annotations

from pathlib import Path

from flask import Flask, Response, g, request
from flask_babel import Babel
from flask_babel import get_locale as _get_locale

TRANSLATIONS = Path(__file__).parent / "translations"
LANGUAGES = ("zh", "en")
COOKIE = "pioneer_lang"
YEAR = 365 * 24 * 3600


def chosen_language() -> str:
    for wish in (request.args.get("lang"), request.cookies.get(COOKIE)):
        if wish in LANGUAGES:
            return wish
    return request.accept_languages.best_match(LANGUAGES, "zh") or "zh"


def html_language() -> str:
    """For `<html lang>`: screen readers and line breaking follow it."""
    return "en" if str(_get_locale()).startswith("en") else "zh-CN"


def _remember(response: Response) -> Response:
    wish = request.args.get("lang")
    if wish in LANGUAGES and not g.get("language_kept"):
        g.language_kept = True
        response.set_cookie(COOKIE, wish, max_age=YEAR, samesite="Lax", httponly=True, path="/")
    response.vary.add("Accept-Language")
    return response


def add_languages(app: Flask) -> None:
    Babel(
        app,
        default_locale="zh",
        default_timezone="Asia/Shanghai",
        default_translation_directories=str(TRANSLATIONS),
        locale_selector=chosen_language,
    )
    app.jinja_env.globals["html_language"] = html_language
    app.after_request(_remember)
