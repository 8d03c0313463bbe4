"""The pages of forwarding and of sealed files, as the secretary, the chair and the level above meet them."""

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from services.applications.domain.honour import Honour
from services.common.clock import SettableClock
from services.common.dossier import generate_key
from services.common.roles import Role
from tests import issuer
from tests.conftest import NOW
from tests.factories import Who
from tests.integration.applications.honour_world import HonourWorld
from tests.integration.applications.ladder_world import Ladder, a_ladder
from tests.pages import Page, PageClient

LATER = NOW + timedelta(days=14)


class Desks:
    """The same site at every level, whoever sits at it."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        app.config["WTF_CSRF_ENABLED"] = False
        self._clients: dict[str, PageClient] = {}

    def _of(self, who: Who) -> PageClient:
        if who.subject not in self._clients:
            self._clients[who.subject] = PageClient(self.app, headers=issuer.bearer(who.subject, name=who.name))
        return self._clients[who.subject]

    def get(self, who: Who, path: str, expect: int = 200) -> Page:
        return self._of(who).get(f"/applications/{who.tenant}{path}", expect)

    def send(self, who: Who, page: Page, action: str, *, expect: int = 200, **fields: Any) -> Page:
        return self._of(who).submit(page, f"/applications/{who.tenant}{action}", expect=expect, **fields)


@pytest.fixture
def desks(case_app: Flask) -> Desks:
    return Desks(case_app)


@pytest.fixture
def ladder(honours: HonourWorld, clock: SettableClock) -> Ladder:
    clock.set(LATER)
    return a_ladder(honours)


@pytest.fixture
def honour(ladder: Ladder) -> Honour:
    return ladder.honours.conferred(["焊接二班"], now=NOW)[0]


def test_the_secretary_picks_and_seals(desks: Desks, ladder: Ladder, honour: Honour) -> None:
    who = ladder.people[ladder.county]
    page = desks.get(who, "/forwarding")
    assert page.h1 == "有 1 个荣誉可以向上推荐"
    assert "报送到滁州市总工会 · 复查合格的优先 · 一次报送一个" in page.text

    sent = desks.send(who, page, "/forwarding")

    assert sent.h1 == "封存案卷：滁东轨道部件有限公司 焊接二班"
    assert "核验通过：无改动" in sent.text
    again = desks.get(who, "/forwarding")
    assert again.h1 == "现在没有可以向上推荐的荣誉"
    assert "这项荣誉已经报送，不能重复报送。" in again.text
    listed = desks.get(who, "/dossiers?direction=sent")
    assert "已报送，待核验" in listed.text
    assert "没有" not in desks.get(who, "/dossiers?direction=received").h1


def test_the_city_reads_the_dossier_and_sends_it_back(desks: Desks, ladder: Ladder, honour: Honour) -> None:
    dossier = ladder.forward(honour, now=LATER)
    case = ladder.deliver_forwarded(ladder.county, now=LATER)
    assert case is not None
    who = ladder.people[ladder.city.code]
    page = desks.get(who, f"/dossiers/{dossier}")
    for words in ("来安县总工会", "考核分 96.00", "孟*山", "工人先锋号", "镇乡、主管局工会审核推荐", "没有"):
        assert words in page.text
    assert "13800006207" not in page.text
    evidence = [str(a["href"]) for a in page.select("main .evid a")]
    assert len(evidence) == 7
    file = desks._of(who).client.get(evidence[0], headers=issuer.bearer(who.subject, name=who.name))
    assert (file.status_code, file.content_type) == (200, "application/pdf")

    refused = desks.send(who, page, f"/dossiers/{dossier}/return", expect=409, reason=" ")
    assert refused.faults == {"reason": "请写明理由，例如缺少哪份材料、依据哪条规定。"}
    done = desks.send(who, refused, f"/dossiers/{dossier}/return", reason="请补充安全生产证明。")
    assert "退回" in done.text
    ladder.deliver_decisions(ladder.city.code, now=LATER)
    below = desks.get(ladder.people[ladder.county], f"/dossiers/{dossier}")
    assert "滁州市总工会 退回 ：请补充安全生产证明。" in below.text
    assert desks.get(ladder.people[ladder.county], "/forwarding").h1 == "有 1 个荣誉可以向上推荐"


def test_verifying_again_tells_a_changed_byte(desks: Desks, ladder: Ladder, honour: Honour) -> None:
    dossier = ladder.forward(honour, now=LATER)
    ladder.deliver_forwarded(ladder.county, now=LATER)
    who = ladder.people[ladder.city.code]
    page = desks.get(who, f"/dossiers/{dossier}")
    whole = desks.send(who, page, f"/dossiers/{dossier}/verification")
    assert "重新核验通过：封存文件无改动" in whole.soup.get_text()

    ladder.touch(ladder.city.code, ladder.dossier(ladder.city.code, dossier).sha256, "同意推荐".encode())
    broken = desks.get(who, f"/dossiers/{dossier}")

    assert "核验不通过" in broken.text
    assert "“镇乡、主管局工会审核推荐”环节" in broken.text
    assert "来安县总工会于" not in broken.text


def test_the_case_shows_the_way_below_and_above(desks: Desks, ladder: Ladder, honour: Honour) -> None:
    ladder.forward(honour, now=LATER)
    case = ladder.deliver_forwarded(ladder.county, now=LATER)
    assert case is not None
    ladder.deliver_decisions(ladder.city.code, now=LATER)

    below = desks.get(ladder.people[ladder.county], f"/cases/{honour.application_id}")
    assert [li["class"] for li in below.select(".rungs > li")] == [["is-sealed"], ["is-here"], ["is-next"], ["is-next"]]
    above = desks.get(ladder.people[ladder.city.code], f"/cases/{case.id}")
    assert [li["class"] for li in above.select(".rungs > li")] == [["is-sealed"], ["is-here"], ["is-next"], ["is-next"]]
    assert f"/applications/{ladder.city.code}/dossiers/{case.dossier_id}" in above.links().values()


def test_an_exception_is_decided_by_another(desks: Desks, ladder: Ladder, honour: Honour) -> None:
    who, chair = ladder.people[ladder.county], ladder.honours.chairs[0]
    page = desks.get(who, "/forwarding")
    refused = desks.send(who, page, "/forwarding/exceptions", expect=409, reason="抢险立功", basis="")
    assert "请写明破格的理由和依据。" in refused.text
    asked = desks.send(who, refused, "/forwarding/exceptions", reason="抢险立功", basis="通报第 3 号")
    assert "等待主席办公会成员核定" in asked.text
    path = asked.url.partition(who.tenant)[2]

    decided = desks.send(chair, desks.get(chair, path), path, agreed="yes")

    assert "已核定同意" in decided.text
    assert "按破格报送" in desks.get(who, "/forwarding").text


def test_the_security_admin_keeps_foreign_keys(desks: Desks, ladder: Ladder) -> None:
    admin = ladder.honours.world.place.person("唐守正", Role.SECURITY_ADMIN)
    page = desks.get(admin, "/dossiers/keys")
    refused = desks.send(admin, page, "/dossiers/keys", expect=422, title="全国总工会", key="{}")
    assert list(refused.faults) == ["key"]
    key = generate_key("000000").public.to_json()
    done = desks.send(admin, refused, "/dossiers/keys", title="外省总工会", key=key)
    assert "外省总工会" in done.text
    ours = generate_key(ladder.city.code).public.to_json()
    refused = desks.send(admin, done, "/dossiers/keys", expect=422, title="滁州市总工会", key=ours)
    assert refused.faults["key"].startswith("这是本平台内单位的公钥")
