"""A draft made ready for checking: one normal form, its flow, its sentences, and the way back to the original.

It must not know any check. Work grows linearly with the text.
Read next: `knowledge/checks/findings.py`, then any check beside this file.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Final

from knowledge.checks.findings import Finding, Severity
from knowledge.layout.lines import Line, page_width, split_lines, without_furniture
from knowledge.reports import Report, read_report
from knowledge.text import fold, normalise

# A letter with the marks that belong to it; no Vietnamese letter has more than two.
_CLUSTER: Final = re.compile(r"(?P<end> {1,200}(?=\n))|[^\u0300-\u036f][\u0300-\u036f]{0,6}|[\u0300-\u036f]{1,6}")
_SENTENCE_END: Final = re.compile(r"(?<=[^\W_][.!?])[”\"’)»]{0,2}(?=\s)|(?<=[%)”\"»][.!?])(?=\s)|\n|\./\.|$")
_ABBREVIATED: Final = re.compile(r"(?:\b(?:TP|Tp|ThS|TS|PGS|GS|BS|KS|CN|Ths|v\.v|vv|tr|St|Q|P|Đ)|\b[A-Z])\.$")
_WORD: Final = re.compile(r"[^\W\d_]+")
_SIGNED_BY_MACHINE: Final = re.compile(r"^.*(?:CỤC CHỨNG THỰC SỐ VÀ BẢO MẬT|đã ký lên văn bản này).*$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence, or a line that is none (a heading, a row), with its place in `Draft.text`."""

    text: str
    start: int
    end: int


class Draft:
    """A draft to be checked, dated `on`.

    `raw` is the draft as given, `text` the same in NFC with look-alike characters replaced and without spaces
    at the ends of lines: checks work on it, and `finding` turns its ranges into ranges of `raw`. `flow` has the
    length of `text`; a line break in the middle of a paragraph is a space there. `previous` is the report of
    the year before, or "".
    """

    def __init__(self, raw: str, on: date, previous: str = "", unit: str | None = None) -> None:
        self.raw = raw
        self.on = on
        self.previous = normalise(previous)
        self.text, self._starts = _composed(raw)
        self.lines: Sequence[Line] = without_furniture(split_lines(self.text))
        self.width = page_width(self.lines)
        self.flow = self._flow()
        self._unit = unit

    def finding(
        self,
        kind: str,
        severity: Severity,
        start: int,
        end: int,
        replacement: str | None = None,
        safe: bool = False,
        **details: object,
    ) -> Finding:
        """A finding about `text[start:end]`, with its range in the original."""
        first, last = self.place(start), self.place(end)
        while last > first + 1 and self.raw[last - 1] == " " and self.text[end - 1 : end] != " ":
            last -= 1  # spaces at the end of a line, which `text` has not
        return Finding(kind, severity, first, last, self.raw[first:last], details, replacement, safe)

    def place(self, offset: int) -> int:
        """Where an offset into `text` lies in the original."""
        return offset if self._starts is None else self._starts[offset]

    @cached_property
    def report(self) -> Report:
        """The draft taken apart as a report; ranges are offsets into `text`."""
        return read_report(self.text)

    @property
    def unit(self) -> str | None:
        """The unit that reports («phường Hoành Sơn»): what the draft says, else what the caller knows."""
        return self.report.unit or self._unit

    @cached_property
    def body_end(self) -> int:
        """Where the draft ends and what a signing service stamped on it begins."""
        found = _SIGNED_BY_MACHINE.search(self.text)
        return found.start() if found else len(self.text)

    @cached_property
    def sentences(self) -> tuple[Sentence, ...]:
        """The sentences in order, without outer white space; abbreviations end none."""
        return tuple(self._sentences())

    @cached_property
    def folded(self) -> str:
        """`flow` in lower case without tone marks; offsets are those of `text`."""
        lowered = self.flow.lower()
        return fold(lowered) if len(lowered) == len(self.flow) else fold(self.flow)

    @cached_property
    def words(self) -> tuple[tuple[str, int], ...]:
        """Every word of letters with its place."""
        return tuple((found[0], found.start()) for found in _WORD.finditer(self.flow))

    def line_at(self, offset: int) -> str:
        """The whole line around an offset."""
        start = self.flow.rfind("\n", 0, offset) + 1
        end = self.flow.find("\n", offset)
        return self.flow[start : end if end >= 0 else len(self.flow)]

    def is_in_capitals(self, offset: int) -> bool:
        """Whether the line around an offset is written in capitals."""
        return self._capital_lines[self.line_number(offset)]

    def line_number(self, offset: int) -> int:
        """Which line of `flow` an offset lies in, from 0."""
        return bisect_right(self._line_starts, offset) - 1

    @cached_property
    def _line_starts(self) -> list[int]:
        return [0, *(found.end() for found in re.finditer("\n", self.flow))]

    @cached_property
    def _capital_lines(self) -> list[bool]:
        return [line.isupper() for line in self.flow.split("\n")]

    def _sentences(self) -> Iterator[Sentence]:
        start = 0
        for found in _SENTENCE_END.finditer(self.flow, 0, self.body_end):
            if found[0] != "\n" and _ABBREVIATED.search(self.flow, max(start, found.start() - 5), found.start()):
                continue
            piece = self.flow[start : found.end()]
            content = piece.strip()
            if content:
                begin = start + len(piece) - len(piece.lstrip())
                yield Sentence(content, begin, begin + len(content))
            start = found.end()

    def _flow(self) -> str:
        letters = list(self.text)
        heads = {line.start for line in self.lines}
        for before, after in zip(self.lines, self.lines[1:], strict=False):
            if before.is_continued_by(after, self.width) and not before.is_capitals:
                letters[before.end : after.start] = " " * (after.start - before.end)
        return "".join(letters) if heads else self.text


def _composed(raw: str) -> tuple[str, list[int] | None]:
    """The text in its normal form, and where each of its characters stood; None when nothing moved."""
    plain = normalise(raw)
    if len(plain) == len(raw) and unicodedata.is_normalized("NFC", raw) and " \n" not in raw:
        return plain, None
    pieces: list[str] = []
    starts: list[int] = []
    for found in _CLUSTER.finditer(raw):
        if found["end"]:
            continue
        shown = normalise(found[0])
        pieces.append(shown)
        starts.extend([found.start()] * len(shown))
    starts.append(len(raw))
    return "".join(pieces), starts
