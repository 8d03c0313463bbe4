"""What is counted for whoever runs the site: cases by stage, running publicity, honours due."""

from datetime import datetime, timedelta

import pytest
from prometheus_client import REGISTRY
from sqlalchemy.exc import ProgrammingError

from services.applications.ticks.figures import count_cases
from services.common.clock import SettableClock
from tests.conftest import NOW
from tests.integration.applications.honour_world import HonourWorld, day

DUE = day(2026, 9, 27)


def shown(tenant: str, now: datetime) -> dict[str, float | None]:
    count_cases(SettableClock(now))
    ask = REGISTRY.get_sample_value
    return {
        "publicise": ask("pioneer_cases", {"tenant": tenant, "stage": "publicise"}),
        "confer": ask("pioneer_cases", {"tenant": tenant, "stage": "confer"}),
        "notices": ask("pioneer_running_publicity_notices", {"tenant": tenant}),
        "due": ask("pioneer_honours_due", {"tenant": tenant}),
    }


def test_cases_and_notices_are_counted_while_they_wait(honours: HonourWorld) -> None:
    assert shown(honours.tenant, NOW) == {"publicise": None, "confer": None, "notices": None, "due": None}
    honours.publicised(["焊接一班", "焊接二班"], now=NOW)

    assert shown(honours.tenant, NOW) == {"publicise": 2.0, "confer": None, "notices": 1.0, "due": None}


def test_an_honour_is_due_on_its_day(honours: HonourWorld) -> None:
    honours.conferred(["焊接二班"], now=NOW)

    assert shown(honours.tenant, DUE - timedelta(days=1))["due"] is None
    assert shown(honours.tenant, DUE) == {"publicise": None, "confer": None, "notices": None, "due": 1.0}


def test_the_workers_role_reads_no_name(honours: HonourWorld) -> None:
    honours.publicised(["焊接一班"], now=NOW)
    with pytest.raises(ProgrammingError, match="permission denied"):
        honours.world.db.across_tenants("select subject_name from application")
