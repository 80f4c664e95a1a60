"""The drafts of one office: answers as revisions, undone to any of them, never erased but by the officer.

It does not know what a question means and checks no answer: `knowledge/drafting/answers.py` does, before.
Read next: `bot/storage/draft_models.py`, `knowledge/drafting/kinds.py`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from bot.storage.draft_models import DraftAnswerRow, DraftRow


@dataclass(frozen=True, slots=True)
class KeptDraft:
    """A draft without its answers. `revision` is 0 before the first answer; `question` is where it stands, empty at
    the beginning; `finished_at` is when its document was last made, None before."""

    id: int
    kind: str
    outline: dict[str, Any]
    question: str
    revision: int
    begun_by: int | None
    begun_at: datetime
    changed_at: datetime
    finished_at: datetime | None


@dataclass(frozen=True, slots=True)
class Revision:
    """One change: which questions it answered or took back, who did it, when."""

    number: int
    questions: tuple[str, ...]
    by: int | None
    at: datetime


class Drafts:
    """What one office drafts. Another office's drafts are out of reach, whatever number is tried.

    Every method that changes a draft returns its new revision, or None when the office has no such draft.
    """

    def __init__(self, session: Session, office_id: int) -> None:
        self._session = session
        self._office_id = office_id

    def begin(self, kind: str, person_id: int, now: datetime, outline: Mapping[str, Any] | None = None) -> KeptDraft:
        """A new draft, beside any others."""
        row = DraftRow(
            office_id=self._office_id, begun_by=person_id, kind=kind, outline=dict(outline or {}), question="",
            revision=0, begun_at=now, changed_at=now,
        )  # fmt: skip
        self._session.add(row)
        self._session.flush()
        return _kept(row)

    def all(self) -> list[KeptDraft]:
        """All drafts of the office, the one changed last first."""
        order = (DraftRow.changed_at.desc(), DraftRow.id.desc())
        mine = select(DraftRow).where(DraftRow.office_id == self._office_id).order_by(*order)
        return [_kept(row) for row in self._session.scalars(mine)]

    def get(self, draft_id: int) -> KeptDraft | None:
        """One of them; None for anything else, whoever's it is."""
        row = self._row(draft_id)
        return _kept(row) if row else None

    def answers(self, draft_id: int, revision: int | None = None) -> dict[str, Any]:
        """Its answers as of a revision, by default the last: question key → stored value."""
        row = self._row(draft_id)
        if row is None:
            return {}
        rows = self._session.scalars(
            select(DraftAnswerRow)
            .where(DraftAnswerRow.draft_id == row.id, DraftAnswerRow.revision <= _last(row, revision))
            .order_by(DraftAnswerRow.revision)
        )
        latest = {each.question: each.value for each in rows}
        return {question: value["value"] for question, value in latest.items() if value}

    def answer(self, draft_id: int, answers: Mapping[str, Any], person_id: int, now: datetime) -> int | None:
        """Give these answers (checked values) as one revision; the ones before stay where they were."""
        return self._change(draft_id, {key: {"value": value} for key, value in answers.items()}, person_id, now)

    def take_back(self, draft_id: int, question: str, person_id: int, now: datetime) -> int | None:
        """The officer's own wish that a question be unanswered again; nothing else makes it so."""
        return self._change(draft_id, {question: {}}, person_id, now)

    def revert(self, draft_id: int, revision: int, person_id: int, now: datetime) -> int | None:
        """Make the answers what they were at that revision, as a new revision, so that this too can be undone."""
        row = self._row(draft_id)
        if row is None:
            return None
        before, after = self.answers(draft_id), self.answers(draft_id, revision)
        changed = {key for key in before.keys() | after.keys() if before.get(key) != after.get(key)}
        changed |= before.keys() ^ after.keys()
        values = {key: {"value": after[key]} if key in after else {} for key in sorted(changed)}
        return self._change(draft_id, values, person_id, now) if values else row.revision

    def revisions(self, draft_id: int) -> list[Revision]:
        """Its changes, the last first."""
        row = self._row(draft_id)
        if row is None:
            return []
        found: dict[int, Revision] = {}
        rows = select(DraftAnswerRow).where(DraftAnswerRow.draft_id == row.id)
        for each in self._session.scalars(rows.order_by(DraftAnswerRow.revision.desc(), DraftAnswerRow.id)):
            known = found.get(each.revision)
            questions = (*(known.questions if known else ()), each.question)
            found[each.revision] = Revision(each.revision, questions, each.answered_by, each.answered_at)
        return list(found.values())

    def stand_at(self, draft_id: int, question: str, now: datetime) -> None:
        """Remember where the interview stands, so that it goes on there days later and on another channel."""
        row = self._row(draft_id)
        if row:
            row.question, row.changed_at = question, now
            self._session.flush()

    def replan(self, draft_id: int, outline: Mapping[str, Any], now: datetime) -> None:
        """Ask for another part of the report, or follow another outline; every answer stays."""
        row = self._row(draft_id)
        if row:
            row.outline, row.changed_at = dict(outline), now
            self._session.flush()

    def finish(self, draft_id: int, now: datetime) -> None:
        """Note that its document was made; it can still be changed."""
        row = self._row(draft_id)
        if row:
            row.finished_at = row.changed_at = now
            self._session.flush()

    def earlier(self, draft_id: int) -> dict[str, Any]:
        """The answers of the office's report finished last, of the same kind if there is one; empty without any.

        They are suggestions (`knowledge/drafting/suggestions.py`), never answers of this draft.
        """
        row = self._row(draft_id)
        finished = [each for each in self.all() if each.finished_at and each.id != draft_id]
        if row is None or not finished:
            return {}
        finished.sort(key=lambda each: (each.kind == row.kind, each.finished_at), reverse=True)
        return self.answers(finished[0].id)

    def erase(self, draft_id: int) -> bool:
        """Forget the draft and all its answers, at the officer's wish; False when the office has no such draft."""
        row = self._row(draft_id)
        if row is None:
            return False
        self._session.execute(delete(DraftAnswerRow).where(DraftAnswerRow.draft_id == row.id))
        self._session.delete(row)
        self._session.flush()
        return True

    def _change(self, draft_id: int, values: Mapping[str, Any], person_id: int, now: datetime) -> int | None:
        row = self._row(draft_id)
        if row is None or not values:
            return row.revision if row else None
        row.revision, row.changed_at = row.revision + 1, now
        self._session.add_all(
            DraftAnswerRow(
                draft_id=row.id, revision=row.revision, question=question, value=value, answered_by=person_id,
                answered_at=now,
            )
            for question, value in values.items()
        )  # fmt: skip
        self._session.flush()
        return row.revision

    def _row(self, draft_id: int) -> DraftRow | None:
        """The draft's row, locked against a second change at the same time."""
        mine = select(DraftRow).where(DraftRow.id == draft_id, DraftRow.office_id == self._office_id)
        return self._session.scalars(mine.with_for_update()).one_or_none()


def _last(row: DraftRow, revision: int | None) -> int:
    return row.revision if revision is None else min(revision, row.revision)


def _kept(row: DraftRow) -> KeptDraft:
    return KeptDraft(**{name: getattr(row, name) for name in KeptDraft.__dataclass_fields__})
