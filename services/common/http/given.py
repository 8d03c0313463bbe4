"""What every door takes from its app: the clock, the cursors, the files, the settings."""

from datetime import date, datetime

from flask import current_app

from services.common.config import Settings
from services.common.files import Store
from services.common.http.app import Parts
from services.common.paging import Cursors


def now() -> datetime:
    moment: datetime = current_app.extensions["clock"].now()
    return moment


def today() -> date:
    day: date = current_app.extensions["clock"].today()
    return day


def cursors() -> Cursors:
    found: Cursors = current_app.extensions["cursors"]
    return found


def store() -> Store:
    found: Store = current_app.extensions["store"]
    return found


def settings() -> Settings:
    parts: Parts = current_app.extensions["parts"]
    return parts.settings
