"""May this person enter? Every rule that stands against it, in words for the one who enters him (B1)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal

from services.common.clock import SHANGHAI
from services.common.regulation import Contest, Refusal
from services.common.regulation.contest_nouns import ADMITS, AGE_ON, EACH, ENTERED_BY, GRADES, UNITS_OF_ENTRY
from services.common.regulation.dates import AddWorkingDays
from services.competitions.domain.contests.entrant import Entrant, years_old


def entry_refusals(
    contest: Contest,
    entrant: Entrant,
    others: Sequence[Entrant],
    *,
    now: datetime,
    starts: date | None = None,
    announced: date | None = None,
    add_working_days: AddWorkingDays | None = None,
) -> tuple[Refusal, ...]:
    """Empty when he may. `others` are the entries there are already, `starts` the day of the contest if one is set."""
    starts = starts or contest.starts
    closed = () if is_open(contest, now=now, announced=announced, add_working_days=add_working_days) else (_CLOSED,)
    return (
        *closed,
        *_whom(contest, entrant),
        *_person(contest, entrant, now=now, starts=starts, announced=announced),
        *_counts(contest, entrant, others),
    )


_CLOSED = Refusal("entry_closed", "报名已经截止，不再受理。")


def is_open(
    contest: Contest, *, now: datetime, announced: date | None = None, add_working_days: AddWorkingDays | None = None
) -> bool:
    """On the last day until its hour; a day that has still to be announced keeps it open."""
    return entry_standing(contest, now=now, announced=announced, add_working_days=add_working_days) != "refused"


def entry_standing(
    contest: Contest, *, now: datetime, announced: date | None = None, add_working_days: AddWorkingDays | None = None
) -> str:
    """on_time, late (taken and marked) or refused."""
    closes = contest.entry.closes
    if closes is None or (closes.from_ == "announced" and announced is None):
        return "on_time"
    local = now.astimezone(SHANGHAI)
    return closes.standing_on(
        local.date(), year=local.year, since=announced, add_working_days=add_working_days, hour=local.hour
    )


def _whom(contest: Contest, entrant: Entrant) -> Iterator[Refusal]:
    rules = contest.entry
    if entrant.by not in rules.by:
        yield Refusal("entered_otherwise", f"本场{'、'.join(ENTERED_BY[each] for each in rules.by)}。")
    if entrant.trade not in contest.trade_titles:
        yield Refusal("unknown_trade", f"本场的工种是{'、'.join(contest.trade_titles.values())}。")
    if contest.classes and entrant.class_ not in contest.class_titles:
        yield Refusal("unknown_class", f"请选择组别：{'、'.join(contest.class_titles.values())}。")
    if rules.admits == "advanced" and not entrant.has_advanced:
        yield Refusal("not_advanced", f"本场{ADMITS['advanced']}，此人没有从下级比赛晋级。")


def _person(
    contest: Contest, entrant: Entrant, *, now: datetime, starts: date | None, announced: date | None
) -> Iterator[Refusal]:
    rules, today = contest.entry, now.astimezone(SHANGHAI).date()
    if rules.age is not None:
        yield from _age(contest, entrant, _age_day(contest, today, starts, announced))
    if rules.grade is not None and not rules.grade.admits(entrant.grade):
        now_is = GRADES.get(entrant.grade, entrant.grade)
        yield Refusal("grade_outside", f"技能等级须{rules.grade.phrase()}，现为{now_is}。")
    for licence in rules.licences:
        yield from _licence(licence, entrant, starts or today)
    if rules.practice_days is not None:
        days = entrant.practice_days
        if days is None:
            yield Refusal("practice_unknown", f"岗位练兵须{rules.practice_days.phrase('天')}，请填写天数。")
        elif not rules.practice_days.admits(Decimal(days)):
            yield Refusal("practice_short", f"岗位练兵须{rules.practice_days.phrase('天')}，现为 {days} 天。")
    for never in rules.clean_record:
        if any(never.excludes(day, today) for day in entrant.facts.get(never.fact, ())):
            yield Refusal("record_not_clean", f"{never.span}有{never.says}，不得报名。")


def _age_day(contest: Contest, today: date, starts: date | None, announced: date | None) -> date:
    """The day on which the age counts; the day of entering where that day is not known yet."""
    rules = contest.entry
    if rules.age_on == "year_start":
        return date((starts or today).year, 1, 1)
    if rules.age_on == "starts":
        return starts or today
    closes = rules.closes
    if closes is None or (closes.from_ == "announced" and announced is None):
        return starts or today
    return closes.last_day(year=today.year, since=announced)


def _age(contest: Contest, entrant: Entrant, on: date) -> Iterator[Refusal]:
    bound = contest.entry.age
    assert bound is not None
    if entrant.born is None:
        yield Refusal("age_unknown", f"年龄须{bound.phrase('周岁')}，请填写出生日期。")
    elif not bound.admits(Decimal(years_old(entrant.born, on))):
        day = AGE_ON[contest.entry.age_on]
        age = years_old(entrant.born, on)
        yield Refusal("age_outside", f"年龄须{bound.phrase('周岁')}，到{day}为 {age} 周岁。")


def _licence(licence: str, entrant: Entrant, on: date) -> Iterator[Refusal]:
    if licence not in entrant.licences:
        yield Refusal("licence_missing", f"须持有“{licence}”，没有登记。")
        return
    until = entrant.licences[licence]
    if until is not None and until < on:
        yield Refusal("licence_expired", f"“{licence}”有效期至 {until}，比赛当日已经过期。")


def _counts(contest: Contest, entrant: Entrant, others: Sequence[Entrant]) -> Iterator[Refusal]:
    """One person, so many entries; one unit, so many persons."""
    rules = contest.entry
    others = [each for each in others if each.entry_id != entrant.entry_id]
    own = [each for each in others if each.person_id == entrant.person_id]
    if own and rules.one_person == "one_entry":
        title = contest.trade_titles.get(own[0].trade, own[0].trade)
        yield Refusal("entered_already", f"此人已报{title}，每人限报一个工种。")
    elif any(each.trade == entrant.trade for each in own):
        yield Refusal("entered_already", "此人已报本工种，不能重复报名。")
    limit = rules.per_unit
    if limit is None:
        return
    unit = entrant.unit(limit.of)
    if unit is None:
        yield Refusal("unit_unknown", f"请选择所在的{UNITS_OF_ENTRY[limit.of]}。")
        return
    counted = sum(_same(entrant, each, limit.of, limit.each) for each in others) + 1
    most = limit.bound.at_most if limit.bound.at_most is not None else limit.bound.under
    if most is not None and (counted > most or (limit.bound.under is not None and counted >= most)):
        yield Refusal("unit_full", f"{limit.phrase()}，已报 {counted - 1} 人，名额已满。")


def _same(entrant: Entrant, other: Entrant, of: str, each: str) -> bool:
    return entrant.unit(of) == other.unit(of) and entrant.group(each) == other.group(each)


def start_refusal(contest: Contest, minutes_late: Decimal) -> Refusal | None:
    """Whoever is later than the rule allows does not come in; None when he does."""
    rule = contest.entry.late_start
    if rule is None or rule.then == "admitted" or not rule.minutes.admits(minutes_late):
        return None
    return Refusal("too_late_at_the_start", f"{rule.phrase()}；迟到 {minutes_late:f} 分钟。")


def short_units(contest: Contest, entrants: Sequence[Entrant]) -> tuple[tuple[object, str], ...]:
    """Units that entered fewer than the least number, with the sentence."""
    limit = contest.entry.per_unit
    if limit is None:
        return ()
    counted = Counter((each.unit(limit.of), each.group(limit.each)) for each in entrants)
    floor = Decimal(0) if limit.bound.at_least is None else limit.bound.at_least
    return tuple(
        (unit, f"{limit.phrase()}，只报了 {count} 人。") for (unit, _), count in counted.items() if count < floor
    )


def held_as(contest: Contest, entrants: Sequence[Entrant]) -> dict[str, tuple[str, str]]:
    """What becomes of each group: goes_on, cancelled or without_awards, and why. Groups are those of `least.each`;

    of several, one that nobody entered is not held, and nothing becomes of it.
    """
    rule = contest.least
    groups = {"contest": {""}, "trade": set(contest.trade_titles), "class": set(contest.class_titles) or {""}}
    if rule is None:
        return {"": ("goes_on", "")}
    counted = Counter(each.group(rule.each) for each in entrants)
    found = {}
    for group in sorted(groups[rule.each]):
        count = counted[group]
        if not count and len(counted) > 0:
            continue
        enough = count >= rule.entrants
        says = (
            "" if enough else f"{EACH[rule.each]}至少 {rule.entrants} 人，报名 {count} 人，按规则{_BELOW[rule.below]}。"
        )
        found[group] = ("goes_on" if enough else rule.below, says)
    return found


def without_awards(contest: Contest, entrants: Sequence[Entrant]) -> frozenset[str]:
    """The trades or classes that are held without awards; an empty name is the whole contest."""
    return frozenset(name for name, (what, _says) in held_as(contest, entrants).items() if what == "without_awards")


_BELOW = {"cancelled": "取消", "without_awards": "照常比赛，不设奖"}
