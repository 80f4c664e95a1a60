"""Citations as officers write them: found whole, read right, and nothing else taken for one."""

from __future__ import annotations

import json
import sys
import unicodedata
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from knowledge.citations import (
    Citation,
    issuer_of_number,
    kind_of_number,
    name_key,
    normalise_number,
    number_key,
    number_parts,
    parse_citations,
    print_citation,
)
from knowledge.text import fold


def only(text: str, *, bare_places: bool = False) -> Citation:
    """The one citation in the text."""
    (citation,) = parse_citations(text, bare_places=bare_places)
    return citation


def numbers(text: str) -> list[str | None]:
    return [citation.number for citation in parse_citations(text)]


def test_every_field_of_a_full_citation_is_read() -> None:
    text = "Căn cứ điểm a khoản 2 Điều 8 Nghị định số 152/2025/NĐ-CP ngày 14/6/2025 của Chính phủ"
    citation = only(text)
    assert citation == Citation(
        text="điểm a khoản 2 Điều 8 Nghị định số 152/2025/NĐ-CP ngày 14/6/2025",
        start=7,
        end=71,
        kind="Nghị định",
        number="152/2025/NĐ-CP",
        issued_on=date(2025, 6, 14),
        articles=("8",),
        clauses=("2",),
        points=("a",),
        issuer="Chính phủ",
    )
    assert text[citation.start : citation.end] == citation.text


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("Nghị định số 152/2025/NĐ CP", "152/2025/NĐ-CP"),
        ("Nghị định số 77/2025/NĐ- CP", "77/2025/NĐ-CP"),
        ("Nghị định số\n286/2025/NĐ-CP", "286/2025/NĐ-CP"),
        ("Nghị định số103/2024/NĐ-CP", "103/2024/NĐ-CP"),
        ("Nghi định số 145/2020/NĐ-CP", "145/2020/NĐ-CP"),
        ("Nghị định số 375/ CP", "375/CP"),
        ("Nghị định số 152 / 2025 / NĐ – CP", "152/2025/NĐ-CP"),
        ("Nghị định 152/2025/NĐCP", "152/2025/NĐ-CP"),
        ("NĐ152/2025/nđ-cp", "152/2025/NĐ-CP"),
        ("04/2025/ND-CP", "04/2025/NĐ-CP"),
        ("152-2025-NĐ-CP", "152/2025/NĐ-CP"),
        ("152\\2025\\NĐ_CP", "152/2025/NĐ-CP"),
        ("21/2021/NĐ-CPvề việc", "21/2021/NĐ-CP"),
        ("Nghị định 21/2021/NĐ-CPVề việc", "21/2021/NĐ-CP"),
        ("Nghị định 21/2021/NĐ-CPCP", "21/2021/NĐ-CP"),
        ("Nghị định 152/2O25/NĐ-CP", "152/2025/NĐ-CP"),
        ("Công văn số 59-CV/BCĐ", "59-CV/BCĐ"),
        ("Nghị quyếtsố 107/2020/QH14", "107/2020/QH14"),
        ("Luật số 06/2022/QH 15", "06/2022/QH15"),
        ("thông tư 07/2010/TT–BQP", "07/2010/TT-BQP"),
        ("Thông tư số 01/2024/TT BNV", "01/2024/TT-BNV"),
        ("Quyết định số 102 /2025 /QĐ-CTUBND", "102/2025/QĐ-CTUBND"),
        ("Quyết định số 2437/QĐ-TTG", "2437/QĐ-TTg"),
        ("Chỉ thị 34- CT/TW", "34-CT/TW"),
        ("Chỉ thị 05-\nCT/TW", "05-CT/TW"),
        ("Chỉ thị số 41 CT/TW", "41-CT/TW"),
        ("Công văn 222/ SGDĐT-QLCL", "222/SGDĐT-QLCL"),
        ("Kế hoạch 20/KH-SGDDT", "20/KH-SGDDT"),
        ("Kế hoạch 3333/KH-C08-P3", "3333/KH-C08-P3"),
        ("Nghị quyết số 1077/2007/NQ/UBTVQH11", "1077/2007/NQ/UBTVQH11"),
        ("Thông tư liên tịch 26/2014/TTLT-BYT- BCA", "26/2014/TTLT-BYT-BCA"),
    ],
)
def test_a_messy_number_is_read_as_the_number_meant(written: str, number: str) -> None:
    assert only(written).number == number


