"""Drafts sent to be checked, private to their office and kept for the days it sets; kinds that it ignores.

It does not check anything and never opens a file.
Read next: `bot/storage/check_models.py`, `bot/flows/check.py`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final

from sqlalchemy import delete, select
from sqlalchemy.orm import Session, undefer

from bot.storage.check_models import CheckedDraftRow, IgnoredKindRow
from bot.storage.offices import OfficeSettings

KEPT_DAYS: Final = 7
"""How long drafts are kept where an office has not set anything."""
CHOICES_OF_DAYS: Final = (1, 7, 30)
_SETTING: Final = "drafts_kept_days"
_MOST_DRAFTS: Final = 20
"""Of one person: older ones make room, so that files do not fill the disk."""


@dataclass(frozen=True, slots=True)
class CheckedDraft:
    """A kept draft. `remarks` are JSON values as they were given."""

    id: int
    name: str
    kind: str
    judged_for: date
    text: str
    content: bytes
    remarks: tuple[dict[str, Any], ...]


class CheckedDrafts:
    """The drafts of one office."""

    def __init__(self, session: Session, office_id: int) -> None:
        self._session = session
        self._office_id = office_id

    def add(
        self,
        person_id: int,
        name: str,
        kind: str,
        judged_for: date,
        text: str,
        content: bytes,
        remarks: Sequence[dict[str, Any]],
        now: datetime,
    ) -> int:
        """Keeps a draft for as long as the office sets; its number. The person's oldest beyond twenty go."""
        row = CheckedDraftRow(
            office_id=self._office_id,
            person_id=person_id,
            name=name,
            kind=kind,
            judged_for=judged_for,
            text=text,
            content=content,
            remarks=list(remarks),
            created_at=now,
            expires_at=now + timedelta(days=self.kept_days),
        )
        self._session.add(row)
        self._session.flush()
        mine = CheckedDraftRow.person_id == person_id
        newest = select(CheckedDraftRow.id).where(mine).order_by(CheckedDraftRow.id.desc()).limit(_MOST_DRAFTS)
        kept = list(self._session.scalars(newest))
        self._session.execute(delete(CheckedDraftRow).where(mine, CheckedDraftRow.id.not_in(kept)))
        return row.id

    def get(self, draft_id: int, now: datetime) -> CheckedDraft | None:
        """One of them; None for another office's, a deleted or an expired one."""
        statement = (
            select(CheckedDraftRow)
            .where(
                CheckedDraftRow.id == draft_id,
                CheckedDraftRow.office_id == self._office_id,
                CheckedDraftRow.expires_at > now,
            )
            .options(undefer(CheckedDraftRow.text), undefer(CheckedDraftRow.content))
        )
        row = self._session.scalars(statement).one_or_none()
        if row is None:
            return None
        return CheckedDraft(row.id, row.name, row.kind, row.judged_for, row.text, row.content, tuple(row.remarks))

    def latest(self, person_id: int) -> int | None:
        """The number of the draft that a person sent last; None without one."""
        mine = (CheckedDraftRow.office_id == self._office_id, CheckedDraftRow.person_id == person_id)
        newest = select(CheckedDraftRow.id).where(*mine).order_by(CheckedDraftRow.id.desc()).limit(1)
        return self._session.scalar(newest)

    def remove(self, draft_id: int) -> bool:
        """Deletes one of them at once; whether there was one."""
        mine = (CheckedDraftRow.id == draft_id, CheckedDraftRow.office_id == self._office_id)
        there = self._session.scalar(select(CheckedDraftRow.id).where(*mine)) is not None
        self._session.execute(delete(CheckedDraftRow).where(*mine))
        return there

    @property
    def kept_days(self) -> int:
        """For how many days the office keeps drafts."""
        days = OfficeSettings(self._session, self._office_id).load().get(_SETTING, KEPT_DAYS)
        return days if days in CHOICES_OF_DAYS else KEPT_DAYS

    def keep_for(self, days: int) -> None:
        """Sets for how many days drafts are kept; those already kept go no later than that."""
        settings = OfficeSettings(self._session, self._office_id)
        settings.save({**settings.load(), _SETTING: days})
        mine = select(CheckedDraftRow).where(CheckedDraftRow.office_id == self._office_id)
        for row in self._session.scalars(mine):
            row.expires_at = min(row.expires_at, row.created_at + timedelta(days=days))


class IgnoredKinds:
    """What one office does not want to hear of."""

    def __init__(self, session: Session, office_id: int) -> None:
        self._session = session
        self._office_id = office_id

    def all(self) -> list[str]:
        """The kinds, in the order in which they were ignored."""
        mine = select(IgnoredKindRow.kind).where(IgnoredKindRow.office_id == self._office_id)
        return list(self._session.scalars(mine.order_by(IgnoredKindRow.ignored_at, IgnoredKindRow.kind)))

    def add(self, kind: str, person_id: int, now: datetime) -> None:
        """Ignores a kind from now on; nothing happens if it is ignored already."""
        if self._session.get(IgnoredKindRow, (self._office_id, kind)) is None:
            row = IgnoredKindRow(office_id=self._office_id, kind=kind, person_id=person_id, ignored_at=now)
            self._session.add(row)
            self._session.flush()

    def remove(self, kind: str) -> None:
        """Tells of a kind again."""
        mine = (IgnoredKindRow.office_id == self._office_id, IgnoredKindRow.kind == kind)
        self._session.execute(delete(IgnoredKindRow).where(*mine))


def forget_expired(session: Session, now: datetime) -> None:
    """Deletes every draft, of whatever office, whose time is over."""
    session.execute(delete(CheckedDraftRow).where(CheckedDraftRow.expires_at <= now))
