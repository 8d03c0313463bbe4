"""Printed documents: typed values in, PDF bytes out.

Each document is a frozen dataclass and a Typst template in `templates/`; values travel as JSON and are never
written into Typst source. The fonts are shipped, so every machine prints the same bytes for equal values, and a
character that no shipped font has is refused (`MissingGlyph`) before anything is printed. Names and phones are
printed as given: masking is the caller's.
"""

from services.common.documents.archive import (
    CaseDossier,
    EvidenceLine,
    HonourLine,
    LogLine,
    MinutesExtract,
    ObjectionLine,
    OpinionLine,
    PublicityLine,
    WayStep,
    case_dossier,
)
from services.common.documents.form import ApplicationFormSheet, FormCell, FormRow, OpinionBox, Tail, application_form
from services.common.documents.form1 import Composition, Leader, TeamForm, team_form_rows
from services.common.documents.glyphs import MissingGlyph, missing_glyphs
from services.common.documents.honours import Certificate, Plaque, certificate, plaque
from services.common.documents.meeting import Attendee, CaseDecision, Minutes, minutes
from services.common.documents.publicity import Listing, Notice, notice
from services.common.documents.regulated import Signed, regulated_form
from services.common.documents.regulated_scores import Scored, regulated_score_sheet
from services.common.documents.scores import ScoreRow, ScoreSheet, score_sheet
from services.common.documents.seal_image import SealImage, inspect_seal

__all__ = [
    "ApplicationFormSheet",
    "Attendee",
    "CaseDecision",
    "CaseDossier",
    "Certificate",
    "Composition",
    "EvidenceLine",
    "FormCell",
    "FormRow",
    "HonourLine",
    "Leader",
    "Listing",
    "LogLine",
    "Minutes",
    "MinutesExtract",
    "MissingGlyph",
    "Notice",
    "ObjectionLine",
    "OpinionBox",
    "OpinionLine",
    "Plaque",
    "PublicityLine",
    "ScoreRow",
    "ScoreSheet",
    "Scored",
    "SealImage",
    "Signed",
    "Tail",
    "TeamForm",
    "WayStep",
    "application_form",
    "case_dossier",
    "certificate",
    "inspect_seal",
    "minutes",
    "missing_glyphs",
    "notice",
    "plaque",
    "regulated_form",
    "regulated_score_sheet",
    "score_sheet",
    "team_form_rows",
]
