"""Which rows of a queue may be worked on now: the oldest of each chat, one of a chat at a time.

It does not know what the rows say; the inbox and the outbox take, lease and finish them.
Read next: `bot/inbox.py`, `bot/outbox.py`.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final, TypeVar

from sqlalchemy import Select, func, or_, select, update
from sqlalchemy.orm import Session, aliased

from bot.storage.models import QueueRow

Row = TypeVar("Row", bound=QueueRow)

_AT_ONCE: Final = 3
"""How often a row may be under way when its process dies and still come back without waiting for its lease."""


def ready_rows(table: type[Row], now: datetime, limit: int) -> Select[Row]:
    """The oldest unfinished row of each chat whose lease or pause is over, oldest first, locked.

    Call `statements.serialise` before it: on PostgreSQL a row with a lower number may become visible
    after a higher one was taken, and only somebody alone sees both.
    """
    first, other = aliased(table), aliased(table)
    oldest = select(func.min(first.id)).where(first.finished_at.is_(None)).group_by(first.chat)
    in_flight = (
        select(other.id)
        .where(
            other.chat == table.chat,
            other.id != table.id,
            other.finished_at.is_(None),
            other.held_until > now,
        )
        .exists()
    )
    return (
        select(table)
        .where(
            table.finished_at.is_(None),
            or_(table.held_until.is_(None), table.held_until <= now),
            table.id.in_(oldest),
            ~in_flight,
        )
        .order_by(table.id)
        .limit(limit)
        .with_for_update(skip_locked=True, of=table)
    )


def held_row(session: Session, table: type[Row], row_id: int, state: str, attempt: int) -> Row | None:
    """The row, locked, if the attempt is still the one under way; None when somebody else took it over."""
    statement = select(table).where(
        table.id == row_id,
        table.state == state,
        table.attempts == attempt,
        table.finished_at.is_(None),
    )
    return session.scalars(statement.with_for_update()).one_or_none()


def finish(row: QueueRow, state: str, now: datetime, reason: str = "") -> None:
    """The row is settled: what it said and whose it was goes, what became of it stays."""
    row.state, row.finished_at, row.reason = state, now, reason
    row.chat = row.body = row.worker = ""
    row.held_until = None


def release(session: Session, table: type[QueueRow], worker: str, state: str, now: datetime) -> int:
    """End the leases of `worker`, which has just started again; returns how many rows come back.

    A row that was under way at several deaths may be their cause: it waits until its lease is over.
    """
    mine = update(table).where(
        table.finished_at.is_(None),
        table.worker == worker,
        table.state == state,
        table.attempts <= _AT_ONCE,
    )
    return len(session.scalars(mine.values(held_until=now).returning(table.id)).all())


def doubling(first: timedelta, attempt: int, longest: timedelta) -> timedelta:
    """`first` for attempt 1, twice as long for each further one, never longer than `longest`."""
    # Beyond this exponent every pause is at its longest; a larger one would overflow.
    return min(first * (1 << min(attempt - 1, 30)), longest)
