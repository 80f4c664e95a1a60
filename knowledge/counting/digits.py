"""Figures written with digits: thousands dot and decimal comma, and what slips in from other habits.

It knows no unit and no scale word; a lone figure is all it reads.
Read next: `knowledge/counting/reading.py`, which puts scales and units behind the figures.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from typing import Final

FIGURE: Final = r"\d{1,18}(?:[.,]\d{1,18}){0,6}"
"""A pattern for one figure; what it matches is read by `read_figure`."""

_THOUSANDS: Final = 3
_MOST_DIGITS: Final = 18


class Notation(StrEnum):
    """How a figure is written."""

    VIETNAMESE = "vietnamese"
    FOREIGN = "foreign"
    """Read as meant, though not as Vietnamese writes it: «46.5», «1,234,567»."""
    AMBIGUOUS = "ambiguous"
    """One comma and three digits («1,234»): a decimal in Vietnamese, often typed for 1.234."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure: its value, how many decimals are written, and in which notation."""

    value: Decimal
    decimals: int
    notation: Notation


def read_figure(written: str) -> Figure | None:
    """The figure in what `FIGURE` matched, None for what is none («1.2.3», a date, a clause number)."""
    groups = re.split(r"[.,]", written)
    marks = [sign for sign in written if sign in ".,"]
    if sum(map(len, groups)) > _MOST_DIGITS:
        return None
    if not marks:
        return Figure(Decimal(written), 0, Notation.VIETNAMESE)
    if len(set(marks)) == 1:
        return _one_mark(groups, marks[0])
    last = marks[-1]
    if last in marks[:-1] or len(set(marks[:-1])) != 1 or not _are_thousands(groups[:-1]):
        return None
    notation = Notation.VIETNAMESE if last == "," else Notation.FOREIGN
    return Figure(Decimal("".join(groups[:-1]) + "." + groups[-1]), len(groups[-1]), notation)


def _one_mark(groups: list[str], mark: str) -> Figure | None:
    if _are_thousands(groups) and (mark == "." or len(groups) > 2):
        notation = Notation.VIETNAMESE if mark == "." else Notation.FOREIGN
        return Figure(Decimal("".join(groups)), 0, notation)
    if len(groups) != 2:
        return None
    value = Decimal(".".join(groups))
    if mark == ".":
        return Figure(value, len(groups[1]), Notation.FOREIGN)
    ambiguous = _are_thousands(groups)
    return Figure(value, len(groups[1]), Notation.AMBIGUOUS if ambiguous else Notation.VIETNAMESE)


def _are_thousands(groups: list[str]) -> bool:
    first, *rest = groups
    return len(first) <= _THOUSANDS and not first.startswith("0") and all(len(group) == _THOUSANDS for group in rest)


def print_figure(value: Decimal | int, decimals: int | None = None) -> str:
    """The value with thousands dot and decimal comma: «2.977.500.000», «46,5», «-3».

    `decimals` None prints as many as the value has, without trailing zeros; else it rounds half up.
    """
    number = Decimal(value)
    text = f"{number.normalize() if decimals is None else rounded(number, decimals):f}"
    sign, text = ("-", text[1:]) if text.startswith("-") else ("", text)
    whole, _, rest = text.partition(".")
    return sign + f"{int(whole):,}".replace(",", ".") + (f",{rest}" if rest else "")


def rounded(value: Decimal, decimals: int) -> Decimal:
    """The value with that many decimals, halves away from zero as officers round."""
    return value.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)
