"""One page of the structured editor is saved: its fields, and what one of its buttons asked for, as one text."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from flask_babel import gettext as _

from services.common.errors import DomainError, Invalid, NotFound, allow
from services.common.principal import Principal
from services.common.regulation import Checked
from services.common.regulation.editor_acts import ActError, acted
from services.common.regulation.editor_fields import Sent
from services.common.regulation.editor_places import Path
from services.common.regulation.editor_yaml import block
from services.common.regulation.nodes import UnreadableError
from services.identity import rules
from services.identity.editing import lay_out
from services.identity.models import DraftRow
from services.identity.queries.regulations import is_taken
from services.identity.queries.rows import expect, own
from services.identity.service.regulations import save_draft, start_draft
from services.identity.store import db


@dataclass(frozen=True)
class Saved:
    """Which page comes next, what is wrong now, and whether every comment of the text is still there."""

    at: Path
    checked: Checked
    kept_comments: bool


def begin_draft(who: Principal, regulation_id: str, title: str, effective: date, *, now: datetime) -> UUID:
    """A draft with nothing but its head. A regulation that is published or drafted already is gone on with instead."""
    with db.read(who.tenant) as session:
        allow(rules.may_edit_regulations(who), "may_not_edit_regulations")
        if is_taken(session, regulation_id):
            raise Invalid({"regulation": _("这个代号已经用过，请在规则列表里起草它的新版，或另取一个")})
    head = {"regulation": regulation_id, "title": title, "tenant": who.tenant, "effective": effective.isoformat()}
    return start_draft(who, f"{block(head, 0)}\n", now=now)


def save_page(who: Principal, draft_id: UUID | str, at: Path, sent: Sent, *, version: int, now: datetime) -> Saved:
    """Kept whatever its faults. Raises Invalid at the field of a new name, NotFound where the page is gone."""
    with db.read(who.tenant) as session:
        allow(rules.may_edit_regulations(who), "may_not_edit_regulations")
        row = own(session, DraftRow, draft_id)
        expect(version, row.version)
        text = row.text
    laid = lay_out(who.tenant, text)
    if laid is None:
        raise DomainError("draft_is_no_table")
    try:
        wanted, goes_to = acted(laid.desk, at, sent)
    except KeyError as error:
        raise NotFound("not_found") from error
    except ActError as error:
        raise Invalid({error.field: error.says}) from error
    try:
        made = laid.saying(wanted)
    except UnreadableError as error:
        raise Invalid({"": error.fault.says}) from error
    checked = save_draft(who, draft_id, made.text, version=version, now=now)
    return Saved(goes_to, checked, made.kept_comments)
