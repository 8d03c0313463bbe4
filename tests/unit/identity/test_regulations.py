from datetime import UTC, date, datetime, timedelta

import pytest

from services.common.errors import DomainError
from services.identity.domain.regulations import DiffLine, Version, difference, next_version, with_effective

TODAY = date(2025, 9, 15)
NOW = datetime(2025, 9, 15, 2, 0, tzinfo=UTC)
DAY = timedelta(days=1)
FIRST = Version("r", 1, "规则", TODAY - 10 * DAY, NOW)


def version(on: date, latest: Version | None = None, *, is_history: bool = False) -> Version:
    return next_version("r", "规则", latest=latest, effective_on=on, today=TODAY, now=NOW, is_history=is_history)


def test_versions_count_from_one():
    assert version(TODAY) == Version("r", 1, "规则", TODAY, NOW)
    assert version(TODAY, FIRST).version == 2


def test_a_rule_takes_effect_today_at_the_earliest():
    assert version(TODAY).effective_on == TODAY
    with pytest.raises(DomainError) as refused:
        version(TODAY - DAY)
    assert refused.value.code == "effective_in_the_past"


def test_a_history_may_lie_back_but_not_before_what_it_follows():
    assert version(TODAY - 10 * DAY, FIRST, is_history=True).version == 2
    with pytest.raises(DomainError) as refused:
        version(TODAY - 11 * DAY, FIRST, is_history=True)
    assert refused.value.code == "effective_before_latest"


def test_a_version_does_not_overtake_one_that_waits():
    waiting = Version("r", 1, "规则", TODAY + 5 * DAY, NOW)
    with pytest.raises(DomainError) as refused:
        version(TODAY + 4 * DAY, waiting)
    assert refused.value.code == "effective_before_latest"
    assert version(TODAY + 5 * DAY, waiting).version == 2


def test_the_text_says_the_day_that_was_chosen():
    text = "regulation: r\neffective: 2025-01-01\nnote: effective 2025-01-01\n"

    assert with_effective(text, TODAY) == "regulation: r\neffective: 2025-09-15\nnote: effective 2025-01-01\n"


def test_a_difference_shows_lines_with_their_numbers():
    old, new = "a\nb\nc\nd\ne\nf", "a\nb\nc\nD\ne\nf"

    assert difference(old, new, context=1) == [
        DiffLine("same", "c", 3, 3),
        DiffLine("removed", "d", 4, None),
        DiffLine("added", "D", None, 4),
        DiffLine("same", "e", 5, 5),
    ]
    assert difference(old, old) == []
