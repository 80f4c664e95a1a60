from __future__ import annotations

from index.corpus import Entry, EntryKind, PastSection, law_entries
from index.passages import CLAUSE_LIMIT, Level, passages
from tests.index.samples import article


def named(document: str) -> str:
    return f"Nghị định {document}"


def test_an_article_gives_itself_its_clauses_and_its_questions(entries: list[Entry]) -> None:
    found = [passage for passage in passages(entries, named) if passage.entry == 0]
    assert [passage.level for passage in found] == [Level.ARTICLE, Level.CLAUSE, Level.CLAUSE, Level.ASKED]
    assert [passage.clause for passage in found] == ["", "1", "2", ""]


def test_each_clause_carries_its_article_document_and_heading(entries: list[Entry]) -> None:
    clause = next(passage for passage in passages(entries, named) if passage.level is Level.CLAUSE)
    assert clause.embedded.startswith("Điều 50 Nghị định 152/2025/NĐ-CP. Mức tiền thưởng danh hiệu thi đua. 1. Cá nhân")


def test_a_long_clause_is_cut_at_its_points_with_its_first_line_repeated() -> None:
    points = "\n".join(f"{letter}) {'nội dung ' * 40}" for letter in "abcd")
    long = article("33", "Hồ sơ", f"1. Hồ sơ gồm:\n{points}", "2. Gửi một bộ.")
    found = [p for p in passages(law_entries([long]), named) if p.level is Level.CLAUSE and p.clause == "1"]
    assert len(found) > 1
    assert all(passage.text.startswith("1. Hồ sơ gồm:\n") for passage in found)
    assert all(len(passage.text) <= CLAUSE_LIMIT for passage in found)
    assert "".join(p.text.removeprefix("1. Hồ sơ gồm:\n") for p in found).replace("\n", "") == points.replace("\n", "")


def test_a_long_clause_without_points_stays_whole() -> None:
    text = "1. " + "nội dung " * 300
    found = [p for p in passages(law_entries([article("1", "A", text, "2. B")]), named) if p.clause == "1"]
    assert [passage.text for passage in found] == [text]


def test_a_section_of_a_report_carries_its_headings_unit_and_period(entries: list[Entry]) -> None:
    section = passages(entries, named)[-1]
    assert section.level is Level.SECTION
    assert section.title == "III. Hạn chế. phường An Hòa. 2025"


def test_a_long_section_is_cut_between_paragraphs() -> None:
    text = "\n".join(f"Đoạn {number}:{' chữ' * 60}" for number in range(12))
    entry = Entry(EntryKind.PRACTICE, section=PastSection("R", "xã A", "2025", "results", (), text))
    found = passages([entry], named)
    assert len(found) > 1
    assert "\n".join(passage.text for passage in found) == text
