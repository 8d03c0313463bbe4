"""Activities counted for targets, supervision with findings, promises kept (B6, D1, D7)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from pioneer.worklist.v1 import events_pb2 as worklist
from sqlalchemy import text

from services.common.clock import SettableClock
from services.common.roles import Role
from services.competitions.queries.campaigns.records import activities
from services.competitions.service.campaigns import recording
from tests.factories import Who
from tests.integration.competitions.campaign_world import Federations, refused
from tests.integration.competitions.test_campaign_pages import pages_of
from tests.pages import PageClient

RULES = """\
regulation: drive
title: 三项活动
tenant: "330522"
effective: 2025-01-01
campaigns:
  theme:
    title: 三项活动
    runs: {from: 2025-01-01, to: 2025-12-31}
    activities: [five_small, mentoring]
    promises: {of: [federation, each township], due: {on: 2025-03-31, late: marked}, fulfil: {on: 2025-12-20, late: marked}}
    targets:
      - {id: adopted, title: 采纳的五小成果, of: each township, count: activities, where: {activity: five_small, outcome: adopted}, at_least: 1}
      - {id: passed, title: 出师的徒弟, of: federation, count: activities, where: {activity: mentoring, outcome: passed}, at_least: 1, unit: 名}
      - {id: people, title: 参加人数, of: federation, count: participants, at_least: 100, unit: 人}
