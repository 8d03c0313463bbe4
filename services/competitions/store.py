"""This service's database. Connected once, at the start of the process."""

from services.common.db import Database

SERVICE = "competitions"

db = Database(SERVICE)
