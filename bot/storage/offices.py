"""An office's own settings, one JSON object.

It does not know what a setting means; another office's settings are out of reach.
Read next: `bot/access.py`, which makes offices and their members.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from bot.storage.models import OfficeRow


class OfficeSettings:
    """The settings of one office."""

    def __init__(self, session: Session, office_id: int) -> None:
        self._session = session
        self._office_id = office_id

    def load(self) -> dict[str, Any]:
        """The settings saved last, an empty object before the first."""
        settings = self._session.scalar(select(OfficeRow.settings).where(OfficeRow.id == self._office_id))
        return dict(settings or {})

    def save(self, settings: dict[str, Any]) -> None:
        """Put these settings (JSON values only) in place of those before."""
        self._session.execute(update(OfficeRow).where(OfficeRow.id == self._office_id).values(settings=settings))
