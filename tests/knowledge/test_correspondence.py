"""Old article → new article: only what is known, and what both texts really say.

Read next: `knowledge/correspondence.py`, `knowledge/data/correspondence.yaml`.
"""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.articles import Certainty
from knowledge.correspondence import (
    Change,
    Correspondence,
    correspondences,
    load_correspondences,
    predecessors_of,
    successors_of,
)
from knowledge.datafiles import data_file
from knowledge.errors import RegistryInvalid
from knowledge.provisions import ProvisionId
from knowledge.regulations import registry
from knowledge.text import fold

PAIRS = correspondences().pairs


def new_places(old: str) -> list[str]:
    return [str(place) for pair in successors_of(ProvisionId.parse(old)) for place in pair.new]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("98/2023/NĐ-CP#d30.k7", ["152/2025/NĐ-CP#d33.k5"]),
        ("98/2023/NĐ-CP#d30", ["152/2025/NĐ-CP#d33", "152/2025/NĐ-CP#d33.k5"]),
        ("98/2023/NĐ-CP#d32", ["152/2025/NĐ-CP#d35"]),
        ("98/2023/NĐ-CP#d33.k2", ["152/2025/NĐ-CP#d36"]),
        ("98/2023/NĐ-CP#d34", ["152/2025/NĐ-CP#d6.k2.b", "152/2025/NĐ-CP#d6.k2.c"]),
        ("98/2023/NĐ-CP#d54.k1.c", ["152/2025/NĐ-CP#d50.k1.c"]),
        ("98/2023/NĐ-CP#d54.k1.a", ["152/2025/NĐ-CP#d50.k1"]),
        ("98/2023/NĐ-CP#d54.k2", ["152/2025/NĐ-CP#d50"]),
        ("98/2023/NĐ-CP#d56", ["152/2025/NĐ-CP#d52"]),
        ("98/2023/NĐ-CP#d104", ["152/2025/NĐ-CP#d6.k1.a"]),
        ("98/2023/NĐ-CP#d99", ["152/2025/NĐ-CP"]),
        ("73/2024/NĐ-CP#d4.k3", ["161/2026/NĐ-CP#d4.k3"]),
        ("73/2024/NĐ-CP#d3.k2", ["161/2026/NĐ-CP#d3"]),
        ("91/2017/NĐ-CP#d9.k3.a", ["06/2022/QH15#d23"]),
        ("01/2024/TT-BNV#d4", ["15/2025/TT-BNV"]),
        ("15/2003/QH11#d24", ["06/2022/QH15"]),
        ("152/2025/NĐ-CP#d50", []),
        ("999/2020/NĐ-CP#d1", []),
    ],
)
def test_an_old_provision_leads_to_the_closest_known_place(old: str, new: list[str]) -> None:
    assert new_places(old) == new


def test_a_new_provision_leads_back_to_what_stood_elsewhere() -> None:
    def old_places(new: str) -> list[str]:
        return [str(pair.old) for pair in predecessors_of(ProvisionId.parse(new))]

    assert old_places("152/2025/NĐ-CP#d33.k5") == ["98/2023/NĐ-CP#d30", "98/2023/NĐ-CP#d30.k7"]
    assert old_places("152/2025/NĐ-CP#d6.k2.c") == ["98/2023/NĐ-CP#d34"]
    assert old_places("161/2026/NĐ-CP#d4.k4") == ["73/2024/NĐ-CP#d4", "73/2024/NĐ-CP#d4.k4"]
    assert old_places("152/2025/NĐ-CP#d1") == []
    assert "98/2023/NĐ-CP" in old_places("152/2025/NĐ-CP")


@given(st.sampled_from(PAIRS))
def test_both_directions_agree(pair: Correspondence) -> None:
    assert pair in successors_of(pair.old)
    assert all(pair in predecessors_of(place) for place in pair.new)


def test_a_pair_leads_from_an_older_document_to_a_newer_one() -> None:
    for pair in PAIRS:
        for place in pair.new:
            older, newer = registry().get(pair.old.document), registry().get(place.document)
            assert older.of_year and newer.of_year and older.of_year < newer.of_year, str(pair.old)


def test_a_pair_without_an_article_is_called_what_it_is() -> None:
    for pair in PAIRS:
        whole = not any(place.article for place in pair.new)
        assert whole == (pair.change is Change.DOCUMENT), str(pair.old)


def test_every_pair_says_how_it_is_known_and_what_the_asker_must_know() -> None:
    assert all((pair.provision or pair.source) and pair.note for pair in PAIRS)
    assert all(pair.certainty is not Certainty.UNVERIFIED for pair in PAIRS)


def test_an_article_whose_old_text_we_never_held_is_not_called_verified() -> None:
    sure = [pair for pair in PAIRS if pair.certainty is Certainty.VERIFIED]
    assert sure and all(not pair.old.article for pair in sure)


def test_a_pair_that_is_only_remembered_is_not_told() -> None:
    assert "122/2018/NĐ-CP" in data_file("correspondence.yaml").read_text(encoding="utf-8")
    assert new_places("122/2018/NĐ-CP") == []


def test_every_old_article_that_the_questions_cite_of_an_ended_decree_has_an_answer(shared: Path) -> None:
    cited: set[str] = set()
    for line in (shared / "cases" / "questions.dev.jsonl").read_text(encoding="utf-8").splitlines():
        for gold in json.loads(line)["gold"]:
            if gold["doc"] in ("98/2023/NĐ-CP", "73/2024/NĐ-CP") and gold["dieu"]:
                cited.add(f"{gold['doc']}#d{gold['dieu']}" + (f".k{gold['khoan']}" if gold["khoan"] else ""))
    assert len(cited) >= 10
    assert all(any(pair.new[0].article for pair in successors_of(ProvisionId.parse(place))) for place in cited)


