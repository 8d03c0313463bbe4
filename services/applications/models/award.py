"""Awards of contests as competitions told them, and how far what follows from each was carried out."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from services.applications.models.base import Base


class ContestAwardRow(Base):
    """A projection: events alone make it. `made_on` is None while only its withdrawal was heard of.

    `links`: honour, level, effect, outside_quota of each honour that the contest's rules link with it.
    """

    __tablename__ = "contest_award"

    tenant: Mapped[str] = mapped_column(primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    contest_id: Mapped[UUID]
    contest_title: Mapped[str]
    level: Mapped[str]
    trade: Mapped[str]
    person_id: Mapped[UUID | None]
    unit_id: Mapped[UUID | None]
    title: Mapped[str]
    place: Mapped[int | None]
    number: Mapped[str]
    made_on: Mapped[date | None]
    links: Mapped[list[dict[str, Any]]] = mapped_column(JSONB)
    withdrawn_on: Mapped[date | None]


class AwardFollowedRow(Base):
    """This service's own, and no projection: a replay nominates nobody twice."""

    __tablename__ = "award_followed"

    tenant: Mapped[str] = mapped_column(primary_key=True)
    award_id: Mapped[UUID] = mapped_column(primary_key=True)
    followed_at: Mapped[datetime | None]
    undone_at: Mapped[datetime | None]
