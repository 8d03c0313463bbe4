"""Where the plaque is (A7, A8) and what reward went with the honour (A9)."""

from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.applications import given
from services.applications.domain import honour as domain
from services.applications.domain.honour import Honour, Plaque
from services.applications.domain.reward import check_reward, reward_of
from services.applications.models.honour import HonourRow, PlaqueRow, RewardRow
from services.applications.queries.earned import earned_of, paid_for_others
from services.applications.queries.honours import rewards_of
from services.applications.queries.regulated import regulation_of
from services.applications.rules import honours as rules
from services.applications.service import waits as tasks
from services.applications.store import db
from services.common import audit, directory
from services.common.clock import day_of
from services.common.errors import ChangedMeanwhile, Invalid, NotFound, allow
from services.common.files import IMAGES, FileRefused, inspect
from services.common.ids import new_id
from services.common.principal import Principal

OBJECT = "honour"
PHOTO_AT_MOST = 8 * 1024 * 1024
GIVERS = ("grassroots_union", "employer", "federation")


def find_honour(session: Session, honour_id: UUID | str, expected: int | None = None) -> HonourRow:
    """The row, locked. Raises NotFound, ChangedMeanwhile."""
    try:
        id_ = UUID(str(honour_id))
    except ValueError:
        raise NotFound("not_found") from None
    asked = select(HonourRow).where(HonourRow.tenant == session.info["tenant"], HonourRow.id == id_)
    row = session.scalars(asked.with_for_update()).one_or_none()
    if row is None:
        raise NotFound("not_found")
    if expected is not None and row.version != expected:
        raise ChangedMeanwhile("honour_changed_meanwhile")
    return row


def _own(session: Session, who: Principal, honour_id: UUID, expected: int | None = None) -> Honour:
    """The honour, one version later, so that two who look after it see each other's change."""
    row = find_honour(session, honour_id)
    honour = row.to_domain()
    if not rules.may_see_honour(who, honour):
        raise NotFound("not_found")
    allow(rules.may_look_after(who, honour), "may_not_look_after")
    if expected is not None and row.version != expected:
        raise ChangedMeanwhile("honour_changed_meanwhile")
    row.version += 1
    return honour


def plaque_of(session: Session, honour_id: UUID) -> PlaqueRow | None:
    asked = select(PlaqueRow).where(PlaqueRow.tenant == session.info["tenant"], PlaqueRow.honour_id == honour_id)
    return session.scalars(asked.with_for_update()).one_or_none()


def hang_plaque(
    who: Principal,
    honour_id: UUID,
    where: str,
    on: date,
    photo: tuple[str, bytes] | None,
    *,
    expected: int | None,
    now: datetime,
) -> Plaque:
    """Note where it hangs, with a photo if there is one. Raises Invalid, DomainError plaque_recalled, place_needed."""
    seen = _look_at(photo)
    if on > day_of(now):
        raise Invalid({"hung_on": "悬挂日期不能晚于今天。"})
    stored = given.store().put(who.tenant, seen.content) if seen else None
    with db.transaction(who.tenant) as session:
        honour = _own(session, who, honour_id, expected)
        row = plaque_of(session, honour_id)
        if row is None:
            raise NotFound("not_found")
        after = domain.hang(row.to_domain(), where, on)
        row.apply(after)
        if seen is not None and stored is not None:
            row.photo_sha256, row.photo_mime = stored.sha256, seen.mime
        audit.record(session, who, "plaque_hung", OBJECT, honour.id, at=now, where=after.hung_where, on=on)
        tasks.done(session, "hang_plaque", honour.id, by=who.subject, now=now)
        return after


def _look_at(photo: tuple[str, bytes] | None):  # type: ignore[no-untyped-def]
    if photo is None or not photo[1]:
        return None
    try:
        return inspect(photo[0], photo[1], allowed=IMAGES, limit_bytes=PHOTO_AT_MOST)
    except FileRefused as refused:
        raise Invalid({"photo": refused.says}) from refused


def record_recall(who: Principal, honour_id: UUID, on: date, note: str, *, now: datetime) -> Plaque:
    """The plaque is back. Raises DomainError recall_not_ordered."""
    if on > day_of(now):
        raise Invalid({"recalled_on": "收回日期不能晚于今天。"})
    with db.transaction(who.tenant) as session:
        allow(rules.may_confer(who), "may_not_look_after")
        honour = _own(session, who, honour_id)
        row = plaque_of(session, honour_id)
        if row is None:
            raise NotFound("not_found")
        after = domain.recall(row.to_domain(), on, note)
        row.apply(after)
        audit.record(session, who, "plaque_recalled", OBJECT, honour.id, at=now, on=on)
        tasks.done(session, "recall_plaque", honour.id, by=who.subject, now=now)
        return after


def record_reward(
    who: Principal,
    honour_id: UUID,
    *,
    kind: str,
    given_by: str,
    amount: str,
    what: str,
    paid_on: date,
    now: datetime,
    spent: str = "",
) -> UUID:
    """Money with its exact sum, or goods by name (A9). `spent`: what its own unit gave, where that is matched.

    Raises Invalid, DomainError reward_cause_outside, reward_too_late, reward_given, over_reward_sum.
    """
    said = _sum(kind, amount)
    faults = {}
    if kind not in ("money", "goods"):
        faults["kind"] = "请选择奖金或实物。"
    if kind == "goods" and not what.strip():
        faults["what"] = "请写明实物名称和数量，例如 保温杯 12 只。"
    if given_by not in GIVERS:
        faults["given_by"] = "请选择由谁发放。"
    if paid_on > day_of(now):
        faults["paid_on"] = "发放日期不能晚于今天。"
    if faults:
        raise Invalid(faults)
    with db.transaction(who.tenant) as session:
        honour = _own(session, who, honour_id)
        regulation = regulation_of(session, honour.regulation_id, honour.regulation_version)
        rule = reward_of(regulation.programmes[honour.programme])
        own = _sum("money", spent) if spent.strip() else None
        paid = [each.amount for each in rewards_of(session, honour.id) if each.amount is not None]
        days = directory.calendar(session, around=honour.conferred_on)
        check_reward(
            honour, rule, said, earned=earned_of(session, honour, own or Decimal(0)), paid=paid,
            others=paid_for_others(session, honour, rule), on=paid_on, add_working_days=days.add_working_days,
        )  # fmt: skip
        row = RewardRow(
            tenant=who.tenant,
            id=new_id(),
            honour_id=honour.id,
            kind=kind,
            given_by=given_by,
            amount=said,
            what=what.strip()[:200],
            paid_on=paid_on,
            recorded_by=who.subject,
            recorded_at=now,
        )
        session.add(row)
        audit.record(
            session, who, "reward_recorded", OBJECT, honour.id, at=now, kind=kind, amount=said, paid_on=paid_on,
            spent=own,
        )  # fmt: skip
        tasks.done(session, "record_reward", honour.id, by=who.subject, now=now)
        return row.id


def _sum(kind: str, amount: str) -> Decimal | None:
    if kind != "money":
        return None
    try:
        said = Decimal(amount.replace(",", "").strip())
        whole_fen = said.is_finite() and said == said.quantize(Decimal("0.01"))
    except InvalidOperation:
        said, whole_fen = Decimal(0), False
    if not whole_fen or not 0 < said < 10**10:
        raise Invalid({"amount": "请填写金额，最多两位小数，例如 3000.00。"})
    return said
