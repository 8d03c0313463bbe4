"""Servers that are somebody else's: whose address is told is used instead of one that we would start."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, fields

PREFIX = "PIONEER_GIVEN_"


@dataclass(frozen=True)
class Given:
    """Addresses with their administrators' names and passwords; empty where we start one ourselves."""

    postgres: str = ""
    kafka: str = ""
    keycloak: str = ""
    prometheus: str = ""
    alertmanager: str = ""

    @classmethod
    def told(cls, environment: Mapping[str, str] = os.environ) -> "Given":
        """By PIONEER_GIVEN_POSTGRES and so on. Raises OSError naming what is no server of ours: a slip of the pen."""
        known = {f"{PREFIX}{each.name.upper()}": each.name for each in fields(cls)}
        strange = sorted(name for name in environment if name.startswith(PREFIX) and name not in known)
        if strange:
            raise OSError(f"{', '.join(strange)}: 没有这一项 / there is no such setting, but {', '.join(known)}")
        return cls(**{known[name]: value for name, value in environment.items() if name in known})
