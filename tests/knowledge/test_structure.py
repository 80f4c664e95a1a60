"""The structure of official texts: those in ../shared, and small texts that each hold one difficulty."""

from __future__ import annotations

import re
import textwrap
from datetime import date
from pathlib import Path

import pytest

from knowledge.articles import Certainty, Content
from knowledge.structure import (
    ArticleSpan,
    ClauseSpan,
    RegulationText,
    looks_like_regulation,
    parse_regulation,
    to_articles,
)
from knowledge.text import normalise

LAW_2022 = [*range(3, 11), 13, *range(19, 25), 59, 63, 64, 80, 84, 86, 87, 90, 93]
ARTICLES = {
    "152-2025-ND-CP.txt": [str(number) for number in range(1, 62)],
    "06-2022-QH15.txt": [str(number) for number in LAW_2022],
    "30-2020-ND-CP.txt": [str(number) for number in range(1, 39)],
    "161-2026-ND-CP.txt": [str(number) for number in range(1, 8)],
    "13-2026-TT-BNV.txt": [str(number) for number in range(1, 6)],
    "129-2025-ND-CP-trich.txt": ["59"],
    "86-2025-QD-UBND-Bac-Ninh.txt": [*"123", *(f"kt.{number}" for number in range(1, 12))],
}
WITHOUT_ARTICLES = (
    "06-2022-QH15-tom-luoc-bo-sung.txt", "06-2026-QH16-thong-tin-thu-cap.txt", "15-2025-TT-BNV.txt",
    "152-2025-ND-CP-danh-muc-mau.txt", "28-2025-TT-BTC-tom-tat.txt", "86-2023-ND-CP-tom-luoc.txt",
    "mau-0124-KH-UBND-Dak-Lak-2025.txt", "mau-157-KH-UBND-Can-Tho-2025.txt", "mau-982-KH-UBND-Nghe-An-2025.txt",
)  # fmt: skip


def official(shared: Path, name: str) -> RegulationText:
    return parse_regulation(normalise((shared / "regulations" / "raw" / name).read_text(encoding="utf-8")))


def parsed(text: str) -> RegulationText:
    return parse_regulation(normalise(textwrap.dedent(text).strip("\n") + "\n"))


def labels(text: RegulationText) -> list[str]:
    return [("kt." if article.id.attached else "") + article.id.article for article in text.articles]


def outline(article: ArticleSpan) -> list[tuple[str, str]]:
    """Clause labels, each with the letters of its points."""
    return [(clause.label, "".join(point.label for point in clause.points)) for clause in article.clauses]


def body(text: RegulationText, article: ArticleSpan) -> str:
    return text.text[article.body_start : article.end]


def words(text: RegulationText, clause: ClauseSpan) -> str:
    return text.text[clause.start : clause.end]


def hard_wrapped(text: str, width: int, lines_a_page: int) -> str:
    """The text as a PDF gives it: lines broken at the margin, page numbers between pages."""
    broken = [
        piece for line in text.split("\n") for piece in textwrap.wrap(line, width, break_on_hyphens=False) or [""]
    ]
    pages = [broken[at : at + lines_a_page] for at in range(0, len(broken), lines_a_page)]
    return "".join("\n".join(page) + f"\n\n{number}\n\f\n" for number, page in enumerate(pages, 1))


# The official texts.


@pytest.mark.parametrize("name", ARTICLES)
def test_every_article_of_a_text_is_found_once_and_in_order(shared: Path, name: str) -> None:
    text = official(shared, name)
    assert labels(text) == ARTICLES[name]
    assert looks_like_regulation(text.text)


@pytest.mark.parametrize("name", WITHOUT_ARTICLES)
def test_plans_lists_and_summaries_hold_no_articles(shared: Path, name: str) -> None:
    text = official(shared, name)
    assert text.articles == ()
    assert not looks_like_regulation(text.text)


