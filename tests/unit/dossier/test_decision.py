import json
from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from services.common.dossier import DecisionContents, DossierBroken, Outcome, read_decision, seal, seal_decision
from services.common.dossier.container import pack, unpack
from services.common.dossier.sealing import StageFiles, close
from tests.unit.dossier.samples import CITY, COUNTY, KEYS, TRUSTED, a_county_dossier

DECISION = DecisionContents(
    decision_id="R-3411-0003",
    dossier_id="D-341122-0031",
    dossier_sha256="ab" * 32,
    from_tenant=CITY,
    to_tenant=COUNTY,
    decided_at=datetime(2026, 12, 20, 10, 0, tzinfo=ZoneInfo("Asia/Shanghai")),
    outcome=Outcome.CONFERRED,
    reason="考核 95.00 分，主席办公会审议通过",
    record={"number": "滁工先〔2026〕003 号"},
    files={"会议纪要.pdf": b"%PDF-"},
)


def broken(blob):
    with pytest.raises(DossierBroken) as refused:
        read_decision(blob, trusted=TRUSTED)
    return refused.value


def test_a_decision_comes_back_down_whole():
    read = read_decision(seal_decision(DECISION, KEYS[CITY]), trusted=TRUSTED)

    assert (read.contents, read.key_id) == (DECISION, KEYS[CITY].key_id)


def test_each_changed_byte_of_a_decision_is_refused():
    blob = seal_decision(DECISION, KEYS[CITY])

    for at in range(len(blob)):
        broken(blob[:at] + bytes([blob[at] ^ 0x20]) + blob[at + 1 :])


def test_a_changed_attachment_is_named():
    files = unpack(seal_decision(DECISION, KEYS[CITY]))
    files["decision/会议纪要.pdf"] = b"%PDF!"

    fault = broken(pack(files))

    assert (fault.code, fault.stage, fault.name) == ("changed_file", "decision", "decision/会议纪要.pdf")


def test_a_lower_level_cannot_decide_for_the_upper():
    with pytest.raises(DossierBroken, match="wrong_signer"):
        seal_decision(DECISION, KEYS[COUNTY])

    head = json.loads(unpack(seal_decision(DECISION, KEYS[CITY]))["manifest.json"])["head"]
    forged = close("decision", head, [StageFiles("decision", "决定", {"decision.json": b"{}"})], KEYS[COUNTY])
    assert broken(forged).code == "wrong_signer"


def test_a_dossier_is_not_a_decision():
    assert broken(seal(a_county_dossier(), KEYS[COUNTY])).code == "wrong_kind"


@pytest.mark.parametrize("change", [{"outcome": "maybe"}, {"more": "1"}, {"decided_at": "yesterday"}])
def test_a_signed_decision_out_of_shape_is_refused(change):
    head = json.loads(unpack(seal_decision(DECISION, KEYS[CITY]))["manifest.json"])["head"]
    blob = close("decision", {**head, **change}, [StageFiles("decision", "决定", {"decision.json": b"{}"})], KEYS[CITY])

    assert broken(blob).code == "not_a_dossier"


def test_a_decision_needs_a_time_zone():
    with pytest.raises(ValueError, match="time zone"):
        replace(DECISION, decided_at=datetime(2026, 12, 20))
