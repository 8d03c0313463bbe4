"""An award leads to an honour by the regulation's own word: said, checked, found by trade and class (B5)."""

from services.common.regulation import Contest, read
from services.competitions.domain.contests.links import level_of, links_of
from tests.unit.regulation.contests import changed

AWARDS = "awards: [{first: 1}, {second: 2}, {third: 3}]"
NOMINATES = (
    "awards: [{first: 1, linked: [{honour: 长兴工匠, effect: nominate, outside_quota: yes}]},"
    " {second: 2, linked: [{honour: 五一劳动奖章, level: city}]}, {third: 3}]"
)


def contest(*changes: tuple[str, str]) -> Contest:
    found = read(changed((AWARDS, NOMINATES), *changes))
    assert found.regulation is not None, found.faults
    return found.regulation.contests["welders"]


def test_it_is_explained() -> None:
    assert [each for each in contest().sentences() if each.startswith("获")] == [
        "获一等奖的，提名为“长兴工匠”人选，不占名额。",
        "获二等奖的，纳入市级“五一劳动奖章”评选范围。",
    ]


def test_a_contest_below_the_county_names_the_level_of_the_honour() -> None:
    low = read(changed((AWARDS, NOMINATES), ("level: county", "level: township")))
    assert [(fault.code, fault.path) for fault in low.faults] == [("link_without_level", "contests.welders.awards")]
    said = NOMINATES.replace("长兴工匠, effect", "长兴工匠, level: county, effect")
    assert read(changed(("level: county", "level: township"), (AWARDS, said))).faults == ()


def test_an_award_finds_its_links_by_its_title() -> None:
    found = contest()
    (first,) = links_of(found, trade="焊工", class_="", title="一等奖")
    (second,) = links_of(found, trade="焊工", class_="", title="二等奖")
    assert (first.honour, first.effect, level_of(found, first)) == ("长兴工匠", "nominate", "county")
    assert (second.honour, second.effect, level_of(found, second)) == ("五一劳动奖章", "in_scope", "city")
    assert links_of(found, trade="焊工", class_="", title="三等奖") == ()
    assert links_of(found, trade="焊工", class_="", title="优秀奖") == ()


def test_a_class_with_a_table_of_its_own_has_its_own_links() -> None:
    own = (
        "    awards_by: [{of: [young], awards: [{first: 1, linked: [{honour: 青年岗位能手, effect: nominate}]}]}]\n"
        "    classes: [{id: young, title: 青年组}, {id: open, title: 公开组}]\n"
    )
    found = contest(("    tie: share\n", "    tie: share\n" + own))
    (young,) = links_of(found, trade="焊工", class_="young", title="一等奖")
    (open_,) = links_of(found, trade="焊工", class_="open", title="一等奖")
    assert (young.honour, open_.honour) == ("青年岗位能手", "长兴工匠")
    assert links_of(found, trade="焊工", class_="young", title="二等奖") == ()
