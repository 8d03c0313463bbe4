"""The address under which the API stands."""

from apiflask import APIBlueprint

blueprint = APIBlueprint(
    "competitions_api", __name__, url_prefix="/api/v1/tenants/<tenant>/competitions", tag="劳动竞赛"
)
