from google.protobuf.internal import containers as _containers
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class OpenAssessmentRequest(_message.Message):
    __slots__ = ("tenant", "object_type", "object_id", "round", "regulation_id", "regulation_version", "sheet_id", "title", "subject_unit_id", "subject_unit_name", "subject_unit_path", "self_scoring_unit_path", "due_on", "self_score_required", "assessors_at_least", "gap_over", "asked_by_subject", "pass_at_least", "pass_over", "self_score_optional", "remind_days")
    TENANT_FIELD_NUMBER: _ClassVar[int]
    OBJECT_TYPE_FIELD_NUMBER: _ClassVar[int]
    OBJECT_ID_FIELD_NUMBER: _ClassVar[int]
    ROUND_FIELD_NUMBER: _ClassVar[int]
    REGULATION_ID_FIELD_NUMBER: _ClassVar[int]
    REGULATION_VERSION_FIELD_NUMBER: _ClassVar[int]
    SHEET_ID_FIELD_NUMBER: _ClassVar[int]
    TITLE_FIELD_NUMBER: _ClassVar[int]
    SUBJECT_UNIT_ID_FIELD_NUMBER: _ClassVar[int]
    SUBJECT_UNIT_NAME_FIELD_NUMBER: _ClassVar[int]
    SUBJECT_UNIT_PATH_FIELD_NUMBER: _ClassVar[int]
    SELF_SCORING_UNIT_PATH_FIELD_NUMBER: _ClassVar[int]
    DUE_ON_FIELD_NUMBER: _ClassVar[int]
    SELF_SCORE_REQUIRED_FIELD_NUMBER: _ClassVar[int]
    ASSESSORS_AT_LEAST_FIELD_NUMBER: _ClassVar[int]
    GAP_OVER_FIELD_NUMBER: _ClassVar[int]
    ASKED_BY_SUBJECT_FIELD_NUMBER: _ClassVar[int]
    PASS_AT_LEAST_FIELD_NUMBER: _ClassVar[int]
    PASS_OVER_FIELD_NUMBER: _ClassVar[int]
    SELF_SCORE_OPTIONAL_FIELD_NUMBER: _ClassVar[int]
    REMIND_DAYS_FIELD_NUMBER: _ClassVar[int]
    tenant: str
    object_type: str
    object_id: str
    round: int
    regulation_id: str
    regulation_version: int
    sheet_id: str
    title: str
    subject_unit_id: str
    subject_unit_name: str
    subject_unit_path: str
    self_scoring_unit_path: str
    due_on: str
    self_score_required: bool
    assessors_at_least: int
    gap_over: str
    asked_by_subject: str
    pass_at_least: str
    pass_over: str
    self_score_optional: bool
    remind_days: int
    def __init__(self, tenant: _Optional[str] = ..., object_type: _Optional[str] = ..., object_id: _Optional[str] = ..., round: _Optional[int] = ..., regulation_id: _Optional[str] = ..., regulation_version: _Optional[int] = ..., sheet_id: _Optional[str] = ..., title: _Optional[str] = ..., subject_unit_id: _Optional[str] = ..., subject_unit_name: _Optional[str] = ..., subject_unit_path: _Optional[str] = ..., self_scoring_unit_path: _Optional[str] = ..., due_on: _Optional[str] = ..., self_score_required: _Optional[bool] = ..., assessors_at_least: _Optional[int] = ..., gap_over: _Optional[str] = ..., asked_by_subject: _Optional[str] = ..., pass_at_least: _Optional[str] = ..., pass_over: _Optional[str] = ..., self_score_optional: _Optional[bool] = ..., remind_days: _Optional[int] = ...) -> None: ...

class OpenAssessmentResponse(_message.Message):
    __slots__ = ("assessment_id", "opened_now")
    ASSESSMENT_ID_FIELD_NUMBER: _ClassVar[int]
    OPENED_NOW_FIELD_NUMBER: _ClassVar[int]
    assessment_id: str
    opened_now: bool
    def __init__(self, assessment_id: _Optional[str] = ..., opened_now: _Optional[bool] = ...) -> None: ...

class GetResultRequest(_message.Message):
    __slots__ = ("tenant", "assessment_id")
    TENANT_FIELD_NUMBER: _ClassVar[int]
    ASSESSMENT_ID_FIELD_NUMBER: _ClassVar[int]
    tenant: str
    assessment_id: str
    def __init__(self, tenant: _Optional[str] = ..., assessment_id: _Optional[str] = ...) -> None: ...

class GetResultResponse(_message.Message):
    __slots__ = ("assessment_id", "status", "score", "self_score", "passed")
    ASSESSMENT_ID_FIELD_NUMBER: _ClassVar[int]
    STATUS_FIELD_NUMBER: _ClassVar[int]
    SCORE_FIELD_NUMBER: _ClassVar[int]
    SELF_SCORE_FIELD_NUMBER: _ClassVar[int]
    PASSED_FIELD_NUMBER: _ClassVar[int]
    assessment_id: str
    status: str
    score: str
    self_score: str
    passed: bool
    def __init__(self, assessment_id: _Optional[str] = ..., status: _Optional[str] = ..., score: _Optional[str] = ..., self_score: _Optional[str] = ..., passed: _Optional[bool] = ...) -> None: ...

class RescoreRequest(_message.Message):
    __slots__ = ("tenant", "document", "sheet_id", "pass_at_least", "pass_over", "assessment_ids")
    TENANT_FIELD_NUMBER: _ClassVar[int]
    DOCUMENT_FIELD_NUMBER: _ClassVar[int]
    SHEET_ID_FIELD_NUMBER: _ClassVar[int]
    PASS_AT_LEAST_FIELD_NUMBER: _ClassVar[int]
    PASS_OVER_FIELD_NUMBER: _ClassVar[int]
    ASSESSMENT_IDS_FIELD_NUMBER: _ClassVar[int]
    tenant: str
    document: str
    sheet_id: str
    pass_at_least: str
    pass_over: str
    assessment_ids: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, tenant: _Optional[str] = ..., document: _Optional[str] = ..., sheet_id: _Optional[str] = ..., pass_at_least: _Optional[str] = ..., pass_over: _Optional[str] = ..., assessment_ids: _Optional[_Iterable[str]] = ...) -> None: ...

class Rescored(_message.Message):
    __slots__ = ("assessment_id", "is_told", "score", "passed", "reasons")
    ASSESSMENT_ID_FIELD_NUMBER: _ClassVar[int]
    IS_TOLD_FIELD_NUMBER: _ClassVar[int]
    SCORE_FIELD_NUMBER: _ClassVar[int]
    PASSED_FIELD_NUMBER: _ClassVar[int]
    REASONS_FIELD_NUMBER: _ClassVar[int]
    assessment_id: str
    is_told: bool
    score: str
    passed: bool
    reasons: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, assessment_id: _Optional[str] = ..., is_told: _Optional[bool] = ..., score: _Optional[str] = ..., passed: _Optional[bool] = ..., reasons: _Optional[_Iterable[str]] = ...) -> None: ...

class RescoreResponse(_message.Message):
    __slots__ = ("rescored",)
    RESCORED_FIELD_NUMBER: _ClassVar[int]
    rescored: _containers.RepeatedCompositeFieldContainer[Rescored]
    def __init__(self, rescored: _Optional[_Iterable[_Union[Rescored, _Mapping]]] = ...) -> None: ...
