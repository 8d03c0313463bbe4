"""Safety of uploads, and where their bytes rest.

`inspect` looks at a file before anything else touches it and either accepts it or raises `FileRefused`;
a `Store` keeps accepted bytes under their own SHA-256, a folder per tenant.
"""

from services.common.files.inspection import Accepted, inspect
from services.common.files.kinds import ALL_KINDS, DOCUMENTS, IMAGES, Kind
from services.common.files.refusal import FileRefused
from services.common.files.store import FileDamaged, FileKey, FileMissing, ObstoreStore, Store

__all__ = [
    "ALL_KINDS",
    "DOCUMENTS",
    "IMAGES",
    "Accepted",
    "FileDamaged",
    "FileKey",
    "FileMissing",
    "FileRefused",
    "Kind",
    "ObstoreStore",
    "Store",
    "inspect",
]
