"""Events on their way in: stored before the channel acknowledges them, handled once, in order within a chat.

It knows no channel and no flow. An event and all it causes are one transaction: wholly done or not at all.
Read next: `bot/outbox.py`, `bot/storage/leases.py`, and the worker loop in `bot/app.py`.

    waiting -> leased -> done | waiting again (failed attempt, dead worker) | failed (set aside)
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import delete
from sqlalchemy.orm import Session

from bot.messages import Incoming, Reply
from bot.outbox import enqueue, revive
from bot.storage.engine import Store
from bot.storage.leases import doubling, finish, held_row, ready_rows, release
from bot.storage.models import IdentityRow, InboxRow
from bot.storage.statements import insert_new, serialise
from bot.wire import incoming_from_json, incoming_to_json
from knowledge.errors import DeliveryProblem, RetryLater, StorageProblem

LEASE: Final = timedelta(minutes=10)
FIRST_PAUSE: Final = timedelta(seconds=2)
LONGEST_PAUSE: Final = timedelta(minutes=1)
MOST_ATTEMPTS: Final = 3
FETCH_PAUSE: Final = timedelta(seconds=10)
KEEP_DONE: Final = timedelta(days=7)
"""Telegram redelivers an update for 24 hours; until then its key must be known."""
KEEP_FAILED: Final = timedelta(days=30)

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Work:
    """An event to handle now."""

    id: int
    key: str
    chat: str
    attempt: int
    received_at: datetime
    body: str = field(repr=False)

    @property
    def event(self) -> Incoming:
        """The event itself. Raises ValueError, KeyError or TypeError when the row cannot be read."""
        return incoming_from_json(self.body)


def complete(session: Session, work: Work, replies: Sequence[Reply], now: datetime) -> None:
    """The event is handled: its replies wait in the outbox, its text is gone, its key stays.

    Belongs in the transaction of the changes the event caused. Raises StorageProblem «lease_lost», which
    undoes them, when the lease ran out and somebody else took the event: theirs counts.
    """
    row = held_row(session, InboxRow, work.id, "leased", work.attempt)
    if row is None:
        raise StorageProblem("lease_lost")
    enqueue(session, work.chat, replies, now, answers=work.key)
    finish(row, "done", now)
    row.sender = ""


class Inbox:
    """The events of one store.

    `apology` is what the person is told when their event is set aside after `attempts` failed attempts.
    `lease` is how long a worker has before its event is given to another one.
    """

    def __init__(
        self,
        store: Store,
        *,
        apology: Sequence[Reply] = (),
        lease: timedelta = LEASE,
        attempts: int = MOST_ATTEMPTS,
    ) -> None:
        self._store = store
        self._apology = apology
        self._lease = lease
        self._attempts = attempts

    def put(self, events: Sequence[Incoming], now: datetime) -> int:
        """Store the events; only then may the channel acknowledge them. Returns how many were new.

        An event whose key is known is ignored, even if it was handled long ago.
        """
        rows = [
            {
                "key": event.key,
                "chat": event.chat,
                "sender": event.sender.identity,
                "body": incoming_to_json(event),
                "state": "waiting",
                "created_at": now,
            }
            for event in events
        ]
        if not rows:
            return 0
        with self._store.begin() as session:
            new = insert_new(session, InboxRow, rows, unique="key")
            revive(session, [event.chat for event in events if event.key in new])
        return len(new)

    def claim(self, now: datetime, worker: str, limit: int) -> list[Work]:
        """At most `limit` events to handle, the oldest of each chat, none of a chat with one under way.

        `worker` names the process and stays the same when it starts again. Each event must be completed
        or failed. An event that killed its worker too often is set aside here, with the apology.
        """
        with self._store.begin() as session:
            serialise(session, "inbox")
            rows = session.scalars(ready_rows(InboxRow, now, limit)).all()
            for row in [row for row in rows if row.attempts >= self._attempts]:
                self._set_aside(session, row, now, "its worker died")
            return [self._lend(row, now, worker) for row in rows if row.finished_at is None]

    def fail(self, work: Work, now: datetime, reason: str) -> bool:
        """An attempt failed. Returns whether the event is set aside now and the person is told so.

        Otherwise it comes back after a pause, and later events of the chat wait for it. `reason` is for
        the maintainer: the kind of error, never what the person wrote.
        """
        with self._store.begin() as session:
            row = held_row(session, InboxRow, work.id, "leased", work.attempt)
            if row is None:
                return False
            if row.attempts >= self._attempts:
                self._set_aside(session, row, now, reason)
                return True
            row.state, row.worker, row.reason = "waiting", "", reason
            row.held_until = now + doubling(FIRST_PAUSE, row.attempts, LONGEST_PAUSE)
            return False

    def postpone(self, work: Work, now: datetime, problem: DeliveryProblem) -> None:
        """What the event needs could not be fetched now: it comes back after a pause, and no attempt is counted.

        The pause is the one the channel asks for, if it does. Later events of the chat wait for it.
        """
        with self._store.begin() as session:
            row = held_row(session, InboxRow, work.id, "leased", work.attempt)
            if row is not None:
                row.state, row.worker, row.reason = "waiting", "", str(problem)
                row.attempts -= 1
                row.held_until = now + (problem.after if isinstance(problem, RetryLater) else FETCH_PAUSE)

    def recover(self, worker: str, now: datetime) -> int:
        """To call once when a process starts: what it was handling when it died comes back at once."""
        with self._store.begin() as session:
            return release(session, InboxRow, worker, "leased", now)

    def prune(self, now: datetime) -> None:
        """Forget the keys of events done a week ago, and events set aside a month ago."""
        with self._store.begin() as session:
            for state, kept in (("done", KEEP_DONE), ("failed", KEEP_FAILED)):
                session.execute(delete(InboxRow).where(InboxRow.state == state, InboxRow.finished_at < now - kept))

    def _lend(self, row: InboxRow, now: datetime, worker: str) -> Work:
        row.state, row.worker, row.held_until = "leased", worker, now + self._lease
        row.attempts += 1
        return Work(row.id, row.key, row.chat, row.attempts, row.created_at, row.body)

    def _set_aside(self, session: Session, row: InboxRow, now: datetime, reason: str) -> None:
        _log.error("inbox row %d was set aside after %d attempts: %s", row.id, row.attempts, reason)
        enqueue(session, row.chat, self._apology, now, answers=row.key)
        if session.get(IdentityRow, row.sender) is None:
            # Nothing that a stranger wrote is kept, not even for the maintainer.
            finish(row, "failed", now, reason)
            row.sender = ""
        else:
            row.state, row.finished_at, row.reason, row.held_until = "failed", now, reason, None
