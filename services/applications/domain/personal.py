"""Personal data is masked unless the viewer's task needs it (X5)."""

from typing import Any

from services.common.regulation import FormField

HIDDEN = "＊＊＊"


def mask(field: FormField, value: Any) -> str:
    """孟*山, 138****6207; of a birth month the decade stays, of the rest nothing."""
    text = str(value or "")
    if not text:
        return ""
    match field.word:
        case "person_name":
            return mask_name(text)
        case "phone":
            return f"{text[:3]}****{text[-4:]}" if len(text) >= 11 else "*" * len(text)
        case "month" | "day":
            return f"{text[:3]}*年**月"
        case _:
            return HIDDEN


def mask_name(name: str) -> str:
    if len(name) <= 2:
        return name[:1] + "*" * (len(name) - 1)
    return name[0] + "*" * (len(name) - 2) + name[-1]
