"""The headings of a report as officers write them: found line by line, then put into levels.

It does not decide which section is which; it only knows numbers, letters, bullets and capitals.
Read next: `knowledge/layout/section_roles.py` (what a heading names), `knowledge/reports.py`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import Final

from knowledge.layout.lines import CAPITAL, SENTENCE_BREAK, Line, page_width, without_furniture
from knowledge.layout.section_roles import Named, Role, named_by, subject_of
from knowledge.text import fold, normalise, squeeze


class Style(IntEnum):
    """How a heading is marked. The order is the usual one of levels, outermost first."""

    PART = 0
    CAPITALS = 1
    LETTER_CAPITAL = 2
    ROMAN = 3
    NUMBER = 4
    DOTTED = 5
    LETTER = 6
    WORDS = 7
    STAR = 8
    DASH = 9
    PLUS = 10


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading and its place; `level` is 1 for the outermost ones."""

    text: str
    level: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Entry:
    """A line that bounds sections, with what it names and its folded words without the number.

    `listed` marks a numbered paragraph: it ends the section before it as a heading does, but is none.
    """

    heading: Heading
    named: Named
    words: str
    listed: bool


@dataclass(frozen=True, slots=True)
class _Candidate:
    style: Style
    number: tuple[int, ...]
    text: str
    words: str
    named: Named
    start: int
    end: int
    listed: bool = False

    @property
    def rank(self) -> float:
        """Where the style usually stands among levels; «1.1.1» below «1.1»."""
        return self.style + len(self.number) / 10 if self.style is Style.DOTTED else float(self.style)

    @property
    def names_section(self) -> bool:
        """Whether its words name a section of a report: then it is no line of a list."""
        return bool(self.named.roles) or (not self.listed and subject_of(self.words) is not None)


_OUTER: Final = r"(?:[IVXA-H]{1,5}\s?\.\s?)?"
_LABELS: Final = (
    (
        Style.PART,
        re.compile(
            r"(?:Phần|PHẦN|Phan|PHAN)\s{1,3}((?:thứ|THỨ|thu|THU)\s{1,3}\w{2,4}|[IVX]{1,4}|\d|[A-E])"
            r"(?=$|[\s.:–-])[\s.:–-]{0,4}"
        ),
    ),
    (Style.DOTTED, re.compile(_OUTER + r"(\d{1,2}(?:\s?\.\s?\d{1,2}){1,3})(?!\d)\s?[.):/]?\s{0,3}")),
    (Style.ROMAN, re.compile(rf"([IVX]{{1,5}})(?:\s?[.)/:–-]{{1,2}}\s{{0,3}}|\s{{1,3}}(?=[{CAPITAL}]{{2}}))")),
    (Style.LETTER_CAPITAL, re.compile(r"([A-HĐ])(?:\s?[.)/:]\s{0,3}|\s{0,3}[–-]\s{1,3})")),
    (Style.NUMBER, re.compile(r"[IVXA-H]{1,5}\s?\.\s?(\d{1,2})(?!\d)\s?[.)/:]{0,2}\s{0,3}")),
    (Style.NUMBER, re.compile(r"(\d{1,2})(?:\s?[.)/:]{1,2}\s{0,3}|\s{0,3}[–-]\s{1,3})")),
    (Style.LETTER, re.compile(r"([a-eđghik])\s?[.)/]\s{0,3}")),
    (Style.STAR, re.compile(r"[*•●▪]{1,3}[/)]?\s{0,3}()")),
    (Style.DASH, re.compile(r"[-–—]\s{0,3}()")),
    (Style.PLUS, re.compile(r"\+\s{0,3}()")),
)
_ANY_LABEL: Final = re.compile(
    r"(?:[-–—*+•●▪]|\d{1,2}(?:\.\d{1,2})*\s?[.)/](?!\d)|[IVX]{1,5}\s?[.)/]|[A-HĐ]\s?[.)]|[a-zđ]\s?\)|(?:Phần|PHẦN)\s)"
)
_NUMBERED: Final = frozenset({Style.LETTER_CAPITAL, Style.ROMAN, Style.NUMBER, Style.DOTTED})
_ORDINALS: Final = {"nhat": 1, "mot": 1, "hai": 2, "ba": 3, "tu": 4, "bon": 4, "nam": 5}
_LETTERS: Final = "abcdđeghiklmnopq"
_ROMAN: Final = {"I": 1, "V": 5, "X": 10}

