"""The first layout.

It must not import models: they change, this step does not. Steps only go forward: going back would lose data.
Read next: `bot/storage/migrate.py`.
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Apply the step."""
    _people()
    _memberships()
    _queues()
    _conversations()
    _library()


def _text(name: str, *, nullable: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), nullable=nullable)


def _number(name: str, *, nullable: bool = False) -> sa.Column[int]:
    return sa.Column(name, NUMBER, nullable=nullable)


def _instant(name: str, *, nullable: bool = False) -> sa.Column[Any]:
    return sa.Column(name, INSTANT, nullable=nullable)


def _key(table: str, *columns: str) -> sa.PrimaryKeyConstraint:
    return sa.PrimaryKeyConstraint(*columns, name=f"{table}_key")


def _reference(table: str, column: str, target: str, ondelete: str = "CASCADE") -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{target}.id"], name=f"{table}_{column}_reference", ondelete=ondelete)


def _one_of(table: str, column: str, *values: str) -> sa.CheckConstraint:
    listed = ", ".join(f"'{value}'" for value in values)
    return sa.CheckConstraint(f"{column} IN ({listed})", name=op.f(f"{table}_{column}_check"))


def _index(table: str, *columns: str, name: str = "") -> None:
    op.create_index(name or f"{table}_{'_'.join(columns)}_index", table, list(columns))


def _partial_index(name: str, table: str, columns: list[str], where: str, *, unique: bool = False) -> None:
    condition = sa.text(where)
    op.create_index(name, table, columns, unique=unique, sqlite_where=condition, postgresql_where=condition)