# --- what the notes claim stands in the new text


@pytest.fixture(scope="module")
def articles(shared: Path) -> dict[tuple[str, str], str]:
    """Official articles by document and number, for the new sides that are there in full."""
    found = {}
    for number in ("152/2025/NĐ-CP", "161/2026/NĐ-CP", "13/2026/TT-BNV"):
        name = fold(number).replace("/", "-")
        text = (shared / "regulations" / "raw" / f"{name}.txt").read_text(encoding="utf-8")
        for match in re.finditer(r"^Điều (\d+)\.(.*?)(?=^Điều \d+\.|\Z)", text, re.M | re.S):
            found[number, match[1]] = match[2]
    return found


def test_every_new_place_exists_in_the_official_text(articles: dict[tuple[str, str], str]) -> None:
    checked = 0
    for pair in PAIRS:
        for place in pair.new:
            if not place.article or place.document not in {document for document, _ in articles}:
                continue
            article = articles[place.document, place.article]
            clause = re.search(rf"^\s*{place.clause}\. .*?(?=^\s*\d+\. |\Z)", article, re.M | re.S)
            if place.clause:
                assert clause, str(place)
            if place.point:
                assert clause and re.search(rf"^\s*{place.point}\) ", clause[0], re.M), str(place)
            checked += 1
    assert checked >= 25


@pytest.mark.parametrize(
    ("document", "article", "words"),
    [
        ("152/2025/NĐ-CP", "33", ["bỏ phiếu", "90%", "80%", "Hồ sơ, thủ tục khen thưởng".lower()]),
        ("152/2025/NĐ-CP", "35", ["thời gian nhận hồ sơ", "31 tháng 12"]),
        ("152/2025/NĐ-CP", "36", ['"Chiến sĩ thi đua toàn quốc"']),
        ("152/2025/NĐ-CP", "45", ["Hội đồng Thi đua - Khen thưởng Trung ương"]),
        ("152/2025/NĐ-CP", "48", ["Sử dụng quỹ thi đua, khen thưởng", "và danh hiệu Bà mẹ Việt Nam anh hùng"]),
        ("152/2025/NĐ-CP", "50", ["4,5 lần", "3,0 lần", "1,0 lần", "0,3 lần"]),
        ("152/2025/NĐ-CP", "52", ["danh hiệu vinh dự nhà nước"]),
        ("152/2025/NĐ-CP", "54", ["không quá 0,6 lần"]),
        ("152/2025/NĐ-CP", "6", ["giấy khen của các danh hiệu thi đua", '"Chiến sĩ thi đua cơ sở"']),
        ("161/2026/NĐ-CP", "3", ["2.530.000"]),
        ("161/2026/NĐ-CP", "4", ["10% tổng quỹ tiền lương", "chỉnh lý quyết toán", "hằng quý, 06 tháng"]),
        ("161/2026/NĐ-CP", "2", ["từ trung ương đến cấp xã"]),
    ],
)
def test_what_the_notes_say_of_the_new_article_stands_there(
    document: str, article: str, words: list[str], articles: dict[tuple[str, str], str]
) -> None:
    text = articles[document, article]
    assert all(word in text for word in words)


# --- loading

ONE = """
correspondences:
  - {old: 98/2023/NĐ-CP#d1, new: [152/2025/NĐ-CP#d1], change: changed, certainty: secondary, source: x, note: y}
"""


@pytest.mark.parametrize(
    ("change", "to", "field", "problem"),
    [
        ("152/2025/NĐ-CP#d1", "152/2026/NĐ-CP#d1", "98/2023/NĐ-CP#d1", "unknown '152/2026/NĐ-CP'"),
        ("old: 98/2023", "old: 97/2023", "97/2023/NĐ-CP#d1", "unknown '97/2023/NĐ-CP'"),
        ("[152/2025/NĐ-CP#d1]", "[]", "correspondences.0.new", "at least 1"),
        ("152/2025/NĐ-CP#d1", "98/2023/NĐ-CP#d2", "correspondences.0", "same document"),
        (", source: x", "", "correspondences.0", "needs the provision or the source"),
        ("#d1, new", "#dX, new", "correspondences.0.old", "not a provision id"),
    ],
)
def test_a_broken_file_names_field_and_problem(tmp_path: Path, change: str, to: str, field: str, problem: str) -> None:
    file = tmp_path / "correspondence.yaml"
    file.write_text(ONE, encoding="utf-8")
    assert len(load_correspondences(file, registry()).pairs) == 1
    file.write_text(ONE.replace(change, to, 1), encoding="utf-8")
    with pytest.raises(RegistryInvalid) as caught:
        load_correspondences(file, registry())
    assert caught.value.details["file"] == "correspondence.yaml"
    assert caught.value.details["field"] == field
    assert problem in str(caught.value.details["problem"])


def test_an_old_provision_may_stand_in_the_file_once(tmp_path: Path) -> None:
    file = tmp_path / "correspondence.yaml"
    file.write_text(ONE + ONE.splitlines()[-1] + "\n", encoding="utf-8")
    with pytest.raises(RegistryInvalid) as caught:
        load_correspondences(file, registry())
    assert caught.value.details["problem"] == "listed twice"
