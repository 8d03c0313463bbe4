"""Certificate, plaque and notice as they are printed."""

from sqlalchemy.orm import Session

from services.applications import given
from services.applications.models.honour import HonourRow
from services.applications.models.meeting import NoticeRow
from services.applications.queries import honours
from services.applications.queries.honour_page import public_url
from services.applications.queries.notices import entries_of
from services.applications.queries.regulated import regulation_of
from services.applications.queries.seals import seal_of_day
from services.applications.words.honours import LEVELS
from services.common import directory
from services.common.documents import Certificate, Listing, Notice, Plaque
from services.common.errors import NotFound
from services.common.regulation import Programme
from services.common.web.filters import date_doc, score

WAY = {"apply": "申报", "review": "审核推荐", "assess": "考核评价"}


def certificate_of(session: Session, row: HonourRow) -> Certificate:
    body = directory.find_tenant(session, row.tenant).name
    return Certificate(
        honour=row.honour,
        level=str(LEVELS[row.level]),
        holder=row.subject_name,
        employer="" if row.subject_name.startswith(row.employer_name) else row.employer_name,
        citation=f"经主席办公会审定、公示无异议，授予 {row.year} 年度{LEVELS[row.level]}",
        number=row.number,
        conferred_on=row.conferred_on,
        body=body,
        verify_url=public_url(row),
        seal=seal_of_day(session, row.conferred_on),
    )


def plaque_of(session: Session, row: HonourRow) -> Plaque:
    """Raises NotFound where the honour has none."""
    kept = honours.plaque_of(session, row.id)
    if kept is None:
        raise NotFound("not_found")
    return Plaque(
        honour=row.honour,
        holder=row.subject_name,
        employer="" if row.subject_name.startswith(row.employer_name) else row.employer_name,
        number=kept.number,
        conferred_on=row.conferred_on,
        body=directory.find_tenant(session, row.tenant).name,
        verify_url=public_url(row),
    )


def period_of(row: NoticeRow) -> str:
    return f"公示期 {row.working_days} 个工作日，自 {date_doc(row.starts_on)}起，至 {date_doc(row.ends_on)}止。"


def opening_of(body: str, row: NoticeRow, programme: Programme, count: int, first: str) -> str:
    """Through which stages the names came, by the regulation they follow."""
    words = {stage.word for stage in programme.stages}
    way = "、".join(word for stage, word in WAY.items() if stage in words)
    kind = "个人" if programme.subject == "person" else "集体"
    whom = f"{first}等 {count} 个{kind}" if count > 1 else first
    said = f"拟命名{whom}为 {row.year} 年{programme.title or row.honour}"
    return f"经{way}、{body}主席办公会审定，{said}。现予公示，接受社会监督。"


def programme_of(session: Session, row: NoticeRow) -> Programme:
    return regulation_of(session, row.regulation_id, row.regulation_version).programmes[row.programme]


def notice_of(session: Session, row: NoticeRow) -> Notice:
    body = directory.find_tenant(session, row.tenant).name
    entries = [entry for entry in entries_of(session, row.id) if entry.outcome != "stopped"]
    rows = tuple(
        (str(entry.ordinal), entry.subject_name, entry.employer_name, entry.recommended_by, score(entry.score))
        for entry in entries
    )
    first = entries[0].subject_name if entries else ""
    return Notice(
        body=body,
        number=row.number,
        title=row.title,
        paragraphs=(opening_of(body, row, programme_of(session, row), len(entries), first),),
        period=period_of(row),
        closing=("对公示对象有异议的，请在公示期内以书面、电话或网上方式实名反映，并提供必要的事实依据。",),
        issued_on=row.issued_on,
        listing=Listing(("序", "集体（个人）", "单位", "推荐单位", "考核分"), rows, frozenset({0, 4})),
        verify_url=f"{given.origin()}/applications/{row.tenant}/public/notices/{row.id}",
        seal=seal_of_day(session, row.issued_on),
    )
