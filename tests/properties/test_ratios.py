"""Whatever the council and the percentage: a threshold is the exact border, and a shown share never overstates."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from knowledge.ratios import at_least, at_most, required_votes, share

WHOLES = st.integers(1, 10**9)
PERCENTS = st.integers(0, 100) | st.decimals(0, 100, places=4)


@given(WHOLES, PERCENTS)
def test_the_votes_needed_reach_the_share_and_one_less_does_not(members: int, percent: int | Decimal) -> None:
    needed = required_votes(members, percent).number
    assert 0 <= needed <= members
    assert share(needed, members).reaches(percent)
    assert needed == 0 or not share(needed - 1, members).reaches(percent)


@given(WHOLES, PERCENTS)
def test_what_may_be_proposed_stays_within_the_share_and_one_more_does_not(whole: int, percent: int | Decimal) -> None:
    allowed = at_most(whole, percent).number
    assert 0 <= allowed <= whole
    assert share(allowed, whole).within(percent)
    assert allowed == whole or not share(allowed + 1, whole).within(percent)


@given(WHOLES, PERCENTS)
def test_rounding_up_and_down_differ_by_at_most_one(whole: int, percent: int | Decimal) -> None:
    up, down = at_least(whole, percent), at_most(whole, percent)
    assert up.exact == down.exact
    assert up.number - down.number == (0 if up.exact.denominator == 1 else 1)


@given(WHOLES, st.data())
def test_a_shown_share_is_never_more_than_the_exact_one(whole: int, data: st.DataObject) -> None:
    found = share(data.draw(st.integers(0, whole)), whole)
    exact = found.ratio * 100
    assert Fraction(found.percent) <= exact < Fraction(found.percent) + Fraction(1, 100)
    assert found.reaches(found.percent)
