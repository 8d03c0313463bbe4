"""我的账户: who I am, where I have grants, how I am told."""

from flask import Blueprint, flash, redirect, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from services.common.http import asking, expected_version, tenant_code
from services.common.web import page
from services.portal.queries.messages import mail_choice
from services.portal.queries.seats import seats_of
from services.portal.service.messages import choose_mail
from services.portal.store import db
from services.portal.web import given

blueprint = Blueprint("account", __name__, url_prefix="/portal/<tenant>/account")


@blueprint.get("")
def account(tenant: str) -> ResponseReturnValue:
    who = asking()
    with db.read(tenant_code()) as session:
        choice = mail_choice(session, who)
    seats = seats_of(who.subject, on=given.today())
    return page("portal/account.html", choice=choice, seats=seats, has_server=bool(given.settings().smtp_url))


@blueprint.post("/mail")
def mail(tenant: str) -> ResponseReturnValue:
    wants_mail = request.form.get("wants_mail") == "yes"
    choose_mail(asking(), wants_mail=wants_mail, expected=expected_version())
    flash(_("已保存邮件提醒的设置"), "ok")
    return redirect(f"/portal/{tenant}/account", 303)
