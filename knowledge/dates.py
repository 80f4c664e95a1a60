"""Dates in Vietnamese text: deadlines that a document sets, when something is to happen, what date a question is about.

It does not know reporting rules, holidays beside those it counts with, nor which law held when.
Read next: `knowledge/dating/deadlines.py`, `knowledge/dating/chat.py`, `knowledge/dating/as_of.py`, the readers.
"""

from __future__ import annotations

from datetime import date

from knowledge.dating.as_of import AsOf, Precision, read_as_of
from knowledge.dating.chat import Moment, PartOfDay, When, read_when
from knowledge.dating.deadlines import read_deadlines
from knowledge.dating.model import (
    AtEvent,
    DayMonth,
    Deadline,
    Frequency,
    InMonth,
    InQuarter,
    OnDate,
    OnDayMonth,
    Op,
    Recurring,
    Relative,
)
from knowledge.dating.resolving import Context, Missing, ResolvedDeadline, resolve
from knowledge.dating.rules import Occurrence, Rule, rule_of
from knowledge.dating.wording import Wording

__all__ = [
    "AsOf", "AtEvent", "Context", "DayMonth", "Deadline", "Frequency", "InMonth", "InQuarter", "Missing", "Moment",
    "Occurrence", "OnDate", "OnDayMonth", "Op", "PartOfDay", "Precision", "Recurring", "Relative", "ResolvedDeadline",
    "Rule", "When", "Wording", "print_day", "print_day_in_words", "read_as_of", "read_deadlines", "read_when",
    "resolve", "rule_of",
]  # fmt: skip


def print_day(day: date) -> str:
    """The date in figures: 05/7/2025.

    A leading zero for days below 10 and for months 1 and 2 (Phụ lục I of Nghị định 30/2020/NĐ-CP, on the day of
    issue, the only rule there is). Every reader here reads it back.
    """
    return f"{day.day:02d}/{_month(day)}/{day.year:04d}"


def print_day_in_words(day: date) -> str:
    """The date as a document writes it: ngày 05 tháng 7 năm 2025. Every reader here reads it back."""
    return f"ngày {day.day:02d} tháng {_month(day)} năm {day.year:04d}"


def _month(day: date) -> str:
    return f"{day.month:02d}" if day.month <= 2 else str(day.month)
