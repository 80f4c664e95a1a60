"""A deadline that comes back, as dates: year after year, quarter by quarter, month by month.

It moves nothing off a holiday; `knowledge/workdays.py` says where to.
Read next: `knowledge/dating/resolving.py`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import MAXYEAR, MINYEAR, date, time, timedelta
from typing import Final

from knowledge.dating.atoms import LAST_DAY
from knowledge.dating.calendar import MONTHS, clamped
from knowledge.dating.model import (
    FIRST_OF_NEXT_PERIOD,
    FIRST_OF_PERIOD,
    DayMonth,
    Frequency,
    Op,
    Recurring,
)

_WEEK: Final = timedelta(days=7)
_PERIOD_MONTHS: Final = {Frequency.YEARLY: 12, Frequency.QUARTERLY: 3, Frequency.MONTHLY: 1}


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One time that a rule falls due.

    `period` is what it is for: «2026», «2026-Q4», «2026-11», «2026-W47», or the last month of a reporting period
    («2026-P06»). `named_day` is the day that the text names, `last_day` the last day on which the work is in time:
    the day before for «trước ngày 15». `opens_on` is where a window begins.
    """

    period: str
    named_day: date
    last_day: date
    opens_on: date | None = None


@dataclass(frozen=True, slots=True)
class Rule:
    """A recurring deadline with everything known that its dates need.

    `period_months` is how long a reporting period is (1, 3, 6 or 12); the other frequencies say so themselves.
    """

    recurring: Recurring
    op: Op
    period_months: int

    @property
    def time(self) -> time | None:
        """The time of day until which the last day counts."""
        return self.recurring.time

    def occurrences(self, first: date, last: date) -> Iterator[Occurrence]:
        """Every occurrence whose last day lies in that range, both ends included, in order.

        A day that the month does not have stands for its last one (DESIGN.md, section 4: month ends).
        """
        found = self._weeks(first) if self.recurring.freq is Frequency.WEEKLY else self._periods(first)
        for occurrence in found:
            if occurrence.last_day > last:
                return
            if occurrence.last_day >= first:
                yield occurrence

    def next_from(self, day: date) -> Occurrence | None:
        """The first occurrence that is not over on that day; None beyond the end of the calendar."""
        return next(self.occurrences(day, date.max), None)

    def _weeks(self, first: date) -> Iterator[Occurrence]:
        weekday = self.recurring.weekday or 0
        day = first + timedelta(days=(weekday - first.weekday()) % 7)
        while True:
            year, week, _ = day.isocalendar()
            yield Occurrence(f"{year}-W{week:02d}", day, self._last(day))
            if date.max - day < _WEEK:
                return
            day += _WEEK

    def _periods(self, first: date) -> Iterator[Occurrence]:
        """Occurrences from some before `first` on, one a period, without end but that of the calendar."""
        months = self.period_months
        # Two years back: whatever is due now belongs to a period that lies behind, by its offset at most.
        begin = max(MINYEAR + 2, first.year - 2 - abs(self.recurring.year_offset))
        count = 0
        while (year := begin + count * months // MONTHS) + abs(self.recurring.year_offset) + 2 < MAXYEAR:
            yield self._occurrence(year, count * months % MONTHS + 1)
            count += 1

    def _occurrence(self, year: int, month: int) -> Occurrence:
        """The occurrence of the period that begins with that month."""
        recurring, end = self.recurring, month + self.period_months - 1
        if self.period_months == MONTHS:
            named = self._in_year(year + recurring.year_offset)
        else:
            within = {FIRST_OF_PERIOD: month, FIRST_OF_NEXT_PERIOD: end + 1}.get(str(recurring.month), end)
            named = self._named(year, within, within)
        return Occurrence(self._label(year, end), named, self._last(named), self._opens(named))

    def _in_year(self, year: int) -> date:
        recurring = self.recurring
        if recurring.quarter and recurring.month is None:
            month = recurring.quarter * 3
        elif isinstance(recurring.month, int):
            month = recurring.month
        else:
            month = {FIRST_OF_PERIOD: 1, FIRST_OF_NEXT_PERIOD: MONTHS + 1}.get(str(recurring.month), MONTHS)
        return self._named(year, month - 2 if recurring.quarter and recurring.month is None else month, month)

    def _named(self, year: int, first: int, last: int) -> date:
        """The day in the last of these months; without one, their end, or for «trước» their beginning."""
        if self.recurring.day is None and self.op is Op.BEFORE:
            return clamped(year, first, 1)
        return clamped(year, last, self.recurring.day or LAST_DAY)

    def _label(self, year: int, end: int) -> str:
        if self.recurring.freq is Frequency.YEARLY:
            return str(year)
        if self.recurring.freq is Frequency.QUARTERLY:
            return f"{year}-Q{end // 3}"
        mark = "P" if self.recurring.freq is Frequency.PER_REPORTING_PERIOD else ""
        return f"{year}-{mark}{end:02d}"

    def _last(self, named: date) -> date:
        """The last day in time; up to a time of day, «trước 17 giờ ngày 15» counts the 15th in."""
        return last_in_time(named, self.op, self.recurring.time)

    def _opens(self, named: date) -> date | None:
        opens = self.recurring.opens
        return opening_before(opens, named) if opens else None


def rule_of(recurring: Recurring, op: Op, reporting_months: int | None = None) -> Rule | None:
    """The rule of a recurring deadline; None when it falls due once a reporting period whose length nobody told."""
    months = _PERIOD_MONTHS.get(recurring.freq, reporting_months if recurring.freq is not Frequency.WEEKLY else 1)
    return Rule(recurring, op, months) if months else None


def last_in_time(named: date, op: Op, at: time | None) -> date:
    """The last day on which the work is in time, for a day that is named with that word."""
    return named - timedelta(days=1) if op is Op.BEFORE and at is None and named > date.min else named


def opening_before(opens: DayMonth, closing: date) -> date:
    """The day on which a window opens that closes on that day: the nearest such day not behind it."""
    if opens.month is None:
        return clamped(closing.year, closing.month, min(opens.day, closing.day))
    year = closing.year if (opens.month, opens.day) <= (closing.month, closing.day) else closing.year - 1
    return clamped(year, opens.month, opens.day)
