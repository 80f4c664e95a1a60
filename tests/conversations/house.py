"""An installation to talk to: the shipped knowledge under a quick encoder, a database, offices, a clock that obeys.

It knows no channel and no conversation.
Read next: `tests/conversations/quick.py` (the assistant), `tests/conversations/stage.py` (where people talk to it).
"""

from __future__ import annotations

import io
import json
import shutil
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Select, select

from bot.access import Directory, Principal, Role
from bot.additions import recognise
from bot.assistant import Assistant
from bot.settings import Settings
from bot.storage.engine import Store
from bot.storage.library import Library, SharedLibrary, every_document
from bot.storage.migrate import upgrade
from bot.storage.models import Base, IdentityRow
from bot.storage.personal_data import EXPORT_NAME
from tests.conversations.quick import DATABASE, MORNING, quick_assistant


class Clock:
    """A clock that stands until it is moved."""

    def __init__(self, now: datetime = MORNING) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def passes(self, **time: float) -> None:
        """Let that much time pass: `passes(days=8)`."""
        self.now += timedelta(**time)


@dataclass
class House:
    """One installation. What a test prepares or looks up behind the scenes goes through it."""

    home: Path
    store: Store
    assistant: Assistant
    clock: Clock

    def settings(self) -> Settings:
        """Those of this folder."""
        return Settings(home=self.home)

    def office(self, name: str) -> int:
        """A new office without a member."""
        with self.store.begin() as session:
            return Directory(session).create_office(name, self.clock())[0]

    def code(self, office: int, role: Role = Role.ADMINISTRATOR, by: str = "") -> str:
        """A code for the office: an administrator's from the maintainer, another one from the member `by`."""
        with self.store.begin() as session:
            directory = Directory(session)
            if role is Role.ADMINISTRATOR:
                return directory.administrator_code(office, self.clock())
            inviting = directory.who(by)
            assert inviting is not None
            return directory.invite(inviting, role, self.clock())

    def enrol(self, identity: str, name: str, office: int, role: Role = Role.ADMINISTRATOR, by: str = "") -> Principal:
        """Let somebody in; anybody but an administrator needs one, `by`, to invite them."""
        return self.enrol_with(self.code(office, role, by), identity, name)

    def enrol_with(self, code: str, identity: str, name: str) -> Principal:
        """Let somebody in with that code; its office becomes their current one."""
        with self.store.begin() as session:
            return Directory(session).redeem(code, identity, name, self.clock())

    def who(self, identity: str) -> Principal | None:
        with self.store.read() as session:
            return Directory(session).who(identity)

    def person(self, identity: str) -> int:
        with self.store.read() as session:
            known = session.get(IdentityRow, identity)
            assert known is not None
            return known.person_id

    def adds(self, text: str, name: str, office: int | None = None, by: str = "") -> None:
        """Add a document for one office, or for all, and build the index anew."""
        addition = recognise(text, name, text.encode())
        with self.store.begin() as session:
            if office is None:
                SharedLibrary(session).add(addition.document, self.clock())
            else:
                Library(session, office).add(addition.document, self.person(by), self.clock())
        self.assistant.build(self.clock())

    def removes(self, name: str) -> None:
        """Remove the document of that name from the library, whoever's it is, and build the index anew."""
        with self.store.begin() as session:
            (found,) = (document for document in every_document(session) if document.name == name)
            if found.office_id is None:
                SharedLibrary(session).remove(found.id, self.clock())
            else:
                Library(session, found.office_id).remove(found.id, self.clock())
        self.assistant.build(self.clock())

    def rows(self, statement: Select[Any]) -> list[Any]:
        """What a query finds now."""
        with self.store.read() as session:
            return list(session.scalars(statement))

    def contents(self) -> str:
        """Every value of every row, to search for what must not be there."""
        with self.store.read() as session:
            found = [row for table in Base.metadata.sorted_tables for row in session.execute(select(table)).all()]
        return "\n".join(str(value) for row in found for value in row)

    def raw(self) -> bytes:
        """The bytes of the closed database, with whatever lies beside it."""
        self.store.dispose()
        return b"".join(path.read_bytes() for path in sorted(self.home.glob(f"{DATABASE}*")))


def exported(archive: bytes) -> dict[str, Any]:
    """What stands in the file a person is given of their own data."""
    with zipfile.ZipFile(io.BytesIO(archive)) as file:
        return dict(json.loads(file.read(EXPORT_NAME)))


def bytes_of(text: str) -> list[bytes]:
    """How a text may lie in the database: as it is, or in ASCII JSON."""
    return [text.encode(), json.dumps(text).strip('"').encode()]


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with an empty, migrated database and the index of what ships; for copying."""
    home = tmp_path_factory.mktemp("prepared")
    store = Store(f"sqlite:///{home / DATABASE}")
    upgrade(store.engine)
    quick_assistant(home, store).build(MORNING)
    store.dispose()
    return home


@pytest.fixture(scope="session")
def shipped(prepared: Path) -> Iterator[Assistant]:
    """The assistant over what ships, shared by all tests that add nothing to the library."""
    store = Store(f"sqlite:///{prepared / DATABASE}")
    yield quick_assistant(prepared, store)
    store.dispose()


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def house(prepared: Path, shipped: Assistant, tmp_path: Path, clock: Clock) -> Iterator[House]:
    """An installation with the shipped library and nobody in it."""
    shutil.copy(prepared / DATABASE, tmp_path / DATABASE)
    store = Store(f"sqlite:///{tmp_path / DATABASE}")
    yield House(tmp_path, store, shipped, clock)
    store.dispose()


@pytest.fixture
def own_house(prepared: Path, tmp_path: Path, clock: Clock) -> Iterator[House]:
    """The same with an index of its own, to which documents may be added."""
    shutil.copytree(prepared, tmp_path, dirs_exist_ok=True)
    store = Store(f"sqlite:///{tmp_path / DATABASE}")
    yield House(tmp_path, store, quick_assistant(tmp_path, store), clock)
    store.dispose()
