"""The look of a document against the decree on clerical work, with the provision and only while it holds."""

from __future__ import annotations

from datetime import date

import pytest

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


def test_a_font_is_told_once_however_often_it_is_used() -> None:
    kinds = [one.kind for one in found(official(font="Arial"))]
    assert kinds == ["form_font"]


@pytest.mark.parametrize("on", [date(2020, 3, 4), date(2011, 1, 1)])
def test_a_document_older_than_the_decree_is_not_judged_by_it(on: date) -> None:
    assert found(official(body_size=12, left=10), on) == []
