"""The calendar of an office: a month as a picture, its rules as an ICS file for Google Calendar and Outlook.

It must not know a database or a chat; it is given days and rules.
Read next: `bot/flows/remind_calendar.py`; RFC 5545 for the file.
"""

from __future__ import annotations

import calendar
import io
import textwrap
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Final

from bot.storage.reminders import ReminderRule
from bot.texts import line
from knowledge.dates import print_day
from knowledge.schedules import DEFAULT_TIME, VIETNAM, Every, Schedule, next_occurrence, occurrences

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_ZONE: Final = "Asia/Ho_Chi_Minh"
_YEARS_AHEAD: Final = timedelta(days=5 * 366)
"""Enough to see every length of every month; moved days and odd days are written out so far."""
_FOLD: Final = 74
"""Octets on a line of an ICS file: 75 at most."""
_BYDAY: Final = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_ALARMS: Final = ("-P7D", "-P2D", "PT0S")
_COLOURS: Final = {"open": "#1f618d", "late": "#c0392b", "done": "#1e8449", "skipped": "#7f8c8d"}
_MARKS: Final = {"open": "○", "late": "!", "done": "✓", "skipped": "–"}
_LINES_IN_CELL: Final = 4
_LETTERS_IN_LINE: Final = 21

Entry = tuple[date, str, str]
"""The day, the title, and what became of it: open, late, done, skipped."""


def month_picture(first: date, entries: Sequence[Entry], days_off: Iterable[date], today: date) -> bytes:
    """A PNG of the month that begins on `first`: each day with what is due, coloured by what became of it."""
    # The object interface: the other one keeps figures in a place that threads would share.
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    weeks = calendar.Calendar().monthdatescalendar(first.year, first.month)
    figure = Figure(figsize=(11, 1.3 + 1.15 * len(weeks)), dpi=110)
    FigureCanvasAgg(figure)
    axes = figure.add_axes((0.01, 0.01, 0.98, 0.98))
    axes.set_xlim(0, 7)
    axes.set_ylim(-len(weeks) - 0.35, 0.95)
    axes.axis("off")
    axes.text(3.5, 0.62, line("remind.picture_title", month=first), ha="center", va="center", size=17, weight="bold")
    for column, name in enumerate(line("remind.picture_weekdays").split(", ")):
        axes.text(column + 0.5, 0.14, name, ha="center", va="center", size=11, weight="bold", color="#34495e")
    due = _by_day(entries)
    off = set(days_off)
    for row, week in enumerate(weeks):
        for column, day in enumerate(week):
            if day.month == first.month:
                _draw_day(axes, column, -row, day, due.get(day, []), is_off=day in off, is_today=day == today)
    _draw_legend(axes, -len(weeks) - 0.18)
    picture = io.BytesIO()
    figure.savefig(picture, format="png")
    return picture.getvalue()


def _by_day(entries: Sequence[Entry]) -> dict[date, list[Entry]]:
    found: dict[date, list[Entry]] = {}
    for entry in entries:
        found.setdefault(entry[0], []).append(entry)
    return found


def _draw_day(
    axes: Axes, column: int, top: int, day: date, due: Sequence[Entry], *, is_off: bool, is_today: bool
) -> None:
    from matplotlib.patches import Rectangle

    background = "#f2f3f4" if is_off else "white"
    edge, width = ("#e67e22", 2.4) if is_today else ("#bdc3c7", 0.8)
    cell = Rectangle((column + 0.02, top - 0.98), 0.96, 0.96, facecolor=background, edgecolor=edge, linewidth=width)
    axes.add_patch(cell)
    colour = "#a93226" if is_off else "#2c3e50"
    axes.text(column + 0.07, top - 0.16, str(day.day), ha="left", va="center", size=11, weight="bold", color=colour)
    lines = _lines_of(due)
    for place, (words, state) in enumerate(lines):
        # A dollar sign would begin a formula.
        axes.text(column + 0.07, top - 0.37 - 0.165 * place, words, ha="left", va="center", size=8,
                  color=_COLOURS.get(state, "#2c3e50"), parse_math=False)  # fmt: skip


def _lines_of(due: Sequence[Entry]) -> list[tuple[str, str]]:
    """What a day's cell says, line by line, each with the state that colours it; titles share the room there is."""
    shown = due if len(due) <= _LINES_IN_CELL else due[: _LINES_IN_CELL - 1]
    room = _LINES_IN_CELL // max(1, len(shown))
    lines: list[tuple[str, str]] = []
    for _, title, state in shown:
        cut = textwrap.wrap(" ".join(title.split()), _LETTERS_IN_LINE, max_lines=room, placeholder="…")
        lines += [
            (f"{_MARKS[state]} {words}" if not place else f"   {words}", state) for place, words in enumerate(cut)
        ]
    if len(shown) < len(due):
        lines.append((line("remind.picture_more", count=len(due) - len(shown)), ""))
    return lines


def _draw_legend(axes: Axes, level: float) -> None:
    for place, state in enumerate(("open", "late", "done", "skipped")):
        label = f"{_MARKS[state]} {line('remind.picture_state', state=state)}"
        axes.text(0.1 + 1.7 * place, level, label, ha="left", va="center", size=10, color=_COLOURS[state])


