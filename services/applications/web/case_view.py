"""What the case page shows, out of what was loaded."""

from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from services.applications.domain import ENDED, Status
from services.applications.domain.deeds import deeds_of
from services.applications.domain.evidence import needs_of
from services.applications.domain.filling import shown
from services.applications.domain.hearing import METHODS
from services.applications.domain.personal import mask
from services.applications.queries.case import SignedOpinion
from services.applications.queries.case_page import CasePage, personal_ids
from services.applications.queries.rungs import Rung
from services.applications.web.case_why import why as why
from services.applications.words import ACTIONS as ACTIONS
from services.applications.words.cases import LEVEL_MARKS, VERDICTS, stage_title, state_of
from services.applications.words.dossiers import DECISIONS
from services.common.clock import day_of
from services.common.regulation import Assess
from services.common.regulation.bodies import RECORDS
from services.common.web.filters import date_table, datetime_table, file_size, score


def state(page: CasePage) -> tuple[str, str | None, str | None]:
    case = page.application
    return state_of(case.status, stage_title(page.rules.programme, case.stage), is_endorsed=case.is_endorsed)


def rungs(page: CasePage) -> list[dict[str, Any]]:
    """The ladder: what each level has sealed, ours with the stages of its own rules, what is yet to come."""
    return [_here(page) if each.tenant == page.application.tenant else _other(each) for each in page.ladder]


def _here(page: CasePage) -> dict[str, Any]:
    case, tenant = page.application, page.lineage[0]
    own = next(each for each in page.ladder if each.tenant == case.tenant)
    title = page.rules.regulation.title
    return {
        "mark": LEVEL_MARKS.get(case.level, ""),
        "name": tenant.name,
        "standing": "back" if case.status is Status.RETURNED else own.standing,
        "state": (_("已撤销"), None, "cross") if own.state == "revoked" else state(page),
        "steps": steps(page),
        "rule_word": _("%(title)s 第 %(version)s 版", title=title, version=page.rules.version),
        "rule_href": f"/identity/{case.tenant}/regulations/{page.rules.regulation.id}/{page.rules.version}",
    }


STATES: dict[str, tuple[Any, str | None, str | None]] = {
    "not_reached": (_l("未到"), "off", None),
    "sent": (_l("已报送，待接收"), "act", None),
    "open": (_l("在办"), "act", None),
    "received": (_l("在办"), "act", None),
    "conferred": (_l("已命名"), "seal", None),
    "forwarded": (_l("已命名，已上报"), "seal", None),
    "returned": (_l("退回"), "risk", "return"),
    "refused": (_l("未接收"), None, "cross"),
    "not_conferred": (_l("未命名"), None, "cross"),
    "revoked": (_l("已撤销"), None, "cross"),
    "ended": (_l("已办结"), None, None),
}


def _other(rung: Rung) -> dict[str, Any]:
    word, kind, sign = STATES[rung.state]
    said = f"{date_table(rung.on)} {word}" if rung.on and rung.state in ("conferred", "forwarded") else str(word)
    note = rung.reason or (_("下级命名后逐级推荐，不得越级申报。") if rung.state == "not_reached" else "")
    steps_ = [
        {
            "word": str(DECISIONS.get(each.title, each.title)),
            "standing": "done",
            "time": date_table(each.on) if each.on else "",
        }
        for each in rung.steps
    ]
    return {
        "mark": LEVEL_MARKS.get(rung.level, ""),
        "name": rung.name,
        "standing": rung.standing,
        "state": (said, kind, sign),
        "steps": steps_,
        "note": note,
        "rule_word": _("规则第 %(version)s 版", version=rung.regulation_version) if rung.regulation_version else "",
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
        is_left = detail.get("from_stage") != detail.get("to_stage") or kept.entry.action == "conferred"
        if detail.get("from_stage") and is_left:
            found[detail["from_stage"]] = kept.entry.at
    return found


def opinions(page: CasePage) -> list[dict[str, Any]]:
    """Newest first. What the applying side says again in the same words at each submission stands once."""
    first = page.rules.programme.stages[0].key
    said: dict[tuple[str, ...], SignedOpinion] = {}
    for each in page.opinions:
        when = "" if each.stage == first else each.signed_at.isoformat()
        said.setdefault((each.stage, each.body, each.verdict, each.text, when), each)
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
        for each in said.values()
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
            is_open = any(field.personal and field.id in revealed for field in section.fields)
            found.append({"title": section.title, "rows": rows, "is_open": is_open and "edit" not in page.may})
    return found


def files(page: CasePage) -> list[dict[str, Any]]:
    """Evidence under what it proves, with what was said of it."""
    base = f"/applications/{page.application.tenant}/cases/{page.application.id}/files/"
    texts = {
        **{f"condition:{key}": value for key, value in page.filling.conditions.items()},
        **{f"material:{key}": value for key, value in page.filling.texts.items()},
    }
    won = [{"word": each, "sign": "shield"} for each in awards(page)]
    return ([{"title": _("竞赛获奖"), "said": "", "items": won}] if won else []) + [
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


def awards(page: CasePage) -> list[str]:
    """What was taken over from contests; one that has fallen since is said to have."""
    fell = _("（已撤销）")
    return [each.says + (fell if each.award_id in page.fallen else "") for each in deeds_of(page.filling)]


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
