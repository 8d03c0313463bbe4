"""Secrets of one deployment: made at its first start, kept in its folder readable by its owner only."""

import hashlib
import hmac
from dataclasses import dataclass
from pathlib import Path

from services.embedded.launcher import keys_in


@dataclass(frozen=True)
class Secrets:
    """`master` seals what rests in databases; the rest is derived by name and never written down."""

    master: str
    _root: str

    @classmethod
    def kept_in(cls, folder: Path) -> "Secrets":
        folder.mkdir(parents=True, exist_ok=True)
        root, master = keys_in(folder)
        return cls(master, root)

    def of(self, name: str) -> str:
        """The same for the same name as long as the folder is kept."""
        return hmac.new(self._root.encode(), name.encode(), hashlib.sha256).hexdigest()
