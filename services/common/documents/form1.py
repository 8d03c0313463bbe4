"""B8 form 1, 示范培育申报表: its rows in the order and the words of the printed original."""

from __future__ import annotations

from dataclasses import dataclass

from services.common.documents.form import FormCell, FormRow


@dataclass(frozen=True)
class Composition:
    """班组人员构成情况. Digits as filled in."""

    total: str
    men: str
    women: str
    party: str
    league: str
    mean_age: str
    mean_skill_grade: str
    college: str
    senior_school: str
    junior_school: str


@dataclass(frozen=True)
class Leader:
    """班组负责人情况. Months read as on paper: 1986年9月."""

    name: str
    sex: str
    born: str
    education: str
    political_status: str
    trade: str
    in_post_since: str
    contact: str
    mobile: str


@dataclass(frozen=True)
class TeamForm:
    """What form 1 asks, besides the opinions."""

    employer: str
    employer_founded: str
    team: str
    headcount: str
    leader_name: str
    team_founded: str
    composition: Composition
    leader: Leader
    address: str
    postcode: str
    past_awards: tuple[str, ...] = ()


def team_form_rows(form: TeamForm) -> tuple[FormRow, ...]:
    """The rows of form 1 on 14 columns."""
    return (
        _row(_label("单位名称"), _value(form.employer, 8), _label("何时组建"), _value(form.employer_founded)),
        _row(
            _label("班组名称"),
            _value(form.team, 3),
            _label("人数", 1),
            _value(form.headcount, 1),
            _label("岗长姓名"),
            _value(form.leader_name),
            _label("何时\n组建", 1),
            _value(form.team_founded),
        ),
        *_composition(form.composition),
        *_leader(form.leader),
        _row(_label("单位地址"), _value(form.address, 8), _label("邮编"), _value(form.postcode)),
        _row(_label("何时何地\n受过何种\n奖励、称号"), _prose("\n".join(form.past_awards) or "无")),
    )


def _composition(has: Composition) -> tuple[FormRow, ...]:
    return (
        _row(
            _label("班组人员\n构成情况", rows=3),
            _prose(
                f"共 {has.total} 人，其中男 {has.men} 人；女 {has.women} 人；党员 {has.party} 人；团员 {has.league} 人"
            ),
        ),
        _row(_prose(f"平均年龄 {has.mean_age} 岁；平均技术等级 {has.mean_skill_grade} 级")),
        _row(_prose(f"大专（及以上）{has.college} 人；高中 {has.senior_school} 人；初中 {has.junior_school} 人")),
    )


def _leader(who: Leader) -> tuple[FormRow, ...]:
    return (
        _row(
            _label("班组\n负责人\n情况", rows=3),
            *_pair("姓名", who.name),
            *_pair("性别", who.sex),
            *_pair("出生年月", who.born),
        ),
        _row(*_pair("文化程度", who.education), *_pair("政治面貌", who.political_status), *_pair("工种", who.trade)),
        _row(
            *_pair("何年何月\n任职", who.in_post_since),
            *_pair("QQ 号/\n微信号", who.contact),
            *_pair("手机号码", who.mobile),
        ),
    )


def _row(*cells: FormCell) -> FormRow:
    return FormRow(cells)


def _label(text: str, span: int = 2, rows: int = 1) -> FormCell:
    return FormCell(text, span, rows, "label")


def _value(text: str, span: int = 2) -> FormCell:
    return FormCell(text, span)


def _prose(text: str) -> FormCell:
    return FormCell(text, 12, 1, "prose")


def _pair(label: str, text: str) -> tuple[FormCell, FormCell]:
    return _label(label), _value(text)
