"""Word documents of a draft, made with python-docx: in the official form, and with everything that breaks a run.

They know no check.
Read next: `tests/index/test_marking.py`.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Sequence

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.text.paragraph import Paragraph


def docx_of(lines: Sequence[str], pieces: int = 7, table: Sequence[Sequence[str]] = ()) -> bytes:
    """A document of these paragraphs, each broken into runs of `pieces` characters of changing format."""
    document = Document()
    for line in lines:
        paragraph = document.add_paragraph()
        for start in range(0, len(line), pieces):
            run = paragraph.add_run(line[start : start + pieces])
            run.bold = (start // pieces) % 3 == 1
            run.italic = (start // pieces) % 4 == 2
    if table:
        grid = document.add_table(rows=len(table), cols=len(table[0]))
        for row, cells in enumerate(table):
            for column, words in enumerate(cells):
                grid.cell(row, column).text = words
    return _saved(document)


def official(body_size: float = 14, left: float = 30, font: str = "Times New Roman") -> bytes:
    """A short report in the official form, but for what is asked otherwise."""
    document = Document()
    document.styles["Normal"].font.name = font
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin = section.bottom_margin = Mm(20)
    section.left_margin, section.right_margin = Mm(left), Mm(20)
    for words, size, bold, italic in (
        ("ỦY BAN NHÂN DÂN", 13, True, False),
        ("PHƯỜNG BÌNH AN", 13, True, False),
        ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", 13, True, False),
        ("Độc lập - Tự do - Hạnh phúc", 14, True, False),
        ("Số: 41/BC-UBND", 13, False, False),
        ("Bình An, ngày 15 tháng 12 năm 2025", 14, False, True),
        ("BÁO CÁO", 14, True, False),
        ("Tổng kết công tác thi đua, khen thưởng năm 2025", 14, True, False),
    ):
        line = _line(document, words, size, bold, italic, WD_ALIGN_PARAGRAPH.CENTER)
        if words.startswith(("PHƯỜNG", "Độc lập", "Tổng kết")):
            underline(line)
    _line(document, "I. KẾT QUẢ", 14, True, False, WD_ALIGN_PARAGRAPH.JUSTIFY)
    body = "Phong trào thi đua được triển khai sâu rộng trong các tầng lớp Nhân dân, góp phần hoàn thành nhiệm vụ năm."
    paragraph = _line(document, body, body_size, False, False, WD_ALIGN_PARAGRAPH.JUSTIFY)
    paragraph.paragraph_format.first_line_indent = Mm(12.7)
    paragraph.paragraph_format.space_after = Pt(6)
    paragraph.paragraph_format.line_spacing = 1.0
    _line(document, "Nơi nhận:", 12, True, True, WD_ALIGN_PARAGRAPH.LEFT)
    _line(document, "- Lưu: VT.", 11, False, False, WD_ALIGN_PARAGRAPH.LEFT)
    _line(document, "TM. ỦY BAN NHÂN DÂN", 14, True, False, WD_ALIGN_PARAGRAPH.CENTER)
    _line(document, "CHỦ TỊCH", 14, True, False, WD_ALIGN_PARAGRAPH.CENTER)
    _line(document, "Nguyễn Văn An", 14, True, False, WD_ALIGN_PARAGRAPH.CENTER)
    return _saved(document)


def underline(paragraph: Paragraph) -> None:
    """Draws a line along the lower edge of a paragraph."""
    edges = OxmlElement("w:pBdr")
    edge = OxmlElement("w:bottom")
    for key, said in (("w:val", "single"), ("w:sz", "6"), ("w:space", "1"), ("w:color", "000000")):
        edge.set(qn(key), said)
    edges.append(edge)
    paragraph._p.get_or_add_pPr().append(edges)


def paged(content: bytes, begun_by: Sequence[str], told: int) -> bytes:
    """The document as Word saves it: a mark where each page begins, and how many pages it counted."""
    document = Document(io.BytesIO(content))
    for words in begun_by:
        first = next(one for one in document.paragraphs if one.text.startswith(words))
        first.runs[0]._r.insert(0, OxmlElement("w:lastRenderedPageBreak"))
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(_saved(document))) as before, zipfile.ZipFile(out, "w") as after:
        for name in before.namelist():
            part = before.read(name)
            if name == "docProps/app.xml":
                part = re.sub(rb"<Pages>\d+</Pages>", b"<Pages>%d</Pages>" % told, part)
            after.writestr(name, part)
    return out.getvalue()


def with_a_link_and_an_insertion(before: str, linked: str, inserted: str) -> bytes:
    """One paragraph: plain words, words in a link, words somebody inserted with changes tracked."""
    document = Document()
    paragraph = document.add_paragraph(before)
    for name, words in (("w:hyperlink", linked), ("w:ins", inserted)):
        wrapper = OxmlElement(name)
        if name == "w:ins":
            for key, said in (("w:id", "7"), ("w:author", "Lan"), ("w:date", "2026-01-01T00:00:00Z")):
                wrapper.set(qn(key), said)
        run = paragraph.add_run(words)._r
        run.addprevious(wrapper)
        wrapper.append(run)
    return _saved(document)


def _line(document, words, size, bold, italic, align):  # type: ignore[no-untyped-def]
    paragraph = document.add_paragraph()
    run = paragraph.add_run(words)
    run.font.size, run.bold, run.italic = Pt(size), bold, italic
    paragraph.alignment = align
    return paragraph


def _saved(document) -> bytes:  # type: ignore[no-untyped-def]
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()
