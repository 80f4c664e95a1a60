"""Syllables that Vietnamese cannot have: «đươc», «viêc», «nghành», «ngừơi» are slips whatever they stand for.

It must not judge words that exist; it tells one that cannot be from two without their space.
Read next: `knowledge/checks/spelling.py`, which knows words.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Final

from knowledge.checks.draft import Draft
from knowledge.checks.findings import Finding, Severity
from knowledge.checks.spelling import spelling
from knowledge.syllables import is_syllable

_LOANS: Final = frozenset(
    {"kilôgam", "kilômét", "milimét", "xentimét", "mililít", "êke", "kêpi", "côca", "ôtô", "rađiô"}
)
_LONGEST: Final = 24


def check_syllables(draft: Draft) -> Iterator[Finding]:
    """Small words with marks that are no Vietnamese syllable, or two of them; names are let be."""
    for word, start in draft.words:
        if start >= draft.body_end:
            return
        if len(word) > _LONGEST or not (word.isalpha() and word.islower()):
            continue
        apart = _clung().get(word)
        if apart is None and (word.isascii() or is_syllable(word) or word in _LOANS):
            continue
        end = start + len(word)
        apart = apart or _two_syllables(word)
        if apart:
            yield draft.finding("joined", Severity.ERROR, start, end, apart, False, words=word, right=apart)
        elif len(word) > 1:
            yield draft.finding("syllable_odd", Severity.ERROR, start, end, wrong=word)


@cache
def _clung() -> dict[str, str]:
    """Known words as they look without their space («thamgia»), where that is no syllable itself."""
    joined = {one + two: f"{one} {two}" for one, two in spelling().company}
    return {word: apart for word, apart in joined.items() if not is_syllable(word)}


def _two_syllables(word: str) -> str | None:
    """The one way to read the word as two syllables."""
    cuts = [cut for cut in range(2, len(word) - 1) if is_syllable(word[:cut]) and is_syllable(word[cut:])]
    return f"{word[: cuts[-1]]} {word[cuts[-1] :]}" if cuts else None
