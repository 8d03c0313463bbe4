"""Figures rolled up the tree: each level sees numbers of those below, never a case (X4)."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from io import BytesIO
from uuid import uuid4

import openpyxl
import pytest
from flask.testing import FlaskClient
from sqlalchemy import text
from sqlalchemy.exc import ProgrammingError

from services.common.consumers import Handlers
from services.common.db import Database
from services.common.errors import NotFound
from services.common.roles import Role
from services.portal.queries.figures import Figures, FigureWish, read_figures
from services.portal.service.honours import NotHeardOf
from tests.conftest import NOW
from tests.factories import Place, Who, a_place
from tests.integration.portal.conftest import a_record
from tests.integration.portal.honours import (
    DOSSIERS,
    TOPIC,
    a_conferring,
    a_forwarding,
    a_move,
    a_reinspection,
    a_revocation,
)
from tests.pages import PageClient

Hear = Callable[..., str]


@dataclass(frozen=True)
class Tree:
    nation: Place
    province: Place
    city: Place
    county: Place
    sister: Place


@pytest.fixture
def tree(db: Database) -> Tree:
    nation = a_place(db, level="national", name="中华全国总工会")
    province = a_place(db, level="province", name="安徽省总工会", parent=nation.code)
    city = a_place(db, level="city", name="滁州市总工会", parent=province.code)
    county = a_place(db, name="来安县总工会", parent=city.code)
    return Tree(nation, province, city, county, a_place(db, name="天长市总工会", parent=city.code))


def figures(db: Database, viewer: Place, about: Place | None = None, year: int = 2025, **wish: str) -> Figures:
    with db.read(viewer.code) as session:
        return read_figures(session, (about or viewer).code, FigureWish(year, **wish))


def totals(db: Database, viewer: Place, about: Place | None = None, year: int = 2025, **wish: str) -> dict[str, int]:
    found = figures(db, viewer, about, year, **wish).total
    return {measure: value for measure, value in found.items() if value}


def test_a_case_is_counted_at_every_level_above(hear: Hear, tree: Tree, db: Database) -> None:
    case = str(uuid4())
    hear(TOPIC, tree.county.code, a_move("submitted", "open", "review", case=case))

    for viewer in (tree.county, tree.city, tree.province, tree.nation):
        assert totals(db, viewer) == {"applied": 1, "at:review": 1}
    assert totals(db, tree.sister) == {}


def test_a_draft_is_not_counted(hear: Hear, tree: Tree, db: Database) -> None:
    hear(TOPIC, tree.county.code, a_move("begun", "draft", "apply", case=str(uuid4())))

    assert totals(db, tree.county) == {}


def test_a_case_is_counted_where_it_stands_now(hear: Hear, tree: Tree, db: Database) -> None:
    case = str(uuid4())
    way = [
        ("submitted", "open", "review", {"applied": 1, "at:review": 1}),
        ("returned", "returned", "apply", {"applied": 1, "at:apply": 1}),
        ("submitted", "open", "review", {"applied": 1, "at:review": 1}),
        ("recommended", "open", "assess", {"applied": 1, "recommended": 1, "at:assess": 1}),
        ("refused", "refused", "assess", {"applied": 1, "recommended": 1, "ended": 1}),
    ]
    for minute, (action, status, stage, expected) in enumerate(way):
        hear(TOPIC, tree.county.code, a_move(action, status, stage, case=case, when=NOW + timedelta(minutes=minute)))
        assert totals(db, tree.county) == expected
        assert totals(db, tree.nation) == expected


def test_a_withdrawn_case_is_not_counted_any_more(hear: Hear, tree: Tree, db: Database) -> None:
    case = str(uuid4())
    hear(TOPIC, tree.county.code, a_move("submitted", "open", "review", case=case))
    hear(
        TOPIC, tree.county.code, a_move("withdrawn", "withdrawn", "review", case=case, when=NOW + timedelta(minutes=1))
    )

    assert totals(db, tree.province) == {}


def test_an_older_step_that_comes_late_changes_nothing(hear: Hear, tree: Tree, db: Database) -> None:
    case = str(uuid4())
    hear(TOPIC, tree.county.code, a_move("recommended", "open", "assess", case=case, when=NOW))
    hear(TOPIC, tree.county.code, a_move("submitted", "open", "review", case=case, when=NOW - timedelta(minutes=1)))

    assert totals(db, tree.county) == {"applied": 1, "recommended": 1, "at:assess": 1}


def test_the_same_event_twice_counts_once(handlers: Handlers, tree: Tree, db: Database) -> None:
    record = a_record(TOPIC, tree.county.code, a_conferring())

    assert [handlers.handle(record), handlers.handle(record)] == ["handled", "duplicate"]
    assert totals(db, tree.nation) == {"conferred": 1, "valid": 1}


def test_one_honour_told_by_two_events_counts_once(hear: Hear, tree: Tree, db: Database) -> None:
    for _ in range(2):
        hear(TOPIC, tree.county.code, a_conferring("h-1"))

    assert totals(db, tree.nation) == {"conferred": 1, "valid": 1}


def test_the_life_of_an_honour_moves_the_figures(hear: Hear, tree: Tree, db: Database) -> None:
    hear(TOPIC, tree.county.code, a_conferring("h-1", on=date(2025, 12, 19)))
    hear(TOPIC, tree.county.code, a_reinspection("h-1", "rectify", "rectifying", rectify_by="2027-01-31"))
    assert totals(db, tree.city, year=2026) == {"rectifying": 1, "ordered": 1}
    hear(TOPIC, tree.county.code, a_reinspection("h-1", "kept", "valid"))
    assert totals(db, tree.city, year=2026) == {"valid": 1, "kept": 1, "ordered": 1}
    hear(TOPIC, tree.county.code, a_revocation("h-1", on=date(2027, 3, 1)))

    assert totals(db, tree.city, year=2025) == {"conferred": 1}
    assert totals(db, tree.city, year=2026) == {"kept": 1, "ordered": 1}
    assert totals(db, tree.city, year=2027) == {"revoked": 1}


def test_a_revocation_told_twice_counts_once(hear: Hear, tree: Tree, db: Database) -> None:
    hear(TOPIC, tree.county.code, a_conferring("h-1"))
    hear(TOPIC, tree.county.code, a_reinspection("h-1", "revoked", "revoked", on=date(2027, 3, 1)))
    hear(TOPIC, tree.county.code, a_revocation("h-1", on=date(2027, 3, 1)))

    assert totals(db, tree.county, year=2027) == {"revoked": 1}


def test_a_reinspection_of_an_honour_never_told_waits(hear: Hear, tree: Tree) -> None:
    with pytest.raises(NotHeardOf):
        hear(TOPIC, tree.county.code, a_reinspection("h-none", "kept", "valid"))


def test_a_dossier_is_counted_once_even_if_told_first(hear: Hear, tree: Tree, db: Database) -> None:
    case = str(uuid4())
    hear(DOSSIERS, tree.county.code, a_forwarding(case, tree.city.code))
    hear(TOPIC, tree.county.code, a_move("conferred", "conferred", "confer", case=case))
    hear(DOSSIERS, tree.county.code, a_forwarding(case, tree.city.code))

    assert totals(db, tree.province) == {"applied": 1, "forwarded": 1}
    assert totals(db, tree.province, level="county") == {"applied": 1, "forwarded": 1}


def test_an_unknown_federation_is_retried_not_miscounted(hear: Hear, db: Database) -> None:
    with pytest.raises(Exception, match="is not known yet"):
        hear(TOPIC, "9not-yet", a_conferring("h-1"))

    with db.read("9not-yet") as session:
        assert session.execute(text("select count(*) from honour")).scalar_one() == 0


def test_the_view_goes_down_the_tree_by_the_viewers_own_rows(hear: Hear, tree: Tree, db: Database) -> None:
    for name, place in (("h-1", tree.county), ("h-2", tree.county), ("h-3", tree.sister), ("h-4", tree.city)):
        hear(TOPIC, place.code, a_conferring(name, level="city" if place is tree.city else "county"))
    found = figures(db, tree.province, tree.city)

    below = {each.name: (each.is_own, each.values.get("conferred", 0)) for each in found.below}
    assert below == {"来安县": (False, 2), "天长市": (False, 1), "滁州市": (True, 1)}
    assert {level: counts["conferred"] for level, counts in found.by_level.items()} == {"county": 3, "city": 1}
    assert [each.code for each in found.way] == [tree.province.code, tree.city.code]
    assert (found.this_year[11], sum(found.this_year), sum(found.last_year)) == (4, 4, 0)


def test_nobody_looks_up_or_beside(hear: Hear, tree: Tree, db: Database) -> None:
    hear(TOPIC, tree.sister.code, a_conferring("h-1"))
    for about in (tree.sister, tree.city, tree.nation):
        with pytest.raises(NotFound):
            figures(db, tree.county, about)


def test_the_app_role_cannot_write_a_figure_by_hand(tree: Tree, db: Database) -> None:
    for statement in (
        "insert into figure values (:t, :t, 2025, 0, 'x', 'county', 'valid', 1000)",
        "update figure set value = 1000 where tenant = :t",
        "delete from figure where tenant = :t",
    ):
        with pytest.raises(ProgrammingError, match="permission denied"), db.transaction(tree.county.code) as session:
            session.execute(text(statement), {"t": tree.county.code})


def test_the_door_adds_only_to_the_callers_own_line(tree: Tree, db: Database) -> None:
    change = '[{"measure": "valid", "year": 2025, "month": 0, "honour": "x", "level": "county", "change": 1}]'
    with db.transaction(tree.sister.code) as session:
        session.execute(text("select add_figures(cast(:c as jsonb))"), {"c": change})

    assert totals(db, tree.sister) == {"valid": 1}
    assert totals(db, tree.county) == {}
    assert totals(db, tree.city, tree.county) == {}
    assert totals(db, tree.city) == {"valid": 1}


def test_the_page_shows_the_counties_and_their_sum(
    hear: Hear, tree: Tree, signed_in: Callable[[Who], FlaskClient]
) -> None:
    chair = tree.city.person("江若岚", Role.CHAIR)
    union = tree.city.unit("市直机关工会", "township")
    for name, place in (("h-1", tree.county), ("h-2", tree.sister), ("h-3", tree.city)):
        hear(TOPIC, place.code, a_conferring(name, on=date(2025, 9, 1), union_unit_id=str(union.id)))
    client = signed_in(chair)
    pages = PageClient(client.application, client)
    page = pages.get(f"/portal/{tree.city.code}/figures?year=2025")

    assert page.h1 == "滁州市总工会 2025 年度荣誉统计"
    rows = {
        row.find("th").get_text(): [cell.get_text() for cell in row.select("td")]
        for row in page.select("#below tbody tr")
    }  # type: ignore[union-attr]
    assert {name: cells[3] for name, cells in rows.items()} == {"来安县": "1", "天长市": "1", "滁州市 本级": "1"}
    assert [row.get_text() for row in page.select("#unions tbody tr")] == ["市直机关工会11"]
    assert "装配二班" not in page.text
    below = pages.get(f"/portal/{tree.city.code}/figures?year=2025&of={tree.county.code}")
    assert below.h1 == "来安县总工会 2025 年度荣誉统计"
    pages.get(f"/portal/{tree.city.code}/figures?of={tree.nation.code}", expect=404)
    pages.get(f"/portal/{tree.city.code}/figures?year=abc", expect=422)


def test_the_table_is_taken_away_as_excel(hear: Hear, tree: Tree, signed_in: Callable[[Who], FlaskClient]) -> None:
    hear(TOPIC, tree.county.code, a_conferring("h-1"))
    answer = signed_in(tree.city.person("江若岚", Role.CHAIR)).get(f"/portal/{tree.city.code}/figures/export?year=2025")

    sheet = openpyxl.load_workbook(BytesIO(answer.data)).active
    assert sheet is not None
    cells = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert cells[0][0] == "滁州市总工会 2025 年度荣誉统计"
    assert cells[1][:6] == ["工会", "荣誉层级", "申报", "已推荐", "未命名", "已命名"]
    assert cells[2][:6] == ["滁州市总工会", "县级", 0, 0, 0, 1]
    assert {cells[row][0]: cells[row][1:6] for row in (3, 4, 5)} == {
        "来安县": ["各级合计", 0, 0, 0, 1],
        "天长市": ["各级合计", 0, 0, 0, 0],
        "滁州市（本级）": ["各级合计", 0, 0, 0, 0],
    }
    assert cells[-1][:6] == ["滁州市总工会 合计", "各级合计", 0, 0, 0, 1]


def test_every_level_is_the_sum_of_those_below_it_and_its_own(hear: Hear, tree: Tree, db: Database) -> None:
    """For every measure, at every level: rows below and one's own share add up, and so do levels and months."""
    second = a_place(db, level="city", name="合肥市总工会", parent=tree.province.code)
    places = (tree.county, tree.sister, tree.city, second, tree.province)
    for number, place in enumerate(places):
        for each in range(number + 1):
            honour, level = f"{place.code}-{each}", "county" if place in (tree.county, tree.sister) else "city"
            hear(TOPIC, place.code, a_conferring(honour, level=level, on=date(2025, 1 + each, 19)))
            hear(TOPIC, place.code, a_move("submitted", "open", "review", case=str(uuid4())))
        hear(TOPIC, place.code, a_reinspection(f"{place.code}-0", "rectify", "rectifying", rectify_by="2027-01-31"))

    for viewer in (tree.city, tree.province, tree.nation):
        found = figures(db, viewer)
        for measure in found.total:
            assert sum(each.values.get(measure, 0) for each in found.below) == found.total[measure], measure
            assert sum(counts.get(measure, 0) for counts in found.by_level.values()) == found.total[measure], measure
        assert sum(found.this_year) == found.total["conferred"]
        for each in found.below:
            if not each.is_own:
                inside = totals(db, viewer, Place(db, each.code, each.name, ""))
                assert inside == {measure: value for measure, value in each.values.items() if value}
    assert totals(db, tree.nation) == {"applied": 15, "at:review": 15, "conferred": 15, "valid": 10, "rectifying": 5}


def test_the_page_and_the_export_of_a_sister_are_not_there(
    hear: Hear, tree: Tree, signed_in: Callable[[Who], FlaskClient]
) -> None:
    hear(TOPIC, tree.sister.code, a_conferring("h-1"))
    client = signed_in(tree.county.person("江若岚", Role.CHAIR))

    for path in ("figures", "figures/export"):
        for about in (tree.sister, tree.city):
            assert client.get(f"/portal/{tree.county.code}/{path}?of={about.code}").status_code == 404
    own = client.get(f"/portal/{tree.county.code}/figures")
    assert own.status_code == 200
    assert tree.sister.code not in own.text
