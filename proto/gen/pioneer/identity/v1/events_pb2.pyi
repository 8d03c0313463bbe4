import datetime

from google.protobuf import timestamp_pb2 as _timestamp_pb2
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class TenantChanged(_message.Message):
    __slots__ = ("code", "parent_code", "name", "short_name", "level", "valid_from", "valid_to")
    CODE_FIELD_NUMBER: _ClassVar[int]
    PARENT_CODE_FIELD_NUMBER: _ClassVar[int]
    NAME_FIELD_NUMBER: _ClassVar[int]
    SHORT_NAME_FIELD_NUMBER: _ClassVar[int]
    LEVEL_FIELD_NUMBER: _ClassVar[int]
    VALID_FROM_FIELD_NUMBER: _ClassVar[int]
    VALID_TO_FIELD_NUMBER: _ClassVar[int]
    code: str
    parent_code: str
    name: str
    short_name: str
    level: str
    valid_from: str
    valid_to: str
    def __init__(self, code: _Optional[str] = ..., parent_code: _Optional[str] = ..., name: _Optional[str] = ..., short_name: _Optional[str] = ..., level: _Optional[str] = ..., valid_from: _Optional[str] = ..., valid_to: _Optional[str] = ...) -> None: ...

class OrgUnitChanged(_message.Message):
    __slots__ = ("org_unit_id", "parent_id", "path", "kind", "name", "valid_from", "valid_to", "merged_into_id")
    ORG_UNIT_ID_FIELD_NUMBER: _ClassVar[int]
    PARENT_ID_FIELD_NUMBER: _ClassVar[int]
    PATH_FIELD_NUMBER: _ClassVar[int]
    KIND_FIELD_NUMBER: _ClassVar[int]
    NAME_FIELD_NUMBER: _ClassVar[int]
    VALID_FROM_FIELD_NUMBER: _ClassVar[int]
    VALID_TO_FIELD_NUMBER: _ClassVar[int]
    MERGED_INTO_ID_FIELD_NUMBER: _ClassVar[int]
    org_unit_id: str
    parent_id: str
    path: str
    kind: str
    name: str
    valid_from: str
    valid_to: str
    merged_into_id: str
    def __init__(self, org_unit_id: _Optional[str] = ..., parent_id: _Optional[str] = ..., path: _Optional[str] = ..., kind: _Optional[str] = ..., name: _Optional[str] = ..., valid_from: _Optional[str] = ..., valid_to: _Optional[str] = ..., merged_into_id: _Optional[str] = ...) -> None: ...

class PersonChanged(_message.Message):
    __slots__ = ("person_id", "subject", "name", "org_unit_id", "email", "valid_to")
    PERSON_ID_FIELD_NUMBER: _ClassVar[int]
    SUBJECT_FIELD_NUMBER: _ClassVar[int]
    NAME_FIELD_NUMBER: _ClassVar[int]
    ORG_UNIT_ID_FIELD_NUMBER: _ClassVar[int]
    EMAIL_FIELD_NUMBER: _ClassVar[int]
    VALID_TO_FIELD_NUMBER: _ClassVar[int]
    person_id: str
    subject: str
    name: str
    org_unit_id: str
    email: str
    valid_to: str
    def __init__(self, person_id: _Optional[str] = ..., subject: _Optional[str] = ..., name: _Optional[str] = ..., org_unit_id: _Optional[str] = ..., email: _Optional[str] = ..., valid_to: _Optional[str] = ...) -> None: ...

class GrantChanged(_message.Message):
    __slots__ = ("grant_id", "subject", "person_id", "role", "org_unit_id", "org_unit_path", "valid_from", "valid_to", "revoked", "changed_at")
    GRANT_ID_FIELD_NUMBER: _ClassVar[int]
    SUBJECT_FIELD_NUMBER: _ClassVar[int]
    PERSON_ID_FIELD_NUMBER: _ClassVar[int]
    ROLE_FIELD_NUMBER: _ClassVar[int]
    ORG_UNIT_ID_FIELD_NUMBER: _ClassVar[int]
    ORG_UNIT_PATH_FIELD_NUMBER: _ClassVar[int]
    VALID_FROM_FIELD_NUMBER: _ClassVar[int]
    VALID_TO_FIELD_NUMBER: _ClassVar[int]
    REVOKED_FIELD_NUMBER: _ClassVar[int]
    CHANGED_AT_FIELD_NUMBER: _ClassVar[int]
    grant_id: str
    subject: str
    person_id: str
    role: str
    org_unit_id: str
    org_unit_path: str
    valid_from: str
    valid_to: str
    revoked: bool
    changed_at: _timestamp_pb2.Timestamp
    def __init__(self, grant_id: _Optional[str] = ..., subject: _Optional[str] = ..., person_id: _Optional[str] = ..., role: _Optional[str] = ..., org_unit_id: _Optional[str] = ..., org_unit_path: _Optional[str] = ..., valid_from: _Optional[str] = ..., valid_to: _Optional[str] = ..., revoked: _Optional[bool] = ..., changed_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class RegulationPublished(_message.Message):
    __slots__ = ("regulation_id", "version", "title", "effective_on", "document", "published_at")
    REGULATION_ID_FIELD_NUMBER: _ClassVar[int]
    VERSION_FIELD_NUMBER: _ClassVar[int]
    TITLE_FIELD_NUMBER: _ClassVar[int]
    EFFECTIVE_ON_FIELD_NUMBER: _ClassVar[int]
    DOCUMENT_FIELD_NUMBER: _ClassVar[int]
    PUBLISHED_AT_FIELD_NUMBER: _ClassVar[int]
    regulation_id: str
    version: int
    title: str
    effective_on: str
    document: str
    published_at: _timestamp_pb2.Timestamp
    def __init__(self, regulation_id: _Optional[str] = ..., version: _Optional[int] = ..., title: _Optional[str] = ..., effective_on: _Optional[str] = ..., document: _Optional[str] = ..., published_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class CalendarDayChanged(_message.Message):
    __slots__ = ("day", "is_working", "title", "is_confirmed")
    DAY_FIELD_NUMBER: _ClassVar[int]
    IS_WORKING_FIELD_NUMBER: _ClassVar[int]
    TITLE_FIELD_NUMBER: _ClassVar[int]
    IS_CONFIRMED_FIELD_NUMBER: _ClassVar[int]
    day: str
    is_working: bool
    title: str
    is_confirmed: bool
    def __init__(self, day: _Optional[str] = ..., is_working: _Optional[bool] = ..., title: _Optional[str] = ..., is_confirmed: _Optional[bool] = ...) -> None: ...
