"""The clauses and points of one article: their labels and their exact places.

It knows nothing of headings above the article, nor of other articles.
Read next: `knowledge/structure.py`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from knowledge.layout.lines import CAPITAL, Line
from knowledge.provisions import label_order

_MARKUP: Final = r"[#>*_|\s]{0,12}"
_CLAUSE: Final = re.compile(_MARKUP + r"(\d{1,3}[a-zđ]?)\s?\.(?:\s?\[\d{1,3}\])?(?![\d.])[*_\s]{0,6}")
_POINT: Final = re.compile(_MARKUP + r"([a-zđ]\d?)\s?\)(?:\s?\[\d{1,3}\])?[*_\s]{0,6}")
_INLINE_POINT: Final = re.compile(rf"[:;.]\s{{1,3}}(?=([a-zđ])\)\s{{1,3}}[{CAPITAL}“\"])")

# Points follow the Vietnamese alphabet; texts differ only in whether they use these letters.
_ALPHABET: Final = "abcdđefghijklmnopqrstuvwxyz"
_OPTIONAL: Final = frozenset("đfjwz")


@dataclass(frozen=True, slots=True)
class PointSpan:
    """A điểm: its label as written («đ»), and the range from the label to the end of its words."""

    label: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class ClauseSpan:
    """A khoản: its label as written («2a»), its range from the label on, and the points inside it."""

    label: str
    start: int
    end: int
    points: tuple[PointSpan, ...]


@dataclass(frozen=True, slots=True)
class Stretch:
    """A piece of an article's words: a line, or the part of it outside editorial notes."""

    line: Line
    start: int
    end: int
    quoted: bool = False
    after_note: bool = False
    """Whether an editorial note stands between this stretch and the one before."""


@dataclass
class _Point:
    label: str
    start: int
    end: int


@dataclass
class _Clause:
    label: str
    start: int
    end: int
    points: list[_Point] = field(default_factory=list)

    def closed(self) -> ClauseSpan:
        points = tuple(PointSpan(point.label, point.start, point.end) for point in self.points)
        return ClauseSpan(self.label, self.start, self.end, points)


def read_clauses(stretches: Sequence[Stretch], text: str) -> tuple[ClauseSpan, ...]:
    """The clauses of an article whose words are `stretches` of `text`.

    Numbers must run on (1, 2, 2a, 3 …) and letters too; only after an editorial note, which stands
    for words left out, may they skip. No range reaches across a note: when a clause goes on after
    one, what follows is a second span with the same label.
    """
    reader = _Reader(text)
    for stretch in stretches:
        reader.read(stretch)
    return tuple(clause.closed() for clause in reader.clauses)


class _Reader:
    """Walks down an article and keeps what must come next."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.clauses: list[_Clause] = []
        self.above: Line | None = None
        self.last_point = ""
        self.point_open = False
        self.gap = False

    def read(self, stretch: Stretch) -> None:
        self.gap = self.gap or stretch.after_note
        words = self.text[stretch.start : stretch.end]
        last = self.clauses[-1].label if self.clauses else "0"
        label = "" if stretch.quoted else _clause_label(words, self.above, last, self.gap)
        if label or (self.clauses and stretch.after_note):
            self.clauses.append(_Clause(label or last, stretch.start, stretch.end))
            self.point_open = False
        if label:
            self.last_point, self.gap = "", False
        if self.clauses:
            self._extend(stretch, words)
        self.above = stretch.line

    def _extend(self, stretch: Stretch, words: str) -> None:
        """Let the stretch lengthen the open clause and point, and open the points that begin in it."""
        clause = self.clauses[-1]
        starts = [] if stretch.quoted else _point_starts(words, self.last_point, self.gap)
        for label, offset in starts:
            if self.point_open and offset:
                clause.points[-1].end = stretch.start + len(words[:offset].rstrip())
            clause.points.append(_Point(label, stretch.start + offset, stretch.end))
            self.last_point, self.point_open = label, True
        if self.point_open and not starts:
            clause.points[-1].end = stretch.end
        clause.end = stretch.end


def _clause_label(words: str, above: Line | None, last: str, gap: bool) -> str:
    """The label of the clause that begins here; empty when the number belongs to a sentence."""
    found = _CLAUSE.match(words)
    if not found:
        return ""
    rest = words[found.end() :]
    if above and _goes_on(above, rest):
        return ""
    follows = is_next(last, found[1]) or (gap and label_order(found[1]) > label_order(last))
    return found[1] if follows else ""


def _goes_on(above: Line, rest: str) -> bool:
    """Whether the sentence above runs into this line, so that its first number is part of it."""
    if above.is_capitals:
        return False
    in_sentence = above.folded[-1:] not in '.:;!?)"”»]/'
    return (above.is_left_open and above.raw[-1] != ",") or (in_sentence and rest[:1].islower())


def _point_starts(words: str, last: str, gap: bool) -> list[tuple[str, int]]:
    """The points that begin in the words, each with its offset: at the head, or after a stop inside."""
    starts: list[tuple[str, int]] = []
    head = _POINT.match(words)
    if head and (_point_follows(last, head[1]) or (gap and _point_order(head[1]) > _point_order(last))):
        starts.append((head[1], 0))
        last = head[1]
    for found in _INLINE_POINT.finditer(words):
        if _point_follows(last, found[1]):
            starts.append((found[1], found.end()))
            last = found[1]
    return starts


def _point_order(label: str) -> tuple[int, str]:
    return (_ALPHABET.find(label[:1]) if label else -1, label[1:])


def _point_follows(last: str, label: str) -> bool:
    """Whether the letter may come next: the next one, or after letters that many texts leave out."""
    place, after = _point_order(last), _point_order(label)
    if last and label[:1] == last[:1]:
        return label[1:] == str(int(last[1:] or 0) + 1)
    return after[0] > place[0] and not label[1:] and set(_ALPHABET[place[0] + 1 : after[0]]) <= _OPTIONAL


def is_next(last: str, label: str) -> bool:
    """Whether an article or clause number may follow another: 5 → 6, 5 → 5a, 5a → 5b, 5b → 6."""
    number, suffix = label_order(label)
    last_number, last_suffix = label_order(last)
    if number == last_number:
        return bool(suffix) and (suffix == "a" if not last_suffix else _point_follows(last_suffix, suffix))
    return number == last_number + 1 and not suffix
