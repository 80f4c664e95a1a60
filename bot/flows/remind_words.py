"""A reminder in words and with its buttons: one occurrence, several in one message, what an outage held up.

It must not know a channel, nor when a reminder goes out.
Read next: `bot/texts/remind.jinja` (wording); `bot/reminders.py` and `bot/flows/remind.py`, which send these.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from markupsafe import Markup

from bot.flows.turn import button
from bot.messages import Button, Reply
from bot.storage.reminder_planning import group_of, person_of
from bot.storage.reminders import Item
from bot.texts import line, markup, text
from knowledge.dates import Op
from knowledge.deadlines import ended_on
from knowledge.provisions import ProvisionId
from knowledge.regulations import registry
from knowledge.schedules import Every, Schedule, next_occurrence
from knowledge.workdays import move, working_days_between

FLOW: Final = "remind"
MOST_IN_DIGEST: Final = 20
"""Items told one by one in a digest; the rest are counted."""
_LONGEST_LABEL: Final = 48


@dataclass(frozen=True, slots=True)
class Outage:
    """From when to when nobody was reminded."""

    began_at: datetime
    ended_at: datetime


def card(item: Item, today: date) -> Markup:
    """All there is to say of one occurrence: what, by when and why then, for whom, on what basis."""
    documents = tuple(ProvisionId.parse(place).document for place in _basis(item))
    return markup(
        "remind.card",
        item=item,
        left=left(item.due_on, today),
        why=why_moved(item.due_on, item.moved_from),
        basis=[named_place(place) for place in _basis(item)],
        ended_on=ended_on(documents, item.due_on) if documents else None,
    )


def left(due_on: date, today: date) -> Markup:
    """How much time there is: «còn 3 ngày làm việc», «hôm nay là hạn cuối», «quá hạn 2 ngày làm việc»."""
    days = working_days_between(today, due_on) if due_on >= today else -working_days_between(due_on, today)
    return markup("remind.left", days=days, is_today=due_on == today, is_late=due_on < today)


def why_moved(due_on: date, moved_from: date | None) -> Markup | None:
    """Why the last day stands where it does, day by day; None when it was not moved."""
    if moved_from is None:
        return None
    passed = move(moved_from, "forward" if due_on > moved_from else "backward").why
    reasons = [markup(day.reason.key, **day.reason.values) for day in passed]
    return markup("dates.moved", day=due_on, moved_from=moved_from, reasons=reasons)


def named_place(place: str) -> str:
    """A provision as people cite it: «điểm a khoản 1 Điều 35 Nghị định số 152/2025/NĐ-CP»."""
    provision = ProvisionId.parse(place)
    regulation = registry().find(provision.document)
    return f"{provision.place()} {regulation.full_name if regulation else provision.document}".strip()


def item_buttons(item: Item, *, may_take: bool) -> tuple[tuple[Button, ...], ...]:
    """What can be done about an open occurrence; `may_take` adds taking it over."""
    rows: list[tuple[Button, ...]] = [
        (
            button(line("remind.button_done"), FLOW, "done", item.id),
            button(line("remind.button_skip"), FLOW, "skip", item.id),
        ),
        (
            button(line("remind.button_hour"), FLOW, "later", item.id, "hour"),
            button(line("remind.button_tomorrow"), FLOW, "later", item.id, "tomorrow"),
            button(line("remind.button_day"), FLOW, "later", item.id, "day"),
        ),
    ]
    if may_take:
        rows.append((button(line("remind.button_take"), FLOW, "take", item.id),))
    return tuple(rows)


def reminder(item: Item, now: datetime, *, may_take: bool = False) -> Reply:
    """The reminder of one occurrence."""
    head = line("remind.late_head") if item.is_late(now.date()) else line("remind.due_head")
    return Reply(text("remind.reminder", head=head, card=card(item, now.date())), item_buttons(item, may_take=may_take))


def digest(items: Sequence[Item], now: datetime, outage: Outage | None = None, missed: int = 0) -> Reply:
    """Several occurrences in one message, each with a button that opens it; says what an outage held up."""
    shown = [(item, left(item.due_on, now.date())) for item in items[:MOST_IN_DIGEST]]
    told = text(
        "remind.digest",
        items=shown,
        more=len(items) - len(shown),
        missed=missed,
        began=_moment(outage.began_at, now) if outage else "",
        ended=_moment(outage.ended_at, now) if outage else "",
        today=now.date(),
    )
    return Reply(told, open_buttons([item for item, _ in shown]))


def open_buttons(items: Sequence[Item]) -> tuple[tuple[Button, ...], ...]:
    """A button an item, numbered as they are told."""
    return tuple(
        (button(line("remind.button_open", number=number, title=shortened(item.title)), FLOW, "open", item.id),)
        for number, item in enumerate(items, 1)
    )


def escalated(item: Item, office: str, days: int, now: datetime) -> Reply:
    """What a leader is told of something left undone."""
    return Reply(text("remind.escalated", office=office, days=days, card=card(item, now.date())))


def shortened(title: str) -> str:
    """The title, cut at a word, as it fits on a button."""
    if len(title) <= _LONGEST_LABEL:
        return title
    return title[: _LONGEST_LABEL - 1].rpartition(" ")[0] + "…"


def schedule_line(schedule: Schedule) -> str:
    """When something is due, in words: «trước ngày 20, tháng cuối quý, hằng quý»."""
    return line("remind.schedule", schedule=schedule, before=schedule.op is Op.BEFORE)


def coming(schedule: Schedule, today: date, count: int = 3) -> list[tuple[date, Markup | None]]:
    """The next days on which it is due, each with why it moved."""
    found: list[tuple[date, Markup | None]] = []
    day = today
    while len(found) < count and (following := next_occurrence(schedule, day)) is not None:
        found.append((following.due_on, why_moved(following.due_on, following.moved_from)))
        day = max(following.due_on, following.moved_from or following.due_on) + timedelta(days=1)
        if schedule.every is Every.ONCE:
            break
    return found


def route_name(route: str, names: Mapping[int, str]) -> str:
    """Whom a route leads to, by name."""
    person = person_of(route)
    if person is not None:
        return names.get(person) or line("remind.somebody")
    return line("remind.a_group") if group_of(route) else line("remind.the_administrators")


def _basis(item: Item) -> list[str]:
    return [str(place) for place in item.details.get("basis", ())]


def _moment(at: datetime, now: datetime) -> str:
    """The time of day, with the day when it is another one."""
    return line("remind.moment", at=at, is_today=at.date() == now.date())
