"""`tdkt draft`: from a file of answers to a DOCX, without a person."""

from __future__ import annotations

import json
from pathlib import Path

import docx
import pytest

from knowledge.drafting.kinds import kinds
from knowledge.drafting.sources import Mistake
from knowledge.errors import DraftIncomplete, TemplateInvalid
from tests.bot.cli.conftest import Run
from tests.knowledge.drafting.test_outlines import TEXT


def test_the_kinds_are_listed_one_a_line(run: Run) -> None:
    listed = [json.loads(line) for line in run("draft", "--list", "--json").output.splitlines()]
    assert [each["kind"] for each in listed] == [each.name for each in kinds()]
    assert all(each["title"] and len(each["sections"]) >= 5 for each in listed)
    assert "Báo cáo tổng kết năm" in run("draft", "--list").output


@pytest.mark.parametrize("name", [each.name for each in kinds()])
def test_the_example_of_every_kind_is_written(run: Run, tmp_path: Path, name: str) -> None:
    result = run("draft", "--kind", name, "--example", "--out", "report.docx")
    assert result.exit_code == 0
    assert "report.docx" in result.output
    assert docx.Document(str(tmp_path / "report.docx")).paragraphs
    assert ("152/2025/NĐ-CP" in result.output) == name.endswith("achievement")


def test_answers_are_read_as_they_are_typed_and_what_needs_an_eye_is_told(run: Run, tmp_path: Path) -> None:
    example = next(each for each in kinds() if each.name == "annual").example_file().read_text(encoding="utf-8")
    answers = example.replace("population_temporary: 1.914", "population_temporary: 1.915")
    (tmp_path / "answers.yaml").write_text(answers, encoding="utf-8")
    result = run("draft", "--kind", "annual", "--answers", "answers.yaml", "--out", "x.docx", "--on", "2025-12-20")
    assert result.exit_code == 0
    assert "Dân số là 23.264, nhưng các phần cộng lại được 23.265 (lệch 1)" in result.output


def test_answers_may_be_json(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text(json.dumps({"year": 2025, "documents_count": 1234}), encoding="utf-8")
    with pytest.raises(DraftIncomplete):
        run("draft", "--kind", "annual", "--answers", "a.json", "--out", "x.docx")
    assert not (tmp_path / "x.docx").exists()


def test_a_broken_file_of_answers_is_named_with_its_line(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("year: 2025\nstrengths: [\n", encoding="utf-8")
    with pytest.raises(TemplateInvalid) as caught:
        run("draft", "--kind", "annual", "--answers", "a.yaml", "--out", "x.docx")
    assert (caught.value.details["file"], caught.value.details["line"]) == ("a.yaml", 3)


@pytest.mark.parametrize(
    "words",
    [["--kind", "annual"], ["--out", "x.docx"], ["--kind", "annual", "--out", "x.docx"],
     ["--kind", "annual", "--out", "x.docx", "--answers", "nowhere.yaml"]],
)  # fmt: skip
def test_what_is_missing_on_the_line_is_said(run: Run, words: list[str]) -> None:
    assert run("draft", *words).exit_code == 2


def test_an_outline_of_the_upper_level_is_followed(run: Run, tmp_path: Path) -> None:
    (tmp_path / "de-cuong.txt").write_text(TEXT, encoding="utf-8")
    result = run("draft", "--kind", "annual", "--example", "--outline", "de-cuong.txt", "--out", "x.docx")
    assert result.exit_code == 0
    assert "Công tác bình đẳng giới" in result.output
    texts = [paragraph.text for paragraph in docx.Document(str(tmp_path / "x.docx")).paragraphs]
    assert "1. Công tác khen thưởng" in texts


def test_the_data_is_checked(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    result = run("draft", "lint")
    assert result.exit_code == 0
    broken = [Mistake("fund.yaml", 7, "questions.0.type", "no such type")]
    monkeypatch.setattr("knowledge.drafting.lint.lint", lambda: broken)
    result = run("draft", "lint")
    assert result.exit_code == 1
    assert result.output.strip() == "fund.yaml:7: questions.0.type: no such type"
