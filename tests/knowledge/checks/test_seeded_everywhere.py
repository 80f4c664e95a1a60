"""Clean drafts of every kind have no finding; a fault put in anywhere, in many wordings, is found where it stands.

What must hold is a share over all kinds of faults, and a lower one for each, so that no kind goes blind.
Read next: `tests/knowledge/checks/seeding.py`.
"""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime
from random import Random
from typing import Final
from zoneinfo import ZoneInfo

import pytest

from bot.export import docx_of
from bot.proofreading import proofread_file
from index.documents import Document, DocumentKind, read_document
from knowledge.checks.checking import check_text
from knowledge.drafting.kinds import kind, kinds
from knowledge.drafting.rendering import render
from tests.knowledge.checks.faults import ON, SHORT_DRAFT, long_draft
from tests.knowledge.checks.seeding import MAKERS, Seeded

MADE_AT: Final = datetime(2025, 12, 15, 9, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))
ENOUGH: Final = 0.95
ENOUGH_OF_A_KIND: Final = 0.8
OF_EACH: Final = 12
"""Faults of each kind, over all drafts."""
KINDS: Final = [report.name for report in kinds()]


def written(name: str) -> tuple[Document, bytes]:
    """The shipped example of a kind, written as DOCX and read again as if somebody had sent it."""
    report = kind(name)
    given = {key: value for key, value in report.example().items() if key in report.questions}
    content = docx_of(render(report, given, MADE_AT.date()), MADE_AT)
    return read_document(content, "nhap.docx"), content


@pytest.fixture(scope="module")
def drafts() -> dict[str, str]:
    """Clean drafts by their name."""
    return {"short": SHORT_DRAFT, "long": long_draft(), **{name: written(name)[0].text for name in KINDS}}


@pytest.mark.parametrize("name", KINDS)
def test_a_draft_that_was_written_here_has_no_finding_before_it_leaves(name: str) -> None:
    document, content = written(name)
    assert document.kind is DocumentKind.DOCX
    assert [(one.kind, one.text) for one in proofread_file("nhap.docx", content, MADE_AT.date())] == []


def seeded(drafts: dict[str, str], what: str) -> list[Seeded]:
    """Faults of one kind in different drafts, at different places."""
    made = []
    for seed in range(10 * OF_EACH):
        random = Random(f"{what}{seed}")
        one = MAKERS[what](random, random.choice(sorted(drafts.values())))
        if one is not None:
            made.append(one)
        if len(made) == OF_EACH:
            break
    return made


def is_found(fault: Seeded, on: date = ON) -> bool:
    return any(
        one.kind in fault.kinds and one.start < fault.end + 2 and one.end > fault.start - 2
        for one in check_text(fault.text, on)
    )


def test_faults_of_at_least_thirty_kinds_are_found_wherever_they_stand(drafts: dict[str, str]) -> None:
    put: Counter[str] = Counter()
    missed: dict[str, list[str]] = {}
    for what in MAKERS:
        for fault in seeded(drafts, what):
            put[what] += 1
            if not is_found(fault):
                missed.setdefault(what, []).append(fault.text[max(0, fault.start - 25) : fault.end + 15])
    assert len([what for what in put if put[what] >= 3]) >= 30, put
    blind = {what: missed[what] for what in missed if 1 - len(missed[what]) / put[what] < ENOUGH_OF_A_KIND}
    assert not blind
    assert 1 - sum(map(len, missed.values())) / put.total() >= ENOUGH, missed
