"""The catalogue of words: gathered from the sources, merged into English, compiled, checked.

    python -m services.common.web.catalogue update | compile | check

`update` keeps what is translated and drops what is gone; `check` names every source string without English
and fails when the compiled file is older than the text.
"""

from __future__ import annotations

import io
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from services.common.web.i18n import TRANSLATIONS

SERVICES = Path(__file__).parents[2]
MAPPING = Path(__file__).with_name("babel.cfg")
ENGLISH = TRANSLATIONS / "en" / "LC_MESSAGES" / "messages.po"
KEYWORDS: dict[str, Any] = {
    **DEFAULT_KEYWORDS,
    "pattern": None,
    "_l": None,
    "lazy_gettext": None,
    "lazy_ngettext": (1, 2),
}
# Dates in the header would change the file at every run.
EPOCH = datetime(2026, 1, 1, tzinfo=UTC)


def _new_catalogue() -> Catalog:
    return _headed(Catalog(locale="en", project="pioneer", version="1", fuzzy=False))


def _headed(catalogue: Catalog) -> Catalog:
    """The header says nothing that changes from run to run, and invents no author."""
    catalogue.header_comment = "# English for the words of the pages. Made by catalogue.py; translate msgstr here."
    catalogue.creation_date = catalogue.revision_date = EPOCH
    catalogue.last_translator = catalogue.language_team = catalogue.msgid_bugs_address = ""
    return catalogue


def gather(root: Path = SERVICES) -> Catalog:
    """Every string in the sources under `root`, in order of the files."""
    with MAPPING.open(encoding="utf-8") as text:
        methods, options = parse_mapping_cfg(text, filename=str(MAPPING))  # type: ignore[no-untyped-call]
    found = _new_catalogue()
    for filename, line, message, comments, _context in extract_from_dir(str(root), methods, options, keywords=KEYWORDS):
        found.add(message, None, [(filename.replace("\\", "/"), line)], auto_comments=comments)
    return found


def read_english() -> Catalog:
    if not ENGLISH.exists():
        return _new_catalogue()
    with ENGLISH.open("rb") as text:
        return read_po(text, locale="en")


def update() -> Catalog:
    catalogue = read_english()
    catalogue.update(gather(), no_fuzzy_matching=True)
    catalogue.obsolete.clear()
    _headed(catalogue)
    ENGLISH.parent.mkdir(parents=True, exist_ok=True)
    with ENGLISH.open("wb") as text:
        write_po(text, catalogue, width=120, sort_output=True, no_location=True, omit_header=False)
    return catalogue


def compiled(catalogue: Catalog) -> bytes:
    made = io.BytesIO()
    write_mo(made, catalogue)
    return made.getvalue()


def compile_english() -> None:
    ENGLISH.with_suffix(".mo").write_bytes(compiled(read_english()))


def _is_translated(message: Message | None) -> bool:
    if message is None or message.fuzzy:
        return False
    return all(message.string) if isinstance(message.string, tuple | list) else bool(message.string)


def untranslated(sources: Catalog, english: Catalog) -> Iterator[str]:
    for message in sources:
        if message.id and not _is_translated(english.get(message.id)):
            singular = message.id if isinstance(message.id, str) else message.id[0]
            places = ", ".join(f"{path}:{line}" for path, line in message.locations[:2])
            yield f"{singular!r} ({places})"


def check() -> list[str]:
    english = read_english()
    faults = [f"no English for {one}" for one in untranslated(gather(), english)]
    mo = ENGLISH.with_suffix(".mo")
    if not mo.exists() or mo.read_bytes() != compiled(english):
        faults.append(f"{mo.name} is not what {ENGLISH.name} says: run compile")
    return faults


def main(words: list[str]) -> int:
    match words:
        case ["update"]:
            missing = list(untranslated(gather(), update()))
            print(f"{len(missing)} strings without English")
        case ["compile"]:
            compile_english()
        case ["check"]:
            faults = check()
            print("\n".join(faults))
            return 1 if faults else 0
        case _:
            print(__doc__)
            return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
