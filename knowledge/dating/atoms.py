"""The smallest things of the grammar: a day, a month, a quarter, a year, a time of day, as they are written.

It does not know whether a date is a deadline, nor which year is meant where none is written.
Read next: `knowledge/dating/markers.py`, what stands around a date.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, time
from typing import Final

from knowledge.dating.sheets import Phrase, Sheet

DAY: Final = r"(?:0?[1-9]|[12][0-9]|3[01])"
MONTH: Final = r"(?:0[1-9]|1[0-2]|[1-9])"
YEAR: Final = r"(?:19|20)[0-9]{2}"
QUARTER: Final = r"(?:iv|iii|ii|i|[1-4])"
# What may not follow a number that belongs to a date: more digits, a percentage, the rest of a số hiệu.
_ENDS: Final = r"(?![0-9%]|[.,/-][0-9]|[/-][a-zđ])"
QUARTERS: Final = {"i": 1, "ii": 2, "iii": 3, "iv": 4}
_CENTURY: Final = 2000
LAST_DAY: Final = 31

_ATOM: Final = Phrase(
    r"(?<![0-9a-zà-ỹđ./-])(?:"
    # 20-25/12/2025, 20 đến 25 tháng 12
    rf"(?P<run>(?:ngày )?(?P<r0>{DAY}) ?- ?(?P<d0>{DAY})(?:/| tháng )(?P<m0>{MONTH})"
    rf"(?:(?:/|,? năm )(?P<y0>{YEAR}))?{_ENDS})"
    # 14 tháng 6 năm 2025, 14 tháng 6/2025, 14 tháng 6
    rf"|(?P<named>(?:ngày )?(?:m[ùồ]ng )?(?P<d1>{DAY}) ?tháng ?(?P<m1>{MONTH})"
    rf"(?:(?:,? năm | ?[/-] ?)(?P<y1>{YEAR}))?{_ENDS}(?! lần| ngày))"
    # 14/6/2025, 14-6-2025, 14.6.2025, 14/6/25, 14/6 năm 2025
    rf"|(?P<full>(?:ngày )?(?P<d2>{DAY}) ?(?P<s2>[/.-]) ?(?P<m2>{MONTH})(?: ?(?P=s2) ?| năm )"
    rf"(?P<y2>{YEAR}|(?<=/)[0-9]{{2}}){_ENDS})"
    # 14/6; with another mark only after «ngày»: 14-6, 14.6
    rf"|(?P<short>(?:(?P<day>ngày )(?P<d3>{DAY}) ?[/.-] ?(?P<m3>{MONTH})|(?P<d4>{DAY})/(?P<m4>{MONTH})){_ENDS})"
    # tháng 6 năm 2025, tháng 6/2025, tháng 6
    rf"|(?P<month>tháng (?P<m5>{MONTH})(?:(?:,? năm | ?[/-] ?)(?P<y5>{YEAR}))?{_ENDS})"
    # quý IV năm 2025, quý 4/2025, quý IV
    rf"|(?P<quarter>qu[ýí] (?P<q6>{QUARTER})(?![a-z0-9])(?:(?:,? năm | ?[/-] ?)(?P<y6>{YEAR}))?{_ENDS})"
    # 6 tháng đầu năm 2025
    rf"|(?P<half>(?:0?6|sáu) tháng (?:(?P<h1>đầu)|cuối) năm(?: (?P<y7>{YEAR}))?{_ENDS})"
    # ngày cuối cùng của tháng, ngày làm việc cuối cùng của quý
    r"|(?P<last>ngày (?:làm việc )?cuối(?: cùng)?(?=(?: của)?(?: mỗi| hằng| hàng)? (?:tháng|quý|năm|kỳ)))"
    # ngày 15
    rf"|(?P<only>ngày (?:m[ùồ]ng )?(?P<d8>{DAY}))(?![0-9%/]|[.,-][0-9]| ?tháng ?[0-9])"
    # 30 in «ngày 15 và 30 hằng tháng»
    rf"|(?P<often>(?P<d9>{DAY})(?= (?:hằng|hàng|mỗi) tháng))"
    # năm 2025, but not the beginning of «năm 2021 - 2025»
    rf"|(?P<year>năm (?P<y9>{YEAR}))(?! ?-){_ENDS}"
    r")"
)
TIME: Final = Phrase(
    r"(?<![0-9./,-])(?P<h>[01]?[0-9]|2[0-4]) ?(?:(?:giờ|h|g)(?: ?(?P<half>rưỡi)"
    r"| ?(?P<m>[0-5][0-9])(?![0-9])(?: ?(?:phút|p|'))?| kém (?P<less>5|10|15|20|25))?"
    r"|:(?P<m2>[0-5][0-9])(?![0-9]))(?![a-zà-ỹđ0-9])"
)


@dataclass(frozen=True, slots=True)
class Atom:
    """A date as written, with what it leaves open as None; `start` and `end` are places on the sheet.

    `first_day` is where a run of days begins («ngày 20-25/12»); `is_last` marks «ngày cuối cùng», a `day` of 31.
    `half` is 1 or 2 for «6 tháng đầu năm» and «6 tháng cuối năm». `bare` marks «15/12» without «ngày»:
    it may as well be a fraction or a part of a number. A date that no calendar has is no atom.
    """

    start: int
    end: int
    day: int | None = None
    month: int | None = None
    year: int | None = None
    quarter: int | None = None
    half: int | None = None
    bare: bool = False
    first_day: int | None = None
    is_last: bool = False

    @property
    def date(self) -> date | None:
        """The day of the calendar, None where day, month or year is open."""
        if self.day is None or self.month is None or self.year is None:
            return None
        return date(self.year, self.month, self.day)


def read_atoms(sheet: Sheet) -> Iterator[Atom]:
    """Every date in the text, in order, never overlapping."""
    for match in _ATOM.of(sheet).finditer(sheet.view):
        atom = _atom(match)
        if atom is not None:
            yield atom


def _atom(match: re.Match[str]) -> Atom | None:
    def number(*names: str) -> int | None:
        found = next((match[name] for name in names if match[name]), None)
        return int(found) if found else None

    year = number("y0", "y1", "y2", "y5", "y6", "y7", "y9")
    if year is not None and year < 100:
        year += _CENTURY
    day = LAST_DAY if match["last"] else number("d0", "d1", "d2", "d3", "d4", "d8", "d9")
    month, first = number("m0", "m1", "m2", "m3", "m4", "m5"), number("r0")
    # 2024 is a leap year: 29/02 stands where no year is written.
    if day and month and (not is_day(year or 2024, month, day) or (first or 0) >= day):
        return None
    quarter = match["q6"]
    return Atom(
        start=match.start(),
        end=match.end(),
        day=day,
        month=month,
        year=year,
        quarter=(QUARTERS.get(quarter) or int(quarter)) if quarter else None,
        half=(1 if match["h1"] else 2) if match["half"] else None,
        bare=bool(match["d4"]),
        first_day=first,
        is_last=bool(match["last"]),
    )


def is_day(year: int, month: int, day: int) -> bool:
    """Whether the calendar has that day."""
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True


def time_at(sheet: Sheet, start: int, end: int) -> tuple[time, int, int] | None:
    """The first time of day in a range («17 giờ 30», «8h», «08:30», «8 giờ rưỡi», «9 giờ kém 15») and its place.

    «24 giờ» is the last minute of the day.
    """
    match = sheet.within(TIME, start, end)
    return (clock(match), match.start(), match.end()) if match else None


def clock(match: re.Match[str]) -> time:
    """The time of day of a match of the pattern of times."""
    hour, minute = int(match["h"]), int(match["m"] or match["m2"] or (30 if match["half"] else 0))
    if match["less"]:
        hour, minute = (hour - 1) % 24, 60 - int(match["less"])
    return time(23, 59) if hour == 24 else time(hour, minute)
