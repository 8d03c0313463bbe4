"""What a page sends: the button's act after the fields; what no page would send leads nowhere."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from services.common.regulation.editor import Desk
from services.common.regulation.editor_acts import ActError, acted
from services.common.regulation.editor_changes import may_be_chosen
from services.common.regulation.editor_fields import Around
from services.common.regulation.editor_places import Place, below, root
from services.common.regulation.editor_text import rewrite
from services.common.regulation.nodes import parse, to_plain
from tests.unit.regulation.conftest import REGULATIONS

TEXT = (REGULATIONS / "laian-labour-medal.yaml").read_text("utf-8")
MEDAL = ("programmes", "labour-medal")
DESK = Desk(parse(TEXT), Around())


def everywhere(place: Place) -> Iterator[Place]:
    yield place
    for each in below(place):
        yield from everywhere(each)


def pressed(at: tuple[str, ...], act: str, **fields: str) -> tuple[dict[str, object], tuple[str, ...]]:
    return acted(DESK, at, {"act": [act], **{name: [value] for name, value in fields.items()}})


def test_the_fields_are_saved_before_the_button_acts() -> None:
    wanted, goes_to = pressed(MEDAL, "add:programmes/labour-medal/materials", honour="奖章")

    assert goes_to == (*MEDAL, "materials", "2")
    programme = to_plain(parse(rewrite(TEXT, wanted).text))["programmes"]["labour-medal"]
    assert (programme["honour"], programme["materials"][-1]) == ("奖章", {"id": "item-1"})


@pytest.mark.parametrize(
    ("at", "act", "goes_to"),
    [
        (MEDAL, "remove:programmes/labour-medal/materials/1", MEDAL),
        ((*MEDAL, "materials"), "remove:programmes/labour-medal/materials/1", MEDAL),
        ((*MEDAL, "materials", "1"), "remove:programmes/labour-medal/materials/1", MEDAL),
        ((*MEDAL, "conditions", "2"), "remove:programmes/labour-medal/conditions/2", (*MEDAL, "conditions")),
        (("sheets",), "remove:sheets/medal-marks", ()),
        (MEDAL, "none:programmes/labour-medal/quota", MEDAL),
        (MEDAL, "save", MEDAL),
    ],
)
def test_one_stays_on_the_page_or_on_the_nearest_that_is_still_there(
    at: tuple[str, ...], act: str, goes_to: tuple[str, ...]
) -> None:
    assert pressed(at, act)[1] == goes_to


@pytest.mark.parametrize(
    "act",
    [
        "", "burn:sheets", "add:", "add:programmes/labour-medal", "add:programmes/labour-medal/quota", "up:programmes",
        "up:programmes/labour-medal", "choose:programmes/labour-medal/stages", "choose:programmes/labour-medal/stages/1",
        "none:programmes", "none:sheets/medal-marks", "remove:", "remove:programmes/labour-medal/title", "down:x/y",
        "remove:programmes/labour-medal/conditions/0", "remove:programmes/labour-medal/conditions/x",
    ],
)  # fmt: skip
def test_what_no_page_offers_leads_nowhere(act: str) -> None:
    with pytest.raises(KeyError):
        pressed(MEDAL, act)


def test_a_word_that_the_family_does_not_have_and_an_id_that_is_none_are_said_at_their_fields() -> None:
    for at, named in (
        ("programmes/labour-medal/stages", "burn"),
        ("forms", "表"),
        ("forms", "labour-medal-application"),
    ):
        with pytest.raises(ActError) as refused:
            pressed((), f"add:{at}", **{f"name:{at}": named})
        assert refused.value.field == f"name:{at}"


@pytest.mark.parametrize("verb", ["add", "choose", "up", "down", "none", "remove"])
def test_every_act_at_every_place_is_done_or_refused_and_the_text_says_what_was_wanted(verb: str) -> None:
    done = 0
    for place in everywhere(root(DESK.tree)):
        key = "/".join(place.at)
        named = next(iter(may_be_chosen(place)), "new-one")
        try:
            wanted, goes_to = pressed((), f"{verb}:{key}", **{f"name:{key}": named})
        except KeyError:
            continue
        done += 1
        made = rewrite(TEXT, wanted)
        assert (to_plain(parse(made.text)), made.kept_comments) == (wanted, True)
        Desk(parse(made.text), Around()).page(goes_to)
    assert done > 0 or verb == "choose"
