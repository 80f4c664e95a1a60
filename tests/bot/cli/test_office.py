from __future__ import annotations

import re

import pytest

from knowledge.errors import InvalidAnswer
from tests.bot.cli.conftest import Run

CODE = re.compile(r"\b(?:[2-9A-HJ-NP-Z]{4}-){3}[2-9A-HJ-NP-Z]{4}\b")


def test_adding_an_office_prints_a_code_for_its_administrator(run: Run) -> None:
    output = run("office", "add", "Ủy ban nhân dân xã Thử Nghiệm").output
    assert CODE.search(output)
    assert "Ủy ban nhân dân xã Thử Nghiệm (0 thành viên)" in run("office", "list").output


def test_another_code_can_be_had_for_an_office_nobody_administers(run: Run) -> None:
    first = CODE.search(run("office", "add", "Xã A").output)
    second = CODE.search(run("office", "code", "1").output)
    assert first
    assert second
    assert first[0] != second[0]


def test_an_office_needs_a_name(run: Run) -> None:
    with pytest.raises(InvalidAnswer):
        run("office", "add", "  ")


def test_without_offices_the_list_says_how_to_make_one(run: Run) -> None:
    assert "tdkt office add" in run("office", "list").output
