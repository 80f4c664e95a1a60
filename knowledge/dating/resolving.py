"""From what a deadline says to its last day, with the reading that was taken told beside it.

It decides nothing about holidays and invents no anchor: what is missing is named.
Read next: `knowledge/dating/rules.py` for what comes back, `bot/texts/dates.jinja` for the words.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time, timedelta
from enum import StrEnum

from knowledge.dating.calendar import add_months, clamped, last_of_month, last_of_quarter
from knowledge.dating.model import (
    AtEvent,
    Deadline,
    InMonth,
    InQuarter,
    OnDate,
    OnDayMonth,
    Op,
    Recurring,
    Relative,
)
from knowledge.dating.rules import Rule, last_in_time, opening_before, rule_of
from knowledge.dating.wording import Wording, say
from knowledge.workdays import add_working_days


class Missing(StrEnum):
    """What must be asked for before the deadline has a date."""

    ANCHOR = "anchor"
    """The day from which the days are counted, or of the event."""
    REPORTING_PERIOD = "reporting_period"
    """How long the reporting period is."""


@dataclass(frozen=True, slots=True)
class Context:
    """What the surroundings of a deadline tell.

    `written_on` is the day of the letter it stands in: a year left open is the first one in which the day is
    not before it. `anchor_on` is the day from which days are counted, or of the event. `reporting_months` is the
    length of the reporting period (1, 3, 6, 12).
    """

    written_on: date | None = None
    anchor_on: date | None = None
    reporting_months: int | None = None


@dataclass(frozen=True, slots=True)
class ResolvedDeadline:
    """The last day on which the work is in time, and up to which time of day.

    `reading` names the reading that was taken, for the text layer. `last_day` is None when something is missing.
    `rule` is there for what comes back: `last_day` is then its next occurrence from today on.
    """

    last_day: date | None
    reading: Wording
    time: time | None = None
    opens_on: date | None = None
    rule: Rule | None = None
    missing: Missing | None = None


_NOTHING = Context()


def resolve(deadline: Deadline, *, today: date, context: Context = _NOTHING) -> ResolvedDeadline:
    """The date of a deadline as seen on a day.

    «trước ngày 15» is in time up to the 14th; days are counted from the day after the anchor (Bộ luật Dân sự
    2015, khoản 2 Điều 147); a month ends on the same day of the month, or on its last. The last day is not moved
    off a holiday: `knowledge.workdays.move` does that, and says why.
    """
    op, written_on = deadline.op, context.written_on or today
    match deadline.what:
        case OnDate() as what:
            return _on_day(what.day, op, what.time, opens_on=what.opens_on)
        case OnDayMonth() as what:
            return _next_day(what, op, written_on)
        case InMonth() as what:
            return _in_month(what, op, written_on)
        case InQuarter() as what:
            return _in_quarter(what, op, written_on)
        case Recurring() as what:
            return _next_of_rule(what, op, today, context)
        case Relative() as what:
            return _counted(what, context)
        case AtEvent() as what:
            return _at_event(what, op, context)


def _on_day(
    named: date, op: Op, at: time | None, *, opens_on: date | None = None, year: int | None = None
) -> ResolvedDeadline:
    """A named day; `year` is given where the text left it open."""
    last = last_in_time(named, op, at)
    values = {"day": last, "named": named, "time": at, "opens_on": opens_on, "year": year}
    if op is Op.WITHIN_WINDOW:
        key = "window"
    elif op is Op.BEFORE:
        key = "before_time" if at else "before_day"
    else:
        key = "on_day"
    return ResolvedDeadline(last, say(key, **values), at, opens_on)


def _next_day(what: OnDayMonth, op: Op, written_on: date) -> ResolvedDeadline:
    """The first such day from the letter on."""
    if what.month is None:
        named = clamped(written_on.year, written_on.month, what.day)
        if last_in_time(named, op, what.time) < written_on:
            named = clamped(written_on.year, written_on.month + 1, what.day)
    else:
        named = _first_from(written_on, what.month, what.day, op, what.time)
    opens_on = opening_before(what.opens, named) if what.opens else None
    return _on_day(named, op, what.time, opens_on=opens_on, year=named.year)


def _first_from(start: date, month: int, day: int, op: Op, at: time | None) -> date:
    years = (clamped(year, month, day) for year in (start.year, start.year + 1))
    return next((named for named in years if last_in_time(named, op, at) >= start), clamped(start.year + 1, month, day))


def _in_month(what: InMonth, op: Op, written_on: date) -> ResolvedDeadline:
    year = what.year or (written_on.year if what.month >= written_on.month else written_on.year + 1)
    if op is Op.BEFORE:
        named = date(year, what.month, 1)
        last = named - timedelta(days=1)
        return ResolvedDeadline(last, say("before_month", day=last, month=what.month, year=year))
    last = last_of_month(year, what.month)
    return ResolvedDeadline(last, say("within_month", day=last, month=what.month, year=year))


def _in_quarter(what: InQuarter, op: Op, written_on: date) -> ResolvedDeadline:
    year = what.year or written_on.year
    if what.year is None and last_of_quarter(year, what.quarter) < written_on:
        year += 1
    if op is Op.BEFORE:
        last = date(year, what.quarter * 3 - 2, 1) - timedelta(days=1)
        return ResolvedDeadline(last, say("before_quarter", day=last, quarter=what.quarter, year=year))
    last = last_of_quarter(year, what.quarter)
    return ResolvedDeadline(last, say("within_quarter", day=last, quarter=what.quarter, year=year))


def _next_of_rule(what: Recurring, op: Op, today: date, context: Context) -> ResolvedDeadline:
    rule = rule_of(what, op, context.reporting_months)
    if rule is None:
        return ResolvedDeadline(None, say("needs_period"), what.time, missing=Missing.REPORTING_PERIOD)
    occurrence = rule.next_from(today)
    if occurrence is None:
        return ResolvedDeadline(None, say("beyond_calendar"), what.time, rule=rule)
    key = "next_before" if op is Op.BEFORE and what.time is None else "next_by"
    reading = say(key, day=occurrence.last_day, named=occurrence.named_day, period=occurrence.period)
    return ResolvedDeadline(occurrence.last_day, reading, what.time, occurrence.opens_on, rule)


def _counted(what: Relative, context: Context) -> ResolvedDeadline:
    values = {"n": what.n, "unit": what.unit, "direction": what.direction, "anchor": what.anchor}
    anchor = context.anchor_on
    if anchor is None:
        return ResolvedDeadline(None, say("needs_anchor", **values), missing=Missing.ANCHOR)
    signed = what.n if what.direction == "after" else -what.n
    if what.unit == "working_day":
        last = add_working_days(anchor, signed)
    elif what.unit == "month":
        last = add_months(anchor, signed)
    elif what.unit == "hour":
        last = anchor + timedelta(days=signed // 24 if signed < 0 else -(-signed // 24))
    else:
        last = anchor + timedelta(days=signed)
    return ResolvedDeadline(last, say("counted", day=last, anchor_on=anchor, **values))


def _at_event(what: AtEvent, op: Op, context: Context) -> ResolvedDeadline:
    if context.anchor_on is None:
        return ResolvedDeadline(None, say("needs_event", anchor=what.anchor), missing=Missing.ANCHOR)
    last = last_in_time(context.anchor_on, op, None)
    return ResolvedDeadline(last, say("at_event", day=last, anchor=what.anchor, anchor_on=context.anchor_on))
