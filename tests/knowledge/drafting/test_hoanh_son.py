"""A real report drafted anew from its facts: every section, and none of the mistakes it was written with."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.drafted import finished
from bot.export import docx_of
from knowledge.drafting.answers import check_answers
from knowledge.drafting.blocks import Draft, Heading, Paragraph
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


def names_of_units_are_right(draft: Draft) -> bool:
    text = "\n".join(block_text for block_text in draft.text().split("\n"))
    return not re.search(r"(?<![.:\n] )(?<!^)Phường Hoành", text.replace("\n", "\n. "), re.MULTILINE)


def numbers_of_headings_end_with_a_dot(draft: Draft) -> bool:
    labels = [block.label for block in draft.blocks if isinstance(block, Heading) and block.style == "dotted"]
    return len(labels) > 2 and all(re.fullmatch(r"\d+\.\d+\.", label) for label in labels)


def movements_stand_under_the_level_that_launched_them(draft: Draft) -> bool:
    headings = [block.text for block in draft.blocks if isinstance(block, Heading)]
    wanted = ("Phong trào do Thủ tướng", "Phong trào do tỉnh", "Hà Tĩnh chung tay", "Phong trào do phường",
              "Doanh nghiệp Hoành Sơn")  # fmt: skip
    places = [next(place for place, text in enumerate(headings) if each in text) for each in wanted]
    return places == sorted(places)


def says_what_a_share_of_the_year_before_means(draft: Draft) -> bool:
    return not re.search(r"tăng 1\d\d,\d%", draft.text()) and "tức tăng 19,7%" in draft.text()


def the_unusual_share_is_asked_about(draft: Draft) -> bool:
    told = {problem.kind: problem for problem in draft.problems}
    return told["share_below"].details["share"].quantize(1) == 59


def is_signed_in_the_form(draft: Draft) -> bool:
    head = draft.head
    return head.authority == ("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH") and head.recipients[0] == "Như trên"


def lacks(*words: str) -> Callable[[Draft], bool]:
    return lambda draft: not any(each in draft.text() for each in words)


def lacks_one_of(*words: str) -> Callable[[Draft], bool]:
    return lambda draft: not all(each in draft.text() for each in words)


RIGHT: dict[str, Callable[[Draft], bool]] = {
    "SE005": lambda draft: lacks("Thi đua - Khen thưởng năm")(draft) and "Luật Thi đua, khen thưởng" in draft.text(),
    "SE007": lacks("khen 2 thưởng"),
    "SE010": names_of_units_are_right,
    "SE012": numbers_of_headings_end_with_a_dot,
    "SE013": movements_stand_under_the_level_that_launched_them,
    "SE014": lacks("tuyên tuyền"),
    "SE018": lacks_one_of("bảo đảm", "đảm bảo"),
    "SE019": lacks("cải tiến hệ thống", "hệ thống cải tiến"),
    "SE020": lacks("Hoành sơn"),
    "SE021": lambda draft: not re.search(r"nhân dân phương\b", draft.text()),
    "SE022": lacks("hợp tác bảo đảm"),
    "SE029": says_what_a_share_of_the_year_before_means,
    "SE033": lacks("dịch bệnh Tổng"),
    "SE036": lacks_one_of("171,5", "15,5 ha"),
    "SE040": lacks("chủ yếu từ tiền sử dụng đất"),
    "SE042": lacks("tập thế"),
    "SE044": lambda draft: not re.search(r"\d\.\d{1,2}\s(?:triệu|tỷ)", draft.text()) and "46,5 triệu" in draft.text(),
    "SE048": the_unusual_share_is_asked_about,
    "SE056": is_signed_in_the_form,
}
"""What each mistake that is listed of the real report comes to in ours, by the name of the mistake."""


def test_every_listed_mistake_of_the_report_is_looked_for(shared: Path) -> None:
    cases = json.loads((shared / "cases" / "proofreading.dev.json").read_text(encoding="utf-8"))
    assert {error["id"] for error in cases["errors"] if error["doc"] == DOCUMENT} == set(RIGHT)


@pytest.mark.parametrize("mistake", sorted(RIGHT))
def test_a_listed_mistake_is_not_made_again(draft: Draft, mistake: str) -> None:
    assert RIGHT[mistake](draft)


@pytest.mark.parametrize("mistake", sorted(RIGHT.keys() - {"SE013", "SE048"}))
def test_what_looks_for_a_mistake_finds_it_where_it_is(draft: Draft, mistake: str, shared: Path) -> None:
    written = (shared / "reports" / "seed-hoanh-son-2025.txt").read_text(encoding="utf-8")
    blocks = tuple(
        Heading(text, 1, label, "dotted") if label else Paragraph(text)
        for label, text in re.findall(r"^(?:(\d+\.\d+\.?) )?(.*)$", written, re.MULTILINE)
    )
    head = replace(draft.head, authority=("ỦY BAN NHÂN DÂN PHƯỜNG",), recipients=("Lưu",))
    assert not RIGHT[mistake](replace(draft, head=head, opening=(), blocks=blocks, bases=()))


def test_the_check_of_drafts_finds_nothing_wrong_in_the_file() -> None:
    facts = typed_answers(FACTS.read_text(encoding="utf-8"), FACTS.name)
    assert finished("annual", {}, facts, MOMENT.date(), MOMENT, "phường Hoành Sơn").errors == []


def test_what_cannot_be_right_is_asked_about_and_sums_that_hold_are_not(draft: Draft) -> None:
    told = {problem.kind: problem for problem in draft.problems}
    assert told["share_below"].details["share"].quantize(1) == 59
    assert not [problem for problem in draft.problems if problem.severity is Severity.CONFLICT]
    lacking = {problem.record for problem in draft.problems if problem.kind == "shortcoming_lacks"}
    assert lacking == {1, 2, 3}
