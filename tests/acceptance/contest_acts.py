"""What people do in a contest, through the API: open, enter, judge by numbers, freeze, finalise, publish.

A judge knows numbers only. Who stands at which is read from the database, as nobody in the story could.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from services.common.spreadsheet import Column, ColumnKind, write_table
from services.embedded.journey.cases import api
from services.embedded.journey.federation import Federation, person_name
from services.embedded.journey.player import Player
from tests.live import Deployment

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
HEADS = (
    Column("name", "姓名"),
    Column("sex", "性别"),
    Column("born_on", "出生日期", ColumnKind.DATE),
    Column("unit", "单位或班组"),
    Column("trade", "工种"),
    Column("grade", "技能等级"),
    Column("industry", "所属行业"),
    Column("leader", "组长"),
    Column("phone", "手机号/微信号"),
)


@dataclass
class Contests:
    """The contests of one federation, played on a deployment. `people`: user name → id of the person."""

    player: Player
    deployment: Deployment
    here: Federation
    _people: dict[str, str] = field(default_factory=dict)

    def path(self, rest: str) -> str:
        return api(self.here.code, f"contests{rest}", "competitions")

    def person(self, username: str) -> str:
        if not self._people:
            listed = self.player.get(self.here.user("system"), api(self.here.code, "people", "identity"))
            by_name = {each["name"]: each["id"] for each in listed["rows"]}
            self._people = {"": "", **by_name}
        return self._people[person_name(self.here.code, username)]

    def open(self, who: str, regulation: str, rule: str, **more: Any) -> "Held":
        made = self.player.post(who, self.path(""), {"regulation_id": regulation, "rule": rule, **more}, status=201)
        return Held(self, made["id"], who)


@dataclass
class Held:
    """One contest; `organiser` is the user name of who opened it."""

    all: Contests
    id: str
    organiser: str

    @property
    def player(self) -> Player:
        return self.all.player

    def path(self, rest: str = "") -> str:
        return self.all.path(f"/{self.id}{rest}")

    def read(self, who: str = "") -> dict[str, Any]:
        found: dict[str, Any] = self.player.get(who or self.organiser, self.path())
        return found

    def enter(self, who: str, unit_id: str, trade: str, row: Mapping[str, Any]) -> str:
        """One person by the unit; `row` as it would stand in the workbook."""
        said = {name: row[name] for name in ("name", "sex", "industry", "leader", "phone")}
        said |= {"unit_id": unit_id, "trade": trade, "grade": "intermediate", "born_on": row["born_on"].isoformat()}
        return str(self.player.post(who, self.path("/entries"), said)["id"])

    def bring_in(self, who: str, rows: Iterable[Mapping[str, Any]]) -> int:
        """Entries by workbook; how many."""
        return int(self.player.post(who, self.path("/entries/import"), files=workbook(HEADS, rows))["entered"])

    def refused_rows(self, who: str, rows: Iterable[Mapping[str, Any]]) -> list[str]:
        """What is said of each row that is wrong."""
        answer = self.player.answer("POST", who, self.path("/entries/import"), files=workbook(HEADS, rows))
        said = answer.json()
        assert (answer.status_code, said["code"]) == (422, "rows_refused"), said
        return [each["says"] for each in said["faults"]]

    def winners_of(self, lower: "Held") -> int:
        asked = {"from_contest_id": lower.id}
        return int(self.player.post(self.organiser, self.path("/entries/winners"), asked)["entered"])

    def appoint(self, duties: Mapping[str, Sequence[str]]) -> None:
        for duty, usernames in duties.items():
            for username in usernames:
                asked = {"person_id": self.all.person(username), "duty": duty}
                self.player.post(self.organiser, self.path("/duties"), asked)

    def act(self, what: str, *, who: str = "", said: Any = None) -> dict[str, Any]:
        """An act that names the contest's version."""
        version = self.read(who)["version"]
        found: dict[str, Any] = self.player.post(who or self.organiser, self.path(f"/{what}"), said, version=version)
        return found

    def refused(self, what: str, code: str, *, who: str = "", said: Any = None) -> str:
        version = self.read(who)["version"]
        return self.player.refused(
            "POST", who or self.organiser, self.path(f"/{what}"), code, version=version, json=said or {}
        )

    def entries(self) -> dict[str, str]:
        """Name → entry."""
        rows = self.all.deployment.rows(
            "competitions",
            "select name, id from entry where contest_id = %s and status = 'entered' order by number",
            self.id,
        )
        return {row["name"]: str(row["id"]) for row in rows}

    def numbers(self, part: str) -> dict[str, int]:
        """Name → the number under which the part is scored in the latest round."""
        rows = self.all.deployment.rows(
            "competitions",
            "select e.name, s.number, s.part from station s join entry e on (e.tenant, e.id) = (s.tenant, s.entry_id)"
            " where s.contest_id = %s and s.round = (select max(round) from station where contest_id = s.contest_id)",
            self.id,
        )
        own = {row["name"]: row["number"] for row in rows if row["part"] == part}
        return own or {row["name"]: row["number"] for row in rows if not row["part"]}

    def mark(self, judge: str, part: str, points: Mapping[str, str], **taken: Any) -> None:
        """One judge's sheet, by the names of those who stand at the numbers; `taken` is said of all of them."""
        numbers = self.numbers(part)
        for name, given in points.items():
            said = {"points": given, **taken}
            self.player.put(judge, self.path(f"/marks/{numbers[name]}/{part}"), said, version=0)

    def sign(self, judge: str, part: str) -> int:
        return int(self.player.post(judge, self.path("/marks/signature"), {"part": part})["signed"])

    def countersign(self, chief: str, part: str) -> int:
        return int(self.player.post(chief, self.path("/marks/countersignature"), {"part": part})["signed"])

    def entrants_sign(self, part: str) -> int:
        """On one list before the desk, each under his score; how many."""
        return int(self.player.post(self.organiser, self.path(f"/attendance/{part}/all/signature"))["signed"])

    def results(self, who: str = "") -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self.player.get(who or self.organiser, self.path("/results"))["rows"]
        return found


def workbook(heads: Sequence[Column], rows: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """As `files=` of a call."""
    return {"file": ("表.xlsx", write_table(heads, rows), XLSX)}
