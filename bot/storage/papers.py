"""Files that wait until the person who sent them says what they are for; a day at most.

It does not know what they may be for. Another person's or another office's files are out of reach.
Read next: `bot/flows/papers.py`, which asks; `bot/intake.py`, which reads them.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import delete, select
from sqlalchemy.orm import Session, undefer

from bot.storage.paper_models import PaperRow
from index.documents import Document, DocumentKind

KEPT_FOR: Final = timedelta(days=1)


class Papers:
    """The waiting files of one person in one office."""

    def __init__(self, session: Session, person_id: int, office_id: int) -> None:
        self._session = session
        self._person_id = person_id
        self._office_id = office_id
        self._own = (PaperRow.person_id == person_id, PaperRow.office_id == office_id)

    def add(self, name: str, content: bytes, document: Document, now: datetime) -> int:
        """Keep a file with what was read in it; returns its number."""
        row = PaperRow(
            office_id=self._office_id,
            person_id=self._person_id,
            name=name,
            content=content,
            text=document.text,
            details=_details(document),
            received_at=now,
        )
        self._session.add(row)
        self._session.flush()
        return row.id

    def get(self, paper_id: int, now: datetime) -> tuple[str, bytes, Document] | None:
        """Name, content and text of a file that waits; None for anything else, whoever's it is."""
        fresh = PaperRow.received_at > now - KEPT_FOR
        statement = select(PaperRow).where(PaperRow.id == paper_id, fresh, *self._own)
        row = self._session.scalars(statement.options(undefer(PaperRow.content), undefer(PaperRow.text))).one_or_none()
        return (row.name, row.content, _document(row.text, row.details)) if row else None

    def remove(self, paper_id: int) -> bool:
        """Forget a file; False for anything but one of the person's own."""
        gone = delete(PaperRow).where(PaperRow.id == paper_id, *self._own).returning(PaperRow.id)
        return self._session.scalar(gone) is not None


def forget_old_papers(session: Session, now: datetime) -> None:
    """Administrative: forget every file that nobody asked for within a day."""
    session.execute(delete(PaperRow).where(PaperRow.received_at <= now - KEPT_FOR))


def _details(document: Document) -> dict[str, Any]:
    return {
        "kind": document.kind.value,
        "pages": document.pages,
        "repaired": list(document.repaired),
        "scanned": document.scanned,
        "unread_pages": list(document.unread_pages),
    }


def _document(text: str, details: dict[str, Any]) -> Document:
    return Document(
        DocumentKind(details["kind"]),
        text,
        details["pages"],
        tuple(details["repaired"]),
        details["scanned"],
        tuple(details["unread_pages"]),
    )
