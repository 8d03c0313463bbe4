from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from bs4 import BeautifulSoup

Render = Callable[..., BeautifulSoup]
TODAY = date(2026, 11, 23)


def words(tree: BeautifulSoup, css: str) -> list[str]:
    return [" ".join(t.get_text(" ", strip=True).split()) for t in tree.select(css)]


@pytest.mark.parametrize("kind", ["act", "ok", "risk", "late", "seal", "off", None])
def test_a_state_is_always_icon_and_word(render: Render, kind: str | None) -> None:
    tree = render("{{ state('在办', kind) }}", kind=kind)

    chip = tree.select_one(".state")
    assert chip.get_text() == "在办"
    assert chip.select_one("svg.icon[aria-hidden=true] use")["href"].startswith("/static/pioneer/icons.svg?v=")
    assert (f"state-{kind}" in chip["class"]) is (kind is not None)


@pytest.mark.parametrize(
    ("day", "kind", "word"),
    [
        (date(2026, 11, 22), ["state", "state-late"], "逾期 1 天"),
        (date(2026, 11, 23), ["state", "state-risk"], "今天"),
        (date(2026, 11, 24), ["state", "state-risk"], "明天"),
        (date(2026, 11, 25), ["state"], "还有 2 天"),
    ],
)
def test_a_deadline_is_solid_only_when_passed(render: Render, day: date, kind: list[str], word: str) -> None:
    tree = render("{{ due(day, today) }}", day=day, today=TODAY)

    assert tree.select_one(".state")["class"] == kind
    assert words(tree, ".nowrap") == [f"{day.isoformat()} {word}"]


def test_the_ladder_is_read_aloud(render: Render) -> None:
    levels = [
        {"mark": "县", "standing": "sealed"},
        {"mark": "市", "standing": "back"},
        {"mark": "省", "standing": "next"},
    ]
    tree = render("{{ ladder(levels) }}", levels=levels)

    assert [li.get_text() for li in tree.select("li")] == ["县：已命名", "市：退回", "省：未到"]
    assert [li.get("class") for li in tree.select("li")] == [["is-sealed"], ["is-back"], None]


def sheet_of(**row: object) -> list[dict[str, object]]:
    full = {
        "key": "r1", "item": "有活动", "rule": "少 1 项扣 3 分", "points": Decimal(15), "self_score": Decimal(15),
        "score": Decimal(12), "ground": "未组织评比。", "evidence": [("活动台账", "/e/1")], **row,
    }  # fmt: skip
    return [{"title": "三有", "points": 15, "self_score": Decimal(15), "score": Decimal(12), "rows": [full]}]


def test_a_deduction_stands_with_its_ground_and_evidence(render: Render) -> None:
    tree = render("{{ score_table(classes) }}", classes=sheet_of())

    ground = tree.select_one("tr.top td[data-label=扣分依据]")
    assert ground.select_one(".cut").get_text() == "−3.00"
    assert "未组织评比。" in ground.get_text()
    assert ground.select_one("a")["href"] == "/e/1"
    assert words(tree, "tr.top .num") == ["15", "15.00", "12.00"]


@pytest.mark.parametrize(("score", "said"), [(Decimal("15.00"), "不扣分"), (Decimal("14.99"), "−0.01"), (None, "—")])
def test_full_points_say_that_nothing_is_deducted(render: Render, score: Decimal | None, said: str) -> None:
    tree = render("{{ score_table(classes) }}", classes=sheet_of(score=score, ground="", evidence=[]))

    assert words(tree, "tr.top td[data-label=扣分依据]") == [said]


def test_scoring_names_each_input_and_its_fault(render: Render) -> None:
    tree = render(
        "{{ score_table(classes, editing='score', faults=faults) }}",
        classes=sheet_of(),
        faults={"r1": "不能超过 15 分"},
    )

    entry = tree.select_one("input#f-r1")
    assert entry["aria-label"] == "有活动 考核分，满分 15"
    assert (entry["name"], entry["value"], entry["inputmode"]) == ("r1", "12.00", "decimal")
    assert entry["aria-describedby"] == "f-r1-wrong"
    assert words(tree, "#f-r1-wrong") == ["不能超过 15 分"]
    assert tree.select_one("textarea#f-r1-ground")["aria-label"] == "有活动 扣分依据"


def test_what_was_typed_wrong_stays_as_typed(render: Render) -> None:
    tree = render("{{ score_table(classes, editing='score') }}", classes=sheet_of(score="十二分"))

    assert tree.select_one("input#f-r1")["value"] == "十二分"


