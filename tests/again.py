"""`make again`: the files in which a test failed are played once more, whole, alone and one after the other.

A busy machine starves now and then what several workers do at once; what is broken fails alone too. Told loudly, and
refused where so much failed that it can't be the machine's doing (docs/adr/0017-a-second-try.md).
"""

import json
import sys
from pathlib import Path

import pytest

FAILED = Path(__file__).parents[1] / ".pytest_cache" / "v" / "cache" / "lastfailed"
FILES_AT_MOST = 12


def files_of(failed: dict[str, bool]) -> list[str]:
    """The files of pytest's note of what failed, each once."""
    return sorted({name.partition("::")[0] for name in failed})


def main() -> int:
    files = files_of(json.loads(FAILED.read_text(encoding="utf-8"))) if FAILED.exists() else []
    if not files or len(files) > FILES_AT_MOST:
        print(f"没有可重试的，或失败太多（{len(files)}） / nothing to play again, or too much failed", file=sys.stderr)
        return 1
    print(*(f"!!! TRIED TWICE {file}" for file in files), sep="\n", flush=True)
    return int(pytest.main(files))


if __name__ == "__main__":
    sys.exit(main())
