from __future__ import annotations

import stat
import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, IntegrityError

from bot.storage.engine import Store
from bot.storage.models import OfficeRow, PersonRow
from bot.storage.statements import serialise
from knowledge.errors import StorageBusy, StorageProblem

NOW = datetime(2026, 11, 20, 1, 30, tzinfo=UTC)


def test_a_block_that_ends_is_committed_and_one_that_raises_leaves_nothing(store: Store) -> None:
    with store.begin() as session:
        session.add(PersonRow(name="Lan", created_at=NOW))
    with pytest.raises(ZeroDivisionError), store.begin() as session:
        session.add(PersonRow(name="Minh", created_at=NOW))
        session.flush()
        raise ZeroDivisionError
    with store.read() as session:
        assert [person.name for person in session.query(PersonRow)] == ["Lan"]


def test_a_reading_transaction_cannot_write(store: Store) -> None:
    with pytest.raises((StorageProblem, DBAPIError)), store.read() as session:
        session.add(PersonRow(name="Lan", created_at=NOW))
    with store.begin() as session:
        assert session.query(PersonRow).count() == 0
        session.add(PersonRow(name="Lan", created_at=NOW))


def test_rows_can_be_used_after_the_block(store: Store) -> None:
    with store.begin() as session:
        person = PersonRow(name="Lan", created_at=NOW)
        session.add(person)
    assert person.name == "Lan"


def test_a_mistake_of_ours_is_not_taken_for_a_problem_of_the_database(store: Store) -> None:
    with pytest.raises(IntegrityError), store.begin() as session:
        session.execute(text("INSERT INTO identity (key, person_id) VALUES ('telegram:1', 4711)"))


def test_a_missing_table_is_reported_and_not_waited_for(store: Store) -> None:
    with pytest.raises((StorageProblem, DBAPIError)) as raised, store.begin() as session:
        session.execute(text("SELECT * FROM no_such_table"))
    assert not isinstance(raised.value, StorageBusy)


def test_a_full_disk_is_a_problem_that_waiting_does_not_solve(tmp_path: Path) -> None:
    store = Store(f"sqlite:///{tmp_path / 'tdkt.sqlite'}")
    with pytest.raises(StorageProblem) as raised, store.begin() as session:
        session.execute(text("PRAGMA max_page_count=2"))
        session.execute(text("CREATE TABLE note (body TEXT)"))
        session.execute(text("INSERT INTO note VALUES (zeroblob(100000))"))
    assert not isinstance(raised.value, StorageBusy)


def test_only_one_is_past_the_same_lock(store: Store) -> None:
    order: list[str] = []
    inside = threading.Event()

    def second() -> None:
        inside.wait()
        with store.begin() as session:
            serialise(session, "test")
            order.append("second")

    thread = threading.Thread(target=second)
    thread.start()
    with store.begin() as session:
        serialise(session, "test")
        inside.set()
        thread.join(timeout=0.2)
        order.append("first")
    thread.join()
    assert order == ["first", "second"]


def test_a_locked_database_is_busy(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'tdkt.sqlite'}"
    holder, other = Store(url), Store(url, wait=timedelta(milliseconds=10))
    with holder.begin(), pytest.raises(StorageBusy), other.begin():
        pytest.fail("two wrote at the same time")
    with other.begin():
        pass


def test_a_reader_does_not_wait_for_a_writer(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'tdkt.sqlite'}"
    store = Store(url, wait=timedelta(milliseconds=10))
    with store.begin() as session:
        session.execute(text("CREATE TABLE note (body TEXT)"))
    with store.begin() as writer, store.read() as reader:
        writer.execute(text("INSERT INTO note VALUES ('x')"))
        assert reader.scalar(text("SELECT count(*) FROM note")) == 0


def test_a_server_that_cannot_be_reached_is_busy(tmp_path: Path) -> None:
    store = Store(f"postgresql://nobody@/none?host={tmp_path}")
    with pytest.raises(StorageBusy), store.begin():
        pytest.fail("there is no server")


def test_sqlite_keeps_what_it_confirmed_and_nothing_that_was_deleted(tmp_path: Path) -> None:
    store = Store(f"sqlite:///{tmp_path / 'below' / 'tdkt.sqlite'}")
    with store.begin() as session:
        names = ("journal_mode", "synchronous", "foreign_keys", "secure_delete")
        settings = [session.scalar(text(f"PRAGMA {name}")) for name in names]
    assert settings == ["wal", 2, 1, 1]


def test_only_its_owner_reads_the_file(tmp_path: Path) -> None:
    path = tmp_path / "tdkt.sqlite"
    store = Store(f"sqlite:///{path}")
    with store.begin() as session:
        session.execute(text("CREATE TABLE note (body TEXT)"))
        files = list(tmp_path.iterdir())
    assert path in files
    assert {stat.S_IMODE(file.stat().st_mode) for file in tmp_path.iterdir()} == {0o600}


def test_a_memory_that_each_connection_would_have_alone_is_refused() -> None:
    for url in ("sqlite://", "sqlite:///:memory:"):
        with pytest.raises(ValueError, match="memory"):
            Store(url)


def test_a_plain_postgresql_url_takes_the_installed_driver() -> None:
    store = Store("postgresql://somebody@localhost/tdkt")
    assert store.engine.url.drivername == "postgresql+psycopg"


def test_a_row_number_is_never_used_twice(store: Store) -> None:
    with store.begin() as session:
        first = OfficeRow(name="A", created_at=NOW)
        session.add(first)
        session.flush()
        session.delete(first)
    with store.begin() as session:
        second = OfficeRow(name="B", created_at=NOW)
        session.add(second)
        session.flush()
        assert second.id > first.id
