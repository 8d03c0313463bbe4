"""Awards as deeds: what they say, what they prove, that none stands twice (A2, B5)."""

from dataclasses import replace

from services.applications.domain.deeds import Deed, deeds_of, drop, proofs, take, takes_deeds
from services.applications.domain.filling import Filling, Source
from services.applications.domain.gaps import Held, gaps
from tests.unit.applications.samples import NOW, rules

FIRST = Deed(
    award_id="a1",
    contest="焊工技能比武",
    level="county",
    trade="焊工",
    title="一等奖",
    place=1,
    number="JS2025-0AB1CD-001",
    made_on="2025-07-11",
    taken_on="2025-09-15",
)
BAND = replace(FIRST, award_id="a2", contest="县级车工比武", place=0, number="JS2025-0AB1CE-004", person="苏子墨")


def lacking(filling: Filling, **held: frozenset[str]) -> list[str]:
    """The conditions that still lack a piece, by their control."""
    found = gaps(rules(), filling, Held(**held), today=NOW.date())
    return [gap.field for gap in found if gap.step == "conditions"]


def test_a_deed_says_what_proves_it() -> None:
    assert FIRST.says == "县级焊工技能比武一等奖（第 1 名），2025-07-11，证书编号 JS2025-0AB1CD-001"
    assert BAND.says == "苏子墨，县级车工比武一等奖，2025-07-11，证书编号 JS2025-0AB1CE-004"


def test_a_deed_is_the_piece_of_every_condition_that_rests_on_awards_and_of_no_other() -> None:
    five = [f"file-condition-{each}" for each in ("quality", "work", "service", "results", "harmony")]
    assert lacking(Filling()) == five

    taken = take(Filling(), rules(), [FIRST])

    assert lacking(taken) == ["file-condition-quality", "file-condition-service", "file-condition-harmony"]
    assert list(proofs(rules(), take(Filling(), rules(), [FIRST, BAND]), ())) == [
        "condition:work", "condition:work", "condition:results", "condition:results",
    ]  # fmt: skip


def test_a_deed_that_has_fallen_proves_nothing_and_must_go() -> None:
    taken = take(Filling(), rules(), [FIRST, BAND])

    found = gaps(rules(), taken, Held(withdrawn=frozenset({"a1", "a2"})), today=NOW.date())

    assert [(gap.field, gap.is_wrong) for gap in found if gap.field.startswith("award-")] == [
        ("award-a1", True), ("award-a2", True),
    ]  # fmt: skip
    assert "“焊工技能比武一等奖”已被撤销，不能作为佐证，请移除。" in [gap.says for gap in found]
    assert "file-condition-work" in [gap.field for gap in found]
    assert "file-condition-work" not in lacking(taken, withdrawn=frozenset({"a1"}))


def test_taken_again_they_stand_once_and_one_can_be_left_out() -> None:
    twice = take(take(Filling(), rules(), [FIRST, BAND]), rules(), [FIRST, BAND])
    assert deeds_of(twice) == (FIRST, BAND)
    assert deeds_of(drop(twice, rules(), "a1")) == (BAND,)
    assert Filling.of(twice.form, twice.declared) == twice


def test_a_table_of_the_form_that_awards_fill_keeps_what_was_typed() -> None:
    asks = rules()
    form = asks.form
    assert form is not None
    text = asks.regulation.to_document()
    sections = text["forms"][form.id if hasattr(form, "id") else "worker-pioneer-application"]["sections"]
    for section in sections:
        for field in section.get("fields", ()):
            if field["id"] == "past_awards":
                field["fill"] = "contests"
    changed = type(asks.regulation).from_document(text)
    filled = replace(asks, regulation=changed)
    typed = {"when": "2023-05", "where": "来安县", "what": "县“安康杯”竞赛优胜班组"}

    taken = take(Filling(form={"past_awards": [typed]}), filled, [FIRST])

    row = {"when": "2025-07", "where": "县级", "what": "焊工技能比武一等奖，证书编号 JS2025-0AB1CD-001"}
    assert taken.form["past_awards"] == [typed, row]
    assert taken.sources["past_awards"] == Source("竞赛成绩", "2025-09-15")
    assert take(taken, filled, [FIRST]).form["past_awards"] == [typed, row]
    assert drop(taken, filled, "a1").form["past_awards"] == [typed]


def test_a_programme_without_such_a_condition_takes_none() -> None:
    without = rules()
    bare = replace(
        without, programme=replace(without.programme, conditions=tuple(
            replace(each, facts=()) for each in without.programme.conditions
        ))
    )  # fmt: skip
    assert (takes_deeds(without), takes_deeds(bare)) == (True, False)
