"""Places held against a past list: whom the total, or a recommender's own number, leaves out."""

from collections.abc import Mapping, Sequence
from decimal import ROUND_CEILING, Decimal
from uuid import UUID

from services.applications.domain.application import Application
from services.applications.domain.composition_replayed import Placed, composed
from services.common.regulation import Bound
from services.common.regulation.cut import Ranked, cut
from services.common.regulation.orderings import ORDERINGS, TIES
from services.common.regulation.quota import Quota

Named = tuple[Application, Decimal | None]
FIGURES = ("score", "recommended_rank", "earlier")
DEFAULT_ORDER = ("score", "recommended_rank")
LAST = Decimal(-10_000)


def placed(quota: Quota | None, names: Sequence[Named], own: Mapping[str, Bound] | None = None) -> Placed:
    """Each who is left out, with the sentence why: by its recommender's own number, its pool, the total, in this
    order, and then by the composition of the list.

    `own`: what each recommender may have, by its name, where the number differs or follows a formula.
    A nomination outside the quota takes no place.
    """
    if quota is None:
        return Placed()
    order = tuple(each for each in quota.order if each in FIGURES) or DEFAULT_ORDER
    ranked = [_ranked(application, score, order) for application, score in names if not application.is_outside_quota]
    best_first = sorted(ranked, key=lambda each: each.figures, reverse=True)
    names_of = {str(application.id): application.reviewing_name for application, _score in names}
    return composed(quota, best_first, lambda here: _out_of_places(quota, here, order, names_of, own or {}))


def _out_of_places(
    quota: Quota,
    ranked: Sequence[Ranked],
    order: Sequence[str],
    names_of: Mapping[str, str],
    own: Mapping[str, Bound],
) -> dict[UUID, str]:
    out = _out_of_own(quota, ranked, names_of, own)
    for pool in quota.pools:
        members = [each for each in ranked if each.kinds & pool.kinds]
        out |= _beyond(quota, members, order, out, pool.total, f"{pool.title}名额共 {pool.total} 个")
    if quota.total is not None:
        out |= _beyond(quota, ranked, order, out, quota.total, f"名额共 {quota.total} 个")
    return out


def _beyond(
    quota: Quota, ranked: Sequence[Ranked], order: Sequence[str], out: Mapping[UUID, str], places: int, says: str
) -> dict[UUID, str]:
    made = cut([each for each in ranked if UUID(each.key) not in out], places, quota.tie or "share")
    said = "、".join(ORDERINGS[each] for each in order)
    tie = f"（末位并列时，{TIES[quota.tie or 'share']}）" if made.says else ""
    return {
        UUID(key): f"{says}，按{said}排第 {place}，不在名额内{tie}。"
        for place, key in enumerate(made.left_out, len(made.kept) + 1)
    }


def _ranked(application: Application, score: Decimal | None, order: Sequence[str]) -> Ranked:
    figures = {
        "score": score if score is not None else Decimal(-1),
        "recommended_rank": Decimal(-application.rank) if application.rank is not None else LAST,
        "earlier": Decimal(-application.submitted_at.timestamp()) if application.submitted_at else LAST,
    }
    own = tuple(figures[each] for each in order)
    return Ranked(str(application.id), own, frozenset(application.kinds), application.reviewing_path)


def _out_of_own(
    quota: Quota, ranked: Sequence[Ranked], names_of: Mapping[str, str], own: Mapping[str, Bound]
) -> dict[UUID, str]:
    """Beyond a recommender's own number, best first by its own order."""
    rule = quota.per_recommender
    lists: dict[str, list[Ranked]] = {}
    for each in sorted(ranked, key=lambda one: one.figures, reverse=True) if rule else ():
        lists.setdefault(each.recommender, []).append(each)
    out: dict[UUID, str] = {}
    for mine in lists.values():
        usual = rule.bound if rule and not rule.is_formula and not rule.differing else None
        most = _most(own.get(names_of[mine[0].key], usual))
        for place, each in enumerate(mine[most:] if most is not None else (), (most or 0) + 1):
            out[UUID(each.key)] = f"每个推荐单位不超过 {most} 个，在本推荐单位排第 {place}。"
    return out


def _most(bound: Bound | None) -> int | None:
    """The greatest number that the bound admits; None where it has no upper end."""
    if bound is None:
        return None
    ends = [] if bound.at_most is None else [int(bound.at_most)]
    if bound.under is not None:
        ends.append(int(bound.under.to_integral_value(ROUND_CEILING)) - 1)
    return max(0, min(ends)) if ends else None
