"""An application and its rules, for the tests of the pure domain."""

from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any
from uuid import UUID

from services.applications.domain import Application, begin
from services.applications.domain.case_rules import CaseRules
from services.common.regulation import Regulation, read

NOW = datetime(2025, 9, 15, 2, 0, tzinfo=UTC)
ID = UUID("00000000-0000-7000-8000-000000000001")
REGULATIONS = Path(__file__).parents[3] / "regulations"


@cache
def regulation(file: str) -> Regulation:
    found = read((REGULATIONS / file).read_text(encoding="utf-8")).regulation
    assert found is not None
    return found


def rules(file: str = "laian-worker-pioneer.yaml", programme: str = "worker-pioneer", **changes: Any) -> CaseRules:
    found = regulation(file)
    return CaseRules(found, 1, replace(found.programmes[programme], **changes))


def an_application(**changes: Any) -> Application:
    case = begin(
        rules().programme,
        id=ID,
        tenant="341122",
        year=2025,
        regulation_id="laian-worker-pioneer",
        regulation_version=1,
        subject_name="焊接一班",
        employer_name="滁东轨道部件有限公司",
        union_path="/a/b/",
        created_by="s-1",
        created_at=NOW,
    )
    return replace(case, **changes)
