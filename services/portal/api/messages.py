"""Messages, and whether e-mails go with them."""

from dataclasses import asdict
from typing import Any
from uuid import UUID

from flask import make_response

from services.common.errors import NotFound
from services.common.http import asking, expected_version, with_etag
from services.portal.api import shapes
from services.portal.api.blueprint import blueprint
from services.portal.queries import messages
from services.portal.service import messages as service
from services.portal.store import db
from services.portal.web import given


@blueprint.get("/messages")
@blueprint.input(shapes.MessageQuery, location="query")
@blueprint.output(shapes.MessagePage)
@blueprint.doc(summary="消息")
def list_messages(tenant: str, query_data: shapes.MessageQuery) -> Any:
    who = asking()
    with db.read(tenant) as session:
        found = messages.list_messages(
            session, who, unread=query_data.unread, cursors=given.cursors(), cursor=query_data.cursor
        )
        unread = messages.count_unread(session, who)
    return {"rows": [asdict(each) for each in found.rows], "unread": unread, "next_cursor": found.next_cursor}


@blueprint.post("/messages/<uuid:message_id>/read")
@blueprint.output(shapes.MessageOut)
@blueprint.doc(summary="标为已读")
def read_message(tenant: str, message_id: UUID) -> Any:
    who = asking()
    service.read_message(who, message_id, now=given.now())
    with db.read(tenant) as session:
        found = messages.find_message(session, who, message_id)
    if found is None:
        raise NotFound("not_found")
    return asdict(found)


@blueprint.post("/messages/read-all")
@blueprint.output(shapes.ReadOut)
@blueprint.doc(summary="全部标为已读")
def read_all(tenant: str) -> Any:
    return {"read": service.read_all_messages(asking(), now=given.now())}


@blueprint.get("/account/mail")
@blueprint.output(shapes.MailChoiceOut)
@blueprint.doc(summary="邮件提醒")
def read_mail_choice(tenant: str) -> Any:
    return _shown()


@blueprint.put("/account/mail")
@blueprint.input(shapes.MailChoiceIn)
@blueprint.output(shapes.MailChoiceOut)
@blueprint.doc(summary="保存邮件提醒", description="If-Match: version，没有选过时为 0")
def choose_mail(tenant: str, json_data: shapes.MailChoiceIn) -> Any:
    service.choose_mail(asking(), wants_mail=json_data.wants_mail, expected=expected_version())
    return _shown()


def _shown() -> Any:
    who = asking()
    with db.read(who.tenant) as session:
        choice = messages.mail_choice(session, who)
    return with_etag(make_response(asdict(choice)), choice.version)
