"""The front of the site, before any federation is chosen, and what browsers and operators look for there."""

from flask import Blueprint, Response, g, redirect
from flask.typing import ResponseReturnValue

from services.common.web import asset, page
from services.portal.queries.federations import federation_tree, named
from services.portal.queries.seats import landing
from services.portal.store import db
from services.portal.web import given, words
from services.portal.web.visitor import greet, signed_in

blueprint = Blueprint("front", __name__)
ROBOTS = "User-agent: *\nDisallow: /api/\nDisallow: /portal/sign-in\nDisallow: /portal/callback\n"


@blueprint.get("/")
def front() -> ResponseReturnValue:
    greet()
    typed = given.words("q")
    with db.public() as session:
        tree = federation_tree(session, on=given.today())
    found = named(tree, typed) if typed else []
    return page("portal/front.html", tree=tree, typed=typed, found=found, is_signed_in=g.principal is not None)


@blueprint.get("/portal/")
def portal() -> ResponseReturnValue:
    claims = signed_in()
    return redirect(landing(claims.subject, on=given.today()) if claims else "/", 303)


@blueprint.get("/docs")
def interfaces() -> ResponseReturnValue:
    listed = list(words.SERVICES.items())
    return page("portal/docs.html", listed=listed)


@blueprint.get("/healthz")
def health() -> dict[str, str]:
    return {"status": "ok"}


@blueprint.get("/robots.txt")
def robots() -> Response:
    return Response(ROBOTS, content_type="text/plain; charset=utf-8")


@blueprint.get("/favicon.ico")
def favicon() -> ResponseReturnValue:
    return redirect(asset("mark.svg"), 308)