"""
DAY = date(2025, 4, 1)


class County:
    def __init__(self, federations: Federations) -> None:
        self.all = federations
        federations.on(date(2025, 2, 1))
        self.place = federations.add("county", name="长兴县总工会")
        self.town = self.place.unit("煤山镇总工会", "township")
        self.union = self.place.unit("天能电池有限公司工会", "employer_union", self.town)
        self.other = self.place.unit("泗安镇总工会", "township")
        self.applicant = federations.person(self.place, "程以宁", (Role.APPLICANT, self.union))
        self.reviewer = federations.person(self.place, "周明远", (Role.REVIEWER, self.town))
        self.campaign = federations.publish(self.place, self.place.regulation("", text_=RULES), "theme")
        federations.on(DAY)

    def record(self, who: Who, **changes: Any) -> UUID:
        said: dict[str, Any] = {
            "unit_id": self.union.id, "kind": "five_small", "title": "快换夹具", "outcome": "proposed",
            "held_on": DAY, "people": 6,
        } | changes  # fmt: skip
        return recording.record_activity(self.all.as_(who), self.campaign, **said, now=self.all.now)

    def move(self, who: Who, id_: UUID, outcome: str, *, version: int, benefit: str | None = None) -> None:
        amount = None if benefit is None else Decimal(benefit)
        recording.move_activity(self.all.as_(who), id_, outcome, benefit=amount, expected=version, now=self.all.now)

    def shown(self) -> dict[str, Any]:
        found = self.all.standings(self.place.code, self.campaign)
        lines = {line.body.name: line.progress.shown for line in found["adopted"].lines}
        whole = found["people"].whole
        return lines | {"people": whole.progress.shown if whole else None}


@pytest.fixture
def county(databases: Any, clock: SettableClock) -> County:
    return County(Federations(databases.of("competitions"), clock))


def test_a_proposal_counts_when_it_is_adopted_and_stays_counted_when_it_takes_effect(county: County) -> None:
    id_ = county.record(county.applicant)
    county.record(county.applicant, title="第二件", people=4)
    assert county.shown() == {"煤山镇总工会": 0, "泗安镇总工会": 0, "people": 10}
    county.move(county.applicant, id_, "adopted", version=1)
    assert county.shown() == {"煤山镇总工会": 1, "泗安镇总工会": 0, "people": 10}
    assert refused(lambda: county.move(county.applicant, id_, "applied", version=2)) == "benefit_needed"
    county.move(county.applicant, id_, "applied", version=2, benefit="12000.50")
    assert county.shown()["煤山镇总工会"] == 1
    with county.all.db.read(county.place.code) as session:
        found = activities(session, county.campaign, kind="five_small")
    assert [(each.title, each.outcome, each.benefit) for each in found] == [
        ("第二件", "proposed", None),
        ("快换夹具", "applied", Decimal("12000.50")),
    ]


def test_an_apprentice_passes_or_does_not_and_only_who_passed_counts(county: County) -> None:
    pairs = [
        county.record(county.applicant, kind="mentoring", outcome="paired", title=each) for each in ("甲带乙", "丙带丁")
    ]
    county.move(county.applicant, pairs[0], "ended", version=1)

    def passed() -> Any:
        whole = county.all.standings(county.place.code, county.campaign)["passed"].whole
        return whole and whole.progress.shown

    assert passed() == 0
    county.move(county.applicant, pairs[1], "passed", version=1)
    assert passed() == 1
    for pair, other in zip(pairs, ("passed", "ended"), strict=True):
        assert refused(lambda pair=pair, other=other: county.move(county.applicant, pair, other, version=2)) == (
            "outcome_goes_on"
        )


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"kind": "training", "outcome": "held"}, "activity_not_in_campaign"),
        ({"outcome": "paired"}, "outcome_of_other_kind"),
        ({"held_on": date(2025, 4, 2)}, "activity_in_future"),
        ({"held_on": date(2024, 12, 31)}, "report_outside_run"),
        ({"people": 0}, "nobody_took_part"),
        ({"kind": "mentoring", "outcome": "paired", "until": date(2025, 3, 31)}, "term_ends_before"),
        ({"title": " "}, "invalid_input"),
    ],
)
def test_what_cannot_have_been_is_refused(county: County, changes: dict[str, Any], code: str) -> None:
    assert refused(lambda: county.record(county.applicant, **changes)) == code


def test_a_result_goes_on_and_never_back_and_only_by_the_units_own(county: County) -> None:
    id_ = county.record(county.applicant)
    county.move(county.applicant, id_, "adopted", version=1)
    assert refused(lambda: county.move(county.applicant, id_, "proposed", version=2)) == "outcome_goes_on"
    assert refused(lambda: county.move(county.applicant, id_, "applied", version=1, benefit="1")) == "changed_meanwhile"
    elsewhere = county.all.person(county.place, "邵玉兰", (Role.REVIEWER, county.other))
    assert refused(lambda: county.record(elsewhere)) == "not_reporting_for"


def test_a_finding_is_the_units_task_until_it_is_mended(county: County, services: Any) -> None:
    root = f"/competitions/{county.place.code}/campaigns/{county.campaign}"
    clerk = pages_of(services, county.all.clerks[county.place.code])
    page = clerk.get(f"{root}/visits")
    done = clerk.submit(page, body=str(county.town.id), finding="活动台账不全", mend_by="2025-04-20")
    assert "活动台账不全" in done.text
    with county.all.db.read(county.place.code) as session:
        body = session.execute(
            text("select body from outbox where tenant = :t and type like '%TaskOpened' order by seq desc limit 1"),
            {"t": county.place.code},
        ).scalar_one()
    task = worklist.TaskOpened.FromString(bytes(body))
    assert (task.title, task.due_on, task.audience.unit_path) == (
        "整改督查发现的问题：三项活动", "2025-04-20", county.town.path,
    )  # fmt: skip
    town = pages_of(services, county.reviewer)
    solved = town.submit(town.get(f"{root}/visits"), answer="台账已补齐")
    assert "整改情况（2025年4月1日）：台账已补齐" in solved.text
    other = pages_of(services, county.all.person(county.place, "邵玉兰", (Role.REVIEWER, county.other)))
    assert "活动台账不全" not in other.get(f"{root}/visits").text


def test_a_promise_is_public_in_the_county_and_its_keeping_is_told(county: County, services: Any) -> None:
    root = f"/competitions/{county.place.code}/campaigns/{county.campaign}"
    town = pages_of(services, county.reviewer)
    made = town.submit(town.get(f"{root}/promises"), says="年内办成三件实事")
    assert "年内办成三件实事" in made.text
    assert "逾期承诺" in made.text
    clerk = pages_of(services, county.all.clerks[county.place.code])
    assert "年内办成三件实事" in clerk.get(f"{root}/promises").text
    form = str(made.select("form[aria-label=报告践诺情况]")[0]["action"])
    kept = town.submit(made, form, result="三件已办结")
    assert "践诺情况（2025年4月1日）：三件已办结" in kept.text


def test_an_activity_is_recorded_on_screen(county: County, services: Any) -> None:
    root = f"/competitions/{county.place.code}/campaigns/{county.campaign}"
    union = pages_of(services, county.applicant)
    page = union.get(f"{root}/activities")
    wrong = union.submit(page, kind="five_small", outcome="proposed", title="快换夹具", people="许多", expect=422)
    assert wrong.faults == {"people": "请填数，例如 1200"}
    done = union.submit(page, kind="five_small", outcome="proposed", title="快换夹具", people="6")
    cells = [cell.get_text(" ", strip=True) for cell in done.select("main tbody tr")[0].select("td")]
    assert cells[:4] == ["快换夹具 “五小”活动", "天能电池有限公司工会", "2025-04-01", "6"]
    assert cells[4].startswith("已提出 更新结果")
    assert "已提出" not in [each.text for each in done.select("#f-outcome-1 option")]


def test_anybody_reads_what_was_promised_and_nothing_of_the_neighbours(county: County, services: Any) -> None:
    county.all.on(date(2025, 3, 31))
    clerk, neighbour = county.all.clerk(county.place.code), county.all.add("county", name="安吉县总工会")
    hidden = RULES.replace("fulfil: {on: 2025-12-20, late: marked}", "public: no")
    quiet = county.all.publish(
        county.place, county.place.regulation("", text_=hidden.replace("drive", "quiet")), "theme"
    )
    there = county.all.publish(neighbour, neighbour.regulation("", text_=RULES), "theme")
    now = county.all.now
    kept = recording.make_promise(clerk, county.campaign, "", "年内办成三件实事", now=now)
    recording.make_promise(clerk, county.campaign, "", "走访困难职工一百户", now=now)
    recording.make_promise(clerk, quiet, "", "内部承诺", now=now)
    recording.make_promise(county.all.clerk(neighbour.code), there, "", "邻县的承诺", now=now)
    county.all.on(date(2025, 12, 21))
    recording.fulfil_promise(clerk, kept, "三件均已办结", expected=1, now=county.all.now)
    visitor = PageClient(services.of("competitions").app)

    page = visitor.get(f"/competitions/{county.place.code}/public/promises")

    assert [each.get_text() for each in page.select(".strip b")] == ["2", "1 / 2", "0", "1"]
    assert "践诺情况（2025年12月21日）：三件均已办结" in page.text
    assert "走访困难职工一百户" in page.text
    assert [each for each in ("内部承诺", "邻县的承诺") if each in page.text] == []
    late = visitor.get(f"/competitions/{county.place.code}/public/promises?standing=overdue")
    assert [each.get_text() for each in late.select("main article h3")] == ["长兴县总工会"]
    assert "三件均已办结" not in late.text
