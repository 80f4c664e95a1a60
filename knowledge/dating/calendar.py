"""Small sums with months that the calendar module of Python leaves to its user: month ends clamp, quarters, weeks.

It knows no holiday; `knowledge/workdays.py` does.
Read next: `knowledge/dating/rules.py`.
"""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta

MONTHS: int = 12


def last_of_month(year: int, month: int) -> date:
    """The last day of a month."""
    return date(year, month, monthrange(year, month)[1])


def clamped(year: int, month: int, day: int) -> date:
    """That day, or the last of a month that is shorter. A month beyond 12 counts on into the next year."""
    years, index = divmod(month - 1, MONTHS)
    year, month = year + years, index + 1
    return date(year, month, min(day, monthrange(year, month)[1]))


def add_months(day: date, months: int) -> date:
    """The same day of the month so many months on, or the last day where there is none (31/01 + 1 = 28/02)."""
    return clamped(day.year, day.month + months, day.day)


def quarter_of(day: date) -> int:
    """The quarter of a day, 1 to 4."""
    return (day.month + 2) // 3


def last_of_quarter(year: int, quarter: int) -> date:
    """The last day of a quarter."""
    return last_of_month(year, quarter * 3)


def monday_of(day: date) -> date:
    """The Monday of the week of a day."""
    return day - timedelta(days=day.weekday())
