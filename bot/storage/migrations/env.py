"""What Alembic runs to apply or to write steps, on the connection that `migrate.py` gives it.

It opens no database by itself and reads no settings.
Read next: `bot/storage/migrate.py`.
"""

from __future__ import annotations

from typing import Any, Literal

from alembic import context
from sqlalchemy.types import TypeDecorator

from bot.storage import check_models, draft_models, library_models, link_models, paper_models
from bot.storage.models import Base

TOPICS = (check_models, draft_models, library_models, link_models, paper_models)
"""Modules with tables of their own: imported, so that the metadata is complete."""


def _plain_type(kind: str, value: Any, _: Any) -> str | Literal[False]:
    """A step names the column's own type: our classes may change after it was written."""
    return f"sa.{value.impl!r}" if kind == "type" and isinstance(value, TypeDecorator) else False


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    render_as_batch=True,
    render_item=_plain_type,
    compare_type=True,
)
with context.begin_transaction():
    context.run_migrations()
