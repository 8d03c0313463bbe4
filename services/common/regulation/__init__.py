"""The regulation language: one YAML file a federation's rules, read, checked, explained and stored.

Pure: no web, no database, no clock. Owns the words; whoever stores or edits a regulation asks here.
"""

from services.common.regulation.bounds import Bound, Percent, ShareBound
from services.common.regulation.candidate import Candidate, Held, Refusal
from services.common.regulation.contest import Contest
from services.common.regulation.dates import Every, MonthDay, Span
from services.common.regulation.document import BasedOn, Regulation
from services.common.regulation.due import Due
from services.common.regulation.eligibility import refusals
from services.common.regulation.explain import explain
from services.common.regulation.fault import Checked, Fault
from services.common.regulation.form import Form, Opinion, Section
from services.common.regulation.form_check import FormFault, check_form, missing
from services.common.regulation.form_fields import FormField
from services.common.regulation.inherit import inherit
from services.common.regulation.programme import Condition, Material, Programme, Round
from services.common.regulation.read import Known, read
from services.common.regulation.score import band_of, combine, measured, score, unmet_gates
from services.common.regulation.sheet import Row, Sheet, SheetClass
from services.common.regulation.sheet_combining import Blended, Instrument, blend
from services.common.regulation.sheet_inputs import Ask, ClassResult, Combined, Move, RowInput, RowResult, SheetResult
from services.common.regulation.stages import (
    Apply,
    Approve,
    Assess,
    Assessors,
    ClearanceStage,
    Confer,
    Objections,
    Publicise,
    Review,
    Shortlist,
    Stage,
)

__all__ = [
    "Apply",
    "Approve",
    "Ask",
    "Assess",
    "Assessors",
    "BasedOn",
    "Blended",
    "Bound",
    "Candidate",
    "Checked",
    "ClassResult",
    "ClearanceStage",
    "Combined",
    "Condition",
    "Confer",
    "Contest",
    "Due",
    "Every",
    "Fault",
    "Form",
    "FormFault",
    "FormField",
    "Held",
    "Instrument",
    "Known",
    "Material",
    "MonthDay",
    "Move",
    "Objections",
    "Opinion",
    "Percent",
    "Programme",
    "Publicise",
    "Refusal",
    "Regulation",
    "Review",
    "Round",
    "Row",
    "RowInput",
    "RowResult",
    "Section",
    "ShareBound",
    "Sheet",
    "Shortlist",
    "SheetClass",
    "SheetResult",
    "Span",
    "Stage",
    "band_of",
    "blend",
    "check_form",
    "combine",
    "explain",
    "inherit",
    "measured",
    "missing",
    "read",
    "refusals",
    "score",
    "unmet_gates",
]
