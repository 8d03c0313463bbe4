import datetime

from google.protobuf import timestamp_pb2 as _timestamp_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class CampaignDeployed(_message.Message):
    __slots__ = ("campaign_id", "from_tenant", "to_tenant", "campaign", "regulation", "regulation_version", "document", "deployed_at")
    CAMPAIGN_ID_FIELD_NUMBER: _ClassVar[int]
    FROM_TENANT_FIELD_NUMBER: _ClassVar[int]
    TO_TENANT_FIELD_NUMBER: _ClassVar[int]
    CAMPAIGN_FIELD_NUMBER: _ClassVar[int]
    REGULATION_FIELD_NUMBER: _ClassVar[int]
    REGULATION_VERSION_FIELD_NUMBER: _ClassVar[int]
    DOCUMENT_FIELD_NUMBER: _ClassVar[int]
    DEPLOYED_AT_FIELD_NUMBER: _ClassVar[int]
    campaign_id: str
    from_tenant: str
    to_tenant: str
    campaign: str
    regulation: str
    regulation_version: int
    document: str
    deployed_at: _timestamp_pb2.Timestamp
    def __init__(self, campaign_id: _Optional[str] = ..., from_tenant: _Optional[str] = ..., to_tenant: _Optional[str] = ..., campaign: _Optional[str] = ..., regulation: _Optional[str] = ..., regulation_version: _Optional[int] = ..., document: _Optional[str] = ..., deployed_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class ShareOffered(_message.Message):
    __slots__ = ("campaign_id", "from_tenant", "to_tenant", "target_id", "amount", "offered_at")
    CAMPAIGN_ID_FIELD_NUMBER: _ClassVar[int]
    FROM_TENANT_FIELD_NUMBER: _ClassVar[int]
    TO_TENANT_FIELD_NUMBER: _ClassVar[int]
    TARGET_ID_FIELD_NUMBER: _ClassVar[int]
    AMOUNT_FIELD_NUMBER: _ClassVar[int]
    OFFERED_AT_FIELD_NUMBER: _ClassVar[int]
    campaign_id: str
    from_tenant: str
    to_tenant: str
    target_id: str
    amount: str
    offered_at: _timestamp_pb2.Timestamp
    def __init__(self, campaign_id: _Optional[str] = ..., from_tenant: _Optional[str] = ..., to_tenant: _Optional[str] = ..., target_id: _Optional[str] = ..., amount: _Optional[str] = ..., offered_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class ShareTaken(_message.Message):
    __slots__ = ("campaign_id", "from_tenant", "to_tenant", "target_id", "amount", "taken_at")
    CAMPAIGN_ID_FIELD_NUMBER: _ClassVar[int]
    FROM_TENANT_FIELD_NUMBER: _ClassVar[int]
    TO_TENANT_FIELD_NUMBER: _ClassVar[int]
    TARGET_ID_FIELD_NUMBER: _ClassVar[int]
    AMOUNT_FIELD_NUMBER: _ClassVar[int]
    TAKEN_AT_FIELD_NUMBER: _ClassVar[int]
    campaign_id: str
    from_tenant: str
    to_tenant: str
    target_id: str
    amount: str
    taken_at: _timestamp_pb2.Timestamp
    def __init__(self, campaign_id: _Optional[str] = ..., from_tenant: _Optional[str] = ..., to_tenant: _Optional[str] = ..., target_id: _Optional[str] = ..., amount: _Optional[str] = ..., taken_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class FigureTold(_message.Message):
    __slots__ = ("campaign_id", "from_tenant", "to_tenant", "target_id", "amount", "whole", "revision", "is_correction", "reason", "told_at", "parts")
    CAMPAIGN_ID_FIELD_NUMBER: _ClassVar[int]
    FROM_TENANT_FIELD_NUMBER: _ClassVar[int]
    TO_TENANT_FIELD_NUMBER: _ClassVar[int]
    TARGET_ID_FIELD_NUMBER: _ClassVar[int]
    AMOUNT_FIELD_NUMBER: _ClassVar[int]
    WHOLE_FIELD_NUMBER: _ClassVar[int]
    REVISION_FIELD_NUMBER: _ClassVar[int]
    IS_CORRECTION_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    TOLD_AT_FIELD_NUMBER: _ClassVar[int]
    PARTS_FIELD_NUMBER: _ClassVar[int]
    campaign_id: str
    from_tenant: str
    to_tenant: str
    target_id: str
    amount: str
    whole: str
    revision: int
    is_correction: bool
    reason: str
    told_at: _timestamp_pb2.Timestamp
    parts: _containers.RepeatedCompositeFieldContainer[BodyFigure]
    def __init__(self, campaign_id: _Optional[str] = ..., from_tenant: _Optional[str] = ..., to_tenant: _Optional[str] = ..., target_id: _Optional[str] = ..., amount: _Optional[str] = ..., whole: _Optional[str] = ..., revision: _Optional[int] = ..., is_correction: _Optional[bool] = ..., reason: _Optional[str] = ..., told_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., parts: _Optional[_Iterable[_Union[BodyFigure, _Mapping]]] = ...) -> None: ...

class BodyFigure(_message.Message):
    __slots__ = ("body", "amount", "whole")
    BODY_FIELD_NUMBER: _ClassVar[int]
    AMOUNT_FIELD_NUMBER: _ClassVar[int]
    WHOLE_FIELD_NUMBER: _ClassVar[int]
    body: str
    amount: str
    whole: str
    def __init__(self, body: _Optional[str] = ..., amount: _Optional[str] = ..., whole: _Optional[str] = ...) -> None: ...

class FindingTold(_message.Message):
    __slots__ = ("campaign_id", "visit_id", "from_tenant", "to_tenant", "visited_on", "finding", "mend_by", "told_at")
    CAMPAIGN_ID_FIELD_NUMBER: _ClassVar[int]
    VISIT_ID_FIELD_NUMBER: _ClassVar[int]
    FROM_TENANT_FIELD_NUMBER: _ClassVar[int]
    TO_TENANT_FIELD_NUMBER: _ClassVar[int]
    VISITED_ON_FIELD_NUMBER: _ClassVar[int]
    FINDING_FIELD_NUMBER: _ClassVar[int]
    MEND_BY_FIELD_NUMBER: _ClassVar[int]
    TOLD_AT_FIELD_NUMBER: _ClassVar[int]
    campaign_id: str
    visit_id: str
    from_tenant: str
    to_tenant: str
    visited_on: str
    finding: str
    mend_by: str
    told_at: _timestamp_pb2.Timestamp
    def __init__(self, campaign_id: _Optional[str] = ..., visit_id: _Optional[str] = ..., from_tenant: _Optional[str] = ..., to_tenant: _Optional[str] = ..., visited_on: _Optional[str] = ..., finding: _Optional[str] = ..., mend_by: _Optional[str] = ..., told_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class FindingAnswered(_message.Message):
    __slots__ = ("campaign_id", "visit_id", "from_tenant", "to_tenant", "answer", "solved_on", "answered_at")
    CAMPAIGN_ID_FIELD_NUMBER: _ClassVar[int]
    VISIT_ID_FIELD_NUMBER: _ClassVar[int]
    FROM_TENANT_FIELD_NUMBER: _ClassVar[int]
    TO_TENANT_FIELD_NUMBER: _ClassVar[int]
    ANSWER_FIELD_NUMBER: _ClassVar[int]
    SOLVED_ON_FIELD_NUMBER: _ClassVar[int]
    ANSWERED_AT_FIELD_NUMBER: _ClassVar[int]
    campaign_id: str
    visit_id: str
    from_tenant: str
    to_tenant: str
    answer: str
    solved_on: str
    answered_at: _timestamp_pb2.Timestamp
    def __init__(self, campaign_id: _Optional[str] = ..., visit_id: _Optional[str] = ..., from_tenant: _Optional[str] = ..., to_tenant: _Optional[str] = ..., answer: _Optional[str] = ..., solved_on: _Optional[str] = ..., answered_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...
