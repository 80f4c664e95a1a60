"""The register of a year: what had to be handed in, when it was, under which number; as DOCX and as CSV.

It must not know a database or a chat; it is given items.
Read next: `bot/flows/remind_calendar.py`, `bot/storage/reminders.py` (Item).
"""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from datetime import date
from typing import Final

from bot.storage.reminders import Item
from bot.texts import line
from knowledge.dates import print_day

_COLUMNS: Final = ("place", "title", "period", "due_on", "state", "number", "submitted_on", "to")
_WIDTHS_CM: Final = (1.2, 7.2, 3.0, 2.5, 2.5, 3.4, 2.5, 3.9)
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "|", "＝", "＋", "－", "＠")
"""What a spreadsheet takes for the beginning of a formula."""
_FONT: Final = "Times New Roman"


def register_csv(items: Sequence[Item], today: date) -> bytes:
    """The register in UTF-8 with the mark that Excel looks for. No cell is a formula, whatever an officer typed."""
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\r\n")
    writer.writerow([line(f"remind.column_{name}") for name in _COLUMNS])
    for row in _rows(items, today):
        writer.writerow([_harmless(cell) for cell in row])
    return written.getvalue().encode("utf-8-sig")


def register_docx(items: Sequence[Item], office: str, year: int, today: date) -> bytes:
    """The register as a table on landscape A4, with a heading row on every page."""
    # Slow to import and of no use to anybody who only asks.
    from docx import Document
    from docx.enum.section import WD_ORIENT
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn
    from docx.shared import Cm, Pt

    document = Document()
    style = document.styles["Normal"]
    style.font.name, style.font.size = _FONT, Pt(13)
    style.element.rPr.rFonts.set(qn("w:eastAsia"), _FONT)
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Cm(29.7), Cm(21.0)
    section.left_margin, section.right_margin = Cm(2), Cm(1.5)
    section.top_margin = section.bottom_margin = Cm(2)
    for words, bold in ((office.upper(), True), (line("remind.register_title", year=year), True)):
        paragraph = document.add_paragraph()
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        paragraph.add_run(_plain(words)).bold = bold
    table = document.add_table(rows=1, cols=len(_COLUMNS), style="Table Grid")
    table.autofit = False
    repeat = OxmlElement("w:tblHeader")
    table.rows[0]._tr.get_or_add_trPr().append(repeat)
    headings = [line(f"remind.column_{name}") for name in _COLUMNS]
    # Word goes by the cells, LibreOffice by the grid.
    for column, width in zip(table.columns, _WIDTHS_CM, strict=True):
        column.width = Cm(width)
    for place, cells in enumerate([headings, *_rows(items, today)]):
        row = table.rows[0] if place == 0 else table.add_row()
        for cell, words, width in zip(row.cells, cells, _WIDTHS_CM, strict=True):
            cell.width = Cm(width)
            cell.paragraphs[0].add_run(_plain(words)).bold = place == 0
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def _rows(items: Sequence[Item], today: date) -> list[list[str]]:
    return [
        [
            str(place),
            item.title,
            line("remind.period", period=item.period),
            print_day(item.due_on),
            line("remind.picture_state", state="late" if item.is_late(today) else item.state),
            item.number,
            print_day(item.submitted_on) if item.submitted_on else "",
            str(item.details.get("to") or ""),
        ]
        for place, item in enumerate(items, 1)
    ]


def _harmless(cell: str) -> str:
    """The text, with an apostrophe before what a spreadsheet would calculate."""
    return f"'{cell}" if cell.lstrip(" ").startswith(_FORMULA) or cell.startswith(_FORMULA) else cell


def _plain(words: str) -> str:
    """The text without the characters that no XML may hold."""
    return "".join(letter for letter in words if letter in "\n\t" or letter.isprintable())
