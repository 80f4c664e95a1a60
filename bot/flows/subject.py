"""What is being talked about: a question completed with the subject of those before, and its day.

It must not search for an answer nor word one; it reads the question and keeps the subject a while.
Read next: `index/following.py` (completing), `knowledge/dating/as_of.py` (days), `bot/flows/ask.py`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from bot.flows.turn import Turn
from index.answers import Answer, AnswerStatus
from index.following import continued
from knowledge.dates import Precision, read_as_of

_SUBJECT: Final = "subject"
"""Key of the conversation's state: what further questions go on with, since when, for which day."""
_KEPT: Final = timedelta(minutes=30)
_EARLIEST: Final = date(2004, 7, 1)
"""The first law on emulation and commendation; a day before it dates a deed, not the law asked about."""


@dataclass(frozen=True, slots=True)
class Subject:
    """A question as it is answered: its text, its day (None: today), what the next one goes on with."""

    text: str
    day: date | None
    kept: str


def subject_of(turn: Turn, asked: str) -> Subject:
    """The question completed, where it leaves its subject out and one was talked about a moment ago."""
    day = day_asked(asked, turn.today)
    before, since, earlier = turn.state.get(_SUBJECT, ("", "", ""))
    alone = Subject(asked, day, "")
    if not before or turn.now - datetime.fromisoformat(since) > _KEPT:
        return alone
    answerer = turn.assistant.answerer()
    found = continued(before, answerer.spelled(asked))
    if found is None:
        return alone
    if not found.is_certain:
        by_itself = answerer.ask(asked, turn.scope(day))
        if by_itself.neighbour:
            return alone
        together = answerer.ask(found.question, turn.scope(day))
        if by_itself.status is AnswerStatus.ANSWERED and by_itself.confidence >= together.confidence:
            return alone
    same_day = date.fromisoformat(earlier) if earlier else None
    return Subject(found.question, day or same_day, found.kept)


def remember(turn: Turn, subject: Subject, answer: Answer) -> None:
    """Keeps the subject for the questions that follow; what is no question of the field changes nothing."""
    if answer.status is not AnswerStatus.OUT_OF_SCOPE:
        day = subject.day.isoformat() if subject.day else ""
        turn.state[_SUBJECT] = [subject.kept or answer.understood, turn.now.isoformat(), day]


def day_asked(text: str, today: date) -> date | None:
    """The day whose law is asked about, when the text names one; a year of merit is none."""
    found = read_as_of(text, today=today)
    if found is None or found.day < _EARLIEST or found.precision is Precision.NOW:
        return None
    return found.day
