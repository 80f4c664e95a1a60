"""Typical shortcomings, vague phrases, earlier answers."""

from __future__ import annotations

import pytest

from knowledge.drafting.answers import check_record
from knowledge.drafting.kinds import kind, kinds
from knowledge.drafting.shortcomings import shortcoming, shortcomings, topics
from knowledge.drafting.suggestions import suggestions
from knowledge.drafting.vagueness import find_vague, names_a_period, names_a_place, when_and_where
from tests.knowledge.drafting.answering import typical

ANNUAL = kind("annual")


def test_thirty_two_shortcomings_each_with_cause_and_remedy() -> None:
    assert len(shortcomings()) == 32
    assert len({each.key for each in shortcomings()}) == 32
    assert {each.topic for each in shortcomings()} == set(topics())
    assert [each.topic for each in shortcomings("fund")] == ["fund"]
    assert shortcoming("fund_small") in shortcomings()
    assert shortcoming("nothing") is None


@pytest.mark.parametrize("each", shortcomings(), ids=lambda each: each.key)
def test_a_picked_shortcoming_begins_an_answer_that_fits(each: object) -> None:
    record = each.record()  # type: ignore[attr-defined]
    assert check_record(ANNUAL.questions["shortcomings"], record) == record
    assert {"statement", "cause_kind", "cause", "remedy"} == record.keys()


@pytest.mark.parametrize(
    "text",
    ["Công tác kiểm tra chưa thường xuyên", "phong trao con han che", "Một số nơi làm chậm", "Chất lượng chưa cao."],
)
def test_a_vague_phrase_is_found_with_its_question(text: str) -> None:
    (found,) = find_vague(text)
    assert text[found.start : found.end].lower() == found.text.lower()
    assert found.ask.endswith("?")
    assert find_vague(found.example) == []


@pytest.mark.parametrize(
    "text",
    ["Việc kiểm tra chưa thường xuyên: 1/3 cuộc", "Đã hoàn thành", "còn hạn chế ở 5 nơi", "hạn chế rủi ro"],
)
def test_a_figure_makes_it_plain(text: str) -> None:
    assert find_vague(text) == []


def test_a_long_text_is_looked_through_to_its_end() -> None:
    assert len(find_vague("còn hạn chế " * 5000)) == 5000


def test_names_are_offered_as_they_are_and_figures_with_a_mark() -> None:
    offered = suggestions(ANNUAL, typical(ANNUAL))
    assert not offered["office_name"].stale
    assert offered["population"].stale
    assert offered["fund_opening"].value == 29_290_000
    assert "documents_count" not in offered
    assert "movements" not in offered


def test_another_kind_of_report_offers_what_both_ask() -> None:
    offered = suggestions(kind("six_months"), typical(ANNUAL))
    assert offered["signer"].value == "Trần Văn Bình"
    assert set(offered) <= set(kind("six_months").questions)


def test_what_no_longer_fits_is_not_offered() -> None:
    assert "signer" not in suggestions(ANNUAL, {"signer": "TS. Bình"})
    assert all(suggestions(report, {}) == {} for report in kinds())


@pytest.mark.parametrize(
    "text", ["quý IV/2025", "trong quy 3", "6 tháng đầu năm", "ngày 12/5/2026", "cả năm", "tháng 3"]
)
def test_words_that_say_when(text: str) -> None:
    assert names_a_period(text)


@pytest.mark.parametrize("text", ["9/58 hồ sơ nộp chậm", "05 nam và 03 nữ", "chậm 03 ngày", ""])
def test_words_that_say_not_when(text: str) -> None:
    assert not names_a_period(text)


@pytest.mark.parametrize("text", ["04 thôn", "tại 02 trường", "to dan pho 5", "toàn phường", "o cap xa"])
def test_words_that_say_where(text: str) -> None:
    assert names_a_place(text)


@pytest.mark.parametrize("text", ["9/58 hồ sơ", "thiếu tài liệu", "người lớn", ""])
def test_words_that_say_not_where(text: str) -> None:
    assert not names_a_place(text)


def test_when_and_where_lack_only_where_nothing_says_them() -> None:
    assert when_and_where({"statement": "Hồ sơ chậm", "evidence": "9/58"}) == ("period", "place")
    assert when_and_where({"statement": "Hồ sơ chậm", "evidence": "9/58 trong quý IV", "place": "thôn 1"}) == ()
    assert when_and_where({"statement": "Hồ sơ ở 04 thôn chậm"}) == ("period",)
