"""What people do to a case of any regulation, by API: a story says who, when and which figures, and looks at what came.

`programme` is as the API tells it, so that a story needs no list of conditions or materials of its own.
"""

from dataclasses import dataclass, field
from datetime import date
from functools import partial
from typing import Any

from services.embedded.journey.cases import api, attach, case_of, opine, submit
from services.embedded.journey.county import own_card
from services.embedded.journey.evidence import evidence_file
from services.embedded.journey.federation import Federation, person_name
from services.embedded.journey.player import Player


@dataclass(frozen=True)
class Paper:
    """What an applicant says: the form and what stands beside it, as the regulation asks for it."""

    form: dict[str, Any] = field(default_factory=dict)
    figures: dict[str, str] = field(default_factory=dict)
    kinds: list[str] | None = None
    clearances: tuple[str, ...] = ()
    recorded: tuple[str, ...] = ()


def programme_of(player: Player, here: Federation, programme: str) -> dict[str, Any]:
    rows = player.get(here.user("secretary1"), here.api("programmes"))["rows"]
    return next(dict(each) for each in rows if each["programme"] == programme)


def unit_of(player: Player, here: Federation, name: str, kind: str) -> str:
    rows = player.get(here.user("secretary1"), api(here.code, "units", "identity"), params={"q": name, "kind": kind})[
        "rows"
    ]
    return next(str(each["id"]) for each in rows if each["name"] == name)


def begin(player: Player, here: Federation, who: str, programme: str, unit_id: str, name: str = "") -> str:
    asked = {"programme": programme, "subject_unit_id": unit_id, "subject_name": name}
    return str(player.post(who, here.api("cases"), asked)["id"])


def fill(player: Player, here: Federation, who: str, case_id: str, programme: dict[str, Any], paper: Paper) -> None:
    """The form, every declaration, a proof under each condition, material and clearance, what was recorded."""
    said: dict[str, Any] = {
        "form": paper.form,
        "figures": paper.figures,
        "facts": {each["fact"]: {"happened": "no"} for each in programme["declares"]},
        "conditions": {each["id"]: f"在“{each['title']}”方面成绩突出。" for each in programme["conditions"]},
        "texts": {each["id"]: "扎根一线，立足岗位创先争优。" * 40 for each in programme["materials"]},
        "opinions": {
            body: {"text": "情况属实，同意申报。", "signer": "孟秋山"} for body in ("employers_union", "employer")
        },
    }
    if paper.kinds is not None:
        said["kinds"] = paper.kinds
    version = case_of(player, who, here.code, case_id)["version"]
    player.call("PATCH", who, here.api(f"cases/{case_id}"), version=version, json=said)
    proofs = [each["proves"] for each in (*programme["conditions"], *programme["materials"])]
    for proves in (*proofs, *(f"clearance:{office}" for office in paper.clearances)):
        attach(player, who, here.code, case_id, proves, proves.replace(":", " "))
    for kind in paper.recorded:
        record(player, here, who, case_id, kind)


def record(player: Player, here: Federation, who: str, case_id: str, kind: str) -> None:
    """A hearing of the workers, a vote, publicity at home, a look at the place."""
    player.post(
        who,
        here.api(f"cases/{case_id}/hearings"),
        {
            "kind": kind,
            "method": "meeting",
            "held_on": player.clock.today().isoformat(),
            "present": 86,
            "agreed": 85,
            "result": "到会职工一致认可，绝大多数赞成。",
        },
    )


def gaps(player: Player, here: Federation, who: str, case_id: str) -> dict[str, str]:
    """Field → what is missing or wrong."""
    found = player.get(who, here.api(f"cases/{case_id}/gaps"))["gaps"]
    return {each["field"]: each["says"] for each in found}


def hand_in(player: Player, here: Federation, who: str, case_id: str) -> None:
    submit(player, here.code, who, case_id)


def endorse(player: Player, here: Federation, who: str, case_id: str, *records: str) -> None:
    for kind in records:
        record(player, here, who, case_id, kind)
    opine(player, here.code, who, case_id, "agree", "条件具备，职工认可，同意推荐。")


def recommend(player: Player, here: Federation, who: str, programme: str, order: list[str]) -> None:
    """One union's batch, best first."""
    first = case_of(player, who, here.code, order[0])
    key = here.api(f"batches/{programme}/{first['year']}/{first['reviewing_unit_id']}")
    seen = player.answer("GET", who, key).headers["ETag"].strip('"')
    player.put(who, f"{key}/order", {"order": order}, version=int(seen))
    player.post(who, f"{key}/recommendation", {"cases": order})


def open_assessments(player: Player, here: Federation, programme: str, cases: list[str]) -> dict[str, str]:
    """Case → address of its assessment."""
    who = here.user("secretary1")
    year = case_of(player, who, here.code, cases[0])["year"]
    player.post(who, here.api("assessments/opening"), {"programme": programme, "year": year})

    def opened(case_id: str) -> Any:
        return case_of(player, who, here.code, case_id)["assessment_id"]

    return {
        each: api(
            here.code,
            f"assessments/{player.until('the assessment is opened', partial(opened, each))}",
            "assessment",
        )
        for each in cases
    }


def appoint(player: Player, here: Federation, path: str, usernames: tuple[str, ...]) -> None:
    who, names = here.user("secretary1"), {person_name(here.code, each) for each in usernames}
    listed = player.get(who, f"{path}/candidates")["rows"]
    chosen = [each["person_id"] for each in listed if each["name"] in names and each["may_assess"]]
    assert len(chosen) == len(usernames), listed
    player.post(who, f"{path}/assessors", {"person_ids": chosen}, version=player.get(who, path)["version"])


def score(player: Player, who: str, path: str, rows: dict[str, Any], *, own: bool = False) -> str:
    """Fill the card, attach evidence where a ground is given, sign; the total as it was signed."""
    door = "self-score" if own else "scores"
    card = own_card(player.get(who, path), own=own)
    case = player.put(who, f"{path}/{door}", {"rows": rows}, version=card["version"])
    for row in (row for row, found in rows.items() if found.get("ground") and not own):
        proof = {"file": ("现场照片.pdf", evidence_file("现场检查记录"), "application/pdf")}
        case = player.post(who, f"{path}/evidence", files=proof, data={"row_id": row})
    signed = player.post(who, f"{path}/{door}/submission", version=own_card(case, own=own)["version"])
    return str(own_card(signed, own=own)["total"])


def scored(player: Player, here: Federation, case_id: str) -> dict[str, Any]:
    """The case once its score has come back by event."""

    def ask() -> dict[str, Any] | None:
        case = case_of(player, here.user("secretary1"), here.code, case_id)
        return case if case["score"] is not None else None

    found: dict[str, Any] = player.until("the score comes back", ask)
    return found


def messages_of(player: Player, here: Federation, who: str, *, containing: str) -> list[str]:
    """Titles of what this person was told, once something with those words has come."""

    def ask() -> list[str]:
        rows = player.get(who, api(here.code, "messages", "portal"))["rows"]
        return [each["title"] for each in rows if containing in each["title"]]

    found: list[str] = player.until(f"a message with {containing}", ask)
    return found


def honour(player: Player, here: Federation, honour_id: str) -> dict[str, Any]:
    found: dict[str, Any] = player.get(here.user("secretary1"), here.api(f"honours/{honour_id}"))
    return found


def day(text: str) -> date:
    return date.fromisoformat(text)
