"""The address under which the API stands."""

from apiflask import APIBlueprint

blueprint = APIBlueprint("portal_api", __name__, url_prefix="/api/v1/tenants/<tenant>/portal", tag="门户")
