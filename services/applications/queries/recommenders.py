"""Who recommends in a round, how big they are, and how many places the quota gives each of them."""

from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import text
from sqlalchemy.orm import Session

from services.common.regulation import Bound
from services.common.regulation.places import Recommender
from services.common.regulation.quota import Quota

SIZES = text(
    "select r.name, r.kind,"
    " count(u.id) filter (where u.kind = 'employer_union') as unions,"
    " count(u.id) filter (where u.kind in ('team', 'post', 'window')) as teams,"
    " (select count(*) from honour h where h.tenant = r.tenant and starts_with(h.union_path, r.path)"
    "   and h.standing = 'valid') as holders,"
    " (select count(*) from application a where a.tenant = r.tenant and a.programme = :programme and a.year = :year"
    "   and starts_with(a.reviewing_path, r.path) and a.submitted_at is not null) as applicants"
    " from org_unit r left join org_unit u on u.tenant = r.tenant and starts_with(u.path, r.path)"
    "   and u.valid_to is null and u.id <> r.id"
    " where r.tenant = :t and r.kind in ('township', 'industry', 'direct') and r.valid_to is null"
    " group by r.tenant, r.name, r.kind, r.path order by r.name"
)


def recommenders(session: Session, programme: str, year: int) -> list[Recommender]:
    """The reviewing unions of the tree, by name."""
    asked = {"t": session.info["tenant"], "programme": programme, "year": year}
    return [
        Recommender(
            row.name,
            row.kind,
            {"unions": row.unions, "teams": row.teams, "holders": row.holders, "applicants": row.applicants},
        )
        for row in session.execute(SIZES, asked)
    ]


def own_places(
    session: Session, quota: Quota | None, programme: str, year: int, names: Iterable[str]
) -> Mapping[str, Bound]:
    """By the recommender's name. A federation below is no unit of this tree: it is known by its name alone."""
    rule = quota.per_recommender if quota else None
    known = recommenders(session, programme, year) if rule and rule.is_by_recommender else ()
    return places_of(quota, known, names)


def places_of(quota: Quota | None, known: Sequence[Recommender], names: Iterable[str]) -> Mapping[str, Bound]:
    """The same where the recommenders and their sizes are known."""
    rule = quota.per_recommender if quota else None
    if quota is None or rule is None:
        return {}
    if not rule.is_by_recommender:
        return {name: rule.bound for name in names if rule.bound is not None}
    by_name = {who.name: who for who in known}
    found = {
        name: rule.bound_of(by_name.get(name, Recommender(name, "federation")), total=quota.total, all_=known)
        for name in names
    }
    return {name: bound for name, bound in found.items() if bound is not None}
