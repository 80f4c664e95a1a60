"""The tables, one class each.

They hold no behaviour: who may read a row is settled in the repositories beside this file.
Read next: `bot/storage/library.py` for the shape of a repository, `bot/storage/migrate.py` for changes.
"""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Any, ClassVar, Final

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, LargeBinary, MetaData, UniqueConstraint, text
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from bot.storage.types import ROW_NUMBER, Instant, PlainText


class Role(StrEnum):
    """What a member may do in an office; each role may do what the later ones may."""

    ADMINISTRATOR = "administrator"
    OFFICER = "officer"
    READER = "reader"


# A row number is never used twice: an old button must not reach somebody's newer row.
_NUMBERED: Final = {"sqlite_autoincrement": True}


def one_of(column: str, values: tuple[str, ...]) -> CheckConstraint:
    """The column holds one of these words."""
    listed = ", ".join(f"'{value}'" for value in values)
    return CheckConstraint(f"{column} IN ({listed})", name=column)


class Base(DeclarativeBase):
    """Names every constraint, so that a migration can speak of it on both databases."""

    metadata = MetaData(
        naming_convention={
            "ix": "%(table_name)s_%(column_0_N_name)s_index",
            "uq": "%(table_name)s_%(column_0_N_name)s_unique",
            "ck": "%(table_name)s_%(constraint_name)s_check",
            "fk": "%(table_name)s_%(column_0_N_name)s_reference",
            "pk": "%(table_name)s_key",
        }
    )
    type_annotation_map: ClassVar[dict[Any, Any]] = {
        datetime: Instant,
        str: PlainText,
        int: ROW_NUMBER,
        dict[str, Any]: JSON,
        bytes: LargeBinary,
    }


class OfficeRow(Base):
    """A commune, ward or special zone that uses the assistant."""

    __tablename__ = "office"
    __table_args__ = (_NUMBERED,)

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    created_at: Mapped[datetime]
    settings: Mapped[dict[str, Any]] = mapped_column(default=dict)


class PersonRow(Base):
    """Somebody who redeemed an invitation; nobody else has a row."""

    __tablename__ = "person"
    __table_args__ = (_NUMBERED,)

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    created_at: Mapped[datetime]


class IdentityRow(Base):
    """How a channel names a person: «telegram:77»."""

    __tablename__ = "identity"

    key: Mapped[str] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)


class MembershipRow(Base):
    """A person's role in an office. The one chosen last is the person's current office."""

    __tablename__ = "membership"
    __table_args__ = (
        UniqueConstraint("person_id", "office_id"),
        one_of("role", tuple(Role)),
        _NUMBERED,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    office_id: Mapped[int] = mapped_column(ForeignKey("office.id", ondelete="CASCADE"), index=True)
    role: Mapped[str]
    joined_at: Mapped[datetime]
    chosen_at: Mapped[datetime]


class InvitationRow(Base):
    """A one-time code, kept only as its hash. `created_by` is empty when the maintainer made it."""

    __tablename__ = "invitation"
    __table_args__ = (UniqueConstraint("code_hash"), one_of("role", tuple(Role)), _NUMBERED)

    id: Mapped[int] = mapped_column(primary_key=True)
    code_hash: Mapped[str]
    office_id: Mapped[int] = mapped_column(ForeignKey("office.id", ondelete="CASCADE"), index=True)
    role: Mapped[str]
    created_by: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"), index=True)
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_by: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"), index=True)
    used_at: Mapped[datetime | None]


class QueueRow(Base):
    """What the inbox and the outbox share: order within a chat, leases, attempts.

    `finished_at` is empty while something is left to do. `held_until` is the end of a lease or of a
    pause before the next attempt. `body` is JSON in ASCII; `chat` and `body` go once a row is finished.
    """

    __abstract__ = True

    id: Mapped[int] = mapped_column(primary_key=True)
    chat: Mapped[str]
    body: Mapped[str]
    state: Mapped[str]
    attempts: Mapped[int] = mapped_column(default=0)
    worker: Mapped[str] = mapped_column(default="")
    held_until: Mapped[datetime | None]
    created_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]
    reason: Mapped[str] = mapped_column(default="")


def _queue_indexes(table: str) -> tuple[Index, Index]:
    unfinished = text("finished_at IS NULL")
    return (
        Index(f"{table}_unfinished_index", "chat", "id", sqlite_where=unfinished, postgresql_where=unfinished),
        Index(f"{table}_finished_index", "finished_at"),
    )


