"""The page of a paragraph is what Word noted, and nothing where Word's own notes do not agree."""

from __future__ import annotations

import pytest
from lxml import etree

from index.documents import read_document
from index.marking import read_sheet
from index.reading.docx_pages import pages_of, pages_told
from index.reading.wordml import W
from tests.index.drafts import official, paged

_MARK = "<w:lastRenderedPageBreak/>"
_BREAK = '<w:br w:type="page"/>'


def body(inner: str) -> etree._Element:
    return etree.fromstring(f'<w:body xmlns:w="{W.strip("{}")}">{inner}</w:body>')


def paragraph(inner: str = "", properties: str = "") -> str:
    return f"<w:p>{properties}<w:r>{inner}<w:t>chữ</w:t></w:r></w:p>"


def test_pages_are_told_of_a_file_that_word_saved() -> None:
    content = paged(official(), ["I. KẾT QUẢ", "Nơi nhận"], 3)
    sheet = read_sheet(content, read_document(content, "a.docx").text)
    told = {one.text.split()[0]: one.page for one in sheet.paragraphs if one.text}
    assert (told["BÁO"], told["I."], told["Phong"], told["Nơi"], told["CHỦ"]) == (1, 2, 2, 3, 3)


@pytest.mark.parametrize("told", [0, 1, 2, 4])
def test_nothing_is_told_where_word_counted_other_pages(told: int) -> None:
    content = paged(official(), ["I. KẾT QUẢ", "Nơi nhận"], told)
    sheet = read_sheet(content, read_document(content, "a.docx").text)
    assert {one.page for one in sheet.paragraphs} == {0}


def test_nothing_is_told_of_a_file_that_word_never_drew() -> None:
    assert pages_of(body(paragraph() + paragraph(_BREAK) + paragraph()), 2) == [0, 0, 0]


def test_a_break_that_somebody_set_and_word_marked_turns_one_page() -> None:
    inner = paragraph() + f"<w:p><w:r>{_BREAK}</w:r></w:p>" + paragraph(_MARK) + paragraph(_MARK)
    first, _, *others = pages_of(body(inner), 3)
    assert (first, *others) == (1, 2, 3)


def test_a_paragraph_set_to_begin_a_page_and_marked_turns_one_page() -> None:
    before = "<w:pPr><w:pageBreakBefore/></w:pPr>"
    assert pages_of(body(paragraph() + paragraph(_MARK, before) + paragraph(_MARK)), 3) == [1, 2, 3]


def test_the_page_of_a_paragraph_is_that_of_its_first_letter() -> None:
    across = f"<w:p><w:r><w:t>đầu</w:t></w:r><w:r>{_MARK}<w:t>cuối</w:t></w:r></w:p>"
    assert pages_of(body(across + paragraph()), 2) == [1, 2]


def test_cells_side_by_side_turn_a_page_once() -> None:
    across = f"<w:p><w:r><w:t>đầu</w:t></w:r><w:r>{_MARK}<w:t>cuối</w:t></w:r></w:p>"
    row = f"<w:tr><w:tc>{across}</w:tc><w:tc>{across}</w:tc></w:tr>"
    below = f"<w:tr><w:tc>{paragraph()}</w:tc></w:tr>"
    assert pages_of(body(f"<w:tbl>{row}{below}</w:tbl>{paragraph(_MARK)}"), 3) == [1, 1, 2, 3]


@pytest.mark.parametrize(("kind", "pages"), [("nextPage", [1, 2, 3]), ("continuous", [1, 1, 2])])
def test_a_section_turns_the_page_as_the_next_one_says(kind: str, pages: list[int]) -> None:
    ends = "<w:pPr><w:sectPr/></w:pPr>"
    last = f'<w:sectPr><w:type w:val="{kind}"/></w:sectPr>'
    assert pages_of(body(paragraph("", ends) + paragraph() + paragraph(_MARK) + last), pages[-1]) == pages


@pytest.mark.parametrize(("said", "pages"), [("12", 12), ("", 0), ("-3", 0), ("9999999999", 0), ("mười", 0)])
def test_the_count_of_pages_is_a_number_or_nothing(said: str, pages: int) -> None:
    space = "http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"
    assert pages_told(etree.fromstring(f'<Properties xmlns="{space}"><Pages>{said}</Pages></Properties>')) == pages
