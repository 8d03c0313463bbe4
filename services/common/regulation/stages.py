"""The stages of a programme: one word each. Who acts, what must be recorded, by when, and what comes of it (A3–A5)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Annotated, Final

from services.common.regulation.bodies import ACTING_BODIES, BODIES, OFFICES, RECORDS
from services.common.regulation.bound_shapes import BoundShape, ShareBoundShape
from services.common.regulation.bounds import Bound, ShareBound, plain
from services.common.regulation.conferring import LinkedHonour, Reward
from services.common.regulation.date_shapes import SpanShape
from services.common.regulation.dates import Span
from services.common.regulation.due import Due
from services.common.regulation.fault import Complaint
from services.common.regulation.kinds import KindShape
from services.common.regulation.orderings import ORDERINGS, TIES
from services.common.regulation.shapes import Choice, Count, Flag, Id, IdOf, Number, Text
from services.common.regulation.sheet_kinds import SheetOf, sheet_for
from services.common.regulation.word_shapes import ListOf, WordOf
from services.common.regulation.words import Family, Key

_TEN_DAYS: Final = Span(10, "working_days")

MINUTES: Final = {"minutes": RECORDS["minutes"]}
OBJECTORS: Final = {"anyone": BODIES["anyone"]}
HANDLERS: Final = {"other_than_decider": BODIES["other_than_decider"]}

STAGES = Family("stage", "环节", tag="stage")


@dataclass(frozen=True, kw_only=True)
class Stage:
    """What every stage has. `id` tells two stages of one kind apart; without it the word itself is the id."""

    id: Annotated[str, Key("代号", Id())] = ""
    by: Annotated[str, Key("由谁办理", Choice(ACTING_BODIES))] = "federation"
    due: Annotated[Due | None, Key("期限", WordOf(Due))] = None
    title: Annotated[str, Key("名称", Text(40))] = ""

    @property
    def word(self) -> str:
        return STAGES.name_of(self)

    @property
    def key(self) -> str:
        """The stage's id within its programme."""
        return self.id or self.word

    @property
    def says(self) -> str:
        return self.title or STAGES.title_of(self)

    def sentences(self) -> Iterator[str]:
        yield f"{self.says}：由{BODIES[self.by]}办理{f'，{self.due.phrase()}' if self.due else ''}。"
        yield from self.more()

    def more(self) -> Iterator[str]:
        yield from ()


@STAGES.word("apply", "申报")
@dataclass(frozen=True, kw_only=True)
class Apply(Stage):
    """The candidate's union fills the form and attaches the deeds (A3)."""

    by: Annotated[str, Key("由谁申报", Choice(ACTING_BODIES))] = "grassroots_union"
    must_record: Annotated[tuple[str, ...], Key("须记录", ListOf(Choice(RECORDS)))] = ()

    def more(self) -> Iterator[str]:
        if self.must_record:
            yield f"申报前须记录{_records(self.must_record)}。"


@STAGES.word("review", "审核推荐")
@dataclass(frozen=True, kw_only=True)
class Review(Stage):
    """Checks, opines, may return, may rank (A4). In a superior's programme it receives the dossier."""

    must_record: Annotated[tuple[str, ...], Key("须记录", ListOf(Choice(RECORDS)))] = ()
    ranks: Annotated[bool, Key("择优排序", Flag())] = False
    may_return_to: Annotated[tuple[str, ...], Key("可退回到", ListOf(IdOf("stages")))] = ()
    opinion_at_most: Annotated[int, Key("意见字数", Count(1, 5000))] = 500

    def more(self) -> Iterator[str]:
        if self.must_record:
            yield f"须记录{_records(self.must_record)}。"
        if self.ranks:
            yield "对符合条件的择优排序推荐。"
        if self.may_return_to:
            yield "材料不全或情况不清的，说明理由退回补正。"


SILENT: Final = {"waits": "没有答复的，等待答复", "agrees": "逾期没有答复的，视为没有意见"}


@dataclass(frozen=True, kw_only=True)
class Asked:
    """An office that is asked, perhaps about one kind of candidate only."""

    office: Annotated[str, Key("部门", Choice(OFFICES))]
    when: Annotated[str | None, Key("适用对象", KindShape())] = None


