"""How the doors answer: a version as ETag, a page with its cursor, the moment of the app's clock."""

from collections.abc import Callable, Sequence
from typing import Any, TypeVar
from uuid import UUID

from flask import Response, current_app, jsonify
from pydantic import BaseModel

from services.common.errors import Invalid
from services.common.http import with_etag
from services.common.http.given import now as now
from services.common.http.given import today as today
from services.common.web.filters import mask_phone
from services.identity.domain.people import Person
from services.identity.queries.people import PersonLine
from services.identity.web import given

Line = TypeVar("Line")
PREFIX = "/api/v1/tenants/<tenant>/identity"


def one(shape: type[BaseModel], value: Any, version: int | None = None, status: int = 200, **more: Any) -> Response:
    """One thing; with its version where it can be changed."""
    body = shape.model_validate(value).model_dump(mode="json") | more
    response = jsonify(body)
    response.status_code = status
    return response if version is None else with_etag(response, version)


def many(
    tenant: str, shape: type[BaseModel], lines: Sequence[Line], key: Callable[[Line], Sequence[Any]]
) -> dict[str, Any]:
    rows, cursor = given.cut(tenant, lines, key)
    return {"rows": [shape.model_validate(row).model_dump(mode="json") for row in rows], "next_cursor": cursor}


def after(tenant: str, cursor: str | None, *, at: int = 1, last: type[Any] = UUID) -> list[str] | None:
    """The place that the cursor names; raises Invalid bad_cursor for one of another list."""
    found: list[str] | None = current_app.extensions["cursors"].read(tenant, cursor)
    try:
        if found is not None:
            last(found[at])
    except (ValueError, IndexError) as error:
        raise Invalid({"cursor": "bad_cursor"}, "bad_cursor") from error
    return found


def person_document(person: Person | PersonLine) -> dict[str, Any]:
    """Without the birth month, and with the phone masked."""
    facts = person.facts if isinstance(person, Person) else person
    return {
        "id": person.id,
        "subject": person.subject,
        "name": facts.name,
        "username": person.username,
        "phone": mask_phone(facts.phone) if facts.phone else "",
        "email": facts.email,
        "org_unit_id": facts.org_unit_id,
        "valid_to": person.valid_to,
        "version": person.version,
    }
