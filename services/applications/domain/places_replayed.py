"""Places held against a past list: whom the total, or a recommender's own number, leaves out."""

from collections.abc import Sequence
from decimal import Decimal
from uuid import UUID

from services.applications.domain.application import Application
from services.common.regulation.cut import Ranked, cut
from services.common.regulation.quota import ORDERINGS, TIES, Quota

Named = tuple[Application, Decimal | None]
DEFAULT_ORDER = ("score", "recommended_rank")
LAST = Decimal(-10_000)


def out_of_places(quota: Quota | None, names: Sequence[Named]) -> dict[UUID, str]:
    """Each who is left out, with the sentence why. Pools and places by formula are not replayed name by name."""
    if quota is None:
        return {}
    order = tuple(each for each in quota.order if each in ("score", "recommended_rank", "earlier")) or DEFAULT_ORDER
    ranked = [_ranked(application, score, order) for application, score in names]
    out = _out_of_own(quota, ranked)
    if quota.total is None:
        return out
    rest = [each for each in ranked if UUID(each.key) not in out]
    made = cut(rest, quota.total, quota.tie or "share")
    said = "、".join(ORDERINGS[each] for each in order)
    for place, key in enumerate(made.left_out, len(made.kept) + 1):
        tie = f"（末位并列时，{TIES[quota.tie or 'share']}）" if made.says else ""
        out[UUID(key)] = f"名额共 {quota.total} 个，按{said}排第 {place}，不在名额内{tie}。"
    return out


def _ranked(application: Application, score: Decimal | None, order: Sequence[str]) -> Ranked:
    figures = {
        "score": score if score is not None else Decimal(-1),
        "recommended_rank": Decimal(-application.rank) if application.rank is not None else LAST,
        "earlier": Decimal(-application.submitted_at.timestamp()) if application.submitted_at else LAST,
    }
    return Ranked(str(application.id), tuple(figures[each] for each in order), recommender=application.reviewing_path)


def _out_of_own(quota: Quota, ranked: Sequence[Ranked]) -> dict[UUID, str]:
    """Beyond a recommender's own number, best first by its own order."""
    rule = quota.per_recommender
    most = rule.bound.at_most if rule and not rule.is_formula and not rule.differing and rule.bound else None
    out: dict[UUID, str] = {}
    if most is None:
        return out
    lists: dict[str, list[Ranked]] = {}
    for each in sorted(ranked, key=lambda one: one.figures, reverse=True):
        lists.setdefault(each.recommender, []).append(each)
    for own in lists.values():
        for place, each in enumerate(own[int(most) :], int(most) + 1):
            out[UUID(each.key)] = f"每个推荐单位不超过 {int(most)} 个，在本推荐单位排第 {place}。"
    return out
