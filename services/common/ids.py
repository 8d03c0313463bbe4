"""Identifiers: UUIDv7, so that newer sorts after older."""

from uuid import NAMESPACE_URL, UUID, uuid5

import uuid_utils


def new_id() -> UUID:
    return UUID(int=uuid_utils.uuid7().int)


def id_of(*parts: str) -> UUID:
    """The same id for the same words: for what must be made once however often it is asked."""
    return uuid5(NAMESPACE_URL, "pioneer:" + "/".join(parts))
