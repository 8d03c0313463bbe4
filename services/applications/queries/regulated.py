"""The rules of a case, out of the copy of the regulation version it began under."""

from datetime import date
from threading import Lock

from cachetools import LRUCache
from sqlalchemy.orm import Session

from services.applications.domain import Application
from services.applications.domain.case_rules import CaseRules
from services.common import directory
from services.common.errors import NotFound
from services.common.regulation import Regulation

# A published version never changes, so it is read and understood once.
_read: LRUCache[tuple[str, str, int], Regulation] = LRUCache(maxsize=256)
_lock = Lock()


def case_rules(session: Session, application: Application) -> CaseRules:
    """Raises NotFound when that version is not known here."""
    regulation = regulation_of(session, application.regulation_id, application.regulation_version)
    return CaseRules(regulation, application.regulation_version, regulation.programmes[application.programme])


def regulation_of(session: Session, regulation_id: str, version: int) -> Regulation:
    key = (session.info["tenant"], regulation_id, version)
    with _lock:
        found = _read.get(key)
    if found is None:
        found = Regulation.from_document(directory.find_regulation(session, regulation_id, version).document)
        with _lock:
            _read[key] = found
    return found


def programmes_in_force(session: Session, *, on: date) -> list[CaseRules]:
    """Every programme of the tenant's regulations in force on the day, by title."""
    found = []
    for version in directory.regulations(session, on=on):
        key = (session.info["tenant"], version.regulation_id, version.version)
        with _lock:
            regulation = _read.get(key)
        if regulation is None:
            regulation = Regulation.from_document(version.document)
            with _lock:
                _read[key] = regulation
        found += [CaseRules(regulation, version.version, each) for each in regulation.programmes.values()]
    return sorted(found, key=lambda rules: (rules.title, rules.programme.id))


def programme_in_force(session: Session, programme: str, *, on: date) -> CaseRules:
    """Raises NotFound no_such_programme."""
    for rules in programmes_in_force(session, on=on):
        if rules.programme.id == programme:
            return rules
    raise NotFound("no_such_programme")
