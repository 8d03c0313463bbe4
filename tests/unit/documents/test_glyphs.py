import hashlib
import re
import subprocess
import sys
from dataclasses import replace

import pytest
from fontTools.ttLib import TTFont

from services.common.documents import MissingGlyph, certificate, missing_glyphs
from services.common.documents.glyphs import FONTS, _code_points
from services.common.documents.typesetting import TEMPLATES
from tests.unit.documents.reading import lacking
from tests.unit.documents.samples import CERTIFICATE


@pytest.mark.parametrize("letter", "镕堃喆垚珺翀赟玥")
def test_rare_characters_of_names_are_printed(letter):
    assert lacking(certificate(replace(CERTIFICATE, holder=f"赵{letter}")), f"赵{letter}：") == []


def test_a_name_that_no_font_has_is_not_issued():
    with pytest.raises(MissingGlyph) as refused:
        certificate(replace(CERTIFICATE, holder="赵\U00030000\U00030001", employer="\U00030000厂"))

    assert refused.value.characters == ("\U00030000", "\U00030001")
    assert refused.value.says == (
        "字库中没有这些字：\U00030000（U+30000）、\U00030001（U+30001），请联系平台管理员补充字库后再打印"
    )


@pytest.mark.parametrize(
    ("text", "missing"), [("孟知行", ()), ("\n", ()), ("\x07", ("\x07",)), ("😀a😀", ("😀",)), ("·—…“”〔〕−№①", ())]
)
def test_missing_glyphs_are_named_once(text, missing):
    assert missing_glyphs(text) == missing


@pytest.mark.parametrize("font", sorted(FONTS.glob("*.ttf")), ids=lambda font: font.stem)
def test_the_characters_of_a_font_are_those_that_its_makers_tools_find(font):
    with TTFont(font, lazy=True) as opened:
        assert _code_points(font) == frozenset(opened.getBestCmap())


def test_every_character_of_the_templates_themselves_can_be_printed():
    sources = "".join(path.read_text(encoding="utf-8") for path in TEMPLATES.glob("*.typ"))

    assert missing_glyphs("".join(re.findall(r"[^\x00-\x7f]", sources))) == ()


def test_the_fonts_are_shipped_with_their_licence():
    assert sorted(path.name for path in FONTS.iterdir()) == [
        "LICENSE.txt",
        "NotoSerifSC_400Regular.ttf",
        "NotoSerifSC_600SemiBold.ttf",
    ]
    assert "SIL OPEN FONT LICENSE Version 1.1" in (FONTS / "LICENSE.txt").read_text(encoding="utf-8")


def test_another_process_prints_the_same_bytes():
    code = (
        "import hashlib, sys; from services.common.documents import certificate;"
        "from tests.unit.documents.samples import CERTIFICATE;"
        "print(hashlib.sha256(certificate(CERTIFICATE)).hexdigest())"
    )
    path = {"PYTHONPATH": ":".join(sys.path), "TZ": "America/New_York"}

    printed = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=path)

    assert printed.stdout.strip() == hashlib.sha256(certificate(CERTIFICATE)).hexdigest()
