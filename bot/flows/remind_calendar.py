"""/lich and /so_nop: the month as a picture and a list, the calendar as ICS, the register of the year.

It must not know a channel, nor how a picture or a file is made.
Read next: `bot/calendars.py` (picture, ICS), `bot/registers.py` (DOCX, CSV).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from typing import Final

from bot.flows.remind_steps import reminders_of
from bot.flows.remind_words import FLOW, left, open_buttons
from bot.flows.turn import Turn, button, number_in
from bot.messages import PICTURE_TYPE, Attachment, Button, Reply
from bot.storage.reminders import Item
from bot.texts import line, text
from knowledge.dates import read_when
from knowledge.errors import UserError
from knowledge.text import fold
from knowledge.workdays import is_working_day

_MONTH: Final = re.compile(r"(?:thang )?(\d{1,2})(?: ?[/-] ?| nam )?(20\d\d)?$")
_YEAR: Final = re.compile(r"(20\d\d)")
_MOST_BUTTONS: Final = 15
_DOCX: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def month(turn: Turn, argument: str) -> list[Reply]:
    """/lich: this month, or the one that is named («12», «tháng 1/2027»)."""
    first = _month_named(argument, turn.today)
    if first is None:
        return [Reply(text("remind.month_not_read"))]
    return _month(turn, first)


def _month_named(argument: str, today: date) -> date | None:
    typed = fold(argument).lower().strip()
    if not typed:
        return today.replace(day=1)
    found = _MONTH.match(typed)
    if found and 1 <= int(found[1]) <= 12:
        year = int(found[2]) if found[2] else today.year + (int(found[1]) < today.month - 6)
        return date(year, int(found[1]), 1)
    when = read_when(argument, today=today)
    return when.candidates[0].day.replace(day=1) if when else None


def _month(turn: Turn, first: date) -> list[Reply]:
    following = (first + timedelta(days=31)).replace(day=1)
    before = (first - timedelta(days=1)).replace(day=1)
    reminders = reminders_of(turn)
    last = following - timedelta(days=1)
    items = sorted([*reminders.items(first, last), *reminders.coming(first, last)], key=lambda item: item.due_on)
    late = [item for item in reminders.open_items(turn.today - timedelta(days=1)) if item.due_on < first]
    around: tuple[Button, ...] = (
        button(line("remind.button_month", month=before), FLOW, "month", f"{before:%Y%m}"),
        button(line("remind.button_month", month=following), FLOW, "month", f"{following:%Y%m}"),
    )
    rows = open_buttons([item for item in [*late, *items] if item.state == "open" and item.id][:_MOST_BUTTONS])
    listed = [(item, left(item.due_on, turn.today)) for item in items]
    told = text("remind.month", month=first, items=listed, today=turn.today,
                late=[(item, left(item.due_on, turn.today)) for item in late])  # fmt: skip
    extra = (button(line("remind.button_ics"), FLOW, "ics"),)
    replies = [_picture(turn, first, items)] if items else []
    return [*replies, Reply(told, (*rows, around, extra))]


def _picture(turn: Turn, first: date, items: Sequence[Item]) -> Reply:
    # Drawing takes a library that nothing else needs.
    from bot.calendars import month_picture

    days_off = {day for day in _days(first) if not is_working_day(day)}
    content = month_picture(first, [(item.due_on, item.title, _state(item, turn.today)) for item in items], days_off,
                            turn.today)  # fmt: skip
    return Reply(attachment=Attachment(line("remind.picture_name", month=first), content, PICTURE_TYPE))


def _days(first: date) -> list[date]:
    days = [first + timedelta(days=count) for count in range(31)]
    return [day for day in days if day.month == first.month]


def _state(item: Item, today: date) -> str:
    return "late" if item.is_late(today) else item.state


def _turn_page(turn: Turn, arguments: Sequence[str]) -> list[Reply]:
    number = number_in(arguments, 0)
    year, month_number = divmod(number, 100)
    if not (2000 <= year <= 2100 and 1 <= month_number <= 12):
        raise UserError("stale_button")
    return _month(turn, date(year, month_number, 1))


def _ics(turn: Turn, arguments: Sequence[str]) -> list[Reply]:  # noqa: ARG001
    """The office's rules as a calendar for Google Calendar and Outlook."""
    from bot.calendars import calendar_file

    rules = reminders_of(turn).rules()
    if not rules:
        return [Reply(text("remind.no_rules"))]
    content = calendar_file(rules, turn.principal.office_name, turn.principal.office_id, turn.now)
    return [Reply(text("remind.ics"), attachment=Attachment(line("remind.ics_name"), content, "text/calendar"))]


def register(turn: Turn, argument: str) -> list[Reply]:
    """/so_nop: the register of this year, or of the one that is named."""
    found = _YEAR.search(argument)
    return _register(turn, int(found[1]) if found else turn.today.year)


def _register(turn: Turn, year: int) -> list[Reply]:
    items = reminders_of(turn).submissions(year)
    if not items:
        return [Reply(text("remind.register_empty", year=year))]
    rows = (
        (
            button(line("remind.button_docx"), FLOW, "register", year, "docx"),
            button(line("remind.button_csv"), FLOW, "register", year, "csv"),
        ),
    )
    return [Reply(text("remind.register", year=year, items=items, today=turn.today), rows)]


def _register_file(turn: Turn, arguments: Sequence[str]) -> list[Reply]:
    """The register of a year as a file."""
    from bot.registers import register_csv, register_docx

    year = number_in(arguments, 0)
    items = reminders_of(turn).submissions(year) if 2000 <= year <= 2100 else []
    if not items:
        return [Reply(text("remind.register_empty", year=year))]
    if arguments[1:] == ["csv"]:
        content, media, suffix = register_csv(items, turn.today), "text/csv", "csv"
    elif arguments[1:] == ["docx"]:
        content, media, suffix = register_docx(items, turn.principal.office_name, year, turn.today), _DOCX, "docx"
    else:
        raise UserError("stale_button")
    name = line("remind.register_name", year=year, suffix=suffix)
    return [Reply(text("remind.register_sent", year=year), attachment=Attachment(name, content, media))]


PRESSED: Final[Mapping[str, Callable[[Turn, Sequence[str]], list[Reply]]]] = {
    "month": _turn_page,
    "ics": _ics,
    "register": _register_file,
}
