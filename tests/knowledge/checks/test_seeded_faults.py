"""A clean draft has no finding; put one known fault into it, and that fault is found at its place.

What must hold is a share: a check may miss one kind of wording, it may not go blind.
Read next: `tests/knowledge/checks/faults.py`.
"""

from __future__ import annotations

import pytest

from knowledge.checks.checking import check_text
from tests.knowledge.checks.faults import (
    FAULTS,
    FAULTS_IN_THE_LONG_DRAFT,
    ON,
    PREVIOUS,
    SHORT_DRAFT,
    TABLE,
    Fault,
    long_draft,
)

ENOUGH = 0.95
DRAFTS = [*((SHORT_DRAFT, fault) for fault in FAULTS), *((long_draft(), fault) for fault in FAULTS_IN_THE_LONG_DRAFT)]


def found(draft: str, fault: Fault) -> bool:
    """Whether the fault, put into the draft, is found where it stands."""
    assert draft.count(fault.right), fault
    broken = draft.replace(fault.right, fault.wrong, 1)
    changed = draft.index(fault.right)
    inside = fault.wrong.find(fault.marked)
    marked = changed + inside if inside >= 0 else broken.index(fault.marked)
    end = marked + len(fault.marked)
    return any(one.kind == fault.kind and one.start < end and one.end > marked for one in check_text(broken, ON))


@pytest.mark.parametrize(
    "draft", [SHORT_DRAFT, SHORT_DRAFT.replace("III. PHƯƠNG", f"{TABLE}\nIII. PHƯƠNG"), long_draft()]
)
def test_a_clean_draft_has_no_finding(draft: str) -> None:
    assert [(one.kind, one.text) for one in check_text(draft, ON)] == []


def test_at_least_thirty_kinds_of_faults_are_put_in() -> None:
    assert len({fault.kind for _, fault in DRAFTS}) >= 30


def test_nearly_every_fault_is_found_at_its_place() -> None:
    missed = [(fault.kind, fault.wrong) for draft, fault in DRAFTS if not found(draft, fault)]
    assert 1 - len(missed) / len(DRAFTS) >= ENOUGH, missed


def test_a_wrong_total_of_a_table_is_found_in_its_cell() -> None:
    draft = SHORT_DRAFT.replace(
        "III. PHƯƠNG", f"{TABLE.replace('6' + chr(9) + '30', '6' + chr(9) + '33')}\nIII. PHƯƠNG"
    )
    (one,) = check_text(draft, ON)
    assert (one.kind, one.text) == ("number_table", "33")


def test_a_sentence_of_last_year_with_its_figures_is_found() -> None:
    copied = PREVIOUS.splitlines()[3]
    (one,) = check_text(SHORT_DRAFT.replace("còn chậm.", f"còn chậm.\n\n{copied}"), ON, previous=PREVIOUS)
    assert (one.kind, one.text, one.details["figures"]) == ("same_sentence", copied, "yes")
