"""The chairmen's meeting over one docket (A5): who was there, who may not decide, what was decided, what is missing."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from fractions import Fraction
from uuid import UUID

from services.common.errors import DomainError
from services.common.regulation import Approve, Bound, ShareBound
from services.common.regulation.cut import Ranked, cut, overfull, unmet
from services.common.regulation.quota import Quota


class Presence(StrEnum):
    UNKNOWN = "unknown"
    PRESENT = "present"
    ABSENT = "absent"


class Decision(StrEnum):
    OPEN = "open"
    AGREE = "agree"
    DISAGREE = "disagree"
    RETURN = "return"


class DocketStatus(StrEnum):
    OPEN = "open"
    SIGNED = "signed"


@dataclass(frozen=True)
class Member:
    """A member entitled to vote. `unit_path`: the unit he comes from, "" for the federation's own people."""

    subject: str
    name: str
    unit_path: str = ""
    presence: Presence = Presence.UNKNOWN
    absent_reason: str = ""


@dataclass(frozen=True)
class DocketCase:
    """One case of the docket. `recused` are subjects: by relation, or declared by the member himself."""

    application_id: UUID
    ordinal: int
    subject_path: str = ""
    union_path: str = ""
    recommender: str = ""
    decision: Decision = Decision.OPEN
    reason: str = ""
    return_to: str = ""
    in_favour: int = 0
    against: int = 0
    abstained: int = 0
    recused: frozenset[str] = frozenset()
    is_outside_quota: bool = False
    is_exception: bool = False
    """Something about it must be noted: late, related member, close to the line. Then a reason is needed to agree."""
    ranked: Ranked | None = None
    """Where it stands for the places; None for one that takes no place."""


