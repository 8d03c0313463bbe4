from dataclasses import replace
from datetime import date, timedelta

import pytest

from services.common.errors import DomainError, Invalid
from services.identity.domain.tenants import Tenant, end, found, is_below, level_of, rename

DAY = date(2025, 9, 15)
NATION = Tenant("00", "", "中华全国总工会", "全国", "national", date(2000, 1, 1))
ANHUI = Tenant("34", "00", "安徽省总工会", "安徽", "province", date(2000, 1, 1))


@pytest.mark.parametrize(
    ("code", "level"), [("00", "national"), ("34", "province"), ("3411", "city"), ("341122", "county")]
)
def test_the_length_of_a_code_says_the_level(code: str, level: str):
    assert level_of(code) == level


@pytest.mark.parametrize("code", ["", "3", "341", "34112", "3411222", "ab", "34 1", "３４", "34\n"])
def test_what_is_no_code_is_refused(code: str):
    with pytest.raises(Invalid) as refused:
        level_of(code)
    assert set(refused.value.faults) == {"code"}


@pytest.mark.parametrize(
    ("code", "above", "fits"),
    [
        ("34", "00", True),
        ("00", "00", False),
        ("3411", "00", False),
        ("3411", "34", True),
        ("3411", "33", False),
        ("341122", "3411", True),
        ("110101", "11", True),
        ("34", "34", False),
        ("341122", "3412", False),
    ],
)
def test_a_code_stands_below_the_one_it_begins_with(code: str, above: str, fits: bool):
    assert is_below(code, above) is fits


def test_a_province_is_founded_under_the_nation():
    made = found("33", parent=NATION, name="浙江省总工会", short_name="浙江", valid_from=DAY)

    assert made == Tenant("33", "00", "浙江省总工会", "浙江", "province", DAY)


@pytest.mark.parametrize(
    ("code", "parent", "refusal"),
    [
        ("3301", ANHUI, "code_not_below_parent"),
        ("3401", None, "parent_needed"),
        ("00", ANHUI, "national_has_no_parent"),
        ("3401", replace(ANHUI, valid_to=DAY - timedelta(days=1)), "parent_not_valid"),
    ],
)
def test_founding_is_refused(code: str, parent: Tenant | None, refusal: str):
    with pytest.raises(DomainError) as refused:
        found(code, parent=parent, name="某", short_name="某", valid_from=DAY)
    assert refused.value.code == refusal


def test_a_parent_that_ends_on_the_day_still_founds():
    made = found("3401", parent=replace(ANHUI, valid_to=DAY), name="某", short_name="某", valid_from=DAY)

    assert made.parent_code == "34"


def test_a_new_name_is_a_new_version():
    assert rename(ANHUI, name="新", short_name="新") == replace(ANHUI, name="新", short_name="新", version=2)


@pytest.mark.parametrize(
    ("tenant", "on", "below", "refusal"),
    [
        (ANHUI, DAY, True, "tenant_has_others_below"),
        (ANHUI, date(1999, 12, 31), False, "ends_before_it_begins"),
        (replace(ANHUI, valid_to=DAY), DAY, False, "tenant_already_ended"),
    ],
)
def test_ending_is_refused(tenant: Tenant, on: date, below: bool, refusal: str):
    with pytest.raises(DomainError) as refused:
        end(tenant, on=on, has_living_below=below)
    assert refused.value.code == refusal


def test_it_exists_up_to_and_including_its_last_day():
    ended = end(ANHUI, on=DAY, has_living_below=False)

    assert ended.is_valid(DAY)
    assert not ended.is_valid(DAY + timedelta(days=1))
    assert not ended.is_valid(date(1999, 12, 31))
