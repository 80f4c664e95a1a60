"""Brings a database to the layout this version expects, once, even if several processes start together.

It knows no table: the steps lie in `bot/storage/migrations/versions`, one file each.
Read next: `bot/storage/migrations/env.py`.

To change a table: change `models.py`, call `write_revision("say what changes")`, read the file it wrote.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, func, select

from bot.storage import reminder_models as reminder_models  # The steps lead to every table there is.
from bot.storage.engine import Store, storage_problems
from bot.storage.statements import lock_number
from knowledge.errors import MigrationNeeded

MIGRATIONS: Final = Path(__file__).with_name("migrations")


def upgrade(engine: Engine) -> None:
    """Apply every missing step in one transaction, under a lock.

    Raises MigrationNeeded when the database is newer than this version (nothing is changed),
    StorageBusy when another process holds the database for too long.
    """
    with storage_problems(), _locked(engine) as connection:
        config = _config(MIGRATIONS, connection)
        found = MigrationContext.configure(connection).get_current_revision()
        script = ScriptDirectory.from_config(config)
        if found and found not in {step.revision for step in script.walk_revisions()}:
            raise MigrationNeeded(found=found, expected=script.get_current_head())
        if found != script.get_current_head():
            command.upgrade(config, "head")


def require_current(engine: Engine) -> None:
    """Raises MigrationNeeded unless the database has exactly the layout this version expects."""
    expected = ScriptDirectory(str(MIGRATIONS)).get_current_head()
    with storage_problems(), engine.execution_options(reading=True).connect() as connection:
        found = MigrationContext.configure(connection).get_current_revision()
    if found != expected:
        raise MigrationNeeded(found=found, expected=expected)


def write_revision(message: str, folder: Path = MIGRATIONS) -> Path:
    """Write the step from the last revision in `folder` to today's models; returns the new file."""
    with tempfile.TemporaryDirectory() as scratch:
        store = Store(f"sqlite:///{scratch}/scratch.sqlite")
        with _locked(store.engine) as connection:
            command.upgrade(_config(folder, connection), "head")
            step = command.revision(_config(folder, connection), message, autogenerate=True)
        store.dispose()
    if step is None or isinstance(step, list):
        raise ValueError("the history of migrations has more than one end")
    return Path(step.path)


@contextmanager
def _locked(engine: Engine) -> Iterator[Connection]:
    with engine.connect() as connection:
        if engine.dialect.name == "sqlite":
            # Rebuilding a table drops the old one, which would delete what refers to it. No-op once begun.
            _pragma(connection, "foreign_keys=OFF")
        try:
            with connection.begin():
                if engine.dialect.name == "postgresql":
                    connection.execute(select(func.pg_advisory_xact_lock(lock_number("migration"))))
                yield connection
        finally:
            if engine.dialect.name == "sqlite" and not connection.invalidated:
                _pragma(connection, "foreign_keys=ON")


def _pragma(connection: Connection, setting: str) -> None:
    cursor = connection.connection.cursor()
    cursor.execute(f"PRAGMA {setting}")
    cursor.close()


def _config(folder: Path, connection: Connection) -> Config:
    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", str(folder).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return config
