"""A dossier read back from its sealed bytes, checked again each time: nothing is shown that was not sealed."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import orjson
from sqlalchemy.orm import Session

from services.applications.models.dossier import DossierRow
from services.applications.queries.keys import trusted_keys
from services.common.dossier import DossierBroken, Verified, verify
from services.common.dossier.canonical import digest
from services.common.errors import DomainError, NotFound
from services.common.files import FileDamaged, FileKey, FileMissing, Store


@dataclass(frozen=True)
class Checked:
    """`found` where the file is whole, else `broken` with the stage that was touched."""

    found: Verified | None
    broken: DossierBroken | None


def sealed_bytes(store: Store, row: DossierRow) -> bytes:
    """The bytes as they lie there, damaged or not; empty when they are gone."""
    kept = bytearray()
    try:
        for part in store.stream(FileKey(row.tenant, row.sha256)):
            kept += part
    except FileDamaged:
        return bytes(kept)
    except FileMissing:
        return b""
    return bytes(kept)


def checked(session: Session, store: Store, row: DossierRow) -> Checked:
    """Verified from the store against the keys that are believed today."""
    blob = sealed_bytes(store, row)
    try:
        found = verify(blob, trusted=trusted_keys(session))
        if digest(blob) != row.sha256:
            raise DossierBroken("changed_wrapping")
    except DossierBroken as broken:
        return Checked(None, broken)
    return Checked(found, None)


def opened(session: Session, store: Store, row: DossierRow) -> Verified:
    """Raises DomainError dossier_broken: what does not verify is not shown as what was sealed."""
    outcome = checked(session, store, row)
    if outcome.found is None:
        raise DomainError("dossier_broken", why=outcome.broken.says if outcome.broken else "")
    return outcome.found


def at_depth(found: Verified, depth: int) -> Verified:
    """0 is the dossier itself, 1 the one sealed inside it. Raises NotFound."""
    for _step in range(depth):
        if not found.prior:
            raise NotFound("not_found")
        found = found.prior[0]
    return found


def levels(found: Verified) -> Iterator[Verified]:
    """The dossier and those sealed inside it, the outermost first."""
    yield found
    for lower in found.prior:
        yield from levels(lower)


def evidence_file(found: Verified, stage: str, file: str) -> tuple[bytes, Mapping[str, Any]]:
    """A sealed evidence file with its line of the list. Raises NotFound."""
    for each in found.contents.stages:
        if each.name == stage and file in each.files:
            listed = (orjson.loads(each.files.get(name, b"[]")) for name in ("evidence.json", "prints.json"))
            for line in (line for lines in listed for line in lines):
                if line["file"] == file:
                    return each.files[file], line
    raise NotFound("not_found")


def in_words(found: Verified, *, shown: bool = False) -> dict[str, Any]:
    """What a page or a program reads of one level: JSON files decoded, personal values masked unless `shown`."""
    manifest, contents = found.manifest, found.contents
    return {
        "dossier_id": manifest.dossier_id,
        "from_tenant": manifest.from_tenant,
        "to_tenant": manifest.to_tenant,
        "sealed_at": manifest.created_at,
        "honour": manifest.honour,
        "subject": {
            "kind": manifest.subject.kind,
            "name": manifest.subject.name,
            "employer": manifest.subject.employer,
        },
        "record": dict(contents.honour_record),
        "stages": [_stage(stage.name, stage.title, stage.files, shown) for stage in contents.stages],
        "log": [dict(entry) for entry in contents.log],
    }


def _stage(name: str, title: str, files: Mapping[str, bytes], shown: bool) -> dict[str, Any]:
    said = {key.removesuffix(".json"): _read(files[key]) for key in files if "/" not in key and key.endswith(".json")}
    if "form" in said and not shown:
        said["form"] = _masked(said["form"])
    return {"name": name, "title": title, **said}


def _read(content: bytes) -> Any:
    """What another deployment sealed under that name may be no JSON: shown as nothing."""
    try:
        return orjson.loads(content)
    except ValueError:
        return {}


def _masked(form: Mapping[str, Any]) -> dict[str, Any]:
    sections = [
        {**section, "fields": [_hidden(field) for field in section["fields"]]} for section in form.get("sections", ())
    ]
    return {**form, "sections": sections}


def _hidden(field: Mapping[str, Any]) -> dict[str, Any]:
    return {**field, "value": field["shown"]} if field.get("personal") else dict(field)