_LONGEST: Final = {Style.ROMAN: 500, Style.LETTER_CAPITAL: 500, Style.PART: 500, Style.CAPITALS: 400, Style.WORDS: 100}
_LONGEST_OTHER: Final = 300
_SHORTEST_TITLE: Final = 10
_LONGEST_SENTENCE: Final = 250
_MOST_LINES: Final = 6
_LONGEST_RUN_IN: Final = 90
_DEEPEST: Final = 9
_CORE: Final = frozenset(
    {Role.RESULTS, Role.STRENGTHS, Role.SHORTCOMINGS, Role.CAUSES, Role.LESSONS, Role.NEXT_TASKS, Role.RECOMMENDATIONS}
)
_SAID_ALONE: Final = frozenset({Role.STRENGTHS, Role.SHORTCOMINGS, Role.CAUSES, Role.LESSONS, Role.RECOMMENDATIONS})
_CLOSING: Final = re.compile(r"noi nhan ?:|(?:tm|kt)\. ?(?:uy ban|ubnd|hoi dong|chu tich|truong|giam doc)")
_CLOSING_AFTER: Final = 0.25
_WIDEST_STEP: Final = 3


def read_outline(lines: Sequence[Line]) -> list[Entry]:
    """The headings in the lines, in order, with their levels."""
    reader = _Reader(lines)
    return _levelled(reader.candidates())


