"""A file that is to join the library: recognised by its own words, described in one line, looked at for doubts."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from bot.additions import recognise
from bot.texts import error_text
from knowledge.errors import InvalidAnswer
from tests.conversations.papers import DILIGENCE, REPORT, decision

LETTER = "Kính gửi: Ủy ban nhân dân các xã.\nĐề nghị báo cáo trước ngày 15/12/2025.\n"


def test_an_official_text_is_known_by_its_articles() -> None:
    found = recognise(DILIGENCE, "quy-che.txt", b"content")
    assert (found.document.kind, found.document.number) == ("regulation", "777/2025/QĐ-UBND")
    assert [article.heading for article in found.articles] == ["Phạm vi điều chỉnh", "Mức thưởng chuyên cần"]
    assert all(article.text in DILIGENCE for article in found.articles)
    assert found.document.sha256 == hashlib.sha256(b"content").hexdigest()


def test_a_report_is_known_by_its_sections_and_whose_it_is() -> None:
    found = recognise(REPORT, "bao-cao.txt", REPORT.encode())
    document = found.document
    assert (document.kind, document.unit, document.period, found.sections) == ("report", "xã Tân Bình", "năm 2025", 4)
    assert found.articles == () and found.disagreements() == []


def test_what_is_recognised_is_told_in_a_line() -> None:
    law = recognise(DILIGENCE, "quy-che.txt", b"")
    assert law.described() == (
        "quy-che.txt: Quyết định 777/2025/QĐ-UBND Ban hành Quy chế khen thưởng chuyên cần, 2 điều."
    )
    assert law.described(existing=True).endswith("2 điều (đã có từ trước).")
    report = recognise(REPORT, "bao-cao.txt", b"")
    assert report.described() == "bao-cao.txt: báo cáo của xã Tân Bình, năm 2025, 4 mục nhận ra."


def test_neither_text_nor_report_is_not_guessed_at() -> None:
    with pytest.raises(InvalidAnswer) as refused:
        recognise(LETTER, "<công văn>.txt", b"")
    assert refused.value.key == "not_recognised"
    assert "&lt;công văn&gt;.txt" in error_text(refused.value)


def test_who_adds_it_may_say_what_it_is() -> None:
    assert recognise(LETTER, "cong-van.txt", b"", "report").document.kind == "report"
    with pytest.raises(InvalidAnswer) as refused:
        recognise(LETTER, "cong-van.txt", b"", "regulation")
    assert refused.value.key == "no_articles"


@pytest.mark.parametrize("text", ["", " \n", "\x00", "a" * 100_000, "Điều " * 20_000])
def test_anything_else_is_refused_in_words(text: str) -> None:
    with pytest.raises(InvalidAnswer) as refused:
        recognise(text, "tep.txt", b"")
    assert error_text(refused.value)


def test_the_text_is_kept_in_one_form_of_writing() -> None:
    import unicodedata

    decomposed = recognise(unicodedata.normalize("NFD", DILIGENCE), "quy-che.txt", b"")
    assert decomposed.document.text == recognise(DILIGENCE, "quy-che.txt", b"").document.text


def test_an_article_named_otherwise_than_in_our_digest_is_pointed_out() -> None:
    text = decision("152/2025/NĐ-CP", "Phạm vi điều chỉnh | Như cũ.", "Một tên khác hẳn | Nội dung.").replace(
        "QUYẾT ĐỊNH", "NGHỊ ĐỊNH"
    )
    problem, figures = recognise(text, "nd152.txt", b"").disagreements()
    assert "Điều 1 (2, 12" in figures
    assert "152/2025/NĐ-CP" in problem and "2" in problem


@pytest.mark.parametrize(
    ("file", "number", "articles"),
    [("152-2025-ND-CP.txt", "152/2025/NĐ-CP", 61), ("30-2020-ND-CP.txt", "30/2020/NĐ-CP", 38)],
)
def test_the_official_texts_are_recognised(shared: Path, file: str, number: str, articles: int) -> None:
    text = (shared / "regulations" / "raw" / file).read_text(encoding="utf-8")
    found = recognise(text, file, text.encode())
    assert (found.document.number, len(found.articles)) == (number, articles)
