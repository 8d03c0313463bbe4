from __future__ import annotations

from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from flask import Flask

from services.common.web.catalogue import compiled, gather, untranslated


@pytest.mark.parametrize(
    ("url", "wish", "cookie", "language", "title"),
    [
        ("/portal/style/errors/404", "", None, "zh-CN", "没有找到这个页面 · 先锋"),
        ("/portal/style/errors/404", "en-GB,en;q=0.9", None, "en", "Page not found · Pioneer"),
        ("/portal/style/errors/404", "fr", None, "zh-CN", "没有找到这个页面 · 先锋"),
        ("/portal/style/errors/404?lang=en", "zh-CN", None, "en", "Page not found · Pioneer"),
        ("/portal/style/errors/404?lang=xx", "", None, "zh-CN", "没有找到这个页面 · 先锋"),
        ("/portal/style/errors/404", "", "en", "en", "Page not found · Pioneer"),
        ("/portal/style/errors/404?lang=zh", "", "en", "zh-CN", "没有找到这个页面 · 先锋"),
    ],
)
def test_the_language_is_asked_kept_or_guessed(
    app: Flask, url: str, wish: str, cookie: str | None, language: str, title: str
) -> None:
    client = app.test_client()
    if cookie:
        client.set_cookie("pioneer_lang", cookie)
    page = client.get(url, headers={"Accept-Language": wish}).get_data(as_text=True)

    assert f'<html lang="{language}">' in page
    assert f"<title>{title}</title>" in page


def test_the_chosen_language_is_kept(app: Flask) -> None:
    client = app.test_client()
    client.get("/portal/style/errors/404?lang=en")

    assert "Page not found" in client.get("/portal/style/errors/404").get_data(as_text=True)


def test_an_answer_in_a_guessed_language_says_so_to_caches(app: Flask) -> None:
    assert "Accept-Language" in app.test_client().get("/portal/style").headers["Vary"]


def test_words_are_gathered_from_sources_and_templates(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text('_("甲")\n_l("乙")\nprint("丙")\n', "utf-8")
    templates = tmp_path / "a" / "templates"
    templates.mkdir(parents=True)
    (templates / "t.html").write_text('{{ _("丁") }}{{ ngettext("%(num)d 件", "%(num)d 件", 2) }}', "utf-8")

    found = {m.id if isinstance(m.id, str) else m.id[0] for m in gather(tmp_path) if m.id}
    assert found == {"甲", "乙", "丁", "%(num)d 件"}


def test_a_word_without_english_is_named() -> None:
    sources, english = Catalog(), Catalog(locale="en")
    for catalogue in (sources, english):
        catalogue.add("甲", None, [("a.py", 1)])
        catalogue.add(("%(num)d 件", "%(num)d 件"), None, [("a.py", 2)])
    english["甲"].string = "A"
    english[("%(num)d 件", "%(num)d 件")].string = ("%(num)d case", "")

    assert list(untranslated(sources, english)) == ["'%(num)d 件' (a.py:2)"]


def test_compiling_twice_gives_the_same_bytes() -> None:
    english = Catalog(locale="en", fuzzy=False)
    english.add("甲", "A")

    assert compiled(english) == compiled(english)