class _Reader:
    """Finds the lines that are headings."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self.lines = without_furniture(lines)
        self.width = page_width(self.lines)
        self.numbered = any(map(_numbers_a_section, self.lines))

    def candidates(self) -> list[_Candidate]:
        found: list[_Candidate] = []
        place, until = 0, self._closing()
        while place < until:
            candidate, taken = self._candidate(place, begun=bool(found))
            if candidate:
                found.append(candidate)
            place += taken
        return found

    def _closing(self) -> int:
        """Where the list of receivers or the signature begins: headings further on belong to annexes."""
        first = int(len(self.lines) * _CLOSING_AFTER)
        closing = (place for place in range(first, len(self.lines)) if _CLOSING.match(self.lines[place].folded))
        return next(closing, len(self.lines))

    def _candidate(self, place: int, *, begun: bool) -> tuple[_Candidate | None, int]:
        """The heading that begins in the line, if one does, and how many lines it takes."""
        line = self.lines[place]
        style, number, after = _label(line)
        if style in _NUMBERED and place and self.lines[place - 1].is_left_open and self.lines[place - 1].raw[-1] != ",":
            return None, 1
        run_in = _run_in(line, style, number, after)
        if run_in:
            return run_in, 1
        last = self._end_of_title(place, style, after)
        title = squeeze(" ".join([line.text[after:], *(below.text for below in self.lines[place + 1 : last + 1])]))
        words = squeeze(fold(title).lower())
        named = named_by(words)
        if style is Style.WORDS and line.is_capitals and self._names_in_capitals(place, last, named, begun=begun):
            style = Style.CAPITALS
        spaced = style is Style.PART or line.text[:after].endswith(" ")
        text = squeeze(f"{line.text[:after]} {title}" if spaced else line.text[:after] + title)
        if self._is_heading(style, title, named):
            return _Candidate(style, number, text, words, named, line.start, self.lines[last].end), last - place + 1
        if style in _NUMBERED:
            return _Candidate(style, number, text, words, Named(), line.start, line.end, listed=True), 1
        return None, 1

    # What belongs to the title.

    def _end_of_title(self, place: int, style: Style, after: int) -> int:
        last = place
        while last - place < _MOST_LINES and last + 1 < len(self.lines):
            line, below = self.lines[last], self.lines[last + 1]
            if _ANY_LABEL.match(below.text):
                break
            if style is Style.PART and last == place and not line.text[after:].strip():
                last += 1
                continue
            both_capitals = line.is_capitals and below.is_capitals and not below.blank_before
            if not (both_capitals or line.is_continued_by(below, self.width)):
                break
            last += 1
        return last

    # Whether it is a heading.

    def _names_in_capitals(self, place: int, last: int, named: Named, *, begun: bool) -> bool:
        """Whether capitals without a number are a heading: any in a document that lost its numbers, else
        those that name a section; results and awards also stand over tables, so a numbered line must follow."""
        if not self.numbered:
            return len(self.lines[place].text) >= _SHORTEST_TITLE
        if not begun or not named.roles:
            return False
        if named.roles[0] in (Role.RESULTS, Role.COMMENDATION):
            below = self.lines[last + 1 : last + 2]
            return any(_label(line)[0] in _NUMBERED for line in below)
        return named.roles[0] in _CORE

    def _is_heading(self, style: Style, title: str, named: Named) -> bool:
        if not title or len(title) > _LONGEST.get(style, _LONGEST_OTHER) or not any(map(str.isalpha, title)):
            return False
        if style is Style.WORDS:
            return self._stands_for_itself(title, named)
        if style in (Style.PART, Style.CAPITALS):
            return True
        if title.isupper():
            return style < Style.LETTER or bool(named.roles)
        if title[0].islower() or title[-1] in ",;" or SENTENCE_BREAK.search(title):
            return False
        if style >= Style.STAR:
            return _is_bullet_heading(style, title, named)
        if title.endswith("."):
            return len(title) <= _LONGEST_SENTENCE or style <= Style.ROMAN or bool(named.roles)
        return True

    def _stands_for_itself(self, title: str, named: Named) -> bool:
        """Whether plain words are a heading: nothing but the name of a section, or any role where
        the document has lost its numbers."""
        if named.pure and set(named.roles) & _SAID_ALONE and title[-1] not in ",;":
            return True
        is_title = title[-1] not in ".,;:" and title[0].isupper() and not SENTENCE_BREAK.search(title)
        return not self.numbered and is_title


def _is_bullet_heading(style: Style, title: str, named: Named) -> bool:
    if named.pure and set(named.roles) & _SAID_ALONE:
        return True
    if title[-1] in ".:":
        return False
    is_movement = fold(title).lower().startswith(("phong trao", "viec to chuc trien khai", "cuoc van dong"))
    return is_movement or (style is Style.STAR and len(title) <= _LONGEST_SENTENCE)


def _run_in(line: Line, style: Style, number: tuple[int, ...], after: int) -> _Candidate | None:
    """A heading that its section follows on the same line: «- Hạn chế: Việc phát động còn chậm»."""
    colon = line.raw.find(":", 0, _LONGEST_RUN_IN)
    if colon < 0 or not line.raw[colon + 1 :].strip():
        return None
    head = normalise(line.raw[:colon])[after:]
    words = squeeze(fold(head).lower())
    named = named_by(words)
    if not named.pure or not set(named.roles) & (_SAID_ALONE if style >= Style.LETTER else _CORE):
        return None
    text = squeeze(normalise(line.raw[: colon + 1]))
    return _Candidate(style, number, text, words, named, line.start, line.start + colon + 1)


def _label(line: Line) -> tuple[Style, tuple[int, ...], int]:
    """The style and number of the line's label, and where its words begin; WORDS for a line without one."""
    for style, pattern in _LABELS:
        found = pattern.match(line.text)
        following = line.text[found.end() :][:1] if found else ""
        if found and (style is Style.PART or following.isupper() or following in tuple('“"(*')):
            return style, _number(style, found[1]), found.end()
    return Style.WORDS, (), 0


