"""Passing a name upward (A6, A8, X2): whom to prefer, one step at a time, once, by exception only with two people."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from services.applications.domain.honour import Honour, Standing, level_below
from services.common.errors import DomainError
from services.common.regulation import Programme
from services.common.regulation.dates import AddWorkingDays


class DossierStatus(StrEnum):
    """Of one sealed file, as its sender and its receiver both see it."""

    SENT = "sent"
    RECEIVED = "received"
    REFUSED = "refused"
    RETURNED = "returned"
    CONFERRED = "conferred"
    NOT_CONFERRED = "not_conferred"
    FORWARDED = "forwarded"
    REVOKED = "revoked"


LIVE = frozenset({DossierStatus.SENT, DossierStatus.RECEIVED, DossierStatus.CONFERRED, DossierStatus.FORWARDED})
"""The name is above: it cannot be forwarded once more."""

UNDECIDED = frozenset({DossierStatus.SENT, DossierStatus.RECEIVED})


@dataclass(frozen=True)
class Sent:
    """A dossier that this level passed upward before."""

    honour_id: UUID
    programme: str
    status: DossierStatus


class ExceptionStatus(StrEnum):
    PROPOSED = "proposed"
    CONFIRMED = "confirmed"
    REJECTED = "rejected"
    USED = "used"


@dataclass(frozen=True, kw_only=True)
class LevelException:
    """破格: the grounds why a name skips a level, proposed by one and confirmed by another."""

    id: UUID
    honour_id: UUID
    to_tenant: str
    reason: str
    basis: str
    proposed_by: str
    proposed_at: datetime
    status: ExceptionStatus = ExceptionStatus.PROPOSED
    confirmed_by: str = ""
    confirmed_at: datetime | None = None
    version: int = 1


def reasons(honour: Honour, programme: Programme, rank: int | None = None) -> Iterator[str]:
    """Why it stands where it stands among those who may be passed upward, in words for the list."""
    if programme.forward and programme.forward.prefer == "kept":
        if honour.kept_years:
            yield f"复查合格 {honour.kept_years} 次，优先推荐"
        else:
            yield "尚未经过复查，列在复查合格的之后"
    if programme.forward and programme.forward.prefer == "rank":
        yield f"推荐名次第 {rank}，排名在前的优先" if rank else "推荐时没有排名，列在有排名的之后"
    yield f"{honour.conferred_on} 命名"


def check_forward(
    honour: Honour,
    programme: Programme,
    sent: Sequence[Sent],
    *,
    parents: Sequence[str],
    to_tenant: str,
    exception: LevelException | None,
    today: date,
    add_working_days: AddWorkingDays | None = None,
) -> None:
    """`parents` are the federations above, nearest first.

    Raises DomainError no_forwarding, honour_revoked, honour_rectifying, already_forwarded, forward_too_late,
    another_is_above, no_level_above, not_above, level_skipped.
    """
    if programme.forward is None:
        raise DomainError("no_forwarding")
    if honour.standing is Standing.REVOKED:
        raise DomainError("honour_revoked")
    if honour.standing is Standing.RECTIFYING:
        raise DomainError("honour_rectifying")
    if any(each.honour_id == honour.id and each.status in LIVE for each in sent):
        raise DomainError("already_forwarded")
    if programme.forward.standing_on(today, add_working_days) == "refused":
        raise DomainError("forward_too_late", day=programme.forward.last_day(today, add_working_days))
    pending = any(each.programme == honour.programme and each.status in UNDECIDED for each in sent)
    if programme.forward.one_at_a_time and pending:
        raise DomainError("another_is_above")
    if not parents:
        raise DomainError("no_level_above")
    if to_tenant not in parents:
        raise DomainError("not_above")
    if to_tenant != parents[0] and not _covers(exception, honour, to_tenant):
        raise DomainError("level_skipped")


def _covers(exception: LevelException | None, honour: Honour, to_tenant: str) -> bool:
    return (
        exception is not None
        and exception.status is ExceptionStatus.CONFIRMED
        and exception.honour_id == honour.id
        and exception.to_tenant == to_tenant
    )


def propose_exception(exception: LevelException, programme: Programme, parents: Sequence[str]) -> LevelException:
    """Raises DomainError no_exception_possible, not_skipping, grounds_needed."""
    rule = programme.forward
    if rule is None or rule.skipping != "in_principle_no" or rule.exception is None:
        raise DomainError("no_exception_possible")
    if exception.to_tenant not in parents[1:]:
        raise DomainError("not_skipping")
    said = {"reason": exception.reason, "basis": exception.basis}
    if any(not said.get(needed, "-").strip() for needed in rule.exception.must_record):
        raise DomainError("grounds_needed")
    return exception


def confirm_exception(exception: LevelException, subject: str, *, agreed: bool, at: datetime) -> LevelException:
    """Raises DomainError exception_decided, same_person."""
    if exception.status is not ExceptionStatus.PROPOSED:
        raise DomainError("exception_decided")
    if subject == exception.proposed_by:
        raise DomainError("same_person")
    status = ExceptionStatus.CONFIRMED if agreed else ExceptionStatus.REJECTED
    return replace(exception, status=status, confirmed_by=subject, confirmed_at=at, version=exception.version + 1)


@dataclass(frozen=True)
class Arriving:
    """What a verified sealed file says of itself, as the receiver judges it."""

    from_tenant: str
    to_tenant: str
    honour: str
    level: str
    standing: str
    has_exception: bool


def check_arriving(
    arriving: Arriving, *, tenant: str, below: Sequence[str], nearest: bool, known: bool, programme: Programme | None
) -> None:
    """Is it ours to take? `below`: the sender is under us; `nearest`: directly.

    Raises DomainError not_to_us, not_from_below, level_skipped, dossier_known, no_programme_for, wrong_level,
    not_standing.
    """
    if arriving.to_tenant != tenant:
        raise DomainError("not_to_us")
    if arriving.from_tenant not in below:
        raise DomainError("not_from_below")
    if not nearest and not arriving.has_exception:
        raise DomainError("level_skipped")
    if known:
        raise DomainError("dossier_known")
    if programme is None:
        raise DomainError("no_programme_for", honour=arriving.honour)
    if nearest and arriving.level != level_below(programme.level):
        raise DomainError("wrong_level")
    if arriving.standing != Standing.VALID:
        raise DomainError("not_standing")
