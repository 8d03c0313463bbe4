"""The whole archive of one case as one printable document (A7)."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from services.common.documents.form import ApplicationFormSheet, form_values
from services.common.documents.meeting import CaseDecision, case_values
from services.common.documents.scores import ScoreSheet, score_values
from services.common.documents.typesetting import qr, typeset
from services.common.documents.words import day, moment


@dataclass(frozen=True)
class WayStep:
    """One step of the way: when, who, what, and the rule it followed."""

    at: datetime
    who: str
    act: str
    rule: str = ""


@dataclass(frozen=True)
class OpinionLine:
    body: str
    stage: str
    verdict: str
    text: str
    signer: str
    signed_at: datetime


@dataclass(frozen=True)
class EvidenceLine:
    """A file of the case: which condition it proves, and the SHA-256 by which it can be found again."""

    condition: str
    name: str
    size: str
    sha256: str


@dataclass(frozen=True)
class MinutesExtract:
    meeting: str
    number: str
    held_on: date
    quorum: str
    case: CaseDecision


@dataclass(frozen=True)
class PublicityLine:
    title: str
    number: str
    first_day: date
    last_day: date
    working_days: int
    outcome: str


@dataclass(frozen=True)
class ObjectionLine:
    """An objection. There is no field for the objector's name: it is protected and never printed."""

    number: str
    received_at: datetime
    facts: str
    handler: str
    finding: str
    answered_on: date | None = None


@dataclass(frozen=True)
class HonourLine:
    honour: str
    level: str
    body: str
    number: str
    plaque_number: str
    conferred_on: date
    state: str


@dataclass(frozen=True)
class LogLine:
    """An entry of the chained log; `hash` covers it and the entry before."""

    number: int
    at: datetime
    who: str
    act: str
    hash: str


@dataclass(frozen=True)
class CaseDossier:
    """One case from application to supervision. Parts that did not happen yet are printed as 无.

    `why` says where the case stands and why; `chain` is the sentence about the log's last check.
    """

    title: str
    case_no: str
    holder: str
    employer: str
    body: str
    state: str
    made_at: datetime
    why: str
    verify_url: str = ""
    facts: tuple[tuple[str, str], ...] = ()
    way: tuple[WayStep, ...] = ()
    forms: tuple[ApplicationFormSheet, ...] = ()
    opinions: tuple[OpinionLine, ...] = ()
    evidence: tuple[EvidenceLine, ...] = ()
    sheets: tuple[ScoreSheet, ...] = ()
    minutes: tuple[MinutesExtract, ...] = ()
    publicity: tuple[PublicityLine, ...] = ()
    objections: tuple[ObjectionLine, ...] = ()
    honours: tuple[HonourLine, ...] = ()
    log: tuple[LogLine, ...] = ()
    chain: str = ""


def case_dossier(sheet: CaseDossier) -> bytes:
    """The archive as one PDF on A4. Raises MissingGlyph."""
    pictures = {"qr": qr(sheet.verify_url)}
    pictures |= {f"form{number}": qr(form.tail.verify_url) for number, form in enumerate(sheet.forms)}
    pictures |= {f"sheet{number}": qr(scores.tail.verify_url) for number, scores in enumerate(sheet.sheets)}
    return typeset("dossier", _values(sheet), on=sheet.made_at, pictures=pictures)


def _values(sheet: CaseDossier) -> dict[str, Any]:
    return {
        "title": sheet.title,
        "case_no": sheet.case_no,
        "holder": sheet.holder,
        "employer": sheet.employer,
        "body": sheet.body,
        "state": sheet.state,
        "made": moment(sheet.made_at),
        "why": sheet.why,
        "chain": sheet.chain,
        "facts": [list(fact) for fact in sheet.facts],
        "way": [_line(step) for step in sheet.way],
        "forms": [form_values(form) for form in sheet.forms],
        "opinions": [_line(opinion) for opinion in sheet.opinions],
        "evidence": [_line(file) for file in sheet.evidence],
        "sheets": [score_values(scores) for scores in sheet.sheets],
        "minutes": [_extract(extract) for extract in sheet.minutes],
        "publicity": [_line(notice) for notice in sheet.publicity],
        "objections": [_line(objection) for objection in sheet.objections],
        "honours": [_line(honour) for honour in sheet.honours],
        "log": [_line(entry) for entry in sheet.log],
    }


def _extract(extract: MinutesExtract) -> dict[str, Any]:
    return {
        "meeting": extract.meeting,
        "number": extract.number,
        "on": day(extract.held_on),
        "quorum": extract.quorum,
        "case": case_values(1, extract.case),
    }


def _line(line: Any) -> dict[str, str]:
    """Every field of a line as it is printed."""
    return {name: _text(value) for name, value in asdict(line).items()}


def _text(value: Any) -> str:
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M}"
    if isinstance(value, date):
        return value.isoformat()
    return "—" if value is None or value == "" else str(value)
