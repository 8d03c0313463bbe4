from __future__ import annotations

import pytest

from services.common.web.template_lint import Template, check


def codes(text: str) -> list[str]:
    return [fault.code for fault in Template("t.html", text).faults()]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ('<p style="color:red">{{ x }}</p>', "inline_style"),
        ("<style>p{}</style>", "inline_style"),
        ('<a onclick="go()">{{ x }}</a>', "inline_handler"),
        ("<script>\x01</script>", "inline_script"),
        ("<p>待办</p>", "bare_chinese"),
        ('<nav aria-label="主导航"></nav>', "bare_chinese"),
        ("<p>Save changes</p>", "bare_english"),
        ('<input aria-label="Name">', "bare_english"),
        ("{{ _('不低于 95%') }}", "bare_percent"),
        ('{{ _("不低于 95% 的") }}', "bare_percent"),
        ('<form method="post" action="/x"></form>', "no_token"),
        ('<input name="team">', "no_label"),
        ('<label for="a">{{ x }}</label><input id="b">', "no_label"),
        ('<button type="submit">{{ _("提交") }}</button>', "empty_verb"),
    ],
)
def test_a_careless_template_is_refused(text: str, code: str) -> None:
    assert code in codes(text)


@pytest.mark.parametrize(
    "text",
    [
        '<p class="soft">{{ _("待办") }}</p>',
        "<script src=\"{{ asset('pioneer.js') }}\" defer></script>",
        "{# 说明：这里可以写中文 Comments too #}",
        "{{ _('不低于 95%%') }}{{ _('第 %(n)s 版', n=4) }}",
        '<form method="get" action="/x"></form>',
        '<form method="post"><input type="hidden" name="csrf_token" value="{{ csrf_token() }}"></form>',
        '{{ form_open("/x") }}</form>',
        '<label for="f-{{ row.key }}">{{ x }}</label><input id="f-{{ row.key }}">',
        "<label>{{ x }}<input></label>",
        '<input type="hidden" name="version">',
        '<input aria-label="{{ _("姓名") }}">',
        '<button type="submit">{{ icon("check") }}{{ _("提交异议") }}</button>',
        '<p title="{{ a > b }}">PDF</p>',
        "{# document #}<p>附件 1</p>",
    ],
)
def test_a_careful_template_passes(text: str) -> None:
    assert codes(text) == []


def test_a_fault_names_its_line() -> None:
    (fault,) = Template("t.html", '<p>\n{# 注\n释 #}\n<b style="x"></b></p>').faults()

    assert (fault.path, fault.line, fault.code) == ("t.html", 4, "inline_style")


def test_all_templates_of_the_product_pass() -> None:
    assert [f"{f.path}:{f.line} {f.says}" for f in check()] == []
