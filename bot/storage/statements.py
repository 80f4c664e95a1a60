"""The few statements that the two databases spell differently or that need a lock.

It knows no table; both databases do the same behind these functions.
Read next: `bot/storage/leases.py`, `bot/inbox.py`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from bot.storage.models import Base


def insert_new(session: Session, table: type[Base], rows: Sequence[Mapping[str, Any]], unique: str) -> list[Any]:
    """Insert the rows, in order, whose column `unique` is not there yet; returns the new values of `unique`."""
    added: list[Any] = []
    for row in rows:
        statement = _insert(session, table).values(**row).on_conflict_do_nothing(index_elements=[unique])
        added += session.scalars(statement.returning(getattr(table, unique))).all()
    return added


def upsert(session: Session, table: type[Base], key: Mapping[str, Any], values: Mapping[str, Any]) -> None:
    """Give the row `key` these values; a missing row is inserted, other columns of an old one stay."""
    statement = _insert(session, table).values(**key, **values)
    session.execute(statement.on_conflict_do_update(index_elements=list(key), set_=dict(values)))


def serialise(session: Session, name: str) -> None:
    """From here to the end of the transaction, nobody else is past the same call with the same `name`.

    A writing transaction of SQLite is alone already. On PostgreSQL the statements after this call see
    everything that the one before committed.
    """
    if session.get_bind().dialect.name == "postgresql":
        session.execute(select(func.pg_advisory_xact_lock(lock_number(name))))


def lock_number(name: str) -> int:
    """The number of PostgreSQL's advisory lock for `name`."""
    return int.from_bytes(hashlib.sha256(f"tdkt:{name}".encode()).digest()[:8], signed=True)


def _insert(session: Session, table: type[Base]) -> Any:
    return (postgresql if session.get_bind().dialect.name == "postgresql" else sqlite).insert(table)
