"""What happens in a campaign: activities with results, visits with findings, promises (B6, D1, D7)."""

from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy.orm import Mapped, mapped_column

from services.competitions.models.table import Table


class ActivityRow(Table):
    """`outcome` is one of the kind's, in their order; `benefit` in yuan; `until`: the term of master and apprentice."""

    __tablename__ = "campaign_activity"

    tenant: Mapped[str] = mapped_column(primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    campaign_id: Mapped[UUID]
    kind: Mapped[str]
    unit_id: Mapped[UUID]
    unit_path: Mapped[str]
    unit_name: Mapped[str]
    title: Mapped[str]
    held_on: Mapped[date]
    people: Mapped[int]
    outcome: Mapped[str]
    benefit: Mapped[Decimal | None]
    detail: Mapped[str]
    until: Mapped[date | None]
    recorded_by: Mapped[str]
    recorded_at: Mapped[datetime]
    version: Mapped[int]


class VisitRow(Table):
    """What supervision found, by when it is to be mended, what came of it. `body`: a unit's id or a code below.

    `from_tenant`: the superior that found it here, "" for one's own visit; `body` is "" then, this federation.
    """

    __tablename__ = "campaign_visit"

    tenant: Mapped[str] = mapped_column(primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    campaign_id: Mapped[UUID]
    body: Mapped[str]
    body_name: Mapped[str]
    visited_on: Mapped[date]
    finding: Mapped[str]
    mend_by: Mapped[date | None]
    solved_on: Mapped[date | None]
    answer: Mapped[str]
    recorded_by: Mapped[str]
    recorded_at: Mapped[datetime]
    from_tenant: Mapped[str] = mapped_column(default="")
    version: Mapped[int]


class PromiseRow(Table):
    """`body` "" is the federation itself, else a unit's id."""

    __tablename__ = "campaign_promise"

    tenant: Mapped[str] = mapped_column(primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    campaign_id: Mapped[UUID]
    body: Mapped[str]
    body_name: Mapped[str]
    says: Mapped[str]
    made_on: Mapped[date]
    is_late: Mapped[bool]
    fulfil_by: Mapped[date | None]
    fulfilled_on: Mapped[date | None]
    result: Mapped[str]
    made_by: Mapped[str]
    version: Mapped[int]
