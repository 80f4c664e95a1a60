"""What is due: opened, handed in with number and date, put off, left out, taken over by a colleague.

It must not know a channel. «Đã nộp» counts at once; number and date may follow, or not.
Read next: `bot/storage/reminders.py`, `bot/flows/remind_words.py`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Final

from bot.access import Role, require
from bot.flows.remind_steps import asked, asking, item_in, leave, reminders_of, route_here
from bot.flows.remind_words import FLOW, card, item_buttons
from bot.flows.turn import Turn, button, number_in
from bot.messages import Reply
from bot.storage.reminder_planning import person_route
from bot.storage.reminders import Item
from bot.texts import line, text
from knowledge.dates import read_when
from knowledge.errors import UserError
from knowledge.schedules import VIETNAM, following_working_day
from knowledge.text import shorten, squeeze

_NUMBER: Final = re.compile(r"\d{1,6}(?:/\d{4})?/[\wĐđ.&-]{1,40}|(?<=số )\d{1,6}\b|(?<=so )\d{1,6}\b", re.IGNORECASE)
_LONGEST_NUMBER: Final = 60
_HOUR: Final = timedelta(hours=1)


def _open(turn: Turn, arguments: Sequence[str]) -> list[Reply]:
    """Everything about one occurrence, with what can be done about it."""
    item = item_in(turn, arguments)
    if item.state != "open":
        choice = button(line("remind.button_reopen"), FLOW, "reopen", item.id)
        return [Reply(text("remind.item", card=card(item, turn.today)), ((choice,),))]
    rule = reminders_of(turn).rule(item.rule_id)
    is_mine_alone = rule is not None and rule.routes == (person_route(turn.principal.person_id),)
    buttons = item_buttons(item, may_take=not item.taken_by and not is_mine_alone)
    return [Reply(text("remind.item", card=card(item, turn.today)), buttons)]


def _done(turn: Turn, arguments: Sequence[str]) -> list[Reply]:
    """It was handed in: that counts at once; the number and the date are asked for."""
    require(turn.principal, Role.OFFICER)
    item = item_in(turn, arguments)
    if not reminders_of(turn).done(item.id, turn.principal.person_id, turn.now):
        return [_closed(turn, item)]
    asking(turn, "submission", item=item.id)
    choices = (
        button(line("remind.button_no_number"), FLOW, "nonumber", item.id),
        button(line("remind.button_reopen"), FLOW, "reopen", item.id),
    )
    told = text("remind.done", title=item.title, today=turn.today)
    return [Reply(told, (choices,), notice=line("remind.done_notice"))]


def _closed(turn: Turn, item: Item) -> Reply:
    return Reply(text("remind.closed_already", card=card(item, turn.today)), notice=line("remind.closed_notice"))


def _no_number(turn: Turn, arguments: Sequence[str]) -> list[Reply]:
    item = item_in(turn, arguments)
    leave(turn)
    return [Reply(text("remind.kept_without_number", title=item.title))]


def _submission_written(turn: Turn, words: str) -> list[Reply]:
    """The number and the date of what was handed in, as people type them."""
    state = asked(turn, "submission")
    reminders = reminders_of(turn)
    item = reminders.item(int(state["item"]))
    if item is None or item.state != "done":
        leave(turn)
        raise UserError("stale_button")
    number, day = _number_and_day(words, turn.today)
    if not number and day is None:
        return [Reply(text("remind.submission_not_read", words=shorten(words, 100)))]
    if day is not None and day > turn.today:
        return [Reply(text("remind.submission_ahead", day=day))]
    day = day or item.submitted_on or turn.today
    number = number or item.number
    reminders.record(item.id, number, day, turn.principal.person_id, turn.now)
    leave(turn)
    return [Reply(text("remind.submission_kept", title=item.title, number=number, day=day))]


def _number_and_day(words: str, today: date) -> tuple[str, date | None]:
    """«123/BC-UBND ngày 20/11» → its number and its day; a day without a year is the last one that was."""
    typed = squeeze(words)
    found = _NUMBER.search(typed)
    # «20/11» alone is a day, not a number.
    number = found[0] if found and not re.fullmatch(r"\d{1,2}/\d{1,4}", found[0]) else ""
    rest = typed.replace(number, " ", 1) if number else typed
    when = read_when(rest, today=today)
    day = when.candidates[0].day if when else None
    if day is not None and day > today and not re.search(r"\b20\d\d\b", rest):
        year_before = day.replace(year=day.year - 1) if (day.month, day.day) != (2, 29) else None
        day = year_before if year_before and (day - today).days > 180 else day
    return number.rstrip(".,;")[:_LONGEST_NUMBER], day


def _reopen(turn: Turn, arguments: Sequence[str]) -> list[Reply]:
    require(turn.principal, Role.OFFICER)
    item = item_in(turn, arguments)
    leave(turn)
    if not reminders_of(turn).reopen(item.id, turn.now):
        return [Reply(text("remind.open_already", title=item.title))]
    return [Reply(text("remind.reopened", title=item.title))]


def _skip(turn: Turn, arguments: Sequence[str]) -> list[Reply]:
    """This time is left out; the rule goes on."""
    require(turn.principal, Role.OFFICER)
    item = item_in(turn, arguments)
    if not reminders_of(turn).skip(item.id, turn.principal.person_id, turn.now):
        return [_closed(turn, item)]
    choice = button(line("remind.button_reopen"), FLOW, "reopen", item.id)
    return [Reply(text("remind.skipped", title=item.title), ((choice,),))]


def _later(turn: Turn, arguments: Sequence[str]) -> list[Reply]:
    """Put off: an hour, to the next working day, or to a day that is typed."""
    require(turn.principal, Role.OFFICER)
    item = item_in(turn, arguments)
    wishes = reminders_of(turn).preferences(turn.principal.person_id)
    match arguments[1:]:
        case ["hour"]:
            return [_put_off(turn, item, turn.now + _HOUR)]
        case ["tomorrow"]:
            day = following_working_day(turn.today)
            return [_put_off(turn, item, datetime.combine(day, wishes.remind_at, VIETNAM))]
        case ["day"]:
            asking(turn, "later", item=item.id)
            return [Reply(text("remind.later_asked", title=item.title))]
    raise UserError("stale_button")


def _later_written(turn: Turn, words: str) -> list[Reply]:
    item = item_in(turn, [str(asked(turn, "later")["item"])])
    when = read_when(words, today=turn.today)
    if when is None:
        return [Reply(text("remind.day_not_read", words=shorten(words, 100)))]
    moment = when.candidates[0]
    at = moment.time or reminders_of(turn).preferences(turn.principal.person_id).remind_at
    until = datetime.combine(moment.day, at, VIETNAM)
    if until <= turn.now:
        return [Reply(text("remind.later_past"))]
    leave(turn)
    return [_put_off(turn, item, until)]


def _put_off(turn: Turn, item: Item, until: datetime) -> Reply:
    person = turn.principal.person_id
    if not reminders_of(turn).snooze(item.id, route_here(turn), person, until, turn.now):
        return _closed(turn, item)
    told = text("remind.put_off", title=item.title, until=until, due_on=item.due_on,
                is_past_due=until.date() > item.due_on)  # fmt: skip
    return Reply(told)


def _take(turn: Turn, arguments: Sequence[str]) -> list[Reply]:
    """A colleague takes this one over."""
    require(turn.principal, Role.OFFICER)
    item = item_in(turn, arguments)
    reminders = reminders_of(turn)
    if not reminders.take_over(item.id, turn.principal.person_id, turn.now):
        item = reminders.item(number_in(arguments, 0)) or item
        if item.state != "open":
            return [_closed(turn, item)]
        return [Reply(text("remind.taken_already", title=item.title))]
    return [Reply(text("remind.taken", title=item.title, name=turn.principal.name, due_on=item.due_on))]


PRESSED: Final[Mapping[str, Callable[[Turn, Sequence[str]], list[Reply]]]] = {
    "open": _open,
    "done": _done,
    "nonumber": _no_number,
    "reopen": _reopen,
    "skip": _skip,
    "later": _later,
    "take": _take,
}
WRITTEN: Final[Mapping[str, Callable[[Turn, str], list[Reply] | None]]] = {
    "submission": _submission_written,
    "later": _later_written,
}
