"""消息: what a person was told, and whether it has been read."""

from uuid import UUID

from flask import Blueprint, redirect, request
from flask.typing import ResponseReturnValue

from services.common.errors import NotFound
from services.common.http import asking, tenant_code
from services.common.web import page
from services.portal.queries import messages
from services.portal.service import messages as service
from services.portal.store import db
from services.portal.web import given, words

blueprint = Blueprint("messages", __name__, url_prefix="/portal/<tenant>/messages")


@blueprint.get("")
def list_messages(tenant: str) -> ResponseReturnValue:
    who, unread = asking(), request.args.get("show") == "unread"
    with db.read(tenant_code()) as session:
        found = messages.list_messages(session, who, unread=unread, cursors=given.cursors(), cursor=given.after())
        waiting = messages.count_unread(session, who)
    return page("portal/messages.html", found=found, unread=unread, waiting=waiting, mail_words=words.MAILS)


@blueprint.post("/<uuid:message_id>/read")
def read_message(tenant: str, message_id: UUID) -> ResponseReturnValue:
    who = asking()
    with db.read(tenant_code()) as session:
        found = messages.find_message(session, who, message_id)
    if found is None:
        raise NotFound("not_found")
    service.read_message(who, message_id, now=given.now())
    return redirect(found.url or f"/portal/{tenant}/messages", 303)


@blueprint.post("/read-all")
def read_all(tenant: str) -> ResponseReturnValue:
    service.read_all_messages(asking(), now=given.now())
    return redirect(f"/portal/{tenant}/messages", 303)
