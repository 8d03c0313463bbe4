from google.protobuf.internal import containers as _containers
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class GetResultsRequest(_message.Message):
    __slots__ = ("tenant", "person_id", "unit_id", "person_name")
    TENANT_FIELD_NUMBER: _ClassVar[int]
    PERSON_ID_FIELD_NUMBER: _ClassVar[int]
    UNIT_ID_FIELD_NUMBER: _ClassVar[int]
    PERSON_NAME_FIELD_NUMBER: _ClassVar[int]
    tenant: str
    person_id: str
    unit_id: str
    person_name: str
    def __init__(self, tenant: _Optional[str] = ..., person_id: _Optional[str] = ..., unit_id: _Optional[str] = ..., person_name: _Optional[str] = ...) -> None: ...

class ContestResult(_message.Message):
    __slots__ = ("award_id", "contest_id", "contest_title", "level", "trade", "title", "place", "number", "made_on", "person_name", "unit_id")
    AWARD_ID_FIELD_NUMBER: _ClassVar[int]
    CONTEST_ID_FIELD_NUMBER: _ClassVar[int]
    CONTEST_TITLE_FIELD_NUMBER: _ClassVar[int]
    LEVEL_FIELD_NUMBER: _ClassVar[int]
    TRADE_FIELD_NUMBER: _ClassVar[int]
    TITLE_FIELD_NUMBER: _ClassVar[int]
    PLACE_FIELD_NUMBER: _ClassVar[int]
    NUMBER_FIELD_NUMBER: _ClassVar[int]
    MADE_ON_FIELD_NUMBER: _ClassVar[int]
    PERSON_NAME_FIELD_NUMBER: _ClassVar[int]
    UNIT_ID_FIELD_NUMBER: _ClassVar[int]
    award_id: str
    contest_id: str
    contest_title: str
    level: str
    trade: str
    title: str
    place: int
    number: str
    made_on: str
    person_name: str
    unit_id: str
    def __init__(self, award_id: _Optional[str] = ..., contest_id: _Optional[str] = ..., contest_title: _Optional[str] = ..., level: _Optional[str] = ..., trade: _Optional[str] = ..., title: _Optional[str] = ..., place: _Optional[int] = ..., number: _Optional[str] = ..., made_on: _Optional[str] = ..., person_name: _Optional[str] = ..., unit_id: _Optional[str] = ...) -> None: ...

class GetResultsResponse(_message.Message):
    __slots__ = ("results",)
    RESULTS_FIELD_NUMBER: _ClassVar[int]
    results: _containers.RepeatedCompositeFieldContainer[ContestResult]
    def __init__(self, results: _Optional[_Iterable[_Union[ContestResult, _Mapping]]] = ...) -> None: ...
