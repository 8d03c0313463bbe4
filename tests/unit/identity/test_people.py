from dataclasses import replace
from datetime import date
from uuid import UUID

import pytest

from services.common.errors import DomainError, Invalid
from services.identity.domain.people import Facts, Person, change, end, faults_of, register

FACTS = Facts("孟秋山", "13800000107", "meng@example.cn", "1985-03")
DAY = date(2025, 9, 15)


def a_person(**changes: object) -> Person:
    return replace(register(UUID(int=1), "s-1", "laian.meng", FACTS), **changes)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("field", "good", "bad"),
    [
        ("name", ["孟秋", "阿卜杜拉·买买提"], ["", "孟", "长" * 31]),
        (
            "phone",
            ["", "13800000107", "0550-5612345", "05505612345"],
            ["1380000010", "138000001077", "12800000107", "abc"],
        ),
        ("email", ["", "a@b.cn"], ["a@b", "a b@c.cn", "@b.cn"]),
        ("born", ["", "1985-03", "2009-12"], ["1985-13", "1985-00", "85-03", "1985-3"]),
    ],
)
def test_each_fact_has_its_form(field: str, good: list[str], bad: list[str]):
    for value in good:
        assert faults_of(replace(FACTS, **{field: value})) == {}
    for value in bad:
        assert set(faults_of(replace(FACTS, **{field: value}))) == {field}


@pytest.mark.parametrize(
    ("username", "fits"),
    [
        ("laian.meng", True),
        ("abc", True),
        ("ab", False),
        ("Laian", False),
        ("1abc", False),
        ("孟秋山", False),
        ("a" * 41, False),
    ],
)
def test_a_login_name_is_plain(username: str, fits: bool):
    assert (faults_of(FACTS, username) == {}) is fits


def test_a_wrong_fact_registers_nobody():
    with pytest.raises(Invalid) as refused:
        register(UUID(int=1), "s-1", "", replace(FACTS, phone="1"))
    assert refused.value.faults == {"phone": "请填 11 位手机号码，或带区号的座机，例如 0550-5612345"}


def test_a_change_is_a_new_version_and_ends_with_the_person():
    assert change(a_person(), replace(FACTS, phone="")).version == 2
    ended = end(a_person(), on=DAY)
    assert ended.valid_to == DAY
    with pytest.raises(DomainError) as refused:
        change(ended, FACTS)
    assert refused.value.code == "person_ended"
    with pytest.raises(DomainError):
        end(ended, on=DAY)