@pytest.mark.parametrize("name", ARTICLES)
def test_every_numbered_line_of_an_official_text_is_a_clause_and_every_lettered_one_a_point(
    shared: Path, name: str
) -> None:
    text = official(shared, name)
    clauses = {clause.start for article in text.articles for clause in article.clauses}
    points = {point.start for article in text.articles for clause in article.clauses for point in clause.points}
    assert clauses == {found.start(1) for found in re.finditer(r"^ *(\d+\. )", text.text, re.MULTILINE)}
    at_line_start = {found.start(1) for found in re.finditer(r"^ *([a-zđ]\) )", text.text, re.MULTILINE)}
    inside_a_line = {found.start(1) for found in re.finditer(r"[:;] ([a-zđ]\) )", text.text)}
    assert points == at_line_start | inside_a_line


@pytest.mark.parametrize(
    ("name", "number", "kind", "issuer", "issued_on"),
    [
        ("152-2025-ND-CP.txt", "152/2025/NĐ-CP", "Nghị định", "Chính phủ", date(2025, 6, 14)),
        ("06-2022-QH15.txt", "06/2022/QH15", "Luật", "Quốc hội", date(2022, 6, 15)),
        ("13-2026-TT-BNV.txt", "13/2026/TT-BNV", "Thông tư", "Bộ Nội vụ", date(2026, 5, 29)),
        ("129-2025-ND-CP-trich.txt", "129/2025/NĐ-CP", "Nghị định", "Chính phủ", date(2025, 6, 11)),
        ("86-2025-QD-UBND-Bac-Ninh.txt", "86/2025/QĐ-UBND", "Quyết định", "Ủy ban nhân dân tỉnh Bắc Ninh",
         date(2025, 12, 3)),
        ("mau-0124-KH-UBND-Dak-Lak-2025.txt", "0124/KH-UBND", "Kế hoạch", "Ủy ban nhân dân tỉnh Đắk Lắk",
         date(2025, 11, 18)),
    ],
)  # fmt: skip
def test_a_letterhead_gives_number_kind_issuer_and_date(
    shared: Path, name: str, number: str, kind: str, issuer: str, issued_on: date
) -> None:
    text = official(shared, name)
    assert (text.number, text.kind, text.issuer, text.issued_on) == (number, kind, issuer, issued_on)


def test_the_decree_has_its_chapters_and_sections_above_each_article(shared: Path) -> None:
    articles = {article.id.article: article for article in official(shared, "152-2025-ND-CP.txt").articles}
    assert articles["4"].path == ("Chương I. NHỮNG QUY ĐỊNH CHUNG",)
    assert articles["50"].path == ("Chương VII. QUỸ THI ĐUA, KHEN THƯỞNG", "Mục 2. MỨC TIỀN THƯỞNG")
    assert articles["59"].path == ("Chương IX. ĐIỀU KHOẢN THI HÀNH",)
    assert articles["50"].heading == "Mức tiền thưởng danh hiệu thi đua"


@pytest.mark.parametrize(
    ("article", "expected"),
    [
        ("6", [("1", "abcdđegh"), ("2", "abcdđegh")]),
        ("9", [("1", "abcdđeg"), ("2", "abcdđ"), ("3", "")]),
        ("26", [("1", ""), ("2", "abcdđeghiklm")]),
        ("33", [(str(number), {"2": "ab", "11": "abcd"}.get(str(number), "")) for number in range(1, 14)]),
        ("50", [("1", "abcd"), ("2", "abcdđeg")]),
        ("61", []),
    ],
)
def test_the_clauses_and_points_of_the_decree_are_those_of_its_text(
    shared: Path, article: str, expected: list[tuple[str, str]]
) -> None:
    spans = official(shared, "152-2025-ND-CP.txt").articles
    assert outline(next(span for span in spans if span.id.article == article)) == expected


def test_the_signature_is_no_part_of_the_last_article(shared: Path) -> None:
    for name in ("152-2025-ND-CP.txt", "161-2026-ND-CP.txt", "13-2026-TT-BNV.txt", "86-2025-QD-UBND-Bac-Ninh.txt"):
        text = official(shared, name)
        for article in text.articles:
            assert not re.search(r"Nơi nhận|TM\. |KT\. ", body(text, article))


