"""A wrong file is refused whole, every fault with its line, its path and what to do."""

from __future__ import annotations

import pytest

from services.common.regulation import Known, read
from tests.unit.regulation.notices import SMALL, changed, line_of, regulation_of, the_fault


def test_the_small_regulation_is_clean() -> None:
    assert regulation_of(SMALL).id == "small"


@pytest.mark.parametrize(
    ("old", "new", "at", "path", "code", "nearest"),
    [
        ("honour: 服务之星", "honor: 服务之星", "honor:", "programmes.star.honor", "unknown_word", "honour"),
        ("level: county", "level: contry", "contry", "programmes.star.level", "unknown_word", "county"),
        ("subject: person", "subject: persons", "persons", "programmes.star.subject", "unknown_word", "person"),
        ("stage: publicise", "stage: publish", "publish", "programmes.star.stages.publish.stage", "unknown_word", "publicise"),
        ("type: person_name", "type: persons_name", "persons_name", "forms.entry.sections.who.fields.name.type", "unknown_word", "person_name"),
        ("    form: entry", "    form: entrie", "form: entrie", "programmes.star.form", "unknown_reference", "entry"),
        ("sheet: marks", "sheet: mark", "sheet: mark,", "programmes.star.stages.assess.sheet", "unknown_reference", "marks"),
        ("title: 试行办法\n", "", "regulation: small", "title", "missing_key", None),
        ("effective: 2025-01-01", "effective: 2025-02-30", "2025-02-30", "effective", "not_day", None),
        ("opens: 01-01", "opens: 02-30", "02-30", "programmes.star.round.opens", "not_month_day", None),
        ("pass: {at_least: 60}}", "pass: 60}", "pass: 60", "programmes.star.stages.assess.pass", "bound_without_word", None),
        ("pass: {at_least: 60}}", "pass: {over: 60, under: 60}}", "over: 60", "programmes.star.stages.assess.pass", "contradictory_bounds", None),
        ("pass: {at_least: 60}}", "pass: {at_least: 101}}", "101", "programmes.star.stages.assess.pass", "unreachable_pass", None),
        ("quorum: {at_least: 2/3}", "quorum: {at_least: 3/2}", "3/2", "programmes.star.stages.approve.quorum.at_least", "not_fraction", None),
        ("quorum: {at_least: 2/3}", "quorum: {over: 1/1}", "over: 1/1", "programmes.star.stages.approve.quorum", "contradictory_bounds", None),
        ("for: {working_days: 5}", "for: 5", "for: 5", "programmes.star.stages.publicise.for", "span_without_unit", None),
        ("for: {working_days: 5}", "for: {hours: 5}", "hours", "programmes.star.stages.publicise.for", "not_days", None),
        ("quota: none", "quota: {total: 10}", "total: 10", "programmes.star.quota.total", "cut_without_tie", None),
        ("quota: none", "quota: {total: 10, tie: next_rule}", "total: 10", "programmes.star.quota.tie", "cut_without_tie", None),
        ("points: 60, all", "points: 59, all", "title: 工作\n        points", "sheets.marks.classes.1.points", "class_does_not_add_up", None),
        ("quota: none", "quota: ", "quota:", "programmes.star.quota", "not_table", None),
        ("title: 试行办法", "title:", "title:\n", "title", "blank", None),
        ("points: 60, all_or_nothing: yes", "points: many, all_or_nothing: yes", "many", "sheets.marks.classes.1.rows.work.points", "not_number", None),
        ("all_or_nothing: yes", "all_or_nothing: maybe", "maybe", "sheets.marks.classes.1.rows.work.all_or_nothing", "not_flag", None),
        ("id: skill", "id: work", "技能", "sheets.marks.classes.1.rows.work", "duplicate_id", None),
        ("id: skill", "id: 技能", "id: 技能", "sheets.marks.classes.1.rows.技能.id", "not_id", None),
        ("scope: [worker]", "scope: worker", "scope: worker", "programmes.star.eligible.scope", "not_list", None),
    ],
)  # fmt: skip
def test_a_fault_names_its_line_path_code_and_the_nearest_word(
    old: str, new: str, at: str, path: str, code: str, nearest: str | None
) -> None:
    text = changed(old, new)
    first_line = at.partition("\n")[0]
    expected = text[: text.index(at)].count("\n") + 1 if "\n" in at else line_of(text, first_line)
    fault = the_fault(text)
    if code == "class_does_not_add_up":
        expected += 1
    assert (fault.line, fault.path, fault.code, fault.nearest) == (expected, path, code, nearest)
    assert fault.says.endswith(("。", "？"))


def test_all_faults_are_named_at_once_in_the_order_of_the_file() -> None:
    text = SMALL.replace("level: county", "level: contry").replace("scope: [worker]", "scope: [workers]")
    faults = read(text.replace("type: person_name", "type: nom")).faults
    assert [(fault.line, fault.code, fault.nearest) for fault in faults] == [
        (8, "unknown_word", "county"),
        (11, "unknown_word", "worker"),
        (27, "unknown_word", None),
    ]
    assert faults[0].says == "不认识“contry”，是不是想写“county”？"


def test_a_later_section_keeps_its_words_and_is_checked_only_for_known_ones() -> None:
    service = "services:\n  welding:\n    stars: {thresholds: [{at_least: 4}]}\n"
    assert regulation_of(SMALL + service).sections == {
        "services": {"welding": {"stars": {"thresholds": [{"at_least": 4}]}}}
    }
    fault = the_fault(SMALL + service.replace("thresholds", "tresholds"))
    assert (fault.line, fault.path, fault.code, fault.nearest) == (
        line_of(SMALL + service, "stars"),
        "services.welding.stars.tresholds",
        "unknown_word",
        "thresholds",
    )


@pytest.mark.parametrize(
    ("known", "codes"),
    [
        (Known(tenants=frozenset({"341122", "341124"})), []),
        (Known(tenants=frozenset({"341124"})), ["unknown_tenant"]),
        (Known(tenant="341122"), []),
        (Known(tenant="341124"), ["other_tenant"]),
    ],
)
def test_what_exists_outside_is_asked(known: Known, codes: list[str]) -> None:
    checked = read(SMALL, known=known)
    assert [fault.code for fault in checked.faults] == codes
    assert [fault.line for fault in checked.faults] == [3] * len(codes)
    assert (checked.regulation is None) is bool(codes)
