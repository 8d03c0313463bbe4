"""The address under which the API of dossiers and forwarding stands."""

from apiflask import APIBlueprint

blueprint = APIBlueprint("dossiers_api", __name__, url_prefix="/api/v1/tenants/<tenant>/applications", tag="案卷")