@pytest.mark.parametrize(
    ("written", "kind", "number"),
    [
        ("Nghị định 152", "Nghị định", "152"),
        ("NĐ 98", "Nghị định", "98"),
        ("ND152", "Nghị định", "152"),
        ("nghi dinh 98/2023", "Nghị định", "98/2023"),
        ("nđ-cp 152/2025", "Nghị định", "152/2025"),
        ("TT15", "Thông tư", "15"),
        ("qd 39/2024", "Quyết định", "39/2024"),
        ("Quyết định 782", "Quyết định", "782"),
        ("cv 5007", "Công văn", "5007"),
        ("chỉ thị 41", "Chỉ thị", "41"),
        ("152/2025", "", "152/2025"),
    ],
)
def test_a_short_number_is_found_with_its_kind(written: str, kind: str, number: str) -> None:
    citation = only(written)
    assert (citation.kind, citation.number, citation.is_short) == (kind, number, True)


def test_a_short_number_typed_in_a_question_is_found() -> None:
    for question in ("nghị định 152 quy định mức thưởng thế nào", "nghi dinh 152 quy dinh muc thuong the nao"):
        assert numbers(question) == ["152"]


@pytest.mark.parametrize(
    ("number", "kind", "issuer"),
    [
        ("152/2025/NĐ-CP", "Nghị định", "Chính phủ"),
        ("15/2025/TT-BNV", "Thông tư", "Bộ Nội vụ"),
        ("39/2024/QĐ-UBND", "Quyết định", "Ủy ban nhân dân"),
        ("2437/QĐ-TTg", "Quyết định", "Thủ tướng Chính phủ"),
        ("06/2022/QH15", "Luật", "Quốc hội"),
        ("1665/NQ-UBTVQH15", "Nghị quyết", "Ủy ban Thường vụ Quốc hội"),
        ("41-CT/TW", "Chỉ thị", "Trung ương Đảng"),
        ("56-HD/VPTW", "Hướng dẫn", "Văn phòng Trung ương Đảng"),
        ("204/NQ-HĐND", "Nghị quyết", "Hội đồng nhân dân"),
        ("39/2014/TTLT-BCT-BTC", "Thông tư liên tịch", "liên bộ"),
        ("2/VBHN-BNV", "Văn bản hợp nhất", "Bộ Nội vụ"),
        ("5007/BNV-TĐKT", "Công văn", "Bộ Nội vụ"),
        ("306/BTĐKT-THHC", "Công văn", None),
    ],
)
def test_the_symbol_tells_kind_and_issuer(number: str, kind: str, issuer: str | None) -> None:
    assert (kind_of_number(number), issuer_of_number(number)) == (kind, issuer)
    citation = only(f"số {number}")
    assert (citation.kind, citation.number, citation.issuer) == (kind, number, issuer)


def test_the_kind_written_before_the_number_counts_more_than_the_symbol() -> None:
    assert only("Nghị quyết 107/2020/QH14").kind == "Nghị quyết"
    assert only("Quy định số 366-QĐ/TW").kind == "Quy định"


