"""The first page: what waits, and the ways on."""

from flask import Response

from services.common.web import page
from services.competitions.web.blueprint import blueprint


@blueprint.get("/")
def index(tenant: str) -> Response:
    return page("competitions/front.html")
