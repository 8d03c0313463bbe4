"""What applications tells: cases on their way, notices, honours and their life, dossiers going up."""

from pioneer.applications.v1 import events_pb2 as applications
from sqlalchemy.orm import Session

from services.common.clock import day_of
from services.common.consumers import Event
from services.portal import events
from services.portal.consumers.handlers import handlers
from services.portal.domain import case_place, honour
from services.portal.service import honours


@handlers.on(applications.ApplicationMoved)
def application_moved(session: Session, event: Event, said: applications.ApplicationMoved) -> None:
    place = events.case_place(said)
    honours.keep_place(session, place.id, lambda before: case_place.moved(before, place, said.action))


@handlers.on(applications.DossierForwarded)
def dossier_forwarded(session: Session, event: Event, said: applications.DossierForwarded) -> None:
    place = events.case_place_of_dossier(said)
    honours.keep_place(session, place.id, lambda before: case_place.forwarded(before, place))


@handlers.on(applications.HonourConferred)
def honour_conferred(session: Session, event: Event, said: applications.HonourConferred) -> None:
    honours.add_honour(session, events.honour(said))


@handlers.on(applications.HonourReinspected)
def honour_reinspected(session: Session, event: Event, said: applications.HonourReinspected) -> None:
    standing, rectify_by = honour.Standing(said.standing), events.day(said.rectify_by)
    on = day_of(events.moment(said.reinspected_at))
    honours.change_honour(
        session,
        said.honour_id,
        lambda before: honour.inspected(before, year=said.year, standing=standing, rectify_by=rectify_by, on=on),
        adds=lambda after: after.inspection(said.outcome, said.year),
    )


@handlers.on(applications.HonourRevoked)
def honour_revoked(session: Session, event: Event, said: applications.HonourRevoked) -> None:
    on = events.day(said.revoked_on) or day_of(event.at)
    honours.change_honour(session, said.honour_id, lambda before: honour.revoked(before, on=on, ground=said.ground))


@handlers.on(applications.PublicityChanged)
def publicity_changed(session: Session, event: Event, said: applications.PublicityChanged) -> None:
    honours.keep_notice(
        session,
        said.notice_id,
        title=said.title,
        status=said.status,
        starts_on=events.day(said.starts_on) or day_of(event.at),
        ends_on=events.day(said.ends_on),
        url=events.link(said.url),
        told_at=event.at,
    )
