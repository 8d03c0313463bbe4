"""What the tables of this service stand on."""

from sqlalchemy.orm import DeclarativeBase

from services.common.rows import TYPES


class Table(DeclarativeBase):
    type_annotation_map = TYPES
