"""Minutes of a chairmen's meeting (A5, 主席办公会会议纪要)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from services.common.documents.seal_image import SealImage, seal_svg
from services.common.documents.typesetting import typeset
from services.common.documents.words import day, moment, score


@dataclass(frozen=True)
class Attendee:
    """A member entitled to vote; `absent` says why he was not there (请假), empty when he was."""

    name: str
    post: str
    absent: str = ""


@dataclass(frozen=True)
class CaseDecision:
    """One case of the docket. `recused` left the room; `reason` is printed for every case, agreed or not."""

    holder: str
    decision: str
    reason: str
    in_favour: int
    against: int
    abstained: int
    recused: tuple[str, ...] = ()
    employer: str = ""
    score: Decimal | None = None
    case_no: str = ""


@dataclass(frozen=True)
class Minutes:
    """Minutes as adopted. `quorum` is how many must be there; how many were is counted from `attendees`."""

    body: str
    title: str
    number: str
    held_at: datetime
    place: str
    chair: str
    recorder: str
    attendees: tuple[Attendee, ...]
    quorum: int
    cases: tuple[CaseDecision, ...]
    subject: str = ""
    observers: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    sealed: bool = True
    seal: SealImage | None = None

    @property
    def present(self) -> int:
        return sum(1 for who in self.attendees if not who.absent)


def minutes(sheet: Minutes) -> bytes:
    """The minutes as a PDF on A4. Raises MissingGlyph."""
    pictures = {"seal": seal_svg(sheet.seal if sheet.sealed else None)}
    return typeset("minutes", minutes_values(sheet), on=sheet.held_at, pictures=pictures)


def minutes_values(sheet: Minutes) -> dict[str, Any]:
    return {
        "body": sheet.body,
        "title": sheet.title,
        "number": sheet.number,
        "facts": _facts(sheet),
        "subject": sheet.subject,
        "quorum": _quorum(sheet),
        "cases": [case_values(number, case) for number, case in enumerate(sheet.cases, 1)],
        "notes": list(sheet.notes),
        "on": day(sheet.held_at),
        "sealed": sheet.sealed,
    }


def case_values(number: int, case: CaseDecision) -> dict[str, str]:
    return {
        "number": str(number),
        "holder": "\n".join(part for part in (case.employer, case.holder) if part),
        "case_no": case.case_no,
        "score": score(case.score),
        "decision": case.decision,
        "reason": case.reason,
        "votes": f"同意 {case.in_favour}\n反对 {case.against}\n弃权 {case.abstained}",
        "recused": "、".join(case.recused) or "—",
    }


def _facts(sheet: Minutes) -> list[list[str]]:
    there = "、".join(f"{who.name}（{who.post}）" for who in sheet.attendees if not who.absent)
    away = "、".join(f"{who.name}（{who.post}，{who.absent}）" for who in sheet.attendees if who.absent)
    facts = [
        ["时间", moment(sheet.held_at)],
        ["地点", sheet.place],
        ["主持", sheet.chair],
        ["出席", there or "—"],
        ["缺席", away or "无"],
        ["列席", "、".join(sheet.observers) or "无"],
        ["记录", sheet.recorder],
    ]
    return facts


def _quorum(sheet: Minutes) -> str:
    enough = "符合议事规则" if sheet.present >= sheet.quorum else "未达到法定人数，不能作出决定"
    return f"应到 {len(sheet.attendees)} 人，实到 {sheet.present} 人，不少于 {sheet.quorum} 人方可议事，{enough}。"