@pytest.mark.parametrize(
    ("written", "name", "year", "number"),
    [
        ("Luật Thi đua - Khen thưởng năm 2022", "Luật Thi đua - Khen thưởng", 2022, None),
        ("Luật Thi đua, Khen thưởng 2003", "Luật Thi đua, Khen thưởng", 2003, None),
        ("luat tdkt 2022", "Luật Thi đua, khen thưởng", 2022, None),
        ("LUẬT THI ĐUA, KHEN THƯỞNG", "Luật Thi đua, khen thưởng", None, None),
        ("Luật Công nghiệp công nghệ số 2025", "Luật Công nghiệp công nghệ số", 2025, None),
        ("Luật Hôn nhân và gia đình năm 2014", "Luật Hôn nhân và gia đình", 2014, None),
        ("Luật Bảo hiểm y tế sửa đổi 2024", "Luật Bảo hiểm y tế", 2024, None),
        ("Luật Điện gió ngoài khơi năm 2027", "Luật Điện gió ngoài khơi", 2027, None),
        ("Bộ luật Lao động số 45/2019/QH14", "Bộ luật Lao động", None, "45/2019/QH14"),
        ("Hiến pháp năm 2013", "Hiến pháp", 2013, None),
        ("Luật năm 2022", None, 2022, None),
        ("Luật số 06/2022/QH15", None, None, "06/2022/QH15"),
        (
            "Luật Sửa đổi, bổ sung một số điều của Luật Ban hành văn bản quy phạm pháp luật số 87/2025/QH15",
            "Luật Sửa đổi, bổ sung một số điều của Luật Ban hành văn bản quy phạm pháp luật",
            None,
            "87/2025/QH15",
        ),
    ],
)
def test_a_law_is_read_by_name_year_and_number(
    written: str, name: str | None, year: int | None, number: str | None
) -> None:
    citation = only(f"theo {written}, các cơ quan đã thực hiện")
    assert (citation.name, citation.year, citation.number) == (name, year, number)
    assert citation.text == written
    assert citation.issuer == "Quốc hội"


def test_the_name_of_a_law_ends_where_the_sentence_goes_on() -> None:
    text = "quy định tại Luật Thi đua, khen thưởng được tặng Bằng; Luật Xyz và Nghị định số 98/2023/NĐ-CP"
    assert [citation.text for citation in parse_citations(text)] == [
        "Luật Thi đua, khen thưởng",
        "Luật Xyz",
        "Nghị định số 98/2023/NĐ-CP",
    ]


def test_what_happened_in_a_year_does_not_date_the_law() -> None:
    assert only("Thực hiện Luật Thi đua, khen thưởng, năm 2025 phường đã khen").year is None


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("Nghị định số 55/2025/NĐ-CP ngày 02 tháng 3\nnăm 2025", date(2025, 3, 2)),
        ("Nghị quyết số 204/NQ-HĐND ngày 26-04-2016", date(2016, 4, 26)),
        ("Chỉ thị 05-CT/TW ngày \n15/5/2016", date(2016, 5, 15)),
        ("Kế hoạch số 12-KH/ĐU ngày 5.3.2025", date(2025, 3, 5)),
        ("Nghị định số 30/2020/NĐ-CP (05/3/2020)", date(2020, 3, 5)),
        ("Chỉ thị số 41-CT/TW của Bộ Chính trị ngày 26/12/2024", date(2024, 12, 26)),
        ("Luật Thi đua, khen thưởng ngày 15/6/2022", date(2022, 6, 15)),
    ],
)
def test_the_day_of_issue_belongs_to_the_document(written: str, day: date) -> None:
    citation = only(written)
    assert (citation.issued_on, citation.text) == (day, written)


@pytest.mark.parametrize(
    "written",
    [
        "Nghị định số 98/2023/NĐ-CP của Chính phủ có hiệu lực từ ngày 01/01/2024",
        "Nghị định số 152/2025/NĐ-CP, ngày 15/7/2025 Ủy ban nhân dân phường đã ban hành kế hoạch",
    ],
)
def test_another_day_is_not_the_day_of_issue(written: str) -> None:
    assert only(written).issued_on is None


def test_a_day_that_does_not_exist_leaves_the_citation_without_a_day() -> None:
    citation = only("Quyết định số 15/QĐ-UBND ngày 30/2/2025")
    assert (citation.number, citation.issued_on) == ("15/QĐ-UBND", None)


def test_the_year_written_beside_a_number_is_kept() -> None:
    assert only("Kế hoạch 20/KH-SGDDT năm 2025").year == 2025
    assert only("nghị định 73 2024").year == 2024
    assert only("Nghị định 152/2025/NĐ-CP năm 2026 vẫn áp dụng").year is None


def test_the_year_of_the_document_is_told_by_its_number_its_year_or_its_day() -> None:
    written = ("Nghị định 152/2025", "Nghị định 152 năm 2025", "Chỉ thị 41-CT/TW ngày 26/12/2024", "Nghị định 152")
    assert [only(text).document_year for text in written] == [2025, 2025, 2024, None]


