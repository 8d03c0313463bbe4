"""The image of the federation's seal (公章图样): brought by its admin, one in use, the earlier ones kept."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from services.applications import given
from services.applications.models.seal import SealImageRow
from services.applications.rules import seals as rules
from services.applications.store import db
from services.common import audit
from services.common.documents import inspect_seal
from services.common.errors import ChangedMeanwhile, Invalid, NotFound, allow
from services.common.files import FileRefused
from services.common.ids import new_id
from services.common.principal import Principal

OBJECT = "seal_image"
_ONE_BY_ONE = text("select pg_advisory_xact_lock(hashtextextended('seal ' || :tenant, 0))")


def upload_seal(who: Principal, file: tuple[str, bytes] | None, *, now: datetime) -> UUID:
    """The new image is printed from now on. Raises NotAllowed may_not_keep_seal, Invalid at `file`."""
    allow(rules.may_keep_seal(who), "may_not_keep_seal")
    if file is None:
        raise Invalid({"file": "请选择公章图样，PNG 格式、底色透明。"})
    try:
        image = inspect_seal(*file)
    except FileRefused as refused:
        raise Invalid({"file": refused.says}) from refused
    kept = given.store().put(who.tenant, image.png)
    with db.transaction(who.tenant) as session:
        session.execute(_ONE_BY_ONE, {"tenant": who.tenant})
        before = _current(session)
        if before is not None:
            _retire(session, who, before, now)
            session.flush()
        row = SealImageRow(
            tenant=who.tenant,
            id=new_id(),
            sha256=kept.sha256,
            width=image.width,
            height=image.height,
            size=len(image.png),
            added_by=who.subject,
            added_by_name=who.name,
            added_at=now,
        )
        session.add(row)
        audit.record(session, who, "seal_uploaded", OBJECT, row.id, at=now, sha256=kept.sha256)
        return row.id


def retire_seal(who: Principal, seal_id: UUID, *, now: datetime) -> None:
    """From now on the place says （盖章）. Raises NotFound, ChangedMeanwhile where another one is in use by now."""
    allow(rules.may_keep_seal(who), "may_not_keep_seal")
    with db.transaction(who.tenant) as session:
        session.execute(_ONE_BY_ONE, {"tenant": who.tenant})
        row = session.get(SealImageRow, (who.tenant, seal_id))
        if row is None:
            raise NotFound("not_found")
        if row.retired_at is not None:
            raise ChangedMeanwhile("seal_changed_meanwhile")
        _retire(session, who, row, now)


def _retire(session: Session, who: Principal, row: SealImageRow, now: datetime) -> None:
    row.retired_at, row.retired_by_name = now, who.name
    audit.record(session, who, "seal_retired", OBJECT, row.id, at=now)


def _current(session: Session) -> SealImageRow | None:
    asked = select(SealImageRow).where(SealImageRow.tenant == session.info["tenant"], SealImageRow.retired_at.is_(None))
    return session.scalars(asked).one_or_none()
