"""Documents that came to or went from a library, until the index follows; and how far old answers were compared.

It does not build the index and tells nobody: it keeps what is still to do, so that no kill loses it.
Read next: `bot/renewal.py`, which does it; `bot/storage/library.py`, which records changes here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, Literal

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from bot.storage.library_models import IndexReviewRow, LibraryChangeRow
from bot.storage.models import LibraryDocumentRow
from bot.storage.statements import upsert

Action = Literal["added", "removed"]

_REVIEW: Final = "answers"
_KEEP_DONE: Final = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Change:
    """A document that came or went, and who did it; None when nobody is named."""

    action: Action
    person_id: int | None
    name: str
    title: str


def record_change(session: Session, document_id: int, person_id: int | None, action: Action, now: datetime) -> None:
    """Note, in the transaction of the change itself, that the index must follow."""
    session.add(LibraryChangeRow(document_id=document_id, person_id=person_id, action=action, at=now))
    session.flush()


def changes_waiting(session: Session) -> list[int]:
    """Administrative: the numbers of the changes that the index does not follow yet."""
    return list(session.scalars(select(LibraryChangeRow.id).where(LibraryChangeRow.done_at.is_(None))))


def count_waiting(session: Session) -> int:
    """Administrative: how many those are."""
    return session.scalar(select(func.count()).where(LibraryChangeRow.done_at.is_(None))) or 0


def finish_changes(session: Session, numbers: Sequence[int], now: datetime) -> list[Change]:
    """Administrative: the index follows these changes; returns those that nobody finished before, oldest first."""
    own = (LibraryChangeRow.id.in_(numbers), LibraryChangeRow.done_at.is_(None))
    finished = session.scalars(update(LibraryChangeRow).where(*own).values(done_at=now).returning(LibraryChangeRow.id))
    statement = (
        select(LibraryChangeRow, LibraryDocumentRow)
        .join(LibraryDocumentRow, LibraryDocumentRow.id == LibraryChangeRow.document_id)
        .where(LibraryChangeRow.id.in_(finished.all()))
        .order_by(LibraryChangeRow.id)
    )
    found = [
        Change("added" if change.action == "added" else "removed", change.person_id, document.name, document.title)
        for change, document in session.execute(statement)
    ]
    session.execute(delete(LibraryChangeRow).where(LibraryChangeRow.done_at < now - _KEEP_DONE))
    return found


def reviewed_generation(session: Session) -> str:
    """Administrative: the generation against which old answers were compared last; «» before the first."""
    row = session.get(IndexReviewRow, _REVIEW)
    return row.generation if row else ""


def remember_review(session: Session, generation: str, now: datetime) -> None:
    """Administrative: old answers were compared with that generation."""
    upsert(session, IndexReviewRow, {"name": _REVIEW}, {"generation": generation, "at": now})
