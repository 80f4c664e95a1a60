"""The tick: what is due is claimed, worded and put in the outbox in one transaction, and the next is planned.

It must not know a channel beyond its prefix, nor how a conversation goes. The database owns the schedule.
Read next: `bot/storage/due_reminders.py` (claiming), `bot/flows/remind_words.py` (wording), `bot/outbox.py`.

A message is in the outbox exactly once, however often a tick dies; the outbox delivers it at least once, and
labels what it had to repeat. What was due while nothing ran comes as one message that says so.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import groupby
from typing import Final

from sqlalchemy.orm import Session

from bot.access import Principal, Role
from bot.flows.remind_words import Outage, digest, escalated, reminder
from bot.messages import Reply
from bot.outbox import put_out
from bot.storage.due_reminders import (
    Due,
    chats_of,
    claim,
    claim_for,
    extend_rules,
    follow_the_outbox,
    is_anything_due,
    is_put_off,
    last_tick,
    note_tick,
)
from bot.storage.engine import Store
from bot.storage.models import OfficeRow
from bot.storage.reminder_models import (
    ReminderDeliveryRow,
    ReminderEscalationRow,
    ReminderOccurrenceRow,
)
from bot.storage.reminder_planning import (
    group_of,
    next_step,
    office_route,
    person_route,
    plan_next,
    preferences_of,
    routes_of,
)
from bot.storage.reminders import Item, items_by_number
from bot.storage.statements import serialise
from knowledge.workdays import working_days_between

CHANNEL: Final = "telegram:"
BATCH: Final = 200
"""Reminders claimed in one transaction."""
OUTAGE: Final = timedelta(minutes=10)
"""A longer silence than that is told of."""
_HEARTBEAT: Final = timedelta(minutes=1)
"""How old the note of the last tick may grow while nothing is due: it costs a write."""

_log = logging.getLogger(__name__)


class ReminderTick:
    """Reminds the people and groups of one channel, from one store; any number may share the store."""

    def __init__(self, store: Store, channel: str = CHANNEL, *, batch: int = BATCH) -> None:
        self._store = store
        self._channel = channel
        self._batch = batch

    def tick(self, now: datetime) -> int:
        """Put everything that is due into the outbox; how many messages that were. Cheap when nothing is due."""
        with self._store.read() as session:
            last_at = last_tick(session)
            idle = not is_anything_due(session, now, self._channel)
        silence = now - last_at if last_at else timedelta(0)
        if idle and last_at and timedelta(0) <= silence < _HEARTBEAT:
            return 0
        outage = Outage(last_at, now) if last_at and silence > OUTAGE else None
        sent = 0
        while not idle:
            more, messages = self._some(now, outage)
            sent += messages
            idle = not more
        with self._store.begin() as session:
            note_tick(session, now)
        return sent

    def _some(self, now: datetime, outage: Outage | None) -> tuple[bool, int]:
        """One transaction of work; whether there may be more, and how many messages it made."""
        with self._store.begin() as session:
            serialise(session, "reminders")
            lost = follow_the_outbox(session, now)
            extended = extend_rules(session, now, self._batch)
            dues = claim(session, now, self._channel, self._batch)
            if lost:
                _log.warning("%d reminders did not arrive; the administrators are told", lost)
            return bool(dues or lost or extended), _Round(session, self._channel, now, outage).remind(dues)


def at_keyboard(session: Session, person: Principal, now: datetime) -> list[Reply]:
    """What is due for a person who sits at the keyboard, to be shown at once: no outbox is in between."""
    serialise(session, "reminders")
    extend_rules(session, now, BATCH)
    routes = [person_route(person.person_id)]
    if person.role is Role.ADMINISTRATOR:
        routes.append(office_route(person.office_id))
    dues = [due for route in routes for due in claim_for(session, route, now)]
    round_ = _Round(session, "", now, None)
    items = round_.items(dues)
    for due in dues:
        due.delivery.state = "sent"
        round_.plan(due)
    session.flush()
    if len(items) == 1:
        return [reminder(items[0], now)]
    return [digest(items, now)] if items else []


class _Round:
    """What one transaction sends."""

    def __init__(self, session: Session, channel: str, now: datetime, outage: Outage | None) -> None:
        self._session = session
        self._channel = channel
        self._now = now
        self._outage = outage
        self._numbers: dict[int, int | None] = {}
        """The message that each delivery of this round went out with."""

    def remind(self, dues: Sequence[Due]) -> int:
        """Put what is due in the outbox, chat by chat; how many messages that were."""

        def addressee(due: Due) -> tuple[str, int]:
            return due.delivery.route, due.occurrence.office_id

        # Two routes may lead to one chat, a person's own and the administrators': it is told of each thing once.
        by_chat: dict[str, list[Due]] = {}
        for (route, office), theirs in groupby(sorted(dues, key=addressee), addressee):
            told, chats = self._to_tell(route, office, list(theirs))
            for chat in chats:
                by_chat.setdefault(chat, []).extend(told)
        messages = sum(self._tell(chat, told) for chat, told in by_chat.items())
        messages += sum(self._escalate(due.occurrence) for due in dues if due.delivery.state == "queued")
        self._session.flush()
        return messages

    def items(self, dues: Sequence[Due]) -> list[Item]:
        """The occurrences of what is due that are still open, each once, the earliest due day first."""
        numbers = dict.fromkeys(due.occurrence.id for due in dues if due.occurrence.state == "open")
        return items_by_number(self._session, list(numbers))

    def plan(self, due: Due) -> None:
        """Plan what follows for everybody who is to hear of the occurrence; what is planned already stays."""
        if not due.is_snooze and due.occurrence.state == "open":
            for route in routes_of(self._session, due.occurrence):
                plan_next(self._session, due.occurrence, route, self._now)

    def _to_tell(self, route: str, office_id: int, dues: list[Due]) -> tuple[list[Due], tuple[str, ...]]:
        """What that route is to be told now, and where; the rest is put off or dropped."""
        quiet_until = preferences_of(self._session, route, office_id).quiet_ends(self._now)
        told: list[Due] = []
        for due in dues:
            if due.occurrence.state != "open":
                due.delivery.state = "sent"
            elif quiet_until and not due.is_snooze:
                due.delivery.state, due.delivery.due_at = "planned", quiet_until
            elif is_put_off(self._session, due, self._now):
                due.delivery.state = "sent"
                self.plan(due)
            else:
                told.append(due)
        chats = tuple(self._chats(route, office_id)) if told else ()
        if told and not chats:
            self._postpone(told)
            return [], ()
        return told, chats

    def _tell(self, chat: str, told: list[Due]) -> int:
        messages = self._messages(told)
        for concerned, reply in messages:
            number = put_out(self._session, chat, reply, self._now)
            for due in concerned:
                # Of several chats that a route leads to, the first one tells whether it arrived.
                due.delivery.outbox_id = self._numbers.setdefault(due.delivery.id, number)
        for due in told:
            self.plan(due)
        return len(messages)

    def _chats(self, route: str, office_id: int) -> list[str]:
        """Where the route leads; to the administrators when it leads nowhere any more."""
        return chats_of(self._session, route, office_id, self._channel) or chats_of(
            self._session, office_route(office_id), office_id, self._channel
        )

    def _messages(self, told: list[Due]) -> list[tuple[list[Due], Reply]]:
        missed = {due.occurrence.id for due in told if self._was_missed(due)}
        items = self.items(told)
        first = told[0]
        wishes = preferences_of(self._session, first.delivery.route, first.occurrence.office_id)
        if missed or (wishes.digest and len(items) > 1):
            return [(told, digest(items, self._now, self._outage if missed else None, len(missed)))]
        in_group = bool(group_of(first.delivery.route))
        return [
            ([due for due in told if due.occurrence.id == item.id], reminder(item, self._now, may_take=in_group))
            for item in items
        ]

    def _was_missed(self, due: Due) -> bool:
        return self._outage is not None and due.delivery.due_at <= self._now - OUTAGE

    def _postpone(self, dues: Sequence[Due]) -> None:
        """Nobody can be reached at all: it stays planned, for the next working day."""
        for due in dues:
            wishes = preferences_of(self._session, due.delivery.route, due.occurrence.office_id)
            _, due_at = next_step(self._now.date() - timedelta(days=1), wishes, self._now)
            due.delivery.state, due.delivery.due_at = "planned", due_at

    def _escalate(self, occurrence: ReminderOccurrenceRow) -> int:
        """Tell the leader, once, what is so late as the office said; how many messages that were."""
        rule = self._session.get(ReminderEscalationRow, occurrence.office_id)
        if rule is None or occurrence.escalated_at is not None or occurrence.state != "open":
            return 0
        (item,) = items_by_number(self._session, [occurrence.id])
        days = _days_late(item, self._now)
        route = person_route(rule.person_id)
        chats = chats_of(self._session, route, occurrence.office_id, self._channel)
        if days < rule.after_days or not chats:
            return 0
        if self._tells(occurrence, chats[0]):
            # The leader is reminded of it already, and need not read it twice.
            occurrence.escalated_at = self._now
            return 0
        office = self._session.get_one(OfficeRow, occurrence.office_id)
        number = put_out(self._session, chats[0], escalated(item, office.name, days, self._now), self._now)
        occurrence.escalated_at = self._now
        self._session.add(
            ReminderDeliveryRow(
                occurrence_id=occurrence.id,
                route=route,
                step=-days,
                due_at=self._now,
                state="queued",
                queued_at=self._now,
                outbox_id=number,
            )
        )
        return 1

    def _tells(self, occurrence: ReminderOccurrenceRow, chat: str) -> bool:
        """Whether that chat is among those that hear of the occurrence anyway."""
        routes = routes_of(self._session, occurrence)
        return any(chat in self._chats(route, occurrence.office_id) for route in routes)


def _days_late(item: Item, now: datetime) -> int:
    return working_days_between(item.due_on, now.date()) if item.is_late(now.date()) else 0
