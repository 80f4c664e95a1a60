"""The look of a document against the decree on clerical work, with the provision and only while it holds."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date

import pytest
from docx import Document
from docx.document import Document as DocumentObject
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_COLOR_INDEX
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.text.paragraph import Paragraph

from index.documents import read_document
from index.marking import read_sheet
from knowledge.checks.findings import Finding
from knowledge.checks.form import check_form
from tests.index.drafts import official, paged

ON = date(2025, 12, 15)
BODY = "Các tầng lớp Nhân dân hưởng ứng phong trào, góp phần hoàn thành nhiệm vụ của năm trên địa bàn phường."


def found(content: bytes, on: date = ON) -> list[Finding]:
    return check_form(read_sheet(content, read_document(content, "a.docx").text), on)


def test_a_report_in_the_official_form_has_no_finding() -> None:
    assert [(one.kind, one.text, one.details) for one in found(official())] == []


def test_what_breaks_the_form_is_found_with_measure_limits_and_provision() -> None:
    (one,) = found(official(left=20))
    assert one.kind == "form_margin_left"
    assert one.details == {
        "measured": "20",
        "limits": "30–35",
        "provision": "Nghị định số 30/2020/NĐ-CP, Phụ lục I, mục I khoản 3",
    }


def test_letters_are_judged_where_they_stand() -> None:
    (one,) = found(official(body_size=12))
    assert (one.kind, one.details["measured"]) == ("form_body_size", "12")
    assert one.text.startswith("Phong trào thi đua")


def _set(words: str, **said: object) -> Callable[[DocumentObject], None]:
    """Changes the letters of the paragraph that begins with these words."""

    def change(document: DocumentObject) -> None:
        (paragraph,) = [one for one in document.paragraphs if one.text.startswith(words)]
        for run in paragraph.runs:
            for name, value in said.items():
                setattr(run.font if name == "size" else run, name, value)

    return change


def _page(**said: object) -> Callable[[DocumentObject], None]:
    def change(document: DocumentObject) -> None:
        for name, value in said.items():
            setattr(document.sections[0], name, value)

    return change


def _named(document: DocumentObject, words: str) -> Paragraph:
    return next(one for one in document.paragraphs if one.text.startswith(words))


def _without_line(words: str) -> Callable[[DocumentObject], None]:
    def change(document: DocumentObject) -> None:
        edges = _named(document, words)._p.pPr.find(qn("w:pBdr"))
        edges.getparent().remove(edges)

    return change


def _shade(words: str) -> Callable[[DocumentObject], None]:
    def change(document: DocumentObject) -> None:
        _named(document, words).runs[0].font.highlight_color = WD_COLOR_INDEX.YELLOW

    return change


_ALIGNED = {"both": WD_ALIGN_PARAGRAPH.JUSTIFY, "center": WD_ALIGN_PARAGRAPH.CENTER, "left": WD_ALIGN_PARAGRAPH.LEFT}


def _add(
    before: str, words: str, size: float = 14, bold: bool = False, align: str = "left"
) -> Callable[[DocumentObject], None]:
    """A paragraph of body text in front of that one, or at the very end for «»."""

    def change(document: DocumentObject) -> None:
        added = _named(document, before).insert_paragraph_before() if before else document.add_paragraph()
        run = added.add_run(words)
        run.font.size, run.bold = Pt(size), bold
        added.alignment = _ALIGNED[align]
        added.paragraph_format.first_line_indent = Mm(12.7)
        added.paragraph_format.space_after, added.paragraph_format.line_spacing = Pt(6), 1.0

    return change


def _numbered(size: float) -> Callable[[DocumentObject], None]:
    """Long enough to need page numbers, which stand where they should."""

    def change(document: DocumentObject) -> None:
        for _ in range(30):
            _add("Phong trào", BODY, align="both")(document)
        section = document.sections[0]
        section.different_first_page_header_footer = True
        paragraph = section.header.paragraphs[0]
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        field = OxmlElement("w:fldSimple")
        field.set(qn("w:instr"), "PAGE")
        run = paragraph.add_run("2")
        run.font.size = Pt(size)
        field.append(run._r)
        paragraph._p.append(field)

    return change


@pytest.mark.parametrize(
    ("kind", "change"),
    [
        ("form_paper", _page(page_height=Mm(200))),
        ("form_margin_top", _page(top_margin=Mm(10))),
        ("form_margin_bottom", _page(bottom_margin=Mm(40))),
        ("form_margin_right", _page(right_margin=Mm(30))),
        ("form_national_name", _set("CỘNG HÒA", bold=False)),
        ("form_motto", _set("Độc lập", text="Độc lập-Tự do-Hạnh phúc")),
        ("form_issuer", _set("ỦY BAN", size=Pt(16))),
        ("form_number", _set("Số:", bold=True)),
        ("form_unicode", _set("Tổng kết", text="Tô\u0309ng kết công tác thi đua")),
        ("form_date", _set("Bình An", italic=False)),
        ("form_date_zero", _set("Bình An", text="Bình An, ngày 5 tháng 12 năm 2025")),
        ("form_kind", _set("BÁO CÁO", size=Pt(18))),
        ("form_subject", _set("Tổng kết", bold=False)),
        ("form_heading", _set("I. ", bold=False)),
        ("form_signature", _set("CHỦ TỊCH", bold=False)),
        ("form_recipients", _set("Nơi nhận", italic=False)),
        ("form_recipient_list", _set("- Lưu", size=Pt(14))),
        ("form_recipient_list", _set("- Lưu", italic=True)),
        ("form_national_name", _set("CỘNG HÒA", italic=True)),
        ("form_subject", _set("Tổng kết", text="TỔNG KẾT CÔNG TÁC THI ĐUA, KHEN THƯỞNG NĂM 2025")),
        ("form_motto_line", _without_line("Độc lập")),
        ("form_issuer_line", _without_line("PHƯỜNG")),
        ("form_subject_line", _without_line("Tổng kết")),
        ("form_symbol", _set("Số:", text="Số: 41/KH-UBND")),
        ("form_date_comma", _set("Bình An", text="Bình An ngày 15 tháng 12 năm 2025")),
        ("form_signer", _set("Nguyễn Văn An", bold=False)),
        ("form_signer_title", _set("Nguyễn Văn An", text="ThS. Nguyễn Văn An")),
        ("form_shade", _shade("Phong trào")),
        ("form_one_size", _add("I. KẾT QUẢ", f"{BODY} {BODY}", size=13, align="both")),
        ("form_clause", _add("Phong trào", "1. Công tác tuyên truyền", align="both")),
        ("form_part", _add("I. KẾT QUẢ", "Phần I", bold=True)),
        ("form_annex", _add("", "Phụ lục I", bold=True)),
        ("form_page_number_look", _numbered(11)),
    ],
)
def test_one_thing_against_the_form_is_the_one_finding(kind: str, change: Callable[[DocumentObject], None]) -> None:
    document = Document(io.BytesIO(official()))
    change(document)
    out = io.BytesIO()
    document.save(out)
    assert [one.kind for one in found(out.getvalue())] == [kind]


def test_a_font_is_told_once_however_often_it_is_used() -> None:
    kinds = [one.kind for one in found(official(font="Arial"))]
    assert kinds == ["form_font"]


@pytest.mark.parametrize("on", [date(2020, 3, 4), date(2011, 1, 1)])
def test_a_document_older_than_the_decree_is_not_judged_by_it(on: date) -> None:
    assert found(official(body_size=12, left=10), on) == []


def changed(change: Callable[[DocumentObject], None], content: bytes = b"") -> bytes:
    document = Document(io.BytesIO(content or official()))
    change(document)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def test_page_numbers_of_the_right_size_are_right() -> None:
    assert found(changed(_numbered(14))) == []


def test_a_heading_of_a_clause_in_bold_and_an_item_of_a_list_are_right() -> None:
    def change(document: DocumentObject) -> None:
        _add("Phong trào", "1. Công tác tuyên truyền", bold=True, align="both")(document)
        _add("Nơi nhận", "1. Nguyễn Văn Bình", align="both")(document)
        _add("Nơi nhận", "2. Trần Thị Lan", align="both")(document)

    assert found(changed(change)) == []


@pytest.mark.parametrize("typed", ["________", "–––––––––", "-------"])
def test_a_line_typed_below_the_words_is_a_line(typed: str) -> None:
    def change(document: DocumentObject) -> None:
        _without_line("Độc lập")(document)
        _add("Số:", typed, align="center")(document)

    assert [one.kind for one in found(changed(change))] == []


def test_a_line_that_hangs_on_another_paragraph_of_the_head_may_be_the_one_that_is_missing() -> None:
    def change(document: DocumentObject) -> None:
        _without_line("Độc lập")(document)
        _named(document, "ỦY BAN").runs[0]._r.append(OxmlElement("w:drawing"))

    assert found(changed(change)) == []


def test_an_underlined_motto_is_told_as_such() -> None:
    def change(document: DocumentObject) -> None:
        _without_line("Độc lập")(document)
        _named(document, "Độc lập").runs[0].underline = True

    (one,) = found(changed(change))
    assert (one.kind, one.details["measured"]) == ("form_motto_line", "underlined")


def test_an_addressee_without_a_colon_is_told() -> None:
    def change(document: DocumentObject) -> None:
        _add("I. KẾT QUẢ", "Kính gửi Sở Nội vụ", align="center")(document)
        _add("- Lưu", "- Như trên;", size=11)(document)

    assert [one.kind for one in found(changed(change))] == ["form_addressee"]


def test_whom_it_is_addressed_to_is_above_all_other_recipients() -> None:
    def change(document: DocumentObject) -> None:
        _add("I. KẾT QUẢ", "Kính gửi: Sở Nội vụ.", align="center")(document)

    assert [one.kind for one in found(changed(change))] == ["form_as_above"]
    right = changed(_add("- Lưu", "- Như trên;", size=11), changed(change))
    assert found(right) == []


def test_a_frame_that_shows_its_edges_is_told_for_head_and_end() -> None:
    def change(document: DocumentObject) -> None:
        for words in ("CỘNG HÒA", "Nơi nhận"):
            grid = document.add_table(rows=1, cols=1, style="Table Grid")
            first = _named(document, words)
            first._p.addprevious(grid._tbl)
            grid.cell(0, 0)._tc.append(first._p)
            empty = grid.cell(0, 0)._tc.p_lst[0]
            grid.cell(0, 0)._tc.remove(empty)

    kinds = [(one.kind, one.text) for one in found(changed(change))]
    assert kinds == [("form_frame", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"), ("form_frame", "Nơi nhận:")]


def test_a_legal_ground_with_its_day_is_no_line_of_place_and_day() -> None:
    ground = "Căn cứ Luật Thi đua, khen thưởng ngày 15 tháng 6 năm 2022;"
    assert found(changed(_add("I. KẾT QUẢ", ground, align="both"))) == []


def test_letters_set_as_capitals_count_as_capitals() -> None:
    def change(document: DocumentObject) -> None:
        run = _named(document, "CỘNG HÒA").runs[0]
        run.text, run.font.all_caps = "Cộng hòa xã hội chủ nghĩa Việt Nam", True

    assert found(changed(change)) == []


def test_a_finding_says_its_page_where_the_file_tells_it() -> None:
    content = paged(official(body_size=12), ["I. KẾT QUẢ"], 2)
    assert [(one.kind, one.page) for one in found(content)] == [("form_body_size", 2)]
    assert [one.page for one in found(official(body_size=12))] == [0]


def test_a_finding_on_the_whole_document_stands_on_no_page() -> None:
    assert [one.page for one in found(paged(official(left=20), ["I. KẾT QUẢ"], 2))] == [0]
