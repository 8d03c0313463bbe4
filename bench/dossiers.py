"""Sealing a dossier and verifying it whole, against hashing the same bytes once."""

import hashlib
import random
from collections.abc import Iterator

from bench.measure import Line, times
from services.common.dossier import Stage, seal, verify
from tests.unit.dossier.samples import COUNTY, KEYS, TRUSTED, a_county_dossier

MEBIBYTES = 8
LIMIT = "SHA-256 of its bytes"


def sealing() -> Iterator[Line]:
    """Eight files of a mebibyte that do not compress, as scans are."""
    chance = random.Random(1)
    files = {f"evidence/{number}.pdf": chance.randbytes(1024 * 1024) for number in range(MEBIBYTES)}
    contents = a_county_dossier(stages=(Stage("apply", "申报", files),))
    blob = seal(contents, KEYS[COUNTY])
    limit = times(lambda: hashlib.sha256(blob).digest(), rounds=30)
    sealed = times(lambda: seal(contents, KEYS[COUNTY]), rounds=20)
    yield Line(f"sealing a dossier of {MEBIBYTES} MiB", sealed, LIMIT, limit)
    yield Line("verifying it whole", times(lambda: verify(blob, trusted=TRUSTED), rounds=20), LIMIT, limit)