@dataclass(frozen=True)
class Places:
    """The round's places that are left, and what each recommender may have.

    `taken` by recommender, `earlier` name by name: agreed to by earlier dockets of the round.
    """

    left: int | None = None
    per_recommender: Mapping[str, Bound] = field(default_factory=dict)
    taken: Mapping[str, int] = field(default_factory=dict)
    quota: Quota | None = None
    earlier: tuple[Ranked, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Docket:
    id: UUID
    members: tuple[Member, ...]
    cases: tuple[DocketCase, ...]
    status: DocketStatus = DocketStatus.OPEN
    presiding: str = ""
    held_at: datetime | None = None
    place: str = ""
    recorder: str = ""
    places: Places = Places()
    version: int = 1

    @property
    def present(self) -> tuple[Member, ...]:
        return tuple(member for member in self.members if member.presence is Presence.PRESENT)

    @property
    def decided(self) -> tuple[DocketCase, ...]:
        return tuple(case for case in self.cases if case.decision is not Decision.OPEN)


@dataclass(frozen=True)
class Missing:
    """One thing without which the docket cannot be signed. `case` is the ordinal it is about."""

    code: str
    case: int | None = None
    facts: Mapping[str, object] | None = None


def is_related(member: Member, case: DocketCase) -> bool:
    """By the tree of units: he is of a unit above the candidate, or of the candidate's own union."""
    if not member.unit_path:
        return False
    below = bool(case.subject_path) and case.subject_path.startswith(member.unit_path)
    within = bool(case.union_path) and member.unit_path.startswith(case.union_path)
    return below or within


def must_recuse(docket: Docket, case: DocketCase) -> tuple[Member, ...]:
    """Those present who may not decide the case, whether they said so or not."""
    return tuple(member for member in docket.present if is_related(member, case))


def recused(docket: Docket, case: DocketCase) -> tuple[Member, ...]:
    return tuple(member for member in docket.present if member.subject in case.recused or is_related(member, case))


def least(share: ShareBound, whole: int) -> int:
    """The smallest number of people that satisfies the share: 2/3 of 7 is 5, over 1/2 of 6 is 4."""
    at_least = -((-share.at_least * whole) // 1) if share.at_least is not None else Fraction(0)
    over = (share.over * whole) // 1 + 1 if share.over is not None else Fraction(0)
    return int(max(at_least, over, 1))


def is_quorate(docket: Docket, approve: Approve) -> bool:
    return approve.quorum.admits(len(docket.present), len(docket.members))


def voters(docket: Docket, case: DocketCase) -> int:
    """Those present who may vote on the case."""
    return len(docket.present) - len(recused(docket, case))


def has_majority(docket: Docket, case: DocketCase, approve: Approve) -> bool:
    """Exactly: the recused are counted out of those present, or out of the members where these are the base."""
    base = voters(docket, case)
    if approve.majority_of == "members":
        base = len(docket.members) - len(recused(docket, case))
    return approve.majority.admits(case.in_favour, base)


def missing(docket: Docket, approve: Approve) -> tuple[Missing, ...]:
    """Everything without which it cannot be signed, the meeting's first, then case by case."""
    of_cases = (each for case in docket.cases for each in _of_case(docket, case, approve))
    return (*_of_meeting(docket, approve), *of_cases, *_of_places(docket))


def _of_meeting(docket: Docket, approve: Approve) -> Iterator[Missing]:
    unknown = sum(member.presence is Presence.UNKNOWN for member in docket.members)
    if docket.held_at is None or not docket.place:
        yield Missing("docket_without_meeting")
    if unknown:
        yield Missing("attendance_unknown", facts={"count": unknown})
    elif not is_quorate(docket, approve):
        needed = least(approve.quorum, len(docket.members))
        yield Missing("no_quorum", facts={"present": len(docket.present), "needed": needed})
    if docket.presiding not in {member.subject for member in docket.present}:
        yield Missing("nobody_presides")
    if not docket.cases:
        yield Missing("docket_empty")


def _of_places(docket: Docket) -> Iterator[Missing]:
    """More names than there are places; fewer are always right (宁缺勿滥)."""
    agreed = [case for case in docket.cases if case.decision is Decision.AGREE and not case.is_outside_quota]
    places = docket.places
    if places.left is not None and len(agreed) > places.left and not _level_at_the_last(agreed, places):
        yield Missing("too_many_agreed", facts={"agreed": len(agreed), "left": places.left})
    for name, count in Counter(case.recommender for case in agreed).items():
        own, whole = places.per_recommender.get(name), count + places.taken.get(name, 0)
        if own is not None and not _leaves_room(own, whole):
            yield Missing("too_many_of_recommender", facts={"name": name, "agreed": whole})
    if docket.decided == docket.cases:
        yield from _of_composition(agreed, places)


def _level_at_the_last(agreed: Sequence[DocketCase], places: Places) -> bool:
    """Too many only because some are level at the last place, and the rule lets all of them in."""
    names = [case.ranked for case in agreed if case.ranked is not None]
    if places.quota is None or places.quota.tie is None or not places.left or len(names) != len(agreed):
        return False
    return len(cut(names, places.left, places.quota.tie).kept) == len(agreed)


def _of_composition(agreed: Sequence[DocketCase], places: Places) -> Iterator[Missing]:
    """The pools and the composition of the whole round so far; nobody at all breaks no composition."""
    if places.quota is None or not agreed:
        return
    whole = [*places.earlier, *(case.ranked for case in agreed if case.ranked is not None)]
    for says in (*overfull(places.quota, whole), *unmet(places.quota, whole)):
        yield Missing("composition_unmet", facts={"says": says})


def _leaves_room(bound: Bound, count: int) -> bool:
    return (bound.at_most is None or count <= bound.at_most) and (bound.under is None or count < bound.under)


def _of_case(docket: Docket, case: DocketCase, approve: Approve) -> Iterator[Missing]:
    if case.decision is Decision.OPEN:
        yield Missing("case_undecided", case.ordinal)
        return
    if (case.decision is not Decision.AGREE or case.is_exception) and not case.reason.strip():
        yield Missing("case_without_reason", case.ordinal)
    votes, may = case.in_favour + case.against + case.abstained, voters(docket, case)
    if votes != may:
        yield Missing("votes_do_not_add_up", case.ordinal, {"votes": votes, "voters": may})
        return
    if case.decision is Decision.AGREE and not has_majority(docket, case, approve):
        yield Missing("no_majority", case.ordinal, {"in_favour": case.in_favour, "voters": may})
    if case.decision is Decision.DISAGREE and has_majority(docket, case, approve):
        yield Missing("majority_agreed", case.ordinal, {"in_favour": case.in_favour, "voters": may})


def attend(docket: Docket, presences: Mapping[str, tuple[Presence, str]]) -> Docket:
    """Note who is there. Raises DomainError docket_signed, absence_without_reason."""
    _must_be_open(docket)
    members = []
    for member in docket.members:
        presence, reason = presences.get(member.subject, (member.presence, member.absent_reason))
        if presence is Presence.ABSENT and not reason.strip():
            raise DomainError("absence_without_reason", name=member.name)
        kept = reason.strip() if presence is Presence.ABSENT else ""
        members.append(replace(member, presence=presence, absent_reason=kept))
    return _later(docket, members=tuple(members))


def decide(docket: Docket, decided: Mapping[UUID, DocketCase]) -> Docket:
    """Write down decisions; those related are always among the recused. Raises DomainError docket_signed."""
    _must_be_open(docket)
    cases = []
    for case in docket.cases:
        told = decided.get(case.application_id, case)
        members = {member.subject for member in docket.members}
        related = {member.subject for member in must_recuse(docket, told)}
        cases.append(replace(told, recused=frozenset((told.recused & members) | related), reason=told.reason.strip()))
    return _later(docket, cases=tuple(cases))


def agree_to_plain(docket: Docket) -> Docket:
    """The batch: every undecided case without an exception is agreed to by all who may vote."""
    plain = {
        case.application_id: replace(
            case, decision=Decision.AGREE, in_favour=voters(docket, case), against=0, abstained=0
        )
        for case in docket.cases
        if case.decision is Decision.OPEN and not case.is_exception and not must_recuse(docket, case)
    }
    return decide(docket, plain)


def sign(docket: Docket, subject: str, approve: Approve) -> Docket:
    """The presiding chair signs the minutes. Raises DomainError docket_signed, not_presiding, docket_incomplete."""
    _must_be_open(docket)
    if subject != docket.presiding:
        raise DomainError("not_presiding")
    lacking = missing(docket, approve)
    if lacking:
        raise DomainError("docket_incomplete", count=len(lacking))
    return _later(docket, status=DocketStatus.SIGNED)


def _later(docket: Docket, **changes: object) -> Docket:
    return replace(docket, version=docket.version + 1, **changes)  # type: ignore[arg-type]


def _must_be_open(docket: Docket) -> None:
    if docket.status is not DocketStatus.OPEN:
        raise DomainError("docket_signed")