@pytest.mark.parametrize(("passes", "said"), [(True, "合格：不低于 90.00"), (False, "未合格：低于 90.00")])
def test_the_total_says_whether_it_passes(render: Render, passes: bool, said: str) -> None:
    tree = render("{{ total(score, 100, passes, 90) }}", score=Decimal("89.995"), passes=passes)

    assert words(tree, ".state") == [said]


@pytest.mark.parametrize(
    ("standing", "title", "over"),
    [
        ("valid", "荣誉有效，牌匾属实", []),
        ("rectifying", "荣誉保留，正在限期整改", ["整改中"]),
        ("revoked", "荣誉已撤销，牌匾无效", ["已撤销"]),
    ],
)
def test_a_plaque_says_valid_or_not_before_it_shows(render: Render, standing: str, title: str, over: list[str]) -> None:
    tree = render(
        "{{ verdict(standing, now) }}{{ plaque('工人先锋号', '装配二班', '皖东', '018 号', '来安县总工会', '2025年12月', standing) }}",
        standing=standing,
        now=datetime(2026, 11, 23, 2, 24, tzinfo=UTC),
    )

    assert words(tree, "section h2")[0] == title
    assert words(tree, ".plaque-over") == over
    assert "截至 2026年11月23日 10:24。" in tree.select_one(".say").get_text()


def test_an_empty_list_says_what_to_do_next(render: Render) -> None:
    tree = render("{{ empty('还没有申报。', '新建申报', '/new') }}")

    assert words(tree, ".empty p")[0] == "还没有申报。"
    assert tree.select_one(".empty a")["href"] == "/new"


def test_a_masked_value_is_revealed_by_post_only(render: Render) -> None:
    tree = render(
        "{{ masked('138****6207', '/reveal', name='查看岗长电话', fields={'field': 'phone'}) }}{{ masked('孟*山') }}"
    )

    form = tree.select_one("form")
    assert (form["method"], form["action"]) == ("post", "/reveal")
    assert form.select_one("[name=field]")["value"] == "phone"
    assert form.select_one("button")["aria-label"] == "查看岗长电话"
    assert len(tree.select("form")) == 1


def test_a_filter_is_a_get_form_that_keeps_what_was_chosen(render: Render) -> None:
    tree = render(
        "{% call filters('/list') %}{{ filter_select('state', '状态', [('open', '在办'), ('done', '办结')], 'done') }}{% endcall %}"
    )

    form = tree.select_one("form")
    assert (form["method"], form["action"]) == ("get", "/list")
    assert [o["value"] for o in form.select("option[selected]")] == ["done"]
    assert tree.select_one("label[for=q-state]").get_text() == "状态"


def test_pages_lead_only_where_there_are_any(render: Render) -> None:
    tree = render("{{ pager(next='/list?after=x') }}{{ pager() }}")

    assert [(a["rel"], a["href"]) for a in tree.select("a")] == [(["next"], "/list?after=x")]
    assert len(tree.select("nav")) == 1


def test_a_section_not_yet_open_is_no_link(render: Render) -> None:
    items = [
        {"word": "一", "href": "/1", "current": "step"},
        {"word": "七", "href": None, "state": ("待前六步", None, "lock")},
    ]
    tree = render("{{ tasklist(items, '申报步骤') }}", items=items)

    first, last = tree.select("a")
    assert (first["href"], first["aria-current"]) == ("/1", "step")
    assert not last.has_attr("href")
    assert last["aria-disabled"] == "true"


def test_the_log_shows_number_and_short_hash(render: Render) -> None:
    item = {
        "at": datetime(2026, 11, 10, 7, 32, tzinfo=UTC),
        "who": "林秋实",
        "did": "通过审核",
        "number": 28,
        "hash": "a91f" + "0" * 56 + "07c2",
    }
    tree = render("{{ trail([item]) }}", item=item)

    assert words(tree, "time") == ["2026-11-10 15:32"]
    assert words(tree, "code") == ["#28 a91f…07c2"]


def test_a_difference_shows_both_sides(render: Render) -> None:
    tree = render("{{ difference([{'label': '人数', 'before': '', 'after': '18'}], '退回前', '补正后', '改动') }}")

    assert (words(tree, "del"), words(tree, "ins")) == (["—"], ["18"])


def test_a_chart_carries_its_numbers_as_an_attribute_and_a_table(render: Render) -> None:
    tree = render(
        "{% call chart('line', ['1月'], [('今年', [4])], '累计 4 个', unit='个') %}<table></table>{% endcall %}"
    )

    plot = tree.select_one("[data-chart]")
    assert (
        plot["data-chart"]
        == '{"categories": ["1\\u6708"], "kind": "line", "series": [["\\u4eca\\u5e74", [4]]], "unit": "\\u4e2a"}'
    )
    assert (plot["role"], plot["aria-label"]) == ("img", "累计 4 个")
    assert len(tree.select(".chart-table table")) == 1
