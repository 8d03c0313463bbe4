"""The archive as one printed dossier."""

from datetime import datetime

from flask_babel import gettext as _

from services.applications.queries.archive import Archive, Decided
from services.applications.web import case_view as view
from services.applications.web.printing import sheet_of
from services.applications.words import ACTIONS
from services.applications.words.honours import DECISIONS, LEVELS, OBJECTIONS, STANDINGS
from services.common.clock import SHANGHAI, day_of
from services.common.documents import (
    CaseDecision,
    CaseDossier,
    EvidenceLine,
    HonourLine,
    LogLine,
    MinutesExtract,
    ObjectionLine,
    OpinionLine,
    PublicityLine,
    WayStep,
)
from services.common.web.filters import file_size


def dossier_sheet(archive: Archive, *, in_full: bool, with_objections: bool, origin: str, now: datetime) -> CaseDossier:
    """Personal values in full only for whoever may see them; the objector's name has no place in it at all."""
    page, case = archive.page, archive.page.application
    why = view.why(page)
    return CaseDossier(
        title=f"{case.year} 年{case.honour}管理档案",
        case_no=case.number,
        holder=case.subject_name,
        employer=case.employer_name,
        body=page.lineage[0].name,
        state=str(view.state(page)[0]),
        made_at=_local(now),
        why=f"{why['here']}{why['next']}",
        verify_url=archive.honour["public_url"] if archive.honour else f"{origin}/applications/{case.tenant}/",
        facts=_facts(archive),
        way=tuple(_step(kept) for kept in archive.log if kept.entry.action not in ("saved", "revealed", "printed")),
        forms=(sheet_of(page, in_full=in_full),) if page.rules.form is not None else (),
        opinions=tuple(_opinions(archive)),
        evidence=tuple(
            EvidenceLine(each.proves.partition(":")[2], each.file_name, file_size(each.size), each.sha256)
            for each in page.evidence
        ),
        minutes=(_minutes(archive.decided, archive),) if archive.decided else (),
        publicity=_publicity(archive),
        objections=_objections(archive, in_words=with_objections),
        honours=_honours(archive),
        log=tuple(
            LogLine(kept.seq, _local(kept.entry.at), kept.entry.actor.name, _act(kept.entry.action), kept.hash)
            for kept in archive.log
        ),
        chain=_("日志前后相链，打印时逐条核验无改动。")
        if archive.is_unbroken
        else _("日志核验发现改动，请联系审计员。"),
    )


def _chain(is_unbroken: bool) -> str:
    whole, broken = _("日志前后相链，打印时逐条核验无改动。"), _("日志核验发现改动，请联系审计员。")
    return str(whole if is_unbroken else broken)


def _local(moment: datetime) -> datetime:
    return moment.astimezone(SHANGHAI)


def _act(action: str) -> str:
    return str(ACTIONS.get(action, action))


def _step(kept) -> WayStep:  # type: ignore[no-untyped-def]
    entry = kept.entry
    rule = f"{entry.regulation} 第 {entry.regulation_version} 版" if entry.regulation else ""
    return WayStep(_local(entry.at), entry.actor.name, _act(entry.action), rule)


def _facts(archive: Archive) -> tuple[tuple[str, str], ...]:
    case, rules = archive.page.application, archive.page.rules
    said = [
        (_("申报工会"), case.union_name),
        (_("推荐单位"), case.reviewing_name),
        (_("推荐名次"), str(case.rank) if case.rank else ""),
        (_("自评分"), f"{case.self_score:.2f}" if case.self_score is not None else ""),
        (_("考核分"), f"{case.score:.2f}" if case.score is not None else ""),
        (_("依据"), f"{rules.regulation.title} 第 {rules.version} 版"),
    ]
    return tuple((str(title), value) for title, value in said if value)


def _opinions(archive: Archive) -> list[OpinionLine]:
    said = []
    for shown, kept in zip(view.opinions(archive.page), archive.page.opinions, strict=True):
        verdict = str(shown["verdict"][0])
        said.append(
            OpinionLine(kept.body_name, str(shown["act"]), verdict, kept.text, kept.signer_name, _local(kept.signed_at))
        )
    return said


def _minutes(decided: Decided, archive: Archive) -> MinutesExtract:
    case = archive.page.application
    return MinutesExtract(
        meeting=decided.title,
        number=decided.number,
        held_on=decided.held_on,
        quorum=_("应到 %(all)s 人，实到 %(there)s 人", all=decided.members, there=decided.present),
        case=CaseDecision(
            holder=case.subject_name,
            employer=case.employer_name,
            decision=str(DECISIONS[decided.decision][0]),
            reason=decided.reason or _("符合条件，同意命名"),
            in_favour=decided.in_favour,
            against=decided.against,
            abstained=decided.abstained,
            recused=tuple(decided.recused),
            score=case.score,
            case_no=case.number,
        ),
    )


def _publicity(archive: Archive) -> tuple[PublicityLine, ...]:
    notice = archive.notice
    if notice is None:
        return ()
    outcome = _("公示中") if notice.status == "running" else _("公示期满")
    return (
        PublicityLine(notice.title, notice.number, notice.starts_on, notice.ends_on, notice.working_days, str(outcome)),
    )


def _objections(archive: Archive, *, in_words: bool) -> tuple[ObjectionLine, ...]:
    """What was reported may tell who reported it: its words are for those who handle objections."""
    return tuple(
        ObjectionLine(
            number=str(number),
            received_at=_local(row.received_at),
            facts=row.facts if in_words else _("原文由异议处理人保管。"),
            handler=_("异议处理人"),
            finding=row.finding or str(OBJECTIONS[row.status][0]),
            answered_on=day_of(row.answered_at) if row.answered_at else None,
        )
        for number, row in enumerate(archive.objections, 1)
    )


def _honours(archive: Archive) -> tuple[HonourLine, ...]:
    honour = archive.honour
    own = []
    if honour is not None:
        own.append(
            HonourLine(
                honour["honour"],
                str(LEVELS[honour["level"]]),
                archive.page.lineage[0].name,
                honour["number"],
                honour["plaque"]["number"] if honour["plaque"] else "",
                honour["conferred_on"],
                str(STANDINGS[honour["standing"]][0]),
            )
        )
    for rung in archive.page.ladder:
        is_other = rung.tenant != archive.page.application.tenant
        if is_other and rung.on is not None and rung.state in ("conferred", "forwarded"):
            own.append(
                HonourLine(
                    archive.page.application.honour, str(LEVELS[rung.level]), rung.name, rung.number, "", rung.on, "—"
                )
            )
    return tuple(own)
