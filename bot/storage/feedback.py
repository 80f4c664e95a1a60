"""What officers said of answers, for the maintainer: no names, no numbers of telephones.

It must not say whose an answer was, nor of which office.
Read next: `bot/storage/receipts.py`, where verdicts are kept; `bot/cli/feedback.py`, which writes them to a file.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.storage.models import FeedbackRow, OfficeRow, PersonRow, ReceiptRow
from knowledge.text import fold, normalise

BLANK: Final = "[…]"
_UNIT: Final = re.compile(r"\b(?:xa|phuong|thi tran|dac khu) \S.*")
_TELEPHONE: Final = re.compile(r"\d(?:[ .-]?\d){8,}")


def judged_answers(session: Session) -> Iterator[dict[str, Any]]:
    """Administrative: every answer with a verdict, oldest first, as JSON values.

    `provisions` are ids. The names of people and offices of this installation, where they have more than one
    word, and long numbers are blanked out of what was written.
    """
    hidden = _names(session)
    statement = (
        select(ReceiptRow, FeedbackRow)
        .join(FeedbackRow, FeedbackRow.receipt_id == ReceiptRow.id)
        .order_by(ReceiptRow.id, FeedbackRow.at)
    )
    for receipt, feedback in session.execute(statement):
        yield {
            "question": _without(receipt.question, hidden),
            "as_of": receipt.as_of.isoformat(),
            "generation": receipt.generation,
            "provisions": [row["id"] for row in receipt.answer.get("provisions", [])],
            "status": receipt.status,
            "verdict": feedback.verdict,
            "comment": _without(feedback.comment, hidden),
        }


def _names(session: Session) -> re.Pattern[str]:
    """The names of people and offices, and of each office's commune or ward, however they are typed."""
    names = [
        _plain(name) for name in (*session.scalars(select(PersonRow.name)), *session.scalars(select(OfficeRow.name)))
    ]
    names += [unit[0] for name in names if (unit := _UNIT.search(name))]
    several = sorted({name for name in names if " " in name}, key=len, reverse=True)
    return re.compile(rf"\b(?:{_alternatives(several)})\b") if several else re.compile(r"(?!)")


def _alternatives(names: Iterable[str]) -> str:
    return "|".join(map(re.escape, names))


def _plain(text: str) -> str:
    return " ".join(fold(normalise(text)).casefold().split())


def _without(text: str, hidden: re.Pattern[str]) -> str:
    written = " ".join(normalise(text).split())
    plain = _plain(written)
    if len(plain) != len(written):
        # A sign that folds into several: then better the folded text than a name.
        written = plain
    for found in reversed(list(hidden.finditer(plain))):
        written = written[: found.start()] + BLANK + written[found.end() :]
    return _TELEPHONE.sub(BLANK, written)
