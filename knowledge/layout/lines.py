"""Lines of a text with their exact places, and what tells a heading from a sentence that wraps.

It knows neither regulations nor reports, only lines as people type them and PDF files break them.
Read next: `knowledge/structure.py` and `knowledge/reports.py`, which read documents line by line.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from knowledge.text import fold, normalise, squeeze

_MARKED: Final = "àáâãèéêìíòóôõùúýăĩũơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹđ"
SMALL: Final = "a-z" + _MARKED
CAPITAL: Final = "A-Z" + _MARKED.upper()
"""The small and the capital letters of Vietnamese, for use inside a character class."""

# Bounds that keep the patterns below linear on hostile lines.
_LONGEST_FURNITURE: Final = 120
_LONGEST_LEADER: Final = 60

SENTENCE_BREAK: Final = re.compile(rf"[{SMALL}0-9%)”\"][.;] [{CAPITAL}]")
"""Where one sentence ends and the next begins: no title has that."""

_PAGE_FURNITURE: Final = re.compile(
    r"[-–—|\s]*(?:trang\s*)?\d{1,4}(?:\s*/\s*\d{1,4})?[-–—|\s]*|[-–—_=*.~|\s]+|\d*\s*cong bao/.*|.*\bcong bao/so\b.*\d"
)
_LEADER_DOTS: Final = re.compile(r"(?:\.{4,}|…{2,}|(?:\. ){4,})[\s.…]*\d{0,4}$")
# With tone marks: «văn bản đến», «chuyển đổi số», «tồn tại» and «ưu điểm» end many a heading.
_OPEN_END: Final = re.compile(
    r"(?:,|\b(?:và|hoặc|của|từ|các|những|với|về|bởi)|(?<!tồn )(?<!hiện )\btại|(?<!tiếp )(?<!kèm )\btheo"
    r"|(?<!điều )(?<!tài )\bkhoản|\b(?:tại|các|và|theo|của) điểm)$"
)
_LONGEST_OPEN_END: Final = 20
_STARTS_ANEW: Final = re.compile(
    r"[-*+•]|\d{1,3}\s?[.)]|[a-zđ]\d?\s?\)|(?:Điều|ĐIỀU|Chương|CHƯƠNG|Mục|MỤC|Phần|PHẦN)\s"
)
_YEAR: Final = re.compile(r"(?:19|20)\d\d")
_WIDEST_PAGE: Final = 140
_FEWEST_LINES: Final = 20
_NUMBER_EXPECTED: Final = re.compile(r"\b(?:nam|giai doan|so|ngay|thang|thu|quy|lan|tuan|khoa)$")


@dataclass(frozen=True)
class Line:
    """A line without its outer white space: `start` and `end` are its place in the whole text."""

    start: int
    end: int
    raw: str
    blank_before: bool
    """Whether at least one empty line stands between this line and the one before it."""

    @cached_property
    def text(self) -> str:
        """The line in NFC with look-alikes replaced; its length may differ from the place it names."""
        return normalise(self.raw)

    @cached_property
    def folded(self) -> str:
        """The line for comparing words: lower case, no marks, single spaces."""
        return squeeze(fold(self.text).lower())

    @property
    def is_furniture(self) -> bool:
        """A page number, a rule of dashes or a running head: on the page, but no part of the text."""
        return len(self.raw) <= _LONGEST_FURNITURE and _PAGE_FURNITURE.fullmatch(self.folded) is not None

    @property
    def is_contents_entry(self) -> bool:
        """An entry of a table of contents, with its leader dots."""
        return _LEADER_DOTS.search(self.folded[-_LONGEST_LEADER:]) is not None

    @property
    def is_capitals(self) -> bool:
        """Whether every letter is a capital and there are at least two of them."""
        return self.text.isupper() and sum(map(str.isalpha, self.text)) > 1

    @property
    def is_left_open(self) -> bool:
        """Whether the line ends where no sentence or title can: the next line goes on with it."""
        return _OPEN_END.search(self.text[-_LONGEST_OPEN_END:].lower()) is not None

    def is_continued_by(self, following: Line, width: int = 0) -> bool:
        """Whether `following` goes on with this line's sentence or title, judged by both edges.

        `width` is what `page_width` says of the document: a line that had no room for the next word
        was broken by the page, not by the writer.
        """
        first = following.text[:1]
        if first.islower() and not re.match(r"[a-zđ]\d?\s*[).]", following.text):
            return True
        if first.isdigit() and _NUMBER_EXPECTED.search(self.folded):
            return True
        if _STARTS_ANEW.match(following.text):
            return False
        no_room = width and len(self.raw) + 1 + len(following.raw.split(maxsplit=1)[0]) > width
        return self.is_left_open or (bool(no_room) and not following.blank_before and self.raw[-1] not in ".;:")


def split_lines(text: str) -> list[Line]:
    """The lines that hold anything, in order, each with its place in `text`."""
    found: list[Line] = []
    start, blank = 0, False
    for piece in text.splitlines(keepends=True):
        content = piece.strip()
        if content:
            begin = start + len(piece) - len(piece.lstrip())
            found.append(Line(begin, begin + len(content), content, blank))
        blank = not content
        start += len(piece)
    return found


def without_furniture(lines: Sequence[Line]) -> list[Line]:
    """The lines that belong to the text; a year alone on its line stays where the line above awaits it."""
    kept: list[Line] = []
    for line in lines:
        awaited = kept and _YEAR.fullmatch(line.folded) and _NUMBER_EXPECTED.search(kept[-1].folded)
        if awaited or not (line.is_furniture or line.is_contents_entry):
            kept.append(line)
    return kept


def page_width(lines: Sequence[Line]) -> int:
    """How long the lines of a page are, where the text kept the page's line breaks; 0 where it did not."""
    lengths = sorted(len(line.raw) for line in lines)
    if len(lengths) < _FEWEST_LINES or lengths[-1] > _WIDEST_PAGE:
        return 0
    full = sum(length >= lengths[-1] * 0.85 for length in lengths)
    return lengths[-1] if full >= len(lengths) * 0.3 else 0
