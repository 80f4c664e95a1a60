"""The look of a document against the decree on clerical work, with the provision and only while it holds."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date

import pytest
from docx import Document
from docx.document import Document as DocumentObject
from docx.shared import Mm, Pt

from index.documents import read_document
from index.marking import read_sheet
from knowledge.checks.findings import Finding
from knowledge.checks.form import check_form
from tests.index.drafts import official

ON = date(2025, 12, 15)


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
