"""The images of a federation's seal: one current, the earlier ones kept."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Mapped, mapped_column

from services.applications.models.base import Base


class SealImageRow(Base):
    """The current one is not retired; who brought it and who put it aside stand with their names of the day."""

    __tablename__ = "seal_image"

    tenant: Mapped[str] = mapped_column(primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    sha256: Mapped[str]
    width: Mapped[int]
    height: Mapped[int]
    size: Mapped[int]
    added_by: Mapped[str]
    added_by_name: Mapped[str]
    added_at: Mapped[datetime]
    retired_by_name: Mapped[str] = mapped_column(default="")
    retired_at: Mapped[datetime | None]
