"""The decision that comes back down: sealed the same way, by the level that decided."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any, Final

import orjson

from services.common.dossier.broken import DossierBroken, not_a_dossier
from services.common.dossier.canonical import canonical
from services.common.dossier.keys import PublicKey, SigningKey
from services.common.dossier.sealing import BYTES_AT_MOST, Opened, StageFiles, close, open_sealed

KIND: Final = "decision"
STAGE, FOLDER, RECORD = "decision", "decision/", "decision.json"


class Outcome(StrEnum):
    CONFERRED = "conferred"
    DECLINED = "declined"
    RETURNED = "returned"
    FORWARDED = "forwarded"
    REVOKED = "revoked"


@dataclass(frozen=True)
class DecisionContents:
    """What the upper level decided on one dossier, named by its id and the SHA-256 of its sealed file.

    `from_tenant` decided, `to_tenant` had sent the dossier. `record` is any JSON without floats: number,
    meeting, dates. `files` are attachments by relative path, such as the minutes.
    """

    decision_id: str
    dossier_id: str
    dossier_sha256: str
    from_tenant: str
    to_tenant: str
    decided_at: datetime
    outcome: Outcome
    reason: str
    record: Mapping[str, Any] = field(default_factory=dict)
    files: Mapping[str, bytes] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.decided_at.tzinfo is None:
            raise ValueError("decided_at needs a time zone")


@dataclass(frozen=True)
class VerifiedDecision:
    contents: DecisionContents
    key_id: str
    sha256: str


def seal_decision(contents: DecisionContents, key: SigningKey) -> bytes:
    """The sealed decision. The key must be the deciding tenant's."""
    if key.tenant != contents.from_tenant:
        raise DossierBroken("wrong_signer")
    files = {RECORD: canonical(contents.record)}
    files.update({FOLDER + name: content for name, content in contents.files.items()})
    return close(KIND, _head(contents), [StageFiles(STAGE, "决定", files)], key)


def read_decision(blob: bytes, *, trusted: Mapping[str, PublicKey], limit: int = BYTES_AT_MOST) -> VerifiedDecision:
    """Check a sealed decision or raise DossierBroken. Whether it answers a dossier of ours is the caller's to ask."""
    opened = open_sealed(blob, KIND, trusted, limit=limit)
    contents = _contents(opened)
    if opened.tenant != contents.from_tenant:
        raise DossierBroken("wrong_signer")
    return VerifiedDecision(contents, opened.key_id, opened.sha256)


def _head(contents: DecisionContents) -> dict[str, Any]:
    return {
        "decided_at": contents.decided_at.isoformat(),
        "decision_id": contents.decision_id,
        "dossier_id": contents.dossier_id,
        "dossier_sha256": contents.dossier_sha256,
        "from_tenant": contents.from_tenant,
        "outcome": contents.outcome.value,
        "reason": contents.reason,
        "to_tenant": contents.to_tenant,
    }


def _contents(opened: Opened) -> DecisionContents:
    head = dict(opened.head)
    try:
        contents = DecisionContents(
            decided_at=datetime.fromisoformat(head.pop("decided_at")),
            outcome=Outcome(head.pop("outcome")),
            record=dict(orjson.loads(opened.files[RECORD])),
            files={
                name.removeprefix(FOLDER): content for name, content in opened.files.items() if name.startswith(FOLDER)
            },
            **head,
        )
    except (KeyError, TypeError, ValueError) as fault:
        raise not_a_dossier(stage=STAGE) from fault
    if _head(contents) != opened.head or len(opened.stages) != 1:
        raise not_a_dossier(stage=STAGE)
    return contents
