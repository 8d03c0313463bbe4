import io
import json
import zipfile
from dataclasses import replace
from datetime import datetime

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from services.common.dossier import DossierBroken, Stage, generate_key, seal, verify
from services.common.dossier.keys import from_text
from tests.unit.dossier.samples import (
    CITY,
    COUNTY,
    KEYS,
    PROVINCE,
    TRUSTED,
    a_city_dossier,
    a_county_dossier,
    a_province_dossier,
)


def broken(blob, *, trusted=TRUSTED, **limits):
    with pytest.raises(DossierBroken) as refused:
        verify(blob, trusted=trusted, **limits)
    return refused.value


def facts(fault):
    return fault.code, fault.stage, fault.name, fault.within


def test_what_was_sealed_comes_back_whole():
    contents = a_county_dossier()

    verified = verify(seal(contents, KEYS[COUNTY]), trusted=TRUSTED)

    assert verified.contents == contents
    assert verified.key_id == KEYS[COUNTY].key_id
    assert [(stage.name, stage.title) for stage in verified.manifest.stages] == [
        ("apply", "申报"),
        ("review", "审核推荐"),
        ("assess", "考核评价"),
        ("record", "荣誉与日志"),
    ]
    assert [stage.before for stage in verified.manifest.stages] == [
        "",
        *(stage.hash for stage in verified.manifest.stages[:-1]),
    ]


def test_equal_contents_give_equal_bytes_whatever_the_order_of_files():
    files = {"b.json": b"2", "a.json": b"1"}
    one = a_county_dossier(stages=(Stage("apply", "申报", files),))
    two = a_county_dossier(stages=(Stage("apply", "申报", dict(reversed(files.items()))),))

    assert seal(one, KEYS[COUNTY]) == seal(two, KEYS[COUNTY])


def test_any_zip_program_opens_it_and_the_signature_is_plain_ed25519():
    with zipfile.ZipFile(io.BytesIO(seal(a_county_dossier(), KEYS[COUNTY]))) as archive:
        assert archive.testzip() is None
        assert archive.namelist() == [
            "honour.json",
            "log.jsonl",
            "manifest.json",
            "signature.json",
            "stages/01-apply/evidence/安全生产证明.pdf",
            "stages/01-apply/form.json",
            "stages/02-review/opinion.json",
            "stages/03-assess/scores.json",
        ]
        signature = from_text(json.loads(archive.read("signature.json"))["signature"])
        Ed25519PublicKey.from_public_bytes(KEYS[COUNTY].public.raw).verify(signature, archive.read("manifest.json"))


def test_the_lower_dossiers_are_read_through_three_levels():
    verified = verify(seal(a_province_dossier(), KEYS[PROVINCE]), trusted=TRUSTED)

    city = verified.prior[0]
    assert (city.contents, city.prior[0].contents) == (a_city_dossier(), a_county_dossier())


def test_a_key_that_is_not_trusted_is_refused():
    blob = seal(a_county_dossier(), KEYS[COUNTY])

    assert facts(broken(blob, trusted={})) == ("unknown_key", None, None, ())
    assert facts(broken(seal(a_county_dossier(), generate_key(COUNTY)))) == ("unknown_key", None, None, ())


def test_a_trusted_key_of_another_federation_cannot_sign_for_this_one():
    with pytest.raises(DossierBroken, match="wrong_signer"):
        seal(a_county_dossier(), KEYS[CITY])

    forged = seal(a_county_dossier(), replace(KEYS[CITY], tenant=COUNTY))
    assert facts(broken(forged)) == ("wrong_signer", None, None, ())
    posing = {KEYS[CITY].key_id: replace(KEYS[CITY].public, tenant="330522")}
    assert facts(broken(seal(a_county_dossier(from_tenant=CITY), KEYS[CITY]), trusted=posing)) == (
        "wrong_signer", None, None, (),
    )  # fmt: skip


def test_a_lower_dossier_that_was_sent_to_somebody_else_is_refused():
    strange = seal(a_county_dossier(to_tenant="3415"), KEYS[COUNTY])

    fault = broken(seal(a_city_dossier(prior=(strange,)), KEYS[CITY]))

    assert facts(fault) == ("wrong_ladder", "prior", "prior/01.dossier", ())


def test_a_lower_dossier_whose_key_is_unknown_is_named():
    known = {KEYS[CITY].key_id: KEYS[CITY].public}

    fault = broken(seal(a_city_dossier(), KEYS[CITY]), trusted=known)

    assert facts(fault) == ("unknown_key", "prior", None, ("prior/01.dossier",))
    assert fault.says == (
        "所附下级案卷 prior/01.dossier 中，封存所用的密钥不在信任名单上，请先向封存单位索取公钥并登记"
    )


def test_a_dossier_of_just_the_limit_is_read_and_one_byte_more_is_not():
    blob = seal(a_county_dossier(), KEYS[COUNTY])

    assert verify(blob, trusted=TRUSTED, limit=len(blob)).contents == a_county_dossier()
    assert broken(blob, limit=len(blob) - 1).code == "too_large"


def test_seven_levels_are_too_many_and_six_are_not():
    blob = seal(a_city_dossier(to_tenant=CITY, prior=()), KEYS[CITY])
    for _level in range(5):
        blob = seal(a_city_dossier(to_tenant=CITY, prior=(blob,)), KEYS[CITY])

    assert verify(blob, trusted=TRUSTED).contents.prior != ()
    assert broken(seal(a_city_dossier(to_tenant=CITY, prior=(blob,)), KEYS[CITY])).code == "too_large"


@pytest.mark.parametrize(
    "name", ["../form.json", "/form.json", "a//b", "a/./b", "a\\b", "a\x00b", "", "e\u0301.pdf", "a."]
)
def test_a_path_that_would_leave_its_folder_or_differ_elsewhere_cannot_be_sealed(name):
    with pytest.raises(DossierBroken, match="bad_path"):
        seal(a_county_dossier(stages=(Stage("apply", "申报", {name: b"x"}),)), KEYS[COUNTY])


def test_a_score_as_a_binary_fraction_cannot_be_sealed():
    with pytest.raises(TypeError, match="no floats"):
        seal(a_county_dossier(honour_record={"score": 96.5}), KEYS[COUNTY])


@pytest.mark.parametrize("changes", [{"created_at": datetime(2026, 10, 30)}, {"stages": (Stage("a", "", {}),) * 2}])
def test_contents_that_cannot_be_told_apart_are_refused(changes):
    with pytest.raises(ValueError, match="time zone|one name"):
        a_county_dossier(**changes)


@pytest.mark.parametrize("name", ["prior", "record", "Apply", "", "a b", "1st"])
def test_a_stage_name_is_latin_and_not_one_of_ours(name):
    with pytest.raises(ValueError, match="not a stage name"):
        Stage(name, "申报", {})
