"""Where a person stands in a chat, as one JSON object that a flow defines.

It does not know what the state means. Another person's or another office's state is out of reach.
Read next: `bot/flows/`.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import delete
from sqlalchemy.orm import Session

from bot.storage.models import ConversationRow
from bot.storage.statements import upsert


class Conversations:
    """The conversations of one person in one office."""

    def __init__(self, session: Session, person_id: int, office_id: int) -> None:
        self._session = session
        self._person_id = person_id
        self._office_id = office_id

    def load(self, chat: str) -> dict[str, Any]:
        """The state saved last, an empty one before the first."""
        row = self._session.get(ConversationRow, (chat, self._person_id, self._office_id), populate_existing=True)
        return dict(row.state) if row else {}

    def save(self, chat: str, state: dict[str, Any], now: datetime) -> None:
        """Put this state (JSON values only) in place of the one before."""
        key = {"chat": chat, "person_id": self._person_id, "office_id": self._office_id}
        upsert(self._session, ConversationRow, key, {"state": state, "updated_at": now})

    def clear(self, chat: str) -> None:
        """Forget the state; nothing happens when there is none."""
        self._session.execute(
            delete(ConversationRow).where(
                ConversationRow.chat == chat,
                ConversationRow.person_id == self._person_id,
                ConversationRow.office_id == self._office_id,
            )
        )
