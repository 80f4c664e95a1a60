"""How the assistant is doing: when each channel last worked, what waits, what was set aside.

It sees numbers and instants only, never what anybody wrote. Administrative: it counts over all offices.
Read next: `bot/cli.py`, which prints it as `tdkt health`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bot.storage.models import ContactRow, InboxRow, OutboxRow
from bot.storage.statements import upsert


@dataclass(frozen=True, slots=True)
class Contact:
    """A channel's last success and last failure; `reason` belongs to the failure."""

    channel: str
    succeeded_at: datetime | None
    failed_at: datetime | None
    reason: str


@dataclass(frozen=True, slots=True)
class Backlog:
    """What is unfinished or went wrong. The counts of settled rows reach back as far as `prune` keeps them."""

    events_waiting: int
    oldest_event_at: datetime | None
    events_set_aside: int
    messages_waiting: int
    oldest_message_at: datetime | None
    messages_refused: int
    messages_given_up: int


def channel_worked(session: Session, channel: str, now: datetime) -> None:
    """The channel was reached."""
    upsert(session, ContactRow, {"channel": channel}, {"succeeded_at": now})


def channel_failed(session: Session, channel: str, now: datetime, reason: str) -> None:
    """The channel was not reached; `reason` is safe to print: no token, no address."""
    upsert(session, ContactRow, {"channel": channel}, {"failed_at": now, "reason": reason})


def contacts(session: Session) -> list[Contact]:
    """Every channel that was ever tried, by name."""
    rows = session.scalars(select(ContactRow).order_by(ContactRow.channel))
    return [Contact(row.channel, row.succeeded_at, row.failed_at, row.reason) for row in rows]


def backlog(session: Session) -> Backlog:
    """What is unfinished now and what went wrong lately."""
    events, oldest_event_at = _waiting(session, InboxRow)
    messages, oldest_message_at = _waiting(session, OutboxRow)
    return Backlog(
        events_waiting=events,
        oldest_event_at=oldest_event_at,
        events_set_aside=_settled(session, InboxRow, "failed"),
        messages_waiting=messages,
        oldest_message_at=oldest_message_at,
        messages_refused=_settled(session, OutboxRow, "refused"),
        messages_given_up=_settled(session, OutboxRow, "gave_up"),
    )


def _waiting(session: Session, table: type[InboxRow | OutboxRow]) -> tuple[int, datetime | None]:
    found = session.execute(select(func.count(), func.min(table.created_at)).where(table.finished_at.is_(None)))
    count, oldest = found.one()
    return count, oldest


def _settled(session: Session, table: type[InboxRow | OutboxRow], state: str) -> int:
    statement = select(func.count()).where(table.finished_at.is_not(None), table.state == state)
    return session.scalar(statement) or 0