def test_notes_of_the_editor_are_recorded_and_stand_in_no_quotation(shared: Path) -> None:
    text = official(shared, "06-2022-QH15.txt")
    assert text.is_excerpt
    assert [text.text[start:end][:10] for start, end in text.notes] == [
        "[BẢN TRÍCH", "[...]", "[Khoản 3 t", "[...]", "[...]",
    ]  # fmt: skip
    article = next(span for span in text.articles if span.id.article == "84")
    assert outline(article) == [("1", "abcd"), ("7", "")]
    assert len(article.pieces) == 2
    for article in text.articles:
        ranges = [*article.pieces, *((clause.start, clause.end) for clause in article.clauses)]
        assert not any("[" in text.text[start:end] for start, end in ranges)


def test_names_of_attached_files_are_notes_too(shared: Path) -> None:
    text = official(shared, "30-2020-ND-CP.txt")
    assert all(text.text[start:end] == "Phu luc kem theo Nghi dinh so 30_2020.NĐ-CP.doc" for start, end in text.notes)
    assert not any(".doc" in text.text[start:end] for article in text.articles for start, end in article.pieces)


def test_a_decision_and_the_regulation_it_issues_are_told_apart(shared: Path) -> None:
    text = official(shared, "86-2025-QD-UBND-Bac-Ninh.txt")
    assert str(text.articles[0].id) == "86/2025/QĐ-UBND#d1"
    assert str(text.articles[3].id) == "86/2025/QĐ-UBND#kt.d1"
    assert text.articles[0].heading == ""
    assert body(text, text.articles[0]).startswith("Ban hành kèm theo Quyết định này")
    assert text.articles[3].heading == "Phạm vi điều chỉnh"
    assert text.articles[0].path == ()
    assert text.articles[3].path == ("Chương I. QUY ĐỊNH CHUNG",)


@pytest.mark.parametrize(("width", "lines_a_page"), [(90, 42), (85, 33), (100, 50)])
@pytest.mark.parametrize("name", ARTICLES)
def test_a_text_broken_by_pages_has_the_same_articles_headings_clauses_and_points(
    shared: Path, name: str, width: int, lines_a_page: int
) -> None:
    whole = official(shared, name)
    broken = parse_regulation(normalise(hard_wrapped(whole.text, width, lines_a_page)))
    assert [(span.id, span.heading, span.path, outline(span)) for span in broken.articles] == [
        (span.id, span.heading, span.path, outline(span)) for span in whole.articles
    ]
    assert (broken.number, broken.title, broken.issued_on) == (whole.number, whole.title, whole.issued_on)


def test_articles_carry_official_words_that_stand_in_the_text(shared: Path) -> None:
    text = official(shared, "152-2025-ND-CP.txt")
    articles = to_articles(text)
    assert len(articles) == 61
    for article in articles:
        assert article.content is Content.OFFICIAL
        assert article.text in text.text
        assert article.lead in article.text
        assert all(clause.text in article.text for clause in article.clauses)
    clause = articles[49].clause("2")
    assert clause is not None
    assert clause.text.startswith('2. Đối với tập thể:\na) Danh hiệu "Tập thể lao động xuất sắc"')


def test_an_article_with_a_note_in_it_says_so_and_quotes_around_it(shared: Path) -> None:
    articles = {article.id.article: article for article in to_articles(official(shared, "06-2022-QH15.txt"))}
    assert articles["84"].note == "[...]"
    assert "[" not in articles["84"].text
    assert articles["63"].note.startswith("[Khoản 3 trong nguồn")
    assert articles["4"].note == ""


def test_the_certainty_of_an_import_is_the_callers() -> None:
    text = parsed("Điều 1. Phạm vi\nQuy định A.")
    assert to_articles(text, Certainty.SECONDARY)[0].certainty is Certainty.SECONDARY
    assert to_articles(text)[0].certainty is Certainty.VERIFIED


# One difficulty each.


