"""The QR code is read from the paper: the page is rendered as a printer would and decoded as a phone would."""

from dataclasses import replace

import pypdfium2
import pytest
import zxingcpp

from services.common.documents import certificate, inspect_seal, notice, plaque
from tests.unit.documents.samples import CERTIFICATE, NOTICE, PLAQUE
from tests.unit.documents.seals import a_seal

DOTS_PER_INCH = 200
LONG = "https://honours.pioneer.example.cn/applications/341122/public/honours/k7Qm2xZr9TfWc4LpVd8sBh"


def codes(pdf: bytes) -> list[str]:
    """What stands in the codes of the first page, at the dots of an office printer."""
    shown = pypdfium2.PdfDocument(pdf)[0].render(scale=DOTS_PER_INCH / 72, grayscale=True)
    width, height, stride, raw = shown.width, shown.height, shown.stride, bytes(shown.buffer)
    packed = b"".join(raw[row * stride : row * stride + width] for row in range(height))
    return [found.text for found in zxingcpp.read_barcodes(memoryview(packed).cast("B", (height, width)))]


@pytest.mark.parametrize(("issue", "sheet"), [(certificate, CERTIFICATE), (plaque, PLAQUE), (notice, NOTICE)])
@pytest.mark.parametrize("url", ["https://a.cn/v/1", LONG])
def test_the_printed_code_leads_to_the_address(issue, sheet, url):
    assert codes(issue(replace(sheet, verify_url=url))) == [url]


def test_the_seal_does_not_cover_the_code():
    sealed = replace(CERTIFICATE, seal=inspect_seal("公章.png", a_seal()))

    assert codes(certificate(sealed)) == [CERTIFICATE.verify_url]
