"""The address under which the API stands."""

from apiflask import APIBlueprint

blueprint = APIBlueprint("assessment_api", __name__, url_prefix="/api/v1/tenants/<tenant>/assessment", tag="考核")
