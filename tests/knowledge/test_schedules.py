from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from knowledge.dates import Op
from knowledge.schedules import (
    DEFAULT_LADDER,
    VIETNAM,
    Every,
    Roll,
    Schedule,
    following_working_day,
    next_occurrence,
    not_in_the_past,
    occurrences,
    reminder_times,
)
from knowledge.workdays import is_working_day

QUARTERLY = Schedule(every=Every.QUARTERLY, op=Op.BEFORE, day=20)


def due(schedule: Schedule, first: date, last: date) -> list[date]:
    return [found.due_on for found in occurrences(schedule, first, last)]


def test_the_20th_of_the_last_month_of_each_quarter_is_in_time_up_to_the_19th() -> None:
    found = list(occurrences(QUARTERLY, date(2026, 1, 1), date(2026, 12, 31)))
    assert [one.period for one in found] == ["2026-Q1", "2026-Q2", "2026-Q3", "2026-Q4"]
    assert [one.named_on for one in found] == [date(2026, month, 20) for month in (3, 6, 9, 12)]
    # 19/9 and 19/12 are Saturdays.
    assert [one.due_on for one in found] == [
        date(2026, 3, 19),
        date(2026, 6, 19),
        date(2026, 9, 18),
        date(2026, 12, 18),
    ]


def test_a_day_off_moves_to_the_working_day_before_and_says_why() -> None:
    (found,) = occurrences(Schedule(every=Every.ONCE, on=date(2027, 2, 8)), date(2027, 1, 1), date(2027, 12, 31))
    assert (found.due_on, found.moved_from) == (date(2027, 2, 3), date(2027, 2, 8))
    assert {reason.reason.key for reason in found.why} == {"dates.tet"}
    assert [reason.day for reason in found.why] == [date(2027, 2, day) for day in (8, 7, 6, 5, 4)]


def test_a_rule_may_move_its_day_after_the_day_off_or_leave_it_there() -> None:
    sunday = date(2026, 11, 22)
    assert due(Schedule(every=Every.ONCE, on=sunday, roll=Roll.FORWARD), sunday, sunday) == [date(2026, 11, 23)]
    assert due(Schedule(every=Every.ONCE, on=sunday, roll=Roll.NONE), sunday, sunday) == [sunday]
    assert reminder_times(sunday, [0])[0][1].date() == date(2026, 11, 20), "nobody is reminded on a Sunday"


def test_the_31st_is_the_last_day_of_a_short_month() -> None:
    monthly = Schedule(every=Every.MONTHLY, day=31, roll=Roll.NONE)
    assert [day.day for day in due(monthly, date(2028, 1, 1), date(2028, 4, 30))] == [31, 29, 31, 30]


def test_29_february_comes_every_year() -> None:
    yearly = Schedule(every=Every.YEARLY, month=2, day=29, roll=Roll.NONE)
    days = due(yearly, date(2027, 1, 1), date(2029, 12, 31))
    assert days == [date(2027, 2, 28), date(2028, 2, 29), date(2029, 2, 28)]


def test_every_friday_is_every_friday_that_is_worked_on() -> None:
    weekly = Schedule(every=Every.WEEKLY, weekday=4)
    assert due(weekly, date(2026, 11, 20), date(2026, 12, 4)) == [date(2026, 11, day) for day in (20, 27)] + [
        date(2026, 12, 4)
    ]


def test_the_year_a_report_is_on_may_lie_before_the_year_it_is_due_in() -> None:
    (found,) = occurrences(
        Schedule(every=Every.YEARLY, month=12, day=31, year_offset=1), date(2026, 1, 1), date(2026, 12, 31)
    )
    assert (found.period, found.due_on) == ("2025", date(2026, 12, 31))


def test_half_years_end_in_june_and_december() -> None:
    half = Schedule(every=Every.HALF_YEARLY, day=15, roll=Roll.NONE)
    assert due(half, date(2026, 1, 1), date(2026, 12, 31)) == [date(2026, 6, 15), date(2026, 12, 15)]


