from collections import Counter
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.portal.domain import case_place, honour
from services.portal.domain.case_place import CasePlace
from services.portal.domain.figure import Figure, changes
from services.portal.domain.honour import Honour, Standing

NOW = datetime(2025, 9, 15, 2, 0, tzinfo=UTC)
STATUSES = ["", "draft", "withdrawn", "open", "returned", "waiting_assessment", "passed_over", "refused", "conferred"]


def figure(measure: str, year: int = 2025, month: int = 0) -> Figure:
    return Figure(measure, year, month, "工人先锋号", "county")


def a_place(**changed: object) -> CasePlace:
    values = {"id": "c-1", "honour": "工人先锋号", "level": "county", "year": 2025, "moved_at": NOW}
    return CasePlace(**{**values, **changed})  # type: ignore[arg-type]


def an_honour(**changed: object) -> Honour:
    values: dict[str, object] = {
        "id": "h-1", "application_id": "c-1", "honour": "工人先锋号", "level": "county", "number": "1",
        "plaque_number": "2", "subject_unit_id": "", "subject_name": "装配二班", "union_unit_id": "",
        "conferred_on": date(2025, 12, 19), "year": 2025, "url": "",
    }  # fmt: skip
    return Honour(**{**values, **changed})  # type: ignore[arg-type]


def test_what_changes_is_the_difference_in_a_fixed_order() -> None:
    before = Counter({figure("at:review"): 1, figure("applied"): 1})
    after = Counter({figure("at:assess"): 1, figure("applied"): 1, figure("recommended"): 1})

    assert changes(before, after) == [(figure("at:assess"), 1), (figure("at:review"), -1), (figure("recommended"), 1)]
    assert changes(after, after) == []


@given(st.lists(st.tuples(st.sampled_from(STATUSES), st.sampled_from(["apply", "review", "assess"]), st.booleans())))
def test_adding_every_change_gives_the_last_state(steps: list[tuple[str, str, bool]]) -> None:
    """Incremental figures never drift from what a recount would give."""
    total: Counter[Figure] = Counter()
    place: CasePlace | None = None
    for minute, (status, stage, recommends) in enumerate(steps):
        said = a_place(status=status or "draft", stage=stage, moved_at=NOW + timedelta(minutes=minute))
        after = case_place.moved(place, said, "recommended" if recommends else "moved")
        for each, change in changes(place.counts() if place else Counter(), after.counts()):
            total[each] += change
        place = after

    assert +total == (place.counts() if place else Counter())
    assert all(value >= 0 for value in total.values())


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        ("draft", []),
        ("withdrawn", []),
        ("open", ["applied", "at:review"]),
        ("returned", ["applied", "at:review"]),
        ("waiting_assessment", ["applied", "at:review"]),
        ("passed_over", ["applied", "ended"]),
        ("refused", ["applied", "ended"]),
        ("stopped", ["applied", "ended"]),
        ("returned_below", ["applied", "ended"]),
        ("conferred", ["applied"]),
    ],
)
def test_a_case_is_counted_by_its_status(status: str, expected: list[str]) -> None:
    counts = a_place(status=status, stage="review").counts()

    assert sorted(each.measure for each in counts.elements()) == expected


def test_once_recommended_a_case_stays_so() -> None:
    first = case_place.moved(None, a_place(status="open", stage="assess"), "recommended")
    later = case_place.moved(first, a_place(status="refused", stage="assess", moved_at=NOW), "refused")

    assert later.is_recommended is True


def test_an_honour_is_conferred_in_its_month_and_stands() -> None:
    assert an_honour().counts() == Counter({figure("conferred", 2025, 12): 1, figure("valid", 2025, 12): 1})


def test_a_failed_reinspection_puts_it_under_rectification_until_its_day() -> None:
    ordered = honour.inspected(
        an_honour(), year=2026, standing=Standing.RECTIFYING, rectify_by=date(2027, 1, 31), on=date(2026, 12, 1)
    )

    assert (ordered.standing, ordered.rectify_by, ordered.inspected_year) == (
        Standing.RECTIFYING,
        date(2027, 1, 31),
        2026,
    )
    assert ordered.counts() == Counter({figure("conferred", 2025, 12): 1, figure("rectifying", 2025, 12): 1})
    assert ordered.inspection("rectify", 2026) == Counter({figure("ordered", 2026): 1})


def test_a_kept_honour_has_no_rectification_left() -> None:
    ordered = an_honour(standing=Standing.RECTIFYING, rectify_by=date(2027, 1, 31))
    kept = honour.inspected(ordered, year=2026, standing=Standing.VALID, rectify_by=None, on=date(2027, 1, 20))

    assert (kept.standing, kept.rectify_by) == (Standing.VALID, None)
    assert kept.inspection("kept", 2026) == Counter({figure("kept", 2026): 1})


def test_a_revoked_honour_is_counted_on_its_day_and_stays_revoked() -> None:
    gone = honour.revoked(an_honour(), on=date(2027, 3, 1), ground="整改到期仍不合格")
    later = honour.inspected(gone, year=2027, standing=Standing.VALID, rectify_by=None, on=date(2027, 4, 1))

    assert gone.counts() == Counter({figure("conferred", 2025, 12): 1, figure("revoked", 2027, 3): 1})
    assert later == gone
