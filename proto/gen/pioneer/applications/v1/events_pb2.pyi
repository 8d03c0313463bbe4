import datetime

from google.protobuf import timestamp_pb2 as _timestamp_pb2
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class ApplicationMoved(_message.Message):
    __slots__ = ("application_id", "programme", "honour", "level", "year", "subject_unit_id", "subject_name", "from_stage", "to_stage", "status", "action", "moved_at", "union_unit_id")
    APPLICATION_ID_FIELD_NUMBER: _ClassVar[int]
    PROGRAMME_FIELD_NUMBER: _ClassVar[int]
    HONOUR_FIELD_NUMBER: _ClassVar[int]
    LEVEL_FIELD_NUMBER: _ClassVar[int]
    YEAR_FIELD_NUMBER: _ClassVar[int]
    SUBJECT_UNIT_ID_FIELD_NUMBER: _ClassVar[int]
    SUBJECT_NAME_FIELD_NUMBER: _ClassVar[int]
    FROM_STAGE_FIELD_NUMBER: _ClassVar[int]
    TO_STAGE_FIELD_NUMBER: _ClassVar[int]
    STATUS_FIELD_NUMBER: _ClassVar[int]
    ACTION_FIELD_NUMBER: _ClassVar[int]
    MOVED_AT_FIELD_NUMBER: _ClassVar[int]
    UNION_UNIT_ID_FIELD_NUMBER: _ClassVar[int]
    application_id: str
    programme: str
    honour: str
    level: str
    year: int
    subject_unit_id: str
    subject_name: str
    from_stage: str
    to_stage: str
    status: str
    action: str
    moved_at: _timestamp_pb2.Timestamp
    union_unit_id: str
    def __init__(self, application_id: _Optional[str] = ..., programme: _Optional[str] = ..., honour: _Optional[str] = ..., level: _Optional[str] = ..., year: _Optional[int] = ..., subject_unit_id: _Optional[str] = ..., subject_name: _Optional[str] = ..., from_stage: _Optional[str] = ..., to_stage: _Optional[str] = ..., status: _Optional[str] = ..., action: _Optional[str] = ..., moved_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., union_unit_id: _Optional[str] = ...) -> None: ...

class PublicityChanged(_message.Message):
    __slots__ = ("notice_id", "title", "status", "starts_on", "ends_on", "url")
    NOTICE_ID_FIELD_NUMBER: _ClassVar[int]
    TITLE_FIELD_NUMBER: _ClassVar[int]
    STATUS_FIELD_NUMBER: _ClassVar[int]
    STARTS_ON_FIELD_NUMBER: _ClassVar[int]
    ENDS_ON_FIELD_NUMBER: _ClassVar[int]
    URL_FIELD_NUMBER: _ClassVar[int]
    notice_id: str
    title: str
    status: str
    starts_on: str
    ends_on: str
    url: str
    def __init__(self, notice_id: _Optional[str] = ..., title: _Optional[str] = ..., status: _Optional[str] = ..., starts_on: _Optional[str] = ..., ends_on: _Optional[str] = ..., url: _Optional[str] = ...) -> None: ...

class HonourConferred(_message.Message):
    __slots__ = ("honour_id", "application_id", "honour", "level", "number", "plaque_number", "subject_unit_id", "subject_name", "union_unit_id", "conferred_on", "year", "url", "deeds")
    HONOUR_ID_FIELD_NUMBER: _ClassVar[int]
    APPLICATION_ID_FIELD_NUMBER: _ClassVar[int]
    HONOUR_FIELD_NUMBER: _ClassVar[int]
    LEVEL_FIELD_NUMBER: _ClassVar[int]
    NUMBER_FIELD_NUMBER: _ClassVar[int]
    PLAQUE_NUMBER_FIELD_NUMBER: _ClassVar[int]
    SUBJECT_UNIT_ID_FIELD_NUMBER: _ClassVar[int]
    SUBJECT_NAME_FIELD_NUMBER: _ClassVar[int]
    UNION_UNIT_ID_FIELD_NUMBER: _ClassVar[int]
    CONFERRED_ON_FIELD_NUMBER: _ClassVar[int]
    YEAR_FIELD_NUMBER: _ClassVar[int]
    URL_FIELD_NUMBER: _ClassVar[int]
    DEEDS_FIELD_NUMBER: _ClassVar[int]
    honour_id: str
    application_id: str
    honour: str
    level: str
    number: str
    plaque_number: str
    subject_unit_id: str
    subject_name: str
    union_unit_id: str
    conferred_on: str
    year: int
    url: str
    deeds: str
    def __init__(self, honour_id: _Optional[str] = ..., application_id: _Optional[str] = ..., honour: _Optional[str] = ..., level: _Optional[str] = ..., number: _Optional[str] = ..., plaque_number: _Optional[str] = ..., subject_unit_id: _Optional[str] = ..., subject_name: _Optional[str] = ..., union_unit_id: _Optional[str] = ..., conferred_on: _Optional[str] = ..., year: _Optional[int] = ..., url: _Optional[str] = ..., deeds: _Optional[str] = ...) -> None: ...

