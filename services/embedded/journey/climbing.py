"""The name climbs: sealed below, verified above, decided by each level's own regulation (step 8)."""

from datetime import date, timedelta
from itertools import pairwise
from typing import Any

from services.embedded.journey import federation
from services.embedded.journey.cases import api, opine
from services.embedded.journey.evidence import evidence_file
from services.embedded.journey.federation import Federation
from services.embedded.journey.player import Player
from services.embedded.journey.setting import CITY, COUNTY, MAIN, NATION, PROGRAMME, PROVINCE

LAIAN = Federation(COUNTY, "laian", "来安县总工会")
CHUZHOU = Federation(CITY, "chuzhou", "滁州市总工会")
ANHUI = Federation(PROVINCE, "anhui", "安徽省总工会")
NATIONAL = Federation(NATION, "national", "中华全国总工会")
LADDER = (LAIAN, CHUZHOU, ANHUI, NATIONAL)


def forward(player: Player, here: Federation, honour_id: str, day: date) -> str:
    """Picked among those in good standing; skipping and forwarding twice are refused. Returns the dossier's id."""
    player.on(day)
    who = here.user("secretary1")
    rows = player.get(who, here.api("forwarding/candidates"), params={"programme": PROGRAMME})["rows"]
    choice = next(each for each in rows if any(one["honour_id"] == honour_id for one in each["candidates"]))
    if here is LAIAN:
        said = player.refused(
            "POST", who, here.api("forwarding"), "level_skipped", json={"honour_id": honour_id, "to_tenant": PROVINCE}
        )
        player.tell("系统", f"越级报送：{said}")
    dossier = player.post(who, here.api("forwarding"), {"honour_id": honour_id}, status=201)
    player.tell(
        here.title,
        f"从 {len(choice['candidates'])} 个有效称号中择优报送{dossier['to_name']}，案卷封存 {dossier['sha256'][:12]}…",
    )
    said = player.refused("POST", who, here.api("forwarding"), "already_forwarded", json={"honour_id": honour_id})
    player.tell("系统", f"再次报送：{said}")
    return str(dossier["id"])


def receive(player: Player, here: Federation) -> dict[str, Any]:
    """The dossier above, as verified there."""
    who = here.user("secretary1")

    def arrived() -> dict[str, Any] | None:
        rows = player.get(who, here.api("dossiers"), params={"direction": "received"})["rows"]
        return next((each for each in rows if each["application_id"] and each["subject_name"]), None)

    dossier: dict[str, Any] = player.until("the dossier arrives", arrived)
    seen = player.post(who, here.api(f"dossiers/{dossier['id']}/verification"))
    assert seen["is_whole"], seen
    player.tell(here.title, f"收到{dossier['from_name']}的封存案卷，{seen['says']}，立案")
    return dossier


def decide(player: Player, here: Federation, case_id: str, day: date) -> str:
    """The stages of this level's own regulation up to the honour; returns the honour's id."""
    player.on(day)
    pass_reviews(player, here, case_id, day)
    notice = federation.meet(player, here, day + timedelta(days=14))
    player.on(day + timedelta(days=15))
    federation.end_publicity(player, here, notice)
    conferred = federation.confer(player, here, player.clock.today() + timedelta(days=3))
    return str(next(each["id"] for each in conferred if each["subject_name"] == MAIN.name))


def pass_reviews(player: Player, here: Federation, case_id: str, day: date) -> None:
    """Reviews before the meeting: read, record what must be recorded, agree, rank where the regulation ranks."""
    who = here.user("secretary1")
    stages = {
        each["key"]: each
        for row in player.get(who, api(here.code, "programmes"))["rows"]
        if row["programme"] == PROGRAMME
        for each in row["stages"]
    }
    case = federation.case_in(player, here, case_id)
    for _ in range(len(stages)):
        stage = stages[case["stage"]]
        if stage["word"] != "review":
            return
        case = record_site(player, here, case, who, day)
        case = opine(
            player, here.code, who, case_id, "agree", "材料齐全，经核实同意进入下一环节。", version=case["version"]
        )
        if case["is_endorsed"]:
            key = f"batches/{PROGRAMME}/{case['year']}/federation"
            seen = player.answer("GET", who, here.api(key)).headers["ETag"].strip('"')
            player.put(who, here.api(f"{key}/order"), {"order": [case_id]}, version=int(seen))
            player.post(who, here.api(f"{key}/recommendation"), {"cases": [case_id]})
            case = federation.case_in(player, here, case_id)
        player.tell(here.title, f"{stage['title']}：同意")


def record_site(player: Player, here: Federation, case: dict[str, Any], who: str, day: date) -> dict[str, Any]:
    """Where it is asked for; returns the case as it is then."""
    if here is CHUZHOU and case["stage"] == "panel":
        case = player.post(
            who,
            here.api(f"cases/{case['id']}/hearings"),
            {
                "kind": "on_site",
                "method": "interview",
                "held_on": day.isoformat(),
                "present": 6,
                "result": "现场查看与申报一致。",
            },
        )
    return case


def changed_byte(player: Player) -> None:
    """A sealed file with one changed byte is refused, and the broken stage is named."""
    who = LAIAN.user("secretary1")
    sent = player.get(who, LAIAN.api("dossiers"), params={"direction": "sent"})["rows"][0]
    content = bytearray(player.get(who, LAIAN.api(f"dossiers/{sent['id']}/file")))
    place = content.find(evidence_file("具有一流素质")[:64])
    content[(place if place > 0 else len(content) // 2) + 20] ^= 1
    answer = player.answer(
        "POST",
        CHUZHOU.user("secretary1"),
        CHUZHOU.api("dossiers/import"),
        files={"file": ("案卷.dossier", bytes(content), "application/zip")},
    )
    assert answer.status_code >= 400, answer.text
    player.tell("系统", f"改动一个字节的案卷：{answer.json()['detail']}")


def climb(player: Player, honour_id: str, begins: date) -> dict[str, str]:
    """County → city → province → nation. Federation code → honour id."""
    held = {COUNTY: honour_id}
    day = begins
    for below, above in pairwise(LADDER):
        forward(player, below, held[below.code], day)
        dossier = receive(player, above)
        if below is LAIAN:
            changed_byte(player)
        held[above.code] = decide(player, above, str(dossier["application_id"]), day + timedelta(days=10))
        day = player.clock.today() + timedelta(days=5)
    return held


def seen_below(player: Player, case_id: str) -> list[str]:
    """The county sees the decisions of all levels above, step by step."""

    def complete() -> list[dict[str, Any]] | None:
        rungs = player.get(LAIAN.user("secretary1"), LAIAN.api(f"cases/{case_id}/rungs"))["rungs"]
        done = [each for each in rungs if each["standing"] in ("sealed", "done", "conferred")]
        return rungs if len(done) == len(LADDER) else None

    rungs = player.until("the decisions come back down", complete)
    return [f"{each['name']}：{each['says']}" for each in rungs]
