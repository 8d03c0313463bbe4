"""Stages, manifest and signature: what dossiers and decisions have in common.

    manifest.json   {"format", "kind", "head": {…}, "stages": [{"name", "title", "before", "hash", "files": […]}]}
    signature.json  {"algorithm", "key_id", "tenant", "signature"} over the bytes of manifest.json

A stage's hash covers its name, title, files and the hash of the stage before, so a chain ends in the last stage's hash.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

import orjson

from services.common.dossier.broken import DossierBroken, not_a_dossier
from services.common.dossier.canonical import canonical, digest
from services.common.dossier.container import pack, unpack
from services.common.dossier.keys import PublicKey, SigningKey, from_text, to_text

FORMAT: Final = 1
MANIFEST, SIGNATURE = "manifest.json", "signature.json"
BYTES_AT_MOST: Final = 512 * 1024 * 1024


@dataclass(frozen=True)
class FileEntry:
    """A file as the manifest names it: its full path in the zip."""

    name: str
    size: int
    sha256: str


@dataclass(frozen=True)
class StageEntry:
    """A stage as the manifest names it; `before` is the hash of the stage before, empty for the first."""

    name: str
    title: str
    files: tuple[FileEntry, ...]
    before: str
    hash: str


@dataclass(frozen=True)
class StageFiles:
    """A stage with the bytes of its files by full path."""

    name: str
    title: str
    files: Mapping[str, bytes]


@dataclass(frozen=True)
class Opened:
    """A sealed file whose signature, chain and every byte were checked."""

    head: Mapping[str, Any]
    stages: tuple[StageEntry, ...]
    files: Mapping[str, bytes]
    key_id: str
    tenant: str
    sha256: str


def close(kind: str, head: Mapping[str, Any], stages: Iterable[StageFiles], key: SigningKey) -> bytes:
    """Seal: the same contents and key give the same bytes (Ed25519 signs without chance)."""
    given = tuple(stages)
    manifest = canonical({"format": FORMAT, "head": head, "kind": kind, "stages": _as_json(_chained(given))})
    signature = {
        "algorithm": "Ed25519",
        "key_id": key.key_id,
        "signature": to_text(key.sign(manifest)),
        "tenant": key.tenant,
    }
    files = {MANIFEST: manifest, SIGNATURE: canonical(signature)}
    for stage in given:
        for name, content in stage.files.items():
            if name in files:
                raise DossierBroken("duplicate_file", stage.name, name, title=stage.title)
            files[name] = content
    return pack(files)


def open_sealed(blob: bytes, kind: str, trusted: Mapping[str, PublicKey], *, limit: int = BYTES_AT_MOST) -> Opened:
    """Check everything that a sealed file claims about itself, or raise DossierBroken."""
    if len(blob) > limit:
        raise DossierBroken("too_large")
    files = unpack(blob)
    for name in (MANIFEST, SIGNATURE):
        if name not in files:
            raise DossierBroken("missing_file", name=name)
    key = _signer(files, trusted)
    manifest, stages = _manifest(files[MANIFEST])
    if manifest["kind"] != kind:
        raise DossierBroken("wrong_kind")
    _check_chain(stages)
    _check_files(stages, files)
    if pack(files) != blob:
        raise DossierBroken("changed_wrapping")
    return Opened(manifest["head"], stages, files, key.key_id, key.tenant, digest(blob))


def _chained(stages: Iterable[StageFiles]) -> tuple[StageEntry, ...]:
    entries: list[StageEntry] = []
    for stage in stages:
        files = tuple(
            FileEntry(name, len(stage.files[name]), digest(stage.files[name])) for name in sorted(stage.files)
        )
        before = entries[-1].hash if entries else ""
        entries.append(
            StageEntry(stage.name, stage.title, files, before, _stage_hash(stage.name, stage.title, files, before))
        )
    return tuple(entries)


def _stage_hash(name: str, title: str, files: tuple[FileEntry, ...], before: str) -> str:
    return digest(canonical({"before": before, "files": _files_as_json(files), "name": name, "title": title}))


def _files_as_json(files: Iterable[FileEntry]) -> list[dict[str, Any]]:
    return [{"name": file.name, "sha256": file.sha256, "size": file.size} for file in files]


def _as_json(stages: Iterable[StageEntry]) -> list[dict[str, Any]]:
    return [
        {
            "before": stage.before,
            "files": _files_as_json(stage.files),
            "hash": stage.hash,
            "name": stage.name,
            "title": stage.title,
        }
        for stage in stages
    ]


def _signer(files: Mapping[str, bytes], trusted: Mapping[str, PublicKey]) -> PublicKey:
    try:
        known = orjson.loads(files[SIGNATURE])
        signature = from_text(known["signature"])
        key_id, tenant, algorithm = known["key_id"], known["tenant"], known["algorithm"]
    except (ValueError, KeyError, TypeError) as fault:
        raise DossierBroken("bad_signature") from fault
    key = trusted.get(key_id) if isinstance(key_id, str) else None
    if key is None:
        raise DossierBroken("unknown_key")
    if tenant != key.tenant:
        raise DossierBroken("wrong_signer")
    if algorithm != "Ed25519" or not key.accepts(signature, files[MANIFEST]):
        raise _where_the_manifest_broke(files[MANIFEST])
    return key


def _where_the_manifest_broke(manifest: bytes) -> DossierBroken:
    """A changed manifest has no valid signature; its chain may still tell which stage was touched."""
    try:
        _known, stages = _manifest(manifest)
        _check_chain(stages)
    except DossierBroken as fault:
        return DossierBroken("bad_signature", fault.stage, title=fault.title)
    return DossierBroken("bad_signature")


def _manifest(content: bytes) -> tuple[dict[str, Any], tuple[StageEntry, ...]]:
    try:
        known = orjson.loads(content)
        version = known["format"]
        if version != FORMAT:
            raise DossierBroken("unknown_format")
        stages = tuple(_stage_entry(stage) for stage in known["stages"])
        whole = {"format": FORMAT, "head": dict(known["head"]), "kind": str(known["kind"]), "stages": _as_json(stages)}
        if canonical(whole) != content:
            raise not_a_dossier()
    except (ValueError, KeyError, TypeError) as fault:
        raise not_a_dossier() from fault
    return whole, stages


def _stage_entry(known: Mapping[str, Any]) -> StageEntry:
    files = tuple(FileEntry(str(file["name"]), int(file["size"]), str(file["sha256"])) for file in known["files"])
    return StageEntry(str(known["name"]), str(known["title"]), files, str(known["before"]), str(known["hash"]))


def _check_chain(stages: tuple[StageEntry, ...]) -> None:
    before = ""
    for stage in stages:
        if stage.before != before or stage.hash != _stage_hash(stage.name, stage.title, stage.files, before):
            raise DossierBroken("chain_broken", stage.name, title=stage.title)
        before = stage.hash


def _check_files(stages: tuple[StageEntry, ...], files: Mapping[str, bytes]) -> None:
    known = {MANIFEST, SIGNATURE}
    for stage in stages:
        for entry in stage.files:
            known.add(entry.name)
            if entry.name not in files:
                raise DossierBroken("missing_file", stage.name, entry.name, title=stage.title)
            content = files[entry.name]
            if len(content) != entry.size or digest(content) != entry.sha256:
                raise DossierBroken("changed_file", stage.name, entry.name, title=stage.title)
    for name in sorted(files.keys() - known):
        raise DossierBroken("extra_file", _stage_of(name, stages), name)


def _stage_of(name: str, stages: tuple[StageEntry, ...]) -> str | None:
    """The stage in whose folder a stray file lies, if any."""
    folder = name.rpartition("/")[0]
    return next(
        (stage.name for stage in stages for file in stage.files if file.name.rpartition("/")[0] == folder), None
    )
