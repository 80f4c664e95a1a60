"""Drafts sent to be checked, and kinds of findings that offices do not want to hear of.

It must not import models: they change, this step does not. Steps only go forward: going back would lose data.
Read next: `bot/storage/migrate.py`.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "checks"
down_revision = "drafts"


def upgrade() -> None:
    """Apply the step."""
    _drafts()
    _ignored_kinds()


def _drafts() -> None:
    op.create_table(
        "checked_draft",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("office_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("judged_for", sa.Date(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("remarks", sa.JSON(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["office_id"], ["office.id"], name=op.f("checked_draft_office_id_reference"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("checked_draft_person_id_reference"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("checked_draft_key")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("checked_draft", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("checked_draft_expires_at_index"), ["expires_at"], unique=False)
        batch_op.create_index(batch_op.f("checked_draft_office_id_index"), ["office_id"], unique=False)
        batch_op.create_index(batch_op.f("checked_draft_person_id_index"), ["person_id"], unique=False)


def _ignored_kinds() -> None:
    op.create_table(
        "ignored_kind",
        sa.Column("office_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("ignored_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["office_id"], ["office.id"], name=op.f("ignored_kind_office_id_reference"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("ignored_kind_person_id_reference"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("office_id", "kind", name=op.f("ignored_kind_key")),
    )
    with op.batch_alter_table("ignored_kind", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ignored_kind_person_id_index"), ["person_id"], unique=False)
