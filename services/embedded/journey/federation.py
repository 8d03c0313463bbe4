"""What every federation does by its own regulation: the meeting, publicity, conferring (steps 5 to 7)."""

from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from services.common.clock import at
from services.embedded.journey.cases import api, case_of
from services.embedded.journey.player import Player, Stumbled
from services.embedded.journey.setting import PROGRAMME
from services.identity.demo import reading


@dataclass(frozen=True)
class Federation:
    """`name` begins the user names of its people: laian.secretary1, laian.chair1 …"""

    code: str
    name: str
    title: str

    def user(self, who: str) -> str:
        return f"{self.name}.{who}"

    def api(self, rest: str) -> str:
        return api(self.code, rest)


@cache
def person_name(code: str, username: str) -> str:
    return next(each.name for each in reading.people_of(code) if each.username == username)


def meet(
    player: Player, here: Federation, day: date, *, absent: tuple[str, ...] = (), programme: str = PROGRAMME
) -> str:
    """The chairmen's meeting decides one docket; returns the notice of its publicity."""
    secretary, chair = here.user("secretary1"), here.user("chair1")
    player.on(day)
    waiting = player.until("cases wait for the meeting", lambda: _waiting(player, here, programme))[0]
    asked = {key: waiting[key] for key in ("regulation_id", "regulation_version", "programme", "year")}
    docket = player.post(secretary, here.api("dockets"), asked, status=201)
    path = here.api(f"dockets/{docket['id']}")
    docket = player.put(secretary, f"{path}/meeting", meeting(here, docket, day, absent), version=docket["version"])
    docket = player.post(secretary, f"{path}/plain-agreement", version=docket["version"])
    docket = player.put(secretary, f"{path}/decisions", {"cases": votes(docket)}, version=docket["version"])
    signed = player.post(chair, f"{path}/signature", version=docket["version"])
    minutes = player.get(secretary, f"{path}/minutes.pdf")
    present = sum(each["presence"] == "present" for each in docket["members"])
    player.tell(
        f"{here.title}主席办公会",
        f"应到 {len(docket['members'])} 人，实到 {present} 人，"
        f"审定 {len(docket['cases'])} 件，签发纪要（{len(minutes) // 1024} KB）",
    )
    return str(signed["notice_id"])


def _waiting(player: Player, here: Federation, programme: str) -> list[dict[str, Any]]:
    rows = player.get(here.user("secretary1"), here.api("dockets/waiting"))["rows"]
    return [each for each in rows if each["programme"] == programme]


def meeting(here: Federation, docket: dict[str, Any], day: date, absent: tuple[str, ...]) -> dict[str, Any]:
    away = {person_name(here.code, here.user(who)) for who in absent}
    presiding = person_name(here.code, here.user("chair1"))
    return {
        "held_at": at(day, 9).isoformat(),
        "place": "三楼会议室",
        "presiding": next(each["subject"] for each in docket["members"] if each["name"] == presiding),
        "members": [
            {"subject": each["subject"], "presence": "absent", "absent_reason": "出差"}
            if each["name"] in away
            else {"subject": each["subject"], "presence": "present"}
            for each in docket["members"]
        ],
    }


def votes(docket: dict[str, Any]) -> list[dict[str, Any]]:
    """Everybody who may vote agrees."""
    return [
        {
            "application_id": each["application_id"],
            "decision": "agree",
            "reason": "条件具备，同意命名",
            "in_favour": each["voters"],
            "recused": each["must_recuse"],
        }
        for each in docket["cases"]
    ]


def end_publicity(player: Player, here: Federation, notice_id: str) -> None:
    """Nothing moves on the last day; the day after it does."""
    notice = player.get("", here.api(f"public/notices/{notice_id}"))
    last = date.fromisoformat(notice["ends_on"])
    player.on(last)
    player.tick()
    still = player.get("", here.api(f"public/notices/{notice_id}"))
    assert still["status"] == notice["status"], still
    player.on(last.fromordinal(last.toordinal() + 1))
    player.tick()
    player.tell(
        here.title, f"公示 {notice['working_days']} 个工作日期满（{notice['starts_on']} 至 {notice['ends_on']}）"
    )


def confer(player: Player, here: Federation, day: date, *, programme: str = PROGRAMME) -> list[dict[str, Any]]:
    """Number, plaque, certificate; the page behind the QR code says valid."""
    player.on(day)
    year = day.year
    rows: list[dict[str, Any]] = []
    for of_year in (year, year - 1):
        answer = player.answer(
            "POST", here.user("secretary1"), here.api("conferrals"), json={"programme": programme, "year": of_year}
        )
        if answer.status_code < 400:
            rows += answer.json()["rows"]
        elif answer.json()["code"] != "nothing_to_confer":
            raise Stumbled(f"{here.title}: {answer.status_code} {answer.text[:400]}")
    for row in rows:
        honour = honour_of(player, here, row["id"])
        certificate = player.get(here.user("secretary1"), here.api(f"honours/{row['id']}/certificate.pdf"))
        page = player.get("", honour["public_url"].replace(player.origin, ""))
        assert "有效" in page.decode(), honour["public_url"]
        player.tell(
            here.title,
            f"授予 {row['employer_name']} {row['subject_name']} {row['honour']}，{honour['number']}，"
            f"牌匾 {honour['plaque']['number'] if honour['plaque'] else '—'}，证书 {len(certificate) // 1024} KB",
        )
    return rows


def honour_of(player: Player, here: Federation, honour_id: str) -> dict[str, Any]:
    found: dict[str, Any] = player.get(here.user("secretary1"), here.api(f"honours/{honour_id}"))
    return found


def case_in(player: Player, here: Federation, case_id: str) -> dict[str, Any]:
    return case_of(player, here.user("secretary1"), here.code, case_id)