@STAGES.word("clearance", "征求意见")
@dataclass(frozen=True, kw_only=True)
class ClearanceStage(Stage):
    """Offices are asked; the name waits until all have answered, and falls where one objects."""

    offices: Annotated[tuple[Asked, ...], Key("征求部门", ListOf(WordOf(Asked, lone="office"), least=1))]
    within: Annotated[Span | None, Key("答复期限", SpanShape())] = None
    silent: Annotated[str, Key("没有答复的", Choice(SILENT))] = "waits"

    def check(self) -> Iterator[Complaint]:
        if self.silent == "agrees" and self.within is None:
            says = "逾期没有答复视为没有意见的，要写明多久算逾期，请补上 within，例如 {working_days: 5}。"
            yield Complaint("silent", "span_without_event", says)

    def asked_of(self, kinds: frozenset[str]) -> tuple[str, ...]:
        """The offices that are asked about a candidate of these kinds."""
        return tuple(each.office for each in self.offices if each.when is None or each.when in kinds)

    def more(self) -> Iterator[str]:
        yield f"征求{'、'.join(OFFICES[each.office] for each in self.offices)}的意见；有部门不同意的，不再办理。"
        if self.within:
            yield f"{self.within.phrase()}内答复，{SILENT[self.silent]}。"


@dataclass(frozen=True, kw_only=True)
class Assessors:
    """How many score, and the gap between the highest and the lowest beyond which another is called."""

    at_least: Annotated[int, Key("至少几名", Count(1, 15))] = 1
    gap_over: Annotated[Decimal | None, Key("相差超过（分）", Number())] = None
    then: Annotated[str, Key("超过时", Choice({"third": "增派一名考核员"}))] = "third"

    def needs_another(self, totals: tuple[Decimal, ...]) -> bool:
        """True once, when those who had to score differ by more than the gap; exactly the gap is no more."""
        if self.gap_over is None or len(totals) != max(self.at_least, 2):
            return False
        return max(totals) - min(totals) > self.gap_over


@STAGES.word("assess", "考核验收")
@dataclass(frozen=True, kw_only=True)
class Assess(Stage):
    """Scored on a sheet: self score, assessors, pass line (A5, B8 form 3)."""

    sheet: Annotated[str, Key("评价表", IdOf("sheets"))]
    sheets: Annotated[tuple[SheetOf, ...], Key("另用评价表的对象", ListOf(WordOf(SheetOf)))] = ()
    self_score: Annotated[str, Key("自评", Choice({"required": "必须", "optional": "可选", "none": "不要"}))] = (
        "required"
    )
    assessors: Annotated[Assessors, Key("考核员", WordOf(Assessors))] = Assessors()
    pass_: Annotated[Bound | None, Key("合格线", BoundShape())] = None
    may_return_to: Annotated[tuple[str, ...], Key("可退回到", ListOf(IdOf("stages")))] = ()

    @property
    def sheet_ids(self) -> tuple[str, ...]:
        """Every sheet that may be used."""
        return (self.sheet, *(each.sheet for each in self.sheets))

    def sheet_for(self, kinds: frozenset[str]) -> str:
        """The id of the sheet for a candidate of these kinds."""
        return sheet_for(self.sheet, self.sheets, kinds)

    def more(self) -> Iterator[str]:
        if self.sheets:
            yield "不同类别的对象分别使用各自的评价表。"
        self_score = {"required": "单位先自评，", "optional": "单位可以自评，", "none": ""}[self.self_score]
        yield f"{self_score}至少 {self.assessors.at_least} 名考核员独立打分。"
        if self.assessors.gap_over is not None:
            yield f"最高与最低相差超过 {plain(self.assessors.gap_over)} 分的，增派一名考核员。"
        if self.pass_:
            yield f"考核分{self.pass_.phrase('分')}为合格。"


@STAGES.word("shortlist", "确定入围")
@dataclass(frozen=True, kw_only=True)
class Shortlist(Stage):
    """Of all who wait here so many go on, by the order named; a tie at the last of them does what the rule says."""

    to: Annotated[int, Key("入围几个", Count(1, 100_000))]
    order: Annotated[tuple[str, ...], Key("排序规则", ListOf(Choice(ORDERINGS), least=1, ordered=True))] = ("score",)
    tie: Annotated[str, Key("末位并列", Choice(TIES))]

    def check(self) -> Iterator[Complaint]:
        if self.tie == "next_rule" and len(self.order) < 2:
            says = "末位并列要按下一条规则排序，但没有写出先后规则，请补上 order，例如 [score, recommended_rank]。"
            yield Complaint("tie", "cut_without_tie", says)

    @property
    def ordering(self) -> str:
        return "、".join(ORDERINGS[each] for each in self.order)

    def more(self) -> Iterator[str]:
        yield f"按{self.ordering}取前 {self.to} 个入围；末位并列时，{TIES[self.tie]}。"


