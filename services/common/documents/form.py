"""Application forms in the notice's own layout (B8 forms 1 and 4): a ruled sheet of rows, opinions and remarks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from services.common.documents.typesetting import qr, typeset
from services.common.documents.words import day, moment


@dataclass(frozen=True)
class FormCell:
    """A cell of the ruled sheet. `span` and `rows` count columns and rows; a label is centred as printed on the
    blank form, a value is what was filled in, and prose is a value that starts at the left."""

    text: str
    span: int = 2
    rows: int = 1
    kind: str = "value"

    def __post_init__(self) -> None:
        if self.kind not in ("label", "value", "prose"):
            raise ValueError(f"not a kind of cell: {self.kind}")


@dataclass(frozen=True)
class FormRow:
    cells: tuple[FormCell, ...]


@dataclass(frozen=True)
class OpinionBox:
    """A body's opinion. Without `seal` (the body's name) the box stays open for a stamp by hand; without `signed_on`
    the date is left blank."""

    label: str
    text: str = ""
    signer: str = ""
    signed_on: date | None = None
    seal: str = ""


@dataclass(frozen=True)
class Tail:
    """What stands below a printed form: which copy this is, whose, and where to check it."""

    case_no: str = ""
    copy: int = 0
    copies: int = 0
    keeper: str = ""
    check_code: str = ""
    made_at: datetime | None = None
    verify_url: str = ""


NO_TAIL: Final = Tail()


@dataclass(frozen=True)
class ApplicationFormSheet:
    """A form to print. Rows must fill `columns` exactly, counting cells that reach down from above; opinions stand
    two to a row; remarks are numbered by the sheet."""

    annex: str
    title: str
    rows: tuple[FormRow, ...]
    opinions: tuple[OpinionBox, ...] = ()
    remarks: tuple[str, ...] = ()
    columns: int = 14
    tail: Tail = NO_TAIL

    def __post_init__(self) -> None:
        reaching: list[tuple[int, int]] = []
        for number, row in enumerate(self.rows, 1):
            filled = sum(cell.span for cell in row.cells) + sum(span for span, _left in reaching)
            if filled != self.columns:
                raise ValueError(f"row {number} fills {filled} of {self.columns} columns")
            reaching += [(cell.span, cell.rows) for cell in row.cells]
            reaching = [(span, left - 1) for span, left in reaching if left > 1]
        if reaching:
            raise ValueError("a cell reaches below the last row")


def application_form(sheet: ApplicationFormSheet) -> bytes:
    """The form as a PDF on A4. Raises MissingGlyph."""
    return typeset("form", form_values(sheet), on=sheet.tail.made_at, pictures={"qr": qr(sheet.tail.verify_url)})


def form_values(sheet: ApplicationFormSheet) -> dict[str, Any]:
    return {
        "annex": sheet.annex,
        "title": sheet.title,
        "columns": sheet.columns,
        "rows": [
            [{"text": c.text, "span": c.span, "rows": c.rows, "kind": c.kind} for c in row.cells] for row in sheet.rows
        ],
        "opinions": [
            {"label": box.label, "text": box.text, "signer": box.signer, "on": day(box.signed_on), "seal": box.seal}
            for box in sheet.opinions
        ],
        "remarks": list(sheet.remarks),
        "tail": tail_lines(sheet.tail),
    }


def tail_lines(tail: Tail) -> list[str]:
    """第 1 份，共 3 份（…留存） / 申报号 … 核验码 … 生成."""
    lines = []
    if tail.copies:
        keeper = f"（{tail.keeper}留存）" if tail.keeper else ""
        lines.append(f"第 {tail.copy} 份，共 {tail.copies} 份{keeper}")
    facts = [
        f"申报号 {tail.case_no}" if tail.case_no else "",
        f"核验码 {tail.check_code}" if tail.check_code else "",
        f"{moment(tail.made_at)} 生成" if tail.made_at else "",
    ]
    if any(facts):
        lines.append("　　".join(fact for fact in facts if fact))
    return lines
