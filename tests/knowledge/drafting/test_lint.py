"""The drafting data that ships is sound, and a mistake in it is named with file, line and field."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from knowledge.drafting.kinds import Library, kind, kinds
from knowledge.drafting.lint import lint
from knowledge.errors import TemplateInvalid
from tests.conftest import ROOT

DATA = ROOT / "knowledge" / "data" / "drafting"


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    return Path(shutil.copytree(DATA, tmp_path / "drafting"))


def change(folder: Path, file: str, old: str, new: str) -> int:
    """Changes the file once; the line where it did."""
    text = (folder / file).read_text(encoding="utf-8")
    assert old in text
    (folder / file).write_text(text.replace(old, new, 1), encoding="utf-8")
    return text[: text.index(old)].count("\n") + 1


def test_the_data_that_ships_is_sound() -> None:
    assert lint() == []


def test_every_kind_the_office_needs_ships() -> None:
    assert [each.name for each in kinds()] == [
        "annual", "six_months", "period", "thematic", "collective_achievement", "individual_achievement",
    ]  # fmt: skip


def test_no_form_number_is_claimed_that_no_text_we_hold_gives() -> None:
    for name in ("collective_achievement", "individual_achievement"):
        form = kind(name).data.form
        assert form is not None
        assert str(form.provision) == "152/2025/NĐ-CP#d33.k9"
        assert form.number == ""


@pytest.mark.parametrize(
    ("file", "old", "new", "field", "problem"),
    [
        ("sections/fund.yaml", "    type: money", "    type: dollars", "questions.0.type", "Input should be"),
        ("sections/fund.yaml", "    lable: x", "", "", ""),
        ("sections/fund.yaml", "example: 15.460.000 đồng", "example: nhiều", "questions.0.example", "not_understood"),
        ("sections/fund.yaml", "of: [spent_total, fund_total]", "of: [spent_total, fund_totel]", "agreements.3.of",
         "does not ask fund_totel"),
        ("sections/leadership.yaml", "{question: meetings, at_least: 1}", "{question: meeting, at_least: 1}",
         "questions.4.when.0.question", "does not ask meeting before"),
        ("sections/commendation.yaml", "column: collectives", "column: collective", "agreements.0.of",
         "has no field collective"),
        ("kinds/annual.yaml", "section: lessons}", "section: lesson}", "outline", "no section lesson"),
        ("kinds/annual.yaml", "15/2025/TT-BNV", "99/2025/TT-BNV", "bases.5", "not in the registry"),
        ("kinds/annual.yaml", "title: Báo cáo tổng kết năm", "title: [", "", ""),
        ("templates/fund.jinja", "{{ fund_balance | money }}", "{{ fund_balanse | money }}", "fund_balanse",
         "no question"),
        ("templates/fund.jinja", "{% if fund_balance is defined %}", "{% if fund_balance is defined", "", "expected"),
        ("templates/fund.jinja", "<p>Số dư cuối kỳ", "<p><b>Số dư cuối kỳ", "", "mismatch"),
        ("templates/strengths.jinja", "{% if strengths is defined %}", "{% if true %}", "", "undefined"),
        ("templates/kind_annual.jinja", "{% macro closing() %}", "{% macro closes() %}", "", "closing"),
    ],
)  # fmt: skip
def test_a_mistake_is_named_with_file_line_and_field(
    copy: Path, file: str, old: str, new: str, field: str, problem: str
) -> None:
    if old == "    lable: x":
        line = change(copy, file, "    label: Số dư đầu kỳ", "    lable: Số dư đầu kỳ")
        field, problem = "questions.0.lable", "Extra inputs"
    else:
        line = change(copy, file, old, new)
    found = [mistake for mistake in lint(copy) if mistake.file == Path(file).name]
    assert any(each.field == field and problem in each.problem for each in found), found
    if field not in ("outline", "") and "agreements" not in field:
        assert any(each.line == line for each in found), found


def test_a_section_can_be_added_without_touching_code(copy: Path) -> None:
    (copy / "sections" / "gender.yaml").write_text(
        "name: gender\ntitle: Bình đẳng giới\nquestions:\n"
        "  - {key: women_share, label: Tỷ lệ nữ, ask: Tỷ lệ nữ được khen?, type: percent, example: 45%}\n",
        encoding="utf-8",
    )
    (copy / "templates" / "gender.jinja").write_text(
        "{% if women_share is defined %}<p>Nữ chiếm {{ women_share | percent }}.</p>{% endif %}", encoding="utf-8"
    )
    change(
        copy, "kinds/annual.yaml", "      - {heading: Hoạt động sáng kiến",
        "      - {heading: Bình đẳng giới, section: gender}\n      - {heading: Hoạt động sáng kiến",
    )  # fmt: skip
    assert lint(copy) == []
    assert "women_share" in Library(copy).kinds["annual"].questions


def test_an_unknown_kind_names_those_there_are() -> None:
    with pytest.raises(TemplateInvalid, match="unknown_kind") as caught:
        kind("weekly")
    assert "annual" in str(caught.value.details["known"])