class InboxRow(QueueRow):
    """An event a person caused, until it is handled; afterwards only its key, against redelivery."""

    __tablename__ = "inbox"
    __table_args__ = (
        UniqueConstraint("key"),
        *_queue_indexes("inbox"),
        one_of("state", ("waiting", "leased", "done", "failed")),
        _NUMBERED,
    )

    key: Mapped[str]
    sender: Mapped[str] = mapped_column(index=True)


class OutboxRow(QueueRow):
    """A message to a chat, until it is sent or given up; afterwards only what became of it."""

    __tablename__ = "outbox"
    __table_args__ = (
        *_queue_indexes("outbox"),
        one_of("state", ("waiting", "sending", "sent", "refused", "gone", "gave_up")),
        _NUMBERED,
    )

    answers: Mapped[str] = mapped_column(default="")
    attachment: Mapped[bytes | None]
    first_tried_at: Mapped[datetime | None]
    parts_sent: Mapped[int] = mapped_column(default=0)
    repeated: Mapped[bool] = mapped_column(default=False)


class ChatRow(Base):
    """What is known about sending to a chat: wait until, or gone. Most chats have no row."""

    __tablename__ = "chat"

    key: Mapped[str] = mapped_column(primary_key=True)
    not_before: Mapped[datetime | None]
    gone_at: Mapped[datetime | None]
    reason: Mapped[str] = mapped_column(default="")


class ConversationRow(Base):
    """Where a person stands in a chat. An office's draft stays with that office when the person switches."""

    __tablename__ = "conversation"

    chat: Mapped[str] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), primary_key=True, index=True)
    office_id: Mapped[int] = mapped_column(ForeignKey("office.id", ondelete="CASCADE"), primary_key=True, index=True)
    state: Mapped[dict[str, Any]]
    updated_at: Mapped[datetime]


class ReceiptRow(Base):
    """An answered question: what was asked, as of which day, from which index generation, what was said."""

    __tablename__ = "receipt"
    __table_args__ = (Index("receipt_asker_index", "person_id", "office_id", "id"), _NUMBERED)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    office_id: Mapped[int] = mapped_column(ForeignKey("office.id", ondelete="CASCADE"), index=True)
    asked_at: Mapped[datetime]
    question: Mapped[str]
    as_of: Mapped[date]
    generation: Mapped[str]
    answer: Mapped[dict[str, Any]]
    status: Mapped[str]


class FeedbackRow(Base):
    """A person's verdict on an answer; a second verdict takes the place of the first."""

    __tablename__ = "feedback"
    __table_args__ = (one_of("verdict", ("helpful", "wrong")),)

    receipt_id: Mapped[int] = mapped_column(ForeignKey("receipt.id", ondelete="CASCADE"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), primary_key=True, index=True)
    verdict: Mapped[str]
    comment: Mapped[str] = mapped_column(default="")
    at: Mapped[datetime]


class LibraryDocumentRow(Base):
    """An official text or a past report. Without an office it is shared by all of them."""

    __tablename__ = "library_document"
    __table_args__ = (
        Index(
            "library_document_own_unique",
            "office_id",
            "sha256",
            unique=True,
            sqlite_where=text("removed_at IS NULL AND office_id IS NOT NULL"),
            postgresql_where=text("removed_at IS NULL AND office_id IS NOT NULL"),
        ),
        Index(
            "library_document_shared_unique",
            "sha256",
            unique=True,
            sqlite_where=text("removed_at IS NULL AND office_id IS NULL"),
            postgresql_where=text("removed_at IS NULL AND office_id IS NULL"),
        ),
        one_of("kind", ("regulation", "report")),
        _NUMBERED,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    office_id: Mapped[int | None] = mapped_column(ForeignKey("office.id", ondelete="CASCADE"), index=True)
    sha256: Mapped[str]
    name: Mapped[str]
    kind: Mapped[str]
    number: Mapped[str] = mapped_column(default="")
    title: Mapped[str] = mapped_column(default="")
    unit: Mapped[str] = mapped_column(default="")
    period: Mapped[str] = mapped_column(default="")
    text: Mapped[str] = mapped_column(deferred=True)
    added_by: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"), index=True)
    added_at: Mapped[datetime]
    removed_at: Mapped[datetime | None]


class ContactRow(Base):
    """When a channel last worked and last failed, for `tdkt health`."""

    __tablename__ = "contact"

    channel: Mapped[str] = mapped_column(primary_key=True)
    succeeded_at: Mapped[datetime | None]
    failed_at: Mapped[datetime | None]
    reason: Mapped[str] = mapped_column(default="")
