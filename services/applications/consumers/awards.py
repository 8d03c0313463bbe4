"""Awards made and withdrawn: a copy, in whatever order they are heard of. What follows from them, a tick does."""

from typing import Any
from uuid import UUID

import orjson
from pioneer.competitions.v1 import events_pb2 as competitions
from sqlalchemy import text
from sqlalchemy.orm import Session

from services.applications.consumers.handlers import handlers
from services.common.clock import day_of
from services.common.consumers import Event

_MADE = text(
    "insert into contest_award (tenant, id, contest_id, contest_title, level, trade, person_id, unit_id, title, place,"
    " number, made_on, links) values (:t, :id, :contest, :contest_title, :level, :trade, :person, :unit, :title,"
    " :place, :number, :on, cast(:links as jsonb))"
    " on conflict (tenant, id) do update set contest_title = excluded.contest_title, level = excluded.level,"
    " trade = excluded.trade, person_id = excluded.person_id, unit_id = excluded.unit_id, title = excluded.title,"
    " place = excluded.place, number = excluded.number, made_on = excluded.made_on, links = excluded.links"
)
_WITHDRAWN = text(
    "insert into contest_award (tenant, id, contest_id, withdrawn_on) values (:t, :id, :contest, :on)"
    " on conflict (tenant, id) do update set withdrawn_on = excluded.withdrawn_on"
)


@handlers.on(competitions.AwardMade)
def award_made(session: Session, event: Event, said: competitions.AwardMade) -> None:
    values: dict[str, Any] = {
        "contest_title": said.contest_title,
        "level": said.level,
        "trade": said.trade,
        "person": _id(said.person_id),
        "unit": _id(said.unit_id),
        "title": said.title,
        "place": said.place or None,
        "number": said.number,
        "on": day_of(event.at),
        "links": orjson.dumps([_link(each) for each in said.links]).decode(),
    }
    session.execute(_MADE, {**_key(event, said), **values})


@handlers.on(competitions.AwardWithdrawn)
def award_withdrawn(session: Session, event: Event, said: competitions.AwardWithdrawn) -> None:
    session.execute(_WITHDRAWN, {**_key(event, said), "on": day_of(event.at)})


def _key(event: Event, said: competitions.AwardMade | competitions.AwardWithdrawn) -> dict[str, Any]:
    return {"t": event.tenant, "id": UUID(said.award_id), "contest": UUID(said.contest_id)}


def _link(said: competitions.AwardLink) -> dict[str, Any]:
    return {
        "honour": said.honour,
        "level": said.level,
        "effect": said.effect,
        "outside_quota": said.outside_quota,
    }


def _id(said: str) -> UUID | None:
    return UUID(said) if said else None
