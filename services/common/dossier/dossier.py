"""Seal and verify a dossier.

prior/01.dossier            the lower level's sealed file, whole     stage prior
stages/01-apply/form.json   a stage's files                          stage apply, …
honour.json, log.jsonl      the conferring, the log                  stage record
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

import orjson

from services.common.dossier.broken import DossierBroken, not_a_dossier
from services.common.dossier.canonical import canonical
from services.common.dossier.container import unpack
from services.common.dossier.contents import DossierContents, Stage, Subject
from services.common.dossier.keys import PublicKey, SigningKey
from services.common.dossier.logchain import read_log, write_log
from services.common.dossier.sealing import BYTES_AT_MOST, Opened, StageEntry, StageFiles, close, open_sealed

KIND: Final = "dossier"
LEVELS_AT_MOST: Final = 6
HONOUR, LOG = "honour.json", "log.jsonl"


@dataclass(frozen=True)
class Manifest:
    """The table of contents that was signed."""

    dossier_id: str
    from_tenant: str
    to_tenant: str
    created_at: datetime
    honour: str
    subject: Subject
    stages: tuple[StageEntry, ...]


@dataclass(frozen=True)
class Verified:
    """A dossier that was checked whole, with the lower ones in it. `sha256` is of the sealed file itself."""

    manifest: Manifest
    contents: DossierContents
    key_id: str
    sha256: str
    prior: tuple[Verified, ...]


def seal(contents: DossierContents, key: SigningKey) -> bytes:
    """The sealed file. The key must be the forwarding tenant's."""
    if key.tenant != contents.from_tenant:
        raise DossierBroken("wrong_signer")
    return close(KIND, _head(contents), _stage_files(contents), key)


def verify(blob: bytes, *, trusted: Mapping[str, PublicKey], limit: int = BYTES_AT_MOST) -> Verified:
    """Check a sealed file whole, the nested ones too, or raise DossierBroken."""
    return _verify(blob, trusted, limit, LEVELS_AT_MOST)


def _verify(blob: bytes, trusted: Mapping[str, PublicKey], limit: int, levels: int) -> Verified:
    if levels == 0:
        raise DossierBroken("too_large")
    try:
        opened = open_sealed(blob, KIND, trusted, limit=limit)
    except DossierBroken as fault:
        raise _deeper(fault, blob, trusted, limit, levels) from fault
    contents = _contents(opened)
    if opened.tenant != contents.from_tenant:
        raise DossierBroken("wrong_signer")
    prior = tuple(_nested(number, contents, trusted, limit, levels) for number in range(len(contents.prior)))
    manifest = Manifest(
        contents.dossier_id,
        contents.from_tenant,
        contents.to_tenant,
        contents.created_at,
        contents.honour,
        contents.subject,
        opened.stages,
    )
    return Verified(manifest, contents, opened.key_id, opened.sha256, prior)


def _nested(
    number: int, contents: DossierContents, trusted: Mapping[str, PublicKey], limit: int, levels: int
) -> Verified:
    name = _prior_name(number)
    try:
        nested = _verify(contents.prior[number], trusted, limit, levels - 1)
    except DossierBroken as fault:
        raise fault.inside(name) from fault
    if nested.manifest.to_tenant != contents.from_tenant:
        raise DossierBroken("wrong_ladder", "prior", name)
    return nested


def _deeper(
    fault: DossierBroken, blob: bytes, trusted: Mapping[str, PublicKey], limit: int, levels: int
) -> DossierBroken:
    """When a lower dossier's bytes changed, ask that dossier which of its own stages it was."""
    if fault.code != "changed_file" or fault.stage != "prior" or fault.name is None:
        return fault
    try:
        _verify(unpack(blob)[fault.name], trusted, limit, levels - 1)
    except DossierBroken as inner:
        return inner.inside(fault.name)
    return fault


def _head(contents: DossierContents) -> dict[str, Any]:
    subject = contents.subject
    return {
        "created_at": contents.created_at.isoformat(),
        "dossier_id": contents.dossier_id,
        "from_tenant": contents.from_tenant,
        "honour": contents.honour,
        "subject": {
            "employer": subject.employer,
            "kind": subject.kind,
            "name": subject.name,
            "subject_id": subject.subject_id,
        },
        "to_tenant": contents.to_tenant,
    }


def _prior_name(number: int) -> str:
    return f"prior/{number + 1:02d}.dossier"


def _folder(number: int, stage_name: str) -> str:
    return f"stages/{number + 1:02d}-{stage_name}/"


def _stage_files(contents: DossierContents) -> Iterator[StageFiles]:
    if contents.prior:
        yield StageFiles("prior", "下级案卷", {_prior_name(n): blob for n, blob in enumerate(contents.prior)})
    for number, stage in enumerate(contents.stages):
        folder = _folder(number, stage.name)
        yield StageFiles(stage.name, stage.title, {folder + name: content for name, content in stage.files.items()})
    record = {HONOUR: canonical(contents.honour_record), LOG: write_log(contents.log)}
    yield StageFiles("record", "荣誉与日志", record)


def _contents(opened: Opened) -> DossierContents:
    """The contents that were sealed. What a trusted key signed may still be malformed: refused as not_a_dossier."""
    head = opened.head
    try:
        contents = DossierContents(
            dossier_id=str(head["dossier_id"]),
            from_tenant=str(head["from_tenant"]),
            to_tenant=str(head["to_tenant"]),
            created_at=datetime.fromisoformat(head["created_at"]),
            honour=str(head["honour"]),
            subject=Subject(**head["subject"]),
            stages=tuple(_stages(opened)),
            honour_record=dict(orjson.loads(opened.files[HONOUR])),
            log=read_log(opened.files[LOG]),
            prior=tuple(
                opened.files[file.name] for stage in opened.stages if stage.name == "prior" for file in stage.files
            ),
        )
    except (KeyError, TypeError, ValueError) as fault:
        raise not_a_dossier() from fault
    if _head(contents) != head or _paths(_stage_files(contents)) != _paths(opened.stages):
        raise not_a_dossier()
    return contents


def _paths(stages: Iterable[StageFiles | StageEntry]) -> list[tuple[str, list[str]]]:
    """Where everything lies, stage by stage: a signed file in a place that sealing would not choose is refused."""
    found = []
    for stage in stages:
        names = list(stage.files) if isinstance(stage, StageFiles) else [file.name for file in stage.files]
        found.append((stage.name, sorted(names)))
    return found


def _stages(opened: Opened) -> Iterator[Stage]:
    own = [stage for stage in opened.stages if stage.name not in ("prior", "record")]
    for number, stage in enumerate(own):
        folder = _folder(number, stage.name)
        if any(not file.name.startswith(folder) for file in stage.files):
            raise not_a_dossier(stage=stage.name)
        yield Stage(stage.name, stage.title, {f.name.removeprefix(folder): opened.files[f.name] for f in stage.files})
