from __future__ import annotations

import importlib.util
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import inspect, text
from sqlalchemy.schema import CreateTable

from bot.storage.engine import Store
from bot.storage.migrate import MIGRATIONS, require_current, upgrade, write_revision
from bot.storage.models import Base
from knowledge.errors import MigrationNeeded

START = """
import sys
from bot.storage.engine import Store
from bot.storage.migrate import upgrade
upgrade(Store(sys.argv[1]).engine)
"""


@pytest.fixture
def empty(empty_url: str) -> Iterator[Store]:
    store = Store(empty_url)
    yield store
    store.dispose()


def test_the_migrations_lead_to_the_models(empty: Store) -> None:
    upgrade(empty.engine)
    with empty.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, Base.metadata) == []


def test_the_migrations_write_the_very_constraints_of_the_models(tmp_path: Path) -> None:
    """Alembic does not compare checks, partial indexes and AUTOINCREMENT: SQLite's own statements show them."""
    migrated, created = (Store(f"sqlite:///{tmp_path / name}") for name in ("migrated", "created"))
    upgrade(migrated.engine)
    Base.metadata.create_all(created.engine)

    def schema(store: Store) -> dict[str, list[str]]:
        with store.read() as session:
            rows = session.execute(text("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL"))
            return {name: sorted(re.findall(r"[\w']+", sql)) for name, sql in rows}

    expected = schema(created)
    assert {name: sql for name, sql in schema(migrated).items() if name != "alembic_version"} == expected
    assert len(expected) > len(Base.metadata.tables)


def test_postgresql_accepts_every_name() -> None:
    for table in Base.metadata.sorted_tables:
        names = [table.name, *(index.name for index in table.indexes), *(part.name for part in table.constraints)]
        assert all(len(str(name)) < 64 for name in names), CreateTable(table)


def test_upgrading_again_changes_nothing(empty: Store) -> None:
    upgrade(empty.engine)
    upgrade(empty.engine)
    require_current(empty.engine)


def test_processes_that_start_together_migrate_once(empty_url: str) -> None:
    starts = [subprocess.Popen([sys.executable, "-c", START, empty_url], cwd=MIGRATIONS.parents[2]) for _ in range(3)]
    assert [start.wait() for start in starts] == [0, 0, 0]
    store = Store(empty_url)
    require_current(store.engine)
    store.dispose()


def test_a_database_newer_than_this_version_is_left_alone(empty: Store) -> None:
    upgrade(empty.engine)
    with empty.begin() as session:
        session.execute(text("UPDATE alembic_version SET version_num = 'from_tomorrow'"))
        before = sorted(inspect(session.connection()).get_table_names())
    with pytest.raises(MigrationNeeded, match="from_tomorrow"):
        upgrade(empty.engine)
    with pytest.raises(MigrationNeeded, match="from_tomorrow"):
        require_current(empty.engine)
    assert sorted(inspect(empty.engine).get_table_names()) == before


def test_an_empty_database_is_not_current(empty: Store) -> None:
    with pytest.raises(MigrationNeeded):
        require_current(empty.engine)


def test_a_failed_migration_leaves_nothing_behind(empty: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    def upgrade_and_die(config: object, revision: str) -> None:
        original(config, revision)
        raise KeyboardInterrupt

    original = command.upgrade
    with monkeypatch.context() as patch:
        patch.setattr(command, "upgrade", upgrade_and_die)
        with pytest.raises(KeyboardInterrupt):
            upgrade(empty.engine)
    assert inspect(empty.engine).get_table_names() == []
    upgrade(empty.engine)
    require_current(empty.engine)


def test_foreign_keys_hold_again_after_a_migration(tmp_path: Path) -> None:
    store = Store(f"sqlite:///{tmp_path / 'tdkt.sqlite'}")
    upgrade(store.engine)
    with store.read() as session:
        assert session.scalar(text("PRAGMA foreign_keys")) == 1


def test_a_new_step_is_written_from_the_models(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "migrations"
    shutil.copytree(MIGRATIONS, folder, ignore=shutil.ignore_patterns("__pycache__"))
    first = folder / "versions" / "revision_0001.py"
    without_contact = first.read_text(encoding="utf-8").replace('"contact"', '"former_contact"')
    first.write_text(without_contact, encoding="utf-8")
    written = write_revision("rename a table", folder)
    step = written.read_text(encoding="utf-8")
    assert "create_table('contact'" in step
    assert "sa.DateTime(timezone=True)" in step
    assert "bot." not in step.split('"""')[2]
    spec = importlib.util.spec_from_file_location("step", written)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    assert module.down_revision == ScriptDirectory(str(MIGRATIONS)).get_current_head()