def _numbers_a_section(line: Line) -> bool:
    """Whether the line shows that headings have their numbers: lists keep theirs even where headings lost them."""
    style, _, after = _label(line)
    if style is Style.NUMBER:
        words = squeeze(fold(line.text[after:]).lower())
        return len(words) <= _LONGEST[Style.WORDS] and bool(named_by(words).roles or subject_of(words))
    return style in (Style.ROMAN, Style.PART)


def _number(style: Style, label: str) -> tuple[int, ...]:
    if style in (Style.NUMBER, Style.DOTTED):
        return tuple(int(part) for part in label.split("."))
    if style is Style.LETTER:
        return (_LETTERS.find(label) + 1,)
    if style is Style.LETTER_CAPITAL:
        return (_LETTERS.find(label.lower()) + 1,)
    if style is Style.ROMAN:
        return (_roman(label),)
    if style is Style.PART:
        word = fold(label.split()[-1]).lower()
        return (_ORDINALS.get(word) or (int(word) if word.isdigit() else _roman(word.upper())),)
    return ()


def _roman(label: str) -> int:
    values = [_ROMAN.get(letter, 0) for letter in label]
    following = [*values[1:], 0]
    return sum(-value if value < after else value for value, after in zip(values, following, strict=True))


def _levelled(candidates: Sequence[_Candidate]) -> list[Entry]:
    """The candidates with their levels; those whose number fits nowhere are left out."""
    entries: list[Entry] = []
    stack: list[_Candidate] = []
    outer = next((each.style for each in candidates if each.style in (Style.ROMAN, Style.LETTER_CAPITAL)), Style.ROMAN)
    for candidate in candidates:
        depth = _depth(stack, candidate, outer)
        if depth is None or depth >= _DEEPEST:
            continue
        stack[depth:] = [candidate]
        heading = Heading(candidate.text, depth + 1, candidate.start, candidate.end)
        entries.append(Entry(heading, candidate.named, candidate.words, candidate.listed))
    return entries


def _depth(stack: Sequence[_Candidate], candidate: _Candidate, outer: Style) -> int | None:
    """How deep the candidate stands below the open headings; None when its number fits nowhere."""
    if candidate.style is Style.PART:
        return 0
    if candidate.style is Style.CAPITALS:
        return 1 if stack and stack[0].style is Style.PART else 0
    same = [depth for depth, above in enumerate(stack) if above.rank == candidate.rank]
    if not same:
        depth = len(stack)
        while depth and _stands_above(candidate, stack[depth - 1], outer):
            depth -= 1
        return depth
    if not candidate.number:
        return same[-1]
    return _among_same(stack, candidate, same)


def _among_same(stack: Sequence[_Candidate], candidate: _Candidate, same: list[int]) -> int | None:
    """Beside which open heading of its own style the number goes on, or below all of them."""
    steps = {depth: candidate.number[-1] - stack[depth].number[-1] for depth in same}
    next_to = [depth for depth in same if steps[depth] == 1]
    if next_to:
        inner = stack[next_to[-1]]
        in_list = candidate.listed or candidate.text[-1] in ".;" or inner.text[-1] != "."
        return next_to[-1] if in_list and not candidate.names_section else next_to[0]
    near = [depth for depth in same if 0 <= steps[depth] <= _WIDEST_STEP]
    if candidate.number[-1] == 1 and candidate.style is Style.NUMBER and (not near or candidate.listed):
        return len(stack)
    if near:
        return near[-1]
    if candidate.style in (Style.ROMAN, Style.LETTER_CAPITAL, Style.DOTTED) and not candidate.listed:
        return same[0]
    return same[0] if candidate.names_section else None


def _stands_above(candidate: _Candidate, above: _Candidate, outer: Style) -> bool:
    """Whether the candidate closes an open heading of another style instead of standing below it."""
    if above.style is Style.WORDS and candidate.style is Style.NUMBER and candidate.number == (1,):
        return False
    pair = {candidate.style, above.style}
    if pair == {Style.ROMAN, Style.LETTER_CAPITAL}:
        return candidate.style is outer
    return above.rank > candidate.rank
