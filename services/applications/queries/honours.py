"""Honours: the roll, the holders in good standing, one honour with its plaque, reward and life."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, select, tuple_
from sqlalchemy.orm import Session

from services.applications.domain.honour import Honour
from services.applications.domain.search import bigrams
from services.applications.models.honour import HonourRow, PlaqueRow, RectificationRow, ReinspectionRow, RewardRow
from services.applications.rules import honours as rules
from services.common.errors import NotFound
from services.common.paging import SIZE, cut, place_of
from services.common.principal import Principal


def find(session: Session, honour_id: UUID | str) -> HonourRow:
    try:
        row = session.get(HonourRow, (session.info["tenant"], UUID(str(honour_id))))
    except ValueError:
        row = None
    if row is None:
        raise NotFound("not_found")
    return row


def find_seen(session: Session, who: Principal, honour_id: UUID | str) -> HonourRow:
    row = find(session, honour_id)
    if not rules.may_see_honour(who, row.to_domain()):
        raise NotFound("not_found")
    return row


def find_by_token(session: Session, token: str) -> HonourRow | None:
    asked = select(HonourRow).where(HonourRow.tenant == session.info["tenant"], HonourRow.token == token)
    return session.scalars(asked).one_or_none()


def find_by_number(session: Session, said: str) -> HonourRow | None:
    """By the honour's or the plaque's number, spaces aside."""
    wanted = said.replace(" ", "").replace("号", " 号").strip()
    for number in {said.strip(), wanted}:
        asked = (
            select(HonourRow)
            .outerjoin(PlaqueRow, (PlaqueRow.tenant == HonourRow.tenant) & (PlaqueRow.honour_id == HonourRow.id))
            .where(HonourRow.tenant == session.info["tenant"])
            .where((HonourRow.number == number) | (PlaqueRow.number == number))
            .limit(1)
        )
        row = session.scalars(asked).one_or_none()
        if row is not None:
            return row
    return None


def of_application(session: Session, application_id: UUID) -> HonourRow | None:
    asked = select(HonourRow).where(
        HonourRow.tenant == session.info["tenant"], HonourRow.application_id == application_id
    )
    return session.scalars(asked).one_or_none()


def plaque_of(session: Session, honour_id: UUID) -> PlaqueRow | None:
    asked = select(PlaqueRow).where(PlaqueRow.tenant == session.info["tenant"], PlaqueRow.honour_id == honour_id)
    return session.scalars(asked).one_or_none()


def rewards_of(session: Session, honour_id: UUID) -> Sequence[RewardRow]:
    asked = select(RewardRow).where(RewardRow.tenant == session.info["tenant"], RewardRow.honour_id == honour_id)
    return session.scalars(asked.order_by(RewardRow.id)).all()


def reinspections_of(session: Session, honour_id: UUID) -> Sequence[ReinspectionRow]:
    row = ReinspectionRow
    asked = select(row).where(row.tenant == session.info["tenant"], row.honour_id == honour_id)
    return session.scalars(asked.order_by(row.id)).all()


def rectifications_of(session: Session, honour_id: UUID) -> Sequence[RectificationRow]:
    row = RectificationRow
    asked = select(row).where(row.tenant == session.info["tenant"], row.honour_id == honour_id)
    return session.scalars(asked.order_by(row.id)).all()


@dataclass(frozen=True)
class RollQuery:
    """What the roll is narrowed to; empty means everything."""

    words: str = ""
    honour: str = ""
    year: int | None = None
    standing: str = ""


RollLine = Any


def roll(
    session: Session, asked_for: RollQuery, *, after: Sequence[str] | None, seen: ColumnElement[bool] | None = None
) -> Sequence[RollLine]:
    """Newest first, one row more than a page so that the caller knows whether there is another."""
    row = HonourRow
    asked = select(
        row.id, row.number, row.honour, row.level, row.subject_name, row.employer_name, row.standing, row.token,
        row.conferred_on, row.kept_years, row.union_name,
    ).where(row.tenant == session.info["tenant"])  # fmt: skip
    if asked_for.words.strip():
        asked = asked.where(row.search.contains(bigrams(asked_for.words)))
    if asked_for.honour:
        asked = asked.where(row.honour == asked_for.honour)
    if asked_for.year is not None:
        asked = asked.where(row.year == asked_for.year)
    if asked_for.standing:
        asked = asked.where(row.standing == asked_for.standing)
    if seen is not None:
        asked = asked.where(seen)
    if (place := place_of(after, date.fromisoformat, UUID)) is not None:
        asked = asked.where(tuple_(row.conferred_on, row.id) < place)
    return session.execute(asked.order_by(row.conferred_on.desc(), row.id.desc()).limit(SIZE + 1)).all()


def honour_names(session: Session) -> list[str]:
    row = HonourRow
    asked = select(row.honour).where(row.tenant == session.info["tenant"]).distinct().order_by(row.honour)
    return list(session.scalars(asked))


def in_good_standing(
    session: Session, who: Principal, programme: str = "", *, after: Sequence[str] | None = None
) -> tuple[list[HonourRow], tuple[str, ...] | None]:
    """Whoever this principal may see, oldest first: a page, and the place after which the next one begins."""
    row = HonourRow
    asked = select(row).where(row.tenant == session.info["tenant"], row.standing == "valid")
    asked = asked.where(rules.honours_visible_to(who))
    if programme:
        asked = asked.where(row.programme == programme)
    if (place := place_of(after, UUID)) is not None:
        asked = asked.where(row.id > place[0])
    return cut(session.scalars(asked.order_by(row.id).limit(SIZE + 1)).all(), lambda each: (each.id,))


def of_unit(session: Session, unit_id: UUID | str) -> list[Honour]:
    row = HonourRow
    asked = select(row).where(row.tenant == session.info["tenant"], row.subject_unit_id == UUID(str(unit_id)))
    return [each.to_domain() for each in session.scalars(asked.order_by(row.conferred_on, row.id))]
