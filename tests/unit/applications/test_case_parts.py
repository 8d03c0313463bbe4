"""Rounds, places, numbers, masks, ranks, hearings, search and what is filled in."""

from datetime import date
from decimal import Decimal
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.applications.domain.case_rules import round_year
from services.applications.domain.difference import Submitted, difference
from services.applications.domain.filling import Filling, Source, clean, put_form, typed
from services.applications.domain.hearing import Hearing, read_hearing
from services.applications.domain.number import case_number
from services.applications.domain.personal import mask
from services.applications.domain.place import place_of
from services.applications.domain.ranking import moved_down, moved_up, must_fit, put_at
from services.applications.domain.search import bigrams, search_words
from services.common.directory import OrgUnit
from services.common.errors import DomainError, Invalid
from services.common.regulation import Bound, MonthDay, Round
from tests.unit.applications.samples import rules

TODAY = date(2025, 9, 15)
A, B, C = (UUID(int=number) for number in (1, 2, 3))


@pytest.mark.parametrize(
    ("today", "year"),
    [(date(2025, 11, 1), 2025), (date(2025, 12, 31), 2025), (date(2026, 1, 1), 2025), (date(2026, 3, 31), 2025)],
)
def test_a_round_over_the_new_year_belongs_to_the_year_it_opened(today: date, year: int) -> None:
    over = rules(round=Round(opens=MonthDay(11, 1), closes=MonthDay(3, 31)))

    assert round_year(over, today) == year


@pytest.mark.parametrize("today", [date(2025, 10, 31), date(2026, 4, 1)])
def test_outside_the_round_nothing_begins(today: date) -> None:
    over = rules(round=Round(opens=MonthDay(11, 1), closes=MonthDay(3, 31)))

    with pytest.raises(DomainError) as refused:
        round_year(over, today)
    assert refused.value.code == "round_closed"


def unit(number: int, kind: str, name: str, above: str = "/") -> OrgUnit:
    id_ = UUID(int=number)
    return OrgUnit(id_, None, f"{above}{id_}/", kind, name)


def test_a_team_answers_through_its_union_to_the_township() -> None:
    town, union, team = (
        unit(1, "township", "半塔镇总工会"),
        unit(2, "employer_union", "水务工会"),
        unit(3, "team", "抢修班"),
    )
    place = place_of(team, [town, union], [unit(4, "employer", "半塔水务有限公司")])

    assert (place.union.name, place.reviewing.name, place.employer_name) == (
        "水务工会",
        "半塔镇总工会",
        "半塔水务有限公司",
    )


def test_without_an_employer_unit_the_unions_name_tells_it() -> None:
    town, union, team = (
        unit(1, "township", "镇工会"),
        unit(2, "employer_union", "半塔水务有限公司工会"),
        unit(3, "team", "抢修班"),
    )

    assert place_of(team, [town, union], []).employer_name == "半塔水务有限公司"


def test_a_unit_under_no_reviewing_union_cannot_apply() -> None:
    with pytest.raises(DomainError) as refused:
        place_of(unit(3, "team", "抢修班"), [], [])
    assert refused.value.code == "unit_has_no_union"


@pytest.mark.parametrize(
    ("short_name", "number"),
    [("来安", "L-2025-0031"), ("滁州", "C-2025-0031"), ("长兴", "C-2025-0031"), ("全国", "Q-2025-0031")],
)
def test_a_number_begins_with_the_federations_initial(short_name: str, number: str) -> None:
    assert case_number(short_name, 2025, 31) == number


@pytest.mark.parametrize(
    ("field", "value", "shown"),
    [
        ("leader", "孟庆山", "孟*山"),
        ("leader", "罗平", "罗*"),
        ("leader_mobile", "13800006207", "138****6207"),
        ("leader_born", "1986-09", "198*年**月"),
        ("leader_politics", "中共党员", "＊＊＊"),
        ("leader_mobile", "", ""),
    ],
)
def test_personal_values_are_masked_by_their_kind(field: str, value: str, shown: str) -> None:
    form = rules().form
    assert form is not None
    assert mask(form.field(field), value) == shown


def test_moving_up_and_down_keeps_everybody() -> None:
    assert moved_up([A, B, C], C) == [A, C, B]
    assert moved_up([A, B, C], A) == [A, B, C]
    assert moved_down([A, B, C], A) == [B, A, C]
    assert moved_down([A, B, C], C) == [A, B, C]


@pytest.mark.parametrize(("place", "order"), [(1, [C, A, B]), (2, [A, C, B]), (3, [A, B, C])])
def test_a_typed_place_moves_the_others_over(place: int, order: list[UUID]) -> None:
    assert put_at([A, B, C], C, place) == order


@pytest.mark.parametrize("place", [0, 4])
def test_a_place_outside_the_list_is_refused(place: int) -> None:
    with pytest.raises(DomainError) as refused:
        put_at([A, B, C], C, place)
    assert refused.value.facts == {"last": 3}


