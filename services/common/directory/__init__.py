"""A service's own copy of identity's facts: federations, units, people, grants, regulations, working days.

Kept by events, read without asking anybody. `consume(handlers)` keeps it; `queries` reads it.
"""

from services.common.directory.consumers import consume
from services.common.directory.queries import (
    Calendar,
    OrgUnit,
    Person,
    RegulationVersion,
    Tenant,
    calendar,
    find_regulation,
    find_tenant,
    find_unit,
    holders_of,
    lineage,
    regulation_in_force,
    regulations,
    units_below,
)

__all__ = [
    "Calendar",
    "OrgUnit",
    "Person",
    "RegulationVersion",
    "Tenant",
    "calendar",
    "consume",
    "find_regulation",
    "find_tenant",
    "find_unit",
    "holders_of",
    "lineage",
    "regulation_in_force",
    "regulations",
    "units_below",
]
