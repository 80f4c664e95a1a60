"""Which headings of an official text are its articles and annexes, and which lines each one holds.

It does not look inside an article, and knows no registry.
Read next: `knowledge/structure.py`, which turns what is found here into exact ranges.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from knowledge.layout.clauses import is_next
from knowledge.layout.headings import ARTICLE, Announces, Mark, marks, quoted_lines
from knowledge.layout.lines import SENTENCE_BREAK, Line, page_width
from knowledge.provisions import ProvisionId, label_order
from knowledge.text import fold, squeeze

_LONGEST_HEADING: Final = 7
_LONGEST_TITLE: Final = 5
_LONGEST_QUOTATION: Final = 100
_SHORT_HEADING: Final = 12
_WRAPS_FROM: Final = 60
_LABELLED: Final = re.compile(r"[#>*_|\s]{0,12}(?:\d{1,3}[a-zđ]?\s?\.(?!\d)|[a-zđ]\d?\s?\)|[-+•])")
_SENTENCE: Final = re.compile(
    r"^(?:quyet dinh|nghi quyet|thong tu|nghi dinh|chi thi|bo luat|luat) nay\b|\bchiu trach nhiem thi hanh\b"
    r"|\bco hieu luc (?:thi hanh )?(?:ke )?tu\b|\bkem theo (?:quyet dinh|nghi quyet|thong tu|nghi dinh) nay\b"
)
_ENDS: Final = (".", ":", ";")


@dataclass
class FoundArticle:
    """An article by its lines: those from `line` up to `end_line`, and where its own words begin."""

    label: str
    attached: bool
    path: tuple[str, ...]
    line: int
    start: int
    heading: str
    body_line: int
    body_start: int
    end_line: int = -1
    skips: bool = False
    """Whether numbers are missing between this article and the one before it."""

    @property
    def has_words(self) -> bool:
        """Whether the article, once closed, holds more than its heading."""
        return self.end_line >= 0 and (not self.heading or self.end_line > self.body_line)


@dataclass
class FoundAnnex:
    """An appendix or form by its range."""

    label: str
    attached: bool
    within: str
    title: str
    line: int
    start: int
    end: int = -1

    def id(self, document: str) -> ProvisionId:
        """The annex in that document: a form inside an appendix names both; «0» is an unnumbered appendix."""
        if self.label.startswith("pl"):
            return ProvisionId(document, attached=self.attached, appendix=self.label[2:])
        return ProvisionId(document, attached=self.attached, appendix=self.within, form=self.label[1:])


@dataclass
class Found:
    """The articles and annexes of a text, in order, and which of its lines are quoted provisions."""

    lines: Sequence[Line] = ()
    quoted: Sequence[bool] = ()
    articles: list[FoundArticle] = field(default_factory=list)
    annexes: list[FoundAnnex] = field(default_factory=list)


def find_parts(lines: Sequence[Line]) -> Found:
    """The articles and annexes in the lines, which hold no page furniture and no editorial notes."""
    return _Finder(lines).find()


class _Finder:
    """Walks down the marks and keeps the run of article numbers of the part it is in."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self.lines = lines
        self.found = Found(lines, quoted_lines(lines))
        self.marks = [mark for mark in marks(lines) if not self.found.quoted[mark.line]]
        self.marked = {mark.line for mark in self.marks}
        self.width = page_width(lines)
        self.path: dict[int, str] = {}
        self.part_from = 0
        self.attached = self.announced = self.signed = False
        self.annexed: Mark | None = None
        self.appendix = ""
        self.with_words = 0
        self.issues_another = False

    def find(self) -> Found:
        handlers = {
            Announces.ARTICLE: self._article,
            Announces.DIVISION: self._division,
            Announces.ANNEX: self._annex,
            Announces.ATTACHED: self._attached,
            Announces.SIGNATURE: self._signature,
        }
        for mark in self.marks:
            handlers[mark.announces](mark)
        self._close(len(self.lines))
        self._close_annex(len(self.lines))
        return self.found

    # What each mark does.

    def _division(self, mark: Mark) -> None:
        if self.annexed and self.annexed.certain:
            return
        self._close(mark.line)
        line = self.lines[mark.line]
        title = self._division_title(mark)
        name = squeeze(line.raw[: mark.rest]).strip("#*_| ")
        self.path = {level: words for level, words in self.path.items() if level < mark.level}
        self.path[mark.level] = f"{name}. {title}" if title else name

    def _signature(self, mark: Mark) -> None:
        self._close(mark.line)
        self.signed = True

    def _attached(self, mark: Mark) -> None:
        self._close(mark.line)
        self._close_annex(mark.line)
        self.annexed = None
        if self.attached and self.found.articles[self.part_from :]:
            return
        self.attached = self.announced = True
        self._begin_part()
        self.path = {}

    def _annex(self, mark: Mark) -> None:
        self._close(mark.line)
        self._close_annex(mark.line)
        if self.signed and self.found.articles:
            mark = Mark(mark.announces, mark.line, mark.label, mark.rest, certain=True)
        self.annexed = self.annexed if self.annexed and self.annexed.certain else mark
        self.appendix = mark.label[2:] if mark.label.startswith("pl") else self.appendix
        line = self.lines[mark.line]
        self.found.annexes.append(
            FoundAnnex(mark.label, self.attached, self.appendix, self._annex_title(mark), mark.line, line.start)
        )

    def _article(self, mark: Mark) -> None:
        if len(self.found.articles) == self.part_from:
            self._first(mark)
            return
        last = self.found.articles[-1].label
        if label_order(mark.label) > label_order(last):
            self._next(mark, last)
        elif mark.label == "1" and self._restarts():
            self._open(mark)
        else:
            self._repair(mark)

    # Which article headings count.

    def _first(self, mark: Mark) -> None:
        """The first article of a part; a part that was announced by mistake goes on where it stopped."""
        before = self.found.articles[-1].label if self.found.articles else ""
        if self.announced and before and mark.label != "1" and is_next(before, mark.label):
            self.attached, self.part_from = False, 0
        if not self.found.articles and self.annexed:
            self.found.annexes.clear()
            self.annexed = None
        if self.annexed is None:
            self._open(mark)

    def _next(self, mark: Mark, last: str) -> None:
        """A higher number: the next one counts; one further on only where nothing runs into it."""
        follows = is_next(last, mark.label)
        if self.annexed:
            if self.annexed.certain or not follows:
                return
            self._cancel_annexes()
        if follows or self._stands_alone(mark.line):
            self._open(mark, skips=not follows)

    def _stands_alone(self, place: int) -> bool:
        line, above = self.lines[place], self.lines[place - 1] if place else None
        return (
            above is None or line.blank_before or above.raw.endswith((*_ENDS, "]", "/", "”", '"')) or above.is_capitals
        )

    def _restarts(self) -> bool:
        """Whether «Điều 1» begins anew: after a table of contents, or in a regulation issued with a decision."""
        above_last = self.with_words - self.found.articles[-1].has_words
        if above_last == 0 and len(self.found.articles) - self.part_from > 1:
            del self.found.articles[self.part_from :]
            self.found.annexes.clear()
            self.annexed = None
        elif self.annexed or self.attached or not self.signed or not self.issues_another:
            return False
        else:
            self.attached = True
        self._begin_part()
        return True

    def _begin_part(self) -> None:
        self.part_from = len(self.found.articles)
        self.with_words = 0

    def _repair(self, mark: Mark) -> None:
        """A number that goes on from before a gap: what stood in the gap was quoted without marks."""
        if self.annexed:
            return
        articles = self.found.articles
        at = len(articles) - 1
        lowest = max(self.part_from, at - _LONGEST_QUOTATION)
        while at > lowest and label_order(articles[at].label) > label_order(mark.label):
            at -= 1
        if at + 1 < len(articles) and articles[at + 1].skips and is_next(articles[at].label, mark.label):
            del articles[at + 1 :]
            articles[at].end_line = -1
            self._open(mark)

    # Opening and closing.

    def _open(self, mark: Mark, *, skips: bool = False) -> None:
        self._close(mark.line)
        line = self.lines[mark.line]
        heading, body_line, body_start = self._split_heading(mark)
        path = tuple(self.path[level] for level in sorted(self.path))
        begin = line.start + line.raw.upper().index("Đ")
        self.found.articles.append(
            FoundArticle(mark.label, self.attached, path, mark.line, begin, heading, body_line, body_start, skips=skips)
        )
        self.announced = self.signed = False

    def _close(self, line: int) -> None:
        if not self.found.articles or self.found.articles[-1].end_line >= 0:
            return
        article = self.found.articles[-1]
        article.end_line = line
        self.with_words += article.has_words
        words = self.lines[article.line : line]
        self.issues_another |= any("ban hanh kem theo" in each.folded for each in words)

    def _close_annex(self, line: int) -> None:
        if self.found.annexes and self.found.annexes[-1].end < 0:
            self.found.annexes[-1].end = self.lines[line - 1].end

    def _cancel_annexes(self) -> None:
        """What looked like annexes was a list of forms inside the open article."""
        self.found.annexes = [annex for annex in self.found.annexes if annex.line < self.found.articles[-1].line]
        self.annexed = None
        self.found.articles[-1].end_line = -1

    # Titles.

    def _division_title(self, mark: Mark) -> str:
        parts = [self.lines[mark.line].raw[mark.rest :].strip(" .:–-*_|#")]
        for place in range(mark.line + 1, min(mark.line + 1 + _LONGEST_TITLE, len(self.lines))):
            line = self.lines[place]
            above = self.lines[place - 1]
            if place in self.marked or _LABELLED.match(line.raw):
                break
            if not (line.is_capitals or not any(parts) or above.is_continued_by(line)):
                break
            parts.append(line.raw.strip(" *_|#"))
        return squeeze(" ".join(parts))

    def _annex_title(self, mark: Mark) -> str:
        line = self.lines[mark.line]
        parts = [line.raw[mark.rest :].strip(" .:–-*_|#")]
        for below in self.lines[mark.line + 1 : mark.line + 1 + _LONGEST_TITLE]:
            if any(parts) and not below.is_capitals:
                break
            if below.raw.startswith("(") or ARTICLE.match(below.raw):
                break
            parts.append(below.raw.strip(" *_|#"))
        return squeeze(" ".join(parts))

    def _split_heading(self, mark: Mark) -> tuple[str, int, int]:
        """The heading, and the line and offset where the article's own words begin."""
        line = self.lines[mark.line]
        for width in (self.width, 0):
            last = mark.line
            while last - mark.line <= _LONGEST_HEADING and self._heading_goes_on(mark, last, width):
                last += 1
            below = [each.raw for each in self.lines[mark.line + 1 : last + 1]]
            words = squeeze(" ".join([line.raw[mark.rest :], *below])).strip("*_| ")
            if not words or (last - mark.line <= _LONGEST_HEADING and not self._is_body(words, last)):
                following = self.lines[last + 1].start if last + 1 < len(self.lines) else self.lines[last].end
                return words, last + 1, following
        return "", mark.line, line.start + mark.rest

    def _heading_goes_on(self, mark: Mark, last: int, width: int) -> bool:
        if last + 1 >= len(self.lines) or last + 1 in self.marked:
            return False
        line, below = self.lines[last], self.lines[last + 1]
        if _LABELLED.match(below.raw) or self.found.quoted[last + 1]:
            return False
        if last == mark.line and not line.raw[mark.rest :].strip(" *_|"):
            return not below.raw.endswith(_ENDS)
        if line.is_continued_by(below, width):
            return True
        if below.blank_before or line.raw.endswith(_ENDS) or below.raw.endswith((*_ENDS, ",")):
            return False
        after = self.lines[last + 2] if last + 2 < len(self.lines) else None
        wraps = len(line.raw) >= _WRAPS_FROM and len(below.raw) < len(line.raw)
        return wraps and after is not None and re.match(r"1\s?\.(?!\d)", after.raw) is not None

    def _is_body(self, words: str, last: int) -> bool:
        """Whether what follows the number is a sentence, as in decisions, and not a title."""
        folded = fold(words).lower()
        if _SENTENCE.search(folded) or SENTENCE_BREAK.search(words) or words[-1] in ":;":
            return True
        if not words.endswith("."):
            return False
        has_body = last + 1 < len(self.lines) and last + 1 not in self.marked
        return not has_body or len(words.split()) > _SHORT_HEADING or any(map(str.isdigit, words))
