"""来安县: from the team's form to the plaque (steps 2 to 7)."""

from functools import partial
from typing import Any

from services.embedded.journey import cases
from services.embedded.journey.cases import api, case_of
from services.embedded.journey.evidence import evidence_file
from services.embedded.journey.player import Player
from services.embedded.journey.setting import (
    COUNTY,
    MAIN,
    PROGRAMME,
    RETURNED,
    SHORT,
    TEAMS,
    Calendar,
    Team,
)

REVIEWERS = sorted({team.reviewer for team in TEAMS})
# Documents each assessor misses, five points each. 15 points apart is over the regulation's limit: a third is called.
LACKS = {RETURNED.name: (0, 3, 1), SHORT.name: (4, 4)}


def apply(player: Player, calendar: Calendar, units: dict[tuple[str, str], str]) -> dict[str, str]:
    """Five grassroots unions fill form 1, attach, see what is missing, submit. Team name → case id."""
    player.on(calendar.on(9, 10))
    ids = {team.name: cases.apply(player, COUNTY, team, units[team.employer, team.name]) for team in TEAMS}
    refuse_bad_files(player, ids[MAIN.name])
    for team in TEAMS:
        cases.submit(player, COUNTY, team.applicant, ids[team.name])
        player.tell(f"{team.employer}工会", f"填报{team.name}的申报表，附五项条件的佐证和事迹材料，提交")
    return ids


def refuse_bad_files(player: Player, case_id: str) -> None:
    """A program renamed to .pdf is refused at its field."""
    said = player.answer(
        "POST",
        MAIN.applicant,
        api(COUNTY, f"cases/{case_id}/evidence"),
        files={"file": ("证书.pdf", b"MZ" + b"\0" * 4000, "application/pdf")},
        data={"proves": "condition:quality", "caption": "x"},
    )
    assert said.status_code == 422, said.text
    player.tell("系统", f"拒收改名的程序文件：{said.json()['faults'][0]['says']}")


def review(player: Player, calendar: Calendar, ids: dict[str, str]) -> None:
    """The reviewing unions hear the workers, return one, rank the good ones, recommend before the day."""
    player.on(calendar.on(10, 12))
    seen = {team.name: hear(player, team, ids[team.name], calendar) for team in TEAMS}
    cases.opine(
        player,
        COUNTY,
        RETURNED.reviewer,
        ids[RETURNED.name],
        "return",
        "缺少本年度安全生产证明",
        version=seen[RETURNED.name],
        supply="安全生产证明一份",
    )
    player.tell("郑立群（汊河经济开发区工会）", f"退回{RETURNED.name}补正：缺少本年度安全生产证明")
    player.on(calendar.on(10, 15))
    seen[RETURNED.name] = mend(player, ids[RETURNED.name])
    player.on(calendar.on(10, 20))
    for team in TEAMS:
        case_id, version = ids[team.name], seen[team.name]
        cases.opine(player, COUNTY, team.reviewer, case_id, "agree", "条件具备，职工认可，同意推荐。", version=version)
    player.on(calendar.on(10, 28))
    for reviewer in REVIEWERS:
        recommend(player, reviewer, calendar.year, ids)


def hear(player: Player, team: Team, case_id: str, calendar: Calendar) -> int:
    """Returns the case's version then."""
    heard = player.post(
        team.reviewer,
        api(COUNTY, f"cases/{case_id}/hearings"),
        {
            "kind": "workers_heard",
            "method": "meeting",
            "held_on": calendar.on(10, 10).isoformat(),
            "present": team.headcount,
            "agreed": team.headcount - 1,
            "result": "班组职工会议听取意见，绝大多数赞成申报。",
        },
    )
    return int(heard["version"])


def mend(player: Player, case_id: str) -> int:
    """Returns the case's version then."""
    before = case_of(player, RETURNED.applicant, COUNTY, case_id)
    player.call(
        "PATCH",
        RETURNED.applicant,
        api(COUNTY, f"cases/{case_id}"),
        version=before["version"],
        json={"conditions": {"results": "全年无人身伤亡和重大质量、设备事故，安全生产证明见附件。"}},
    )
    cases.attach(player, RETURNED.applicant, COUNTY, case_id, "condition:results", "安全生产证明")
    mended = cases.submit(player, COUNTY, RETURNED.applicant, case_id)
    changes = player.get(RETURNED.reviewer, api(COUNTY, f"cases/{case_id}/changes"))["changes"]
    player.tell("来安明辉电子有限公司工会", f"补正后再次提交，审核人看到 {len(changes)} 处不同")
    return int(mended["version"])


def recommend(player: Player, reviewer: str, year: int, ids: dict[str, str]) -> None:
    mine = [team for team in TEAMS if team.reviewer == reviewer]
    first = case_of(player, reviewer, COUNTY, ids[mine[0].name])
    key = f"batches/{PROGRAMME}/{year}/{first['reviewing_unit_id']}"
    order = [ids[team.name] for team in mine]
    seen = player.answer("GET", reviewer, api(COUNTY, key)).headers["ETag"].strip('"')
    player.put(reviewer, api(COUNTY, f"{key}/order"), {"order": order}, version=int(seen))
    player.post(reviewer, api(COUNTY, f"{key}/recommendation"), {"cases": order})
    player.tell(first["reviewing_name"], f"择优排序，向县总工会推荐 {len(order)} 个班组")


