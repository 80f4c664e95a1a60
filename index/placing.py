"""From places in the text that was read to places in the paragraphs it was read from, and back.

It must not know formats nor findings: letters are matched in order, white space does not count.
Read next: `index/marking.py`, which puts notes at those places.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from knowledge.text import normalise

_CLUSTER: Final = re.compile(r"[^\s\u0300-\u036f][\u0300-\u036f]{0,6}")


@dataclass(frozen=True, slots=True)
class Spot:
    """A range of characters inside one paragraph."""

    paragraph: int
    start: int
    end: int


class Placing:
    """Where each paragraph stands in the text; a paragraph that reading changed too much stands nowhere."""

    def __init__(self, text: str, paragraphs: Sequence[str]) -> None:
        self._text = _Letters.of(text)
        self._paragraphs = [_Letters.of(paragraph) for paragraph in paragraphs]
        self._first: list[int] = []
        cursor = 0
        for paragraph in self._paragraphs:
            found = self._text.letters.find(paragraph.letters, cursor) if paragraph.letters else -1
            self._first.append(found)
            if found >= 0:
                cursor = found + len(paragraph.letters)
        self._found = sorted((first, place) for place, first in enumerate(self._first) if first >= 0)

    def range_of(self, paragraph: int) -> tuple[int, int]:
        """The range of a paragraph in the text, (0, 0) where it was not found."""
        first, count = self._first[paragraph], len(self._paragraphs[paragraph].letters)
        if first < 0 or not count:
            return 0, 0
        return self._text.starts[first], self._text.ends[first + count - 1]

    def spot(self, start: int, end: int) -> Spot | None:
        """The part of a range of the text that lies in the paragraph it begins in; None if in none."""
        at = bisect_right(self._text.ends, start)
        if at == len(self._text.ends) or self._text.starts[at] >= end:
            at -= 1  # white space alone belongs to the letter before it
        place = bisect_right(self._found, (at, len(self._first))) - 1
        if at < 0 or place < 0:
            return None
        first, paragraph = self._found[place]
        own = self._paragraphs[paragraph]
        if at - first >= len(own.letters):
            return None
        begin, finish = self._boundary(first, own, start), self._boundary(first, own, end)
        return Spot(paragraph, begin, finish) if finish > begin else None

    def _boundary(self, first: int, own: _Letters, offset: int) -> int:
        """Where a boundary of the text lies in a paragraph whose letters begin with number `first`."""
        at = bisect_right(self._text.starts, offset) - 1  # the last letter that begins at or before it
        if at < first:
            return own.starts[0]
        if at - first >= len(own.letters):
            return own.ends[-1]
        if self._text.starts[at] == offset:
            return own.starts[at - first]
        if offset <= self._text.ends[at]:
            return own.ends[at - first]
        behind = own.ends[at - first] + offset - self._text.ends[at]
        return min(behind, own.starts[at - first + 1]) if at - first + 1 < len(own.starts) else own.ends[-1]


@dataclass(frozen=True, slots=True)
class _Letters:
    """A text without white space in its normal form, and where each of its letters begins and ends."""

    letters: str
    starts: list[int]
    ends: list[int]

    @classmethod
    def of(cls, text: str) -> _Letters:
        found: list[str] = []
        starts: list[int] = []
        ends: list[int] = []
        for cluster in _CLUSTER.finditer(text):
            shown = normalise(cluster[0])
            found.append(shown)
            starts.extend([cluster.start()] * len(shown))
            ends.extend([cluster.end()] * len(shown))
        return cls("".join(found), starts, ends)
