"""A real report drafted anew from its facts: every section, and none of the mistakes it was written with."""

from __future__ import annotations

import json
import re
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.export import docx_of
from knowledge.drafting.answers import check_answers
from knowledge.drafting.blocks import Draft, Heading
from knowledge.drafting.kinds import kind
from knowledge.drafting.problems import Severity
from knowledge.drafting.rendering import render
from knowledge.drafting.sources import typed_answers
from knowledge.reports import Role, read_report
from tests.bot.test_export import Failed, checker, failed

__all__ = ["checker", "failed"]

MOMENT = datetime(2025, 12, 31, 9, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))
FACTS = Path(__file__).with_name("hoanh_son.yaml")
DOCUMENT = "000_46a0c01a402f740c.txt"


@pytest.fixture(scope="module")
def draft() -> Draft:
    annual = kind("annual")
    facts = check_answers(annual, typed_answers(FACTS.read_text(encoding="utf-8"), FACTS.name))
    return render(annual, facts, MOMENT.date())


def test_every_section_of_the_report_is_there(draft: Draft, shared: Path) -> None:
    outline = json.loads((shared / "reports" / "seed-hoanh-son-2025.outline.json").read_text(encoding="utf-8"))
    was = {section["role"] for section in outline["sections"] if section["role"] in set(Role)}
    assert {section.role.value for section in read_report(draft.text()).sections} >= was


def test_no_rule_of_the_official_form_is_broken(draft: Draft, failed: Failed) -> None:
    assert failed(docx_of(draft, MOMENT)) == []


def test_none_of_the_listed_wrong_words_is_written_again(draft: Draft, shared: Path) -> None:
    cases = json.loads((shared / "cases" / "proofreading.dev.json").read_text(encoding="utf-8"))
    listed = [error for error in cases["errors"] if error["doc"] == DOCUMENT]
    assert len(listed) > 10
    wrong = ("law_title", "page_number_in_text", "typo", "duplicate_phrase", "punctuation", "number_format")
    words = {error["text"] for error in listed if error["category"] in wrong} - {"phương"}
    assert [text for text in words if text in draft.text()] == []


def test_the_kinds_of_mistake_that_no_list_of_words_finds_are_gone(draft: Draft) -> None:
    text = draft.text()
    assert not re.search(r"(?<![.:\n] )(?<!^)Phường Hoành", text.replace("\n", "\n. "), re.MULTILINE)
    assert "Hoành sơn" not in text
    assert not re.search(r"nhân dân phương\b", text)
    assert not ("bảo đảm" in text and "đảm bảo" in text)
    assert not re.search(r"tăng 1\d\d,\d%", text)
    assert "tức tăng 19,7%" in text
    assert not re.search(r"\d\.\d{1,2}\s(?:triệu|tỷ)", text)
    numbers = [block.label for block in draft.blocks if isinstance(block, Heading) and block.style == "dotted"]
    assert all(re.fullmatch(r"\d+\.\d+\.", label) for label in numbers)
    assert draft.head.authority == ("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH")
    assert draft.head.recipients[0] == "Như trên"


def test_movements_stand_under_the_level_that_launched_them(draft: Draft) -> None:
    headings = [block.text for block in draft.blocks if isinstance(block, Heading)]
    state, province, ward = (
        next(place for place, text in enumerate(headings) if text.startswith(f"Phong trào do {who}"))
        for who in ("Thủ tướng", "tỉnh", "phường")
    )
    poor = next(place for place, text in enumerate(headings) if "Hà Tĩnh chung tay" in text)
    enterprises = next(place for place, text in enumerate(headings) if "Doanh nghiệp Hoành Sơn" in text)
    assert state < province < poor < ward < enterprises


def test_what_cannot_be_right_is_asked_about_and_sums_that_hold_are_not(draft: Draft) -> None:
    told = {problem.kind: problem for problem in draft.problems}
    assert told["share_below"].details["share"].quantize(1) == 59
    assert not [problem for problem in draft.problems if problem.severity is Severity.CONFLICT]
    lacking = {problem.record for problem in draft.problems if problem.kind == "shortcoming_lacks"}
    assert lacking == {1, 2, 3}
