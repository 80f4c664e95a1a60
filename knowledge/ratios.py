"""Shares and thresholds: how many votes are needed, how many may be proposed, what part of the whole it is.

It knows no council and no person; a threshold is compared exactly, never after rounding a percentage.
Read next: `knowledge/awards.py`, whose votes and quotas name the percentages the law asks for.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import Final

from knowledge.awards import Award
from knowledge.errors import InvalidAnswer
from knowledge.provisions import ProvisionId

__all__ = ["Rounding", "Share", "Threshold", "at_least", "at_most", "quota_for", "required_votes", "share", "votes_for"]

LARGEST_WHOLE: Final = 1_000_000_000
FINEST_PERCENT: Final = -6
"""The smallest decimal place of a percentage, as a power of ten."""


class Rounding(StrEnum):
    """Which whole number stands for a fraction."""

    UP = "up"
    """«Từ … % trở lên»: the smallest whole number that is not less than the exact figure."""
    DOWN = "down"
    """«Không quá … %»: the largest whole number that is not more than the exact figure."""


@dataclass(frozen=True, slots=True)
class Threshold:
    """`number` of `whole` reaches `percent` (or does not exceed it); `exact` is the figure before rounding."""

    number: int
    whole: int
    percent: Fraction
    exact: Fraction
    rounding: Rounding
    provision: ProvisionId | None = None


@dataclass(frozen=True, slots=True)
class Share:
    """`part` of `whole`. Ask `reaches` and `within`, which are exact; `percent` is only for showing."""

    part: int
    whole: int

    @property
    def ratio(self) -> Fraction:
        """The exact share, 1 for all."""
        return Fraction(self.part, self.whole)

    @property
    def percent(self) -> Decimal:
        """The share in percent, cut (not rounded) after two decimals: 69,996 % is shown as 69,99 %, never as 70 %."""
        return Decimal(self.part * 10_000 // self.whole).scaleb(-2)

    def reaches(self, percent: int | Decimal) -> bool:
        """Whether it is that many percent or more. Raises InvalidAnswer `ratio_percent_invalid`."""
        return self.ratio * 100 >= _percent(percent)

    def within(self, percent: int | Decimal) -> bool:
        """Whether it is that many percent or less. Raises InvalidAnswer `ratio_percent_invalid`."""
        return self.ratio * 100 <= _percent(percent)


def at_least(whole: int, percent: int | Decimal, provision: ProvisionId | None = None) -> Threshold:
    """The smallest number out of `whole` that makes `percent` percent or more: rounded up.

    70 % of 9 people are 7 (6,3 is not reached by 6). Raises InvalidAnswer `ratio_whole_invalid` or
    `ratio_percent_invalid`.
    """
    exact = _exact(whole, percent)
    return Threshold(-(-exact.numerator // exact.denominator), whole, _percent(percent), exact, Rounding.UP, provision)


def at_most(whole: int, percent: int | Decimal, provision: ProvisionId | None = None) -> Threshold:
    """The largest number out of `whole` that does not exceed `percent` percent: rounded down, 0 included.

    20 % of 9 leading units are 1 (2 would be 22,2 %). Raises InvalidAnswer as `at_least` does.
    """
    exact = _exact(whole, percent)
    return Threshold(exact.numerator // exact.denominator, whole, _percent(percent), exact, Rounding.DOWN, provision)


def required_votes(members: int, percent: int | Decimal, provision: ProvisionId | None = None) -> Threshold:
    """How many agreeing votes a council of `members` needs, the absent counted as members too: rounded up.

    Nghị định 152/2025/NĐ-CP, khoản 5 Điều 33, takes the share of all members of the council. Raises
    InvalidAnswer as `at_least` does.
    """
    return at_least(members, percent, provision)


def votes_for(award: Award, members: int, on: date) -> Threshold | None:
    """The votes that award needs on that day, with the provision; None when no text we hold asks for a vote."""
    vote = award.vote_on(on)
    return required_votes(members, vote.percent, vote.provision) if vote else None


def quota_for(award: Award, whole: int, on: date) -> Threshold | None:
    """How many of `whole` may be proposed for that award on that day; None when no text we hold sets a limit.

    «Cờ thi đua của Chính phủ»: of the leading collectives that meet the standard of the provincial flag
    (Nghị định 152/2025/NĐ-CP, khoản 1 Điều 7).
    """
    quota = award.quota_on(on)
    return at_most(whole, quota.percent, quota.provision) if quota else None


def share(part: int, whole: int) -> Share:
    """`part` of `whole`. Raises InvalidAnswer `ratio_whole_invalid`, or `ratio_part_invalid` outside 0 to whole."""
    _check_whole(whole)
    if not _is_whole_number(part) or not 0 <= part <= whole:
        raise InvalidAnswer("ratio_part_invalid", field="part", given=part, whole=whole)
    return Share(part, whole)


def _exact(whole: int, percent: int | Decimal) -> Fraction:
    _check_whole(whole)
    return whole * _percent(percent) / 100


def _check_whole(whole: int) -> None:
    if not _is_whole_number(whole) or not 1 <= whole <= LARGEST_WHOLE:
        raise InvalidAnswer("ratio_whole_invalid", field="whole", given=whole, largest=LARGEST_WHOLE)


def _percent(percent: int | Decimal) -> Fraction:
    if not (_is_whole_number(percent) or _is_plain(percent)) or not 0 <= percent <= 100:
        raise InvalidAnswer("ratio_percent_invalid", field="percent", given=percent)
    return Fraction(percent)


def _is_plain(percent: object) -> bool:
    """Whether it is a Decimal of few places: 1E-999999999 would be a fraction that fills the memory."""
    if not isinstance(percent, Decimal) or not percent.is_finite():
        return False
    return int(percent.as_tuple().exponent) >= FINEST_PERCENT


def _is_whole_number(number: object) -> bool:
    return isinstance(number, int) and not isinstance(number, bool)
