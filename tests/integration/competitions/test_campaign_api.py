"""The same by programs: published, shared out, reported with an uploaded file, refused with the code."""

from __future__ import annotations

import io
from datetime import date
from typing import Any

import pytest

from services.common.clock import SettableClock
from tests.factories import Who
from tests.integration.competitions.campaign_world import PICTURE, Federations


@pytest.fixture
def federations(databases: Any, clock: SettableClock) -> Federations:
    return Federations(databases.of("competitions"), clock)


def test_a_program_goes_the_whole_way(federations: Federations, services: Any) -> None:
    federations.on(date(2012, 3, 5))
    province = federations.add("province", name="陕西省总工会")
    city = federations.add("city", province.code, "安康市总工会")
    federations.rules(province, "shaanxi-campaign")
    clerk, below = federations.clerks[province.code], federations.clerks[city.code]
    client = services.client("competitions")
    root = f"/api/v1/tenants/{province.code}/competitions/campaigns"
    own = f"/api/v1/tenants/{city.code}/competitions/campaigns"

    def seen(who: Who, path: str) -> dict[str, str]:
        """With the version that the campaign has."""
        return who.headers | {"If-Match": client.get(path, headers=who.headers).headers["ETag"]}

    said = {"regulation": "shaanxi-campaign", "campaign": "plan-2012"}
    made = client.post(root, json=said, headers=clerk.headers)
    assert made.status_code == 201, made.json
    id_ = made.json["id"]
    again = client.post(root, json=said, headers=clerk.headers)
    assert (again.status_code, again.json["code"]) == (409, "campaign_published")
    federations.settle()
    shared = client.post(
        f"{root}/{id_}/targets/new_unions/shares",
        json={"amounts": {city.code: "11960"}},
        headers=seen(clerk, f"{root}/{id_}"),
    )
    assert shared.status_code == 204
    federations.settle()
    stale = client.post(
        f"{root}/{id_}/targets/new_unions/shares",
        json={"amounts": {city.code: "1"}},
        headers=clerk.headers | {"If-Match": '"1"'},
    )
    assert stale.status_code == 412
    lowered = client.post(
        f"{own}/{id_}/targets/new_unions/share", json={"amount": "11959"}, headers=seen(below, f"{own}/{id_}")
    )
    assert (lowered.status_code, lowered.json["code"]) == (409, "share_not_lowered")
    assert client.post(f"{own}/{id_}/targets/new_unions/share", json={"amount": "11960"}, headers=seen(below, f"{own}/{id_}")).status_code == 204  # fmt: skip

    federations.on(date(2012, 6, 30))
    file = client.post(f"{own}/{id_}/files", data={"file": (io.BytesIO(PICTURE), "报表.png")}, headers=below.headers)
    figure = {"amount": "6000", "as_of": "2012-06-30", "files": [file.json["sha256"]]}
    told = client.post(f"{own}/{id_}/targets/new_unions/figures", json=figure, headers=below.headers)
    assert told.status_code == 201, told.json
    unknown = client.post(
        f"{own}/{id_}/targets/new_unions/figures",
        json={"amount": "1", "as_of": "2012-06-29", "files": ["0" * 64]},
        headers=below.headers,
    )
    assert (unknown.status_code, unknown.json["code"]) == (422, "file_to_report")
    federations.settle()
    (target,) = [
        each
        for each in client.get(f"{root}/{id_}", headers=clerk.headers).json["targets"]
        if each["id"] == "new_unions"
    ]
    assert (target["whole"]["amount"], target["whole"]["state"], target["whole"]["lacking"]) == (
        "6000", "on_the_way", "5960",
    )  # fmt: skip
    assert target["shares"] == {"goal": "11960", "taken": "11960", "short": "0"}
    assert [(each["body"], each["offered"], each["taken"]) for each in target["bodies"]] == [
        (city.code, "11960", "11960")
    ]
    listed = client.get(own, headers=below.headers).json["rows"]
    assert [(each["id"], each["from_tenant"]) for each in listed] == [(id_, province.code)]
