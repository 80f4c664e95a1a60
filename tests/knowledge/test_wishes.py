from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.dates import Missing
from knowledge.text import fold
from knowledge.wishes import LONGEST_WISH, read_wish

FRIDAY = date(2026, 11, 20)


@pytest.mark.parametrize(
    ("typed", "title", "schedule"),
    [
        ("báo cáo quý trước ngày 20 tháng cuối quý", "Báo cáo quý",
         {"every": "quarterly", "op": "before", "day": 20, "month": "last_of_period"}),
        ("mỗi thứ sáu gửi báo cáo tuần", "Gửi báo cáo tuần", {"every": "weekly", "weekday": 4}),
        ("hàng tuần thứ 2 họp giao ban", "Họp giao ban", {"every": "weekly", "weekday": 0}),
        ("mỗi chủ nhật dọn vệ sinh", "Dọn vệ sinh", {"every": "weekly", "weekday": 6}),
        ("nhắc tôi nộp hồ sơ trước 25/11", "Nộp hồ sơ", {"every": "once", "on": "2026-11-24"}),
        ("ngày 31 hằng tháng chốt số", "Chốt số", {"every": "monthly", "day": 31}),
        ("mỗi tháng ngày 20 nộp báo cáo", "Nộp báo cáo", {"every": "monthly", "day": 20}),
        ("15 hằng tháng nộp số liệu", "Nộp số liệu", {"every": "monthly", "day": 15}),
        ("mỗi cuối tháng báo cáo nhanh", "Báo cáo nhanh", {"every": "monthly"}),
        ("29/2 hằng năm họp mặt", "Họp mặt", {"every": "yearly", "day": 29, "month": 2}),
        ("gửi hồ sơ trước ngày 10/12 hằng năm", "Gửi hồ sơ",
         {"every": "yearly", "op": "before", "day": 10, "month": 12}),
        ("báo cáo 6 tháng trước ngày 15 tháng cuối kỳ", "Báo cáo 6 tháng",
         {"every": "half_yearly", "op": "before", "day": 15, "month": "last_of_period"}),
        ("ngày 5 tháng đầu quý báo cáo", "Báo cáo", {"every": "quarterly", "day": 5, "month": "first_of_period"}),
        ("nộp báo cáo trước 17h ngày 25/11", "Nộp báo cáo", {"every": "once", "on": "2026-11-25", "until": "17:00:00"}),
        ("nhắc tôi ngày mai nộp báo cáo", "Nộp báo cáo", {"every": "once", "on": "2026-11-21"}),
        ("chúc tết 30 tết", "Chúc tết", {"every": "once", "on": "2027-02-05"}),
    ],
)  # fmt: skip
def test_a_wish_is_read_with_and_without_marks(typed: str, title: str, schedule: dict[str, Any]) -> None:
    for words in (typed, fold(typed)):
        wish = read_wish(words, today=FRIDAY)
        assert wish is not None
        assert [one.as_json() for one in wish.schedules] == [schedule]
        assert fold(wish.title) == fold(title)


def test_a_choice_is_left_to_the_officer() -> None:
    wish = read_wish("thứ 6 nộp báo cáo", today=FRIDAY)
    assert wish is not None and not wish.together
    assert [schedule.on for schedule in wish.schedules] == [FRIDAY, date(2026, 11, 27)]


def test_two_days_in_one_wish_are_both_meant() -> None:
    wish = read_wish("chậm nhất ngày 15/6 và 15/12 hằng năm gửi báo cáo", today=FRIDAY)
    assert wish is not None and wish.together and wish.title == "Gửi báo cáo"
    assert [(schedule.day, schedule.month) for schedule in wish.schedules] == [(15, 6), (15, 12)]


def test_a_day_that_hangs_on_something_undated_is_asked_for() -> None:
    wish = read_wish("trả lời trong 05 ngày làm việc kể từ ngày nhận văn bản", today=FRIDAY)
    assert wish is not None and wish.missing is Missing.ANCHOR and wish.schedules == ()
    counted = read_wish("trong 5 ngày làm việc kể từ ngày 20/11/2026", today=FRIDAY)
    # 24/11 is a holiday.
    assert counted is not None and counted.schedules[0].on == date(2026, 11, 30)


@pytest.mark.parametrize(
    "typed", ["", "gì đó", "hằng ngày", "tiền thưởng bao nhiêu", "mỗi thứ", "…", "0/0 hằng năm", "99/99"]
)
def test_words_without_a_time_wish_for_nothing(typed: str) -> None:
    assert read_wish(typed, today=FRIDAY) is None


@given(st.text(alphabet=" ngàytháđnăêrướcmỗiứsu0123456789/-.,:\n", max_size=2 * LONGEST_WISH))
def test_no_words_break_the_reading(typed: str) -> None:
    wish = read_wish(typed, today=FRIDAY)
    assert wish is None or wish.schedules or wish.missing
