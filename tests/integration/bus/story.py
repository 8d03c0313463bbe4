"""What happens to one county, as the services tell it: the directory, cases, honours, the worklist."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import uuid4

from google.protobuf.message import Message
from pioneer.identity.v1 import events_pb2 as identity
from pioneer.worklist.v1 import events_pb2 as worklist

from services.common.bus import Record, load_topics
from services.common.ids import new_id
from services.common.worklist import stamp
from tests.conftest import NOW
from tests.factories import a_code
from tests.integration.portal import honours, tasks

DIRECTORY = "identity.directory"


@dataclass(frozen=True)
class Told:
    """In the order in which it was told; `county` is whose it mostly is."""

    county: str
    records: list[Record]


def a_record(topic: str, tenant: str, key: str, said: Message) -> Record:
    headers = {
        "ce_id": str(new_id()),
        "ce_type": said.DESCRIPTOR.full_name,
        "ce_source": f"/pioneer/{load_topics()[topic].owner}",
        "ce_tenant": tenant,
        "ce_time": NOW.isoformat(),
    }
    return Record(topic, key, headers, said.SerializeToString())


def tell_all() -> Told:
    city, county = a_code(4), a_code(6)
    unit, person, grant, case, honour, task = (str(uuid4()) for _ in range(6))
    told = [
        *_directory(city, county, unit, person, grant),
        a_record(honours.TOPIC, county, case, honours.a_move("applied", "open", "review", case=case, when=later(0))),
        a_record(
            honours.TOPIC, county, case, honours.a_move("recommended", "open", "approve", case=case, when=later(1))
        ),
        a_record(honours.TOPIC, county, honour, honours.a_conferring(honour)),
        a_record(honours.DOSSIERS, county, case, honours.a_forwarding(case, city)),
        a_record(honours.TOPIC, county, honour, honours.a_reinspection(honour, "kept", "valid")),
        a_record(
            honours.TOPIC, county, "n", honours.a_notice("公示", "2025-10-01", "2025-10-10", notice_id=str(uuid4()))
        ),
        a_record(tasks.TOPIC, county, task, tasks.an_opening(task_id=task, unit_path=f"/{unit}/")),
        a_record(tasks.TOPIC, county, task, tasks.a_closing(task, at=later(3))),
        a_record(tasks.TOPIC, county, "m", _notification("subject-1")),
    ]
    return Told(county, told)


def later(hours: int) -> datetime:
    return NOW + timedelta(hours=hours)


def _notification(subject: str) -> worklist.NotificationRequested:
    return worklist.NotificationRequested(
        notification_id=str(uuid4()),
        audience=worklist.Audience(subject=subject),
        title="已公示",
        requested_at=stamp(NOW),
    )


def _directory(city: str, county: str, unit: str, person: str, grant: str) -> list[Record]:
    held = {"grant_id": grant, "subject": "subject-1", "person_id": person, "role": "reviewer", "org_unit_id": unit}
    held |= {"org_unit_path": f"/{unit}/", "valid_from": "2020-01-01"}
    said: list[tuple[str, str, Message]] = [
        (city, city, _tenant(city, "", "滁州市总工会", "city")),
        (county, county, _tenant(county, city, "来安县总工会", "county")),
        (county, unit, _unit(unit, "新安镇总工会")),
        (county, person, identity.PersonChanged(person_id=person, subject="subject-1", name="张素", email="")),
        (county, grant, identity.GrantChanged(**held)),
        (county, unit, _unit(unit, "新安镇工会联合会")),
        (county, grant, identity.GrantChanged(**held, revoked=True)),
        (county, grant, identity.GrantChanged(**held)),
    ]
    return [a_record(DIRECTORY, tenant, key, each) for tenant, key, each in said]


def _tenant(code: str, parent: str, name: str, level: str) -> identity.TenantChanged:
    return identity.TenantChanged(
        code=code, parent_code=parent, name=name, short_name=name, level=level, valid_from="2020-01-01"
    )


def _unit(id_: str, name: str) -> identity.OrgUnitChanged:
    return identity.OrgUnitChanged(
        org_unit_id=id_, path=f"/{id_}/", kind="township", name=name, valid_from="2020-01-01"
    )
