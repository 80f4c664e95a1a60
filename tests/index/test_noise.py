from __future__ import annotations

from random import Random

import pytest

from index.noise import (
    abbreviated,
    as_typed,
    messy_numbers,
    mistyped,
    partly_unmarked,
    telegraphic,
    unmarked,
)
from knowledge.abbreviations import expand
from knowledge.text import fold, is_folded

QUESTION = "Hồ sơ đề nghị tặng danh hiệu Chiến sĩ thi đua cơ sở theo Nghị định 152/2025/NĐ-CP gồm những gì?"


def test_unmarked_text_has_no_mark_and_the_same_letters() -> None:
    assert unmarked("Đề nghị khen thưởng đột xuất") == "De nghi khen thuong dot xuat"


def test_text_in_separate_marks_is_unmarked_like_any_other() -> None:
    assert unmarked("Đe\u0302\u0300 nghi\u0323") == "De nghi"


def test_partly_unmarked_text_keeps_some_marks_and_loses_others() -> None:
    typed = partly_unmarked(QUESTION, Random(1))
    assert typed not in {QUESTION, fold(QUESTION)}
    assert fold(typed) == fold(QUESTION)


@pytest.mark.parametrize(("share", "expected"), [(0.0, QUESTION), (1.0, fold(QUESTION))])
def test_the_share_of_unmarked_words_runs_from_none_to_all(share: float, expected: str) -> None:
    assert partly_unmarked(QUESTION, Random(1), share) == expected


def test_the_long_phrase_is_shortened_before_the_short_one_in_it() -> None:
    assert abbreviated("chiến sĩ thi đua cơ sở của Ủy ban nhân dân xã") == "CSTĐCS của UBND xã"


def test_a_phrase_is_shortened_with_its_comma_or_without() -> None:
    assert abbreviated("Thi đua, khen thưởng") == abbreviated("thi đua khen thưởng") == "TĐKT"


def test_part_of_a_word_is_not_shortened() -> None:
    assert abbreviated("Nguyễn Thi Đuan") == "Nguyễn Thi Đuan"


def test_what_is_shortened_can_be_spelt_out_again() -> None:
    text = "danh hiệu thi đua của người lao động do thủ trưởng đơn vị xét"
    assert expand(abbreviated(text)) == text


def test_with_a_share_only_some_phrases_are_shortened() -> None:
    text = "quyết định, quyết định, quyết định, quyết định, quyết định, quyết định"
    assert 0 < abbreviated(text, Random(1), 0.5).count("quyết định") < 6


def test_a_telegraphic_question_keeps_the_words_that_carry_it() -> None:
    assert telegraphic("Hồ sơ đề nghị tặng huân chương gồm những gì?") == "Hồ sơ đề nghị tặng huân chương gồm"


def test_a_question_of_small_words_alone_keeps_them() -> None:
    assert telegraphic("Thế là sao?") == "Thế là sao"


def test_the_asked_share_of_words_gets_a_slip() -> None:
    text = " ".join(["thưởng"] * 1000)
    changed = sum(word != "thưởng" for word in mistyped(text, Random(3), 0.2).split())
    assert 160 < changed < 240


def test_short_words_and_numbers_get_no_slip() -> None:
    assert mistyped("xã 152/2025 là ở", Random(1), 1.0) == "xã 152/2025 là ở"


def test_slips_are_those_of_keyboards_and_of_the_two_ways_of_typing() -> None:
    slips = {mistyped("thưởng", Random(seed), 1.0) for seed in range(400)}
    assert {"thuong", "thuwowngr", "thu7o7ng3", "htưởng", "thưởn", "tthưởng"} <= slips
    assert slips & {"rhưởng", "ghưởng", "yhưởng"}


def test_messy_numbers_are_the_forms_that_people_type() -> None:
    forms = {messy_numbers("theo Nghị định 152/2025/NĐ-CP", Random(seed)) for seed in range(200)}
    assert {"theo Nghị định nđ 152/2025", "theo Nghị định 152/2025/nd-cp", "theo Nghị định nghi dinh 152"} <= forms


def test_messy_numbers_leave_other_numbers_alone() -> None:
    assert messy_numbers("họp ngày 12/5/2025, chi 152.000 đồng", Random(1)) == "họp ngày 12/5/2025, chi 152.000 đồng"


def test_the_same_seed_types_the_same() -> None:
    typed = [[as_typed(QUESTION, random) for _ in range(20)] for random in (Random(5), Random(5))]
    assert typed[0] == typed[1]
    assert len(set(typed[0])) > 10


def test_about_half_of_what_is_typed_has_no_marks() -> None:
    random = Random(2)
    bare = sum(is_folded(as_typed(QUESTION, random)) for _ in range(400))
    assert 160 < bare < 300


@pytest.mark.parametrize("noise", [unmarked, abbreviated, telegraphic, lambda text: mistyped(text, Random(1))])
def test_an_empty_text_stays_empty(noise: object) -> None:
    assert callable(noise)
    assert noise("") == ""
