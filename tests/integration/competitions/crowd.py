"""A contest with very many results, written in two statements."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from tests.integration.competitions.league import HELD

ENTRIES = """
insert into entry (tenant, id, contest_id, number, person_ref, name, grade, trade, unit_name, unit_path, employer,
                   source, status, entered_by, entered_at)
select :tenant, gen_random_uuid(), :contest, :first + n, gen_random_uuid(), '选手' || n, 'none', '焊工', '东方机械', '/',
       '东方机械', 'unit', 'entered', 'crowd', now()
from generate_series(1, :size) n
"""
# Totals with two decimals, so many of them that some are level; one in fifty has no place.
RESULTS = """
insert into contest_result (tenant, contest_id, entry_id, ranked_apart, figures, total, standing, reached, k1, k2, k3)
select tenant, contest_id, id, '焊工', jsonb_build_object('total', total::text, 'practice', practice::text), total,
       case when number % 50 = 0 then 'absent' else 'ranked' end, 0,
       case when number % 50 = 0 then null else -total end, -practice, finished
from (select e.*, ((hashtext(number::text) & 8191) % :totals)::numeric / 100 as total,
             ((hashtext(number || 'p') & 8191) % 40)::numeric / 4 as practice,
             case when number % 7 = 0 then null else (hashtext(number || 'f') & 7) end as finished
      from entry e where tenant = :tenant and contest_id = :contest and entered_by = 'crowd') marked
"""


def a_crowd(session: Session, tenant: str, contest_id: UUID, size: int, *, totals: int = 8192) -> None:
    """`totals` is how many different totals there can be: the fewer, the more are level."""
    given = {"tenant": tenant, "contest": contest_id}
    session.execute(text(ENTRIES), {**given, "size": size, "first": 1000})
    session.execute(text(RESULTS), {**given, "totals": totals})


MARKS = """
insert into mark (tenant, id, contest_id, entry_id, part, judge_id, points, saved_at, signed_at)
select tenant, gen_random_uuid(), contest_id, id, :part, :judge, ((hashtext(number || :part) & 8191) % 9000)::numeric / 100,
       :at, :at
from entry where tenant = :tenant and contest_id = :contest and entered_by = 'crowd'
"""


def marked(session: Session, tenant: str, contest_id: UUID, part: str, judge_id: UUID) -> None:
    """A signed mark of that judge for everybody of the crowd, as old as those that a league's judges give."""
    given = {"tenant": tenant, "contest": contest_id, "part": part, "judge": judge_id, "at": HELD}
    session.execute(text(MARKS), given)
