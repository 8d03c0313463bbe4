"""Why a case is where it is, and who is next: the sentences that head its page."""

from collections.abc import Callable

from flask_babel import gettext as _

from services.applications.domain import Status
from services.applications.queries.case_page import CasePage
from services.common.regulation import Assess, Review
from services.common.web.filters import date_cn, score


def why(page: CasePage) -> dict[str, str]:
    """Why it is here, and who is next by when."""
    case = page.application
    by = str(_("%(day)s前", day=date_cn(page.due_on))) if page.due_on else ""
    said = _ENDS.get(case.status)
    if said is not None:
        return {"here": said(page), "next": ""}
    if case.status is Status.DRAFT:
        here = _("申报正在填写，还没有提交。")
        if case.origin == "nominated":
            here = _("由平台提名（%(ground)s），等待申报工会填写。", ground=case.ground)
        return {"here": here, "next": _("%(union)s%(by)s填好并提交。", union=case.union_name, by=by)}
    if case.status is Status.RETURNED:
        return _returned(page, by)
    return _open(page, by)


def _returned(page: CasePage, by: str) -> dict[str, str]:
    last = next((each for each in page.opinions if each.verdict == "return"), None)
    who = last.body_name if last else page.lineage[0].name
    here = _("%(who)s退回补正。理由：%(reason)s", who=who, reason=page.application.reason)
    supply = _("需要补充：%(supply)s", supply=last.supply) if last and last.supply else ""
    return {
        "here": f"{here} {supply}".strip(),
        "next": _("%(union)s补正后重新提交。", union=page.application.union_name or page.lineage[0].name),
    }


def _open(page: CasePage, by: str) -> dict[str, str]:
    case, federation = page.application, page.lineage[0].name
    stage = page.rules.programme.stage(case.stage)
    body = case.reviewing_name if stage.by == "reviewing_union" and case.reviewing_name else federation
    ranked = _("，列推荐第 %(rank)s 名", rank=case.rank) if case.rank else ""
    match stage.word:
        case "review" if case.is_endorsed:
            return {
                "here": _("%(body)s审核同意%(ranked)s，等待一并推荐。", body=body, ranked=ranked),
                "next": _("%(body)s%(by)s排定名次，推荐到%(federation)s。", body=body, by=by, federation=federation),
            }
        case "review":
            if isinstance(stage, Review) and "workers_heard" in stage.must_record:
                return {"here": _came(page), "next": _("%(body)s%(by)s听取职工意见，签署审核意见。", body=body, by=by)}
            return {"here": _came(page), "next": _("%(body)s%(by)s签署审核意见。", body=body, by=by)}
        case "assess" if case.status is Status.WAITING_ASSESSMENT:
            line = stage.pass_.phrase("分") if isinstance(stage, Assess) and stage.pass_ else ""
            return {
                "here": _("%(from_)s推荐%(ranked)s，考核组正在打分。", from_=case.reviewing_name, ranked=ranked),
                "next": _("考核分%(line)s的进入下一环节，未合格的到此为止并说明依据。", line=line),
            }
        case "assess":
            here = _("%(from_)s已推荐%(ranked)s，等待考核。", from_=case.reviewing_name, ranked=ranked)
            return {"here": here, "next": _("%(federation)s开始考核，安排考核员。", federation=federation)}
    scored = _("考核 %(score)s 分，", score=score(case.score)) if case.score is not None else ""
    here = _("%(scored)s现在%(stage)s环节。", scored=scored, stage=stage.says)
    return {"here": here, "next": _("%(federation)s办理%(stage)s。", federation=federation, stage=stage.says)}


def _came(page: CasePage) -> str:
    case = page.application
    if case.origin == "received":
        return str(_("下级总工会逐级报送，案卷已验封，现由本级审核。"))
    day = date_cn(case.submitted_at)
    again = _("补正后再次提交，") if len(page.submissions) > 1 else ""
    late = _("（逾期受理）") if case.is_late else ""
    return str(
        _("%(union)s于%(day)s提交%(late)s，%(again)s现由%(reviewing)s审核。",
          union=case.union_name, day=day, late=late, again=again, reviewing=case.reviewing_name)
    )  # fmt: skip


_ENDS: dict[Status, Callable[[CasePage], str]] = {
    Status.PASSED_OVER: lambda page: _("不同意。理由：%(reason)s", reason=page.application.reason),
    Status.REFUSED: lambda page: _("考核未合格，到此为止。%(reason)s", reason=page.application.reason),
    Status.WITHDRAWN: lambda page: _("申报工会已撤回。%(reason)s", reason=page.application.reason),
    Status.STOPPED: lambda page: _("公示期内异议成立，到此为止。%(reason)s", reason=page.application.reason),
    Status.RETURNED_BELOW: lambda page: _("已退回下级总工会。理由：%(reason)s", reason=page.application.reason),
    Status.CONFERRED: lambda page: _("各环节已办结，已经命名。"),
}
