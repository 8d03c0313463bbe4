"""What the page of a sealed file shows, out of its checked bytes."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from services.applications.domain.application import Status
from services.applications.domain.hearing import METHODS
from services.applications.models import ApplicationRow
from services.applications.models.dossier import DossierRow
from services.applications.queries import dossiers
from services.applications.queries.federations import find
from services.applications.queries.sealed_file import Checked, in_words, levels
from services.applications.service.outside import OUTCOMES
from services.applications.words import ACTIONS
from services.applications.words.cases import LEVEL_MARKS, VERDICTS
from services.applications.words.dossiers import says_of
from services.applications.words.honours import DECISIONS, DOSSIERS, OBJECTIONS, STANDINGS
from services.common.clock import SHANGHAI
from services.common.dossier import Verified
from services.common.regulation.bodies import FACTS, RECORDS
from services.common.web.filters import file_size


def values(session: Session, row: DossierRow, checked: Checked, revealed: frozenset[str]) -> dict[str, Any]:
    case = session.get(ApplicationRow, (row.tenant, row.application_id)) if row.application_id else None
    sender, receiver = find(session, row.from_tenant), find(session, row.to_tenant)
    is_received = row.direction == "received"
    found = [] if checked.found is None else list(levels(checked.found))
    return {
        "dossier": row,
        "sender": sender,
        "receiver": receiver,
        "state": DOSSIERS[row.status],
        "case": case.to_domain() if case is not None else None,
        "may_return": is_received and case is not None and case.status == Status.OPEN and case.docket_id is None,
        "decided_for_outside": is_received and not sender.is_here and row.status in OUTCOMES,
        "goes_outside": row.direction == "sent" and not receiver.is_here,
        "broken": checked.broken.says if checked.broken is not None else "",
        "seal": _seal(checked.found) if checked.found is not None else None,
        "steps": [_step(each) for each in dossiers.steps_of(session, row.id)],
        "revoked": _revoked(row.verification),
        **_contents(found, revealed),
    }


def _contents(found: list[Verified], revealed: frozenset[str]) -> dict[str, Any]:
    """What another deployment sealed may be laid out otherwise: it is whole, and can be taken out as a file."""
    try:
        return {"levels": [_level(each, depth, revealed) for depth, each in enumerate(found)], "is_strange": False}
    except (KeyError, TypeError, ValueError, AttributeError):
        return {"levels": [], "is_strange": True}


def _seal(found: Verified) -> dict[str, Any]:
    manifest = found.manifest
    return {
        "at": manifest.created_at,
        "key_id": found.key_id,
        "sha256": found.sha256,
        "chain": manifest.stages[-1].hash if manifest.stages else "",
        "files": sum(len(stage.files) for each in levels(found) for stage in each.manifest.stages),
        "levels": sum(1 for _each in levels(found)),
    }


def _step(step: dossiers.Step) -> dict[str, Any]:
    return {"at": step.decided_at, "who": step.told_as, "word": says_of(step.decision), "reason": step.reason}


def _revoked(said: Mapping[str, Any]) -> dict[str, str] | None:
    if not said.get("revoked_below_on"):
        return None
    ground = str(said.get("revoked_below_ground", ""))
    return {
        "on": said["revoked_below_on"],
        "ground": FACTS.get(ground, ground),
        "note": said.get("revoked_below_note", ""),
    }


def _level(found: Verified, depth: int, revealed: frozenset[str]) -> dict[str, Any]:
    said, open_ = in_words(found), in_words(found, shown=True)
    record = said["record"]
    stages = [_stage(each, whole, depth, revealed) for each, whole in zip(said["stages"], open_["stages"], strict=True)]
    return {
        "depth": depth,
        "mark": LEVEL_MARKS.get(str(record.get("level", "")), ""),
        "name": record.get("conferred_by", said["from_tenant"]),
        "honour": said["honour"],
        "number": record.get("number", ""),
        "plaque_number": record.get("plaque_number", ""),
        "conferred_on": record.get("conferred_on", ""),
        "standing": STANDINGS.get(str(record.get("standing", "")), STANDINGS["valid"]),
        "kept_years": record.get("kept_years", 0),
        "rule": _rule(record),
        "stages": stages,
        "log": [_entry(each) for each in reversed(said["log"])],
    }


def _rule(record: Mapping[str, Any]) -> str:
    title = record.get("regulation_title") or record.get("regulation", "")
    return str(_("%(title)s 第 %(version)s 版", title=title, version=record.get("regulation_version", 0)))


def _stage(said: dict[str, Any], whole: dict[str, Any], depth: int, revealed: frozenset[str]) -> dict[str, Any]:
    name = said["name"]
    shown = {key: value for key, value in said.items() if key not in ("form", "evidence", "prints")}
    return {
        **shown,
        "sections": _sections(said.get("form", {}), whole.get("form", {}), f"{depth}/{name}", revealed),
        "declared": _declared(said.get("form", {})),
        "evidence": [_file(each, depth, name) for each in said.get("evidence", ())],
        "prints": [_file(each, depth, name) for each in said.get("prints", ())],
        "opinions": [_opinion(each) for each in said.get("opinions", ())],
        "hearings": [_hearing(each) for each in (*said.get("hearings", ()), *said.get("records", ()))],
        "decision": {**said["decision"], "word": DECISIONS[said["decision"]["decision"]]}
        if "decision" in said
        else None,
        "objections": [{**each, "word": OBJECTIONS[each["outcome"]]} for each in said.get("objections", ())],
        "notice": said.get("notice"),
        "score": said.get("score"),
        "place": said.get("place"),
        "exception": said.get("exception"),
    }


def _sections(
    form: Mapping[str, Any], whole: Mapping[str, Any], place: str, revealed: frozenset[str]
) -> list[dict[str, Any]]:
    found = []
    for section, open_ in zip(form.get("sections", ()), whole.get("sections", ()), strict=True):
        rows = [
            {
                "id": field["id"],
                "title": field["title"],
                "value": full["value"] if f"{place}/{field['id']}" in revealed else field["shown"],
                "may_look": field["personal"] and bool(full["value"]) and f"{place}/{field['id']}" not in revealed,
            }
            for field, full in zip(section["fields"], open_["fields"], strict=True)
        ]
        found.append({"title": section["title"], "rows": rows})
    return found


def _declared(form: Mapping[str, Any]) -> list[tuple[str, str]]:
    happened = {"no": _("没有发生"), "yes": _("发生过")}
    facts = [
        (each["title"], f"{happened.get(each.get('happened', ''), '—')} {each.get('on', '')}".strip())
        for each in form.get("facts", ())
    ]
    texts = [(each["title"], each["text"]) for each in (*form.get("conditions", ()), *form.get("texts", ()))]
    awards = "\n".join(form.get("awards", ()))
    return [*facts, *((title, text) for title, text in (*texts, (_("竞赛获奖"), awards)) if text)]


def _file(said: Mapping[str, Any], depth: int, stage: str) -> dict[str, Any]:
    return {
        "word": said["caption"] or said["name"],
        "href": f"evidence/{depth}/{stage}/{said['file']}",
        "by": file_size(said["size"]),
        "from": said["title"] if said["title"] != said["caption"] else said["name"],
    }


def _opinion(said: Mapping[str, Any]) -> dict[str, Any]:
    name = str(said["body_name"])
    half = (len(name) + 1) // 2
    return {
        **said,
        "verdict": VERDICTS[said["verdict"]],
        "seal": [name] if len(name) <= 5 else [name[:half], name[half:]],
    }


def _hearing(said: Mapping[str, Any]) -> dict[str, Any]:
    method = METHODS.get(said["method"], said["method"])
    return {**said, "title": RECORDS.get(said["kind"], said["kind"]), "method": method}


def _entry(said: Mapping[str, Any]) -> dict[str, Any]:
    reason = said["detail"].get("reason", "")
    word = str(ACTIONS.get(said["action"], said["action"]))
    return {
        "at": datetime.fromisoformat(said["at"]).astimezone(SHANGHAI),
        "who": said["who"],
        "did": f"{word}：{reason}" if reason else word,
        "number": said["seq"],
        "hash": said["chain_hash"],
    }
