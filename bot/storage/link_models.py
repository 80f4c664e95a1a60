"""The tables of linking: codes by which a person is known on another channel, and wrong codes that were tried.

They hold no behaviour: who may use a code is settled in `bot/linking.py`.
Read next: `bot/linking.py`.
"""

from __future__ import annotations

import hashlib
from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from bot.storage.models import Base


class LinkCodeRow(Base):
    """A single-use code that a person had made, kept only as its hash, and what became of it.

    `identity` is who typed it; `used_at` is when that identity became the person's, `ended_at` when it was
    taken away again. A row without `used_at` waits, for anybody or for the consent of that identity.
    """

    __tablename__ = "link_code"
    __table_args__ = ({"sqlite_autoincrement": True},)

    id: Mapped[int] = mapped_column(primary_key=True)
    code_hash: Mapped[str] = mapped_column(index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    identity: Mapped[str] = mapped_column(default="")
    used_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]


class LinkAttemptRow(Base):
    """Wrong codes typed in one chat of late. The chat is kept as a hash: it may be a stranger's."""

    __tablename__ = "link_attempt"

    chat_hash: Mapped[str] = mapped_column(primary_key=True)
    wrong: Mapped[int]
    last_at: Mapped[datetime] = mapped_column(index=True)
    not_before: Mapped[datetime]


def chat_hash(chat: str) -> str:
    """How `LinkAttemptRow` names a chat."""
    return hashlib.sha256(chat.encode()).hexdigest()
