"""The table of files that wait until the person who sent them says what they are for.

It holds no behaviour: who may read a row is settled in `bot/storage/papers.py`.
Read next: `bot/storage/models.py`, whose manner it follows.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from bot.storage.models import Base


class PaperRow(Base):
    """A file that was read: its content, its text, and in `details` what else the reader told of it."""

    __tablename__ = "paper"
    __table_args__ = ({"sqlite_autoincrement": True},)

    id: Mapped[int] = mapped_column(primary_key=True)
    office_id: Mapped[int] = mapped_column(ForeignKey("office.id", ondelete="CASCADE"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    name: Mapped[str]
    content: Mapped[bytes] = mapped_column(deferred=True)
    text: Mapped[str] = mapped_column(deferred=True)
    details: Mapped[dict[str, Any]]
    received_at: Mapped[datetime] = mapped_column(index=True)
