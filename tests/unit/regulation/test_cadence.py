"""When a round is open, and when its days end: every n years, every month, over the new year, on days of rest."""

from __future__ import annotations

from datetime import date

import pytest

from services.common.regulation import Due, MonthDay, Round, Span
from tests.unit.regulation.notices import changed, regulation_of, the_fault

ROUND = "round: {opens: 01-01, closes: 12-31}"


def a_round(rules: str) -> Round:
    return regulation_of(changed(ROUND, f"round: {{{rules}}}")).programmes["star"].round


@pytest.mark.parametrize(
    ("rules", "today", "year"),
    [
        ("opens: 03-01, closes: 11-30", date(2025, 2, 28), None),
        ("opens: 03-01, closes: 11-30", date(2025, 3, 1), 2025),
        ("opens: 03-01, closes: 11-30", date(2025, 11, 30), 2025),
        ("opens: 03-01, closes: 11-30", date(2025, 12, 1), None),
        ("opens: 11-01, closes: 03-31", date(2026, 3, 31), 2025),
        ("opens: 11-01, closes: 03-31, year_of: closes", date(2025, 11, 1), 2026),
        ("opens: 11-01, closes: 03-31, year_of: closes", date(2026, 4, 1), None),
        ("opens: 03-01, closes: 11-30, every: {years: 2}, first: 2024", date(2024, 5, 1), 2024),
        ("opens: 03-01, closes: 11-30, every: {years: 2}, first: 2024", date(2025, 5, 1), None),
        ("opens: 03-01, closes: 11-30, every: {years: 2}, first: 2024", date(2026, 5, 1), 2026),
        ("opens: 03-01, closes: 11-30, every: {years: 2}, first: 2024", date(2022, 5, 1), None),
        ("opens: 01, closes: 10, every: month", date(2025, 7, 10), 2025),
        ("opens: 01, closes: 10, every: month", date(2025, 7, 11), None),
        ("opens: 20, closes: 31, every: month", date(2025, 2, 28), 2025),
        ("opens: 01, closes: 10, every: {months: 3}", date(2025, 4, 1), 2025),
        ("opens: 01, closes: 10, every: {months: 3}", date(2025, 5, 1), None),
    ],
)
def test_a_round_is_open_on_its_days_only(rules: str, today: date, year: int | None) -> None:
    found = a_round(rules).window(today)
    assert (found[0] if found else None) == year


@pytest.mark.parametrize(
    ("rules", "today", "opens"),
    [
        ("opens: 03-01, closes: 11-30", date(2025, 12, 1), date(2026, 3, 1)),
        ("opens: 03-01, closes: 11-30, every: {years: 2}, first: 2024", date(2024, 12, 1), date(2026, 3, 1)),
        ("opens: 01, closes: 10, every: month", date(2025, 12, 11), date(2026, 1, 1)),
        ("opens: 01, closes: 10, every: month", date(2025, 7, 11), date(2025, 8, 1)),
    ],
)
def test_the_next_round_is_known(rules: str, today: date, opens: date) -> None:
    assert a_round(rules).next_window(today)[1] == opens


@pytest.mark.parametrize(
    ("rules", "path", "code"),
    [
        ("opens: 03-01, closes: 11-30, every: {years: 2}", "round.every", "cadence_without_first"),
        ("opens: 03-01, closes: 11-30, every: month", "round.opens", "round_told_how"),
        ("opens: 01, closes: 10", "round.opens", "round_told_how"),
        ("opens: 11, closes: 10, every: month", "round.closes", "contradictory_bounds"),
    ],
)
def test_a_cadence_that_cannot_be_counted_is_refused(rules: str, path: str, code: str) -> None:
    fault = the_fault(changed(ROUND, f"round: {{{rules}}}"))
    assert (fault.path, fault.code) == (f"programmes.star.{path}", code)


@pytest.mark.parametrize(
    ("on_rest_day", "day", "last"),
    [
        ("stays", MonthDay(11, 1), date(2025, 11, 1)),
        ("next", MonthDay(11, 1), date(2025, 11, 3)),
        ("next", MonthDay(10, 31), date(2025, 10, 31)),
    ],
)
def test_a_last_day_of_rest_stays_or_moves(on_rest_day: str, day: MonthDay, last: date) -> None:
    assert Due(on=day, on_rest_day=on_rest_day).last_day(year=2025) == last


