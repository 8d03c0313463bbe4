"""How the workers were heard, and other things that must be recorded for an act to count (A4)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from services.common.errors import DomainError, Invalid
from services.common.regulation.bodies import RECORDS

METHODS: Mapping[str, str] = {
    "meeting": "召开职工会议",
    "ballot": "无记名投票",
    "interview": "个别访谈",
    "questionnaire": "问卷",
    "notice": "张榜公布征求意见",
}


@dataclass(frozen=True)
class Hearing:
    kind: str
    method: str
    held_on: date
    present: int
    agreed: int | None
    result: str


def read_hearing(given: Mapping[str, str], *, today: date) -> Hearing:
    """What was typed, or Invalid with each fault at its field."""
    faults: dict[str, str] = {}
    kind, method = given.get("kind", "workers_heard"), given.get("method", "")
    if kind not in RECORDS:
        faults["kind"] = "请选择要记录的事项。"
    if method not in METHODS:
        faults["method"] = "请选择听取意见的方式，例如召开职工会议。"
    held_on = _day(given.get("held_on", ""))
    if held_on is None or held_on > today:
        faults["held_on"] = "请填写不晚于今天的日期，例如 2026-04-03。"
    present, agreed = _count(given.get("present", "")), _count(given.get("agreed", ""))
    if present is None or present < 1:
        faults["present"] = "请填写参加人数，例如 18。"
    if given.get("agreed", "").strip() and (agreed is None or (present is not None and agreed > present)):
        faults["agreed"] = "赞成人数应为数字，不超过参加人数。"
    result = given.get("result", "").strip()
    if not 2 <= len(result) <= 500:
        faults["result"] = "请用 2 至 500 字写明结果，例如到会 18 人，一致赞成推荐。"
    if faults or held_on is None or present is None:
        raise Invalid(faults)
    return Hearing(kind, method, held_on, present, agreed, result)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        return None


def _count(text: str) -> int | None:
    text = text.strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) < 7 else None


def must_be_recorded(asked: tuple[str, ...], recorded: frozenset[str]) -> None:
    """Raises DomainError record_missing with what is not recorded yet."""
    lacking = [RECORDS[each] for each in asked if each not in recorded]
    if lacking:
        raise DomainError("record_missing", what="、".join(lacking))