@pytest.mark.parametrize(
    ("written", "articles", "clauses", "points"),
    [
        ("khoản 2, 3 Điều 36", "36", "2 3", ""),
        ("khoản 3, khoản 4 và khoản 5 Điều 2", "2", "3 4 5", ""),
        ("các khoản 1, 2, 8 và 9 Điều 1", "1", "1 2 8 9", ""),
        ("điểm a, b, c, d, đ, e và g khoản 1 Điều 1", "1", "1", "a b c d đ e g"),
        ("Điểm a, Khoản 2, Điều 8 của", "8", "2", "a"),
        ("điểm “a” khoản 2 Điều 5", "5", "2", "a"),
        ("Điều 39 và Điều 40", "39 40", "", ""),
        ("Điều 8 khoản 2 điểm a", "8", "2", "a"),
        ("Điều 50.1.b", "50", "1", "b"),
        ("k2 đ50", "50", "2", ""),
        ("từ Điều 5 đến Điều 8 của", "5 6 7 8", "", ""),
        ("Điều 46-48", "46 47 48", "", ""),
        ("điểm c đến điểm đ khoản 1 Điều 2", "2", "1", "c d đ"),
        ("khoản 1a Điều 5a", "5a", "1a", ""),
        ("khoản 1,2,3Điều 5", "5", "1 2 3", ""),
        ("điểm c khoản 6.2", "", "6.2", "c"),
        ("Mục 2 Chương V", "", "", ""),
    ],
)
def test_a_place_is_read_before_its_document(written: str, articles: str, clauses: str, points: str) -> None:
    citation = only(f"theo {written} Nghị định 152/2025/NĐ-CP")
    found = (citation.articles, citation.clauses, citation.points)
    assert found == (tuple(articles.split()), tuple(clauses.split()), tuple(points.split()))
    assert citation.text == f"{written.removeprefix('từ ')} Nghị định 152/2025/NĐ-CP"


@pytest.mark.parametrize("written", ["NĐ152 Đ60.2", "Nghị định 152/2025/NĐ-CP, Điều 60 khoản 2", "NĐ 152 (Điều 60.2)"])
def test_a_place_may_follow_its_document(written: str) -> None:
    citation = only(written)
    assert (citation.articles, citation.clauses) == (("60",), ("2",))


def test_a_place_after_a_document_goes_to_the_document_that_follows_it() -> None:
    first, second = parse_citations("Nghị định số 98/2023/NĐ-CP, Điều 5 Luật Đất đai")
    assert (first.articles, second.articles) == ((), ("5",))


def test_a_heading_on_the_next_line_is_not_a_place_of_the_document() -> None:
    assert only("Nghị định số 152/2025/NĐ-CP\nĐiều 1. Phạm vi điều chỉnh").articles == ()


def test_places_that_stand_apart_are_citations_of_one_document() -> None:
    citations = parse_citations("khoản 2 Điều 5 và khoản 3 Điều 6 Nghị định 152/2025/NĐ-CP")
    assert [(c.text, c.number, c.articles, c.clauses) for c in citations] == [
        ("khoản 2 Điều 5", "152/2025/NĐ-CP", ("5",), ("2",)),
        ("khoản 3 Điều 6 Nghị định 152/2025/NĐ-CP", "152/2025/NĐ-CP", ("6",), ("3",)),
    ]


def test_a_clause_takes_the_article_it_shares_with_the_next() -> None:
    first, second = parse_citations("điểm a khoản 1, điểm b khoản 2 Điều 5 NĐ 98")
    assert (first.articles, first.clauses, first.points) == (("5",), ("1",), ("a",))
    assert (second.articles, second.clauses, second.points) == (("5",), ("2",), ("b",))


