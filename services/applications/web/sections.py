"""The pages of this service that a person may go to, by what he may see; shown beside the list of cases."""

from flask_babel import gettext as _

from services.applications.rules import cases, dossiers, honours, seals
from services.applications.rules.log import may_see_log
from services.common.principal import Principal


def sections(who: Principal) -> list[tuple[str, str]]:
    """Word and path under the tenant."""
    meets, sealed = honours.may_see_dockets(who), dossiers.may_see_dossiers(who)
    asked = [
        (cases.may_open_assessments(who), _("开始考核"), "/assessing"),
        (cases.may_open_assessments(who), _("确定入围"), "/shortlists"),
        (cases.may_announce_days(who), _("另行通知的日期"), "/days"),
        (meets, _("会议审批"), "/dockets"),
        (True, _("公示"), "/notices" if meets else "/public/notices"),
        (honours.may_see_objections(who), _("异议"), "/objections"),
        (honours.may_confer(who), _("命名授牌"), "/honours/confer"),
        (True, _("荣誉名册"), "/honours"),
        (honours.may_open_reinspections(who), _("年度复查"), "/reinspections"),
        (dossiers.may_forward(who), _("向上推荐"), "/forwarding"),
        (sealed, _("封存案卷"), "/dossiers"),
        (seals.may_see_seals(who), _("公章图样"), "/seal"),
        (may_see_log(who), _("操作日志"), "/log"),
    ]
    return [(word, path) for may, word, path in asked if may]
