"""What an earlier report of the office offers a new one: names as they are, figures only with a mark.

It changes no answer: a suggestion becomes one when the officer takes it.
Read next: `knowledge/drafting/models.py` (`Carry`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from knowledge.drafting.answers import Answers, Value, check_answer
from knowledge.drafting.kinds import ReportKind
from knowledge.drafting.models import Carry
from knowledge.errors import InvalidAnswer


@dataclass(frozen=True, slots=True)
class Suggestion:
    """An answer from an earlier report. `stale` says that it is a figure of another time: shown with its source,
    never taken over unasked."""

    value: Value
    stale: bool


def suggestions(kind: ReportKind, earlier: Answers) -> Mapping[str, Suggestion]:
    """What the answers of an earlier report, of this or another kind, offer to the questions of this one."""
    offered = {}
    for key, question in kind.questions.items():
        source = question.earlier or key
        if question.carry is Carry.NO or source not in earlier:
            continue
        try:
            value = check_answer(question, earlier[source])
        except InvalidAnswer:
            continue
        offered[key] = Suggestion(value, question.carry is Carry.STALE)
    return offered
