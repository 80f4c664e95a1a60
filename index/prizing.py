"""The prize money of the awards a question names, when it asks for money.

It must not know how a question is answered; it computes beside the answer.
Read next: `knowledge/prizes.py`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import date
from typing import Final

from knowledge.awards import AwardKind, awards
from knowledge.errors import InvalidAnswer
from knowledge.field import aspects, kinds
from knowledge.prizes import Prize, prize

MOST: Final = 6
"""Prizes shown beside one answer."""


def prizes_asked(question: str, named: Sequence[str], on: date) -> tuple[Prize, ...]:
    """What each award named (by slug) brings if it is decided on that day, to whom the question asks for.

    Without somebody named, to everybody who may receive it. Nothing when no money is asked for, and
    nothing for an award whose figure is not known for that day.
    """
    if "money" not in aspects(question):
        return ()
    return tuple(_prizes(question, named, on))[:MOST]


def _prizes(question: str, named: Sequence[str], on: date) -> Iterator[Prize]:
    wanted = {AwardKind(kind) for kind in kinds(question)}
    for slug in named:
        award = awards().get(slug)
        for kind in [kind for kind in award.kinds if kind in wanted] or award.kinds:
            with suppress(InvalidAnswer):
                yield prize(award, kind=kind, decided_on=on)