def calendar_file(rules: Sequence[ReminderRule], office: str, office_id: int, now: datetime) -> bytes:
    """The rules as an ICS file: what comes back by RRULE, days moved off holidays as exceptions, with alarms.

    An event lasts half an hour before the time of day by which it is due, or begins at eight.
    """
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//tdkt//Nhac viec//VI",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        f"X-WR-CALNAME:{_escaped(line('remind.calendar_name', office=office))}",
        f"X-WR-TIMEZONE:{_ZONE}",
        *_zone(),
    ]
    for rule in rules:
        lines += _events(rule, f"tdkt-{office_id}-{rule.id}@tdkt", now)
    lines.append("END:VCALENDAR")
    return "".join(_folded(row) for row in lines).encode("utf-8")


def _zone() -> list[str]:
    # No summer time since the zone was founded.
    return [
        "BEGIN:VTIMEZONE", f"TZID:{_ZONE}", "BEGIN:STANDARD", "DTSTART:19750613T000000",
        "TZOFFSETFROM:+0700", "TZOFFSETTO:+0700", "TZNAME:+07", "END:STANDARD", "END:VTIMEZONE",
    ]  # fmt: skip


def _events(rule: ReminderRule, uid: str, now: datetime) -> Iterator[str]:
    today = now.date()
    following = next_occurrence(rule.schedule, today)
    if following is None:
        return
    if rule.schedule.every is Every.ONCE:
        yield from _event(rule, uid, following.due_on, now)
        return
    found = list(occurrences(rule.schedule, following.moved_from or following.due_on, today + _YEARS_AHEAD))
    days = [one.moved_from or one.due_on for one in found]
    yield from _event(rule, uid, days[0], now, recurring=_recurring(rule.schedule, days))
    for one in found:
        if one.moved_from:
            moved = line("remind.calendar_moved", day=print_day(one.moved_from))
            original = f"RECURRENCE-ID;TZID={_ZONE}:{_at(rule.schedule, one.moved_from)}"
            yield from _event(rule, uid, one.due_on, now, recurring=[original], note=moved)


def _recurring(schedule: Schedule, days: Sequence[date]) -> list[str]:
    """The rule by which these days come back; the days themselves where none says it («trước ngày 30 hằng tháng»)."""
    if schedule.every is Every.WEEKLY:
        return [f"RRULE:FREQ=WEEKLY;BYDAY={_BYDAY[days[0].weekday()]}"]
    numbers = {day.day for day in days}
    if len(numbers) == 1:
        by_day = str(numbers.pop())
    elif all((day + timedelta(days=1)).day == 1 for day in days):
        by_day = "-1"
    else:
        return [f"RDATE;TZID={_ZONE}:{','.join(_at(schedule, day) for day in days[1:])}"] if days[1:] else []
    months = sorted({day.month for day in days})
    if len(months) == 12:
        return [f"RRULE:FREQ=MONTHLY;BYMONTHDAY={by_day}"]
    return [f"RRULE:FREQ=YEARLY;BYMONTH={','.join(map(str, months))};BYMONTHDAY={by_day}"]


def _event(
    rule: ReminderRule, uid: str, day: date, now: datetime, recurring: Sequence[str] = (), note: str = ""
) -> Iterator[str]:
    title = line("remind.calendar_title", title=rule.title)
    details = [str(rule.details.get("to") or ""), str(rule.details.get("letter") or ""), note]
    start = _start(rule.schedule, day)
    yield "BEGIN:VEVENT"
    yield f"UID:{uid}"
    yield f"DTSTAMP:{now.astimezone(VIETNAM) - timedelta(hours=7):%Y%m%dT%H%M%S}Z"
    yield f"DTSTART;TZID={_ZONE}:{start:%Y%m%dT%H%M%S}"
    yield f"DTEND;TZID={_ZONE}:{start + timedelta(minutes=30):%Y%m%dT%H%M%S}"
    yield from recurring
    yield f"SUMMARY:{_escaped(title)}"
    if any(details):
        yield f"DESCRIPTION:{_escaped(chr(10).join(filter(None, details)))}"
    yield "TRANSP:TRANSPARENT"
    for trigger in _ALARMS:
        yield from (
            "BEGIN:VALARM",
            "ACTION:DISPLAY",
            f"TRIGGER:{trigger}",
            f"DESCRIPTION:{_escaped(title)}",
            "END:VALARM",
        )
    yield "END:VEVENT"


def _start(schedule: Schedule, day: date) -> datetime:
    """When the event begins: half an hour before the time by which it is due, so that it ends then."""
    if schedule.until is None or schedule.until < time(0, 30):
        return datetime.combine(day, DEFAULT_TIME)
    return datetime.combine(day, schedule.until) - timedelta(minutes=30)


def _at(schedule: Schedule, day: date) -> str:
    return f"{_start(schedule, day):%Y%m%dT%H%M%S}"


def _escaped(value: str) -> str:
    """Text as RFC 5545 has it (3.3.11); control characters, which could end a line, are left out."""
    plain = value.replace("\r\n", "\n").replace("\r", "\n")
    plain = "".join(letter for letter in plain if letter == "\n" or letter.isprintable())
    for letter, written in (("\\", "\\\\"), (";", "\\;"), (",", "\\,"), ("\n", "\\n")):
        plain = plain.replace(letter, written)
    return plain


def _folded(row: str) -> str:
    """The line, cut so that no piece is longer than 75 octets and no letter is cut."""
    pieces: list[str] = [""]
    size = 0
    for letter in row:
        octets = len(letter.encode("utf-8"))
        if size + octets > _FOLD:
            pieces.append("")
            size = 1
        pieces[-1] += letter
        size += octets
    return "\r\n ".join(pieces) + "\r\n"
