"""The body of a document on paper: size, alignment and spacing of running text, headings of every level.

It must not look at letterhead or signature.
Read next: `knowledge/checks/form.py`, which asks; `knowledge/checks/form_rules.py`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from typing import Final

from knowledge.checks.findings import Finding
from knowledge.checks.form_rules import LETTERHEAD_LINES, LONG_LINE, Judge, figure, look
from knowledge.checks.sheet import SheetParagraph

_ROMAN: Final = re.compile(r"[IVX]{1,5}\. \S")
_CLAUSE: Final = re.compile(r"\d{1,2}\. ?[^\W\d_]")
_PART: Final = re.compile(r"(?:Phần|Chương) (?:thứ [^\W\d_]{2,4}|[IVX]{1,5})", re.IGNORECASE)
_MOST: Final = 12
_SOME: Final = 0.02
"""The share of the letters from which a second size is no slip of one word."""


def check_text_of_body(judge: Judge) -> Iterator[Finding]:
    """What in running text and headings the rules do not allow."""
    body = [one for one in judge.sheet.paragraphs if len(one.text) > LONG_LINE and not one.in_table and not one.bold]
    yield from _paragraphs(judge, body)
    yield from _one_size(judge, body)
    yield from _headings(judge)


def _paragraphs(judge: Judge, body: Sequence[SheetParagraph]) -> Iterator[Finding]:
    """Running text, judged together: what most paragraphs keep is not told a hundred times."""
    tests: tuple[tuple[str, Callable[[SheetParagraph], bool], Callable[[SheetParagraph], str]], ...] = (
        ("form_body_size", lambda one: judge.sized("form_body_size", one), look),
        ("form_body_align", lambda one: one.align == "both", lambda one: one.align),
        (
            "form_first_line",
            lambda one: judge.fits("form_first_line", one.first_line),
            lambda one: figure(round(one.first_line, 1)),
        ),
        (
            "form_spacing",
            lambda one: not one.spacing or judge.fits("form_spacing", one.spacing, 0.06),
            lambda one: figure(round(one.spacing, 2)),
        ),
        (
            "form_between",
            lambda one: judge.fits("form_between", max(one.before, one.after), 0.01),
            lambda one: figure(max(one.before, one.after)),
        ),
    )
    for name, holds, measure in tests:
        wrong = [one for one in body if not holds(one)]
        told = Counter(measure(one) for one in wrong)
        for measured, _ in told.most_common(_MOST):
            first = next(one for one in wrong if measure(one) == measured)
            yield from judge.finding(name, first, measured)


def _one_size(judge: Judge, body: Sequence[SheetParagraph]) -> Iterator[Finding]:
    """Two sizes that are both allowed, in one text: the rarer one is told where it first fills a paragraph."""
    letters: Counter[float] = Counter()
    for paragraph in body:
        for run in paragraph.letters:
            letters[run.size] += len(run.text.strip())
    right = [size for size in letters if judge.fits("form_body_size", size, 0.01)]
    used = [size for size, count in letters.most_common() if size in right and count > _SOME * letters.total()]
    for size in used[1:]:
        first = next((one for one in body if one.sizes == (size,)), None)
        if first:
            yield from judge.finding("form_one_size", first, f"{figure(size)}, {figure(used[0])}")


def _headings(judge: Judge) -> Iterator[Finding]:
    filled = judge.filled
    for place, paragraph in enumerate(filled):
        text = paragraph.shown.strip()
        if paragraph.in_table or len(text) >= 2 * LONG_LINE:
            continue
        if _ROMAN.match(text) and not (paragraph.bold and not paragraph.slanted and text.isupper()):
            yield from judge.finding("form_heading", paragraph, look(paragraph))
        elif _PART.fullmatch(text.rstrip(".")) and not (paragraph.bold and paragraph.align == "center"):
            yield from judge.finding("form_part", paragraph, look(paragraph))
        elif _is_clause_heading(filled, place) and not any(one.bold for one in paragraph.letters):
            yield from judge.finding("form_clause", paragraph, look(paragraph))


def _is_clause_heading(filled: Sequence[SheetParagraph], place: int) -> bool:
    """«1. Công tác tuyên truyền» on a line of its own above running text, not one item of a list of such lines."""
    text = filled[place].text.strip()
    if not _CLAUSE.match(text) or len(text) > LONG_LINE or text[-1] in ".;:,!?" or place < LETTERHEAD_LINES // 2:
        return False
    below = filled[place + 1] if place + 1 < len(filled) else None
    return below is not None and not below.in_table and len(below.text) > LONG_LINE and not _CLAUSE.match(below.text)