@pytest.mark.parametrize(
    "line",
    [
        "Điều 9 của Luật này không áp dụng cho trường hợp trên.",
        "Điều 12, Điều 13 và Điều 14 được áp dụng như nhau.",
        "khoản 2 Điều 5 Luật này được áp dụng.",
        "Điều 2 Nghị định số 98/2023/NĐ-CP hết hiệu lực.",
        "Chương II của Luật này hết hiệu lực.",
        "Mục 1 Chương II Nghị định này được áp dụng.",
        "Phụ lục I Nghị định này quy định biểu mẫu.",
        "Mẫu số 01 của Phụ lục này được sử dụng.",
    ],
)
def test_a_cross_reference_is_not_a_heading(line: str) -> None:
    text = parsed(f"Điều 1. Phạm vi\nQuy định A.\n{line}\nĐiều 2. Đối tượng\nÁp dụng cho xã.")
    assert labels(text) == ["1", "2"]
    assert line in body(text, text.articles[0])
    assert text.annexes == ()
    assert text.articles[1].path == ()


def test_a_reference_that_wraps_to_a_new_line_is_not_a_heading() -> None:
    text = parsed("""
        Điều 1. Phạm vi
        1. Áp dụng theo quy định tại khoản 2
        Điều 2. Trường hợp khác do Chính phủ quy định tại
        Điều 5. Không có ngoại lệ, trừ khoản
        2. Điều này.
        2. Khoản hai thật.
        Điều 2. Đối tượng
        Áp dụng cho xã.
    """)
    assert labels(text) == ["1", "2"]
    assert outline(text.articles[0]) == [("1", ""), ("2", "")]
    assert words(text, text.articles[0].clauses[1]) == "2. Khoản hai thật."


@pytest.mark.parametrize(
    "head", ["Điều 1. ", "Điều 1: ", "Điều 1 . ", "ĐIỀU 1. ", "  Điều 1.", "**Điều 1.** ", "Điều  1.- "]
)
def test_an_article_is_found_in_every_way_of_writing_its_number(head: str) -> None:
    text = parse_regulation(f"{head}Phạm vi điều chỉnh\nQuy định A.\n")
    assert [(span.id.article, span.heading) for span in text.articles] == [("1", "Phạm vi điều chỉnh")]


def test_quoted_articles_stay_inside_the_amending_article() -> None:
    text = parsed("""
        LUẬT
        SỬA ĐỔI, BỔ SUNG MỘT SỐ ĐIỀU
        Điều 1. Sửa đổi, bổ sung một số điều
        1. Sửa đổi, bổ sung khoản 2 Điều 5 như sau:
        “2. Việc khen thưởng gồm:
        a) Một;
        b) Hai.”.
        2. Bổ sung Điều 5a vào sau Điều 5 như sau:
        “Điều 5a. Danh hiệu “Chiến sĩ thi đua”
        1. Tiêu chuẩn một.
        2. Tiêu chuẩn hai.
        Điều 5b. Điều khác
        Nội dung.”.
        3. Bãi bỏ Điều 7.
        Điều 2. Hiệu lực
        Từ ngày 01 tháng 7 năm 2026.
    """)
    assert labels(text) == ["1", "2"]
    assert outline(text.articles[0]) == [("1", ""), ("2", ""), ("3", "")]
    assert words(text, text.articles[0].clauses[1]).endswith("Nội dung.”.")


def test_straight_quotation_marks_hold_articles_too() -> None:
    text = parsed("""
        Điều 1. Sửa đổi Luật
        1. Sửa đổi Điều 9 như sau:
        "Điều 9. Hình thức
        1. Huân chương.
        2. Huy chương."
        2. Bãi bỏ Điều 10.
        Điều 2. Hiệu lực
        Từ ngày ký.
    """)
    assert labels(text) == ["1", "2"]
    assert outline(text.articles[0]) == [("1", ""), ("2", "")]


def test_a_quotation_mark_that_is_never_closed_swallows_nothing() -> None:
    text = parsed("Điều 1. Tên\n1. Như sau:\n“Điều 5. Cũ\nNội dung.\nĐiều 2. Hiệu lực\nTừ ngày ký.")
    assert labels(text) == ["1", "2"]


def test_articles_quoted_without_marks_give_way_to_the_run_that_goes_on() -> None:
    text = parsed("""
        Điều 1. Sửa đổi các điều sau
        Sửa đổi như sau:

        Điều 5. Nguyên tắc
        Một nguyên tắc.

        Điều 6. Danh hiệu
        Các danh hiệu.

        Điều 2. Hiệu lực
        Từ ngày ký.
    """)
    assert labels(text) == ["1", "2"]
    assert "Điều 6. Danh hiệu" in body(text, text.articles[0])


