"""The database: where it lies, how a transaction begins and ends, and which of its errors mean «try again».

It knows no table. Everything is synchronous: flows run in worker threads, and a Store may be shared by them.
Read next: `bot/storage/migrate.py`, then the repositories beside this file.
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any, Final

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.orm import Session

from knowledge.errors import StorageBusy, StorageProblem

_SQLITE_BUSY: Final = frozenset({sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED})
# Serialization failure, deadlock, lock timeout, too many connections, server shutting down or starting.
_POSTGRESQL_BUSY: Final = frozenset({"40001", "40P01", "55P03", "53300", "57P01", "57P02", "57P03"})
_STARTS: Final = 3
_PAUSE: Final = 0.1


class Store:
    """One database. `url` is an SQLAlchemy URL of SQLite (a file) or PostgreSQL.

    A new SQLite file is readable by its owner alone, for it holds what officers wrote. `wait` is how
    long a transaction waits for another process before it raises StorageBusy.
    """

    def __init__(self, url: str, *, wait: timedelta = timedelta(seconds=30)) -> None:
        address = make_url(url)
        if address.get_backend_name() == "sqlite":
            self.engine = _sqlite(address, wait)
        else:
            self.engine = create_engine(_with_psycopg(address), pool_pre_ping=True)
        self._reading = self.engine.execution_options(reading=True, postgresql_readonly=True)

    @contextmanager
    def begin(self) -> Iterator[Session]:
        """A transaction that may write: committed when the block ends, rolled back when it raises.

        On SQLite nobody else writes meanwhile, so slow work belongs before it. Raises StorageBusy
        when the database stays locked, StorageProblem when it cannot serve at all.
        """
        with _transaction(self.engine) as session:
            yield session

    @contextmanager
    def read(self) -> Iterator[Session]:
        """A transaction that sees one moment of the database and cannot write. Never blocks a writer."""
        with _transaction(self._reading) as session:
            yield session

    def dispose(self) -> None:
        """Close every connection; the Store opens new ones if it is used again."""
        self.engine.dispose()


@contextmanager
def storage_problems() -> Iterator[None]:
    """Turns the driver's errors into StorageBusy or StorageProblem; a mistake of ours passes unchanged."""
    try:
        yield
    except PoolTimeout as error:
        raise StorageBusy from error
    except DBAPIError as error:
        if _is_busy(error):
            raise StorageBusy from error
        if isinstance(error, OperationalError):
            raise StorageProblem from error
        raise
    except sqlite3.OperationalError as error:
        # Raised while a connection is being set up, before SQLAlchemy wraps anything.
        raise StorageBusy from error


@contextmanager
def _transaction(engine: Engine) -> Iterator[Session]:
    with storage_problems(), Session(engine, expire_on_commit=False) as session:
        _start(session)
        yield session
        session.commit()


def _start(session: Session) -> None:
    # Nothing has been done yet, so beginning again is always safe; later it would repeat half a unit of work.
    for attempt in range(1, _STARTS + 1):
        try:
            session.connection()
        except DBAPIError as error:
            if attempt == _STARTS or not _is_busy(error):
                raise
            session.rollback()
            time.sleep(_PAUSE * attempt)
        else:
            return


def _is_busy(error: DBAPIError) -> bool:
    if error.connection_invalidated:
        return True
    if isinstance(error.orig, sqlite3.Error):
        # The low byte is the error, the rest says more about it.
        return getattr(error.orig, "sqlite_errorcode", 0) & 0xFF in _SQLITE_BUSY
    if not isinstance(error, OperationalError):
        return False
    state = getattr(error.orig, "sqlstate", None)
    return state is None or state in _POSTGRESQL_BUSY


def _with_psycopg(address: URL) -> URL:
    return address.set(drivername="postgresql+psycopg") if "+" not in address.drivername else address


def _sqlite(address: URL, wait: timedelta) -> Engine:
    if not address.database or address.database == ":memory:":
        raise ValueError("the assistant's memory is a file: each connection would see another :memory: database")
    path = Path(address.database)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch(mode=0o600, exist_ok=True)
    engine = create_engine(address, connect_args={"timeout": wait.total_seconds()})
    event.listen(engine, "connect", _prepare_sqlite(wait))
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(wait: timedelta) -> Any:
    def prepare(connection: sqlite3.Connection, _record: object) -> None:
        # The driver's own transactions begin too late to hold a lock: _begin_sqlite begins them.
        connection.isolation_level = None
        connection.execute(f"PRAGMA busy_timeout={int(wait.total_seconds() * 1000)}")
        connection.execute("PRAGMA foreign_keys=ON")
        connection.execute("PRAGMA synchronous=FULL")
        # What is erased must not lie in the file's free space.
        connection.execute("PRAGMA secure_delete=ON")
        _switch_to_wal(connection, wait)

    return prepare


def _switch_to_wal(connection: sqlite3.Connection, wait: timedelta) -> None:
    # SQLite does not wait for its busy_timeout here when two processes open a new file at the same time.
    end = time.monotonic() + wait.total_seconds()
    while True:
        try:
            connection.execute("PRAGMA journal_mode=WAL")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF not in _SQLITE_BUSY or time.monotonic() >= end:
                raise
            time.sleep(_PAUSE)
        else:
            return


def _begin_sqlite(connection: Connection) -> None:
    reading = bool(connection.get_execution_options().get("reading"))
    connection.exec_driver_sql(f"PRAGMA query_only={int(reading)}")
    # A transaction that reads first and writes later would fail at once when another has written in between.
    connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")
