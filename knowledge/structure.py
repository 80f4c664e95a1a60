"""The structure of an official text: letterhead, articles, clauses, points, annexes, exact ranges.

It does not judge what the text says, whether it is in force, or where it came from.
Read next: `knowledge/layout/headings.py` (single lines), `knowledge/layout/parts.py` (which of them are articles),
`knowledge/layout/clauses.py` (inside an article).
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from knowledge.articles import Article, Certainty, Clause, Content
from knowledge.layout.clauses import ClauseSpan, PointSpan, Stretch, is_next, read_clauses
from knowledge.layout.letterheads import REGULATION_KINDS, read_letterhead
from knowledge.layout.lines import Line, split_lines, without_furniture
from knowledge.layout.parts import Found, FoundArticle, find_parts
from knowledge.provisions import ProvisionId
from knowledge.text import squeeze

__all__ = [
    "AnnexSpan", "ArticleSpan", "ClauseSpan", "PointSpan", "RegulationText",
    "looks_like_regulation", "parse_regulation", "to_articles",
]  # fmt: skip

_ELISION: Final = re.compile(r"\[\s?(?:\.{2,6}|…)\s?\]")
_FOOTNOTE: Final = re.compile(r"\[\s?\d{0,3}\s?\]")
_LONGEST_REMARK: Final = 12
_ATTACHMENT_LINK: Final = re.compile(r"[^\n/\\]{1,200}\.(?:docx?|pdf|xlsx?|rtf|zip|rar)", re.IGNORECASE)
_NOT_VERBATIM: Final = re.compile(r"\b(?:khong phai|khong co|chua co) nguyen van\b|\btom (?:luoc|tat)$")
_NOT_VERBATIM_WITHIN: Final = 2000
_ENOUGH_WITHOUT_LETTERHEAD: Final = 3
_REMARK_WITHIN: Final = 20


@dataclass(frozen=True, slots=True)
class ArticleSpan:
    """A Điều. `start` is where its heading begins, `body_start` to `end` the words below the heading.

    `heading` is empty where the words begin right after the number, as in decisions («Điều 2. Quyết
    định này có hiệu lực …»). `pieces` is the body without the editorial notes in it: one range
    as a rule, more where a note stands in the middle.
    """

    id: ProvisionId
    heading: str
    start: int
    body_start: int
    end: int
    path: tuple[str, ...]
    clauses: tuple[ClauseSpan, ...]
    pieces: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class AnnexSpan:
    """A phụ lục or a form (mẫu) that follows the articles: never part of one."""

    id: ProvisionId
    title: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class RegulationText:
    """An official text taken apart. Every range is a pair of offsets into `text`, end exclusive.

    `notes` are what an editor added: remarks in square brackets that fill a line («[BẢN TRÍCH: …]»),
    marks of omission («[...]») anywhere, and lines that are only the name of an attached file. No
    clause, point or piece of an article holds any of them. `is_excerpt` tells that something is
    known to be missing: a note stands in the text, or the articles do not run from 1 without a gap.
    """

    text: str
    number: str
    kind: str
    issuer: str
    issued_on: date | None
    title: str
    articles: tuple[ArticleSpan, ...]
    annexes: tuple[AnnexSpan, ...]
    notes: tuple[tuple[int, int], ...]
    is_excerpt: bool


def parse_regulation(text: str) -> RegulationText:
    """The structure of an official text.

    `text` must be the result of `knowledge.text.normalise`; it is kept as it is. A text that says
    itself that it is not the verbatim wording («KHÔNG PHẢI NGUYÊN VĂN», «TÓM LƯỢC») has no articles.
    """
    lines = split_lines(text)
    notes = _find_notes(lines)
    kept = [line for line in without_furniture(lines) if not _is_note(line, notes)]
    parts = Found() if _is_paraphrase(lines) else find_parts(kept)
    starts = [article.start for article in parts.articles] + [annex.start for annex in parts.annexes]
    first = min(starts, default=len(text))
    head = read_letterhead([line for line in lines if line.end <= first], text)
    articles = tuple(_article(found, parts, notes, text, head.number) for found in parts.articles)
    return RegulationText(
        text=text,
        number=head.number,
        kind=head.kind,
        issuer=head.issuer,
        issued_on=head.issued_on,
        title=head.title,
        articles=articles,
        annexes=tuple(AnnexSpan(annex.id(head.number), annex.title, annex.start, annex.end) for annex in parts.annexes),
        notes=notes.ranges,
        is_excerpt=bool(notes.ranges) or _has_gap(articles),
    )


def to_articles(parsed: RegulationText, certainty: Certainty = Certainty.VERIFIED) -> tuple[Article, ...]:
    """The articles as the rest of the project holds them: official content, words as in the text.

    Where an editorial note interrupts an article, the pieces around it are joined by a line break
    and the note itself becomes the article's `note`.
    """
    return tuple(_to_article(parsed, span, certainty) for span in parsed.articles)


def looks_like_regulation(text: str) -> bool:
    """Whether the text is an official text with articles: not a plan, a report or somebody's summary."""
    parsed = parse_regulation(text)
    if not parsed.articles or (parsed.kind and parsed.kind not in REGULATION_KINDS):
        return False
    return bool(parsed.kind or parsed.number) or len(parsed.articles) >= _ENOUGH_WITHOUT_LETTERHEAD


