"""Every change to a sealed file is refused, and the broken stage is named."""

import base64
import io
import json
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.common.dossier import DossierBroken, Stage, seal, verify
from services.common.dossier.container import pack, unpack
from services.common.dossier.sealing import StageFiles, close
from tests.unit.dossier.samples import CITY, COUNTY, KEYS, TRUSTED, a_city_dossier, a_county_dossier

COUNTY_BLOB = seal(a_county_dossier(), KEYS[COUNTY])
CITY_BLOB = seal(a_city_dossier(), KEYS[CITY])
STAGES = {
    "stages/01-apply/form.json": ("apply", "申报"),
    "stages/01-apply/evidence/安全生产证明.pdf": ("apply", "申报"),
    "stages/02-review/opinion.json": ("review", "审核推荐"),
    "stages/03-assess/scores.json": ("assess", "考核评价"),
    "honour.json": ("record", "荣誉与日志"),
    "log.jsonl": ("record", "荣誉与日志"),
}


def broken(blob):
    with pytest.raises(DossierBroken) as refused:
        verify(blob, trusted=TRUSTED)
    assert refused.value.says
    return refused.value


def flipped(blob, at, mask):
    return blob[:at] + bytes([blob[at] ^ mask]) + blob[at + 1 :]


@given(at=st.integers(0, len(CITY_BLOB) - 1), mask=st.integers(1, 255))
@settings(max_examples=400, deadline=None)
def test_any_changed_byte_is_refused(at, mask):
    broken(flipped(CITY_BLOB, at, mask))


def test_every_single_byte_is_covered():
    for at in range(len(COUNTY_BLOB)):
        broken(flipped(COUNTY_BLOB, at, 0x01))


@given(data=st.data(), name=st.sampled_from(sorted(STAGES)), mask=st.integers(1, 255))
@settings(max_examples=200, deadline=None)
def test_a_changed_byte_in_a_file_names_its_stage(data, name, mask):
    content = unpack(COUNTY_BLOB)[name]
    start = COUNTY_BLOB.index(name.encode() + content) + len(name.encode())
    at = data.draw(st.integers(start, start + len(content) - 1))

    fault = broken(flipped(COUNTY_BLOB, at, mask))

    stage, title = STAGES[name]
    assert (fault.code, fault.stage, fault.name, fault.within) == ("changed_file", stage, name, ())
    assert fault.says == f"“{title}”环节：文件“{name}”封存后被改动"


@given(data=st.data(), name=st.sampled_from(sorted(STAGES)), mask=st.integers(1, 255))
@settings(max_examples=100, deadline=None)
def test_a_changed_byte_in_a_lower_dossier_names_that_dossier_and_its_stage(data, name, mask):
    content = unpack(COUNTY_BLOB)[name]
    start = CITY_BLOB.index(COUNTY_BLOB) + COUNTY_BLOB.index(name.encode() + content) + len(name.encode())
    at = data.draw(st.integers(start, start + len(content) - 1))

    fault = broken(flipped(CITY_BLOB, at, mask))

    assert (fault.code, fault.stage, fault.name, fault.within) == (
        "changed_file",
        STAGES[name][0],
        name,
        ("prior/01.dossier",),
    )


@given(cut=st.integers(0, len(COUNTY_BLOB) - 1))
@settings(max_examples=100, deadline=None)
def test_a_cut_file_is_refused(cut):
    broken(COUNTY_BLOB[:cut])


@given(blob=st.binary(max_size=400))
@settings(max_examples=200, deadline=None)
def test_noise_is_refused(blob):
    assert broken(blob).code in {"not_a_dossier", "bad_path", "missing_file"}


def test_bytes_before_or_after_are_refused():
    assert broken(COUNTY_BLOB + b"\x00").code == "changed_wrapping"
    assert broken(b"\x00" + COUNTY_BLOB).code == "not_a_dossier"


def changed(change):
    files = unpack(COUNTY_BLOB)
    change(files)
    return pack(files)


def drop(name):
    return lambda files: files.pop(name)


def put(name, content):
    return lambda files: files.update({name: content})