def test_inserted_articles_and_clauses_keep_their_letters() -> None:
    text = parsed("""
        Điều 5. Nguyên tắc
        1. Một.
        2. Hai.
        2a. Hai a.
        2b. Hai b.
        3. Ba.
        Điều 5a. Nguyên tắc thêm
        Có.
        Điều 6. Danh hiệu
        Có.
    """)
    assert labels(text) == ["5", "5a", "6"]
    assert [label for label, _ in outline(text.articles[0])] == ["1", "2", "2a", "2b", "3"]


@pytest.mark.parametrize(
    "line", ["30. tháng 4 năm 1975.", "30. Ngày giải phóng.", "1.866 lao động nữ.", "2.5. Tỷ lệ khác.", "1975. Năm ấy."]
)
def test_a_number_that_goes_on_with_a_sentence_is_no_clause(line: str) -> None:
    text = parsed(f"Điều 1. Tên\n1. Tính từ ngày\n{line}\n2. Hai.")
    assert [label for label, _ in outline(text.articles[0])] == ["1", "2"]
    assert line in words(text, text.articles[0].clauses[0])


def test_points_run_through_the_vietnamese_alphabet() -> None:
    letters = "abcdđeghiklmnopqrstuvxy"
    lines = "\n".join(f"{letter}) Điểm {letter};" for letter in letters)
    text = parsed(f"Điều 1. Tên\n1. Gồm:\n{lines}\n2. Hai.")
    assert outline(text.articles[0]) == [("1", letters), ("2", "")]


def test_points_written_in_one_line_are_found() -> None:
    text = parsed("Điều 1. Tên\n1. Gồm: a) Chủ tịch; b) Các Phó Chủ tịch;\nc) Ủy viên.")
    clause = text.articles[0].clauses[0]
    assert [text.text[point.start : point.end] for point in clause.points] == [
        "a) Chủ tịch;", "b) Các Phó Chủ tịch;", "c) Ủy viên.",
    ]  # fmt: skip


def test_a_point_reaches_to_the_next_point_or_clause() -> None:
    text = parsed("Điều 1. Tên\n1. Gồm:\na) Đối tượng:\nCán bộ;\nCông chức.\nb) Khác.\n2. Hai.")
    points = text.articles[0].clauses[0].points
    assert [text.text[point.start : point.end] for point in points] == [
        "a) Đối tượng:\nCán bộ;\nCông chức.", "b) Khác.",
    ]  # fmt: skip


def test_a_heading_over_two_lines_is_read_whole() -> None:
    text = parsed("""
        Điều 1. Thẩm quyền quyết định tặng danh hiệu thi đua và hình thức khen thưởng của
        Chủ tịch Ủy ban nhân dân cấp xã
        1. Một.
        Điều 2. Hội đồng Thi đua - Khen thưởng tại cơ quan, tổ chức, đơn vị ở
        Trung ương
        1. Một.
    """)
    assert text.articles[0].heading.endswith("của Chủ tịch Ủy ban nhân dân cấp xã")
    assert text.articles[1].heading.endswith("đơn vị ở Trung ương")


def test_a_page_number_inside_a_sentence_changes_no_clause() -> None:
    text = parsed("Điều 1. Tên\n1. Một câu dài bị\n\n12\n\f\nngắt trang.\n\n2\n\n2. Hai.\n\n13\n")
    assert [label for label, _ in outline(text.articles[0])] == ["1", "2"]
    assert words(text, text.articles[0].clauses[0]) == "1. Một câu dài bị\n\n12\n\f\nngắt trang."
    assert words(text, text.articles[0].clauses[1]) == "2. Hai."


