"""What holds for every day: moving ends on a working day, and sums with working days undo each other."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Literal

from hypothesis import given
from hypothesis import strategies as st

from knowledge.workdays import DayKind, add_working_days, is_working_day, move, working_days_between

days = st.dates(date(2005, 1, 1), date(2040, 12, 31))
counts = st.integers(-60, 60)
directions = st.sampled_from(["forward", "backward"])


@given(days, directions)
def test_moving_ends_on_the_nearest_working_day(day: date, direction: Literal["forward", "backward"]) -> None:
    moved = move(day, direction)
    assert is_working_day(moved.day)
    passed = abs((moved.day - day).days)
    assert len(moved.why) == passed
    assert not any(moved.why)
    assert (moved.moved_from is None) == (passed == 0)
    assert move(moved.day, direction).day == moved.day


@given(days, counts)
def test_adding_and_taking_away_working_days_meet_again(day: date, count: int) -> None:
    start = move(day).day
    assert add_working_days(add_working_days(start, count), -count) == start


@given(days, counts)
def test_the_days_added_are_the_days_between(day: date, count: int) -> None:
    start = move(day).day
    assert working_days_between(start, add_working_days(start, count)) == count


@given(days, st.integers(0, 30), st.integers(0, 30))
def test_adding_twice_is_adding_the_sum(day: date, first: int, second: int) -> None:
    assert add_working_days(add_working_days(day, first), second) == add_working_days(day, first + second)


@given(days, st.integers(1, 60))
def test_the_day_reached_is_a_working_day(day: date, count: int) -> None:
    assert is_working_day(add_working_days(day, count))
    assert is_working_day(add_working_days(day, -count))


@given(days)
def test_a_day_is_off_for_one_reason(day: date) -> None:
    status = is_working_day(day)
    assert status.working == (status.kind in (DayKind.WORKING, DayKind.SWAPPED_WORKING))
    if status.kind is DayKind.WORKING:
        assert day.weekday() < 5
    if status.kind is DayKind.SWAPPED_WORKING:
        assert day.weekday() >= 5


@given(days)
def test_a_week_never_lacks_a_rest_day(day: date) -> None:
    week = [day + timedelta(days=count) for count in range(7)]
    assert sum(not is_working_day(found) for found in week) >= 1
