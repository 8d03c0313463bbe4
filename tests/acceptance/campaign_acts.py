"""What people do in a campaign, through the API: publish, report, file, ask for money, read how far each is."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from services.common.spreadsheet import Column
from services.embedded.journey.cases import api
from services.embedded.journey.evidence import evidence_file
from services.embedded.journey.player import Player
from services.identity.domain.imports import COLUMNS, ImportKind
from tests.acceptance.contest_acts import workbook
from tests.live import Deployment


@dataclass
class Campaign:
    """One campaign as one federation has it. `clerk` is its secretary's user name."""

    player: Player
    code: str
    id: str
    clerk: str
    _papers: dict[str, str] = field(default_factory=dict)

    def path(self, rest: str = "") -> str:
        return api(self.code, f"campaigns/{self.id}{rest}", "competitions")

    def act(self, rest: str, said: Any) -> None:
        """An act of the clerk that names the campaign's version; events from below may move it meanwhile."""

        def ask() -> bool:
            version = self.player.get(self.clerk, self.path())["version"]
            answer = self.player.answer("POST", self.clerk, self.path(rest), json=said, version=version)
            assert answer.status_code < 400 or answer.status_code == 412, answer.text
            return answer.status_code != 412

        self.player.until(f"{self.code}{rest}", ask)

    def targets(self, who: str = "") -> dict[str, dict[str, Any]]:
        found = self.player.get(who or self.clerk, self.path())
        return {each["id"]: each for each in found["targets"]}

    def whole(self, target: str) -> dict[str, Any]:
        found: dict[str, Any] = self.targets()[target]["whole"]
        return found

    def until(self, what: str, target: str, **line: Any) -> dict[str, Any]:
        """Events take a moment: the line of the federation once it says so."""

        def ask() -> dict[str, Any] | None:
            found = self.whole(target)
            return found if {name: found[name] for name in line} == line else None

        found: dict[str, Any] = self.player.until(f"{self.code} {target}: {what}", ask)
        return found

    def paper(self, who: str, name: str) -> str:
        """The file, uploaded once a person; its hash goes where it is needed."""
        key = f"{who}/{name}"
        if key not in self._papers:
            file = {"file": (f"{name}.pdf", evidence_file(name), "application/pdf")}
            self._papers[key] = self.player.post(who, self.path("/files"), files=file)["sha256"]
        return self._papers[key]

    def report(self, who: str, target: str, amount: int, whole: int | None = None, *, as_of: str) -> str:
        said = self.figure(who, amount, whole) | {"as_of": as_of}
        return str(self.player.post(who, self.path(f"/targets/{target}/figures"), said)["id"])

    def figure(self, who: str, amount: int, whole: int | None) -> dict[str, Any]:
        base = {} if whole is None else {"whole": str(whole)}
        return {"amount": str(amount), "files": [self.paper(who, "报表")], **base}

    def file(self, who: str, filing: str, unit_id: str, *papers: str) -> None:
        said = {"files": [self.paper(who, each) for each in papers]}
        self.player.post(who, self.path(f"/filings/{filing}/{unit_id}"), said)

    def filings(self, filing: str = "") -> list[dict[str, Any]]:
        asked = {"filing": filing} if filing else {}
        found: list[dict[str, Any]] = self.player.get(self.clerk, self.path("/filings"), params=asked)["rows"]
        return found

    def ask_money(self, who: str, contest_id: str, spent: str) -> str:
        return str(self.player.post(who, self.path("/subsidies"), self.claim(who, contest_id, spent))["id"])

    def claim(self, who: str, contest_id: str, spent: str) -> dict[str, Any]:
        proofs, files = ["results", "receipts"], [self.paper(who, "成绩册和票据")]
        return {
            "contest_id": contest_id, "standard": "township-contest", "spent": spent, "proofs": proofs, "files": files,
        }  # fmt: skip

    def decide(self, subsidy_id: str, step: str, *, version: int, reason: str = "", who: str = "") -> None:
        said = {"step": step, "reason": reason}
        self.player.post(who or self.clerk, self.path(f"/subsidies/{subsidy_id}/decision"), said, version=version)

    def account(self) -> dict[str, str]:
        found: dict[str, str] = self.player.get(self.clerk, self.path("/subsidies"))["account"]
        return found


def publish(player: Player, code: str, clerk: str, regulation: str, campaign: str) -> Campaign:
    said = {"regulation": regulation, "campaign": campaign}
    made = player.post(clerk, api(code, "campaigns", "competitions"), said, status=201)
    return Campaign(player, code, made["id"], clerk)


def received(player: Player, code: str, clerk: str, campaign_id: str) -> Campaign:
    """The same campaign below, once the event that deploys it has come."""
    path = api(code, f"campaigns/{campaign_id}", "competitions")
    player.until(f"{code} has the campaign", lambda: player.answer("GET", clerk, path).status_code == 200)
    return Campaign(player, code, campaign_id, clerk)


def bring_in(player: Player, code: str, who: str, kind: ImportKind, rows: Iterable[Mapping[str, Any]]) -> int:
    """Units, people or grants by workbook: tried first, then taken in; how many."""
    heads: tuple[Column, ...] = COLUMNS[kind]
    blank = dict.fromkeys(each.name for each in heads)
    files = workbook(heads, [blank | dict(each) for each in rows])
    tried = player.post(who, api(code, f"imports/{kind}", "identity"), files=files)
    assert tried["faults"] == [], tried["faults"]
    done = player.post(who, api(code, f"imports/{tried['import_id']}/apply", "identity"))
    return int(done["taken"])


def arrived(player: Player, deployment: Deployment, code: str, *services: str) -> None:
    """Returns when the services know every unit and grant that identity has of the federation."""
    counted = (
        "select (select count(*) from org_unit where tenant = %s) as units,"
        " (select count(*) from grant_ where tenant = %s) as grants"
    )
    there = deployment.rows("identity", counted, code, code)
    for each in services:
        player.until(
            f"{each} knows the units and grants of {code}",
            lambda each=each: deployment.rows(each, counted, code, code) == there,
        )


def units_of(player: Player, code: str, who: str, kind: str) -> dict[str, str]:
    """Name → unit, of one kind; every page of the list."""
    found: dict[str, str] = {}
    cursor = ""
    while True:
        asked = {"kind": kind, **({"cursor": cursor} if cursor else {})}
        page = player.get(who, api(code, "units", "identity"), params=asked)
        found |= {each["name"]: each["id"] for each in page["rows"]}
        cursor = page.get("next_cursor") or ""
        if not cursor:
            return found


def told(player: Player, code: str, who: str, containing: str, *, least: int = 1) -> list[str]:
    """Titles of what this person was told with those words, once that many have come."""

    def ask(where: str) -> list[str]:
        rows = player.get(who, where)["rows"]
        titles = [each["title"] for each in rows if containing in each["title"]]
        return titles if len(titles) >= least else []

    found: list[str] = player.until(f"{who} is told {containing}", partial(ask, api(code, "messages", "portal")))
    return found
