"""Votes, quotas and shares, worked out by hand.

Read next: `knowledge/ratios.py`; Nghị định 152/2025/NĐ-CP, khoản 1 Điều 7 and khoản 5 Điều 33.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Final

import pytest

from knowledge.awards import awards
from knowledge.errors import InvalidAnswer
from knowledge.ratios import Rounding, at_least, at_most, quota_for, required_votes, share, votes_for

TODAY: Final = date(2026, 11, 21)


@pytest.mark.parametrize(
    ("members", "percent", "votes"),
    [
        (10, 90, 9), (11, 90, 10), (12, 90, 11), (13, 90, 12), (15, 90, 14), (19, 90, 18), (20, 90, 18), (21, 90, 19),
        (1, 90, 1), (9, 90, 9), (10, 80, 8), (11, 80, 9), (13, 80, 11), (15, 80, 12), (7, 80, 6),
        (5, 100, 5), (5, 0, 0),
    ],
)  # fmt: skip
def test_the_votes_needed_are_rounded_up(members: int, percent: int, votes: int) -> None:
    found = required_votes(members, percent)
    assert found.number == votes
    assert found.rounding is Rounding.UP


@pytest.mark.parametrize(
    ("whole", "percent", "number"),
    [(10, 20, 2), (9, 20, 1), (14, 20, 2), (15, 20, 3), (4, 20, 0), (5, 20, 1), (1, 20, 0), (7, 100, 7), (7, 0, 0)],
)
def test_what_may_not_be_exceeded_is_rounded_down(whole: int, percent: int, number: int) -> None:
    found = at_most(whole, percent)
    assert found.number == number
    assert found.rounding is Rounding.DOWN


@pytest.mark.parametrize(("whole", "number"), [(9, 7), (10, 7), (11, 8), (12, 9), (20, 14), (3, 3)])
def test_seventy_percent_of_the_members_are_rounded_up(whole: int, number: int) -> None:
    assert at_least(whole, 70).number == number


def test_a_threshold_keeps_the_exact_figure_and_its_provision() -> None:
    found = votes_for(awards().get("CSTĐTQ"), 15, TODAY)
    assert found is not None
    assert (found.number, found.whole, found.percent, found.exact) == (14, 15, 90, Fraction(27, 2))
    assert str(found.provision) == "152/2025/NĐ-CP#d33.k5"


@pytest.mark.parametrize(
    ("award", "members", "day", "votes", "place"),
    [
        ("Cờ CP", 15, TODAY, 12, "152/2025/NĐ-CP#d33.k5"),
        ("AHLĐ", 21, TODAY, 19, "152/2025/NĐ-CP#d33.k5"),
        ("CSTĐCS", 11, date(2025, 6, 30), 9, "98/2023/NĐ-CP#d30.k7"),
        ("CSTĐ tỉnh", 11, date(2025, 6, 30), 10, "98/2023/NĐ-CP#d30.k7"),
    ],
)
def test_the_votes_an_award_needs_on_a_day(award: str, members: int, day: date, votes: int, place: str) -> None:
    found = votes_for(awards().get(award), members, day)
    assert found is not None
    assert (found.number, str(found.provision)) == (votes, place)


@pytest.mark.parametrize("award", ["CSTĐCS", "LĐTT", "BK tỉnh", "CSTĐ tỉnh"])
def test_no_vote_is_invented_where_no_text_asks_for_one(award: str) -> None:
    assert votes_for(awards().get(award), 15, TODAY) is None


def test_the_government_flag_has_a_quota_since_the_decree() -> None:
    flag = awards().get("Cờ CP")
    found = quota_for(flag, 9, TODAY)
    assert found is not None
    assert (found.number, str(found.provision)) == (1, "152/2025/NĐ-CP#d7.k1")
    assert quota_for(flag, 9, date(2025, 6, 30)) is None
    assert quota_for(awards().get("Cờ tỉnh"), 9, TODAY) is None


@pytest.mark.parametrize(
    ("part", "whole", "percent"),
    [(7, 10, "70.00"), (2, 3, "66.66"), (1, 3, "33.33"), (69_996, 100_000, "69.99"), (0, 5, "0.00"), (5, 5, "100.00")],
)
def test_a_share_is_shown_cut_after_two_decimals(part: int, whole: int, percent: str) -> None:
    assert str(share(part, whole).percent) == percent


def test_a_share_just_below_the_threshold_does_not_reach_it() -> None:
    below = share(69_996, 100_000)
    assert not below.reaches(70)
    assert below.reaches(Decimal("69.996"))
    assert below.within(70)
    assert share(7, 10).reaches(70)
    assert share(7, 10).within(70)


@pytest.mark.parametrize("members", [0, -1, 10**9 + 1, True, 1.5, "3"])
def test_what_is_no_number_of_members_is_refused(members: int) -> None:
    with pytest.raises(InvalidAnswer) as refused:
        required_votes(members, 90)
    assert (refused.value.key, refused.value.details["field"]) == ("ratio_whole_invalid", "whole")


@pytest.mark.parametrize(
    "percent",
    [-1, 101, 90.0, "90", True, Decimal("NaN"), Decimal("Infinity"), Decimal("1E-999999999"), Decimal("100.1")],
)
def test_what_is_no_percentage_is_refused(percent: int) -> None:
    with pytest.raises(InvalidAnswer) as refused:
        at_most(10, percent)
    assert (refused.value.key, refused.value.details["field"]) == ("ratio_percent_invalid", "percent")


@pytest.mark.parametrize("part", [-1, 11, True, 2.0])
def test_a_part_outside_the_whole_is_refused(part: int) -> None:
    with pytest.raises(InvalidAnswer) as refused:
        share(part, 10)
    assert (refused.value.key, refused.value.details["whole"]) == ("ratio_part_invalid", 10)
