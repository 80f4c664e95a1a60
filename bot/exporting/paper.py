"""Paragraphs, rules and tables of python-docx in the letters and measures of the official form.

It knows no report; it is told what to write and how it should stand.
Read next: `bot/exporting/parts.py`, which puts a report together from these.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal

from docx.document import Document
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph

from knowledge.drafting.form import OfficialForm

Align = Literal["left", "center", "right", "both"]

_ALIGNS: Final[dict[str, Any]] = {
    "left": WD_ALIGN_PARAGRAPH.LEFT,
    "center": WD_ALIGN_PARAGRAPH.CENTER,
    "right": WD_ALIGN_PARAGRAPH.RIGHT,
    "both": WD_ALIGN_PARAGRAPH.JUSTIFY,
}
_SLOTS: Final = ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia")
_NARROWEST: Final = 15.0
"""Millimetres a column needs for a short title such as «STT»."""
_RULE: Final = (("val", "single"), ("sz", "6"), ("space", "0"), ("color", "000000"))


@dataclass(frozen=True, slots=True)
class Letters:
    """How a text stands: size in points, weight, slope, place on the line, space after it, first line in mm."""

    size: float
    bold: bool = False
    italic: bool = False
    align: Align = "center"
    after: float = 0
    first_line: float = 0
    together: bool = False
    """Whether it stays on one page with what follows: a heading, a caption, a signature."""


class Paper:
    """A document that is written from top to bottom."""

    def __init__(self, document: Document, form: OfficialForm) -> None:
        self.document = document
        self.form = form
        self._prepare()

    def _prepare(self) -> None:
        page, section = self.form.page, self.document.sections[0]
        section.page_width, section.page_height = Mm(page.width), Mm(page.height)
        section.top_margin, section.bottom_margin = Mm(page.top), Mm(page.bottom)
        section.left_margin, section.right_margin = Mm(page.left), Mm(page.right)
        section.header_distance = Mm(page.top / 2)
        style = self.document.styles["Normal"]
        style.font.name, style.font.size = self.form.font, Pt(self.form.sizes.body)
        _set_font(style.element.get_or_add_rPr(), self.form.font)

    @property
    def width(self) -> float:
        """The width between the margins, in millimetres."""
        return self.form.page.width - self.form.page.left - self.form.page.right

    def write(self, paragraph: Paragraph, text: str, letters: Letters) -> Paragraph:
        """The text in a paragraph that is empty yet."""
        paragraph.alignment = _ALIGNS[letters.align]
        layout = paragraph.paragraph_format
        layout.space_before, layout.space_after = Pt(0), Pt(letters.after)
        layout.first_line_indent = Mm(letters.first_line)
        layout.line_spacing = self.form.line_spacing if letters.align == "both" else 1
        layout.keep_with_next = letters.together
        layout.widow_control = True
        run = paragraph.add_run(text)
        run.bold, run.italic, run.font.size, run.font.name = (
            letters.bold,
            letters.italic,
            Pt(letters.size),
            self.form.font,
        )
        _set_font(run._element.get_or_add_rPr(), self.form.font)
        return paragraph

    def add(self, text: str, letters: Letters) -> Paragraph:
        """The text in a paragraph of its own at the end."""
        return self.write(self.document.add_paragraph(), text, letters)

    def line(self, cell: _Cell, text: str, letters: Letters) -> Paragraph:
        """The text as the next line of a cell."""
        first = cell.paragraphs[0]
        paragraph = first if len(cell.paragraphs) == 1 and not first.runs and not first.text else cell.add_paragraph()
        return self.write(paragraph, text, letters)

    def rule(self, holder: Document | _Cell, inset: float, after: float = 0) -> None:
        """A horizontal rule, `inset` millimetres from either side (Phụ lục I, Phần I, Mục II, khoản 1, 2, 5)."""
        paragraph = holder.add_paragraph()
        layout = paragraph.paragraph_format
        layout.left_indent = layout.right_indent = Mm(inset)
        layout.first_line_indent = Mm(0)
        layout.space_before, layout.space_after, layout.line_spacing = Pt(0), Pt(after), Pt(3)
        border = OxmlElement("w:pBdr")
        bottom = OxmlElement("w:bottom")
        for name, value in _RULE:
            bottom.set(qn(f"w:{name}"), value)
        border.append(bottom)
        properties = paragraph._element.get_or_add_pPr()
        properties.insert_element_before(
            border, "w:shd", "w:tabs", "w:suppressAutoHyphens", "w:spacing", "w:ind", "w:jc", "w:rPr"
        )

    def frame(self, widths: Sequence[float], rows: int = 1) -> Table:
        """A table without lines that only holds parts side by side; widths in millimetres."""
        table: Table = self.document.add_table(rows, len(widths))
        _fix_widths(table, widths)
        for row in table.rows:
            _keep_whole(row._tr)
        return table

    def grid(self, shares: Sequence[int], rows: int) -> Table:
        """A table with lines over the whole width, its first row repeated on every page."""
        table: Table = self.document.add_table(rows, len(shares))
        table.style = "Table Grid"
        wide = [max(self.width * share / sum(shares), _NARROWEST) for share in shares]
        _fix_widths(table, [self.width * width / sum(wide) for width in wide])
        for row in table.rows:
            _keep_whole(row._tr)
        _repeat(table.rows[0]._tr)
        return table

    def number_pages(self, letters: Letters) -> None:
        """Page numbers in the middle of the top margin, none on the first page (Mục I, khoản 7)."""
        section = self.document.sections[0]
        section.different_first_page_header_footer = True
        paragraph = self.write(section.header.paragraphs[0], "", letters)
        run = paragraph.runs[0]
        for kind, text in (("begin", ""), ("", " PAGE "), ("end", "")):
            element = OxmlElement("w:fldChar" if kind else "w:instrText")
            if kind:
                element.set(qn("w:fldCharType"), kind)
            else:
                element.text = text
            run._element.append(element)


def _set_font(properties: Any, name: str) -> None:
    fonts = properties.get_or_add_rFonts()
    for slot in _SLOTS:
        fonts.set(qn(slot), name)


def _fix_widths(table: Table, widths: Sequence[float]) -> None:
    table.autofit = False
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Mm(width)
    for row in table.rows:
        for cell, width in zip(row.cells, widths, strict=True):
            cell.width = Mm(width)


def _keep_whole(row: Any) -> None:
    row.get_or_add_trPr().append(OxmlElement("w:cantSplit"))


def _repeat(row: Any) -> None:
    row.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
