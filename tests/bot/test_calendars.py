"""The ICS file as calendars read it, and the picture of a month."""

from __future__ import annotations

import io
from datetime import date, datetime, time, timedelta

import icalendar
import pytest
import recurring_ical_events
from PIL import Image

from bot.calendars import calendar_file, month_picture
from bot.storage.reminders import ReminderRule
from knowledge.dates import Op
from knowledge.schedules import VIETNAM, Every, Roll, Schedule, occurrences

NOW = datetime(2026, 7, 20, 8, 30, tzinfo=VIETNAM)
TWO_YEARS = (NOW.date(), date(2028, 7, 1))
SCHEDULES = [
    Schedule(every=Every.WEEKLY, weekday=4),
    Schedule(every=Every.MONTHLY, day=25, op=Op.BEFORE),
    Schedule(every=Every.MONTHLY, day=31),
    Schedule(every=Every.MONTHLY, day=30, op=Op.BEFORE),
    Schedule(every=Every.MONTHLY, day=1, op=Op.BEFORE),
    Schedule(every=Every.QUARTERLY, day=20, op=Op.BEFORE),
    Schedule(every=Every.HALF_YEARLY, day=15),
    Schedule(every=Every.YEARLY, month=2, day=29),
    Schedule(every=Every.YEARLY, month=12, day=10, op=Op.BEFORE),
    Schedule(every=Every.YEARLY, month=12, day=31, year_offset=1, roll=Roll.NONE),
    Schedule(every=Every.ONCE, on=date(2026, 8, 23)),
]


def rule(schedule: Schedule, title: str = "Báo cáo", number: int = 1) -> ReminderRule:
    return ReminderRule(number, title, schedule, {"to": "Sở Nội vụ"}, "", NOW, ())


def read(*rules: ReminderRule, office: str = "Xã Tân Bình") -> icalendar.Calendar:
    content = calendar_file(rules, office, 3, NOW)
    parsed = icalendar.Calendar.from_ical(content)
    assert isinstance(parsed, icalendar.Calendar)
    return parsed


@pytest.mark.parametrize("schedule", SCHEDULES, ids=lambda schedule: str(schedule.as_json()))
def test_a_calendar_shows_the_very_days_that_reminders_are_for(schedule: Schedule) -> None:
    first, last = TWO_YEARS
    events = recurring_ical_events.of(read(rule(schedule))).between(first, last)
    shown = sorted(event["DTSTART"].dt.date() for event in events)
    expected = sorted(one.due_on for one in occurrences(schedule, first, last) if one.due_on >= first)
    assert shown == [day for day in expected if day < last]


def test_events_stand_in_vietnamese_time_and_alarm_three_times() -> None:
    parsed = read(rule(Schedule(every=Every.MONTHLY, day=25, until=time(17, 0))))
    (zone,) = parsed.walk("VTIMEZONE")
    assert zone["TZID"] == "Asia/Ho_Chi_Minh"
    event = recurring_ical_events.of(parsed).between(date(2026, 8, 1), date(2026, 8, 31))[0]
    assert event["DTEND"].dt.time() == time(17, 0)
    assert event["DTSTART"].dt.utcoffset() == timedelta(hours=7)
    assert [alarm["ACTION"] for alarm in event.walk("VALARM")] == ["DISPLAY"] * 3


def test_what_an_officer_typed_cannot_add_a_line() -> None:
    title = "Báo cáo; gấp, quan trọng\\n\nEND:VEVENT\r\nBEGIN:VEVENT\x00" + "dài " * 60
    parsed = read(rule(Schedule(every=Every.WEEKLY, weekday=4), title), office="Xã\nX-BAD:1")
    assert {str(event["UID"]) for event in parsed.walk("VEVENT")} == {"tdkt-3-1@tdkt"}
    assert "X-BAD" not in parsed
    content = calendar_file([rule(Schedule(every=Every.WEEKLY, weekday=4), title)], "Xã", 3, NOW)
    assert max(len(row) for row in content.split(b"\r\n")) <= 75
    content.decode("utf-8")


def test_every_rule_has_an_identity_of_its_own_that_stays() -> None:
    rules = [rule(SCHEDULES[0], number=1), rule(SCHEDULES[5], number=2)]
    assert {str(event["UID"]) for event in read(*rules).walk("VEVENT")} == {"tdkt-3-1@tdkt", "tdkt-3-2@tdkt"}


def test_the_picture_of_a_month_shows_its_days() -> None:
    entries = [
        (date(2026, 9, 18), f"Việc {number} $x^2$", state) for number, state in enumerate(("open", "late", "done"))
    ]
    empty = month_picture(date(2026, 9, 1), [], [], date(2026, 9, 14))
    filled = month_picture(date(2026, 9, 1), [*entries, *entries], [date(2026, 9, 2)], date(2026, 9, 14))
    pictures = [Image.open(io.BytesIO(content)) for content in (empty, filled)]
    assert {picture.format for picture in pictures} == {"PNG"}
    assert pictures[0].size == pictures[1].size and pictures[0].size[0] > 1000
    assert pictures[0].tobytes() != pictures[1].tobytes()
    assert len(month_picture(date(2027, 2, 1), [], [], date(2026, 9, 14))) > 5000
