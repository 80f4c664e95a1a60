"""The tables of drafts: the report an office is drafting, and every answer it was ever given.

They hold no behaviour: who may read a row is settled in `drafts.py`.
Read next: `bot/storage/drafts.py`, `bot/storage/models.py`.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from bot.storage.models import Base


class DraftRow(Base):
    """A report that an office drafts. `revision` counts its changes; `question` is where the interview stands.

    `outline` is the upper level's outline as plain data, or names the one section that is drafted; empty without
    either. The draft belongs to the office: who
    began it may leave.
    """

    __tablename__ = "draft"
    __table_args__ = ({"sqlite_autoincrement": True},)

    id: Mapped[int] = mapped_column(primary_key=True)
    office_id: Mapped[int] = mapped_column(ForeignKey("office.id", ondelete="CASCADE"), index=True)
    begun_by: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"), index=True)
    kind: Mapped[str]
    outline: Mapped[dict[str, Any]] = mapped_column(default=dict)
    question: Mapped[str] = mapped_column(default="")
    revision: Mapped[int] = mapped_column(default=0)
    begun_at: Mapped[datetime]
    changed_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]


class DraftAnswerRow(Base):
    """One answer as one revision gave it; rows are only ever added. `value` is {"value": …}, empty when the officer
    took the answer back."""

    __tablename__ = "draft_answer"
    __table_args__ = (
        UniqueConstraint("draft_id", "revision", "question", name="draft_answer_draft_id_unique"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    draft_id: Mapped[int] = mapped_column(ForeignKey("draft.id", ondelete="CASCADE"))
    revision: Mapped[int]
    question: Mapped[str]
    value: Mapped[dict[str, Any]]
    answered_by: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"), index=True)
    answered_at: Mapped[datetime]
