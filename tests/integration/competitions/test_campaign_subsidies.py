"""Subsidies of 长兴: once for a contest, by two people, within the budget, paid, recalled; the account reconciles (B2)."""

from __future__ import annotations

import io
from datetime import date
from typing import Any
from uuid import UUID

import pytest
from python_calamine import CalamineWorkbook
from sqlalchemy import text

from services.common.clock import SettableClock
from services.common.ids import new_id
from services.common.roles import Role
from tests.factories import REGULATIONS, Unit, Who
from tests.integration.competitions.campaign_world import PICTURE, Federations, refused
from tests.integration.competitions.test_campaign_pages import pages_of

HELD = date(2018, 6, 1)


class Changxing:
    """Three townships that held contests, two clerks; a budget for two subsidies and a half."""

    def __init__(self, databases: Any, clock: SettableClock, services: Any, *, budget: int = 12_500) -> None:
        self.all = Federations(databases.of("competitions"), clock)
        self.all.on(date(2018, 2, 28))
        self.client = services.client("competitions")
        self.county = self.all.add("county", name="长兴县总工会")
        self.clerk = self.all.clerks[self.county.code]
        self.other = self.all.person(self.county, "龚思齐", Role.SECRETARY)
        source = (REGULATIONS / "changxing-2018.yaml").read_text(encoding="utf-8")
        regulation = self.county.regulation("", text_=source.replace("budget: 75000", f"budget: {budget}"))
        self.campaign = self.all.publish(self.county, regulation, "theme-2018")
        self.towns = [self.county.unit(name, "township") for name in ("煤山镇总工会", "泗安镇总工会", "李家巷镇总工会")]
        self.people = [self.all.person(self.county, "邵玉兰", (Role.REVIEWER, town)) for town in self.towns]
        self.all.on(date(2018, 6, 10))

    @property
    def root(self) -> str:
        return f"/api/v1/tenants/{self.county.code}/competitions/campaigns/{self.campaign}"

    def contest(self, town: Unit, *, level: str = "township", status: str = "final", held: date = HELD) -> UUID:
        id_ = new_id()
        with self.all.db.transaction(self.county.code) as session:
            session.execute(
                text(
                    "insert into contest (tenant, id, regulation_id, regulation_version, rule, year, rules, title,"
                    " level, trade, organiser_unit_id, organiser_path, organiser_name, held_on, status, opened_by,"
                    " opened_at, finalised_at) values (:t, :id, 'r', 1, :rule, 2018, '{}', '焊工技能比武', :level,"
                    " '焊工', :unit, :path, :name, :held, :status, 's', now(),"
                    " case when :status in ('final', 'published') then now() end)"
                ),
                {
                    "t": self.county.code, "id": id_, "rule": str(id_), "level": level, "unit": town.id,
                    "path": town.path, "name": town.name, "held": held, "status": status,
                },
            )  # fmt: skip
        return id_

    def send(self, who: Who, path: str, body: Any, *, version: int | None = None) -> Any:
        headers = who.headers | ({"If-Match": f'"{version}"'} if version is not None else {})
        return self.client.post(f"{self.root}{path}", json=body, headers=headers)

    def ask(
        self, number: int, contest: UUID, *, spent: str = "6000", proofs: tuple[str, ...] = ("results", "receipts")
    ) -> Any:
        who = self.people[number]
        file = self.client.post(
            f"{self.root}/files", data={"file": (io.BytesIO(PICTURE), "票据.png")}, headers=who.headers
        ).json["sha256"]
        said = {"contest_id": str(contest), "standard": "township-contest", "spent": spent}
        return self.send(who, "/subsidies", said | {"proofs": list(proofs), "files": [file]})

    def step(self, who: Who, id_: str, step: str, *, version: int, reason: str = "") -> Any:
        return self.send(who, f"/subsidies/{id_}/decision", {"step": step, "reason": reason}, version=version)

    def account(self) -> dict[str, str]:
        found: dict[str, str] = self.client.get(f"{self.root}/subsidies", headers=self.clerk.headers).json["account"]
        return found


@pytest.fixture
def changxing(databases: Any, clock: SettableClock, services: Any) -> Changxing:
    return Changxing(databases, clock, services)


def test_the_sum_reconciles_from_application_to_recall(changxing: Changxing) -> None:
    ids = [changxing.ask(n, changxing.contest(town)).json["id"] for n, town in enumerate(changxing.towns)]
    assert changxing.account() == {"budget": "12500", "to_pay": "0", "paid": "0", "recalled": "0", "left": "12500"}
    for id_ in ids[:2]:
        assert changxing.step(changxing.clerk, id_, "approve", version=1).status_code == 204
    beyond = changxing.step(changxing.clerk, ids[2], "approve", version=1)
    assert (beyond.status_code, beyond.json["code"]) == (409, "beyond_budget")
    assert "预算只剩 2500 元" in beyond.json["detail"]
    assert changxing.step(changxing.clerk, ids[0], "pay", version=2).status_code == 204
    assert changxing.account() == {"budget": "12500", "to_pay": "5000", "paid": "5000", "recalled": "0", "left": "2500"}
    assert changxing.step(changxing.clerk, ids[0], "recall", version=3, reason="成绩册不实").status_code == 204
    assert changxing.step(changxing.clerk, ids[2], "approve", version=1).status_code == 204
    assert changxing.account() == {
        "budget": "12500", "to_pay": "10000", "paid": "0", "recalled": "5000", "left": "2500",
    }  # fmt: skip


