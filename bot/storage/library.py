"""An office's official texts and past reports, and those shared by every office.

It does not read files and does not search: it keeps text with its origin.
Read next: `index/documents.py` (reading), `bot/storage/library_changes.py` (what the index must follow).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Literal

from sqlalchemy import ColumnElement, Select, or_, select
from sqlalchemy.orm import Session, undefer

from bot.storage.library_changes import record_change
from bot.storage.models import LibraryDocumentRow
from bot.storage.statements import serialise

Kind = Literal["regulation", "report"]


@dataclass(frozen=True, slots=True)
class NewDocument:
    """A document to keep. `sha256` is that of the file, in hex; `number` its số hiệu; `period` what a report covers."""

    kind: Kind
    name: str
    sha256: str
    text: str
    number: str = ""
    title: str = ""
    unit: str = ""
    period: str = ""


@dataclass(frozen=True, slots=True)
class Document:
    """A kept document without its text. `office_id` is None when all offices share it."""

    id: int
    office_id: int | None
    kind: Kind
    name: str
    number: str
    title: str
    unit: str
    period: str
    sha256: str
    added_by: int | None
    added_at: datetime


class Library:
    """What one office may read: its own documents and the shared ones. It changes only its own."""

    def __init__(self, session: Session, office_id: int) -> None:
        self._session = session
        self._own: ColumnElement[bool] = LibraryDocumentRow.office_id == office_id
        self._visible: ColumnElement[bool] = or_(self._own, LibraryDocumentRow.office_id.is_(None))
        self._office_id = office_id

    def add(self, new: NewDocument, person_id: int, now: datetime) -> tuple[Document, bool]:
        """Keep the document; returns it and whether it is new: the same file is kept once."""
        return _add(self._session, new, self._office_id, person_id, now)

    def documents(self, kind: Kind | None = None) -> list[Document]:
        """The documents the office may read, oldest first."""
        return _documents(self._session, self._visible, kind)

    def get(self, document_id: int) -> Document | None:
        """One of them; None for anything else, whoever's it is."""
        statement = _kept().where(LibraryDocumentRow.id == document_id, self._visible)
        row = self._session.scalars(statement).one_or_none()
        return _document(row) if row else None

    def text(self, document_id: int) -> str | None:
        """The text of one of them; None for anything else."""
        statement = _kept().where(LibraryDocumentRow.id == document_id, self._visible)
        return self._session.scalar(statement.with_only_columns(LibraryDocumentRow.text))

    def remove(self, document_id: int, now: datetime, person_id: int | None = None) -> bool:
        """Forget the text of one of the office's own documents; False for anything else."""
        return _remove(self._session, self._own, document_id, now, person_id)


class SharedLibrary:
    """Administrative: the documents that every office reads. Nobody is named as having added them."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._shared: ColumnElement[bool] = LibraryDocumentRow.office_id.is_(None)

    def add(self, new: NewDocument, now: datetime) -> tuple[Document, bool]:
        """Keep the document for all; returns it and whether it is new."""
        return _add(self._session, new, None, None, now)

    def documents(self, kind: Kind | None = None) -> list[Document]:
        """The shared documents, oldest first."""
        return _documents(self._session, self._shared, kind)

    def remove(self, document_id: int, now: datetime) -> bool:
        """Forget the text of a shared document; False for anything else."""
        return _remove(self._session, self._shared, document_id, now, None)


def documents_of_every_office(session: Session) -> Iterator[tuple[Document, str]]:
    """Administrative: every kept document with its text, oldest first, for building the index.

    Whoever searches what comes of it must filter by `office_id`.
    """
    statement = _kept().options(undefer(LibraryDocumentRow.text)).execution_options(yield_per=50)
    for row in session.scalars(statement):
        yield _document(row), row.text


def every_document(session: Session) -> list[Document]:
    """Administrative: what every office keeps, without any text. For the command line only."""
    return [_document(row) for row in session.scalars(_kept())]


def _kept() -> Select[LibraryDocumentRow]:
    return select(LibraryDocumentRow).where(LibraryDocumentRow.removed_at.is_(None)).order_by(LibraryDocumentRow.id)


def _document(row: LibraryDocumentRow) -> Document:
    return Document(**{name: getattr(row, name) for name in Document.__dataclass_fields__})


def _documents(session: Session, scope: ColumnElement[bool], kind: Kind | None) -> list[Document]:
    statement = _kept().where(scope)
    if kind is not None:
        statement = statement.where(LibraryDocumentRow.kind == kind)
    return [_document(row) for row in session.scalars(statement)]


def _add(
    session: Session, new: NewDocument, office_id: int | None, person_id: int | None, now: datetime
) -> tuple[Document, bool]:
    serialise(session, "library")
    column = LibraryDocumentRow.office_id
    owner = column.is_(None) if office_id is None else column == office_id
    known = session.scalars(_kept().where(owner, LibraryDocumentRow.sha256 == new.sha256)).one_or_none()
    if known is not None:
        return _document(known), False
    row = LibraryDocumentRow(office_id=office_id, added_by=person_id, added_at=now, **asdict(new))
    session.add(row)
    session.flush()
    record_change(session, row.id, person_id, "added", now)
    return _document(row), True


def _remove(
    session: Session, scope: ColumnElement[bool], document_id: int, now: datetime, person_id: int | None
) -> bool:
    row = session.scalars(_kept().where(LibraryDocumentRow.id == document_id, scope).with_for_update()).one_or_none()
    if row is None:
        return False
    row.removed_at, row.text = now, ""
    record_change(session, row.id, person_id, "removed", now)
    return True
