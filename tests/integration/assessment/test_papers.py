"""Evidence comes in looked at, goes out to who may read the card; form 3 and the export leave as files."""

from __future__ import annotations

import io
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from python_calamine import CalamineWorkbook

from tests.factories import Who
from tests.integration.assessment.conftest import County
from tests.integration.assessment.test_pages import PNG


@pytest.fixture
def scoring(county: County) -> tuple[County, UUID]:
    id_ = county.open()
    county.score_self(id_)
    county.appoint(id_, *county.assessors[:2])
    return county, id_


def upload(county: County, who: Who, id_: UUID, name: str, content: bytes, row: str = "documents") -> Any:
    return county.client.post(
        f"{county.root}/assessments/{id_}/evidence",
        data={"row_id": row, "file": (io.BytesIO(content), name)},
        headers=who.headers,
        content_type="multipart/form-data",
    )


def test_a_file_is_kept_and_read_by_who_may(scoring: tuple[County, UUID]) -> None:
    county, id_ = scoring
    first, second = county.assessors[:2]
    assert upload(county, first, id_, "查阅记录.png", PNG).status_code == 200
    (kept,) = county.mine(first, id_)["evidence"]
    path = f"/assessments/{id_}/evidence/{kept['id']}"

    answer = county.get(first, path)

    assert (answer.status_code, answer.data, answer.headers["X-Content-Type-Options"]) == (200, PNG, "nosniff")
    assert [county.get(who, path).status_code for who in (second, county.secretary, county.applicant)] == [404] * 3
    assert county.send("DELETE", second, path).status_code == 404
    assert county.send("DELETE", first, path).status_code == 204
    assert county.mine(first, id_)["evidence"] == []


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("程序.pdf", b"MZ\x90\x00" + b"\0" * 200),
        ("图片.png", b"%PDF-1.4"),
        ("脚本.exe", b"MZ"),
        ("空.png", b""),
        ("大.png", PNG + b"\0" * (10 * 1024 * 1024)),
    ],
)
def test_a_wrong_file_is_refused_at_its_row(scoring: tuple[County, UUID], name: str, content: bytes) -> None:
    county, id_ = scoring

    refused = upload(county, county.assessors[0], id_, name, content)

    assert (refused.status_code, refused.json["code"]) == (422, "file_refused")
    assert refused.json["faults"][0]["field"] == "documents.evidence"
    assert county.mine(county.assessors[0], id_)["evidence"] == []


@pytest.mark.parametrize(
    "href",
    [
        "https://example.org/x",
        "//example.org/x",
        "javascript:alert(1)",
        "/applications/341122/x",
        "/applications/{t}/../x",
    ],
)
def test_a_pointer_leads_nowhere_else(scoring: tuple[County, UUID], href: str) -> None:
    county, id_ = scoring
    pointer = {"row_id": "documents", "word": "材料", "href": href.format(t=county.code)}

    refused = county.send("POST", county.assessors[0], f"/assessments/{id_}/evidence/pointers", pointer)

    assert refused.status_code == 422


def test_what_a_signature_covers_stays(scoring: tuple[County, UUID]) -> None:
    county, id_ = scoring
    first = county.assessors[0]
    county.score(first, id_, documents={"missing": ["总结"]})
    (kept,) = county.mine(first, id_)["evidence"]

    refused = county.send("DELETE", first, f"/assessments/{id_}/evidence/{kept['id']}")

    assert (refused.status_code, refused.json["code"]) == (409, "evidence_signed")


def test_form_3_prints_and_the_year_exports(scoring: tuple[County, UUID]) -> None:
    county, id_ = scoring
    county.score(county.assessors[0], id_, documents={"missing": ["总结"]})
    county.score(county.assessors[1], id_, documents={"missing": ["总结"]}, activities={"missing": ["评比"]})

    printed = county.get(county.applicant, f"/assessments/{id_}/print.pdf")
    table = county.get(county.secretary, "/results.xlsx?year=2025")

    assert (printed.status_code, printed.data[:5]) == (200, b"%PDF-")
    rows = CalamineWorkbook.from_filelike(io.BytesIO(table.data)).get_sheet_by_index(0).to_python()
    assert rows[0][0] == "2025 年度考核成绩汇总"
    assert rows[1][:7] == ["班组", "评选", "年度", "自评分", "考核分", "最高与最低相差", "结果"]
    assert [rows[2][0], Decimal(str(rows[2][4])), rows[2][6]] == ["焊接一班", Decimal("93.5"), "合格"]


def test_there_is_nothing_to_print_before_anything_is_signed(county: County) -> None:
    id_ = county.open()

    assert county.get(county.secretary, f"/assessments/{id_}/print.pdf").json["code"] == "nothing_to_print"
