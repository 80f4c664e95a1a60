"""What is made of a draft's answers: the file and what is found in it, a part of it, the table of shortcomings."""

from __future__ import annotations

import csv
import io
from datetime import date, datetime
from typing import Any

import docx
import pytest

from bot import drafted
from bot.drafted import finished, matrix, matrix_csv, matrix_docx
from bot.export import Preview
from knowledge.drafting.answers import check_answers
from knowledge.drafting.kinds import kind
from knowledge.drafting.plans import ONLY, plan_of
from knowledge.errors import DraftIncomplete
from knowledge.schedules import VIETNAM

MOMENT = datetime(2026, 7, 20, 9, tzinfo=VIETNAM)
DAY = MOMENT.date()
ANNUAL = kind("annual")


def answers(**changes: Any) -> dict[str, Any]:
    return check_answers(ANNUAL, {**ANNUAL.example(), **changes})


def test_what_is_kept_beside_the_answers_is_no_part_of_the_report() -> None:
    kept = {**answers(), "awards.new": {"award": "order"}, "shortcomings.chosen": ["dossiers_late"]}
    assert (
        finished("annual", {}, kept, DAY, MOMENT, None).draft
        == finished("annual", {}, answers(), DAY, MOMENT, None).draft
    )


def test_the_check_of_drafts_is_held_over_the_finished_file() -> None:
    result = finished("annual", {}, answers(direction="Theo Nghị định số 98/2023/NĐ-CP"), DAY, MOMENT, None)
    assert [remark.kind for remark in result.errors] == ["citation_expired"]


def test_a_report_that_lacks_an_answer_is_not_made() -> None:
    with pytest.raises(DraftIncomplete):
        finished("annual", {}, {"year": 2025}, DAY, MOMENT, None)


def test_a_section_alone_is_a_file_of_its_own_with_what_follows_from_it() -> None:
    result = finished("annual", {ONLY: "shortcomings"}, answers(), DAY, MOMENT, None)
    text = [paragraph.text for paragraph in docx.Document(io.BytesIO(result.file.content)).paragraphs]
    assert result.file.name == "ton-tai-han-che.docx"
    assert [line for line in text if line.startswith("I")] == [
        "I. TỒN TẠI, HẠN CHẾ", "II. NGUYÊN NHÂN", "III. NHIỆM VỤ, GIẢI PHÁP TRỌNG TÂM",
    ]  # fmt: skip


def test_the_words_of_a_section_alone_are_checked_too() -> None:
    wrong = answers(direction="Tiếp tục nổ lực")
    assert [each.kind for each in finished("annual", {ONLY: "direction"}, wrong, DAY, MOMENT, None).remarks] == [
        "misspelt"
    ]


def table(**fields: str) -> Any:
    given = {"shortcomings": [{"statement": "Hồ sơ chậm", **fields}]}
    found = matrix(plan_of("annual", {ONLY: "shortcomings"}), given, date(2026, 7, 20))
    assert found is not None
    return found


def test_there_is_no_table_without_a_shortcoming() -> None:
    assert matrix(plan_of("annual", {}), {}, DAY) is None
    assert matrix(plan_of("annual", {}), {"shortcomings": []}, DAY) is None


def test_the_table_is_a_document_with_a_row_for_each_shortcoming() -> None:
    (grid,) = docx.Document(io.BytesIO(matrix_docx(table(who="Phòng VHXH"), MOMENT).content)).tables
    assert [cell.text for cell in grid.rows[1].cells] == ["1", "Hồ sơ chậm", "", "", "Phòng VHXH", ""]


@pytest.mark.parametrize("typed", ["=1+1", "+84", "-1", "@SUM(A1)", "|cmd", "＝1"])
def test_no_cell_of_the_spreadsheet_is_a_formula(typed: str) -> None:
    (_, row) = csv.reader(io.StringIO(matrix_csv(table(who=typed)).content.decode("utf-8-sig")))
    assert row[4] == f"'{typed}"


def test_a_print_is_missed_where_no_program_makes_it(monkeypatch: pytest.MonkeyPatch) -> None:
    file = finished("annual", {ONLY: "direction"}, answers(), DAY, MOMENT, None).file
    monkeypatch.setattr(drafted, "preview", lambda _: Preview(b"%PDF", ()))
    found = drafted.printed(file)
    assert found is not None
    assert (found.name, found.content) == ("phuong-huong.pdf", b"%PDF")
    monkeypatch.setattr(drafted, "preview", lambda _: None)
    assert drafted.printed(file) is None
