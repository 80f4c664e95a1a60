"""The Vietnamese lunar calendar (UTC+7): «30 Tết», «rằm tháng Giêng», «mùng 10 tháng 3 âm lịch» as days.

It reads no text; the sums are those of the library lunar-vn, whose Tết and Giỗ Tổ agree with `holidays` for every
year that both know.
Read next: `knowledge/dating/chat_days.py`, which reads the words.
"""

from __future__ import annotations

from datetime import date
from typing import Final

from lunar_vn import LunarDate, lunar_to_solar, solar_to_lunar

FIRST_YEAR: Final = 1901
LAST_YEAR: Final = 2098
CHAP: Final = 12
"""Tháng Chạp, the last month of the lunar year."""


def lunar(day: date) -> tuple[int, int, int]:
    """Day, month and year of the lunar calendar; a leap month has the number of the month it repeats."""
    found = solar_to_lunar(day)
    return found.day, found.month, found.year


def solar(day: int, month: int, year: int) -> date | None:
    """The day of a lunar date; None when the month has no such day, or beyond the years the library knows."""
    if not FIRST_YEAR <= year <= LAST_YEAR or not 1 <= day <= 30 or not 1 <= month <= CHAP:
        return None
    found = lunar_to_solar(LunarDate(day, month, year))
    return found if lunar(found)[0] == day else None


def new_year_eve(year: int) -> date | None:
    """The last day of tháng Chạp before Tết of that lunar year: the 29th or the 30th."""
    return solar(30, CHAP, year - 1) or solar(29, CHAP, year - 1)


def next_solar(day: int, month: int, start: date) -> date | None:
    """The first day of that lunar day and month that is not before `start`; None beyond the known years.

    «30 Tết» (30 tháng Chạp) is the 29th in a year whose tháng Chạp has no 30th.
    """
    for year in range(start.year - 1, start.year + 3):
        found = solar(day, month, year)
        if found is None and (day, month) == (30, CHAP):
            found = solar(29, CHAP, year)
        if found and found >= start:
            return found
    return None


def next_day_of_month(day: int, start: date) -> date | None:
    """The first day from `start` on that is that day of any lunar month («rằm», «mùng 1»)."""
    _, month, year = lunar(start)
    for count in range(3):
        years, index = divmod(month - 1 + count, CHAP)
        found = solar(day, index + 1, year + years)
        if found and found >= start:
            return found
    return None