@given(st.permutations([A, B, C]), st.sampled_from([A, B, C]), st.integers(1, 3))
def test_reordering_never_loses_anybody(order: list[UUID], who: UUID, place: int) -> None:
    for after in (moved_up(order, who), moved_down(order, who), put_at(order, who, place)):
        assert sorted(after) == sorted(order)


@pytest.mark.parametrize(("already", "is_over"), [(1, False), (2, True)])
def test_a_recommenders_places_take_their_number_and_no_more(already: int, is_over: bool) -> None:
    own = Bound(at_most=Decimal(3))

    if not is_over:
        must_fit(own, already=already, more=2)
        return
    with pytest.raises(DomainError) as refused:
        must_fit(own, already=already, more=2)
    assert refused.value.facts == {"bound": "不超过 3 个", "count": 4}


def test_nobody_is_not_recommended() -> None:
    with pytest.raises(DomainError) as refused:
        must_fit(None, already=0, more=0)
    assert refused.value.code == "nothing_to_recommend"


GOOD = {"kind": "workers_heard", "method": "meeting", "held_on": "2025-09-15", "present": "18", "result": "一致赞成。"}


def test_a_hearing_is_read() -> None:
    said = {**GOOD, "agreed": "17"}
    assert read_hearing(said, today=TODAY) == Hearing("workers_heard", "meeting", TODAY, 18, 17, "一致赞成。")


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"method": ""}, "method"),
        ({"held_on": "2025-09-16"}, "held_on"),
        ({"held_on": "昨天"}, "held_on"),
        ({"present": "0"}, "present"),
        ({"present": "十八"}, "present"),
        ({"agreed": "19"}, "agreed"),
        ({"result": "好"}, "result"),
        ({"kind": "hearsay"}, "kind"),
    ],
)
def test_a_hearing_is_refused_at_its_field(changes: dict[str, str], field: str) -> None:
    with pytest.raises(Invalid) as refused:
        read_hearing({**GOOD, **changes}, today=TODAY)
    assert list(refused.value.faults) == [field]


def test_bigrams_of_chinese_and_numbers() -> None:
    assert bigrams("装配二班") == ["装配", "配二", "二班"]
    assert bigrams("班") == ["班"]
    assert search_words("L-1 装配") == ["l", "1", "装配", "装", "配"]


def test_blank_rows_are_not_kept_and_the_others_close_up() -> None:
    form = rules().form
    assert form is not None
    section = next(each for each in form.sections if each.id == "awards")
    given_ = {
        "past_awards.1.when": "",
        "past_awards.1.what": " ",
        "past_awards.2.when": "2023-05",
        "past_awards.2.where": "来安县",
        "past_awards.2.what": "优胜班组",
    }

    assert typed(section, given_) == {"past_awards": [{"when": "2023-05", "where": "来安县", "what": "优胜班组"}]}


def test_what_no_column_can_hold_falls_away() -> None:
    assert clean("焊接\x00一班\ud800 ") == "焊接一班"


def test_a_value_keeps_its_source_until_it_is_typed_anew() -> None:
    filled = Filling(form={"team": "焊接一班"}, sources={"team": Source("组织目录", "2025-09-15")})

    assert put_form(filled, {"team": "焊接一班"}).source_of("team") == "平台已有：组织目录，2025-09-15"
    assert put_form(filled, {"team": "焊接班"}).source_of("team") == ""


def test_what_is_stored_reads_back_equal() -> None:
    filled = Filling(
        form={"team": "焊接一班"},
        facts={"casualty": {"happened": "no", "on": ""}},
        conditions={"work": "十一项"},
        texts={"deeds": "事迹"},
        opinions={"employer": {"text": "同意。", "signer": "余景川"}},
        figures={"satisfaction": "96.4"},
        sources={"team": Source("组织目录", "2025-09-15")},
    )

    assert Filling.of(filled.form, filled.declared) == filled


def test_a_difference_names_fields_declarations_and_files() -> None:
    before = Submitted(
        Filling(form={"headcount": "18", "leader_mobile": "13800006207"}, facts={"casualty": {"happened": "no"}}),
        [{"proves": "condition:work", "title": "创造一流工作", "file_name": "旧.pdf", "sha256": "a"}],
    )
    after = Submitted(
        Filling(
            form={"headcount": "19", "leader_mobile": "13900006207"},
            facts={"casualty": {"happened": "yes", "on": "2020-01-01"}},
        ),
        [{"proves": "condition:work", "title": "创造一流工作", "file_name": "新.pdf", "sha256": "b"}],
    )
    found = [(each.label, each.before, each.after) for each in difference(rules(), before, after, masked=True)]

    assert found == [
        ("人数", "18 人", "19 人"),
        ("手机号码", "138****6207", "139****6207（已更改）"),
        ("人身伤亡事故", "没有发生", "发生过，2020-01-01"),
        ("创造一流工作：佐证", "旧.pdf", "（已移除）"),
        ("创造一流工作：佐证", "", "新.pdf"),
    ]
