"""Vietnamese numbers: read, written, added up and compared.

It knows no question and no report; it says what a number is and whether numbers agree.
Read next: `knowledge/counting/` (the grammar), `knowledge/drafting/agreement.py` (which numbers must agree).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from knowledge.counting.digits import Notation, print_figure, rounded
from knowledge.counting.reading import MONEY, PERCENT, Quantity, find_quantities, read_quantity
from knowledge.counting.words import LARGEST, in_words, read_words
from knowledge.errors import InvalidAnswer

__all__ = [
    "LARGEST", "MONEY", "PERCENT", "Change", "Notation", "Quantity", "change", "difference", "find_quantities",
    "in_words", "percent_agrees", "percent_of", "print_amount", "print_count", "print_figure", "print_money",
    "print_percent", "read_count", "read_money", "read_number", "read_percent", "read_quantity", "read_words",
    "rounded",
]  # fmt: skip

_DECIMALS: Final = 1
_MOST_PERCENT: Final = 100_000
_MEASURES: Final = frozenset({MONEY, PERCENT, "km²", "ha", "m²", "tấn", "tạ", "kg", "km"})
"""Units that may not be taken for one another; of things that are counted any word will do."""
_MILLION: Final = Decimal(10) ** 6


# Reading one answer. Each raises InvalidAnswer with a key that says what to do.


def read_number(text: str, unit: str = "") -> Decimal:
    """The number an answer is: «1.234», «46,5 triệu», «03», «mười hai», with or without its `unit`.

    InvalidAnswer `number_not_understood`, `number_is_a_range`, `number_is_inexact` («trên 35») or
    `number_has_other_unit` (details: text, and what applies).
    """
    quantity = _read_exact(text)
    if quantity.unit not in ("", unit.lower()) and {quantity.unit, unit.lower()} & _MEASURES:
        raise InvalidAnswer("number_has_other_unit", text=text, unit=unit, given=quantity.unit)
    return quantity.value


def read_count(text: str, unit: str = "") -> int:
    """A whole number of things. Besides the errors of `read_number`: `number_is_not_whole`, and
    `number_is_ambiguous` for «1,234», which may be meant as 1.234."""
    quantity = _read_exact(text)
    if quantity.notation is Notation.AMBIGUOUS and not quantity.scale:
        digits = text.strip().split()[0]
        raise InvalidAnswer("number_is_ambiguous", text=text, thousands=digits.replace(",", "."))
    value = read_number(text, unit)
    if value != value.to_integral_value():
        raise InvalidAnswer("number_is_not_whole", text=text)
    return int(value)


def read_money(text: str) -> int:
    """An amount in đồng: «46,5 triệu», «2.977.500.000 đồng», «2 tỷ 977 triệu 500 nghìn», in words too.

    A small figure without scale or unit («46,5», «500») raises `money_needs_scale`: triệu or đồng?
    """
    quantity = _read_exact(text)
    if quantity.unit not in ("", MONEY):
        raise InvalidAnswer("number_has_other_unit", text=text, unit=MONEY, given=quantity.unit)
    bare = not quantity.scale and not quantity.unit
    if bare and 0 < quantity.value < 1000:
        raise InvalidAnswer("money_needs_scale", text=text, figure=text.strip())
    if quantity.value != quantity.value.to_integral_value():
        raise InvalidAnswer("number_is_not_whole", text=text)
    return int(quantity.value)


def read_percent(text: str) -> Decimal:
    """A percentage: «97%», «97», «119,7 phần trăm»."""
    value = read_number(text, PERCENT)
    if abs(value) > _MOST_PERCENT:
        raise InvalidAnswer("number_not_understood", text=text)
    return value


def _read_exact(text: str) -> Quantity:
    quantity = read_quantity(text)
    if quantity is None:
        raise InvalidAnswer("number_not_understood", text=text)
    if quantity.upper is not None:
        raise InvalidAnswer("number_is_a_range", text=text)
    if quantity.about:
        raise InvalidAnswer("number_is_inexact", text=text, about=quantity.about)
    return quantity


# Writing.


def print_count(value: Decimal | int) -> str:
    """A count as administrative texts write it: below ten with a leading zero («03»), else «1.234»."""
    number = Decimal(value)
    if number == number.to_integral_value() and 0 < number < 10:
        return f"{int(number):02d}"
    return print_figure(number)


def print_money(value: Decimal | int) -> str:
    """An amount in full: «2.977.500.000 đồng»."""
    return f"{print_figure(value)} {MONEY}"


def print_amount(value: Decimal | int) -> str:
    """An amount as short as it stays exact: «46,5 triệu đồng», «2,9775 tỷ đồng» stays «2.977.500.000 đồng»."""
    millions = Decimal(value) / _MILLION
    if abs(millions) >= 1 and millions == rounded(millions, 2):
        return f"{print_figure(millions)} triệu {MONEY}"
    return print_money(value)


def print_percent(value: Decimal | int, decimals: int | None = None) -> str:
    """A percentage: «97%», «119,7%»."""
    return print_figure(value, decimals) + PERCENT


# Comparing.


def difference(total: Decimal | int, parts: Iterable[Decimal | int]) -> Decimal:
    """What the total has more than its parts together; zero where they agree."""
    return Decimal(total) - sum(map(Decimal, parts), Decimal(0))


def percent_of(part: Decimal | int, whole: Decimal | int, decimals: int = _DECIMALS) -> Decimal | None:
    """The part in percent of the whole, rounded; None when the whole is nothing."""
    return rounded(Decimal(part) * 100 / Decimal(whole), decimals) if whole else None


def percent_agrees(stated: Decimal, part: Decimal | int, whole: Decimal | int) -> bool:
    """Whether a stated percentage is that of the part, rounded or cut off at the decimals it is written with."""
    if not whole:
        return False
    exponent = stated.normalize().as_tuple().exponent
    decimals = max(0, -exponent) if isinstance(exponent, int) else 0
    exact = Decimal(part) * 100 / Decimal(whole)
    return abs(exact - stated) < Decimal(1).scaleb(-decimals)


@dataclass(frozen=True, slots=True)
class Change:
    """A value beside the one it is compared with.

    `percent` is the value in percent of the earlier one («bằng 119,7%»), `grown` that less a hundred
    («tăng 19,7%»; negative: «giảm»); both are rounded alike, so that they always differ by exactly 100.
    """

    now: Decimal
    before: Decimal
    percent: Decimal
    grown: Decimal
    difference: Decimal


def change(now: Decimal | int, before: Decimal | int, decimals: int = _DECIMALS) -> Change | None:
    """How a value stands to an earlier one; None when there was nothing to compare with."""
    percent = percent_of(now, before, decimals)
    if percent is None:
        return None
    return Change(Decimal(now), Decimal(before), percent, percent - 100, Decimal(now) - Decimal(before))
