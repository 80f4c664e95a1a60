"""Answered questions, so that an officer can show what was said and on what it rested, and judge it.

It does not answer and does not understand an answer: it keeps one JSON object.
Read next: `index/answers.py`, which makes answers; `bot/flows/`, which keep them here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final, Literal

from sqlalchemy import exists, insert, select
from sqlalchemy.orm import Session

from bot.storage.library_models import OutdatedReceiptRow
from bot.storage.models import FeedbackRow, ReceiptRow
from bot.storage.statements import serialise, upsert

Verdict = Literal["helpful", "wrong"]
_AT_ONCE: Final = 500
"""Numbers in one statement: a database takes so many."""


@dataclass(frozen=True, slots=True)
class Receipt:
    """An answered question. `as_of` is the day the law was read for; `generation` names the index it came from."""

    id: int
    asked_at: datetime
    question: str
    as_of: date
    generation: str
    answer: dict[str, Any]
    status: str


@dataclass(frozen=True, slots=True)
class Asked:
    """A receipt, with whose it is."""

    receipt: Receipt
    person_id: int
    office_id: int


class Receipts:
    """The receipts of one person in one office."""

    def __init__(self, session: Session, person_id: int, office_id: int) -> None:
        self._session = session
        self._person_id = person_id
        self._office_id = office_id
        self._own = (ReceiptRow.person_id == person_id, ReceiptRow.office_id == office_id)

    def add(
        self, question: str, answer: dict[str, Any], *, status: str, as_of: date, generation: str, now: datetime
    ) -> int:
        """Keep an answer (JSON values only); returns the number of its receipt."""
        row = ReceiptRow(
            person_id=self._person_id,
            office_id=self._office_id,
            asked_at=now,
            question=question,
            as_of=as_of,
            generation=generation,
            answer=answer,
            status=status,
        )
        self._session.add(row)
        self._session.flush()
        return row.id

    def get(self, receipt_id: int) -> Receipt | None:
        """One of the person's receipts; None for anything else, whoever's it is."""
        row = self._session.scalars(select(ReceiptRow).where(ReceiptRow.id == receipt_id, *self._own)).one_or_none()
        return _receipt(row) if row else None

    def latest(self, limit: int) -> list[Receipt]:
        """At most `limit` receipts, newest first."""
        statement = select(ReceiptRow).where(*self._own).order_by(ReceiptRow.id.desc()).limit(limit)
        return [_receipt(row) for row in self._session.scalars(statement)]

    def changes(self, receipt_id: int) -> dict[str, str]:
        """How the grounds of one of the person's answers have changed since, by provision; empty when they have not."""
        row = self._session.get(OutdatedReceiptRow, receipt_id) if self.get(receipt_id) else None
        return dict(row.changes) if row else {}

    def judge(self, receipt_id: int, verdict: Verdict, now: datetime, comment: str = "") -> bool:
        """Keep the person's verdict in place of an earlier one; False when the receipt is not theirs."""
        if self.get(receipt_id) is None:
            return False
        key = {"receipt_id": receipt_id, "person_id": self._person_id}
        upsert(self._session, FeedbackRow, key, {"verdict": verdict, "comment": comment, "at": now})
        return True


def answers_of_everyone(session: Session, generation: str) -> Iterator[Asked]:
    """Administrative: every answer from another generation that is not known to be outdated, oldest first."""
    known = exists().where(OutdatedReceiptRow.receipt_id == ReceiptRow.id)
    statement = (
        select(ReceiptRow)
        .where(ReceiptRow.status == "answered", ReceiptRow.generation != generation, ~known)
        .order_by(ReceiptRow.id)
        .execution_options(yield_per=200)
    )
    for row in session.scalars(statement):
        yield Asked(_receipt(row), row.person_id, row.office_id)


def mark_outdated(session: Session, changes: Mapping[int, Mapping[str, str]], now: datetime) -> set[int]:
    """Administrative: the grounds of these receipts have changed, by provision; returns those nobody knew of."""
    serialise(session, "outdated")
    new: set[int] = set()
    for start in range(0, len(changes), _AT_ONCE):
        some = list(changes)[start : start + _AT_ONCE]
        known = exists().where(OutdatedReceiptRow.receipt_id == ReceiptRow.id)
        new |= set(session.scalars(select(ReceiptRow.id).where(ReceiptRow.id.in_(some), ~known)))
    rows = [{"receipt_id": number, "changes": dict(changes[number]), "found_at": now} for number in sorted(new)]
    if rows:
        session.execute(insert(OutdatedReceiptRow), rows)
    return new


def _receipt(row: ReceiptRow) -> Receipt:
    return Receipt(row.id, row.asked_at, row.question, row.as_of, row.generation, row.answer, row.status)
