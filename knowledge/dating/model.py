"""What a deadline can say: one class for each type of the contract, and the way it is said (op).

It does not read text and does not count days.
Read next: `knowledge/dating/deadlines.py`, which reads them; `knowledge/dating/resolving.py`, which dates them.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time
from enum import StrEnum
from typing import Final, Literal

LAST_OF_PERIOD: Final = "last_of_period"
FIRST_OF_PERIOD: Final = "first_of_period"
FIRST_OF_NEXT_PERIOD: Final = "first_of_next_period"
MonthOf = int | Literal["last_of_period", "first_of_period", "first_of_next_period"]
Unit = Literal["day", "working_day", "month", "hour"]
Direction = Literal["before", "after"]


class Op(StrEnum):
    """How the date bounds the work."""

    BEFORE = "before"
    """«trước ngày 15»: the 14th is the last full day."""
    BY = "by"
    """«chậm nhất ngày 15»: the 15th still counts."""
    WITHIN = "within"
    """«trong tháng 12», «trong thời hạn 10 ngày»."""
    WITHIN_WINDOW = "within_window"
    """«từ ngày 16 đến ngày 31»."""
    END_OF = "end_of"
    """«đến hết ngày 15», «cuối tháng 12»."""


class Frequency(StrEnum):
    """How often a recurring deadline comes back."""

    YEARLY = "yearly"
    QUARTERLY = "quarterly"
    MONTHLY = "monthly"
    WEEKLY = "weekly"
    PER_REPORTING_PERIOD = "per_reporting_period"


@dataclass(frozen=True, slots=True)
class OnDate:
    """A day of the calendar, with the time of day and the first day of the window where they are written."""

    day: date
    time: time | None = None
    opens_on: date | None = None


@dataclass(frozen=True, slots=True)
class DayMonth:
    """A day and a month without a year; the month is None in «từ ngày 1 đến ngày 5 hằng tháng»."""

    month: int | None
    day: int


@dataclass(frozen=True, slots=True)
class Recurring:
    """A day that comes back. `month` is within the period for quarterly and reporting periods.

    `day` None means the whole month, quarter or period; a day that a month does not have stands for its
    last one. `year_offset` counts from the year reported on: 1 for «ngày 31/3 năm sau».
    """

    freq: Frequency
    month: MonthOf | None = None
    day: int | None = None
    quarter: int | None = None
    weekday: int | None = None
    """Monday is 0."""
    year_offset: int = 0
    opens: DayMonth | None = None
    time: time | None = None


@dataclass(frozen=True, slots=True)
class Relative:
    """A number of days from something; `anchor` in the words of the text, "" when it names nothing."""

    n: int
    unit: Unit
    direction: Direction
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class OnDayMonth:
    """A day whose year is not written; `month` is None in «trước ngày 25»."""

    day: int
    month: int | None = None
    time: time | None = None
    opens: DayMonth | None = None


@dataclass(frozen=True, slots=True)
class InMonth:
    """A month, with its year where it is written."""

    month: int
    year: int | None = None


@dataclass(frozen=True, slots=True)
class InQuarter:
    """A quarter, with its year where it is written."""

    quarter: int
    year: int | None = None


@dataclass(frozen=True, slots=True)
class AtEvent:
    """Something that happens, in the words of the text: «trước kỳ họp thường lệ cuối năm»."""

    anchor: str


What = OnDate | Recurring | Relative | OnDayMonth | InMonth | InQuarter | AtEvent
_TYPES: Final[dict[type[What], str]] = {
    OnDate: "absolute", Recurring: "recurring", Relative: "relative", OnDayMonth: "day_month_no_year",
    InMonth: "month", InQuarter: "quarter", AtEvent: "event",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Deadline:
    """A deadline in a text: `text` is what stands from `start` to `end` of the text as given."""

    text: str
    start: int
    end: int
    op: Op
    what: What

    @property
    def type(self) -> str:
        """The type by the name of the contract: absolute, recurring, relative, day_month_no_year, …"""
        return _TYPES[type(self.what)]

    def as_json(self) -> dict[str, object]:
        """The deadline as `tdkt deadlines read --lines` prints it; what is not said is left out.

        A window's `start` is where the window opens, not the offset in the text: `span` always has both offsets.
        """
        found: dict[str, object] = {
            "text": self.text, "start": self.start, "end": self.end, "span": [self.start, self.end],
            "type": self.type, "op": self.op.value,
        }  # fmt: skip
        return found | _fields(self.what)


def _fields(what: What) -> dict[str, object]:
    fields: dict[str, object | None]
    match what:
        case OnDate():
            fields = {"date": what.day.isoformat(), "start": what.opens_on and what.opens_on.isoformat()}
        case Recurring():
            fields = {
                "freq": what.freq.value, "month": what.month, "day": what.day, "quarter": what.quarter,
                "weekday": what.weekday, "year_offset": what.year_offset or None, "start": _opens(what.opens),
            }  # fmt: skip
        case Relative():
            fields = {"n": what.n, "unit": what.unit, "direction": what.direction, "anchor": what.anchor or None}
        case OnDayMonth():
            fields = {"month": what.month, "day": what.day, "start": _opens(what.opens)}
        case InMonth():
            fields = {"month": what.month, "year": what.year}
        case InQuarter():
            fields = {"quarter": what.quarter, "year": what.year}
        case AtEvent():
            fields = {"anchor": what.anchor}
    if isinstance(what, OnDate | Recurring | OnDayMonth) and what.time:
        fields["time"] = f"{what.time:%H:%M}"
    return {name: value for name, value in fields.items() if value is not None}


def _opens(opens: DayMonth | None) -> dict[str, int] | None:
    if opens is None:
        return None
    return {"day": opens.day} if opens.month is None else {"month": opens.month, "day": opens.day}
