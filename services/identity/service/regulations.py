"""Regulations: drafts are kept whatever their faults; only a clean one is published, with its day, for good."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

import orjson
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from services.common import audit
from services.common.clock import day_of
from services.common.errors import DomainError, allow
from services.common.ids import new_id
from services.common.principal import Principal
from services.common.regulation import Checked, Regulation
from services.identity import rules
from services.identity.checking import check, named_in
from services.identity.domain import regulations as domain
from services.identity.domain.regulations import Version
from services.identity.events import tell_regulation
from services.identity.models import DraftRow, ReplayRow, VersionRow
from services.identity.queries.rows import expect, own
from services.identity.store import db


def start_draft(who: Principal, text: str, *, now: datetime) -> UUID:
    """Keep a text to work on. A regulation has one draft: a second upload replaces its text."""
    checked = check(who.tenant, text)
    regulation_id, title = named_in(text)
    with db.transaction(who.tenant) as session:
        allow(rules.may_edit_regulations(who), "may_not_edit_regulations")
        row = _draft_of(session, regulation_id)
        if row is None:
            row = DraftRow(tenant=who.tenant, id=new_id(), version=0, based_on_version=_latest(session, regulation_id))
            session.add(row)
        _keep(row, who, text, regulation_id, title, checked, now)
        audit.record(session, who, "drafted", "regulation_draft", row.id, at=now, regulation=regulation_id)
        return row.id


def draft_from(who: Principal, regulation_id: str, version: int, *, now: datetime) -> UUID:
    """Go on from a published version; an open draft of it is gone on with instead."""
    with db.read(who.tenant) as session:
        allow(rules.may_edit_regulations(who), "may_not_edit_regulations")
        open_draft = _draft_of(session, regulation_id)
        published = session.get(VersionRow, (who.tenant, regulation_id, version))
    if open_draft is not None:
        return open_draft.id
    if published is None:
        raise DomainError("no_such_version")
    return start_draft(who, published.text, now=now)


def save_draft(who: Principal, draft_id: UUID | str, text: str, *, version: int, now: datetime) -> Checked:
    """Keep the text, wrong or not; the faults come back with their lines."""
    checked = check(who.tenant, text)
    regulation_id, title = named_in(text)
    with db.transaction(who.tenant) as session:
        allow(rules.may_edit_regulations(who), "may_not_edit_regulations")
        row = own(session, DraftRow, draft_id, lock=True)
        expect(version, row.version)
        _keep(row, who, text, regulation_id or row.regulation_id, title or row.title, checked, now)
        audit.record(session, who, "draft_saved", "regulation_draft", row.id, at=now, faults=row.faults)
        return checked


def undo_draft(who: Principal, draft_id: UUID | str, *, version: int, now: datetime) -> Checked:
    """The text as it was before it was last saved; a second time takes that back."""
    with db.read(who.tenant) as session:
        allow(rules.may_edit_regulations(who), "may_not_edit_regulations")
        before = own(session, DraftRow, draft_id).before
    if before is None:
        raise DomainError("nothing_to_undo")
    return save_draft(who, draft_id, before, version=version, now=now)


def drop_draft(who: Principal, draft_id: UUID | str, *, version: int, now: datetime) -> None:
    with db.transaction(who.tenant) as session:
        allow(rules.may_edit_regulations(who), "may_not_edit_regulations")
        row = own(session, DraftRow, draft_id, lock=True)
        expect(version, row.version)
        _forget(session, row)
        audit.record(session, who, "draft_dropped", "regulation_draft", row.id, at=now, regulation=row.regulation_id)


def publish_draft(
    who: Principal, draft_id: UUID | str, *, effective_on: date, version: int, now: datetime, is_history: bool = False
) -> Version:
    """The draft becomes the next version; raises DomainError regulation_has_faults while it has any."""
    with db.read(who.tenant) as session:
        allow(rules.may_edit_regulations(who), "may_not_edit_regulations")
        text = domain.with_effective(own(session, DraftRow, draft_id).text, effective_on)
    # Checked outside the transaction: a superior's regulation may have to be read for it.
    regulation = clean(who.tenant, text)
    with db.transaction(who.tenant) as session:
        row = own(session, DraftRow, draft_id, lock=True)
        expect(version, row.version)
        published = _publish(session, who, regulation, text, effective_on, now, is_history)
        _forget(session, row)
        return published


def publish_text(
    who: Principal, text: str, *, effective_on: date | None = None, now: datetime, is_history: bool = False
) -> Version:
    """Publish a file at once, with the day it names unless another is given."""
    regulation = clean(who.tenant, text)
    day = effective_on or regulation.effective
    if day != regulation.effective:
        text = domain.with_effective(text, day)
        regulation = clean(who.tenant, text)
    with db.transaction(who.tenant) as session:
        allow(rules.may_edit_regulations(who), "may_not_edit_regulations")
        return _publish(session, who, regulation, text, day, now, is_history)


def clean(tenant: str, text: str) -> Regulation:
    """Raises DomainError regulation_has_faults with the number of faults and the first of them."""
    checked = check(tenant, text)
    if checked.regulation is None:
        first = checked.faults[0]
        raise DomainError("regulation_has_faults", count=len(checked.faults), line=first.line, says=first.says)
    return checked.regulation


def _publish(
    session: Session,
    who: Principal,
    regulation: Regulation,
    text: str,
    day: date,
    now: datetime,
    is_history: bool,
) -> Version:
    latest = _latest_row(session, regulation.id)
    version = domain.next_version(
        regulation.id, regulation.title, latest=_version_of(latest) if latest else None, effective_on=day,
        today=day_of(now), now=now, is_history=is_history,
    )  # fmt: skip
    document: dict[str, Any] = orjson.loads(orjson.dumps(regulation.to_document(), default=str))
    session.add(
        VersionRow(
            tenant=who.tenant,
            regulation_id=regulation.id,
            version=version.version,
            title=regulation.title,
            effective_on=day,
            document=document,
            published_at=now,
            text=text,
            published_by=who.name,
            is_history=is_history,
        )
    )
    audit.record(
        session, who, "published", "regulation", regulation.id, at=now, regulation=regulation.id,
        regulation_version=version.version, effective_on=day, is_history=is_history,
    )  # fmt: skip
    tell_regulation(session, regulation.id, version.version, regulation.title, day, document, now, at=now)
    return version


def _forget(session: Session, row: DraftRow) -> None:
    """The draft, and what was replayed of it: names that nobody may open any more."""
    session.execute(delete(ReplayRow).where(ReplayRow.tenant == row.tenant, ReplayRow.draft_id == row.id))
    session.execute(delete(DraftRow).where(DraftRow.tenant == row.tenant, DraftRow.id == row.id))


def _keep(
    row: DraftRow, who: Principal, text: str, regulation_id: str, title: str, checked: Checked, now: datetime
) -> None:
    if row.version and text != row.text:
        row.before = row.text
    row.text, row.regulation_id, row.title = text, regulation_id, title
    row.faults, row.version = len(checked.faults), row.version + 1
    row.updated_at, row.updated_by = now, who.name


def _draft_of(session: Session, regulation_id: str) -> DraftRow | None:
    if not regulation_id:
        return None
    question = select(DraftRow).where(
        DraftRow.tenant == session.info["tenant"], DraftRow.regulation_id == regulation_id
    )
    return session.scalars(question).first()


def _latest_row(session: Session, regulation_id: str) -> VersionRow | None:
    question = (
        select(VersionRow)
        .where(VersionRow.tenant == session.info["tenant"], VersionRow.regulation_id == regulation_id)
        .order_by(VersionRow.version.desc())
        .limit(1)
    )
    return session.scalars(question).first()


def _latest(session: Session, regulation_id: str) -> int:
    row = _latest_row(session, regulation_id)
    return row.version if row else 0


def _version_of(row: VersionRow) -> Version:
    return Version(row.regulation_id, row.version, row.title, row.effective_on, row.published_at, row.is_history)
