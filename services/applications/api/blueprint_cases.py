"""The address under which the API of cases stands."""

from apiflask import APIBlueprint

blueprint = APIBlueprint("cases_api", __name__, url_prefix="/api/v1/tenants/<tenant>/applications", tag="申报")
