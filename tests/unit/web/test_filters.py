from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from flask import Flask

from services.common.web import filters

TODAY = date(2026, 11, 23)


@pytest.fixture(autouse=True)
def _request(app: Flask):
    with app.test_request_context("/"):
        yield


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("date_cn", date(2026, 4, 28), "2026年4月28日"),
        ("date_cn", None, "—"),
        ("date_table", date(2026, 4, 8), "2026-04-08"),
        ("month_cn", date(2014, 3, 1), "2014年3月"),
        ("weekday_cn", date(2026, 11, 23), "星期一"),
        ("score", Decimal("92"), "92.00"),
        ("score", Decimal("-5"), "−5.00"),
        ("score", Decimal("-0.00"), "0.00"),
        ("score", Decimal("89.995"), "90.00"),
        ("score", Decimal("89.994"), "89.99"),
        ("score", None, "—"),
        ("points", Decimal("20.00"), "20"),
        ("points", Decimal("2.50"), "2.5"),
        ("points", 100, "100"),
        ("percent", Decimal("96.4"), "96.40%"),
        ("percent", 0, "0.00%"),
        ("thousands", 3126, "3,126"),
        ("thousands", -1200, "−1,200"),
        ("mask_name", "孟青山", "孟*山"),
        ("mask_name", "罗敏", "罗*"),
        ("mask_name", "罗", "*"),
        ("mask_name", "欧阳青山", "欧**山"),
        ("mask_name", "", "—"),
        ("mask_phone", "13800006207", "138****6207"),
        ("mask_phone", "0550-5612345", "055****2345"),
        ("mask_phone", "5612345", "*****45"),
        ("mask_phone", None, "—"),
        ("short_hash", "a91f0000000007c2", "a91f…07c2"),
        ("short_hash", bytes.fromhex("a91f000007c2"), "a91f…07c2"),
        ("short_hash", "", "—"),
        ("file_size", 1, "1 KB"),
        ("file_size", 1_048_575, "1024 KB"),
        ("file_size", 1_048_576, "1.0 MB"),
    ],
)
def test_a_value_reads_as_the_look_says(name: str, value: object, said: str) -> None:
    assert filters.FILTERS[name](value) == said


@pytest.mark.parametrize(
    ("days", "said"), [(-2, "逾期 2 天"), (-1, "逾期 1 天"), (0, "今天"), (1, "明天"), (2, "还有 2 天")]
)
def test_a_deadline_says_its_distance(days: int, said: str) -> None:
    assert filters.distance(TODAY + timedelta(days=days), TODAY) == said


@pytest.mark.parametrize(("days", "said"), [(-1, "逾期 1 个工作日"), (0, "今天"), (1, "还有 1 个工作日")])
def test_working_days_are_named_when_they_are_meant(days: int, said: str) -> None:
    assert filters.working_distance(days) == said


@pytest.mark.parametrize(
    ("moment", "said"),
    [
        (datetime(2026, 4, 27, 15, 59, tzinfo=UTC), "2026年4月27日 23:59"),
        (datetime(2026, 4, 27, 16, 0, tzinfo=UTC), "2026年4月28日 00:00"),
    ],
)
def test_moments_are_beijing_time_by_24_hours(moment: datetime, said: str) -> None:
    assert filters.datetime_cn(moment) == said


def test_a_moment_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="naive"):
        filters.datetime_table(datetime(2026, 4, 27, 15, 59))


def test_a_float_is_no_score() -> None:
    with pytest.raises(TypeError, match="not exact"):
        filters.score(92.0)  # type: ignore[arg-type]


def test_typed_paragraphs_are_kept_and_escaped() -> None:
    assert (
        filters.paragraphs("一、成果\r\n11 项\n\n<b>二</b>") == "<p>一、成果<br>11 项</p><p>&lt;b&gt;二&lt;/b&gt;</p>"
    )
