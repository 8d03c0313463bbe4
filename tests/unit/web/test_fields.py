from __future__ import annotations

from collections.abc import Callable

import pytest
from bs4 import BeautifulSoup

Render = Callable[..., BeautifulSoup]
OPTIONS = [("a", "甲"), ("b", "乙")]
SINGLE = ["text", "number", "date", "month", "moment", "textarea", "file"]
CHOICES = ["radio", "taps", "checkboxes"]


def call(macro: str, *, faulty: bool) -> str:
    options = "options, " if macro in (*CHOICES, "select") else ""
    return f"{{{{ field.{macro}('team', '班组名称', {options}hint='写全称', error={'fault' if faulty else 'none'}) }}}}"


@pytest.mark.parametrize("macro", [*SINGLE, "select"])
def test_a_field_has_its_label_hint_and_fault_in_this_order(render: Render, macro: str) -> None:
    tree = render(call(macro, faulty=True), options=OPTIONS, fault="请填班组全称")

    control = tree.select_one("#f-team")
    assert control["name"] == "team"
    assert tree.select_one("label[for=f-team]").get_text(strip=True) == "班组名称"
    assert control["aria-describedby"] == "f-team-hint f-team-wrong"
    assert control["aria-invalid"] == "true"
    assert tree.select_one("#f-team-wrong").get_text(strip=True) == "请填班组全称"
    order = [t.get("id") or t.name for t in tree.select(".field label, .field .hint, .field .wrong, .field #f-team")]
    assert order == ["label", "f-team-hint", "f-team-wrong", "f-team"]
    assert "is-wrong" in tree.select_one(".field")["class"]


@pytest.mark.parametrize("macro", [*SINGLE, "select"])
def test_a_field_without_fault_does_not_look_faulty(render: Render, macro: str) -> None:
    tree = render(call(macro, faulty=False), options=OPTIONS)

    assert tree.select(".is-wrong, .wrong, [aria-invalid]") == []
    assert tree.select_one("#f-team")["aria-describedby"] == "f-team-hint"


@pytest.mark.parametrize("macro", CHOICES)
def test_choices_stand_in_a_fieldset_with_legend_hint_and_fault(render: Render, macro: str) -> None:
    tree = render(call(macro, faulty=True), options=OPTIONS, fault="请选择一项")

    group = tree.select_one("fieldset#f-team")
    assert group.select_one("legend").contents[0].strip() == "班组名称"
    assert group["aria-describedby"] == "f-team-hint f-team-wrong"
    assert [c["value"] for c in group.select("input[name=team]")] == ["a", "b"]
    assert all(c.find_parent("label") or tree.select_one(f"label[for={c['id']}]") for c in group.select("input"))


@pytest.mark.parametrize(("macro", "given"), [("radio", "'b'"), ("taps", "'b'"), ("checkboxes", "['b']")])
def test_what_was_chosen_stays_chosen(render: Render, macro: str, given: str) -> None:
    tree = render(f"{{{{ field.{macro}('team', '班组', options, {given}) }}}}", options=OPTIONS)

    assert [c["value"] for c in tree.select("input[checked]")] == ["b"]


def test_select_keeps_numbers_and_groups(render: Render) -> None:
    groups = [("制造业", [(1, "设备"), (2, "纺织")]), (3, "运输")]
    tree = render("{{ field.select('trade', '行业', groups, 2, empty='请选择') }}", groups=groups)

    assert [o["value"] for o in tree.select("option")] == ["", "1", "2", "3"]
    assert [o["value"] for o in tree.select("option[selected]")] == ["2"]
    assert tree.select_one("optgroup")["label"] == "制造业"


def test_what_was_typed_comes_back_escaped(render: Render) -> None:
    tree = render("{{ field.text('team', '班组', typed) }}{{ field.textarea('work', '做法', typed) }}", typed='"><b>甲')

    assert tree.select_one("#f-team")["value"] == '"><b>甲'
    assert tree.select_one("#f-work").get_text() == '"><b>甲'
    assert tree.select("b") == []


def test_an_optional_field_says_so_and_a_required_one_requires(render: Render) -> None:
    tree = render("{{ field.text('a', '甲') }}{{ field.text('b', '乙', required=false) }}")

    assert tree.select_one("label[for=f-a]").get_text(" ", strip=True) == "甲"
    assert tree.select_one("#f-a").has_attr("required")
    assert tree.select_one("label[for=f-b]").get_text(" ", strip=True) == "乙 选填"
    assert not tree.select_one("#f-b").has_attr("required")


def test_two_fields_of_one_name_take_ids_of_their_own(render: Render) -> None:
    tree = render(
        "{{ field.textarea('reason', '理由', id='revoke') }}{{ field.textarea('reason', '理由', id='keep') }}"
    )

    assert [(t["id"], t["name"]) for t in tree.select("textarea")] == [("f-revoke", "reason"), ("f-keep", "reason")]
    assert [t["for"] for t in tree.select("label")] == ["f-revoke", "f-keep"]


def test_decimals_and_whole_numbers_bring_their_keyboard(render: Render) -> None:
    tree = render("{{ field.number('a', '人数', 18) }}{{ field.number('b', '满意率', decimals=true, unit='%') }}")

    assert [(i["type"], i["inputmode"]) for i in tree.select("input")] == [("text", "numeric"), ("text", "decimal")]


def test_the_summary_links_each_fault_to_its_field(render: Render) -> None:
    tree = render("{{ error_summary(faults) }}", faults={"team": "请填班组全称", "work": "请写 100 字以上"})

    summary = tree.select_one("[role=alert]")
    assert summary["tabindex"] == "-1"
    assert summary.select_one("h2").get_text(strip=True) == "有 2 处需要改正"
    assert [(a["href"], a.get_text()) for a in summary.select("a")] == [
        ("#f-team", "请填班组全称"),
        ("#f-work", "请写 100 字以上"),
    ]


def test_no_faults_no_summary(render: Render) -> None:
    assert render("{{ error_summary({}) }}").select("[role=alert]") == []


def test_a_form_carries_token_fresh_key_and_version(render: Render) -> None:
    tree = render("{{ form_open('/a', version=3) }}</form>{{ form_open('/b') }}</form>")

    first, second = tree.select("form")
    assert first.select_one("[name=version]")["value"] == "3"
    assert second.select_one("[name=version]") is None
    assert len(first.select_one("[name=csrf_token]")["value"]) > 40
    keys = [f.select_one("[name=idempotency_key]")["value"] for f in (first, second)]
    assert len(set(keys)) == 2
    assert all(len(key) == 36 for key in keys)


def test_an_irreversible_act_asks_for_a_tick(render: Render) -> None:
    tree = render(
        "{% call confirm_section('撤销荣誉', '撤销后牌匾须收回。', '撤销荣誉并收回牌匾', error='请勾选') %}{% endcall %}"
    )

    tick = tree.select_one("input[type=checkbox][name=confirmed][value=yes]")
    assert not tick.has_attr("checked")
    assert tick["aria-describedby"] == "f-confirmed-wrong"
    assert tree.select_one("button.btn-risk").get_text(strip=True) == "撤销荣誉并收回牌匾"
