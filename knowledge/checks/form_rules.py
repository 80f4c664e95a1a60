"""The rules of the decree on clerical work that hold on a day, and the words in which a breach of one is found.

It must not look at a document by itself.
Read next: `knowledge/data/checks/form.yaml` (the rules), `knowledge/checks/form.py` (who asks).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Final

from pydantic import BaseModel, ConfigDict

from knowledge.checks.findings import Finding, Severity
from knowledge.checks.sheet import Sheet, SheetParagraph
from knowledge.datafiles import data_file, load

KINDS: Final = re.compile(r"(?:BÁO CÁO|KẾ HOẠCH|TỜ TRÌNH|QUYẾT ĐỊNH|THÔNG BÁO|CHƯƠNG TRÌNH|ĐỀ ÁN|HƯỚNG DẪN|BIÊN BẢN)")
"""Kinds of document as they stand above the subject."""
LETTERHEAD_LINES: Final = 14
LONG_LINE: Final = 90
"""Characters from which a paragraph is running text."""
_SLACK: Final = 0.6
"""Millimetres and points that rounding in Word may add."""


class Rule(BaseModel):
    """One rule: its name is the kind of the finding, `low` and `high` its limits where it has any."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    name: str
    place: str
    valid_from: date
    valid_to: date | None = None
    low: float | None = None
    high: float | None = None


class FormFile(BaseModel):
    """The rules, the document they stand in, and the abbreviation of each kind of document (Phụ lục III, mục I)."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    document: str
    last_checked: date
    symbols: Mapping[str, str]
    rules: tuple[Rule, ...]


@cache
def form() -> FormFile:
    """The rules as they ship, read once."""
    return load(data_file("checks/form.yaml"), FormFile)


@dataclass(frozen=True, slots=True)
class Judge:
    """What the rules of a day say of one sheet."""

    sheet: Sheet
    rules: dict[str, Rule]
    document: str
    symbols: Mapping[str, str]

    def fits(self, name: str, measured: float, slack: float = _SLACK) -> bool:
        """Whether a measure lies within its limits; anything fits where no rule holds."""
        rule = self.rules.get(name)
        low = rule.low if rule and rule.low is not None else measured
        high = rule.high if rule and rule.high is not None else measured
        return low - slack <= measured <= high + slack

    def sized(self, name: str, paragraph: SheetParagraph) -> bool:
        """Whether every letter has a size the rule allows."""
        return all(self.fits(name, size, 0.01) for size in paragraph.sizes)

    def finding(self, name: str, paragraph: SheetParagraph | None, measured: str = "") -> Iterator[Finding]:
        """A finding on that paragraph, or on the first one for the whole document; nothing if no rule holds."""
        rule = self.rules.get(name)
        if rule is None:
            return
        at = paragraph or next((one for one in self.sheet.paragraphs if one.end), None)
        start, end = (at.start, at.end) if at else (0, 0)
        limits = "–".join(figure(one) for one in (rule.low, rule.high) if one is not None)
        if rule.low == rule.high and rule.low is not None:
            limits = figure(rule.low)
        details = {"measured": measured, "limits": limits, "provision": f"{self.document}, {rule.place}"}
        page = paragraph.page if paragraph else 0
        yield Finding(name, Severity.WARNING, start, end, at.text if at else "", details, page=page)

    @property
    def filled(self) -> list[SheetParagraph]:
        """The paragraphs that hold anything."""
        return [one for one in self.sheet.paragraphs if one.text.strip()]


def judge_on(sheet: Sheet, on: date) -> Judge:
    """What is in force on that day, for one sheet."""
    told = form()
    held = {
        rule.name: rule
        for rule in told.rules
        if rule.valid_from <= on and (rule.valid_to is None or on < rule.valid_to)
    }
    return Judge(sheet, held, told.document, told.symbols)


def figure(value: float) -> str:
    """A measure as it is written: «12,7»."""
    return f"{value:g}".replace(".", ",")


def look(paragraph: SheetParagraph) -> str:
    """The sizes of a paragraph, «13», «12/14»; how it is set is for the wording to ask about."""
    return "/".join(figure(size) for size in paragraph.sizes)
