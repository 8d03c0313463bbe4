"""What is kept of a checked dossier beside its bytes: by whom sealed, when, which stages, and the way below."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any

from services.common.clock import day_of
from services.common.dossier import Verified
from services.common.dossier.sealing import MANIFEST


def verification_of(found: Verified, now: datetime) -> dict[str, Any]:
    """As JSON for the dossier's row. `below` begins with the sender and goes down the ladder."""
    record, manifest = found.contents.honour_record, found.manifest
    return {
        "key_id": found.key_id,
        "sha256": found.sha256,
        "manifest": MANIFEST,
        "chain": manifest.stages[-1].hash if manifest.stages else "",
        "sealed_at": manifest.created_at.isoformat(),
        "files": sum(len(stage.files) for stage in manifest.stages),
        "stages": [{"name": stage.name, "title": stage.title, "hash": stage.hash} for stage in manifest.stages],
        "levels": 1 + _depth(found),
        "honour_id": str(record.get("honour_id", "")),
        "number": str(record.get("number", "")),
        "below": list(_below(found)),
        "checked_at": now.isoformat(),
    }


def _depth(found: Verified) -> int:
    return max((1 + _depth(each) for each in found.prior), default=0)


def _below(found: Verified) -> Iterator[dict[str, Any]]:
    record, manifest = found.contents.honour_record, found.manifest
    yield {
        "tenant": manifest.from_tenant,
        "name": str(record.get("conferred_by", manifest.from_tenant)),
        "level": str(record.get("level", "")),
        "honour": manifest.honour,
        "number": str(record.get("number", "")),
        "conferred_on": _day(record.get("conferred_on")),
        "sent_on": day_of(manifest.created_at).isoformat(),
        "regulation_version": _number(record.get("regulation_version")),
        "way": [_step(each) for each in _list(record.get("way")) if isinstance(each, Mapping)],
    }
    for lower in found.prior:
        yield from _below(lower)


def _step(said: Mapping[str, Any]) -> dict[str, str]:
    return {"title": str(said.get("title", "")), "on": _day(said.get("on"))}


def _day(said: Any) -> str:
    """What another deployment signed may still be no day."""
    try:
        return date.fromisoformat(str(said)).isoformat()
    except ValueError:
        return ""


def _number(said: Any) -> int:
    return said if isinstance(said, int) else 0


def _list(said: Any) -> list[Any]:
    return said if isinstance(said, list) else []