def findings(*, self_score: bool, lacking: int = 0) -> dict[str, Any]:
    """Rows of form 3. `lacking` pieces of the documents are missing, each five points."""
    pieces = ["上级文件", "本级计划", "活动情况", "总结"]
    said: dict[str, Any] = {
        "documents": {"missing": pieces[:lacking]},
        "activities": {"missing": []},
        "effect": {"measures": {"awareness": "100", "participation": "100", "satisfaction": "96"}},
        "summary": {"missing": []},
    }
    said |= {f"wall_{row}": {"present": True} for row in ("group", "post", "members", "slogan", "promise", "phone")}
    if lacking and not self_score:
        said["documents"]["ground"] = f"现场查看档案，缺{'、'.join(pieces[:lacking])}。"
    return said


def assess(player: Player, calendar: Calendar, ids: dict[str, str]) -> None:
    """Self score, assessors who are not related, a ground for each deduction, a gap that calls a third."""
    who = "laian.secretary1"
    player.on(calendar.on(11, 5))
    opened = player.post(who, api(COUNTY, "assessments/opening"), {"programme": PROGRAMME, "year": calendar.year})
    player.tell("沈知夏（县总工会）", f"开始考核 {opened['opened']} 个班组")
    paths = {
        team.name: api(
            COUNTY, f"assessments/{case_of(player, who, COUNTY, ids[team.name])['assessment_id']}", "assessment"
        )
        for team in TEAMS
    }
    player.on(calendar.on(11, 12))
    said = findings(self_score=True)
    seen = {team.name: score(player, team.applicant, paths[team.name], said, own=True) for team in TEAMS}
    player.on(calendar.on(11, 14))
    for team in TEAMS:
        appoint(player, paths[team.name], ["laian.assessor1", "laian.assessor2"], team, version=seen[team.name])
    player.on(calendar.on(11, 22))
    for team in TEAMS:
        for assessor, lacking in zip(
            ("laian.assessor1", "laian.assessor2"), LACKS.get(team.name, (0, 0)), strict=False
        ):
            said = findings(self_score=False, lacking=lacking)
            seen[team.name] = score(player, assessor, paths[team.name], said, own=False)
    call_third(player, calendar, paths, seen)
    for team in TEAMS:
        done = player.until("the score comes back", partial(scored, player, ids[team.name]))
        passed = "合格" if done["stage"] != "assess" else "未合格"
        player.tell("考核组", f"{team.name}自评 {done['self_score']}，考核 {done['score']}，{passed}")


def call_third(player: Player, calendar: Calendar, paths: dict[str, str], seen: dict[str, int]) -> None:
    player.on(calendar.on(11, 24))
    for team in TEAMS:
        for lacking in LACKS.get(team.name, ())[2:]:
            player.tell("系统", f"{team.name}两位考核员相差超过规定，请第三人考核")
            appoint(player, paths[team.name], ["laian.assessor4"], team, version=seen[team.name])
            score(player, "laian.assessor4", paths[team.name], findings(self_score=False, lacking=lacking), own=False)


def scored(player: Player, case_id: str) -> dict[str, Any] | None:
    case = case_of(player, "laian.secretary1", COUNTY, case_id)
    return case if case["score"] is not None else None


def appoint(player: Player, path: str, assessors: list[str], team: Team, *, version: int | None = None) -> None:
    """Of the assessment as it was last seen, else as it is now."""
    who, names = (
        "laian.secretary1",
        {"laian.assessor1": "阮思齐", "laian.assessor2": "秦慕白", "laian.assessor4": "白晓梅"},
    )

    def listed() -> list[dict[str, Any]]:
        rows: list[dict[str, Any]] = player.get(who, f"{path}/candidates")["rows"]
        return rows

    # Who must step aside differs from team to team; who is who does not.
    rows = listed() if team is MAIN else player.once("assessors", listed)
    refused = [each for each in rows if not each["may_assess"]]
    if refused and team is MAIN:
        player.tell("系统", f"考核员{refused[0]['name']}：{refused[0]['reason']}")
    chosen = [each["person_id"] for each in rows if each["name"] in [names[one] for one in assessors]]
    seen = player.get(who, path)["version"] if version is None else version
    player.post(who, f"{path}/assessors", {"person_ids": chosen}, version=seen)


def score(player: Player, who: str, path: str, rows: dict[str, Any], *, own: bool) -> int:
    """Fill the card, attach evidence to each deduction, sign; returns the assessment's version then."""
    door = "self-score" if own else "scores"
    card = own_card(player.get(who, path), own=own)
    case = player.put(who, f"{path}/{door}", {"rows": rows}, version=card["version"])
    for row, found in rows.items():
        if found.get("ground"):
            case = player.post(
                who,
                f"{path}/evidence",
                files={"file": ("现场照片.pdf", evidence_file("现场检查记录"), "application/pdf")},
                data={"row_id": row},
            )
    signed = player.post(who, f"{path}/{door}/submission", version=own_card(case, own=own)["version"])
    return int(signed["version"])


def own_card(case: dict[str, Any], *, own: bool) -> dict[str, Any]:
    if own:
        return dict(case["self_score"])
    return next(dict(card) for card in case["assessors"] if card["is_own"])
