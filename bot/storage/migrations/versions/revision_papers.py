"""Files that wait until the person who sent them says what they are for.

It must not import models: they change, this step does not. Steps only go forward: going back would lose data.
Read next: `bot/storage/migrate.py`.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "papers"
down_revision = "0001"


def upgrade() -> None:
    """Apply the step."""
    op.create_table(
        "paper",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("office_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("details", sa.JSON(), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["office_id"], ["office.id"], name=op.f("paper_office_id_reference"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("paper_person_id_reference"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("paper_key")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("paper", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("paper_office_id_index"), ["office_id"], unique=False)
        batch_op.create_index(batch_op.f("paper_person_id_index"), ["person_id"], unique=False)
        batch_op.create_index(batch_op.f("paper_received_at_index"), ["received_at"], unique=False)
