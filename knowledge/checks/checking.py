"""A second pair of eyes: a draft → everything a clerk would mark in it, worst first where it is told.

It must not know any file, office storage or wording; formatting of a DOCX is judged by `form.py`.
Read next: `knowledge/checks/draft.py`, then any check: each is one function from a draft to findings.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from decimal import Decimal
from typing import Final

from knowledge.checks.capitals import check_capitals
from knowledge.checks.draft import Draft
from knowledge.checks.ending import check_ending
from knowledge.checks.figures import written
from knowledge.checks.findings import Finding, Severity
from knowledge.checks.frame import check_frame
from knowledge.checks.letters import check_letters
from knowledge.checks.names import check_names
from knowledge.checks.number_forms import check_number_forms
from knowledge.checks.outline import check_outline
from knowledge.checks.shares import check_shares
from knowledge.checks.slips import check_slips
from knowledge.checks.sources import check_sources
from knowledge.checks.spelling import check_spelling
from knowledge.checks.stale import check_stale
from knowledge.checks.sums import check_sums
from knowledge.checks.syllables import check_syllables
from knowledge.checks.told_twice import check_told_twice
from knowledge.layout.letterheads import read_letterhead
from knowledge.layout.lines import split_lines

__all__ = ["LONGEST_DRAFT", "Finding", "Severity", "check_text", "dated", "worst_first"]

LONGEST_DRAFT: Final = 300_000
"""Characters of the longest text that is checked: about a hundred pages."""
_MOST_OF_A_KIND: Final = 60
_CHECKS: Final[tuple[Callable[[Draft], Iterator[Finding]], ...]] = (
    check_sources, check_sums, check_shares, check_told_twice, check_number_forms, check_stale, check_outline,
    check_ending, check_frame, check_names, check_spelling, check_syllables, check_letters, check_slips,
    check_capitals,
)  # fmt: skip


def check_text(text: str, on: date, previous: str = "", office: str | None = None) -> list[Finding]:
    """Everything found in a draft dated `on`, in the order of the text; ranges are offsets into it.

    `previous` is the text of the report of the year before, where the office has one; `office` the name of
    the unit («phường Hoành Sơn») for a draft that does not name it. The same place is told once a kind, a kind
    at most sixty times. Beyond `LONGEST_DRAFT` characters nothing is read; a last finding says so.
    """
    draft = Draft(text[:LONGEST_DRAFT], on, previous[:LONGEST_DRAFT], office)
    found: dict[tuple[str, int, int], Finding] = {}
    for check in _CHECKS:
        for finding in check(draft):
            found.setdefault((finding.kind, finding.start, finding.end), finding)
    ordered = sorted(found.values(), key=lambda one: (one.start, one.severity.rank, one.end, one.kind))
    told = list(_not_too_many(_without_echoes(ordered)))
    if len(text) > LONGEST_DRAFT:
        details = {"limit": written(Decimal(LONGEST_DRAFT))}
        told.append(Finding("not_read", Severity.NOTE, LONGEST_DRAFT, LONGEST_DRAFT + 1, text[LONGEST_DRAFT], details))
    return told


def dated(text: str) -> date | None:
    """The day in the letterhead of a draft, None when it has none."""
    lines = split_lines(text[:LONGEST_DRAFT])
    return read_letterhead(lines[:60], text[:LONGEST_DRAFT]).issued_on


def worst_first(findings: Iterable[Finding]) -> list[Finding]:
    """The findings as they are told: errors before warnings before notes, each in the order of the text.

    Among equals those of form come last, so that they are read together, page by page.
    """
    return sorted(findings, key=lambda one: (one.severity.rank, one.is_form, one.start))


def _without_echoes(findings: list[Finding]) -> Iterator[Finding]:
    """Drops what another finding at exactly the same place already mends in the same way."""
    told: set[tuple[int, int, str]] = set()
    for finding in findings:
        if finding.replacement is not None:
            key = (finding.start, finding.end, finding.replacement)
            if key in told:
                continue
            told.add(key)
        yield finding


def _not_too_many(findings: Iterable[Finding]) -> Iterator[Finding]:
    counted: Counter[str] = Counter()
    for finding in findings:
        counted[finding.kind] += 1
        if counted[finding.kind] <= _MOST_OF_A_KIND:
            yield finding