class _Notes:
    """The editorial notes of a text, to be asked about ranges in rising order or at random."""

    def __init__(self, ranges: list[tuple[int, int]]) -> None:
        self.ranges = tuple(sorted(ranges))
        self.ends = [end for _, end in self.ranges]

    def within(self, start: int, end: int) -> list[tuple[int, int]]:
        """The notes that touch the range."""
        found = []
        for place in range(bisect_right(self.ends, start), len(self.ranges)):
            if self.ranges[place][0] >= end:
                break
            found.append(self.ranges[place])
        return found

    def outside(self, start: int, end: int) -> list[tuple[int, int]]:
        """The range without its notes."""
        pieces = []
        for note_start, note_end in self.within(start, end):
            if start < note_start:
                pieces.append((start, note_start))
            start = note_end
        return [*pieces, (start, end)] if start < end else pieces


def _find_notes(lines: Sequence[Line]) -> _Notes:
    """Remarks in square brackets that fill their lines, marks of omission, and names of attached files."""
    ranges: list[tuple[int, int]] = []
    for place, line in enumerate(lines):
        if ranges and line.start < ranges[-1][1]:
            continue
        end = _end_of_remark(lines, place)
        if end or _ATTACHMENT_LINK.fullmatch(line.raw):
            ranges.append((line.start, end or line.end))
        else:
            ranges += [(line.start + found.start(), line.start + found.end()) for found in _ELISION.finditer(line.raw)]
    return _Notes(ranges)


def _end_of_remark(lines: Sequence[Line], place: int) -> int:
    """Where the remark ends that begins with the line and fills all its lines; 0 if none begins here."""
    if not lines[place].raw.startswith("[") or _FOOTNOTE.match(lines[place].raw):
        return 0
    depth = 0
    for line in lines[place : place + _LONGEST_REMARK]:
        depth += line.raw.count("[") - line.raw.count("]")
        if depth <= 0:
            return line.end if line.raw.endswith("]") else 0
    return 0


def _is_note(line: Line, notes: _Notes) -> bool:
    return not notes.outside(line.start, line.end)


def _is_paraphrase(lines: Sequence[Line]) -> bool:
    """Whether the head of the text says that the wording is not the official one."""
    return any(
        _NOT_VERBATIM.search(line.folded[:_NOT_VERBATIM_WITHIN])
        for line in lines
        if line.start < _NOT_VERBATIM_WITHIN and (line.is_capitals or line.raw[0] in "[(" or "KHÔNG PHẢI" in line.raw)
    )


def _article(found: FoundArticle, parts: Found, notes: _Notes, text: str, number: str) -> ArticleSpan:
    stretches = list(_stretches(found, parts, notes, text))
    end = stretches[-1].end if stretches else max(found.body_start, found.start)
    heading_end = parts.lines[found.body_line - 1].end if found.heading and not stretches else found.body_start
    body_start = stretches[0].start if stretches else heading_end
    return ArticleSpan(
        id=ProvisionId(number, found.label, attached=found.attached),
        heading=found.heading,
        start=found.start,
        body_start=body_start,
        end=max(end if stretches else heading_end, body_start),
        path=found.path,
        clauses=read_clauses(stretches, text),
        pieces=_pieces(stretches),
    )


def _stretches(found: FoundArticle, parts: Found, notes: _Notes, text: str) -> Iterator[Stretch]:
    """The article's own words line by line, without notes."""
    reached = found.body_start
    for place in range(found.body_line, found.end_line):
        line = parts.lines[place]
        begin = max(line.start, found.body_start)
        for start, end in notes.outside(begin, line.end):
            trimmed_start = end - len(text[start:end].lstrip())
            trimmed_end = start + len(text[start:end].rstrip())
            if trimmed_start < trimmed_end:
                after_note = bool(notes.within(reached, trimmed_start))
                yield Stretch(line, trimmed_start, trimmed_end, parts.quoted[place], after_note)
                reached = trimmed_end


def _pieces(stretches: Sequence[Stretch]) -> tuple[tuple[int, int], ...]:
    pieces: list[tuple[int, int]] = []
    for stretch in stretches:
        if pieces and not stretch.after_note:
            pieces[-1] = (pieces[-1][0], stretch.end)
        else:
            pieces.append((stretch.start, stretch.end))
    return tuple(pieces)


def _has_gap(articles: Sequence[ArticleSpan]) -> bool:
    """Whether article numbers are missing at the start or in between."""
    last: dict[bool, str] = {}
    for article in articles:
        if not is_next(last.get(article.id.attached, "0"), article.id.article):
            return True
        last[article.id.attached] = article.id.article
    return False


def _to_article(parsed: RegulationText, span: ArticleSpan, certainty: Certainty) -> Article:
    text = parsed.text
    first_clause = span.clauses[0].start if span.clauses else span.end
    lead = "\n".join(text[start : min(end, first_clause)] for start, end in span.pieces if start < first_clause)
    remarks = [text[start:end] for start, end in parsed.notes if span.start <= start < _reach(parsed, span)]
    return Article(
        id=span.id,
        heading=span.heading,
        text="\n".join(text[start:end] for start, end in span.pieces),
        content=Content.OFFICIAL,
        certainty=certainty,
        path=span.path,
        lead=lead.strip(),
        clauses=tuple(Clause(clause.label, text[clause.start : clause.end]) for clause in span.clauses),
        note=" ".join(squeeze(remark) for remark in remarks if remark.startswith("[")),
    )


def _reach(parsed: RegulationText, span: ArticleSpan) -> int:
    """How far the article's own remarks may stand: right below its last words."""
    following = parsed.text[span.end : span.end + _REMARK_WITHIN]
    return span.end + len(following) - len(following.lstrip()) + 1
