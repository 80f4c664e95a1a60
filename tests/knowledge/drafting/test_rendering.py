"""Templates filled with the smallest, typical and largest answers, and with what was never meant as text."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from knowledge.drafting.answers import check_answers
from knowledge.drafting.blocks import Heading, Paragraph, Table, lines_of
from knowledge.drafting.kinds import ReportKind, kind, kinds
from knowledge.drafting.problems import Severity
from knowledge.drafting.rendering import render, render_section
from knowledge.errors import InvalidAnswer
from knowledge.reports import Role, read_report
from tests.knowledge.drafting.answering import HOSTILE, largest, least, typical

DAY = date(2025, 12, 15)
ANNUAL = kind("annual")

each_kind = pytest.mark.parametrize("report", kinds(), ids=lambda each: each.name)


@each_kind
def test_nothing_answered_renders_to_a_report_without_text(report: ReportKind) -> None:
    draft = render(report, {}, DAY)
    assert draft.blocks == ()
    assert {problem.severity for problem in draft.problems} == {Severity.MISSING}


@each_kind
@pytest.mark.parametrize("answers", [least, typical, largest], ids=["least", "typical", "largest"])
def test_every_template_renders(report: ReportKind, answers: object) -> None:
    draft = render(report, answers(report), DAY)  # type: ignore[operator]
    assert not [problem for problem in draft.problems if problem.severity is Severity.MISSING]
    headings = [block for block in draft.blocks if isinstance(block, Heading)]
    assert len(headings) >= 3
    text = draft.text()
    assert "None" not in text
    assert "Macro" not in text
    assert "Decimal" not in text


@each_kind
def test_the_example_has_all_its_sections_and_nothing_to_object_to(report: ReportKind) -> None:
    draft = render(report, typical(report), DAY)
    assert draft.problems == ()
    labels = [block.text for block in draft.blocks if isinstance(block, Heading)]
    assert all(_headings_of(part) & set(labels) for part in report.data.outline if "{" not in part.heading)


def _headings_of(part: object) -> set[str]:
    return {part.heading} | {heading for inner in part.parts for heading in _headings_of(inner)}  # type: ignore[attr-defined]


@each_kind
def test_every_answer_of_the_example_leaves_a_trace(report: ReportKind) -> None:
    answers = typical(report)
    whole = render(report, answers, DAY)
    silent = {"province", "champions", "advanced_workers", "awards_collectives", "awards_individuals"} | {
        "advanced_workers_sum", "champions_sum", "signing",
    }  # fmt: skip
    for key in answers.keys() - silent:
        without = render(report, {name: value for name, value in answers.items() if name != key}, DAY)
        assert (without.text(), without.head) != (whole.text(), whole.head), key


def test_officers_text_is_never_a_template_nor_markup() -> None:
    hostile = "{{ 7*7 }} <p>a</p> &amp; {% if %} </p><table/>"
    answers = {**typical(ANNUAL), "direction": hostile, "office_name": "b <b>&"}
    draft = render(ANNUAL, answers, DAY)
    text = draft.text()
    assert "{ 7*7 } <p>a</p> &amp; { if %} </p><table/>".replace("%}", "}") in text
    assert "49" not in [word.strip(".,;") for word in text.split()]
    assert draft.head.issuer == ("ỦY BAN NHÂN DÂN", "PHƯỜNG B <B>&")


def test_a_line_that_looks_like_a_heading_becomes_a_point_of_a_list() -> None:
    blocks = render_section(ANNUAL, "direction", {"direction": "IV. Mục giả\n2. Việc hai\nA. Chữ\n1.234 người"}, DAY)
    assert [block.item for block in blocks if isinstance(block, Paragraph)] == [True, True, True, False]


@each_kind
def test_the_order_of_the_text_is_kept_however_much_is_left_out(report: ReportKind) -> None:
    answers = typical(report)
    whole = [line for block in render(report, answers, DAY).blocks for line in lines_of(block)]
    for section in report.sections:
        preview = render_section(report, section.name, answers, DAY)
        said = [line for block in preview if isinstance(block, Paragraph | Table) for line in lines_of(block)]
        places = [whole.index(line) for line in said if line]
        assert places == sorted(places)


def test_headings_are_numbered_without_gaps_when_sections_are_left_out() -> None:
    answers = least(ANNUAL)
    labels = [block.label for block in render(ANNUAL, answers, DAY).blocks if isinstance(block, Heading)]
    assert labels[0] == "I."
    assert [label for label in labels if label.endswith(".") and label[0] in "IVX"] == ["I.", "II."]


def test_a_list_that_is_empty_says_so_and_an_absent_one_says_nothing() -> None:
    assert render_section(ANNUAL, "recommendations", {}, DAY) == ()
    (block,) = render_section(ANNUAL, "recommendations", {"recommendations": "không có"}, DAY)
    assert isinstance(block, Paragraph)
    assert "không có" in block.text


def test_growth_is_told_as_ratio_and_as_difference() -> None:
    targets = [{"name": "Thu ngân sách", "unit": "tỷ đồng", "done": "119,7", "planned": 100, "before": 100}]
    lines = [
        line
        for block in render_section(ANNUAL, "targets", {"year": 2025, "targets": targets}, DAY)
        for line in lines_of(block)
    ]
    assert any("bằng 119,7% so với năm 2024, tức tăng 19,7%" in line for line in lines)
    targets[0]["before"] = "125"
    lines = [line for block in render_section(ANNUAL, "targets", {"targets": targets}, DAY) for line in lines_of(block)]
    assert any("bằng 95,8%" in line and "tức giảm 4,2%" in line for line in lines)


def test_movements_stand_under_the_level_that_launched_them() -> None:
    movements = [
        {"name": "Của xã", "launched_by": "commune", "result": "5 việc"},
        {"name": "Của Thủ tướng", "launched_by": "prime_minister", "result": "6 việc"},
    ]
    blocks = render_section(ANNUAL, "movements", {"movements": movements, "office_kind": "xã"}, DAY)
    headings = [block.text for block in blocks if isinstance(block, Heading)]
    assert headings == [
        "Phong trào do Thủ tướng Chính phủ phát động", "Phong trào thi đua “Của Thủ tướng”",
        "Phong trào do xã phát động", "Phong trào thi đua “Của xã”",
    ]  # fmt: skip


def test_every_shortcoming_has_its_counterpart_among_the_tasks() -> None:
    answers = typical(ANNUAL)
    tasks = "\n".join(line for block in render_section(ANNUAL, "next_tasks", answers, DAY) for line in lines_of(block))
    for record in answers["shortcomings"]:  # type: ignore[union-attr]
        assert str(record["statement"])[1:] in tasks  # type: ignore[index]
        assert str(record["who"]) in tasks  # type: ignore[index]


def test_the_matrix_of_shortcomings_is_a_table_when_it_is_wanted() -> None:
    answers = typical(ANNUAL)
    (table,) = [block for block in render_section(ANNUAL, "next_tasks", answers, DAY) if isinstance(block, Table)]
    assert len(table.rows) == len(answers["shortcomings"])  # type: ignore[arg-type]
    plain = {**answers, "matrix": "no"}
    assert not [block for block in render_section(ANNUAL, "next_tasks", plain, DAY) if isinstance(block, Table)]


def test_the_award_table_adds_up() -> None:
    (table,) = [
        block for block in render_section(ANNUAL, "commendation", typical(ANNUAL), DAY) if isinstance(block, Table)
    ]
    assert table.total
    for column in range(2, 6):
        cells = [int(row[column] or 0) for row in table.rows]
        assert sum(cells[:-1]) == cells[-1]


def test_what_is_drafted_is_read_back_with_its_canonical_sections() -> None:
    found = {section.role for section in read_report(render(ANNUAL, typical(ANNUAL), DAY).text()).sections}
    wanted = {section.role for section in ANNUAL.sections if section.role}
    assert found >= wanted - {Role.INSPECTION}


def test_a_unit_named_by_a_number_is_named_whole_where_it_signs() -> None:
    answers = {key: value for key, value in typical(kind("annual")).items() if key != "place"}
    draft = render(kind("annual"), check_answers(kind("annual"), {**answers, "office_name": "1 Bảo Lộc"}), DAY)
    assert draft.head.place == "Phường 1 Bảo Lộc"


def test_the_day_of_signing_comes_from_the_answers_before_the_clock() -> None:
    draft = render(ANNUAL, {**typical(ANNUAL), "signed_on": "30/6/2025"}, DAY)
    assert "98/2023/NĐ-CP" in [basis.number for basis in draft.bases]
    assert render(ANNUAL, {}, DAY).head.signed_on is None


def test_a_broken_answer_is_refused_and_not_rendered() -> None:
    with pytest.raises(InvalidAnswer):
        render(ANNUAL, {"documents_count": "nhiều"}, DAY)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.sets(st.sampled_from(sorted(ANNUAL.questions))))
def test_any_part_of_the_answers_renders(keys: set[str]) -> None:
    answers = {key: value for key, value in largest(ANNUAL, records=2, text=HOSTILE).items() if key in keys}
    draft = render(ANNUAL, answers, DAY)
    assert {problem.fields[0] for problem in draft.problems if problem.severity is Severity.MISSING}.isdisjoint(keys)
