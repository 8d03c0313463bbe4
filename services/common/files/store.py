"""Where accepted bytes rest: a local folder in the embedded profile, S3 in the full one, behind one protocol.

Keys are made of the content, so the same file is kept once per tenant and can never be overwritten by another.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Protocol

import obstore
from obstore.exceptions import AlreadyExistsError
from obstore.store import LocalStore, MemoryStore, ObjectStore, from_url

STEP: Final = 256 * 1024
_TENANT: Final = re.compile(r"[0-9A-Za-z][0-9A-Za-z_-]{0,63}")
_SHA256: Final = re.compile(r"[0-9a-f]{64}")


class FileMissing(Exception):
    """No such file in the store."""


class FileDamaged(Exception):
    """The stored bytes are no longer the ones that were put."""


@dataclass(frozen=True)
class FileKey:
    """A file of one tenant by the SHA-256 of its bytes. Nothing else can be asked for, so no path can be guessed."""

    tenant: str
    sha256: str

    def __post_init__(self) -> None:
        if not _TENANT.fullmatch(self.tenant) or not _SHA256.fullmatch(self.sha256):
            raise ValueError("not a file key")

    @property
    def path(self) -> str:
        return f"{self.tenant}/{self.sha256[:2]}/{self.sha256}"


class Store(Protocol):
    """What services may do with files. `get` and `stream` check the hash again and raise FileDamaged, FileMissing."""

    def put(self, tenant: str, content: bytes) -> FileKey: ...

    def get(self, key: FileKey) -> bytes: ...

    def stream(self, key: FileKey) -> Iterator[bytes]: ...

    def exists(self, key: FileKey) -> bool: ...

    def delete(self, key: FileKey) -> None: ...


class ObstoreStore:
    """A Store over obstore."""

    def __init__(self, store: ObjectStore) -> None:
        self._store = store

    @classmethod
    def at(cls, place: str) -> ObstoreStore:
        """A folder's path, or a URL (file://, s3://bucket/prefix) whose credentials come from the environment."""
        if "://" in place:
            return cls(from_url(place))
        return cls(LocalStore(Path(place).resolve(), mkdir=True))

    @classmethod
    def in_memory(cls) -> ObstoreStore:
        return cls(MemoryStore())

    def put(self, tenant: str, content: bytes) -> FileKey:
        key = FileKey(tenant, hashlib.sha256(content).hexdigest())
        try:
            obstore.put(self._store, key.path, content, mode="create")
        except AlreadyExistsError:
            if not self._is_whole(key):
                obstore.put(self._store, key.path, content, mode="overwrite")
        return key

    def get(self, key: FileKey) -> bytes:
        return b"".join(self.stream(key))

    def stream(self, key: FileKey) -> Iterator[bytes]:
        """The bytes in steps. FileDamaged comes after the last one, so a door that streams must not end well on it."""
        digest = hashlib.sha256()
        try:
            found = obstore.get(self._store, key.path)
        except FileNotFoundError as fault:
            raise FileMissing(key.sha256) from fault
        for chunk in found.stream(min_chunk_size=STEP):
            part = bytes(chunk)
            digest.update(part)
            yield part
        if digest.hexdigest() != key.sha256:
            raise FileDamaged(key.sha256)

    def exists(self, key: FileKey) -> bool:
        try:
            obstore.head(self._store, key.path)
        except FileNotFoundError:
            return False
        return True

    def delete(self, key: FileKey) -> None:
        """Deleting what is not there is no fault: a retried deletion ends the same."""
        try:
            obstore.delete(self._store, key.path)
        except FileNotFoundError:
            return

    def _is_whole(self, key: FileKey) -> bool:
        try:
            for _part in self.stream(key):
                pass
        except (FileDamaged, FileMissing):
            return False
        return True