@pytest.mark.parametrize(
    ("written", "annex"),
    [
        ("Phụ lục ban hành kèm theo Quyết định 1671/QĐ-UBND", "Phụ lục"),
        ("Phụ lục III ban hành kèm theo Quyết định 1671/QĐ-UBND", "Phụ lục III"),
        ("Phụ lục I, II và III kèm theo Quyết định 1671/QĐ-UBND", "Phụ lục I, II và III"),
        ("phụ lục iii Quyết định 1671/QĐ-UBND", "Phụ lục III"),
        ("Mẫu 08a Phụ lục I Quyết định 1671/QĐ-UBND", "Mẫu số 08a Phụ lục I"),
        ("Quy chế ban hành kèm theo Quyết định 1671/QĐ-UBND", "Quy chế"),
        ("Điều lệ trường trung học ban hành kèm theo Quyết định 1671/QĐ-UBND", "Điều lệ"),
    ],
)
def test_what_is_issued_with_a_document_is_its_annex(written: str, annex: str) -> None:
    citation = only(written)
    assert (citation.annex, citation.number, citation.text) == (annex, "1671/QĐ-UBND", written)


def test_an_article_may_stand_in_what_is_issued_with_a_document() -> None:
    citation = only("Điều 5 Quy định ban hành kèm theo Quyết định 86/2025/QĐ-UBND")
    assert (citation.articles, citation.annex, citation.number) == (("5",), "Quy định", "86/2025/QĐ-UBND")


def test_numbers_in_an_enumeration_keep_the_kind_of_the_first() -> None:
    citations = parse_citations(
        "các Nghị định 42/2010, 39/2012 và 65/2014/NĐ-CP; Nghị quyết 107/2020/QH14, 108/2020/QH14"
    )
    assert [(c.kind, c.number) for c in citations] == [
        ("Nghị định", "42/2010"),
        ("Nghị định", "39/2012"),
        ("Nghị định", "65/2014/NĐ-CP"),
        ("Nghị quyết", "107/2020/QH14"),
        ("Nghị quyết", "108/2020/QH14"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "ngày 15/6/2025 và 26-04-2016",
        "chỉ tiêu 12/2025; tháng 6/2025; quý 3/2025; năm học 2024/2025; nhiệm kỳ 2021-2026",
        "vụ Hè Thu 171,5/171,5ha; đạt 20/20 tiêu chí; 98/100; 1.500/2.000 người; tỷ lệ 152/2025 (7,5%)",
        "SĐT: 0986.123.456, số tài khoản 15/2025, CCCD 042012345678",
        "số 15 đường Lê Lợi, số 152 Trần Phú, tổ dân phố số 7, Cụm thi đua số 2, bão số 5",
        "UBND quyết định tặng 15 giấy khen; quyết định 5 nhiệm vụ; Quyết định 5 Huân chương",
        "kế hoạch 5 năm, kế hoạch 12/2025, nghị quyết 05 năm 2021-2025, báo cáo 6 tháng, hướng dẫn 3 đơn vị",
        "pháp luật thi đua, khen thưởng; kỷ luật 2025; luật sư; Hội Luật gia Việt Nam 2023; Luật này; Luật pháp 2025",
        "Quyết định số       /QĐ-UBND ngày    tháng 12 năm 2025; Quyết định số /2025/QĐ-UBND",
        "QĐ 15 người, TT Họ và tên 1, ISO 9001:2015, TCVN 9001/2015, Công báo số 571+572/2022",
        "Điều 50; khoản 5 triệu đồng; điểm 10; khoản 2 Điều 7 Nghị định này",
        "",
    ],
)
def test_what_is_no_citation_is_left_alone(text: str) -> None:
    assert parse_citations(text) == []


@pytest.mark.parametrize(
    ("text", "articles", "clauses"),
    [
        ("Điều 50", "50", ""),
        ("khoản 2 Điều 49", "49", "2"),
        ("dieu 49 khoan 2", "49", "2"),
        ("theo Điều 30 của Nghị định này", "30", ""),
    ],
)
def test_an_article_alone_is_found_when_asked_for(text: str, articles: str, clauses: str) -> None:
    citation = only(text, bare_places=True)
    assert (citation.kind, citation.number, citation.issuer) == ("", None, None)
    assert (citation.articles, citation.clauses) == (tuple(articles.split()), tuple(clauses.split()))