def test_a_table_of_contents_is_passed_over() -> None:
    text = parsed("""
        MỤC LỤC
        Chương I
        QUY ĐỊNH CHUNG
        Điều 1. Phạm vi
        Điều 2. Đối tượng
        Chương I
        QUY ĐỊNH CHUNG
        Điều 1. Phạm vi
        Quy định A.
        Điều 2. Đối tượng
        Xã.
    """)
    assert [(span.id.article, body(text, span)) for span in text.articles] == [("1", "Quy định A."), ("2", "Xã.")]


def test_chapters_sections_and_parts_are_kept_with_titles_over_several_lines() -> None:
    text = parsed("""
        Phần thứ nhất
        QUY ĐỊNH CHUNG
        Chương I. PHẠM VI, ĐỐI TƯỢNG
        VÀ NGUYÊN TẮC
        Mục 1
        Phạm vi
        Điều 1. Phạm vi
        A.
        Mục 2. Đối tượng
        Điều 2. Đối tượng
        B.
        Chương II
        THI HÀNH
        Điều 3. Hiệu lực
        C.
    """)
    part, chapter = "Phần thứ nhất. QUY ĐỊNH CHUNG", "Chương I. PHẠM VI, ĐỐI TƯỢNG VÀ NGUYÊN TẮC"
    assert [span.path for span in text.articles] == [
        (part, chapter, "Mục 1. Phạm vi"),
        (part, chapter, "Mục 2. Đối tượng"),
        (part, "Chương II. THI HÀNH"),
    ]
    assert body(text, text.articles[0]) == "A."


DECISION = """
    ỦY BAN NHÂN DÂN             CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
    XÃ MINH TÂN                       Độc lập - Tự do - Hạnh phúc
    Số: 45/QĐ-UBND                Minh Tân, ngày 1 tháng 2 năm 2026
    QUYẾT ĐỊNH
    Về việc ban hành Quy chế thi đua
    CHỦ TỊCH ỦY BAN NHÂN DÂN XÃ
    Căn cứ Luật Thi đua, khen thưởng;
    QUYẾT ĐỊNH:
    Điều 1. Ban hành kèm theo Quyết định này Quy chế thi đua, khen thưởng.
    Điều 2. Quyết định này có hiệu lực kể từ ngày ký.
    Nơi nhận:
    - Như Điều 2;
    TM. ỦY BAN NHÂN DÂN
    {title}
    Điều 1. Phạm vi
    Quy chế này quy định A.
    Điều 2. Đối tượng
    Áp dụng cho xã.
    Điều 3. Thi hành
    Văn phòng thi hành.
    PHỤ LỤC I
    DANH MỤC BIỂU MẪU
    (Kèm theo Quy chế)
    Mẫu số 01
    QUYẾT ĐỊNH
    Về việc tặng Giấy khen
    Điều 1. Tặng Giấy khen cho ông A.
    Điều 4. Thi hành.
    Mẫu số 02: Tờ trình
    Kính gửi Chủ tịch.
"""


@pytest.mark.parametrize("title", ["QUY CHẾ\n    THI ĐUA\n    (Ban hành kèm theo Quyết định số 45)", "QUY CHẾ THI ĐUA"])
def test_a_regulation_issued_with_a_decision_numbers_its_articles_anew(title: str) -> None:
    text = parsed(DECISION.format(title=title))
    assert labels(text) == ["1", "2", "kt.1", "kt.2", "kt.3"]
    assert (text.number, text.issuer, text.issued_on) == ("45/QĐ-UBND", "Ủy ban nhân dân xã Minh Tân", date(2026, 2, 1))
    assert text.title == "Về việc ban hành Quy chế thi đua"
    assert body(text, text.articles[1]) == "Quyết định này có hiệu lực kể từ ngày ký."


def test_appendices_and_forms_are_annexes_and_their_articles_are_not_the_texts() -> None:
    text = parsed(DECISION.format(title="QUY CHẾ\n    (Ban hành kèm theo Quyết định số 45)"))
    assert [str(annex.id) for annex in text.annexes] == [
        "45/QĐ-UBND#kt.plI", "45/QĐ-UBND#kt.plI.m01", "45/QĐ-UBND#kt.plI.m02",
    ]  # fmt: skip
    assert [annex.title for annex in text.annexes] == ["DANH MỤC BIỂU MẪU", "QUYẾT ĐỊNH", "Tờ trình"]
    assert text.text[text.annexes[1].start : text.annexes[1].end].endswith("Điều 4. Thi hành.")
    assert body(text, text.articles[-1]) == "Văn phòng thi hành."