class HonourReinspected(_message.Message):
    __slots__ = ("honour_id", "year", "outcome", "rectify_by", "standing", "reinspected_at")
    HONOUR_ID_FIELD_NUMBER: _ClassVar[int]
    YEAR_FIELD_NUMBER: _ClassVar[int]
    OUTCOME_FIELD_NUMBER: _ClassVar[int]
    RECTIFY_BY_FIELD_NUMBER: _ClassVar[int]
    STANDING_FIELD_NUMBER: _ClassVar[int]
    REINSPECTED_AT_FIELD_NUMBER: _ClassVar[int]
    honour_id: str
    year: int
    outcome: str
    rectify_by: str
    standing: str
    reinspected_at: _timestamp_pb2.Timestamp
    def __init__(self, honour_id: _Optional[str] = ..., year: _Optional[int] = ..., outcome: _Optional[str] = ..., rectify_by: _Optional[str] = ..., standing: _Optional[str] = ..., reinspected_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class HonourRevoked(_message.Message):
    __slots__ = ("honour_id", "honour", "level", "ground", "subject_unit_id", "subject_name", "revoked_on", "year")
    HONOUR_ID_FIELD_NUMBER: _ClassVar[int]
    HONOUR_FIELD_NUMBER: _ClassVar[int]
    LEVEL_FIELD_NUMBER: _ClassVar[int]
    GROUND_FIELD_NUMBER: _ClassVar[int]
    SUBJECT_UNIT_ID_FIELD_NUMBER: _ClassVar[int]
    SUBJECT_NAME_FIELD_NUMBER: _ClassVar[int]
    REVOKED_ON_FIELD_NUMBER: _ClassVar[int]
    YEAR_FIELD_NUMBER: _ClassVar[int]
    honour_id: str
    honour: str
    level: str
    ground: str
    subject_unit_id: str
    subject_name: str
    revoked_on: str
    year: int
    def __init__(self, honour_id: _Optional[str] = ..., honour: _Optional[str] = ..., level: _Optional[str] = ..., ground: _Optional[str] = ..., subject_unit_id: _Optional[str] = ..., subject_name: _Optional[str] = ..., revoked_on: _Optional[str] = ..., year: _Optional[int] = ...) -> None: ...

class DossierForwarded(_message.Message):
    __slots__ = ("dossier_id", "from_tenant", "to_tenant", "application_id", "honour_id", "honour", "subject_name", "sha256", "storage_key", "forwarded_at")
    DOSSIER_ID_FIELD_NUMBER: _ClassVar[int]
    FROM_TENANT_FIELD_NUMBER: _ClassVar[int]
    TO_TENANT_FIELD_NUMBER: _ClassVar[int]
    APPLICATION_ID_FIELD_NUMBER: _ClassVar[int]
    HONOUR_ID_FIELD_NUMBER: _ClassVar[int]
    HONOUR_FIELD_NUMBER: _ClassVar[int]
    SUBJECT_NAME_FIELD_NUMBER: _ClassVar[int]
    SHA256_FIELD_NUMBER: _ClassVar[int]
    STORAGE_KEY_FIELD_NUMBER: _ClassVar[int]
    FORWARDED_AT_FIELD_NUMBER: _ClassVar[int]
    dossier_id: str
    from_tenant: str
    to_tenant: str
    application_id: str
    honour_id: str
    honour: str
    subject_name: str
    sha256: str
    storage_key: str
    forwarded_at: _timestamp_pb2.Timestamp
    def __init__(self, dossier_id: _Optional[str] = ..., from_tenant: _Optional[str] = ..., to_tenant: _Optional[str] = ..., application_id: _Optional[str] = ..., honour_id: _Optional[str] = ..., honour: _Optional[str] = ..., subject_name: _Optional[str] = ..., sha256: _Optional[str] = ..., storage_key: _Optional[str] = ..., forwarded_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class DossierDecided(_message.Message):
    __slots__ = ("dossier_id", "from_tenant", "to_tenant", "decision", "reason", "level", "decided_by_tenant", "decided_at")
    DOSSIER_ID_FIELD_NUMBER: _ClassVar[int]
    FROM_TENANT_FIELD_NUMBER: _ClassVar[int]
    TO_TENANT_FIELD_NUMBER: _ClassVar[int]
    DECISION_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    LEVEL_FIELD_NUMBER: _ClassVar[int]
    DECIDED_BY_TENANT_FIELD_NUMBER: _ClassVar[int]
    DECIDED_AT_FIELD_NUMBER: _ClassVar[int]
    dossier_id: str
    from_tenant: str
    to_tenant: str
    decision: str
    reason: str
    level: str
    decided_by_tenant: str
    decided_at: _timestamp_pb2.Timestamp
    def __init__(self, dossier_id: _Optional[str] = ..., from_tenant: _Optional[str] = ..., to_tenant: _Optional[str] = ..., decision: _Optional[str] = ..., reason: _Optional[str] = ..., level: _Optional[str] = ..., decided_by_tenant: _Optional[str] = ..., decided_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class HonourBelowRevoked(_message.Message):
    __slots__ = ("dossier_id", "from_tenant", "to_tenant", "honour", "level", "subject_name", "ground", "revoked_on")
    DOSSIER_ID_FIELD_NUMBER: _ClassVar[int]
    FROM_TENANT_FIELD_NUMBER: _ClassVar[int]
    TO_TENANT_FIELD_NUMBER: _ClassVar[int]
    HONOUR_FIELD_NUMBER: _ClassVar[int]
    LEVEL_FIELD_NUMBER: _ClassVar[int]
    SUBJECT_NAME_FIELD_NUMBER: _ClassVar[int]
    GROUND_FIELD_NUMBER: _ClassVar[int]
    REVOKED_ON_FIELD_NUMBER: _ClassVar[int]
    dossier_id: str
    from_tenant: str
    to_tenant: str
    honour: str
    level: str
    subject_name: str
    ground: str
    revoked_on: str
    def __init__(self, dossier_id: _Optional[str] = ..., from_tenant: _Optional[str] = ..., to_tenant: _Optional[str] = ..., honour: _Optional[str] = ..., level: _Optional[str] = ..., subject_name: _Optional[str] = ..., ground: _Optional[str] = ..., revoked_on: _Optional[str] = ...) -> None: ...
