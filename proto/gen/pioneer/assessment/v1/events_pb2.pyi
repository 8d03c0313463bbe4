import datetime

from google.protobuf import timestamp_pb2 as _timestamp_pb2
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class AssessmentCompleted(_message.Message):
    __slots__ = ("assessment_id", "object_type", "object_id", "score", "self_score", "passed", "pass_line", "explanation", "completed_at")
    ASSESSMENT_ID_FIELD_NUMBER: _ClassVar[int]
    OBJECT_TYPE_FIELD_NUMBER: _ClassVar[int]
    OBJECT_ID_FIELD_NUMBER: _ClassVar[int]
    SCORE_FIELD_NUMBER: _ClassVar[int]
    SELF_SCORE_FIELD_NUMBER: _ClassVar[int]
    PASSED_FIELD_NUMBER: _ClassVar[int]
    PASS_LINE_FIELD_NUMBER: _ClassVar[int]
    EXPLANATION_FIELD_NUMBER: _ClassVar[int]
    COMPLETED_AT_FIELD_NUMBER: _ClassVar[int]
    assessment_id: str
    object_type: str
    object_id: str
    score: str
    self_score: str
    passed: bool
    pass_line: str
    explanation: str
    completed_at: _timestamp_pb2.Timestamp
    def __init__(self, assessment_id: _Optional[str] = ..., object_type: _Optional[str] = ..., object_id: _Optional[str] = ..., score: _Optional[str] = ..., self_score: _Optional[str] = ..., passed: _Optional[bool] = ..., pass_line: _Optional[str] = ..., explanation: _Optional[str] = ..., completed_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...
