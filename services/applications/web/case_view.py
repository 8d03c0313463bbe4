"""What the case page shows, out of what was loaded."""

from datetime import datetime
from typing import Any

from flask_babel import gettext as _

from services.applications.domain import ENDED, Status
from services.applications.domain.evidence import needs_of
from services.applications.domain.filling import shown
from services.applications.domain.hearing import METHODS
from services.applications.domain.personal import mask
from services.applications.queries.case_page import CasePage, personal_ids
from services.applications.words import ACTIONS
from services.applications.words.cases import LEVEL_MARKS, VERDICTS, stage_title, state_of
from services.common.clock import day_of
from services.common.regulation import Assess
from services.common.regulation.bodies import RECORDS
from services.common.web.filters import date_table, datetime_table, file_size, score

LEVELS = ("county", "city", "province", "national")


def state(page: CasePage) -> tuple[str, str | None, str | None]:
    case = page.application
    return state_of(case.status, stage_title(page.rules.programme, case.stage), is_endorsed=case.is_endorsed)


def rungs(page: CasePage) -> list[dict[str, Any]]:
    """This federation and those above it; below it, what came up with the dossier is on the dossier's page."""
    return [_here(page), *(_above(each.name, each.level) for each in page.lineage[1:])]


def _here(page: CasePage) -> dict[str, Any]:
    case, tenant = page.application, page.lineage[0]
    standing = {
        Status.CONFERRED: "sealed",
        Status.RETURNED: "back",
        Status.RETURNED_BELOW: "back",
    }.get(case.status, "here")
    return {
        "mark": LEVEL_MARKS.get(tenant.level, "县"),
        "name": tenant.name,
        "standing": standing,
        "state": state(page),
        "steps": steps(page),
        "rule_word": _("%(title)s 第 %(version)s 版", title=page.rules.regulation.title, version=page.rules.version),
        "rule_href": f"/identity/{case.tenant}/regulations/{page.rules.regulation.id}",
    }


def _above(name: str, level: str) -> dict[str, Any]:
    return {
        "mark": LEVEL_MARKS.get(level, ""),
        "name": name,
        "standing": "next",
        "state": (_("未到"), "off"),
        "note": _("下级命名后逐级推荐，不得越级申报。"),
    }


def steps(page: CasePage) -> list[dict[str, Any]]:
    """The stages of the regulation with the day each was left."""
    case, stages = page.application, page.rules.programme.stages
    at = [each.key for each in stages].index(case.stage)
    left = _left(page)
    found = []
    for number, stage in enumerate(stages):
        done = number < at or case.status is Status.CONFERRED
        standing = "done" if done else _standing(case.status) if number == at else "next"
        word = stage.says
        if isinstance(stage, Assess) and case.score is not None:
            word = f"{word} {score(case.score)}"
        moment = left.get(stage.key) if done else None
        time = date_table(moment) if moment else _until(page) if number == at else ""
        found.append({"word": word, "standing": standing, "time": time})
    return found


def _standing(status: Status) -> str:
    if status in (Status.RETURNED, Status.RETURNED_BELOW):
        return "back"
    return "now"


def _until(page: CasePage) -> str:
    if page.due_on is None or page.application.status in ENDED:
        return ""
    return str(_("%(day)s 前", day=date_table(page.due_on)))


def _left(page: CasePage) -> dict[str, datetime]:
    """When each stage was last left for another."""
    found: dict[str, datetime] = {}
    for kept in page.log:
        detail = kept.entry.detail
        if detail.get("from_stage") and detail.get("from_stage") != detail.get("to_stage"):
            found[detail["from_stage"]] = kept.entry.at
    return found


def why(page: CasePage) -> dict[str, str]:
    """Why it is here, and who is next by when."""
    case = page.application
    by = str(_("%(day)s前", day=_cn(page))) if page.due_on else ""
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


def _cn(page: CasePage) -> str:
    day = page.due_on
    return f"{day.year}年{day.month}月{day.day}日" if day else ""


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
            return {"here": _came(page), "next": _("%(body)s%(by)s听取职工意见，签署审核意见。", body=body, by=by)}
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
    day = date_table(case.submitted_at)
    again = _("补正后再次提交，") if len(page.submissions) > 1 else ""
    late = _("（逾期受理）") if case.is_late else ""
    return str(
        _("%(union)s于 %(day)s 提交%(late)s，%(again)s现由%(reviewing)s审核。",
          union=case.union_name, day=day, late=late, again=again, reviewing=case.reviewing_name)
    )  # fmt: skip


