"""What an award leads to: the honours that its contest's rules link with it (B5)."""

from __future__ import annotations

from collections.abc import Sequence

from services.common.regulation import Contest
from services.common.regulation.conferring import LinkedHonour
from services.common.regulation.contest_awards import Award


def links_of(contest: Contest, *, trade: str, class_: str, title: str) -> tuple[LinkedHonour, ...]:
    """By the table of his class, else of his trade, else the common one; none for an award that no table has."""
    for table in _tables(contest, trade, class_):
        for award in table:
            if award.says == title:
                return award.linked
    return ()


def links_of_team(contest: Contest, title: str) -> tuple[LinkedHonour, ...]:
    awards = contest.teams.awards if contest.teams else ()
    return next((award.linked for award in awards if award.says == title), ())


def _tables(contest: Contest, trade: str, class_: str) -> Sequence[Sequence[Award]]:
    own = {name: rule.awards for rule in contest.awards_by for name in rule.of if rule.awards}
    return [table for table in (own.get(class_), own.get(trade)) if table] or [contest.awards]


def level_of(contest: Contest, link: LinkedHonour) -> str:
    """The honour's own level where one is said, else the contest's."""
    return link.level or contest.level
