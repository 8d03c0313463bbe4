"""What applications tells, as it tells it."""

from datetime import date, datetime
from typing import Any
from uuid import uuid4

from pioneer.applications.v1 import events_pb2 as applications

from services.common.clock import at
from services.common.worklist import stamp
from tests.conftest import NOW

TOPIC = "applications.cases"
DOSSIERS = "applications.dossiers"
HONOUR = "工人先锋号"


def a_move(
    action: str, status: str, stage: str, *, case: str, year: int = 2025, when: datetime = NOW, **more: Any
) -> applications.ApplicationMoved:
    values: dict[str, Any] = {"honour": HONOUR, "level": "county", "subject_name": "装配二班", **more}
    return applications.ApplicationMoved(
        application_id=case, action=action, status=status, to_stage=stage, year=year, moved_at=stamp(when), **values
    )


def a_conferring(
    honour_id: str = "", *, name: str = "皖东智能装备有限公司 装配二班", on: date = date(2025, 12, 19), **more: Any
) -> applications.HonourConferred:
    values: dict[str, Any] = {
        "honour": HONOUR,
        "level": "county",
        "number": "来工先〔2025〕018 号",
        "plaque_number": "来工匾〔2025〕018 号",
        "application_id": str(uuid4()),
        "year": 2025,
        "url": "",
        **more,
    }
    return applications.HonourConferred(
        honour_id=honour_id or str(uuid4()), subject_name=name, conferred_on=on.isoformat(), **values
    )


def a_reinspection(
    honour_id: str, outcome: str, standing: str, *, year: int = 2026, on: date = date(2026, 12, 1), rectify_by: str = ""
) -> applications.HonourReinspected:
    return applications.HonourReinspected(
        honour_id=honour_id,
        year=year,
        outcome=outcome,
        standing=standing,
        rectify_by=rectify_by,
        reinspected_at=stamp(at(on)),
    )


def a_revocation(honour_id: str, *, on: date = date(2027, 3, 1)) -> applications.HonourRevoked:
    return applications.HonourRevoked(honour_id=honour_id, ground="整改到期仍不合格", revoked_on=on.isoformat())


def a_notice(
    title: str, starts: str, ends: str, *, notice_id: str = "", status: str = "running"
) -> applications.PublicityChanged:
    return applications.PublicityChanged(
        notice_id=notice_id or str(uuid4()),
        title=title,
        status=status,
        starts_on=starts,
        ends_on=ends,
        url="/applications/341122/public/notices/1",
    )


def a_forwarding(case: str, to: str, *, when: datetime = NOW) -> applications.DossierForwarded:
    return applications.DossierForwarded(
        dossier_id=str(uuid4()), application_id=case, honour=HONOUR, to_tenant=to, forwarded_at=stamp(when)
    )