def test_a_clause_without_an_article_is_nowhere() -> None:
    assert parse_citations("khoản 2 nêu trên, điểm 10, đ50", bare_places=True) == []


def test_articles_alone_and_documents_come_in_the_order_of_the_text() -> None:
    found = parse_citations("Điều 5; Nghị định 98; khoản 2 Điều 7 Luật này; Luật Giá", bare_places=True)
    assert [citation.text for citation in found] == ["Điều 5", "Nghị định 98", "khoản 2 Điều 7", "Luật Giá"]


def _decomposed(text: str) -> str:
    return unicodedata.normalize("NFD", text)


def _with_wide_spaces(text: str) -> str:
    return text.replace(" ", " \u00a0")


def _over_lines(text: str) -> str:
    return text.replace(" ", "\r\n")


def _with_hidden_marks(text: str) -> str:
    return text.replace("/", "/\u200b").replace("-", "\u2013\u00ad")


@pytest.mark.parametrize("change", [_decomposed, _with_wide_spaces, _over_lines, _with_hidden_marks, str.upper])
def test_the_same_is_read_in_another_form_and_its_range_is_that_of_the_text_given(change: Callable[[str], str]) -> None:
    original = "điểm đ khoản 2 Điều 8 Nghị định số 152/2025/NĐ-CP ngày 14/6/2025"
    text = f"Căn cứ {change(original)}; và"
    citation = only(text)
    assert citation.text == text[citation.start : citation.end] == change(original)
    assert citation.number == "152/2025/NĐ-CP"
    assert (citation.articles, citation.clauses, citation.points) == (("8",), ("2",), ("đ",))
    assert citation.issued_on == date(2025, 6, 14)


def test_a_citation_is_printed_as_an_official_text_writes_it() -> None:
    citation = Citation(kind="Nghị định", number="152/2025/NĐ-CP", articles=("8",), clauses=("2",), points=("a",))
    assert print_citation(citation) == "điểm a khoản 2 Điều 8 Nghị định số 152/2025/NĐ-CP"
    law = Citation(kind="Luật", name="Luật Thi đua, khen thưởng", articles=("22", "23"), issued_on=date(2022, 6, 5))
    assert print_citation(law) == "Điều 22 và 23 Luật Thi đua, khen thưởng ngày 05 tháng 6 năm 2022"
    decision = Citation(kind="Quyết định", number="86/2025/QĐ-UBND", annex="Quy định", articles=("5",))
    assert print_citation(decision) == "Điều 5 Quy định ban hành kèm theo Quyết định số 86/2025/QĐ-UBND"
    assert print_citation(Citation(articles=("49",), clauses=("2",))) == "khoản 2 Điều 49"


def test_a_number_is_normalised_and_anything_else_only_squeezed() -> None:
    assert normalise_number(" 152 / 2025/ nđ cp") == "152/2025/NĐ-CP"
    assert normalise_number("05/2025/QD-HDND") == "05/2025/QĐ-HĐND"
    assert normalise_number("41-CT/TƯ") == "41-CT/TW"
    assert normalise_number("128/205/NĐ-CP") == "128/205/NĐ-CP"
    assert normalise_number("không  có số") == "không có số"


def test_keys_bring_spellings_of_one_number_or_one_law_together() -> None:
    assert number_key("4/2025/nd-cp") == number_key("04/2025/NĐ-CP")
    assert number_key("4/2025/NĐ-CP") != number_key("4/2024/NĐ-CP")
    spellings = ("Luật Thi đua, khen thưởng", "Luật Thi đua - Khen thưởng", "luat thi dua khen thuong", "Luật TĐKT")
    assert {name_key(name) for name in spellings} == {name_key(spellings[0])}
    assert name_key("Bộ luật Lao động") != name_key("Luật Lao động")


def test_the_parts_of_a_number_are_told_apart() -> None:
    parts = number_parts("152/2025/NĐ-CP")
    assert parts is not None
    assert (parts.serial, parts.year, parts.symbol) == ("152", 2025, "NĐ-CP")
    short = number_parts("41-CT/TW")
    assert short is not None
    assert (short.serial, short.year, short.symbol) == ("41", None, "CT/TW")
    assert number_parts("Điều 5") is None


