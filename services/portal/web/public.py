"""The public site of a federation: notices, honour roll, plaques by number. Nobody signs in to read it (A7, A10)."""

from flask import Blueprint, redirect
from flask.typing import ResponseReturnValue

from services.common.http import tenant_code
from services.common.http.asking import public
from services.common.web import page
from services.portal.domain.honour import Standing
from services.portal.queries import notices, roll
from services.portal.store import db
from services.portal.web import given, words

blueprint = Blueprint("public", __name__, url_prefix="/portal/<tenant>")
TOP = 5


@blueprint.get("/public")
@public
def front(tenant: str) -> ResponseReturnValue:
    with db.read(tenant_code()) as session:
        listed = notices.list_notices(session, cursors=given.cursors(), size=TOP)
        newest = roll.list_honours(session, roll.RollWish(), cursors=given.cursors(), size=TOP)
    return page("portal/federation.html", notices=listed.rows, honours=newest.rows, honour_words=words)


@blueprint.get("/notices")
@public
def list_notices(tenant: str) -> ResponseReturnValue:
    with db.read(tenant_code()) as session:
        found = notices.list_notices(session, cursors=given.cursors(), cursor=given.after())
    return page("portal/notices.html", found=found)


@blueprint.get("/roll")
@public
def honour_roll(tenant: str) -> ResponseReturnValue:
    wish = wished_roll()
    with db.read(tenant_code()) as session:
        choices = roll.roll_choices(session)
        found = roll.list_honours(session, wish, cursors=given.cursors(), cursor=given.after())
    return page(
        "portal/roll.html", found=found, wish=wish, choices=choices, standings=words.STANDINGS, honour_words=words
    )


@blueprint.get("/verify")
@public
def verify(tenant: str) -> ResponseReturnValue:
    typed = given.words("number")
    with db.read(tenant_code()) as session:
        found = roll.find_by_number(session, typed) if typed else []
    if len(found) == 1 and found[0].url:
        return redirect(found[0].url, 303)
    return page("portal/verify.html", typed=typed, found=found, now=given.now(), honour_words=words)


def wished_roll() -> roll.RollWish:
    standing = given.words("standing")
    return roll.RollWish(
        words=given.words("q"),
        honour=given.words("honour"),
        year=given.year(),
        standing=standing if standing in set(Standing) else "",
    )
