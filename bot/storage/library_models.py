"""The tables around the library: documents about to be added, changes the index must follow, answers they outdate.

They hold no behaviour: see the repositories `proposals.py`, `library_changes.py` and `receipts.py` beside this file.
Read next: `bot/storage/models.py`, whose manner they follow.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from bot.storage.models import Base, one_of

_UNFINISHED = text("done_at IS NULL")


class LibraryProposalRow(Base):
    """A document that its sender has not confirmed yet. `kind` is empty while nobody knows what it is."""

    __tablename__ = "library_proposal"
    __table_args__ = (one_of("kind", ("", "regulation", "report")), {"sqlite_autoincrement": True})

    id: Mapped[int] = mapped_column(primary_key=True)
    office_id: Mapped[int] = mapped_column(ForeignKey("office.id", ondelete="CASCADE"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    name: Mapped[str]
    sha256: Mapped[str]
    kind: Mapped[str]
    text: Mapped[str]
    is_scan: Mapped[bool]
    replaces: Mapped[int | None] = mapped_column(ForeignKey("library_document.id", ondelete="SET NULL"), index=True)
    proposed_at: Mapped[datetime] = mapped_column(index=True)


class LibraryChangeRow(Base):
    """A document came or went; `done_at` is empty until the index follows and whoever did it was told."""

    __tablename__ = "library_change"
    __table_args__ = (
        Index("library_change_unfinished_index", "id", sqlite_where=_UNFINISHED, postgresql_where=_UNFINISHED),
        one_of("action", ("added", "removed")),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    document_id: Mapped[int] = mapped_column(ForeignKey("library_document.id", ondelete="CASCADE"), index=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"), index=True)
    action: Mapped[str]
    at: Mapped[datetime]
    done_at: Mapped[datetime | None]


class IndexReviewRow(Base):
    """The generation of the index against which old answers were last compared; one row, named «answers»."""

    __tablename__ = "index_review"

    name: Mapped[str] = mapped_column(primary_key=True)
    generation: Mapped[str]
    at: Mapped[datetime]


class OutdatedReceiptRow(Base):
    """An answer whose grounds have changed since, and how; its asker has been told."""

    __tablename__ = "outdated_receipt"

    receipt_id: Mapped[int] = mapped_column(ForeignKey("receipt.id", ondelete="CASCADE"), primary_key=True)
    changes: Mapped[dict[str, Any]]
    found_at: Mapped[datetime]
