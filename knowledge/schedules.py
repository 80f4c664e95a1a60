"""When something is due: once, or week by week up to year by year, as dated occurrences and times to remind.

It does not know what is due, for whom, nor who says so; it moves days off and tells why.
Read next: `knowledge/deadlines.py` (the rules that ship), `knowledge/dating/rules.py` (what comes back).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from functools import lru_cache
from typing import Any, Final, Self
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict, Field, model_validator

from knowledge.dates import Frequency, Op, Recurring, Rule, rule_of
from knowledge.dating.model import MonthOf
from knowledge.dating.rules import Occurrence as Named
from knowledge.dating.rules import last_in_time
from knowledge.workdays import Moved, Workday, workdays

VIETNAM: Final = ZoneInfo("Asia/Ho_Chi_Minh")
DEFAULT_LADDER: Final = (10, 5, 2, 0)
"""Working days before the due day on which to remind."""
DEFAULT_TIME: Final = time(8, 0)
_HALF_YEAR: Final = 6
_LONGEST_NOTICE: Final = {"weekly": 2, "monthly": 5}
"""Working days: a reminder from before the last time it was due would only confuse."""


class Every(StrEnum):
    """How often."""

    ONCE = "once"
    WEEKLY = "weekly"
    MONTHLY = "monthly"
    QUARTERLY = "quarterly"
    HALF_YEARLY = "half_yearly"
    YEARLY = "yearly"


class Roll(StrEnum):
    """Where a due day goes that offices do not work on."""

    BACKWARD = "backward"
    """To the working day before: nobody is late by it. What is taken unless a rule says otherwise."""
    FORWARD = "forward"
    NONE = "none"


_FREQUENCIES: Final = {
    Every.WEEKLY: Frequency.WEEKLY, Every.MONTHLY: Frequency.MONTHLY, Every.QUARTERLY: Frequency.QUARTERLY,
    Every.HALF_YEARLY: Frequency.PER_REPORTING_PERIOD, Every.YEARLY: Frequency.YEARLY,
}  # fmt: skip


class Schedule(BaseModel):
    """When something is due; the fields that its `every` needs are given, no others.

    ONCE: `on`. WEEKLY: `weekday` (Monday is 0). The others: `day` (a day that a month does not have stands for its
    last one; None the last of the month) and `month`: for YEARLY a number, for the rest «last_of_period» (taken
    where none is given), «first_of_period» or «first_of_next_period». `year_offset` counts from the year that a
    yearly report is on. `op` BEFORE makes the day before the last one in time, unless a time of day is given (`until`).
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    every: Every
    op: Op = Op.BY
    on: date | None = None
    weekday: int | None = Field(default=None, ge=0, le=6)
    day: int | None = Field(default=None, ge=1, le=31)
    month: MonthOf | None = None
    year_offset: int = Field(default=0, ge=0, le=2)
    until: time | None = None
    roll: Roll = Roll.BACKWARD

    @model_validator(mode="after")
    def _is_whole(self) -> Self:
        needs = {
            Every.ONCE: self.on is not None,
            Every.WEEKLY: self.weekday is not None,
            Every.YEARLY: isinstance(self.month, int) and 1 <= self.month <= 12,
        }
        if not needs.get(self.every, not isinstance(self.month, int)):
            raise ValueError(f"{self.every.value} lacks its day")
        if (self.on is None) == (self.every is Every.ONCE) or (self.weekday is None) == (self.every is Every.WEEKLY):
            raise ValueError(f"{self.every.value} has a day that is not its own")
        return self

    def as_json(self) -> dict[str, Any]:
        """The schedule as JSON values, from which `model_validate` makes it again."""
        return self.model_dump(mode="json", exclude_defaults=True) | {"every": self.every.value}

    @property
    def rule(self) -> Rule | None:
        """What comes back; None for what is due once."""
        if self.every is Every.ONCE:
            return None
        recurring = Recurring(
            freq=_FREQUENCIES[self.every], month=self.month, day=self.day, weekday=self.weekday,
            year_offset=self.year_offset, time=self.until,
        )  # fmt: skip
        return rule_of(recurring, self.op, _HALF_YEAR)


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One time that something is due.

    `period` is what it is for: «2026», «2026-Q4», «2026-11», «2026-W47», «2026-P06» (a half year, by its last
    month), or the day itself for what is due once. `due_on` is the last day in time; `named_on` the day that the
    words name; `moved_from` is where it stood before it was moved off the days in `why`, None when it was not.
    """

    period: str
    due_on: date
    named_on: date
    moved_from: date | None = None
    why: tuple[Workday, ...] = ()


def occurrences(schedule: Schedule, first: date, last: date) -> Iterator[Occurrence]:
    """Every occurrence whose last day, before it is moved, lies in that range, both ends included, in order."""
    for named in _named(schedule, first, last):
        moved = _moved(named.last_day, schedule.roll)
        yield Occurrence(named.period, moved.day, named.named_day, moved.moved_from, moved.why)


def _named(schedule: Schedule, first: date, last: date) -> Iterator[Named]:
    rule = schedule.rule
    if rule is not None:
        yield from rule.occurrences(first, last)
    elif schedule.on is not None:
        last_day = last_in_time(schedule.on, schedule.op, schedule.until)
        if first <= last_day <= last:
            yield Named(schedule.on.isoformat(), schedule.on, last_day)


def next_occurrence(schedule: Schedule, today: date) -> Occurrence | None:
    """The first occurrence that is not over; None when there is none any more."""
    # A day that is moved forward may still lie ahead although its own day is past: no run of days off is longer.
    for found in occurrences(schedule, today - timedelta(days=31), date.max):
        if found.due_on >= today:
            return found
    return None


def not_in_the_past(schedule: Schedule, today: date) -> Schedule:
    """The schedule, left on its day off when the working day before it is over already."""
    if schedule.on is None or schedule.on < today or next_occurrence(schedule, today):
        return schedule
    return schedule.model_copy(update={"roll": Roll.NONE})


def reminder_times(
    due_on: date, ladder: Sequence[int] = DEFAULT_LADDER, at: time = DEFAULT_TIME
) -> list[tuple[int, datetime]]:
    """The steps of a ladder for a due day, earliest first: working days before it, and the aware instant.

    A due day on which offices do not work counts as the working day before it: nobody is reminded on a day off.
    """
    return [(step, datetime.combine(_step(due_on, step), at, VIETNAM)) for step in sorted(set(ladder), reverse=True)]


def fitting(ladder: Sequence[int], every: Every) -> tuple[int, ...]:
    """The steps of a ladder that suit what is due so often: nobody is told of next Friday two Fridays ahead."""
    longest = _LONGEST_NOTICE.get(every.value)
    return tuple(step for step in ladder if longest is None or step <= longest) or (0,)


def following_working_day(day: date) -> date:
    """The first day after it on which offices work."""
    return workdays().add(day, 1)


# Offices by the thousand share the days of one year; each is worked out once.
@lru_cache(maxsize=8192)
def _moved(day: date, roll: Roll) -> Moved:
    if roll is Roll.NONE:
        return Moved(day)
    return workdays().move(day, "forward" if roll is Roll.FORWARD else "backward")


@lru_cache(maxsize=65536)
def _step(due_on: date, step: int) -> date:
    day = workdays().move(due_on, "backward").day
    return workdays().add(day, -step)
