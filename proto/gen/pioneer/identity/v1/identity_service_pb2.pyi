from google.protobuf.internal import containers as _containers
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class Tenant(_message.Message):
    __slots__ = ("code", "parent_code", "name", "level")
    CODE_FIELD_NUMBER: _ClassVar[int]
    PARENT_CODE_FIELD_NUMBER: _ClassVar[int]
    NAME_FIELD_NUMBER: _ClassVar[int]
    LEVEL_FIELD_NUMBER: _ClassVar[int]
    code: str
    parent_code: str
    name: str
    level: str
    def __init__(self, code: _Optional[str] = ..., parent_code: _Optional[str] = ..., name: _Optional[str] = ..., level: _Optional[str] = ...) -> None: ...

class GetLineageRequest(_message.Message):
    __slots__ = ("tenant",)
    TENANT_FIELD_NUMBER: _ClassVar[int]
    tenant: str
    def __init__(self, tenant: _Optional[str] = ...) -> None: ...

class GetLineageResponse(_message.Message):
    __slots__ = ("tenants",)
    TENANTS_FIELD_NUMBER: _ClassVar[int]
    tenants: _containers.RepeatedCompositeFieldContainer[Tenant]
    def __init__(self, tenants: _Optional[_Iterable[_Union[Tenant, _Mapping]]] = ...) -> None: ...

class GetOrgUnitRequest(_message.Message):
    __slots__ = ("tenant", "org_unit_id")
    TENANT_FIELD_NUMBER: _ClassVar[int]
    ORG_UNIT_ID_FIELD_NUMBER: _ClassVar[int]
    tenant: str
    org_unit_id: str
    def __init__(self, tenant: _Optional[str] = ..., org_unit_id: _Optional[str] = ...) -> None: ...

class GetOrgUnitResponse(_message.Message):
    __slots__ = ("org_unit_id", "path", "kind", "name")
    ORG_UNIT_ID_FIELD_NUMBER: _ClassVar[int]
    PATH_FIELD_NUMBER: _ClassVar[int]
    KIND_FIELD_NUMBER: _ClassVar[int]
    NAME_FIELD_NUMBER: _ClassVar[int]
    org_unit_id: str
    path: str
    kind: str
    name: str
    def __init__(self, org_unit_id: _Optional[str] = ..., path: _Optional[str] = ..., kind: _Optional[str] = ..., name: _Optional[str] = ...) -> None: ...

class ListGrantsRequest(_message.Message):
    __slots__ = ("tenant", "subject", "on")
    TENANT_FIELD_NUMBER: _ClassVar[int]
    SUBJECT_FIELD_NUMBER: _ClassVar[int]
    ON_FIELD_NUMBER: _ClassVar[int]
    tenant: str
    subject: str
    on: str
    def __init__(self, tenant: _Optional[str] = ..., subject: _Optional[str] = ..., on: _Optional[str] = ...) -> None: ...

class Grant(_message.Message):
    __slots__ = ("role", "org_unit_id", "org_unit_path", "valid_from", "valid_to")
    ROLE_FIELD_NUMBER: _ClassVar[int]
    ORG_UNIT_ID_FIELD_NUMBER: _ClassVar[int]
    ORG_UNIT_PATH_FIELD_NUMBER: _ClassVar[int]
    VALID_FROM_FIELD_NUMBER: _ClassVar[int]
    VALID_TO_FIELD_NUMBER: _ClassVar[int]
    role: str
    org_unit_id: str
    org_unit_path: str
    valid_from: str
    valid_to: str
    def __init__(self, role: _Optional[str] = ..., org_unit_id: _Optional[str] = ..., org_unit_path: _Optional[str] = ..., valid_from: _Optional[str] = ..., valid_to: _Optional[str] = ...) -> None: ...

class ListGrantsResponse(_message.Message):
    __slots__ = ("grants",)
    GRANTS_FIELD_NUMBER: _ClassVar[int]
    grants: _containers.RepeatedCompositeFieldContainer[Grant]
    def __init__(self, grants: _Optional[_Iterable[_Union[Grant, _Mapping]]] = ...) -> None: ...

class AddWorkingDaysRequest(_message.Message):
    __slots__ = ("working_days",)
    FROM_FIELD_NUMBER: _ClassVar[int]
    WORKING_DAYS_FIELD_NUMBER: _ClassVar[int]
    working_days: int
    def __init__(self, working_days: _Optional[int] = ..., **kwargs) -> None: ...

class AddWorkingDaysResponse(_message.Message):
    __slots__ = ("day", "is_confirmed")
    DAY_FIELD_NUMBER: _ClassVar[int]
    IS_CONFIRMED_FIELD_NUMBER: _ClassVar[int]
    day: str
    is_confirmed: bool
    def __init__(self, day: _Optional[str] = ..., is_confirmed: _Optional[bool] = ...) -> None: ...