def test_the_ladder_counts_working_days_and_stands_at_eight_in_vietnam() -> None:
    times = reminder_times(date(2026, 11, 25))
    assert [step for step, _ in times] == list(DEFAULT_LADDER)
    # 24/11 is a holiday since 2026.
    assert [at.date() for _, at in times] == [date(2026, 11, day) for day in (10, 17, 20, 25)]
    assert {(at.timetz(), at.utcoffset()) for _, at in times} == {(time(8, tzinfo=VIETNAM), timedelta(hours=7))}


def test_what_is_over_has_no_next_time() -> None:
    assert next_occurrence(Schedule(every=Every.ONCE, on=date(2026, 1, 5)), date(2026, 1, 6)) is None
    found = next_occurrence(QUARTERLY, date(2026, 6, 20))
    assert found is not None and found.period == "2026-Q3"


def test_what_is_wished_for_on_a_day_off_stays_there_when_the_day_before_is_over() -> None:
    sunday = Schedule(every=Every.ONCE, on=date(2026, 11, 22))
    assert not_in_the_past(sunday, date(2026, 11, 20)) == sunday
    kept = not_in_the_past(sunday, date(2026, 11, 21))
    found = next_occurrence(kept, date(2026, 11, 21))
    assert found is not None and (found.due_on, found.moved_from) == (date(2026, 11, 22), None)
    assert next_occurrence(not_in_the_past(sunday, date(2026, 11, 23)), date(2026, 11, 23)) is None


def test_a_day_moved_forward_is_still_ahead_while_it_is_ahead() -> None:
    schedule = Schedule(every=Every.ONCE, on=date(2027, 2, 6), roll=Roll.FORWARD)
    found = next_occurrence(schedule, date(2027, 2, 9))
    assert found is not None and found.due_on == date(2027, 2, 11)


@pytest.mark.parametrize(
    "values",
    [
        {"every": "once"},
        {"every": "once", "on": "2026-01-01", "weekday": 3},
        {"every": "weekly"},
        {"every": "weekly", "weekday": 7},
        {"every": "monthly", "month": 3, "day": 1},
        {"every": "yearly", "day": 1},
        {"every": "yearly", "month": 13, "day": 1},
        {"every": "monthly", "day": 32},
        {"every": "monthly", "day": 3, "unknown": 1},
    ],
)
def test_a_schedule_without_its_day_is_refused(values: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        Schedule.model_validate(values)


schedules = st.one_of(
    st.builds(Schedule, every=st.just(Every.ONCE), on=st.dates(date(2025, 1, 1), date(2028, 12, 31))),
    st.builds(Schedule, every=st.just(Every.WEEKLY), weekday=st.integers(0, 6), roll=st.sampled_from(Roll)),
    st.builds(
        Schedule,
        every=st.sampled_from([Every.MONTHLY, Every.QUARTERLY, Every.HALF_YEARLY]),
        op=st.sampled_from([Op.BY, Op.BEFORE]),
        day=st.none() | st.integers(1, 31),
        until=st.none() | st.just(time(17)),
        roll=st.sampled_from(Roll),
    ),
    st.builds(Schedule, every=st.just(Every.YEARLY), month=st.integers(1, 12), day=st.integers(1, 31)),
)


@given(schedules)
def test_a_schedule_survives_being_stored(schedule: Schedule) -> None:
    assert Schedule.model_validate(schedule.as_json()) == schedule


@given(schedules, st.dates(date(2025, 1, 1), date(2027, 12, 31)))
def test_whatever_is_moved_lands_on_a_working_day_and_each_period_comes_once(schedule: Schedule, first: date) -> None:
    found = list(occurrences(schedule, first, first + timedelta(days=400)))
    assert len({one.period for one in found}) == len(found)
    for one in found:
        if schedule.roll is not Roll.NONE:
            assert is_working_day(one.due_on)
        assert (one.moved_from is None) == (not one.why)
        times = [at for _, at in reminder_times(one.due_on)]
        assert times == sorted(times) and all(is_working_day(at.date()) for at in times)
        assert max(times) <= datetime.combine(one.due_on, time(8), VIETNAM)


@given(st.dates(date(2025, 1, 1), date(2027, 12, 30)))
def test_the_following_working_day_lies_ahead_and_is_worked_on(day: date) -> None:
    assert following_working_day(day) > day and is_working_day(following_working_day(day))
