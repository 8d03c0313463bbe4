"""Versions: an update says which version it saw (If-Match by API, the hidden `version` of a form), or is refused."""

from flask import Response, request

from services.common.errors import VersionNeeded


def expected_version() -> int:
    """Raises VersionNeeded (428) where the request does not say."""
    said = request.headers.get("If-Match", "").strip().removeprefix("W/").strip('"') or request.form.get("version", "")
    if not said.isdigit():
        raise VersionNeeded
    return int(said)


def with_etag(response: Response, version: int) -> Response:
    response.headers["ETag"] = f'"{version}"'
    return response
