from __future__ import annotations

from pathlib import Path

import pytest

from services.common.regulation import Form, Programme, Regulation, Sheet, read

REGULATIONS = Path(__file__).parents[3] / "regulations"


@pytest.fixture(scope="session")
def laian() -> Regulation:
    checked = read((REGULATIONS / "laian-worker-pioneer.yaml").read_text(encoding="utf-8"))
    assert checked.faults == ()
    assert checked.regulation is not None
    return checked.regulation


@pytest.fixture(scope="session")
def form_1(laian: Regulation) -> Form:
    return laian.forms["worker-pioneer-application"]


@pytest.fixture(scope="session")
def form_3(laian: Regulation) -> Sheet:
    return laian.sheets["four-level-2018"]


@pytest.fixture(scope="session")
def county(laian: Regulation) -> Programme:
    return laian.programmes["worker-pioneer"]
