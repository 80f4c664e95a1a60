"""A text laid out for matching dates: lower case, one space between words, every place traced back.

It does not know what a date looks like.
Read next: `knowledge/dating/atoms.py`, the smallest things found on a sheet.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from knowledge.citing.text import PARAGRAPH, Reading
from knowledge.text import fold, is_folded

_LONGEST_SIDE: Final = 400
# A full stop ends a sentence unless it abbreviates («TP. Huế») or numbers («1. Sở Nội vụ»).
_STOP: Final = re.compile(rf"[;?!{PARAGRAPH}]|[.](?=[ \n]|$)")
_ABBREVIATION: Final = re.compile(
    r"(?<![a-z0-9])(?:tp|tx|tt|ts|ths|gs|pgs|bs|kt|tm|tl|q|mr|[a-z])$|(?:^|(?<=\n)|(?<=[.;:] ))[0-9]{1,2}$"
)
_NEW_ITEM: Final = re.compile(r"\n(?=[-+*•][ ]?|[0-9]{1,2}[.)]|[a-z]{1,2}\)|\([0-9a-z]{1,4}\)|[ivx]{1,4}\.)")
_ENDED_LINE: Final = re.compile(r"(?<=[.;:!?])\n")


class Phrase:
    """A pattern written in Vietnamese with tone marks, for sheets with tone marks and without.

    Spaces in it stand for one space; everything is lower case. `without_marks` is the pattern for sheets without
    them, where some words would be taken for others; it is written with tone marks all the same.
    """

    __slots__ = ("folded", "marked")

    def __init__(self, pattern: str, without_marks: str = "") -> None:
        self.marked: Final = re.compile(pattern)
        self.folded: Final = re.compile(fold(without_marks or pattern))

    def of(self, sheet: Sheet) -> re.Pattern[str]:
        """The pattern to use on this sheet."""
        return self.folded if sheet.is_folded else self.marked


@dataclass(frozen=True)
class Sheet:
    """A text to match phrases on.

    `view` is lower case with single spaces (a line break is a space, an empty line stays a paragraph mark),
    without tone marks when the text has none; `plain` is the same length, never has tone marks and keeps
    line breaks. `text` is what was given.
    """

    text: str
    view: str
    plain: str
    is_folded: bool
    reading: Reading

    @classmethod
    def of(cls, text: str) -> Sheet:
        """The sheet of a text in any normal form."""
        reading = Reading.of(text)
        folded = is_folded(reading.marked)
        letters = reading.plain if folded else map(_lower, reading.marked, reading.plain)
        return cls(text, "".join(letters).replace("\n", " "), reading.plain, folded, reading)

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The range in the given text of a range here, without white space at its edges."""
        first, last = self.reading.span(start, end)
        while first < last and self.text[first].isspace():
            first += 1
        while last > first and self.text[last - 1].isspace():
            last -= 1
        return first, last

    def place(self, offset: int) -> int:
        """The place here of an offset in the given text."""
        return bisect_left(self.reading.starts, offset)

    def written(self, start: int, end: int) -> str:
        """What stands there, as written, on one line."""
        return self.reading.written(start, end).strip()

    def match(self, phrase: Phrase, start: int) -> re.Match[str] | None:
        """The phrase at this very place."""
        return phrase.of(self).match(self.view, start)

    def before(self, phrase: Phrase, end: int, reach: int = 90) -> re.Match[str] | None:
        """The phrase that ends at `end`; it closes with «$» and lies within `reach` places."""
        return phrase.of(self).search(self.view, max(0, end - reach), end)

    def within(self, phrase: Phrase, start: int, end: int) -> re.Match[str] | None:
        """The first such phrase in a range."""
        return phrase.of(self).search(self.view, start, end)

    @cached_property
    def _breaks(self) -> list[int]:
        """Where sentences and list items end, in order."""
        found = [match.end() for match in _NEW_ITEM.finditer(self.plain)]
        found += [match.end() for match in _ENDED_LINE.finditer(self.plain)]
        for match in _STOP.finditer(self.plain):
            stop = match.start()
            if match[0] != "." or not _ABBREVIATION.search(self.plain, max(0, stop - 5), stop):
                found.append(match.end())
        return sorted(found)

    def sentence(self, start: int, end: int, reach: int = _LONGEST_SIDE) -> tuple[int, int]:
        """The sentence or list item around a range, at most `reach` places to each side."""
        before = bisect_right(self._breaks, start) - 1
        after = bisect_left(self._breaks, end)
        first = self._breaks[before] if before >= 0 else 0
        last = self._breaks[after] if after < len(self._breaks) else len(self.view)
        return max(first, start - reach), max(end, min(last, end + reach))


def _lower(marked: str, plain: str) -> str:
    if not marked.isalpha():
        return plain
    lowered = marked.lower()
    return lowered if len(lowered) == 1 else plain
