import datetime

from google.protobuf import timestamp_pb2 as _timestamp_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class ContestMoved(_message.Message):
    __slots__ = ("contest_id", "title", "level", "trade", "status", "year", "organiser_unit_id", "held_on", "entrants", "moved_at")
    CONTEST_ID_FIELD_NUMBER: _ClassVar[int]
    TITLE_FIELD_NUMBER: _ClassVar[int]
    LEVEL_FIELD_NUMBER: _ClassVar[int]
    TRADE_FIELD_NUMBER: _ClassVar[int]
    STATUS_FIELD_NUMBER: _ClassVar[int]
    YEAR_FIELD_NUMBER: _ClassVar[int]
    ORGANISER_UNIT_ID_FIELD_NUMBER: _ClassVar[int]
    HELD_ON_FIELD_NUMBER: _ClassVar[int]
    ENTRANTS_FIELD_NUMBER: _ClassVar[int]
    MOVED_AT_FIELD_NUMBER: _ClassVar[int]
    contest_id: str
    title: str
    level: str
    trade: str
    status: str
    year: int
    organiser_unit_id: str
    held_on: str
    entrants: int
    moved_at: _timestamp_pb2.Timestamp
    def __init__(self, contest_id: _Optional[str] = ..., title: _Optional[str] = ..., level: _Optional[str] = ..., trade: _Optional[str] = ..., status: _Optional[str] = ..., year: _Optional[int] = ..., organiser_unit_id: _Optional[str] = ..., held_on: _Optional[str] = ..., entrants: _Optional[int] = ..., moved_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class AwardMade(_message.Message):
    __slots__ = ("award_id", "contest_id", "contest_title", "level", "trade", "person_id", "unit_id", "title", "place", "number", "made_at", "links")
    AWARD_ID_FIELD_NUMBER: _ClassVar[int]
    CONTEST_ID_FIELD_NUMBER: _ClassVar[int]
    CONTEST_TITLE_FIELD_NUMBER: _ClassVar[int]
    LEVEL_FIELD_NUMBER: _ClassVar[int]
    TRADE_FIELD_NUMBER: _ClassVar[int]
    PERSON_ID_FIELD_NUMBER: _ClassVar[int]
    UNIT_ID_FIELD_NUMBER: _ClassVar[int]
    TITLE_FIELD_NUMBER: _ClassVar[int]
    PLACE_FIELD_NUMBER: _ClassVar[int]
    NUMBER_FIELD_NUMBER: _ClassVar[int]
    MADE_AT_FIELD_NUMBER: _ClassVar[int]
    LINKS_FIELD_NUMBER: _ClassVar[int]
    award_id: str
    contest_id: str
    contest_title: str
    level: str
    trade: str
    person_id: str
    unit_id: str
    title: str
    place: int
    number: str
    made_at: _timestamp_pb2.Timestamp
    links: _containers.RepeatedCompositeFieldContainer[AwardLink]
    def __init__(self, award_id: _Optional[str] = ..., contest_id: _Optional[str] = ..., contest_title: _Optional[str] = ..., level: _Optional[str] = ..., trade: _Optional[str] = ..., person_id: _Optional[str] = ..., unit_id: _Optional[str] = ..., title: _Optional[str] = ..., place: _Optional[int] = ..., number: _Optional[str] = ..., made_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., links: _Optional[_Iterable[_Union[AwardLink, _Mapping]]] = ...) -> None: ...

class AwardLink(_message.Message):
    __slots__ = ("honour", "level", "effect", "outside_quota")
    HONOUR_FIELD_NUMBER: _ClassVar[int]
    LEVEL_FIELD_NUMBER: _ClassVar[int]
    EFFECT_FIELD_NUMBER: _ClassVar[int]
    OUTSIDE_QUOTA_FIELD_NUMBER: _ClassVar[int]
    honour: str
    level: str
    effect: str
    outside_quota: bool
    def __init__(self, honour: _Optional[str] = ..., level: _Optional[str] = ..., effect: _Optional[str] = ..., outside_quota: _Optional[bool] = ...) -> None: ...

class AwardWithdrawn(_message.Message):
    __slots__ = ("award_id", "contest_id", "withdrawn_at")
    AWARD_ID_FIELD_NUMBER: _ClassVar[int]
    CONTEST_ID_FIELD_NUMBER: _ClassVar[int]
    WITHDRAWN_AT_FIELD_NUMBER: _ClassVar[int]
    award_id: str
    contest_id: str
    withdrawn_at: _timestamp_pb2.Timestamp
    def __init__(self, award_id: _Optional[str] = ..., contest_id: _Optional[str] = ..., withdrawn_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...
