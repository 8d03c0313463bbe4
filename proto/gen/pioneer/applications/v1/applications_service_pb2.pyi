from google.protobuf.internal import containers as _containers
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class HoldsHonourRequest(_message.Message):
    __slots__ = ("tenant", "unit_id", "honour", "level", "on")
    TENANT_FIELD_NUMBER: _ClassVar[int]
    UNIT_ID_FIELD_NUMBER: _ClassVar[int]
    HONOUR_FIELD_NUMBER: _ClassVar[int]
    LEVEL_FIELD_NUMBER: _ClassVar[int]
    ON_FIELD_NUMBER: _ClassVar[int]
    tenant: str
    unit_id: str
    honour: str
    level: str
    on: str
    def __init__(self, tenant: _Optional[str] = ..., unit_id: _Optional[str] = ..., honour: _Optional[str] = ..., level: _Optional[str] = ..., on: _Optional[str] = ...) -> None: ...

class HoldsHonourResponse(_message.Message):
    __slots__ = ("holds", "standing", "honour_id")
    HOLDS_FIELD_NUMBER: _ClassVar[int]
    STANDING_FIELD_NUMBER: _ClassVar[int]
    HONOUR_ID_FIELD_NUMBER: _ClassVar[int]
    holds: bool
    standing: str
    honour_id: str
    def __init__(self, holds: _Optional[bool] = ..., standing: _Optional[str] = ..., honour_id: _Optional[str] = ...) -> None: ...

class ListHonoursRequest(_message.Message):
    __slots__ = ("tenant", "unit_id")
    TENANT_FIELD_NUMBER: _ClassVar[int]
    UNIT_ID_FIELD_NUMBER: _ClassVar[int]
    tenant: str
    unit_id: str
    def __init__(self, tenant: _Optional[str] = ..., unit_id: _Optional[str] = ...) -> None: ...

class Honour(_message.Message):
    __slots__ = ("honour_id", "honour", "level", "number", "standing", "conferred_on")
    HONOUR_ID_FIELD_NUMBER: _ClassVar[int]
    HONOUR_FIELD_NUMBER: _ClassVar[int]
    LEVEL_FIELD_NUMBER: _ClassVar[int]
    NUMBER_FIELD_NUMBER: _ClassVar[int]
    STANDING_FIELD_NUMBER: _ClassVar[int]
    CONFERRED_ON_FIELD_NUMBER: _ClassVar[int]
    honour_id: str
    honour: str
    level: str
    number: str
    standing: str
    conferred_on: str
    def __init__(self, honour_id: _Optional[str] = ..., honour: _Optional[str] = ..., level: _Optional[str] = ..., number: _Optional[str] = ..., standing: _Optional[str] = ..., conferred_on: _Optional[str] = ...) -> None: ...

class ListHonoursResponse(_message.Message):
    __slots__ = ("honours",)
    HONOURS_FIELD_NUMBER: _ClassVar[int]
    honours: _containers.RepeatedCompositeFieldContainer[Honour]
    def __init__(self, honours: _Optional[_Iterable[_Union[Honour, _Mapping]]] = ...) -> None: ...

class NominateRequest(_message.Message):
    __slots__ = ("tenant", "programme", "subject_unit_id", "subject_name", "ground", "source", "nomination_key")
    TENANT_FIELD_NUMBER: _ClassVar[int]
    PROGRAMME_FIELD_NUMBER: _ClassVar[int]
    SUBJECT_UNIT_ID_FIELD_NUMBER: _ClassVar[int]
    SUBJECT_NAME_FIELD_NUMBER: _ClassVar[int]
    GROUND_FIELD_NUMBER: _ClassVar[int]
    SOURCE_FIELD_NUMBER: _ClassVar[int]
    NOMINATION_KEY_FIELD_NUMBER: _ClassVar[int]
    tenant: str
    programme: str
    subject_unit_id: str
    subject_name: str
    ground: str
    source: str
    nomination_key: str
    def __init__(self, tenant: _Optional[str] = ..., programme: _Optional[str] = ..., subject_unit_id: _Optional[str] = ..., subject_name: _Optional[str] = ..., ground: _Optional[str] = ..., source: _Optional[str] = ..., nomination_key: _Optional[str] = ...) -> None: ...

class NominateResponse(_message.Message):
    __slots__ = ("application_id", "nominated_now")
    APPLICATION_ID_FIELD_NUMBER: _ClassVar[int]
    NOMINATED_NOW_FIELD_NUMBER: _ClassVar[int]
    application_id: str
    nominated_now: bool
    def __init__(self, application_id: _Optional[str] = ..., nominated_now: _Optional[bool] = ...) -> None: ...

class ReplayRequest(_message.Message):
    __slots__ = ("tenant", "document", "year")
    TENANT_FIELD_NUMBER: _ClassVar[int]
    DOCUMENT_FIELD_NUMBER: _ClassVar[int]
    YEAR_FIELD_NUMBER: _ClassVar[int]
    tenant: str
    document: str
    year: int
    def __init__(self, tenant: _Optional[str] = ..., document: _Optional[str] = ..., year: _Optional[int] = ...) -> None: ...

class ReplayedCase(_message.Message):
    __slots__ = ("application_id", "number", "programme", "honour", "subject_name", "employer_name", "recommender", "won", "would", "reasons", "score", "would_score")
    APPLICATION_ID_FIELD_NUMBER: _ClassVar[int]
    NUMBER_FIELD_NUMBER: _ClassVar[int]
    PROGRAMME_FIELD_NUMBER: _ClassVar[int]
    HONOUR_FIELD_NUMBER: _ClassVar[int]
    SUBJECT_NAME_FIELD_NUMBER: _ClassVar[int]
    EMPLOYER_NAME_FIELD_NUMBER: _ClassVar[int]
    RECOMMENDER_FIELD_NUMBER: _ClassVar[int]
    WON_FIELD_NUMBER: _ClassVar[int]
    WOULD_FIELD_NUMBER: _ClassVar[int]
    REASONS_FIELD_NUMBER: _ClassVar[int]
    SCORE_FIELD_NUMBER: _ClassVar[int]
    WOULD_SCORE_FIELD_NUMBER: _ClassVar[int]
    application_id: str
    number: str
    programme: str
    honour: str
    subject_name: str
    employer_name: str
    recommender: str
    won: bool
    would: str
    reasons: _containers.RepeatedScalarFieldContainer[str]
    score: str
    would_score: str
    def __init__(self, application_id: _Optional[str] = ..., number: _Optional[str] = ..., programme: _Optional[str] = ..., honour: _Optional[str] = ..., subject_name: _Optional[str] = ..., employer_name: _Optional[str] = ..., recommender: _Optional[str] = ..., won: _Optional[bool] = ..., would: _Optional[str] = ..., reasons: _Optional[_Iterable[str]] = ..., score: _Optional[str] = ..., would_score: _Optional[str] = ...) -> None: ...

class ReplayResponse(_message.Message):
    __slots__ = ("cases", "left_out", "dropped_programmes")
    CASES_FIELD_NUMBER: _ClassVar[int]
    LEFT_OUT_FIELD_NUMBER: _ClassVar[int]
    DROPPED_PROGRAMMES_FIELD_NUMBER: _ClassVar[int]
    cases: _containers.RepeatedCompositeFieldContainer[ReplayedCase]
    left_out: int
    dropped_programmes: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, cases: _Optional[_Iterable[_Union[ReplayedCase, _Mapping]]] = ..., left_out: _Optional[int] = ..., dropped_programmes: _Optional[_Iterable[str]] = ...) -> None: ...
