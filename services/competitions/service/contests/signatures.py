"""The entrant signs under his score where the rules ask it: himself, or on paper before the desk (B1)."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from services.common import audit
from services.common.errors import DomainError, allow
from services.common.principal import Principal
from services.common.regulation.contest_parts import ContestPart
from services.competitions.domain.running import Status
from services.competitions.models.round import EntrantSignatureRow
from services.competitions.models.score import MarkRow
from services.competitions.queries.contests import Loaded, load
from services.competitions.queries.entries import find_entry
from services.competitions.queries.rounds import entrant_signatures
from services.competitions.queries.scores import live_marks
from services.competitions.rules import contests as rules
from services.competitions.service.contests.opening import organised
from services.competitions.service.contests.scoring import part_of
from services.competitions.store import db

ASKED = (Status.SCORING, Status.FROZEN)


def sign_score(
    who: Principal, contest_id: UUID, entry_id: UUID, part_id: str, *, digest: str = "", refused: str = "",
    now: datetime,
) -> None:  # fmt: skip
    """`digest` names the marks that were shown: others are not signed. The desk, which has the signed paper before it,
    may leave it out, and records who refuses, and why."""
    with db.transaction(who.tenant) as session:
        loaded = load(session, contest_id, lock=True)
        entry = find_entry(session, contest_id, entry_id)
        own = bool(who.person_id) and entry.person_id == UUID(who.person_id)
        organises = rules.may_organise(who, loaded.row.organiser_path)
        allow(organises or (own and not refused.strip()), "may_not_sign_score")
        part = _asked(loaded, part_id)
        marks = scores_of(live_marks(session, contest_id, only=[entry_id])).get((entry_id, part.id), [])
        if not is_complete(marks):
            raise DomainError("score_not_there_yet", part=part.says)
        shown = digest_of_marks(marks)
        if digest != shown and (digest or not organises):
            raise DomainError("score_changed", part=part.says)
        row = session.get(EntrantSignatureRow, (who.tenant, contest_id, entry_id, part.id))
        if row is not None and row.digest == shown and not row.refused_why:
            raise DomainError("score_signed_already")
        _keep(session, who, loaded, row, (entry_id, part.id), shown, refused.strip(), own, now)


def sign_all_scores(who: Principal, contest_id: UUID, part_id: str, *, now: datetime) -> int:
    """By the desk, with the signed papers before it: every complete score of the part that nobody signed yet."""
    with db.transaction(who.tenant) as session:
        loaded = organised(session, who, contest_id)
        part = _asked(loaded, part_id)
        signed = entrant_signatures(session, contest_id)
        found = scores_of(live_marks(session, contest_id))
        waiting = {
            key: marks
            for key, marks in found.items()
            if key[1] == part.id and is_complete(marks) and not is_settled(signed.get(key), marks)
        }
        if not waiting:
            raise DomainError("nothing_to_sign")
        for key, marks in waiting.items():
            _keep(session, who, loaded, signed.get(key), key, digest_of_marks(marks), "", False, now)
        return len(waiting)


def _asked(loaded: Loaded, part_id: str) -> ContestPart:
    if "entrant" not in loaded.rules.signatures:
        raise DomainError("no_entrant_signs")
    if loaded.status not in ASKED:
        raise DomainError("contest_final" if loaded.row.finalised_at else "stations_not_drawn")
    return part_of(loaded, part_id)


def _keep(
    session: Session, who: Principal, loaded: Loaded, row: EntrantSignatureRow | None, of: tuple[UUID, str],
    digest: str, refused: str, own: bool, now: datetime,
) -> None:  # fmt: skip
    if row is None:
        row = EntrantSignatureRow(tenant=loaded.row.tenant, contest_id=loaded.row.id, entry_id=of[0], part=of[1])
        session.add(row)
    row.digest, row.refused_why = digest, refused
    row.signed_by, row.signed_name, row.signed_at = who.subject, who.name, now
    audit.record(
        session, who, "score_signature_refused" if refused else "score_signed", "contest", loaded.row.id, at=now,
        entry=of[0], part=of[1], digest=digest, by_himself=own,
    )  # fmt: skip


def is_complete(marks: Sequence[MarkRow]) -> bool:
    return bool(marks) and all(each.signed_at is not None for each in marks)


def scores_of(marks: Sequence[MarkRow]) -> dict[tuple[UUID, str], list[MarkRow]]:
    """By entry and part."""
    found: dict[tuple[UUID, str], list[MarkRow]] = {}
    for each in marks:
        found.setdefault((each.entry_id, each.part), []).append(each)
    return found


def digest_of_marks(marks: Sequence[MarkRow]) -> str:
    """Over the digests of the judges' signed marks."""
    return hashlib.sha256("\n".join(sorted(each.digest for each in marks)).encode()).hexdigest()


def is_settled(row: EntrantSignatureRow | None, marks: Sequence[MarkRow]) -> bool:
    """Signed, or refused with its reason, under these very marks."""
    return row is not None and row.digest == digest_of_marks(marks)


def unsigned_by_entrants(session: Session, loaded: Loaded, marks: Sequence[MarkRow]) -> int:
    """Scores that wait for the entrant, where the rules ask it."""
    if "entrant" not in loaded.rules.signatures:
        return 0
    signed: Mapping[tuple[UUID, str], EntrantSignatureRow] = entrant_signatures(session, loaded.row.id)
    return sum(not is_settled(signed.get(key), own) for key, own in scores_of(marks).items())
