"""How Python's types stand in the tables of every service; each service has a declarative class of its own."""

from datetime import datetime
from decimal import Decimal
from typing import Any, Final

from sqlalchemy import DateTime, Numeric, Text
from sqlalchemy.dialects.postgresql import JSONB

TYPES: Final[dict[Any, Any]] = {
    str: Text,
    dict[str, Any]: JSONB,
    list[Any]: JSONB,
    datetime: DateTime(timezone=True),
    Decimal: Numeric(asdecimal=True),
}