def _people() -> None:
    op.create_table(
        "office",
        _number("id"),
        _text("name"),
        _instant("created_at"),
        sa.Column("settings", sa.JSON(), nullable=False),
        _key("office", "id"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "person",
        _number("id"),
        _text("name"),
        _instant("created_at"),
        _key("person", "id"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "identity",
        _text("key"),
        _number("person_id"),
        _key("identity", "key"),
        _reference("identity", "person_id", "person"),
    )
    _index("identity", "person_id")


def _memberships() -> None:
    op.create_table(
        "membership",
        _number("id"),
        _number("person_id"),
        _number("office_id"),
        _text("role"),
        _instant("joined_at"),
        _instant("chosen_at"),
        _key("membership", "id"),
        sa.UniqueConstraint("person_id", "office_id", name="membership_person_id_office_id_unique"),
        _one_of("membership", "role", "administrator", "officer", "reader"),
        _reference("membership", "person_id", "person"),
        _reference("membership", "office_id", "office"),
        sqlite_autoincrement=True,
    )
    _index("membership", "office_id")
    op.create_table(
        "invitation",
        _number("id"),
        _text("code_hash"),
        _number("office_id"),
        _text("role"),
        _number("created_by", nullable=True),
        _instant("created_at"),
        _instant("expires_at"),
        _number("used_by", nullable=True),
        _instant("used_at", nullable=True),
        _key("invitation", "id"),
        sa.UniqueConstraint("code_hash", name="invitation_code_hash_unique"),
        _one_of("invitation", "role", "administrator", "officer", "reader"),
        _reference("invitation", "office_id", "office"),
        _reference("invitation", "created_by", "person", "SET NULL"),
        _reference("invitation", "used_by", "person", "SET NULL"),
        sqlite_autoincrement=True,
    )
    for column in ("office_id", "created_by", "used_by"):
        _index("invitation", column)


def _queue(table: str, *own: sa.Column[Any] | sa.Constraint) -> None:
    op.create_table(
        table,
        _number("id"),
        _text("chat"),
        _text("body"),
        _text("state"),
        _number("attempts"),
        _text("worker"),
        _instant("held_until", nullable=True),
        _instant("created_at"),
        _instant("finished_at", nullable=True),
        _text("reason"),
        *own,
        _key(table, "id"),
        sqlite_autoincrement=True,
    )
    _partial_index(f"{table}_unfinished_index", table, ["chat", "id"], "finished_at IS NULL")
    _index(table, "finished_at", name=f"{table}_finished_index")


def _queues() -> None:
    _queue(
        "inbox",
        _text("key"),
        _text("sender"),
        sa.UniqueConstraint("key", name="inbox_key_unique"),
        _one_of("inbox", "state", "waiting", "leased", "done", "failed"),
    )
    _index("inbox", "sender")
    _queue(
        "outbox",
        _text("answers"),
        sa.Column("attachment", sa.LargeBinary(), nullable=True),
        _instant("first_tried_at", nullable=True),
        _number("parts_sent"),
        sa.Column("repeated", sa.Boolean(), nullable=False),
        _one_of("outbox", "state", "waiting", "sending", "sent", "refused", "gone", "gave_up"),
    )
    op.create_table(
        "chat",
        _text("key"),
        _instant("not_before", nullable=True),
        _instant("gone_at", nullable=True),
        _text("reason"),
        _key("chat", "key"),
    )
    op.create_table(
        "contact",
        _text("channel"),
        _instant("succeeded_at", nullable=True),
        _instant("failed_at", nullable=True),
        _text("reason"),
        _key("contact", "channel"),
    )


def _conversations() -> None:
    op.create_table(
        "conversation",
        _text("chat"),
        _number("person_id"),
        _number("office_id"),
        sa.Column("state", sa.JSON(), nullable=False),
        _instant("updated_at"),
        _key("conversation", "chat", "person_id", "office_id"),
        _reference("conversation", "person_id", "person"),
        _reference("conversation", "office_id", "office"),
    )
    _index("conversation", "person_id")
    _index("conversation", "office_id")


def _library() -> None:
    op.create_table(
        "receipt",
        _number("id"),
        _number("person_id"),
        _number("office_id"),
        _instant("asked_at"),
        _text("question"),
        sa.Column("as_of", sa.Date(), nullable=False),
        _text("generation"),
        sa.Column("answer", sa.JSON(), nullable=False),
        _text("status"),
        _key("receipt", "id"),
        _reference("receipt", "person_id", "person"),
        _reference("receipt", "office_id", "office"),
        sqlite_autoincrement=True,
    )
    _index("receipt", "person_id", "office_id", "id", name="receipt_asker_index")
    _index("receipt", "office_id")
    op.create_table(
        "feedback",
        _number("receipt_id"),
        _number("person_id"),
        _text("verdict"),
        _text("comment"),
        _instant("at"),
        _key("feedback", "receipt_id", "person_id"),
        _one_of("feedback", "verdict", "helpful", "wrong"),
        _reference("feedback", "receipt_id", "receipt"),
        _reference("feedback", "person_id", "person"),
    )
    _index("feedback", "person_id")
    _library_documents()


def _library_documents() -> None:
    op.create_table(
        "library_document",
        _number("id"),
        _number("office_id", nullable=True),
        *(_text(name) for name in ("sha256", "name", "kind", "number", "title", "unit", "period", "text")),
        _number("added_by", nullable=True),
        _instant("added_at"),
        _instant("removed_at", nullable=True),
        _key("library_document", "id"),
        _one_of("library_document", "kind", "regulation", "report"),
        _reference("library_document", "office_id", "office"),
        _reference("library_document", "added_by", "person", "SET NULL"),
        sqlite_autoincrement=True,
    )
    _index("library_document", "office_id")
    _index("library_document", "added_by")
    own = "removed_at IS NULL AND office_id IS NOT NULL"
    shared = "removed_at IS NULL AND office_id IS NULL"
    _partial_index("library_document_own_unique", "library_document", ["office_id", "sha256"], own, unique=True)
    _partial_index("library_document_shared_unique", "library_document", ["sha256"], shared, unique=True)
