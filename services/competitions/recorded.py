"""What is recorded beside the marks, as the desk sees it: rounds with their lists, the door, ties (B1)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from services.common.errors import allow
from services.common.principal import Principal
from services.common.regulation import Refusal
from services.common.regulation.contest_parts import ContestPart
from services.competitions.domain.contests import numbering, part_score
from services.competitions.domain.running import SCORES, Status
from services.competitions.models.contest import EntryRow
from services.competitions.models.round import AttendanceRow, EntrantSignatureRow, TieBreakRow
from services.competitions.models.score import MarkRow
from services.competitions.queries.entries import entered
from services.competitions.queries.rounds import (
    attendances,
    draws,
    entrant_signatures,
    furthest,
    numbers_of,
    round_results,
    tie_break_rows,
)
from services.competitions.queries.scores import live_marks
from services.competitions.rules import contests as rules
from services.competitions.seeing import Seen
from services.competitions.service.contests.performing import performances
from services.competitions.service.contests.rounds import is_last, round_now
from services.competitions.service.contests.signatures import digest_of_marks, is_complete, is_settled, scores_of
from services.competitions.service.contests.tying import level_now

LIVE = (Status.SCORING, Status.FROZEN)


def rounds_for(session: Session, seen: Seen) -> list[dict[str, Any]]:
    """Every round of the rules: those that are over with their lists, and the one that is going on."""
    loaded = seen.loaded
    over: dict[int, list[dict[str, Any]]] = {}
    for line in round_results(session, loaded.row.id):
        over.setdefault(line.result.round, []).append(_line(line.entry, line.result))
    seals: dict[int, list[dict[str, Any]]] = {}
    for draw in draws(session, loaded.row.id):
        said = {"part": draw.part, "seal": draw.seal, "is_open": draw.opened_at is not None}
        seals.setdefault(draw.round, []).append(said)
    has_begun = loaded.status is not Status.OPEN
    found = []
    for number, each in enumerate(loaded.rules.rounds):
        before = over.get(number - 1, [])
        count = len(over[number]) if number in over else sum(line["goes_on"] for line in before)
        state = (
            "over" if number < loaded.row.round else "now" if number == loaded.row.round and has_begun else "to_come"
        )
        found.append(
            {
                "id": each.id, "title": each.says, "state": state, "says": list(each.sentences()), "entrants": count,
                "seals": seals.get(number, []), "lines": over.get(number, []),
            }
        )  # fmt: skip
    return found


def _line(entry: EntryRow, result: Any) -> dict[str, Any]:
    return {
        "entry_id": entry.id, "name": entry.name, "employer": entry.employer, "trade": entry.trade,
        "place": result.place, "is_shared": result.is_shared, "total": result.total, "goes_on": result.goes_on,
        "says": result.says,
    }  # fmt: skip


def before_next_round(session: Session, seen: Seen) -> tuple[Refusal, ...] | None:
    """What stands before the end of the round; None where none is to be ended."""
    if not seen.organises or seen.loaded.status is not Status.SCORING or is_last(seen.loaded):
        return None
    return round_now(session, seen.loaded).stand


@dataclass(frozen=True)
class DoorLine:
    """One entrant in one part of the round. `signature` is empty where there is nothing for him to sign."""

    entry: EntryRow
    part: ContestPart
    row: AttendanceRow
    signature: str
    digest: str


def door_for(session: Session, who: Principal, seen: Seen) -> list[DoorLine]:
    """Names, so that nobody who scores sees them."""
    loaded = seen.loaded
    allow(seen.organises, "may_not_organise")
    duty = rules.duty_of(who, loaded.duties)
    allow(duty is None or duty.duty not in SCORES, "judges_see_numbers")
    contest_id, round_ = loaded.row.id, loaded.row.round
    reached = furthest(session, contest_id) if round_ else {}
    rows = [each for each in entered(session, contest_id) if reached.get(each.id, 0) >= round_]
    known, signed = attendances(session, contest_id), entrant_signatures(session, contest_id)
    marks = scores_of(live_marks(session, contest_id))
    parts = loaded.rules.rounds[round_].parts
    asks = "entrant" in loaded.rules.signatures
    return [
        DoorLine(row, part, known.get((row.id, part.id)) or _nothing(row, part), *_signature(
            signed.get((row.id, part.id)), marks.get((row.id, part.id), []) if asks else [],
        ))
        for part in parts
        for row in rows
    ]  # fmt: skip


def _nothing(row: EntryRow, part: ContestPart) -> AttendanceRow:
    return AttendanceRow(
        tenant=row.tenant, contest_id=row.contest_id, entry_id=row.id, part=part.id, status="",
        identity_checked=False, why="", identity_shown=False, shown_why="", version=0,
    )  # fmt: skip


def _signature(row: EntrantSignatureRow | None, marks: Sequence[MarkRow]) -> tuple[str, str]:
    if not is_complete(marks):
        return "", ""
    if row is not None and is_settled(row, marks):
        return ("refused" if row.refused_why else "signed"), row.digest
    return "waiting", digest_of_marks(marks)


@dataclass(frozen=True)
class OpenTie:
    of: str
    entries: tuple[EntryRow, ...]


@dataclass(frozen=True)
class MadeTie:
    row: TieBreakRow
    lines: tuple[tuple[EntryRow, str], ...]


@dataclass(frozen=True)
class Ties:
    open: tuple[OpenTie, ...]
    made: tuple[MadeTie, ...]


def ties_for(session: Session, who: Principal, seen: Seen) -> Ties:
    """Names beside totals: for the desk while scores come, for everybody concerned when they are out."""
    loaded = seen.loaded
    out = loaded.status in (Status.FROZEN, Status.FINAL, Status.PUBLISHED)
    duty = rules.duty_of(who, loaded.duties)
    allow(out or duty is None or duty.duty not in SCORES, "judges_see_numbers")
    allow(out or seen.organises, "results_not_out")
    rows: dict[UUID, EntryRow] = {each.id: each for each in entered(session, loaded.row.id)}
    open_ = level_now(session, loaded).open if loaded.status in LIVE else ()
    return Ties(
        tuple(OpenTie(each.of, tuple(rows[one] for one in each.entry_ids)) for each in open_),
        tuple(
            MadeTie(row, tuple((rows[UUID(name)], figure) for name, figure in sorted(row.figures.items(), key=_figure)))
            for row in tie_break_rows(session, loaded.row.id)
        ),
    )


def _figure(said: tuple[str, str]) -> tuple[float, str]:
    return float(said[1]), said[0]


def observed_for(session: Session, who: Principal, seen: Seen) -> dict[str, list[tuple[int, AttendanceRow | None]]]:
    """By part of the round and by number, for whoever judges there: never a name."""
    loaded = seen.loaded
    allow(seen.judges, "not_a_judge")
    drawn = numbers_of(session, loaded.row.id, loaded.row.round)
    known = attendances(session, loaded.row.id)
    return {
        part.id: sorted(
            ((number, known.get((entry_id, part.id))) for entry_id, number in drawn.get(numbering(part), {}).items()),
            key=lambda line: line[0],
        )
        for part in loaded.rules.rounds[loaded.row.round].parts
    }


@dataclass(frozen=True)
class OwnScore:
    """What a contestant sees of himself in a part, once all its judges have signed."""

    entry: EntryRow
    part: ContestPart
    points: Decimal | None
    says: str
    signature: str
    digest: str


def own_scores_for(session: Session, who: Principal, seen: Seen) -> list[OwnScore]:
    """NotAllowed for whoever is not in the contest, or where its rules ask no signature of entrants."""
    loaded = seen.loaded
    allow(bool(who.person_id) and "entrant" in loaded.rules.signatures, "may_not_sign_score")
    own = entered(session, loaded.row.id, EntryRow.person_id == UUID(who.person_id))
    allow(bool(own), "may_not_sign_score")
    ids = [each.id for each in own]
    marks = scores_of(live_marks(session, loaded.row.id, only=ids))
    signed = entrant_signatures(session, loaded.row.id)
    found = {each.entrant.entry_id: each for each in performances(session, loaded, only=ids)}
    lines = []
    for row in own:
        for name, said in found[row.id].parts.items():
            part = loaded.rules.part(name)
            signature, digest = _signature(signed.get((row.id, name)), marks.get((row.id, name), []))
            score = part_score(part, said) if signature else None
            points, says = (score.points, score.says) if score else (None, "")
            lines.append(OwnScore(row, part, points, says, signature, digest))
    return lines
