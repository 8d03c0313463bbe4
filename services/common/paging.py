"""Keyset pages with signed cursors: the place after the last row, which nobody can forge or guess."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from itsdangerous import BadSignature, URLSafeSerializer

from services.common.errors import Invalid

T = TypeVar("T")
SIZE = 50


@dataclass(frozen=True)
class Page(Generic[T]):
    rows: Sequence[T]
    next_cursor: str | None


class Cursors:
    def __init__(self, secret: str) -> None:
        self._serializer = URLSafeSerializer(secret, salt="cursor")

    def sign(self, tenant: str, place: Sequence[Any]) -> str:
        return str(self._serializer.dumps([tenant, *map(str, place)]))

    def read(self, tenant: str, cursor: str | None) -> list[str] | None:
        """The place after which to go on; raises Invalid bad_cursor for one that is not ours or of another tenant."""
        if not cursor:
            return None
        try:
            owner, *place = self._serializer.loads(cursor)
        except (BadSignature, ValueError, TypeError) as error:
            raise Invalid({"cursor": "bad_cursor"}, "bad_cursor") from error
        if owner != tenant:
            raise Invalid({"cursor": "bad_cursor"}, "bad_cursor")
        return [str(part) for part in place]
