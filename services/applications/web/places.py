"""Where the pages of honours lead, for whoever may enter each."""

from flask_babel import gettext as _

from services.applications.rules import dossiers
from services.applications.rules import honours as rules
from services.common.principal import Principal


def places(who: Principal) -> list[tuple[str, str]]:
    """Word and path, in the order of a case's way."""
    known = (
        (rules.may_see_dockets(who), _("主席办公会"), "/dockets"),
        (True, _("公示"), "/public/notices"),
        (rules.may_see_objections(who), _("异议"), "/objections"),
        (rules.may_confer(who), _("命名授牌"), "/honours/confer"),
        (True, _("荣誉名册"), "/honours"),
        (rules.may_open_reinspections(who), _("年度复查"), "/reinspections"),
        (dossiers.may_forward(who), _("向上推荐"), "/forwarding"),
        (dossiers.may_see_dossiers(who), _("封存案卷"), "/dossiers"),
    )
    return [(str(word), f"/applications/{who.tenant}{path}") for may, word, path in known if may]
