"""Messages on their way out: stored with the work that caused them, sent in order, never lost silently.

It knows no channel: whoever sends reports back with `settle`. It never reads what a message says.
Read next: `bot/inbox.py`, which fills it; `bot/storage/leases.py` for the order within a chat.

    waiting -> sending -> sent | refused (this message) | gone (the chat) | gave_up (after a day of trying)

A message whose sender died, or whose sending ended without an answer, may have arrived: it is sent again
with `repeated` set, and the channel says so to the person.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import delete, exists, or_, select, update
from sqlalchemy.orm import Session

from bot.messages import Reply
from bot.storage.engine import Store
from bot.storage.leases import doubling, finish, held_row, ready_rows, release
from bot.storage.models import ChatRow, ConversationRow, IdentityRow, OutboxRow
from bot.storage.statements import serialise, upsert
from bot.wire import reply_from_json, reply_to_json
from knowledge.errors import ChatGone, DeliveryProblem, MessageRefused, RetryLater

LEASE: Final = timedelta(minutes=2)
FIRST_PAUSE: Final = timedelta(seconds=2)
LONGEST_PAUSE: Final = timedelta(minutes=5)
LONGEST_LEASE: Final = timedelta(hours=1)
GIVE_UP_AFTER: Final = timedelta(hours=24)
KEEP_FINISHED: Final = timedelta(days=7)
KEEP_GONE: Final = timedelta(days=90)

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Delivery:
    """A message to send now.

    `answers` is the key of the event it answers, «» when nobody asked. `repeated` means it may have
    arrived before. `parts_sent` of its parts arrived for certain: a channel that cuts long texts goes
    on after them.
    """

    id: int
    chat: str
    answers: str
    attempt: int
    repeated: bool
    parts_sent: int
    body: str = field(repr=False)
    content: bytes | None = field(repr=False)

    @property
    def reply(self) -> Reply:
        """The message itself. Raises ValueError, KeyError or TypeError when the row cannot be read."""
        return reply_from_json(self.body, self.content)


def enqueue(session: Session, chat: str, replies: Sequence[Reply], now: datetime, *, answers: str = "") -> int:
    """Put the replies in the outbox, in order, in the caller's transaction; returns how many wait now.

    A chat known to be gone takes none: 0. It is known again as soon as somebody writes from there.
    """
    return sum(put_out(session, chat, reply, now, answers=answers) is not None for reply in replies)


def put_out(session: Session, chat: str, reply: Reply, now: datetime, *, answers: str = "") -> int | None:
    """Put one reply in the outbox; the number under which it is found there, None when the chat is gone."""
    place = session.get(ChatRow, chat)
    if place is not None and place.gone_at is not None:
        return None
    content = reply.attachment.content if reply.attachment else None
    row = OutboxRow(
        chat=chat, body=reply_to_json(reply), attachment=content, answers=answers, state="waiting", created_at=now
    )
    session.add(row)
    session.flush()
    return row.id


def revive(session: Session, chats: Sequence[str]) -> None:
    """Somebody wrote from these chats: none of them is gone."""
    session.execute(update(ChatRow).where(ChatRow.key.in_(chats)).values(gone_at=None, reason=""))


class Outbox:
    """The messages of one store. `lease` is how long a sender has before another one takes over.

    `chats` are those its owner can send to: all of a channel («telegram:»), a single one, or «» for every one.
    """

    def __init__(
        self, store: Store, *, chats: str = "", lease: timedelta = LEASE, give_up_after: timedelta = GIVE_UP_AFTER
    ) -> None:
        self._store = store
        whole_channel = not chats or chats.endswith(":")
        self._reached = OutboxRow.chat.startswith(chats, autoescape=True) if whole_channel else OutboxRow.chat == chats
        self._lease = lease
        self._give_up_after = give_up_after

    def claim(self, now: datetime, worker: str, limit: int) -> list[Delivery]:
        """At most `limit` messages to send, the oldest of each chat, none of a chat with one under way.

        `worker` names the process and stays the same when it starts again. Each message must be settled.
        """
        with self._store.begin() as session:
            serialise(session, "outbox")
            waits = exists().where(ChatRow.key == OutboxRow.chat, ChatRow.not_before > now)
            rows = session.scalars(ready_rows(OutboxRow, now, limit).where(~waits, self._reached)).all()
            return [self._lend(row, now, worker) for row in rows if not self._abandoned(row, now)]

    def settle(self, delivery: Delivery, now: datetime, problem: DeliveryProblem | None = None) -> None:
        """What became of a claimed message: sent, or the problem that kept it.

        RetryLater holds its whole chat; ChatGone drops everything that waits for the chat;
        MessageRefused drops this message alone; any other problem means a pause and another attempt.
        A problem's details may say `parts_sent` (int), and `uncertain=False` when the rest certainly did
        not arrive; RetryLater always means that. Nothing happens when another sender took over.
        """
        with self._store.begin() as session:
            row = held_row(session, OutboxRow, delivery.id, "sending", delivery.attempt)
            if row is None:
                _log.warning("outbox row %d was settled too late: another sender has it", delivery.id)
            elif problem is None:
                _close(row, "sent", now)
            elif isinstance(problem, ChatGone):
                _drop_chat(session, row.chat, now, str(problem))
            elif isinstance(problem, MessageRefused):
                _log.error("outbox row %d was refused: %s", row.id, problem)
                _close(row, "refused", now, str(problem))
            else:
                self._postpone(session, row, now, problem)

    def recover(self, worker: str, now: datetime) -> int:
        """To call once when a process starts: what it was sending when it died comes back at once."""
        with self._store.begin() as session:
            return release(session, OutboxRow, worker, "sending", now)

    def prune(self, now: datetime) -> None:
        """Forget what was settled a week ago, and chats that are no longer held or long gone."""
        with self._store.begin() as session:
            session.execute(delete(OutboxRow).where(OutboxRow.finished_at < now - KEEP_FINISHED))
            free = or_(ChatRow.not_before.is_(None), ChatRow.not_before <= now)
            long_gone = or_(ChatRow.gone_at.is_(None), ChatRow.gone_at < now - KEEP_GONE)
            session.execute(delete(ChatRow).where(free, long_gone))

    def _abandoned(self, row: OutboxRow, now: datetime) -> bool:
        # Whoever sends this message dies of it; after a day of that, the chat's other messages get their turn.
        tried_since = row.first_tried_at
        if row.state != "sending" or tried_since is None or now - tried_since < self._give_up_after:
            return False
        _give_up(row, now, "every sender died")
        return True

    def _lend(self, row: OutboxRow, now: datetime, worker: str) -> Delivery:
        # Still `sending`: its lease ran out, so its sender died before or after the message left.
        row.repeated = row.repeated or row.state == "sending"
        row.state, row.worker = "sending", worker
        row.attempts += 1
        row.first_tried_at = row.first_tried_at or now
        # Each death doubles the lease: a message that kills its senders must not arrive every two minutes.
        row.held_until = now + doubling(self._lease, row.attempts, max(self._lease, LONGEST_LEASE))
        return Delivery(
            id=row.id,
            chat=row.chat,
            answers=row.answers,
            attempt=row.attempts,
            repeated=row.repeated,
            parts_sent=row.parts_sent,
            body=row.body,
            content=row.attachment,
        )

    def _postpone(self, session: Session, row: OutboxRow, now: datetime, problem: DeliveryProblem) -> None:
        row.parts_sent = max(row.parts_sent, _parts_sent(problem))
        row.state, row.worker, row.held_until = "waiting", "", now
        if isinstance(problem, RetryLater):
            upsert(session, ChatRow, {"key": row.chat}, {"not_before": now + problem.after, "reason": ""})
            return
        row.repeated = row.repeated or bool(problem.details.get("uncertain", True))
        if now - (row.first_tried_at or now) >= self._give_up_after:
            _give_up(row, now, str(problem))
            return
        row.held_until = now + doubling(FIRST_PAUSE, row.attempts, LONGEST_PAUSE)


def _parts_sent(problem: DeliveryProblem) -> int:
    parts = problem.details.get("parts_sent", 0)
    return parts if isinstance(parts, int) else 0


def _give_up(row: OutboxRow, now: datetime, reason: str) -> None:
    _log.error("outbox row %d was given up after %d attempts: %s", row.id, row.attempts, reason)
    _close(row, "gave_up", now, reason)


def _close(row: OutboxRow, state: str, now: datetime, reason: str = "") -> None:
    finish(row, state, now, reason)
    row.attachment = None


def _drop_chat(session: Session, chat: str, now: datetime, reason: str) -> None:
    waiting = session.scalars(select(OutboxRow).where(OutboxRow.chat == chat, OutboxRow.finished_at.is_(None)))
    for row in waiting.all():
        _close(row, "gone", now, reason)
    # Somebody who was never let in leaves no row behind, not even this one.
    known = select(exists().where(IdentityRow.key == chat) | exists().where(ConversationRow.chat == chat))
    if session.scalar(known):
        upsert(session, ChatRow, {"key": chat}, {"gone_at": now, "reason": reason})