def test_one_contest_is_subsidised_once_and_a_township_has_one(changxing: Changxing) -> None:
    contest = changxing.contest(changxing.towns[0])
    first = changxing.ask(0, contest)
    assert first.status_code == 201
    assert changxing.ask(0, contest).json["code"] == "already_subsidised"
    assert changxing.ask(0, changxing.contest(changxing.towns[0])).json["code"] == "too_many_claims"
    changxing.step(changxing.clerk, first.json["id"], "refuse", version=1, reason="票据不全")
    assert changxing.ask(0, contest).status_code == 201


def test_what_does_not_fit_is_refused_with_the_reason(changxing: Changxing) -> None:
    town = changxing.towns[0]
    assert changxing.ask(0, changxing.contest(town, level="county")).json["code"] == "no_standard_for"
    assert changxing.ask(0, changxing.contest(town), proofs=("results",)).json["code"] == "claim_proof_missing"
    assert changxing.ask(0, changxing.contest(town), spent="0").json["code"] == "spent_nothing"
    assert changxing.ask(0, changxing.contest(town, held=date(2018, 7, 1))).json["code"] == "contest_not_over"
    assert changxing.ask(1, changxing.contest(town)).json["code"] == "claim_not_yours"
    assert changxing.ask(0, changxing.contest(town, status="scoring")).status_code == 404
    half = changxing.ask(0, changxing.contest(town), spent="3200.50")
    (row,) = changxing.client.get(f"{changxing.root}/subsidies", headers=changxing.clerk.headers).json["rows"]
    assert (row["id"], row["amount"]) == (half.json["id"], "3200.50")


def test_nobody_approves_what_he_asked_for_and_a_stale_page_changes_nothing(changxing: Changxing) -> None:
    both = changxing.all.person(changxing.county, "何书文", Role.SECRETARY, (Role.REVIEWER, changxing.towns[1]))
    changxing.people[1] = both
    id_ = changxing.ask(1, changxing.contest(changxing.towns[1])).json["id"]
    own = changxing.step(both, id_, "approve", version=1)
    assert (own.status_code, own.json["code"]) == (409, "approved_by_applicant")
    assert changxing.step(changxing.people[0], id_, "approve", version=1).status_code == 403
    assert changxing.step(changxing.clerk, id_, "approve", version=1).status_code == 204
    assert changxing.step(changxing.other, id_, "recall", version=1, reason="重复").status_code == 412


def test_a_township_asks_and_a_clerk_decides_on_screen(changxing: Changxing, services: Any) -> None:
    changxing.contest(changxing.towns[0])
    root = f"/competitions/{changxing.county.code}/campaigns/{changxing.campaign}/subsidies"
    town = pages_of(services, changxing.people[0])
    form = town.get(root)
    asked = town.submit(form, spent="6,000", proofs=["results", "receipts"], files=(io.BytesIO(PICTURE), "票据.png"))
    assert "待审批" in asked.text
    assert pages_of(services, changxing.people[1]).get(root).select("main tbody tr") == []

    clerk = pages_of(services, changxing.clerk)
    page = clerk.get(root)
    approval = str(page.select("form[action$=approval]")[0]["action"])
    done = clerk.submit(page, approval)
    assert "已批准，待发放" in done.select("main tbody tr")[0].get_text()
    assert [each.get_text() for each in done.select(".strip b")] == ["12,500.00", "0.00", "5,000.00", "7,500.00"]
    answer = clerk.client.get(f"{root}.xlsx", headers=clerk.headers)
    cells = CalamineWorkbook.from_filelike(io.BytesIO(answer.get_data())).get_sheet_by_index(0).to_python()
    assert [(line[0], line[3]) for line in cells[2:]] == [
        ("煤山镇总工会", 5000.0), ("预算", 12500.0), ("已发放", 0.0), ("已批准，待发放", 5000.0), ("剩余", 7500.0),
    ]  # fmt: skip


def test_contests_that_are_final_count_for_the_targets(changxing: Changxing) -> None:
    changxing.contest(changxing.towns[0])
    changxing.contest(changxing.towns[1], status="scoring")
    lines = changxing.all.standings(changxing.county.code, changxing.campaign)["township_contest"].lines
    assert {line.body.name: (line.progress.shown, str(line.progress.state)) for line in lines} == {
        "煤山镇总工会": (1, "met"),
        "泗安镇总工会": (0, "on_the_way"),
        "李家巷镇总工会": (0, "on_the_way"),
    }
    assert refused(lambda: changxing.all.standings(changxing.county.code, new_id())) == "not_found"
