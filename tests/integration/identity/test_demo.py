import pytest
from sqlalchemy import text

from services.common import directory
from services.common.roles import SEPARATED, Role
from services.identity.demo import DEMO_PASSWORD, demo_people, load_demo
from services.identity.issuer import NotLoopback
from services.identity.issuer.accounts import sign_in
from services.identity.store import db
from tests.conftest import NOW, Services

ISSUER = "http://127.0.0.1:8440/identity/oidc"


def test_the_demo_loaded_twice_is_there_once(services: Services):
    services.of("identity")
    load_demo(NOW, issuer=ISSUER)
    again = load_demo(NOW, issuer=ISSUER)

    assert (again.federations, again.rows, again.regulations) == (0, 0, 0)
    with db.read("341122") as session:
        assert [each.code for each in directory.lineage(session, "341122")] == ["341122", "3411", "34", "00"]
        assert len(directory.holders_of(session, Role.CHAIR, on=NOW.date())) == 5
        assert [each.regulation_id for each in directory.regulations(session, on=NOW.date())] == [
            "laian-labour-medal", "laian-worker-pioneer",
        ]  # fmt: skip
        assert directory.calendar(session, around=NOW.date()).is_working(NOW.date().replace(month=9, day=28))
    assert sign_in(db, "laian.secretary1", DEMO_PASSWORD).is_demo


def test_in_the_demo_nobody_holds_two_separated_duties(services: Services):
    for person in demo_people():
        assert len(set(person.roles) & set(SEPARATED)) <= 1


def test_the_demo_is_refused_where_others_can_reach_it(services: Services):
    services.of("identity")
    with db.public() as session:
        before = session.scalar(text("select count(*) from tenant"))
    with pytest.raises(NotLoopback):
        load_demo(NOW, issuer="http://10.1.2.3:8440/identity/oidc")
    with db.public() as session:
        assert session.scalar(text("select count(*) from tenant")) == before


def test_one_assessor_works_where_the_main_applicant_does(services: Services):
    people = {each.username: each for each in demo_people()}

    assert people["laian.assessor3"].unit == people["laian.applicant.chudong"].unit == "安徽滁东轨道部件有限公司工会"
