"""Keyset pages with signed cursors: the place after the last row, which nobody can forge or guess."""

from collections.abc import Callable, Sequence
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


def place_of(after: Sequence[str] | None, *reads: Callable[[str], Any]) -> tuple[Any, ...] | None:
    """The place as values, each word read by its own reader. Raises Invalid bad_cursor."""
    if after is None:
        return None
    try:
        return tuple(read(word) for read, word in zip(reads, after, strict=True))
    except ValueError as error:
        raise Invalid({"cursor": "bad_cursor"}, "bad_cursor") from error


def cut(
    rows: Sequence[T], place: Callable[[T], Sequence[Any]], size: int = SIZE
) -> tuple[list[T], tuple[str, ...] | None]:
    """A page of rows that were asked for with one more than fits, and the place after which the next one begins."""
    shown = list(rows[:size])
    return shown, tuple(map(str, place(shown[-1]))) if len(rows) > size else None


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
