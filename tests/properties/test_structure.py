"""Whatever text comes in: ranges lie inside it and inside one another, and what was written is found again."""

from __future__ import annotations

from dataclasses import dataclass

from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.provisions import ProvisionId, label_order
from knowledge.reports import read_report
from knowledge.structure import RegulationText, looks_like_regulation, parse_regulation, to_articles
from knowledge.text import normalise

POINT_LETTERS = "abcdđeghiklmnopq"
# Pieces that look like structure, so that random texts are full of traps.
SCRAPS = st.sampled_from(
    [
        "Điều 1. ", "Điều 2: ", "Điều 5a. ", "ĐIỀU 3.", "Điều 12, Điều 13 ", "khoản 2 Điều 5 ", "Chương I",
        "CHƯƠNG II", "Mục 1. ", "Phần thứ hai", "PHỤ LỤC I", "Mẫu số 01", "1. ", "2. ", "2a. ", "30. ", "a) ",
        "b) ", "đ) ", "“", "”", '"', "[...]", "[BẢN TRÍCH: A]", "[1]", "TM. ỦY BAN NHÂN DÂN", "Nơi nhận:",
        "QUY ĐỊNH", "(Ban hành kèm theo Quyết định", "Tồn tại, hạn chế", "Nguyên nhân:", "Kết quả",
        "- Hạn chế: ", "* ", "I. ", "A. ", "2.1. ", "12", "\f", "\r", "\u2028", "BÁO CÁO", "KẾ HOẠCH",
        "năm 2025", "xã Minh Tân", "ban hành kèm theo", ".", ";", ":", ",", " tại", " của", "ỊỆ", "\u0301",
    ]
)  # fmt: skip
MESSY = st.lists(st.one_of(SCRAPS, st.just("\n"), st.text(max_size=12)), max_size=60).map("".join)


@dataclass(frozen=True)
class WrittenArticle:
    """An article to be found again: its clauses, each with how many points it has."""

    heading: str
    clauses: tuple[int, ...]
    lead: bool


HEADINGS = st.sampled_from(
    ["Phạm vi điều chỉnh", "Đối tượng áp dụng", 'Danh hiệu "Lao động tiên tiến"', "Hồ sơ, thủ tục", "Hiệu lực thi hành"]
)
ARTICLES = st.builds(
    WrittenArticle,
    HEADINGS,
    st.lists(st.integers(0, len(POINT_LETTERS)), max_size=6).map(tuple),
    st.booleans(),
)


def written(articles: list[WrittenArticle], chapter_every: int, blank_lines: bool) -> str:
    lines = ["CHÍNH PHỦ", "Số: 7/2026/NĐ-CP", "Hà Nội, ngày 2 tháng 3 năm 2026", "NGHỊ ĐỊNH", "Về thử nghiệm", ""]
    for number, article in enumerate(articles, 1):
        if (number - 1) % chapter_every == 0:
            lines += [f"Chương {'I' * ((number - 1) // chapter_every + 1)}", "TÊN CHƯƠNG"]
        lines.append(f"Điều {number}. {article.heading}")
        if article.lead or not article.clauses:
            lines.append("Theo quy định tại khoản 2 Điều 1 Nghị định này:")
        for clause, points in enumerate(article.clauses, 1):
            lines.append(f"{clause}. Khoản thứ {clause} của Điều {number} gồm:")
            lines += [f"{letter}) Điểm {letter};" for letter in POINT_LETTERS[:points]]
    lines += ["TM. CHÍNH PHỦ", "THỦ TƯỚNG"]
    return ("\n\n" if blank_lines else "\n").join(lines)


@settings(deadline=None)
@given(st.lists(ARTICLES, min_size=1, max_size=9), st.integers(3, 9), st.booleans())
def test_what_was_written_is_found_again(articles: list[WrittenArticle], chapter_every: int, blank_lines: bool) -> None:
    text = parse_regulation(written(articles, chapter_every, blank_lines))
    assert [(span.id, span.heading) for span in text.articles] == [
        (ProvisionId("7/2026/NĐ-CP", str(number)), article.heading) for number, article in enumerate(articles, 1)
    ]
    for span, article in zip(text.articles, articles, strict=True):
        assert len(span.path) == 1
        assert [clause.label for clause in span.clauses] == [str(n) for n in range(1, len(article.clauses) + 1)]
        assert [len(clause.points) for clause in span.clauses] == list(article.clauses)
        for clause in span.clauses:
            assert text.text[clause.start :].startswith(f"{clause.label}. Khoản thứ")
            assert "".join(point.label for point in clause.points) == POINT_LETTERS[: len(clause.points)]
    assert not text.is_excerpt


def check_ranges(text: RegulationText) -> None:
    reached = 0
    for article in text.articles:
        assert reached <= article.start <= article.body_start <= article.end <= len(text.text)
        reached = article.end
        inner = article.body_start
        for clause in article.clauses:
            assert inner <= clause.start < clause.end <= article.end
            inner = clause.end
            within = clause.start
            for point in clause.points:
                assert within <= point.start < point.end <= clause.end
                within = point.end
                assert text.text[point.start :].lstrip("#>*_| \t").startswith(point.label[0])
    for annex in text.annexes:
        assert 0 <= annex.start < annex.end <= len(text.text)


@settings(deadline=None)
@given(MESSY)
def test_ranges_of_any_text_are_nested_and_in_order(raw: str) -> None:
    text = parse_regulation(normalise(raw))
    check_ranges(text)
    looks_like_regulation(text.text)


@settings(deadline=None)
@given(MESSY)
def test_no_quotable_range_of_any_text_touches_a_note(raw: str) -> None:
    text = parse_regulation(normalise(raw))
    quotable = [
        piece
        for article in text.articles
        for piece in (*article.pieces, *((clause.start, clause.end) for clause in article.clauses))
    ]
    for start, end in quotable:
        assert start < end
        assert not any(start < note_end and note_start < end for note_start, note_end in text.notes)


@settings(deadline=None)
@given(MESSY)
def test_article_numbers_of_any_text_rise_in_each_part(raw: str) -> None:
    articles = parse_regulation(normalise(raw)).articles
    for attached in (False, True):
        labels = [label_order(span.id.article) for span in articles if span.id.attached is attached]
        assert labels == sorted(set(labels))


@settings(deadline=None)
@given(MESSY)
def test_every_clause_of_any_article_is_a_verbatim_part_of_it(raw: str) -> None:
    text = parse_regulation(normalise(raw))
    for article in to_articles(text):
        assert all(clause.text in article.text and clause.text in text.text for clause in article.clauses)


@settings(deadline=None)
@given(MESSY)
def test_sections_of_any_report_lie_in_the_text_and_below_a_heading(raw: str) -> None:
    report = read_report(raw)
    headings = {heading.text for heading in report.headings}
    for heading in report.headings:
        assert 0 <= heading.start < heading.end <= len(raw)
    for section in report.sections:
        assert 0 <= section.start < section.end <= len(raw)
        assert section.heading in headings
        assert any(map(str.isalnum, raw[section.start : section.end]))