def test_every_real_citation_is_found_once_and_read_right(shared: Path) -> None:
    lines = (shared / "cases" / "citations.dev.jsonl").read_text(encoding="utf-8").splitlines()
    for case in map(json.loads, lines):
        gold, citation = case["gold"], only(case["text"])
        places = [list(map(str, gold[name])) for name in ("dieu", "khoan", "diem")]
        assert [list(citation.articles), list(citation.clauses), list(citation.points)] == places, case["text"]
        assert (citation.kind, citation.number, citation.year) == (gold["type"], gold["number"], gold["year"])
        assert citation.issued_on == (date.fromisoformat(gold["date"]) if gold["date"] else None)
        assert (citation.issuer, citation.name) == (gold["issuer"], gold.get("name"))
        assert citation.annex == gold.get("annex")


def test_real_citations_are_found_without_tone_marks(shared: Path) -> None:
    lines = (shared / "cases" / "citations.dev.jsonl").read_text(encoding="utf-8").splitlines()
    for case in map(json.loads, lines):
        citation = only(fold(case["text"]).lower())
        assert citation.kind == case["gold"]["type"], case["text"]
        wanted = case["gold"]["number"]
        assert (citation.number and number_key(citation.number)) == (wanted and number_key(wanted))


def test_a_real_decree_names_only_documents_that_it_names(shared: Path) -> None:
    text = (shared / "regulations" / "raw" / "152-2025-ND-CP.txt").read_text(encoding="utf-8")
    named = {citation.number or citation.name for citation in parse_citations(text)}
    assert named == {
        "152/2025/NĐ-CP",
        "98/2023/NĐ-CP",
        "28/2024/NĐ-CP",
        "190/2025/QH15",
        "Luật Thi đua, khen thưởng",
        "Luật Tổ chức Chính phủ",
        "Luật Tổ chức chính quyền địa phương",
    } | {name for name in named if name and name.startswith(("Luật Ban hành", "Hiến pháp"))}


HOSTILE = {
    "slashes": "1/",
    "dashes": "1-",
    "clauses": "khoản 1, ",
    "points": "a, ",
    "articles": "Điều 1 đến Điều 900 ",
    "laws": "Luật ",
    "names": "Luật A ",
    "symbols": "A-",
    "annexes": "quy chế a ",
    "decrees": "Nghị định số ",
    "documents": "Nghị định 1/2025/NĐ-CP, Điều 1 ",
    "numbers": "số 1 ",
    "marks": "\u0301",
    "spaces": " \n",
    "words": "a ",
}
BEGINNINGS = ("", "điểm ", "1/2025/", "quy chế ", "Nghị định 1/2025/NĐ-CP của ", "Luật Abc ")


def _steps(text: str) -> int:
    """How many calls, of Python and of the regular expression engine, reading the text takes."""
    count = 0

    def count_call(_frame: object, event: str, _argument: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(count_call)
    try:
        parse_citations(text, bare_places=True)
    finally:
        sys.setprofile(before)
    return count


@pytest.mark.parametrize("name", HOSTILE)
def test_work_grows_no_faster_than_the_text(name: str) -> None:
    for beginning in BEGINNINGS:
        parse_citations(beginning + HOSTILE[name] * 10)
        once = _steps(beginning + HOSTILE[name] * 200)
        twice = _steps(beginning + HOSTILE[name] * 400)
        assert twice <= 2.2 * once + 200


@pytest.mark.parametrize("unit", ["1/", "điểm a, b ", "Luật Abc, "])
def test_a_megabyte_of_nonsense_is_read_to_its_end(unit: str) -> None:
    text = unit * (1_000_000 // len(unit)) + "; Nghị định 152/2025/NĐ-CP"
    assert parse_citations(text)[-1].number == "152/2025/NĐ-CP"


def test_a_range_of_chapters_is_no_range_of_articles() -> None:
    assert parse_citations("Chương I đến Chương V") == []
    (citation,) = parse_citations("từ Chương I đến Chương V Nghị định 152/2025/NĐ-CP")
    assert citation.articles == ()
