"""Rows of the days that a federation announces later (另行通知), one for a stage of a round."""

from datetime import date, datetime

from sqlalchemy.orm import Mapped, mapped_column

from services.applications.models.base import Base


class AnnouncedDayRow(Base):
    __tablename__ = "announced_day"

    tenant: Mapped[str] = mapped_column(primary_key=True)
    programme: Mapped[str] = mapped_column(primary_key=True)
    year: Mapped[int] = mapped_column(primary_key=True)
    stage: Mapped[str] = mapped_column(primary_key=True)
    day: Mapped[date]
    announced_by: Mapped[str]
    announced_at: Mapped[datetime]
