"""A year later: re-inspection, rectification, revocation, recall of the plaque; rewards (steps 9 and 10)."""

from datetime import date, timedelta
from functools import partial
from typing import Any

from services.embedded.journey import county
from services.embedded.journey.cases import api
from services.embedded.journey.climbing import LAIAN
from services.embedded.journey.federation import honour_of
from services.embedded.journey.player import Player
from services.embedded.journey.setting import MAIN, RETURNED, WANING, Team

PAID = {"kind": "money", "given_by": "grassroots_union", "amount": "3000.00"}


def reward(player: Player, honours: dict[str, str], day: date) -> None:
    player.on(day)
    for team in (MAIN, RETURNED, WANING):
        said = {**PAID, "paid_on": day.isoformat()}
        path = LAIAN.api(f"honours/{honours[team.name]}")
        given = player.post("laian.secretary1", f"{path}/rewards", said, status=201)
        hung = {"where": "班组园地正面墙", "on": day.isoformat()}
        player.put("laian.secretary1", f"{path}/plaque", hung, version=given["version"])
    player.tell("三个班组所在工会", "发放奖励各 3,000.00 元，悬挂牌匾，计入本年度工会工作考核")


def reinspect(player: Player, honours: dict[str, str], day: date) -> None:
    """One keeps the honour, two are ordered to rectify; of these one passes and one is revoked."""
    player.on(day)
    player.tick()
    for team, lacking in ((MAIN, 0), (RETURNED, 4), (WANING, 4)):
        inspect(player, team, honours[team.name], lacking, day)
    assert standing(player, honours[MAIN.name]) == "valid"
    tell(player, MAIN, honours, "复查合格，保持荣誉")
    for team in (RETURNED, WANING):
        honour = player.until("the order to rectify", partial(rectifying, player, honours[team.name]))
        tell(player, team, honours, f"复查未合格，限 {honour['rectify_by']} 前整改")


def inspect(player: Player, team: Team, honour_id: str, lacking: int, day: date) -> None:
    """Open the assessment of what is due, self score, two assessors."""

    def due() -> dict[str, Any] | None:
        rows = player.get("laian.secretary1", LAIAN.api("reinspections"))["rows"]
        return next((each for each in rows if each["honour_id"] == honour_id and each["assessment_id"] is None), None)

    found = player.until("re-inspection is due", due)
    opened = player.post("laian.secretary1", LAIAN.api(f"reinspections/{found['id']}/assessment"), status=201)
    score_opened(player, team, honour_id, {**found, **opened}, lacking, day)


def score_opened(
    player: Player, team: Team, honour_id: str, reinspection: dict[str, Any], lacking: int, day: date
) -> None:
    """What was opened is scored by the team itself and by two assessors, and its result comes back."""
    path = api(LAIAN.code, f"assessments/{reinspection['assessment_id']}", "assessment")
    case = player.get("laian.secretary1", path)
    version = int(case["version"])
    if case["status"] == "self_scoring":
        player.on(day + timedelta(days=3))
        version = county.score(player, team.applicant, path, county.findings(self_score=True), own=True)
    player.on(day + timedelta(days=5))
    county.appoint(player, path, ["laian.assessor1", "laian.assessor2"], team, version=version)
    for who in ("laian.assessor1", "laian.assessor2"):
        county.score(player, who, path, county.findings(self_score=False, lacking=lacking), own=False)
    player.until("the result of the re-inspection", lambda: _settled(player, honour_id, reinspection["id"]))


def _settled(player: Player, honour_id: str, reinspection_id: str) -> bool:
    rows = honour_of(player, LAIAN, honour_id)["reinspections"]
    return any(each["id"] == reinspection_id and each["score"] is not None for each in rows)


def rectify(player: Player, honours: dict[str, str], day: date) -> None:
    """Both report what they mended; one passes the re-check, one fails and loses the honour."""
    player.on(day)
    for team, lacking in ((RETURNED, 0), (WANING, 4)):
        order = honour_of(player, LAIAN, honours[team.name])["rectifications"][-1]
        path = LAIAN.api(f"rectifications/{order['id']}/report")
        player.post(team.applicant, path, {"text": "已补齐档案并完成整改，请复核。"}, version=order["version"])
        player.tick()
        inspect(player, team, honours[team.name], lacking, day)
    player.until("kept after mending", lambda: standing(player, honours[RETURNED.name]) == "valid")
    tell(player, RETURNED, honours, "整改后复核合格，恢复有效")
    revoke(player, honours, day + timedelta(days=20))


def revoke(player: Player, honours: dict[str, str], day: date) -> None:
    player.on(day)
    id_ = honours[WANING.name]
    honour = honour_of(player, LAIAN, id_)
    if honour["standing"] != "revoked":
        said = {"ground": "rectification_failed", "reason": "整改期满复核仍未合格，依规则撤销。"}
        player.post("laian.chair1", LAIAN.api(f"honours/{id_}/revocation"), said, version=honour["version"])
    honour = honour_of(player, LAIAN, id_)
    page = player.get("", honour["public_url"].replace(player.origin, "")).decode()
    assert "已撤销" in page
    tell(player, WANING, honours, f"撤销荣誉，牌匾限 {honour['plaque']['recall_by']} 前收回；扫码页显示已撤销")
    said = {"on": (day + timedelta(days=6)).isoformat(), "note": "已交回县总工会"}
    player.on(day + timedelta(days=6))
    player.post("laian.secretary1", LAIAN.api(f"honours/{id_}/recall"), said)
    tell(player, WANING, honours, "牌匾已收回，登记在册")


def standing(player: Player, honour_id: str) -> str:
    return str(honour_of(player, LAIAN, honour_id)["standing"])


def rectifying(player: Player, honour_id: str) -> dict[str, Any] | None:
    """The honour, once it is."""
    honour = honour_of(player, LAIAN, honour_id)
    return honour if honour["standing"] == "rectifying" else None


def tell(player: Player, team: Team, honours: dict[str, str], what: str) -> None:
    player.tell("来安县总工会", f"{team.name}：{what}")