def test_forms_listed_in_an_article_are_no_annexes() -> None:
    text = parsed("""
        Điều 1. Biểu mẫu
        Danh mục biểu mẫu:
        Mẫu số 01: Tờ trình;
        Mẫu số 02: Báo cáo.
        Điều 2. Thi hành
        Văn phòng thi hành.
    """)
    assert labels(text) == ["1", "2"]
    assert text.annexes == ()
    assert body(text, text.articles[0]).endswith("Mẫu số 02: Báo cáo.")


def test_the_closing_of_a_law_is_no_part_of_its_last_article() -> None:
    text = parsed("""
        Điều 1. Hiệu lực
        Luật này có hiệu lực từ ngày 01 tháng 7 năm 2026.
        Luật này được Quốc hội nước Cộng hòa xã hội chủ nghĩa Việt Nam khóa XVI thông qua ngày 23 tháng 4 năm 2026.
        CHỦ TỊCH QUỐC HỘI
    """)
    assert body(text, text.articles[0]) == "Luật này có hiệu lực từ ngày 01 tháng 7 năm 2026."


def test_a_closing_that_says_when_the_text_takes_effect_stays() -> None:
    text = parsed("""
        Điều 1. Thi hành
        Giao Ủy ban nhân dân xã.
        Nghị quyết này đã được Hội đồng nhân dân xã thông qua ngày 9 tháng 1 năm 2026 và có hiệu lực từ ngày ký./.
        CHỦ TỊCH
    """)
    assert body(text, text.articles[0]).endswith("có hiệu lực từ ngày ký./.")


def test_a_note_inside_a_clause_divides_it() -> None:
    text = parsed("""
        Điều 1. Tên
        1. Gồm:
        a) Một;
        [...]
        d) Bốn, phần [...] cuối.
        5. Năm.
    """)
    article = text.articles[0]
    assert [
        (words(text, clause), [text.text[p.start : p.end] for p in clause.points]) for clause in article.clauses
    ] == [
        ("1. Gồm:\na) Một;", ["a) Một;"]),
        ("d) Bốn, phần", ["d) Bốn, phần"]),
        ("cuối.", []),
        ("5. Năm.", []),
    ]
    assert [clause.label for clause in article.clauses] == ["1", "1", "1", "5"]
    assert text.is_excerpt


def test_footnote_marks_of_a_consolidated_text_are_no_notes() -> None:
    text = parsed("Điều 1.[1] Phạm vi\n1.[2] Quy định A.\na)[3] Điểm a;\n2. Hai.\n[1] Điều này được sửa đổi.\n")
    assert text.notes == ()
    assert outline(text.articles[0]) == [("1", "a"), ("2", "")]
    assert not text.is_excerpt


@pytest.mark.parametrize("missing", ["Điều 2. Tên\nA.", "Điều 1. Tên\nA.\n\nĐiều 3. Tên\nB."])
def test_a_text_whose_articles_do_not_run_from_one_is_an_excerpt(missing: str) -> None:
    assert parsed(missing).is_excerpt
    assert not parsed("Điều 1. Tên\nA.\nĐiều 2. Tên\nB.").is_excerpt


def test_an_impossible_date_is_no_date() -> None:
    assert parsed("Hà Nội, ngày 31 tháng 2 năm 2026\nNGHỊ ĐỊNH\nVề A\nĐiều 1. Tên\nA.").issued_on is None


def test_a_report_and_a_letter_do_not_look_like_regulations() -> None:
    assert not looks_like_regulation("BÁO CÁO\nKết quả năm 2025\nI. Kết quả\nĐạt.\n")
    assert not looks_like_regulation("KẾ HOẠCH\nVề A\nĐiều 1. Tên\nA.\nĐiều 2. Tên\nB.\n")
    assert not looks_like_regulation("Kính gửi: UBND xã\nTheo Điều 5 Luật này, đề nghị báo cáo.\n")
    assert not looks_like_regulation("")