_ENDS = {
    Status.PASSED_OVER: lambda page: _("不同意。理由：%(reason)s", reason=page.application.reason),
    Status.REFUSED: lambda page: _("考核未合格，到此为止。%(reason)s", reason=page.application.reason),
    Status.WITHDRAWN: lambda page: _("申报工会已撤回。%(reason)s", reason=page.application.reason),
    Status.STOPPED: lambda page: _("公示期内异议成立，到此为止。%(reason)s", reason=page.application.reason),
    Status.RETURNED_BELOW: lambda page: _("已退回下级总工会。理由：%(reason)s", reason=page.application.reason),
    Status.CONFERRED: lambda page: _("各环节已办结，已经命名。"),
}


def opinions(page: CasePage) -> list[dict[str, Any]]:
    return [
        {
            "body": each.body_name,
            "act": stage_title(page.rules.programme, each.stage),
            "verdict": VERDICTS[each.verdict],
            "text": each.text,
            "supply": each.supply,
            "signed": f"{each.signer_name} · {datetime_table(each.signed_at)}",
            "seal": _seal(each.body_name),
            "is_return": each.verdict == "return",
        }
        for each in page.opinions
    ]


def _seal(name: str) -> list[str]:
    """Two lines of a seal."""
    short = name.removesuffix("委员会")
    half = (len(short) + 1) // 2
    return [short] if len(short) <= 5 else [short[:half], short[half:]]


def hearings(page: CasePage) -> list[dict[str, Any]]:
    return [
        {
            "title": RECORDS.get(each.kind, each.kind),
            "method": METHODS.get(each.method, each.method),
            "held_on": each.held_on,
            "present": each.present,
            "agreed": each.agreed,
            "result": each.result,
            "by": f"{each.recorder_name} · {datetime_table(each.recorded_at)}",
        }
        for each in page.hearings
    ]


def log(page: CasePage) -> list[dict[str, Any]]:
    """Newest first."""
    return [
        {
            "at": kept.entry.at,
            "who": kept.entry.actor.name,
            "did": _did(page, kept.entry.action, dict(kept.entry.detail)),
            "number": kept.seq,
            "hash": kept.hash,
        }
        for kept in reversed(page.log)
    ]


def _did(page: CasePage, action: str, detail: dict[str, Any]) -> str:
    word = str(ACTIONS.get(action, action))
    fields = {field.id: field.title for field in page.rules.form.fields} if page.rules.form else {}
    if action == "revealed":
        return f"{word}：{fields.get(detail.get('field', ''), '')}"
    if action == "saved" and detail.get("fields"):
        return f"{word}：{'、'.join(fields.get(each, each) for each in detail['fields'][:6])}"
    if action in ("evidence_added", "evidence_removed"):
        titles = {need.proves: need.title for need in needs_of(page.rules.programme)}
        return f"{word}：{titles.get(detail.get('proves', ''), '')}"
    if detail.get("rank") and action in ("ranked", "recommended"):
        return str(_("%(word)s，第 %(rank)s 名", word=word, rank=detail["rank"]))
    if detail.get("score"):
        return f"{word} {detail['score']}"
    return f"{word}：{detail['reason']}" if detail.get("reason") else word


def personal(page: CasePage) -> list[str]:
    return personal_ids(page.rules)


def summary(page: CasePage, revealed: frozenset[str]) -> list[dict[str, Any]]:
    """The form by section; personal values masked with a look beside where the viewer's task may need it."""
    form, values = page.rules.form, page.filling.form
    if form is None:
        return []
    found = []
    for section in form.sections:
        rows = [
            {
                "id": field.id,
                "title": field.title,
                "value": shown(field, values.get(field.id))
                if not field.personal or field.id in revealed
                else mask(field, values.get(field.id)),
                "source": page.filling.source_of(field.id),
                "may_look": field.personal
                and field.id not in revealed
                and "reveal" in page.may
                and bool(values.get(field.id)),
            }
            for field in section.fields
        ]
        if rows:
            found.append({"title": section.title, "rows": rows})
    return found


def files(page: CasePage) -> list[dict[str, Any]]:
    """Evidence under what it proves, with what was said of it."""
    base = f"/applications/{page.application.tenant}/cases/{page.application.id}/files/"
    texts = {
        **{f"condition:{key}": value for key, value in page.filling.conditions.items()},
        **{f"material:{key}": value for key, value in page.filling.texts.items()},
    }
    return [
        {
            "title": need.title,
            "said": texts.get(need.proves, ""),
            "items": [
                {"word": each.caption or each.file_name, "href": f"{base}{each.id}", "by": file_size(each.size)}
                for each in page.evidence
                if each.proves == need.proves
            ],
        }
        for need in needs_of(page.rules.programme)
    ]


def explanation(page: CasePage) -> dict[str, Any] | None:
    """The score as the assessment told it; None until there is one."""
    case = page.application
    if case.score is None:
        return None
    return {
        "score": score(case.score),
        "self_score": score(case.self_score),
        "href": f"/assessment/{case.tenant}/{case.assessment_id}" if case.assessment_id else "",
        "on": day_of(case.moved_at),
    }
