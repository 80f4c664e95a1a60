"""What surrounds the library: proposals, changes the index must follow, answers they outdate.

It must not import models: they change, this step does not. Steps only go forward: going back would lose data.
Read next: `bot/storage/migrate.py`.
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "library"
down_revision = "papers"

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Apply the step."""
    _proposals()
    _changes()
    op.create_table(
        "index_review",
        _text("name"),
        _text("generation"),
        _instant("at"),
        sa.PrimaryKeyConstraint("name", name=op.f("index_review_key")),
    )
    op.create_table(
        "outdated_receipt",
        _number("receipt_id"),
        sa.Column("changes", sa.JSON(), nullable=False),
        _instant("found_at"),
        _reference("outdated_receipt", "receipt_id", "receipt"),
        sa.PrimaryKeyConstraint("receipt_id", name=op.f("outdated_receipt_key")),
    )


def _text(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), nullable=False)


def _number(name: str, *, nullable: bool = False) -> sa.Column[int]:
    return sa.Column(name, NUMBER, nullable=nullable)


def _instant(name: str, *, nullable: bool = False) -> sa.Column[Any]:
    return sa.Column(name, INSTANT, nullable=nullable)


def _reference(table: str, column: str, target: str, ondelete: str = "CASCADE") -> sa.ForeignKeyConstraint:
    name = op.f(f"{table}_{column}_reference")
    return sa.ForeignKeyConstraint([column], [f"{target}.id"], name=name, ondelete=ondelete)


def _one_of(table: str, column: str, *values: str) -> sa.CheckConstraint:
    listed = ", ".join(f"'{value}'" for value in values)
    return sa.CheckConstraint(f"{column} IN ({listed})", name=op.f(f"{table}_{column}_check"))


def _index(table: str, column: str) -> None:
    op.create_index(op.f(f"{table}_{column}_index"), table, [column])


def _proposals() -> None:
    table = "library_proposal"
    op.create_table(
        table,
        _number("id"),
        _number("office_id"),
        _number("person_id"),
        _text("name"),
        _text("sha256"),
        _text("kind"),
        _text("text"),
        sa.Column("is_scan", sa.Boolean(), nullable=False),
        _number("replaces", nullable=True),
        _instant("proposed_at"),
        _one_of(table, "kind", "", "regulation", "report"),
        _reference(table, "office_id", "office"),
        _reference(table, "person_id", "person"),
        _reference(table, "replaces", "library_document", "SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f(f"{table}_key")),
        sqlite_autoincrement=True,
    )
    for column in ("office_id", "person_id", "replaces", "proposed_at"):
        _index(table, column)


def _changes() -> None:
    table = "library_change"
    op.create_table(
        table,
        _number("id"),
        _number("document_id"),
        _number("person_id", nullable=True),
        _text("action"),
        _instant("at"),
        _instant("done_at", nullable=True),
        _one_of(table, "action", "added", "removed"),
        _reference(table, "document_id", "library_document"),
        _reference(table, "person_id", "person", "SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f(f"{table}_key")),
        sqlite_autoincrement=True,
    )
    _index(table, "document_id")
    _index(table, "person_id")
    waiting = sa.text("done_at IS NULL")
    op.create_index(f"{table}_unfinished_index", table, ["id"], sqlite_where=waiting, postgresql_where=waiting)
