"""Publicity of the county's batch with two objections: one dismissed and answered, one upheld (step 6)."""

from datetime import date

from services.embedded.journey.federation import Federation
from services.embedded.journey.player import Player
from services.embedded.journey.setting import MAIN, OBJECTED


def object_and_answer(player: Player, here: Federation, notice_id: str, day: date) -> None:
    player.on(day)
    entries = player.get("", here.api(f"public/notices/{notice_id}"))["entries"]
    by_name = {each["subject_name"]: each["application_id"] for each in entries}
    first = object_to(
        player,
        here,
        notice_id,
        by_name[MAIN.name],
        "申报材料写 2021 年 5 月获市级先进班组，据本人所知颁奖是在当年 6 月，请核对。",
    )
    second = object_to(
        player,
        here,
        notice_id,
        by_name[OBJECTED.name],
        "今年 6 月 18 日上午，该班组在大英镇抢修线路时发生过一起触电伤人事故，申报材料没有写。",
    )
    said = answer(player, here, by_name[MAIN.name], upheld=False, text="经核查，获奖时间与证书一致，异议不成立。")
    player.tell("贺长庚（异议处理）", f"答复关于{MAIN.name}的异议：{said}")
    said = answer(player, here, by_name[OBJECTED.name], upheld=True, text="经核查属实，终止该班组的命名程序。")
    player.tell("贺长庚（异议处理）", f"答复关于{OBJECTED.name}的异议：{said}")
    for receipt in (first, second):
        assert player.get("", here.api(f"public/receipts/{receipt}"))["answer"]


def object_to(player: Player, here: Federation, notice_id: str, application_id: str, facts: str) -> str:
    said = player.post(
        "",
        here.api(f"public/notices/{notice_id}/objections"),
        {"application_id": application_id, "facts": facts, "name": "高立秋", "contact": "13900000000"},
        status=201,
    )
    player.tell("一位职工", f"在公示页提出异议，收到回执 {said['receipt']}，姓名只有承办人可见")
    return str(said["receipt"])


def answer(player: Player, here: Federation, application_id: str, *, upheld: bool, text: str) -> str:
    who = here.user("supervisor")
    rows = player.get(who, here.api("objections"))["rows"]
    found = next(each for each in rows if each["application_id"] == application_id)
    path = here.api(f"objections/{found['id']}")
    taken = player.post(who, f"{path}/handler", version=found["version"])
    done = player.post(
        who, f"{path}/answer", {"upheld": upheld, "finding": text, "answer": text}, version=taken["version"]
    )
    return str(done["answer"])
