"""What an applicant fills in: the form's values as typed, what he declares, and texts beside the form (A2, A3)."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from services.common.regulation import Form, FormField, Section
from services.common.regulation.form_figures import Repeat

TEXT_LIMIT = 5000
ROW_LIMIT = 50
CONDITION_LIMIT = 600


@dataclass(frozen=True)
class Source:
    """Where a filled value comes from, and of which day (fill once)."""

    word: str
    on: str

    @property
    def says(self) -> str:
        return f"平台已有：{self.word}，{self.on}" if self.on else f"平台已有：{self.word}"


@dataclass(frozen=True)
class Filling:
    """`form`: field id → as typed. `facts`: fact → {"happened": "no"|"yes", "on": "2024-05-01"}.

    `conditions`: condition id → how it is met. `texts`: material id → its text. `sources`: field id → Source.
    `opinions`: body → {"text": …, "signer": …} of those who sign before it goes out. `figures`: those that the rules
    ask as entry and the form has no field for (C2). `kinds`: of which kinds it says it is. `cleared`: office → the day
    of its certificate, where one grows too old. `awards`: contests won, as `domain.deeds` took them over.
    """

    form: Mapping[str, Any] = field(default_factory=dict)
    facts: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    conditions: Mapping[str, str] = field(default_factory=dict)
    texts: Mapping[str, str] = field(default_factory=dict)
    opinions: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    figures: Mapping[str, str] = field(default_factory=dict)
    kinds: tuple[str, ...] = ()
    cleared: Mapping[str, str] = field(default_factory=dict)
    sources: Mapping[str, Source] = field(default_factory=dict)
    awards: tuple[Mapping[str, Any], ...] = ()

    @property
    def declared(self) -> dict[str, Any]:
        """Everything beside the form, as it is stored."""
        return {
            "facts": {key: dict(value) for key, value in self.facts.items()},
            "conditions": dict(self.conditions),
            "texts": dict(self.texts),
            "opinions": {key: dict(value) for key, value in self.opinions.items()},
            "figures": dict(self.figures),
            "kinds": list(self.kinds),
            "cleared": dict(self.cleared),
            "sources": {key: [source.word, source.on] for key, source in self.sources.items()},
            "awards": [dict(each) for each in self.awards],
        }

    @classmethod
    def of(cls, form: Mapping[str, Any], declared: Mapping[str, Any]) -> "Filling":
        """From what was stored."""
        return cls(
            form=form,
            facts=declared.get("facts", {}),
            conditions=declared.get("conditions", {}),
            texts=declared.get("texts", {}),
            opinions=declared.get("opinions", {}),
            figures=declared.get("figures", {}),
            kinds=tuple(declared.get("kinds", ())),
            cleared=declared.get("cleared", {}),
            sources={key: Source(*value) for key, value in declared.get("sources", {}).items()},
            awards=tuple(declared.get("awards", ())),
        )

    def source_of(self, field_id: str) -> str:
        found = self.sources.get(field_id)
        return found.says if found else ""


def put_form(filling: Filling, changes: Mapping[str, Any]) -> Filling:
    """Take over typed values. A value that was filled in by the platform and is typed anew loses its source."""
    form = {**filling.form, **changes}
    sources = {key: kept for key, kept in filling.sources.items() if form.get(key) == filling.form.get(key)}
    return replace(filling, form=form, sources=sources)


def typed(section: Section, given: Mapping[str, str]) -> dict[str, Any]:
    """The section's values out of an HTML form; rows come as `awards.1.when`, blank rows fall away."""
    values: dict[str, Any] = {}
    for each in section.fields:
        if isinstance(each, Repeat):
            if any(name.startswith(f"{each.id}.") for name in given):
                values[each.id] = _rows(each, given)
        elif each.id in given:
            values[each.id] = clean(given[each.id])
    return values


def _rows(repeat: Repeat, given: Mapping[str, str]) -> list[dict[str, str]]:
    numbers = {name.split(".")[1] for name in given if name.startswith(f"{repeat.id}.") and name.count(".") == 2}
    rows = []
    for number in sorted((n for n in numbers if n.isdigit()), key=int)[:ROW_LIMIT]:
        row = {inner.id: clean(given.get(f"{repeat.id}.{number}.{inner.id}", "")) for inner in repeat.fields}
        if any(row.values()):
            rows.append(row)
    return rows


def clean(text: str) -> str:
    """What no column can hold falls away; what is too long is cut far beyond any field's own limit."""
    return text.replace("\x00", "").encode("utf-8", "ignore").decode().strip()[:TEXT_LIMIT]


def clean_value(value: Any) -> Any:
    """The same for what a program sends: text, numbers as text, rows of text."""
    if isinstance(value, list):
        return [
            {str(k): clean(str(v)) for k, v in row.items()} for row in value[:ROW_LIMIT] if isinstance(row, Mapping)
        ]
    return clean(str(value)) if value is not None else ""


def shown(field_: FormField, value: Any) -> str:
    """The value in words, for the case page, prints and differences."""
    if isinstance(value, list):
        return "\n".join("，".join(str(cell) for cell in row.values() if cell) for row in value)
    text = "" if value is None else str(value)
    unit = getattr(field_, "unit", "")
    return f"{text} {unit}" if text and unit else text


def section_key(form: Form, section: Section) -> str:
    return section.id or f"s{form.sections.index(section) + 1}"
