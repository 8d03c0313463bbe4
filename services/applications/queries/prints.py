"""Form 1 and form 3 as they are printed (B8), for the sealed file: laid out here, set in type outside a transaction."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from hashlib import sha256
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from services.applications.domain.application import Application
from services.applications.domain.case_rules import CaseRules
from services.applications.models import ApplicationRow
from services.applications.queries.case import Case, SignedOpinion, case_of, opinions_of
from services.applications.queries.case_page import masked_form
from services.applications.queries.regulated import case_rules
from services.applications.queries.sealed_stages import as_json, stage_name
from services.common.clock import day_of
from services.common.documents import (
    MissingGlyph,
    Scored,
    Signed,
    Tail,
    application_form,
    regulated_form,
    regulated_score_sheet,
    score_sheet,
)
from services.common.dossier import DossierContents, Stage
from services.common.regulation import Apply, Assess

SAME_BODY = {"competition_office": ("competition_office", "chairmens_meeting", "federation")}
"""On paper the county's opinion stands in one box, whichever body of the county gave it."""
LIST = "prints.json"


@dataclass(frozen=True)
class Print:
    """A sheet that stands beside what a stage left, under `file`."""

    stage: str
    file: str
    title: str
    make: Callable[[], bytes]


def prints_of(session: Session, application_id: UUID, *, now: datetime) -> list[Print]:
    row = session.get(ApplicationRow, (session.info["tenant"], application_id))
    assert row is not None
    case = case_of(row)
    rules = case_rules(session, case.application)
    return [*_form(session, case, rules, now), *_scores(case.application, rules)]


def with_prints(contents: DossierContents, prints: Sequence[Print]) -> DossierContents:
    """The contents with the sheets among the files of their stages. What our fonts cannot set stays as data alone."""
    made: dict[str, dict[str, tuple[str, bytes]]] = {}
    for each in prints:
        try:
            made.setdefault(each.stage, {})[each.file] = (each.title, each.make())
        except MissingGlyph:
            continue
    return replace(contents, stages=tuple(_joined(stage, made.get(stage.name, {})) for stage in contents.stages))


def _joined(stage: Stage, made: Mapping[str, tuple[str, bytes]]) -> Stage:
    if not made:
        return stage
    listed = [
        {
            "file": file,
            "name": f"{title}.pdf",
            "mime": "application/pdf",
            "size": len(content),
            "sha256": sha256(content).hexdigest(),
            "proves": "print",
            "title": title,
            "caption": title,
        }
        for file, (title, content) in made.items()
    ]
    files = {file: content for file, (_title, content) in made.items()}
    return replace(stage, files={**stage.files, LIST: as_json(listed), **files})


def _form(session: Session, case: Case, rules: CaseRules, now: datetime) -> Iterator[Print]:
    """With personal values masked, as the sealed file shows them (X5)."""
    stage = next((each for each in rules.programme.stages if isinstance(each, Apply)), None)
    form, application = rules.form, case.application
    if stage is None or form is None or application.origin == "received":
        return
    opinions = opinions_of(session, application.id)
    sheet = regulated_form(
        form,
        masked_form(rules, case.filling),
        signed={each.by: said for each in form.opinions if (said := signed(opinions, each.by))},
        annex="附件 1",
        title=f"{application.year} 年{form.title}",
        tail=Tail(case_no=application.number, made_at=now),
    )
    yield Print(stage_name(stage.key), "form.pdf", form.title, lambda: application_form(sheet))


def _scores(case: Application, rules: CaseRules) -> Iterator[Print]:
    stage = next((each for each in rules.programme.stages if isinstance(each, Assess)), None)
    told: Mapping[str, Any] = case.explanation or {}
    sheet = rules.regulation.sheets.get(str(told.get("sheet", {}).get("id", "")))
    if stage is None or sheet is None or case.score is None:
        return
    rows = [row for each in told.get("classes", ()) for row in each.get("rows", ())]
    page = regulated_score_sheet(
        sheet,
        holder=case.full_name,
        self_scores={row["id"]: Decimal(row["self_score"]) for row in rows if row.get("self_score")},
        scores={row["id"]: _scored(row) for row in rows},
        combined=case.score,
        verdict=f"{'合格' if told.get('passed') else '未合格'}（{told.get('pass_line', '')}为合格）",
        assessors=tuple(f"考核员 {each['number']}" for each in told.get("assessors", ())),
        annex="附件 3" if sheet.layout == "form-3" else "",
        tail=Tail(case_no=case.number),
    )
    yield Print(stage_name(stage.key), "score.pdf", sheet.title, lambda: score_sheet(page))


def _scored(row: Mapping[str, Any]) -> Scored:
    given = row.get("assessors", ())
    grounds = [f"考核员 {each['number']}：{each['ground']}" for each in given if each.get("ground")]
    words = [said["word"] for each in given for said in each.get("evidence", ()) if said.get("word")]
    return Scored(Decimal(row["score"]), "\n".join(grounds), "\n".join(dict.fromkeys(words)))


def signed(opinions: Sequence[SignedOpinion], body: str) -> Signed | None:
    """The body's last word that was not a return; `opinions` newest first."""
    bodies = SAME_BODY.get(body, (body,))
    said = next((each for each in opinions if each.body in bodies and each.verdict != "return"), None)
    return Signed(said.text, said.signer_name, day_of(said.signed_at), said.body_name) if said is not None else None
