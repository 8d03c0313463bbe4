"""Of which kinds a candidate is: by its unit, by its form, by what it declares. `scope` and `when` ask for them."""

from services.applications.domain.case_rules import CaseRules
from services.applications.domain.filling import Filling
from services.common.regulation.kind_check import spoken_of
from services.common.regulation.kinds import KINDS_OF_UNITS

TREE_KNOWS = frozenset(kind for kinds in KINDS_OF_UNITS.values() for kind in kinds)
OF_TEAMS = ("team", "studio")


def kinds_of(rules: CaseRules, filling: Filling, of_unit: frozenset[str] = frozenset()) -> frozenset[str]:
    """`of_unit` is what the tree says. Only what the programme asks to be declared may be."""
    answered = {kind.id for kind in rules.programme.kinds if kind.is_answered(filling.form)}
    declared = {kind for kind, _ in asked_kinds(rules)} & set(filling.kinds)
    return frozenset(answered | declared | of_unit)


def asked_kinds(rules: CaseRules) -> tuple[tuple[str, str], ...]:
    """The kinds that nothing but a declaration tells, each with its title."""
    programme = rules.programme
    told = {kind.id for kind in programme.kinds if kind.field is not None}
    told |= TREE_KNOWS if programme.subject in OF_TEAMS else frozenset()
    spoken = spoken_of(programme, rules.form)
    return tuple((kind, title) for kind, title in programme.kind_titles.items() if kind in spoken and kind not in told)


def applies(when: str | None, kinds: frozenset[str]) -> bool:
    """Does a word that is for one kind of candidate only count for this one?"""
    return when is None or when in kinds
