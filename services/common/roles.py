"""The closed set of roles. A grant gives one at a unit and below it, or in the whole tenant."""

from enum import StrEnum

from flask_babel import lazy_gettext as _l


class Role(StrEnum):
    SYSTEM_ADMIN = "system_admin"
    SECURITY_ADMIN = "security_admin"
    AUDITOR = "auditor"
    TENANT_ADMIN = "tenant_admin"
    APPLICANT = "applicant"
    REVIEWER = "reviewer"
    SECRETARY = "secretary"
    CHAIR = "chair"
    SUPERVISOR = "supervisor"
    ASSESSOR = "assessor"


NAMES = {
    Role.SYSTEM_ADMIN: _l("系统管理员"),
    Role.SECURITY_ADMIN: _l("权限管理员"),
    Role.AUDITOR: _l("审计员"),
    Role.TENANT_ADMIN: _l("规则管理员"),
    Role.APPLICANT: _l("基层工会申报人"),
    Role.REVIEWER: _l("审核工会经办人"),
    Role.SECRETARY: _l("总工会经办人"),
    Role.CHAIR: _l("主席办公会成员"),
    Role.SUPERVISOR: _l("异议处理人"),
    Role.ASSESSOR: _l("考核员"),
}

SEPARATED = (Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDITOR)
"""Never one person in a tenant (rule 9)."""
