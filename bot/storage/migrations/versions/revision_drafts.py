"""Drafts of reports and every answer they were given.

It must not import models: they change, this step does not. Steps only go forward: going back would lose data.
Read next: `bot/storage/migrate.py`.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "drafts"
down_revision = "library"

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Apply the step."""
    _drafts()
    _answers()


def _drafts() -> None:
    op.create_table(
        "draft",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("office_id", NUMBER, nullable=False),
        sa.Column("begun_by", NUMBER, nullable=True),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("outline", sa.JSON(), nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("revision", NUMBER, nullable=False),
        sa.Column("begun_at", INSTANT, nullable=False),
        sa.Column("changed_at", INSTANT, nullable=False),
        sa.Column("finished_at", INSTANT, nullable=True),
        sa.ForeignKeyConstraint(["begun_by"], ["person.id"], name="draft_begun_by_reference", ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name="draft_office_id_reference", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="draft_key"),
        sqlite_autoincrement=True,
    )
    op.create_index("draft_begun_by_index", "draft", ["begun_by"])
    op.create_index("draft_office_id_index", "draft", ["office_id"])


def _answers() -> None:
    person, draft = "draft_answer_answered_by_reference", "draft_answer_draft_id_reference"
    op.create_table(
        "draft_answer",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("draft_id", NUMBER, nullable=False),
        sa.Column("revision", NUMBER, nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("value", sa.JSON(), nullable=False),
        sa.Column("answered_by", NUMBER, nullable=True),
        sa.Column("answered_at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(["answered_by"], ["person.id"], name=person, ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["draft_id"], ["draft.id"], name=draft, ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="draft_answer_key"),
        sa.UniqueConstraint("draft_id", "revision", "question", name="draft_answer_draft_id_unique"),
        sqlite_autoincrement=True,
    )
    op.create_index("draft_answer_answered_by_index", "draft_answer", ["answered_by"])
