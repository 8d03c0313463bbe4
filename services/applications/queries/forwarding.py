"""Whom the federation may pass upward, in which order and why; what it passed before; exceptions (A6, A8)."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from services.applications.domain import dossier as domain
from services.applications.domain.dossier import DossierStatus, LevelException, Sent
from services.applications.domain.honour import Honour
from services.applications.models.dossier import DossierRow, LevelExceptionRow
from services.applications.models.honour import HonourRow
from services.applications.queries.federations import Federation, above
from services.applications.queries.regulated import regulation_of
from services.common.errors import DomainError
from services.common.regulation import Programme

AT_MOST = 500


@dataclass(frozen=True)
class Candidate:
    """A holder as it stands for being passed upward: `refused` is the rule that keeps it here, if one does."""

    honour: Honour
    place: int
    why: tuple[str, ...]
    refused: DomainError | None

    @property
    def may_go(self) -> bool:
        return self.refused is None


@dataclass(frozen=True)
class Choice:
    """Of one programme: where to, and the holders, preferred first; those who may not go come last."""

    programme: Programme
    to: Federation | None
    candidates: Sequence[Candidate]


def sent_before(session: Session, programme: str) -> list[Sent]:
    asked = select(DossierRow.honour_id, DossierRow.programme, DossierRow.status).where(
        DossierRow.tenant == session.info["tenant"], DossierRow.direction == "sent", DossierRow.programme == programme
    )
    return [Sent(id_, name, DossierStatus(status)) for id_, name, status in session.execute(asked) if id_ is not None]


def confirmed_for(session: Session, honour_id: UUID, to_tenant: str) -> LevelExceptionRow | None:
    """The newest confirmed exception that has not been used."""
    row = LevelExceptionRow
    asked = select(row).where(
        row.tenant == session.info["tenant"],
        row.honour_id == honour_id,
        row.to_tenant == to_tenant,
        row.status == "confirmed",
    )
    return session.scalars(asked.order_by(row.proposed_at.desc()).limit(1)).one_or_none()


def exceptions(session: Session, honour_id: UUID | None = None) -> list[LevelException]:
    """Newest first; of one honour or of all."""
    row = LevelExceptionRow
    asked = select(row).where(row.tenant == session.info["tenant"])
    if honour_id is not None:
        asked = asked.where(row.honour_id == honour_id)
    return [each.to_domain() for each in session.scalars(asked.order_by(row.id.desc()).limit(AT_MOST))]


def choices(session: Session, programme: str = "") -> list[Choice]:
    """Every programme that has holders, with whom it may pass upward."""
    parents = above(session, session.info["tenant"])
    honours: dict[str, list[Honour]] = {}
    for honour in _holders(session, programme):
        honours.setdefault(honour.programme, []).append(honour)
    return [_choice(session, found, parents) for _name, found in sorted(honours.items())]


def _holders(session: Session, programme: str) -> list[Honour]:
    row = HonourRow
    asked = select(row).where(row.tenant == session.info["tenant"], row.standing != "revoked")
    if programme:
        asked = asked.where(row.programme == programme)
    return [each.to_domain() for each in session.scalars(asked.order_by(row.id.desc()).limit(AT_MOST))]


def _choice(session: Session, honours: Sequence[Honour], parents: Sequence[Federation]) -> Choice:
    newest = honours[0]
    programme = _programme(session, newest)
    sent = sent_before(session, newest.programme)
    codes = [federation.code for federation in parents]
    ordered = domain.in_order(honours, programme)
    ordered += [honour for honour in honours if honour not in ordered]
    judged = [_candidate(session, honour, sent, codes) for honour in ordered]
    judged.sort(key=lambda each: not each.may_go)
    found = [replace(each, place=place) for place, each in enumerate(judged, 1)]
    return Choice(programme, parents[0] if parents else None, found)


def _programme(session: Session, honour: Honour) -> Programme:
    return regulation_of(session, honour.regulation_id, honour.regulation_version).programmes[honour.programme]


def _candidate(session: Session, honour: Honour, sent: Sequence[Sent], codes: Sequence[str]) -> Candidate:
    programme = _programme(session, honour)
    refused = None
    try:
        nearest = codes[0] if codes else ""
        domain.check_forward(honour, programme, sent, parents=codes, to_tenant=nearest, exception=None)
    except DomainError as said:
        refused = said
    return Candidate(honour, 0, tuple(domain.reasons(honour, programme)), refused)


def names_of(session: Session, subjects: Sequence[str]) -> dict[str, str]:
    """The people's names by subject, as this tenant knows them."""
    asked = text("select subject, name from person where tenant = :t and subject = any(:subjects)")
    rows = session.execute(asked, {"t": session.info["tenant"], "subjects": list(subjects)})
    return {row.subject: row.name for row in rows}