@pytest.mark.parametrize(
    ("change", "facts"),
    [
        (drop("stages/02-review/opinion.json"), ("missing_file", "review", "stages/02-review/opinion.json")),
        (drop("manifest.json"), ("missing_file", None, "manifest.json")),
        (drop("signature.json"), ("missing_file", None, "signature.json")),
        (put("stages/02-review/more.json", b"{}"), ("extra_file", "review", "stages/02-review/more.json")),
        (put("more.json", b"{}"), ("extra_file", "record", "more.json")),
        (put("manifest.json", b"{}"), ("bad_signature", None, None)),
        (put("signature.json", b"{}"), ("bad_signature", None, None)),
        (put("signature.json", b"[1]"), ("bad_signature", None, None)),
        (put("stages/03-assess/scores.json", b'{"total":"99.50"}'),
         ("changed_file", "assess", "stages/03-assess/scores.json")),
    ],
)  # fmt: skip
def test_a_repacked_change_is_found_and_named(change, facts):
    fault = broken(changed(change))

    assert (fault.code, fault.stage, fault.name) == facts


def test_a_score_changed_together_with_its_hash_breaks_signature_and_chain():
    def change(files):
        manifest = json.loads(files["manifest.json"])
        manifest["stages"][2]["files"][0]["sha256"] = "0" * 64
        files["manifest.json"] = json.dumps(
            manifest, ensure_ascii=False, sort_keys=True, separators=(",", ":")
        ).encode()

    fault = broken(changed(change))

    assert (fault.code, fault.stage) == ("bad_signature", "assess")
    assert fault.says == "“考核评价”环节：目录与签名不符，案卷封存后被改动"


def test_a_repacked_zip_is_not_the_sealed_file():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in unpack(COUNTY_BLOB).items():
            archive.writestr(name, content)

    assert broken(out.getvalue()).code == "not_a_dossier"


def test_a_zip_bomb_is_refused_without_unfolding():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("manifest.json", b"0" * 50_000_000)

    assert broken(out.getvalue()).code == "not_a_dossier"


def raw_entries(*names):
    """Entries that `pack` would not write: local headers only, taken from packs of one file each."""
    parts = []
    for name in names:
        packed = pack({"x" * len(name.encode()): b"1"})
        parts.append(packed[: packed.index(b"PK\x01\x02")].replace(b"x" * len(name.encode()), name.encode()))
    return b"".join(parts) + b"PK\x05\x06"


@pytest.mark.parametrize(
    ("names", "code"),
    [
        (["../a"], "bad_path"),
        (["/etc/a"], "bad_path"),
        (["a\\..\\b"], "bad_path"),
        (["C:/a"], "bad_path"),
        (["a", "a"], "duplicate_file"),
        (["a.json", "A.JSON"], "duplicate_file"),
        (["a", "b"], "missing_file"),
    ],
)
def test_paths_and_duplicates_are_refused_before_anything_is_read(names, code):
    assert broken(raw_entries(*names)).code == code


def test_what_a_trusted_key_signed_out_of_shape_is_refused():
    head = json.loads(unpack(COUNTY_BLOB)["manifest.json"])["head"]
    record = StageFiles("record", "荣誉与日志", {"honour.json": b"{}", "log.jsonl": b""})
    elsewhere = StageFiles("apply", "申报", {"elsewhere/form.json": b"{}"})
    broken_log = StageFiles("record", "荣誉与日志", {"honour.json": b"{}", "log.jsonl": b'{"entry":{}}\n'})

    assert broken(close("dossier", head, [elsewhere, record], KEYS[COUNTY])).code == "not_a_dossier"
    assert broken(close("dossier", head, [elsewhere], KEYS[COUNTY])).code == "not_a_dossier"
    assert broken(close("dossier", {}, [record], KEYS[COUNTY])).code == "not_a_dossier"
    assert broken(close("dossier", head, [broken_log], KEYS[COUNTY])).code == "chain_broken"
    assert broken(close("decision", head, [record], KEYS[COUNTY])).code == "wrong_kind"


def test_a_later_format_is_told_as_such():
    files = unpack(COUNTY_BLOB)
    files["manifest.json"] = files["manifest.json"].replace(b'"format":1', b'"format":2')
    signature = json.loads(files["signature.json"])
    signature["signature"] = base64.b64encode(KEYS[COUNTY].sign(files["manifest.json"])).decode()
    files["signature.json"] = json.dumps(signature).encode()

    assert broken(pack(files)).code == "unknown_format"


def test_a_stage_without_files_is_still_in_the_chain():
    contents = a_county_dossier(stages=(Stage("apply", "申报", {}), Stage("review", "审核推荐", {"a": b"1"})))

    assert verify(seal(contents, KEYS[COUNTY]), trusted=TRUSTED).contents == contents
