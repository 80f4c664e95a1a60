from __future__ import annotations

import csv
import io
from dataclasses import replace
from datetime import date

import pytest
from docx import Document
from docx.oxml.ns import qn

from bot.registers import register_csv, register_docx
from bot.storage.reminders import Item

TODAY = date(2026, 11, 20)
ITEM = Item(1, 1, 1, "Báo cáo quý", "2026-Q3", date(2026, 9, 18), None, "done", {"to": "Sở Nội vụ"}, "", "12/BC-UBND",
            date(2026, 9, 17))  # fmt: skip


def table(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def test_the_table_tells_what_was_handed_in_and_what_was_not() -> None:
    late = replace(ITEM, state="open", number="", submitted_on=None)
    rows = table(register_csv([ITEM, late], TODAY))
    assert rows[0] == {
        "TT": "1", "Nội dung": "Báo cáo quý", "Kỳ": "quý III/2026", "Hạn nộp": "18/9/2026", "Tình trạng": "Đã nộp",
        "Số văn bản": "12/BC-UBND", "Ngày nộp": "17/9/2026", "Nơi nhận": "Sở Nội vụ",
    }  # fmt: skip
    assert (rows[1]["Tình trạng"], rows[1]["Số văn bản"]) == ("Quá hạn", "")


@pytest.mark.parametrize(
    "typed", ["=1+1", "+84", "-2", "@SUM(A1)", "\t=1", "\r=1", " =1", "＝1", "|calc", '=HYPERLINK("x")']
)
def test_no_cell_is_a_formula(typed: str) -> None:
    (row,) = table(register_csv([replace(ITEM, title=typed, number=typed)], TODAY))
    assert row["Nội dung"].startswith("'") and row["Số văn bản"].startswith("'")


def test_excel_sees_that_it_is_utf_8() -> None:
    assert register_csv([ITEM], TODAY).startswith(b"\xef\xbb\xbf")


def test_the_word_file_opens_with_one_row_an_item_and_a_heading_on_every_page() -> None:
    content = register_docx([ITEM, replace(ITEM, title="Tên\x00lạ\x0b")], "Xã Tân Bình", 2026, TODAY)
    document = Document(io.BytesIO(content))
    assert [paragraph.text for paragraph in document.paragraphs] == [
        "XÃ TÂN BÌNH",
        "SỔ THEO DÕI VĂN BẢN, BÁO CÁO NĂM 2026",
    ]
    rows = document.tables[0].rows
    assert [cell.text for cell in rows[1].cells][1:6] == [
        "Báo cáo quý", "quý III/2026", "18/9/2026", "Đã nộp", "12/BC-UBND",
    ]  # fmt: skip
    assert rows[2].cells[1].text == "Tênlạ"
    assert rows[0]._tr.trPr is not None and rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
    section = document.sections[0]
    assert section.page_width is not None and section.page_height is not None
    assert section.page_width > section.page_height
