"""Show personal data to whom its task needs it; each look is an act in the log (X5)."""

from datetime import datetime
from uuid import UUID

from services.applications.queries.case import find_case
from services.applications.queries.regulated import case_rules
from services.applications.rules import cases as permits
from services.applications.service.moves import OBJECT
from services.applications.store import db
from services.common import audit
from services.common.errors import NotFound, allow
from services.common.principal import Principal


def reveal(who: Principal, application_id: UUID | str, field_id: str, *, now: datetime) -> str:
    """The value of a personal field. Raises NotFound, NotAllowed may_not_reveal."""
    with db.transaction(who.tenant) as session:
        case = find_case(session, who, application_id)
        allow(permits.may_reveal(who, case.application), "may_not_reveal")
        form = case_rules(session, case.application).form
        fields = {field.id: field for field in form.fields if field.personal} if form else {}
        if field_id not in fields:
            raise NotFound("not_found")
        audit.record(session, who, "revealed", OBJECT, str(case.application.id), at=now, field=field_id)
        return str(case.filling.form.get(field_id, ""))