@STAGES.word("approve", "审批")
@dataclass(frozen=True, kw_only=True)
class Approve(Stage):
    """A meeting decides a docket: quorum of the members, majority of those present (A5)."""

    by: Annotated[str, Key("由谁审批", Choice(ACTING_BODIES))] = "chairmens_meeting"
    quorum: Annotated[ShareBound, Key("到会", ShareBoundShape())]
    majority: Annotated[ShareBound, Key("同意", ShareBoundShape())]
    majority_of: Annotated[str, Key("以谁为基数", Choice({"present": "到会人员", "members": "应到人员"}))] = "present"
    must_record: Annotated[tuple[str, ...], Key("须记录", ListOf(Choice(MINUTES)))] = ("minutes",)

    def more(self) -> Iterator[str]:
        base = {"present": "到会人员", "members": "应到人员"}[self.majority_of]
        yield f"应到人员{self.quorum.phrase()}到会方可开会，{base}{self.majority.phrase()}同意为通过。"


@dataclass(frozen=True, kw_only=True)
class Objections:
    """Who may object, who handles it, and within how long."""

    by: Annotated[str, Key("由谁提出", Choice(OBJECTORS))] = "anyone"
    handled_by: Annotated[str, Key("由谁受理", Choice(HANDLERS))] = "other_than_decider"
    within: Annotated[Span, Key("办结期限", SpanShape())] = _TEN_DAYS


@STAGES.word("publicise", "公示")
@dataclass(frozen=True, kw_only=True)
class Publicise(Stage):
    """Public notice for so long; nothing moves before its last day is over (A5)."""

    for_: Annotated[Span, Key("公示期", SpanShape())]
    objections: Annotated[Objections, Key("异议", WordOf(Objections))] = Objections()
    next_in_rank_fills: Annotated[bool, Key("空缺依次递补", Flag())] = False

    @property
    def days(self) -> Span:
        return self.for_

    def check(self) -> Iterator[Complaint]:
        if self.for_.unit not in ("days", "working_days"):
            yield Complaint("for", "not_days", "公示期请按天（days）或工作日（working_days）计算。")

    def more(self) -> Iterator[str]:
        within = self.objections.within.phrase()
        yield f"公示 {self.for_.phrase()}；{BODIES[self.objections.by]}均可提出异议。"
        yield f"异议由{BODIES[self.objections.handled_by]}在 {within}内办结。"
        yield "撤下的名额由排序在后的依次递补。" if self.next_in_rank_fills else "撤下的名额不递补。"


@STAGES.word("confer", "命名")
@dataclass(frozen=True, kw_only=True)
class Confer(Stage):
    """The honour begins: plaque, certificate, reward, what else follows from it (A5, A7, A9, C3)."""

    number: Annotated[str, Key("荣誉编号样式", Text(60))] = "{federation}工荣〔{year}〕{serial} 号"
    plaque: Annotated[bool, Key("颁发牌匾", Flag())] = False
    plaque_number: Annotated[str, Key("牌匾编号样式", Text(60))] = "{federation}匾〔{year}〕{serial} 号"
    certificate: Annotated[str, Key("证书", Choice({"standard": "统一样式"}))] = "standard"
    reward: Annotated[Reward | None, Key("奖励", WordOf(Reward, nothing=True))] = None
    linked: Annotated[tuple[LinkedHonour, ...], Key("关联荣誉", ListOf(WordOf(LinkedHonour)))] = ()

    def more(self) -> Iterator[str]:
        yield f"颁发{'牌匾、' if self.plaque else ''}证书。"
        if self.reward:
            yield from self.reward.sentences()
        for each in self.linked:
            yield from each.sentences()


def _records(records: tuple[str, ...]) -> str:
    return "、".join(RECORDS[each] for each in records)
