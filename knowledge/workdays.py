"""Working days of State offices: public holidays, days in lieu, swapped days, and sums with working days.

It does not know deadlines, nor the hours or the duty roster of any one office.
Read next: `knowledge/data/workdays.yaml`, the days decided year by year and how each is known.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import cache
from typing import TYPE_CHECKING, Any, Final, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from knowledge.articles import Certainty
from knowledge.datafiles import data_file, load
from knowledge.dating.lunar import FIRST_YEAR, LAST_YEAR, lunar
from knowledge.dating.wording import Wording, say

if TYPE_CHECKING:
    from holidays import HolidayBase

__all__ = [
    "DayKind", "Decisions", "Moved", "Workday", "Workdays", "add_working_days", "is_working_day", "move", "workdays",
    "working_days_between",
]  # fmt: skip

_DAY: Final = timedelta(days=1)
_SATURDAY: Final = 5
_IN_LIEU: Final = " (nghỉ bù)"
_JOINED: Final = ";"
_NATIONAL_DAY: Final = "Quốc khánh"
# Names the library gives to days around Tết: which of them are off is decided year by year.
_TET: Final = "Tết"
_SOLAR_NEW_YEAR: Final = "Tết Dương lịch"
_UNNAMED: Final = "thông báo nghỉ lễ của năm"


class DayKind(StrEnum):
    """What a day is for a State office that works Monday to Friday."""

    WORKING = "working"
    SATURDAY = "saturday"
    SUNDAY = "sunday"
    HOLIDAY = "holiday"
    IN_LIEU = "in_lieu"
    """Off because a holiday fell on a weekly rest day (khoản 3 Điều 111 Bộ luật Lao động 2019)."""
    SWAPPED_OFF = "swapped_off"
    """Off, and worked on another day instead."""
    SWAPPED_WORKING = "swapped_working"
    """A rest day on which offices work instead of another day."""


@dataclass(frozen=True, slots=True)
class Workday:
    """Whether offices work on a day, and why; true when they do.

    `expected` marks a holiday that follows from the law and the calendar but has not been announced for that
    year. `caution` tells of a swap that was heard of and is not counted with.
    """

    day: date
    working: bool
    kind: DayKind
    reason: Wording
    expected: bool = False
    caution: Wording | None = None

    def __bool__(self) -> bool:
        return self.working


@dataclass(frozen=True, slots=True)
class Moved:
    """A day moved to a working day. `moved_from` and `why` are None and empty when it was one already.

    `why` tells of every day passed over, in the order they were passed.
    """

    day: date
    moved_from: date | None = None
    why: tuple[Workday, ...] = ()


class _Entry(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class _Basis(_Entry):
    document: str = Field(min_length=1)
    certainty: Certainty
    source: str = Field(min_length=1)


class _Founded(_Basis):
    name: str = Field(min_length=1)


class _Decided(_Basis):
    year: int


class _Swap(_Entry):
    day_off: date
    day_worked: date
    document: str
    certainty: Certainty
    source: str = Field(min_length=1)

    @model_validator(mode="after")
    def _is_a_swap(self) -> Self:
        if self.day_off.weekday() >= _SATURDAY or self.day_worked.weekday() < _SATURDAY:
            raise ValueError(f"a weekday is swapped for a rest day: {self.day_off} for {self.day_worked}")
        if not self.document and self.certainty is not Certainty.UNVERIFIED:
            raise ValueError(f"the swap of {self.day_off} names no document")
        return self


class Decisions(_Entry):
    """The data file: what is decided year by year, and how each decision is known."""

    founded: tuple[_Founded, ...]
    decided: tuple[_Decided, ...]
    swaps: tuple[_Swap, ...]


class Workdays:
    """A calendar of working days from the shipped decisions; `workdays()` gives the one in use."""

    def __init__(self, decisions: Decisions) -> None:
        # Takes a tenth of a second to import, and a question about the law needs no calendar.
        from holidays import country_holidays

        self._holidays: Final = country_holidays("VN", language="vi", expand=True)
        self._founded: Final = {founded.name: founded for founded in decisions.founded}
        self._decided: Final = {decided.year: decided for decided in decisions.decided}
        published = {swap.day_off: swap for swap in _library_swaps(self._holidays)}
        own = {swap.day_off: swap for swap in decisions.swaps if swap.certainty is not Certainty.UNVERIFIED}
        known = (published | own).values()
        heard = [swap for swap in decisions.swaps if swap.certainty is Certainty.UNVERIFIED]
        self._off: Final = {swap.day_off: swap for swap in known}
        self._worked: Final = {swap.day_worked: swap for swap in known}
        self._heard: Final = {day: swap for swap in heard for day in (swap.day_off, swap.day_worked)}

    @property
    def decided_years(self) -> frozenset[int]:
        """The years whose Tết and second National Day have been announced."""
        return frozenset(self._decided)

    def status(self, day: date) -> Workday:
        """Whether offices work on that day, and why."""
        caution = self._caution(day)
        if day in self._worked:
            swap = self._worked[day]
            reason = say("swapped_working", **_swap_values(swap))
            return Workday(day, True, DayKind.SWAPPED_WORKING, reason, caution=caution)
        if day in self._off:
            swap = self._off[day]
            return Workday(day, False, DayKind.SWAPPED_OFF, say("swapped_off", **_swap_values(swap)), caution=caution)
        name = self._holiday(day)
        if name:
            return self._off_by_law(day, name, caution)
        if day.weekday() >= _SATURDAY:
            kind = DayKind.SATURDAY if day.weekday() == _SATURDAY else DayKind.SUNDAY
            return Workday(day, False, kind, say(kind.value, day=day), caution=caution)
        return Workday(day, True, DayKind.WORKING, say("working", day=day), caution=caution)

    def _holiday(self, day: date) -> str:
        return str(self._holidays.get(day) or "").split(_JOINED)[0].strip()

    def _off_by_law(self, day: date, name: str, caution: Wording | None) -> Workday:
        in_lieu = name.endswith(_IN_LIEU)
        bare = name.removesuffix(_IN_LIEU)
        # A holiday founded outside Điều 112 has no rule that gives a day in lieu of it.
        decided = self._decided.get(day.year)
        is_tet = _TET in bare and bare != _SOLAR_NEW_YEAR
        open_each_year = (
            is_tet or (bare == _NATIONAL_DAY and (day.month, day.day) != (9, 2)) or (bare in self._founded and in_lieu)
        )
        expected = open_each_year and decided is None
        basis = decided if open_each_year else self._founded.get(bare)
        values: dict[str, object] = {
            "document": basis.document if basis else "",
            "secondary": basis is not None and basis.certainty is not Certainty.VERIFIED,
        }
        if is_tet and FIRST_YEAR < day.year < LAST_YEAR:
            values["lunar_day"], values["lunar_month"], _ = lunar(day)
            key = "expected_tet" if expected else "tet"
        else:
            values["name"] = bare
            key = "expected_holiday" if expected else "in_lieu" if in_lieu else "holiday"
        kind = DayKind.IN_LIEU if in_lieu else DayKind.HOLIDAY
        return Workday(day, False, kind, say(key, day=day, **values), expected, caution)

    def _caution(self, day: date) -> Wording | None:
        swap = self._heard.get(day)
        return say("heard_of_swap", off=swap.day_off, working=swap.day_worked) if swap else None

    def move(self, day: date, direction: Literal["forward", "backward"] = "forward") -> Moved:
        """The day itself when offices work on it, else the nearest working day in that direction."""
        step = _DAY if direction == "forward" else -_DAY
        found, passed = day, []
        while not (status := self.status(found)):
            passed.append(status)
            found += step
        return Moved(found, day, tuple(passed)) if passed else Moved(found)

    def add(self, day: date, n: int) -> date:
        """The day that lies `n` working days after `day`, before it for a negative n; `day` itself does not count.

        From a working day, adding n and then -n leads back to it.
        """
        step = _DAY if n > 0 else -_DAY
        left = abs(n)
        while left:
            day += step
            left -= self.status(day).working
        return day

    def between(self, first: date, last: date) -> int:
        """How many working days lie after `first`, up to and including `last`; negative when `last` is before.

        `between(day, add(day, n))` is n.
        """
        if last < first:
            return -sum(self.status(day).working for day in _days(last, first - _DAY))
        return sum(self.status(day).working for day in _days(first + _DAY, last))


def _days(first: date, last: date) -> Iterator[date]:
    return (first + _DAY * count for count in range((last - first).days + 1))


def _swap_values(swap: _Swap) -> Mapping[str, object]:
    return {
        "off": swap.day_off, "working": swap.day_worked, "document": swap.document,
        "secondary": swap.certainty is not Certainty.VERIFIED,
    }  # fmt: skip


def _library_swaps(holidays: HolidayBase) -> Iterator[_Swap]:
    """The swaps that the library publishes: month and day off, month, day and perhaps year worked instead."""
    table: Mapping[int, tuple[Any, ...]] = holidays.special_public_holidays
    for year, entries in table.items():
        for entry in entries if isinstance(entries[0], tuple) else (entries,):
            worked_in = entry[4] if len(entry) > 4 else year
            yield _Swap(
                day_off=date(year, entry[0], entry[1]),
                day_worked=date(worked_in, entry[2], entry[3]),
                document=_UNNAMED,
                certainty=Certainty.SECONDARY,
                source="holidays",
            )


@cache
def workdays() -> Workdays:
    """The calendar of the shipped decisions. Raises RegistryInvalid when the data file breaks its schema."""
    return Workdays(load(data_file("workdays.yaml"), Decisions))


def is_working_day(day: date) -> Workday:
    """Whether State offices work on that day (the answer is true when they do), with the reason."""
    return workdays().status(day)


def move(day: date, direction: Literal["forward", "backward"] = "forward") -> Moved:
    """The day itself when offices work on it, else the nearest working day in that direction, with why."""
    return workdays().move(day, direction)


def add_working_days(day: date, n: int) -> date:
    """The day `n` working days after `day` (before it for a negative n); `day` itself does not count."""
    return workdays().add(day, n)


def working_days_between(first: date, last: date) -> int:
    """How many working days lie after `first`, up to and including `last`."""
    return workdays().between(first, last)
