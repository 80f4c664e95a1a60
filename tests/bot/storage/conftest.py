"""Databases to test with: SQLite in a temporary folder, PostgreSQL in a throw-away cluster where it is installed."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from bot.storage.engine import Store
from bot.storage.migrate import upgrade
from bot.storage.models import Base


def _program(name: str) -> str | None:
    installed = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"))
    return str(installed[-1]) if installed else shutil.which(name)


def _postgres_user() -> str | None:
    """PostgreSQL refuses to run as root; elsewhere the tests' own user will do."""
    return "postgres" if os.getuid() == 0 else None


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[str]:
    """URL of the maintenance database of a cluster that lives as long as the tests, on a socket only."""
    initdb, pg_ctl = _program("initdb"), _program("pg_ctl")
    if initdb is None or pg_ctl is None:
        pytest.skip("needs a PostgreSQL server (initdb, pg_ctl), which is not installed")
    user = _postgres_user()
    if user and user not in {entry.pw_name for entry in pwd.getpwall()}:
        pytest.skip("needs a user «postgres»: PostgreSQL does not run as root")
    folder = Path(tempfile.mkdtemp(prefix="tdkt-pg-"))
    if user:
        shutil.chown(folder, user)
    data = folder / "data"

    def call(*command: str) -> None:
        # pg_ctl's server inherits the output: a pipe would never end.
        subprocess.run(command, check=True, user=user, cwd=folder, stdout=subprocess.DEVNULL)

    call(initdb, "-D", str(data), "-A", "trust", "-U", "postgres", "--locale=C.UTF-8", "-E", "UTF8", "--no-sync")
    options = f"-c listen_addresses='' -k {folder} -c fsync=off"
    call(pg_ctl, "-D", str(data), "-l", str(folder / "log"), "-o", options, "-w", "start")
    try:
        yield f"postgresql+psycopg://postgres@/postgres?host={folder}"
    finally:
        call(pg_ctl, "-D", str(data), "-m", "immediate", "-w", "stop")
        shutil.rmtree(folder)


@pytest.fixture(scope="session")
def postgresql_migrated(postgresql_server: str) -> str:
    """A migrated database, for one test after the other."""
    store = Store(_new_database(postgresql_server, "migrated"))
    upgrade(store.engine)
    store.dispose()
    return store.engine.url.render_as_string(hide_password=False)


@pytest.fixture(scope="session")
def postgresql_scratch(postgresql_server: str) -> str:
    """A database without a table, for one test after the other."""
    return _new_database(postgresql_server, "scratch")


@pytest.fixture
def postgresql_url(postgresql_scratch: str) -> str:
    """An empty database."""
    _execute(postgresql_scratch, "DROP SCHEMA public CASCADE", "CREATE SCHEMA public")
    return postgresql_scratch


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated SQLite file to copy."""
    path = tmp_path_factory.mktemp("template") / "migrated.sqlite"
    store = Store(f"sqlite:///{path}")
    upgrade(store.engine)
    store.dispose()
    return path


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A database without a table, on each kind of server in turn."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'empty.sqlite'}"
    return str(request.getfixturevalue("postgresql_url"))


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A migrated database, on each kind of server in turn."""
    if request.param == "sqlite":
        shutil.copy(request.getfixturevalue("sqlite_template"), tmp_path / "tdkt.sqlite")
        return f"sqlite:///{tmp_path / 'tdkt.sqlite'}"
    migrated = str(request.getfixturevalue("postgresql_migrated"))
    tables = ", ".join(table.name for table in Base.metadata.sorted_tables)
    _execute(migrated, f"TRUNCATE {tables} RESTART IDENTITY CASCADE")
    return migrated


@pytest.fixture
def store(url: str) -> Iterator[Store]:
    """A store on that database."""
    opened = Store(url)
    yield opened
    opened.dispose()


def _new_database(server: str, name: str) -> str:
    _execute(server, f"CREATE DATABASE {name}")
    return server.replace("/postgres?", f"/{name}?")


def _execute(url: str, *statements: str) -> None:
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        for statement in statements:
            connection.execute(text(statement))
    engine.dispose()
