"""The tables of checking: drafts that were sent, and kinds of findings that an office does not want to hear of.

They hold no behaviour: `bot/storage/checks.py` settles who may read a row, and for how long.
Read next: `bot/storage/checks.py`.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from bot.storage.models import Base


class CheckedDraftRow(Base):
    """A draft with what was found in it, until `expires_at`. It never becomes law nor an example."""

    __tablename__ = "checked_draft"
    __table_args__ = ({"sqlite_autoincrement": True},)

    id: Mapped[int] = mapped_column(primary_key=True)
    office_id: Mapped[int] = mapped_column(ForeignKey("office.id", ondelete="CASCADE"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    name: Mapped[str]
    kind: Mapped[str]
    judged_for: Mapped[date]
    text: Mapped[str] = mapped_column(deferred=True)
    content: Mapped[bytes] = mapped_column(deferred=True)
    remarks: Mapped[list[Any]] = mapped_column(JSON)
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime] = mapped_column(index=True)


class IgnoredKindRow(Base):
    """A kind of finding that an office asked not to be told."""

    __tablename__ = "ignored_kind"

    office_id: Mapped[int] = mapped_column(ForeignKey("office.id", ondelete="CASCADE"), primary_key=True)
    kind: Mapped[str] = mapped_column(primary_key=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"), index=True)
    ignored_at: Mapped[datetime]
