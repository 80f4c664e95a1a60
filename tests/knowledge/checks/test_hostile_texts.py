"""Hostile text is checked like any other: nothing is raised, ranges stay inside, the work stays linear.

The lengths are such that quadratic work would not end within the patience of anybody who runs this.
"""

from __future__ import annotations

from datetime import date

import pytest

from knowledge.checks.checking import LONGEST_DRAFT, check_text
from tests.hostile import texts

ON = date(2026, 1, 1)
LENGTH = 60_000


@pytest.mark.parametrize("what", sorted(texts(100)))
def test_hostile_text_is_checked(what: str) -> None:
    text = texts(LENGTH)[what]
    found = check_text(text, ON)
    assert all(0 <= one.start <= one.end <= len(text) and text[one.start : one.end] == one.text for one in found)
    assert len(found) < 1_500


def test_what_is_beyond_the_limit_is_not_read_and_said_so() -> None:
    text = "Một câu. " * (LONGEST_DRAFT // 9 + 5)
    last = check_text(text + "nổ lực", ON)[-1]
    assert (last.kind, last.start) == ("not_read", LONGEST_DRAFT)


def test_an_empty_draft_has_nothing_wrong() -> None:
    assert check_text("", ON) == []
