"""What follows a change of the library: the index is built, whoever made the change is told, old answers are compared.

It must not hold a transaction while it builds. Killed anywhere, it does the rest next time, and nothing twice.
Read next: `bot/storage/library_changes.py` (what is to do), `bot/outdated.py` (comparing), `bot/assistant.py`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.assistant import Assistant
from bot.flows.receipts import outdated_notice
from bot.messages import Reply
from bot.outbox import enqueue
from bot.outdated import Outdated, outdated_answers
from bot.storage.engine import Store
from bot.storage.library_changes import (
    Change,
    changes_waiting,
    finish_changes,
    remember_review,
    reviewed_generation,
)
from bot.storage.models import IdentityRow, MembershipRow, OfficeRow
from bot.storage.papers import forget_old_papers
from bot.storage.proposals import forget_old_proposals
from bot.storage.receipts import mark_outdated
from bot.texts import text


class Renewal:
    """Brings the index up to the library, in any process; several at once do no harm."""

    def __init__(self, store: Store, assistant: Assistant) -> None:
        self._store = store
        self._assistant = assistant

    def run(self, now: datetime) -> bool:
        """Does what is to do; whether there was anything. Cheap when there was not.

        Raises IndexProblem when the index cannot be built or opened.
        """
        with self._store.read() as session:
            waiting, reviewed = changes_waiting(session), reviewed_generation(session)
        if waiting:
            self._assistant.build(now)
        current = self._assistant.generations.current()
        if not waiting and current in (None, reviewed):
            return False
        found: list[Outdated] = []
        if current is not None and current != reviewed:
            with self._store.read() as session:
                found = outdated_answers(session, self._assistant.answerer(), current)
        with self._store.begin() as session:
            if current is not None:
                remember_review(session, current, now)
            _tell_who_changed(session, finish_changes(session, waiting, now), now)
            _tell_who_asked(session, found, now)
        return bool(waiting or found)

    def tidy(self, now: datetime) -> None:
        """Forgets files and proposals that nobody came back to."""
        with self._store.begin() as session:
            forget_old_papers(session, now)
            forget_old_proposals(session, now)


def _tell_who_changed(session: Session, changes: Sequence[Change], now: datetime) -> None:
    by_person: dict[int, list[Change]] = defaultdict(list)
    for change in changes:
        if change.person_id is not None:
            by_person[change.person_id].append(change)
    for person_id, theirs in by_person.items():
        _tell(session, person_id, Reply(text("library.ready", changes=theirs)), now)


def _tell_who_asked(session: Session, found: Sequence[Outdated], now: datetime) -> None:
    """One message a person and office, whatever the number of answers; members of the office only."""
    changes: Mapping[int, Mapping[str, str]] = {one.asked.receipt.id: one.changes for one in found}
    new = mark_outdated(session, changes, now)
    by_asker: dict[tuple[int, int], list[Outdated]] = defaultdict(list)
    for one in found:
        if one.asked.receipt.id in new:
            by_asker[one.asked.person_id, one.asked.office_id].append(one)
    for (person_id, office_id), theirs in by_asker.items():
        office = session.scalar(
            select(OfficeRow.name)
            .join(MembershipRow, MembershipRow.office_id == OfficeRow.id)
            .where(OfficeRow.id == office_id, MembershipRow.person_id == person_id)
        )
        if office is not None:
            answers = [(one.asked.receipt, one.changes) for one in theirs]
            _tell(session, person_id, outdated_notice(answers, office), now)


def _tell(session: Session, person_id: int, reply: Reply, now: datetime) -> None:
    """In private: a person's own chat is named as the person is."""
    for chat in session.scalars(select(IdentityRow.key).where(IdentityRow.person_id == person_id)).all():
        enqueue(session, chat, [reply], now)
