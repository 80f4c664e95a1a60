"""When a question names a family of awards («bằng khen») and not which: those it may mean.

It must not answer; it offers the choice.
Read next: `knowledge/awards.py`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from index.following import cut
from knowledge.awards import Award, awards

MOST: Final = 6
"""Choices a person can take in at once; a larger family is asked about in words."""


def choices(question: str, named: Sequence[str]) -> tuple[Award, ...]:
    """The awards that a question may mean by the family it names; none when it names one of them, or no family."""
    family = "" if named else awards().family(question)
    found = awards().candidates(family) if family else ()
    return found if 1 < len(found) <= MOST else ()


def chosen(question: str, slug: str) -> str:
    """The question with that award in the place of its family. Raises InvalidAnswer for no award."""
    award = awards().get(slug)
    return f"{award.name} {cut(question, (awards().family(question),))}".strip()
