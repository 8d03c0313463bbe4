"""From marks to places: freeze, open again, finalise once every blocker is cleared, publish with awards (B1)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete
from sqlalchemy.orm import Session

from services.common import audit, directory, worklist
from services.common.clock import day_of
from services.common.db import tenant_of
from services.common.errors import DomainError, Invalid, allow
from services.common.ids import new_id
from services.common.principal import Principal
from services.common.regulation import Contest, Refusal
from services.competitions import events
from services.competitions.domain.contests import (
    Placed,
    Standing,
    advancing,
    blockers,
    open_ties,
    outcome,
    rank,
    result,
    sql_keys,
    without_awards,
)
from services.competitions.domain.contests.tiebreaks import LOT, PLAY_OFF
from services.competitions.domain.running import Duty, Status
from services.competitions.models.contest import DutyRow, EntryRow
from services.competitions.models.score import AwardRow, MarkRow, ResultRow
from services.competitions.queries.contests import Loaded, load
from services.competitions.queries.rounds import draws, team_results, tie_break_rows, tie_breaks
from services.competitions.queries.scores import appeals, live_marks, results
from services.competitions.rules import contests as rules
from services.competitions.service.contests.mark_changes import refuse_while_asked
from services.competitions.service.contests.opening import go, organised
from services.competitions.service.contests.performing import performances
from services.competitions.service.contests.signatures import unsigned_by_entrants
from services.competitions.service.contests.teaming import store_teams, team_award
from services.competitions.store import SERVICE, db


def freeze_scores(who: Principal, contest_id: UUID, *, expected: int, now: datetime) -> None:
    """No mark changes from here on; places are reckoned and made known, and appeals may come."""
    with db.transaction(who.tenant) as session:
        loaded = organised(session, who, contest_id, expected=expected)
        if loaded.status is Status.SCORING and loaded.row.round < len(loaded.rules.rounds) - 1:
            raise DomainError("rounds_left", round=loaded.rules.rounds[loaded.row.round].says)
        refuse_while_asked(session, contest_id)
        go(session, who, loaded, Status.FROZEN, "scores_frozen", now=now)
        loaded.row.frozen_at, loaded.row.frozen_by = now, who.subject
        reckon(session, loaded)
        open_envelopes(session, contest_id, now=now)


def open_envelopes(session: Session, contest_id: UUID, *, now: datetime) -> None:
    """Numbers are no secret any more: everybody may check them by their seals."""
    for draw in draws(session, contest_id):
        draw.opened_at = draw.opened_at or now


def open_again(who: Principal, contest_id: UUID, why: str, *, expected: int, now: datetime) -> None:
    """Marks may come again, for what is missing or after an appeal; the reason stays in the log."""
    with db.transaction(who.tenant) as session:
        loaded = organised(session, who, contest_id, expected=expected)
        if not why.strip():
            raise Invalid({"why": "请写明为什么要重新开放评分。"})
        go(session, who, loaded, Status.SCORING, "scores_opened_again", now=now, why=why.strip())
        loaded.row.frozen_at, loaded.row.frozen_by = None, ""


def reckon(session: Session, loaded: Loaded) -> None:
    """Places, awards and who goes on, put down anew."""
    contest_id, contest = loaded.row.id, loaded.rules
    all_ = performances(session, loaded)
    without = without_awards(contest, [each.entrant for each in all_])
    ranked = all(result(contest, each).standing != "waiting" for each in all_)
    found = outcome(contest, all_, without=without) if ranked else None
    placed = found.placed if found else rank(contest, [result(contest, each) for each in all_])
    titles = {each.entry_id: each.title for each in found.awards} if found else {}
    onward = {each.entry_id for each in advancing(contest, placed)} if found and contest.advance else set()
    tenant = tenant_of(session)
    session.execute(delete(ResultRow).where(ResultRow.tenant == tenant, ResultRow.contest_id == contest_id))
    for each in placed:
        figures = {name: format(value, "f") for name, value in each.result.figures.items()}
        row = ResultRow(
            tenant=tenant, contest_id=contest_id, entry_id=each.entry_id, ranked_apart="/".join(each.group),
            figures=figures, total=each.result.figures.get("total"), standing=each.result.standing,
            says=why(each), place=each.place, is_shared=each.is_shared,
            reached=each.result.reached,
            **sql_keys(contest, each.result), award=titles.get(each.entry_id, ""), advances=each.entry_id in onward,
        )  # fmt: skip
        session.add(row)
    store_teams(session, loaded, placed, without_awards=loaded.row.without_awards or not ranked)
    session.flush()


def why(placed: Placed) -> str:
    """How his total was made, then his place; who has none is told why, once."""
    return placed.says if placed.place is None else f"{placed.result.says}；{placed.says}"


def what_blocks(session: Session, loaded: Loaded, *, now: datetime) -> tuple[Refusal, ...]:
    """Everything that stands before the final word, for the page and for the act."""
    calendar = directory.calendar(session, around=day_of(now))
    contest, marks = loaded.rules, live_marks(session, loaded.row.id)
    found = [result(contest, each) for each in performances(session, loaded)]
    breaks = tie_breaks(tie_break_rows(session, loaded.row.id))
    standing = Standing(
        placed=rank(contest, found),
        unsigned_sheets=unsigned(contest, marks) + unsigned_by_entrants(session, loaded, marks),
        open_appeals=sum(each.status == "open" for each in appeals(session, loaded.row.id)),
        undrawn=len(open_ties(contest, found, breaks, LOT)),
        unplayed=len(open_ties(contest, found, breaks, PLAY_OFF)),
        published_at=loaded.row.frozen_at,
    )
    return blockers(loaded.rules, standing, now=now, add_working_days=calendar.add_working_days)


def unsigned(contest: Contest, marks: Sequence[MarkRow]) -> int:
    """Marks that lack a signature which the rules want."""
    wants_chief = "chief" in contest.signatures
    return sum(each.signed_at is None or (wants_chief and each.countersigned_at is None) for each in marks)


def finalise(who: Principal, contest_id: UUID, *, expected: int, now: datetime) -> None:
    """By the person named for it. Raises DomainError with all that blocks."""
    with db.transaction(who.tenant) as session:
        loaded = load(session, contest_id, lock=True)
        duty = rules.duty_of(who, loaded.duties)
        allow(duty is not None and duty.duty == Duty.FINALISER, "not_the_finaliser")
        load(session, contest_id, version=expected)
        if loaded.status is not Status.FROZEN:
            raise DomainError("contest_final" if loaded.row.finalised_at else "scores_not_frozen")
        stand = what_blocks(session, loaded, now=now)
        if stand:
            raise DomainError("finalise_blocked", says="".join(each.says for each in stand))
        reckon(session, loaded)
        row = loaded.row
        row.finalised_at, row.finalised_by, row.finalised_name = now, who.subject, who.name
        go(session, who, loaded, Status.FINAL, "contest_finalised", now=now)
        _close_tasks(session, loaded.duties, by=who.subject, now=now)


def _close_tasks(session: Session, duties: Sequence[DutyRow], *, by: str, now: datetime) -> None:
    for duty in duties:
        worklist.close_task(session, SERVICE, "contest_duty", duty.id, by=by, now=now)


def publish(who: Principal, contest_id: UUID, *, expected: int, now: datetime) -> int:
    """Everybody may see it now; the awards are made, each with its number. How many."""
    with db.transaction(who.tenant) as session:
        loaded = organised(session, who, contest_id, expected=expected)
        go(session, who, loaded, Status.PUBLISHED, "contest_published", now=now)
        loaded.row.published_at = now
        lines = [line for line in results(session, contest_id) if line.result.award]
        made = []
        for number, line in enumerate(lines, 1):
            award = _award(loaded, line.result, line.entry, number, now)
            session.add(award)
            made.append((line.entry, award))
        session.flush()
        for entry, award in made:
            audit.record(session, who, "award_made", "contest", contest_id, at=now, award=award.id, title=award.title)
            events.tell_award(session, loaded.row, entry, award, now=now)
        return len(made) + _publish_teams(session, who, loaded, now)


def _publish_teams(session: Session, who: Principal, loaded: Loaded, now: datetime) -> int:
    won = [each for each in team_results(session, loaded.row.id) if each.award]
    made = [team_award(loaded, team, number, now) for number, team in enumerate(won, 1)]
    session.add_all(made)
    session.flush()
    for award in made:
        audit.record(
            session, who, "award_made", "contest", loaded.row.id, at=now, award=award.id, title=award.title,
            team=award.unit_id,
        )  # fmt: skip
        events.tell_team_award(session, loaded.row, award, now=now)
    return len(won)


def _award(loaded: Loaded, result_: ResultRow, entry: EntryRow, number: int, now: datetime) -> AwardRow:
    head = loaded.row.id.hex[-6:].upper()
    return AwardRow(
        tenant=loaded.row.tenant, id=new_id(), contest_id=loaded.row.id, entry_id=entry.id, title=result_.award,
        place=result_.place, number=f"JS{day_of(now):%Y}-{head}-{number:03d}", person_id=entry.person_id,
        unit_id=entry.team_id or entry.employer_id, made_at=now, withdrawn_why="",
    )  # fmt: skip