def test_a_counted_day_moves_too_and_asks_the_calendar() -> None:
    due = Due(within=Span(10, "days"), from_="received", on_rest_day="next")

    def after_the_holiday(day: date, count: int) -> date:
        assert (day, count) == (date(2025, 10, 1), 1)
        return date(2025, 10, 9)

    assert due.last_day(year=2025, since=date(2025, 9, 22), add_working_days=after_the_holiday) == date(2025, 10, 9)


@pytest.mark.parametrize(
    ("day", "hour", "standing"),
    [(30, 23, "on_time"), (31, 16, "on_time"), (31, 17, "late"), (31, 23, "late")],
)
def test_the_hour_ends_the_last_day(day: int, hour: int, standing: str) -> None:
    due = Due(on=MonthDay(10, 31), hour=17, late="marked")
    assert due.standing_on(date(2025, 10, day), hour=hour) == standing


@pytest.mark.parametrize(
    ("due", "code"),
    [
        ("{on: 12-01, hour: 17, late: marked}", "contradictory_rule"),
        ("{on: 12-01, late: waived}", "late_never_refused"),
        ("{on: 12-01, late: marked}", ""),
    ],
)
def test_what_the_federation_does_itself_ends_with_the_day(due: str, code: str) -> None:
    """A word without effect is refused rather than taken: a re-inspection, and a stage of the federation's own."""
    tenure = f"    quota: none\n    tenure: {{reinspect: {{every: year, sheet: marks, due: {due}}}}}\n"
    for text in (changed("    quota: none\n", tenure), changed("{stage: assess,", f"{{stage: assess, due: {due},")):
        if code:
            assert the_fault(text).code == code
        else:
            regulation_of(text)


@pytest.mark.parametrize("event", ["ordered", "objection_received", "fell_due", "conferred"])
def test_a_stage_counts_from_nothing_that_happens_elsewhere(event: str) -> None:
    stage = f"{{stage: apply, due: {{from: {event}, within: {{days: 9}}}}}}"
    fault = the_fault(changed("{stage: apply, by: grassroots_union}", stage))
    assert (fault.path, fault.code) == ("programmes.star.stages.apply.due.from", "event_never_announced")


@pytest.mark.parametrize(("late", "is_refused"), [("refused", True), ("waived", True), ("marked", False)])
def test_what_the_federation_does_itself_is_never_refused_for_being_late(late: str, is_refused: bool) -> None:
    text = changed("{stage: assess,", f"{{stage: assess, due: {{on: 12-01, late: {late}}},")
    if not is_refused:
        regulation_of(text)
        return
    fault = the_fault(text)
    assert (fault.path, fault.code) == ("programmes.star.stages.assess.due.late", "late_never_refused")


def test_a_span_without_a_length_is_refused() -> None:
    fault = the_fault(
        changed("{stage: apply, by: grassroots_union}", "{stage: apply, due: {on: 10-31, from: announced}}")
    )
    assert (fault.path, fault.code) == ("programmes.star.stages.apply.due.from", "span_without_event")


@pytest.mark.parametrize(
    ("due", "says"),
    [
        (Due(on=MonthDay(10, 31), hour=17), "每年10月31日 17 时前，逾期不予受理"),
        (Due(on=MonthDay(10, 31), on_rest_day="next"), "每年10月31日前（遇休息日顺延至下一个工作日），逾期不予受理"),
        (
            Due(within=Span(5, "working_days"), from_="announced", late="waived"),
            "自另行通知之日起 5 个工作日内，逾期视为放弃",
        ),
    ],
)
def test_a_due_day_is_said_with_its_rules(due: Due, says: str) -> None:
    assert due.phrase() == says


def test_offices_that_may_stay_silent_have_a_day_to_do_so_by() -> None:
    stage = "{stage: clearance, offices: [tax], silent: agrees}"
    fault = the_fault(changed("      - {stage: approve", f"      - {stage}\n      - {{stage: approve"))
    assert (fault.path, fault.code) == ("programmes.star.stages.clearance.silent", "span_without_event")
