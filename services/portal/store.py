"""This service's database. Connected once, at the start of the process."""

from services.common.db import Database

SERVICE = "portal"
SITE = "-"
"""The tenant of rows that belong to the whole site: browser sessions, which stand before any federation is chosen."""

db = Database(SERVICE)
