import datetime

from google.protobuf import timestamp_pb2 as _timestamp_pb2
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class Audience(_message.Message):
    __slots__ = ("role", "unit_path", "subject")
    ROLE_FIELD_NUMBER: _ClassVar[int]
    UNIT_PATH_FIELD_NUMBER: _ClassVar[int]
    SUBJECT_FIELD_NUMBER: _ClassVar[int]
    role: str
    unit_path: str
    subject: str
    def __init__(self, role: _Optional[str] = ..., unit_path: _Optional[str] = ..., subject: _Optional[str] = ...) -> None: ...

class TaskOpened(_message.Message):
    __slots__ = ("task_id", "service", "kind", "title", "url", "audience", "due_on", "started_by_subject", "object_id", "opened_at", "remind_days")
    TASK_ID_FIELD_NUMBER: _ClassVar[int]
    SERVICE_FIELD_NUMBER: _ClassVar[int]
    KIND_FIELD_NUMBER: _ClassVar[int]
    TITLE_FIELD_NUMBER: _ClassVar[int]
    URL_FIELD_NUMBER: _ClassVar[int]
    AUDIENCE_FIELD_NUMBER: _ClassVar[int]
    DUE_ON_FIELD_NUMBER: _ClassVar[int]
    STARTED_BY_SUBJECT_FIELD_NUMBER: _ClassVar[int]
    OBJECT_ID_FIELD_NUMBER: _ClassVar[int]
    OPENED_AT_FIELD_NUMBER: _ClassVar[int]
    REMIND_DAYS_FIELD_NUMBER: _ClassVar[int]
    task_id: str
    service: str
    kind: str
    title: str
    url: str
    audience: Audience
    due_on: str
    started_by_subject: str
    object_id: str
    opened_at: _timestamp_pb2.Timestamp
    remind_days: int
    def __init__(self, task_id: _Optional[str] = ..., service: _Optional[str] = ..., kind: _Optional[str] = ..., title: _Optional[str] = ..., url: _Optional[str] = ..., audience: _Optional[_Union[Audience, _Mapping]] = ..., due_on: _Optional[str] = ..., started_by_subject: _Optional[str] = ..., object_id: _Optional[str] = ..., opened_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., remind_days: _Optional[int] = ...) -> None: ...

class TaskClosed(_message.Message):
    __slots__ = ("task_id", "done_by_subject", "outcome", "closed_at")
    TASK_ID_FIELD_NUMBER: _ClassVar[int]
    DONE_BY_SUBJECT_FIELD_NUMBER: _ClassVar[int]
    OUTCOME_FIELD_NUMBER: _ClassVar[int]
    CLOSED_AT_FIELD_NUMBER: _ClassVar[int]
    task_id: str
    done_by_subject: str
    outcome: str
    closed_at: _timestamp_pb2.Timestamp
    def __init__(self, task_id: _Optional[str] = ..., done_by_subject: _Optional[str] = ..., outcome: _Optional[str] = ..., closed_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class NotificationRequested(_message.Message):
    __slots__ = ("notification_id", "audience", "title", "body", "url", "requested_at")
    NOTIFICATION_ID_FIELD_NUMBER: _ClassVar[int]
    AUDIENCE_FIELD_NUMBER: _ClassVar[int]
    TITLE_FIELD_NUMBER: _ClassVar[int]
    BODY_FIELD_NUMBER: _ClassVar[int]
    URL_FIELD_NUMBER: _ClassVar[int]
    REQUESTED_AT_FIELD_NUMBER: _ClassVar[int]
    notification_id: str
    audience: Audience
    title: str
    body: str
    url: str
    requested_at: _timestamp_pb2.Timestamp
    def __init__(self, notification_id: _Optional[str] = ..., audience: _Optional[_Union[Audience, _Mapping]] = ..., title: _Optional[str] = ..., body: _Optional[str] = ..., url: _Optional[str] = ..., requested_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...
