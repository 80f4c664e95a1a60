"""What a paper is by its own words: an official text, a report, a letter, a draft of any of them.

It knows no user and stores nothing; a guess, which an officer confirms.
Read next: `knowledge/structure.py`, `knowledge/reports.py`, `knowledge/letters.py`, which read each of them.
"""

from __future__ import annotations

import re
from enum import StrEnum
from typing import Final

from knowledge.letters import read_letter
from knowledge.reports import looks_like_report
from knowledge.structure import looks_like_regulation
from knowledge.text import fold

_HEAD_LINES: Final = 30
_LONGEST_LINE: Final = 300
_BLANK: Final = r"[\s.…_]*"
_DRAFT: Final = re.compile(
    r"[\W_]*(?:ban )?du thao(?: lan (?:thu )?\w+)?[\W_]*$"
    rf"|(?:.*\s)?so\s?:{_BLANK}/\s?\w"
    rf"|.*,\s?ngay{_BLANK}thang[\s\d.…_]*nam"
)
"""A line that says it is one, a number without digits, a date without a day."""


class PaperKind(StrEnum):
    """What a paper looks like."""

    OFFICIAL_TEXT = "official_text"
    REPORT = "report"
    LETTER = "letter"
    """An official letter, plan, notice or guide: it may ask for something by a day."""
    DRAFT = "draft"
    """Not yet numbered, dated or signed, whatever it is to become."""
    OTHER = "other"


def kind_of_paper(text: str) -> PaperKind:
    """What the text (in the project's normal form) looks like. Never raises; work grows linearly with it."""
    if _is_draft(text):
        return PaperKind.DRAFT
    if looks_like_regulation(text):
        return PaperKind.OFFICIAL_TEXT
    if looks_like_report(text):
        return PaperKind.REPORT
    letter = read_letter(text)
    return PaperKind.LETTER if letter.kind or letter.number or letter.recipient else PaperKind.OTHER


def _is_draft(text: str) -> bool:
    head = [line for line in text[: _HEAD_LINES * _LONGEST_LINE].splitlines() if line.strip()][:_HEAD_LINES]
    return any(_DRAFT.match(fold(line).casefold()) for line in head if len(line) <= _LONGEST_LINE)
