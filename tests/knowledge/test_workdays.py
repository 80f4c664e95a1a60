"""Working days of State offices: holidays, days in lieu, swapped days, and why."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from holidays import country_holidays

from bot.texts import line
from knowledge.datafiles import load
from knowledge.errors import RegistryInvalid
from knowledge.workdays import (
    DayKind,
    Decisions,
    add_working_days,
    is_working_day,
    move,
    workdays,
    working_days_between,
)


def off_days(year: int) -> set[date]:
    """The weekdays of a year on which offices do not work."""
    first = date(year, 1, 1)
    days = (first + timedelta(days=count) for count in range(366))
    return {day for day in days if day.year == year and day.weekday() < 5 and not is_working_day(day)}


def worked_weekends(year: int) -> set[date]:
    """The Saturdays and Sundays of a year on which offices work."""
    first = date(year, 1, 1)
    days = (first + timedelta(days=count) for count in range(366))
    return {day for day in days if day.year == year and day.weekday() >= 5 and is_working_day(day)}


def test_the_days_off_of_2025_are_those_announced() -> None:
    tet = {date(2025, 1, day) for day in range(27, 32)}
    rest = {(1, 1), (4, 7), (4, 30), (5, 1), (5, 2), (9, 1), (9, 2)}
    assert off_days(2025) == tet | {date(2025, month, day) for month, day in rest}
    assert worked_weekends(2025) == {date(2025, 4, 26)}


def test_the_days_off_of_2026_are_those_announced() -> None:
    tet = {date(2026, 2, day) for day in range(16, 21)}
    rest = {(1, 1), (1, 2), (4, 27), (4, 30), (5, 1), (8, 31), (9, 1), (9, 2), (11, 24)}
    assert off_days(2026) == tet | {date(2026, month, day) for month, day in rest}
    assert worked_weekends(2026) == {date(2026, 1, 10), date(2026, 8, 22)}


def test_the_days_off_of_2027_are_those_announced() -> None:
    tet = {date(2027, 2, day) for day in (4, 5, 8, 9, 10)}
    rest = {(1, 1), (4, 16), (4, 30), (5, 3), (9, 2), (9, 3), (11, 24)}
    assert off_days(2027) == tet | {date(2027, month, day) for month, day in rest}
    assert worked_weekends(2027) == set()


def test_a_holiday_on_a_rest_day_gives_the_next_working_day() -> None:
    assert is_working_day(date(2026, 4, 27)).kind is DayKind.IN_LIEU
    assert is_working_day(date(2027, 5, 3)).kind is DayKind.IN_LIEU


def test_what_is_not_announced_yet_is_only_expected() -> None:
    year = max(workdays().decided_years) + 1
    tet = country_holidays("VN", years=year, language="vi").get_named("Mùng hai Tết Nguyên Đán")[0]
    assert is_working_day(tet).expected
    assert is_working_day(date(year, 9, 2)).expected is False
    for day in off_days(max(workdays().decided_years)):
        assert not is_working_day(day).expected


def test_a_swap_that_was_only_proposed_is_told_and_not_counted() -> None:
    monday, saturday = is_working_day(date(2026, 11, 23)), is_working_day(date(2026, 11, 28))
    assert (monday.working, saturday.working) == (True, False)
    assert monday.caution is not None
    assert "chưa thấy văn bản" in line(monday.caution.key, **monday.caution.values)
    assert is_working_day(date(2026, 11, 25)).caution is None


def test_every_swap_that_the_library_publishes_is_kept() -> None:
    published = country_holidays("VN", years=range(2010, 2028))
    for day in published.weekend_workdays:
        assert is_working_day(day).kind is DayKind.SWAPPED_WORKING


def test_the_days_of_tet_are_named_by_the_lunar_calendar() -> None:
    reason = is_working_day(date(2027, 2, 4)).reason
    assert "ngày 28 tháng Chạp" in line(reason.key, **reason.values)


@pytest.mark.parametrize(
    ("day", "told"),
    [
        (date(2026, 11, 20), "là ngày làm việc"),
        (date(2026, 11, 21), "thứ Bảy"),
        (date(2026, 11, 22), "Chủ nhật"),
        (date(2026, 11, 24), "Nghị quyết 28/2026/QH16"),
        (date(2026, 1, 2), "Công văn 12729/VPCP-KGVX"),
        (date(2026, 1, 10), "làm bù"),
        (date(2026, 2, 17), "Thông báo 9441/TB-BNV"),
        (date(2027, 5, 3), "nghỉ bù"),
        (date(2028, 1, 27), "dự kiến nghỉ Tết"),
        (date(2028, 9, 1), "dự kiến nghỉ lễ (Quốc khánh)"),
    ],
)
def test_every_day_says_why(day: date, told: str) -> None:
    reason = is_working_day(day).reason
    assert told in line(reason.key, **reason.values)


def test_what_comes_from_a_newspaper_says_so() -> None:
    reason = is_working_day(date(2026, 1, 2)).reason
    assert "nguồn thứ cấp" in line(reason.key, **reason.values)


def test_moving_tells_every_day_passed_over() -> None:
    moved = move(date(2026, 2, 15))
    assert (moved.day, moved.moved_from) == (date(2026, 2, 23), date(2026, 2, 15))
    assert [status.kind for status in moved.why] == [
        DayKind.SUNDAY, *[DayKind.HOLIDAY] * 5, DayKind.SATURDAY, DayKind.SUNDAY,
    ]  # fmt: skip


def test_moving_backward_finds_the_working_day_before() -> None:
    assert move(date(2026, 2, 22), "backward").day == date(2026, 2, 13)


def test_a_working_day_is_not_moved() -> None:
    moved = move(date(2026, 11, 20))
    assert (moved.day, moved.moved_from, moved.why) == (date(2026, 11, 20), None, ())


def test_a_saturday_worked_instead_counts_as_a_working_day() -> None:
    assert add_working_days(date(2026, 8, 21), 1) == date(2026, 8, 22)
    assert add_working_days(date(2026, 8, 28), 1) == date(2026, 9, 3)


def test_working_days_are_counted_after_the_first_day() -> None:
    assert working_days_between(date(2026, 11, 20), date(2026, 11, 26)) == 3
    assert working_days_between(date(2026, 11, 26), date(2026, 11, 20)) == -3
    assert working_days_between(date(2026, 11, 20), date(2026, 11, 20)) == 0


@pytest.mark.parametrize(
    ("swap", "problem"),
    [
        ("day_off: 2026-01-03\n    day_worked: 2026-01-10", "a weekday is swapped"),
        ("day_off: 2026-01-02\n    day_worked: 2026-01-09", "a weekday is swapped"),
    ],
)
def test_a_swap_that_is_none_is_refused_with_its_place(tmp_path: Path, swap: str, problem: str) -> None:
    file = tmp_path / "workdays.yaml"
    rest = 'document: ""\n    certainty: unverified\n    source: remembered\n'
    file.write_text(f"founded: []\ndecided: []\nswaps:\n  - {swap}\n    {rest}", encoding="utf-8")
    with pytest.raises(RegistryInvalid) as caught:
        load(file, Decisions)
    assert caught.value.details["field"] == "swaps.0"
    assert problem in str(caught.value.details["problem"])


def test_a_swap_that_counts_names_its_document(tmp_path: Path) -> None:
    file = tmp_path / "workdays.yaml"
    swap = (
        "day_off: 2026-01-02\n    day_worked: 2026-01-10\n    document: ''\n    certainty: secondary\n    source: x\n"
    )
    file.write_text(f"founded: []\ndecided: []\nswaps:\n  - {swap}", encoding="utf-8")
    with pytest.raises(RegistryInvalid, match="names no document"):
        load(file, Decisions)
