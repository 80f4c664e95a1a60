"""Questions that leave their subject out, and messages that hold several questions."""

from __future__ import annotations

import pytest

from index.following import continued, cut, several

BEFORE = "lao động tiên tiến được thưởng bao nhiêu"


@pytest.mark.parametrize(
    ("question", "whole"),
    [
        ("thế còn tập thể?", "tập thể lao động tiên tiến được thưởng bao nhiêu"),
        ("còn chiến sĩ thi đua cơ sở?", "chiến sĩ thi đua cơ sở được thưởng bao nhiêu"),
        ("ai ký?", "Lao động tiên tiến ai ký"),
        ("hồ sơ gồm gì", "Lao động tiên tiến hồ sơ gồm gì"),
        ("thế còn tập thể nữa?", "tập thể nữa lao động tiên tiến được thưởng bao nhiêu"),
        ("the con tap the", "tap the lao động tiên tiến được thưởng bao nhiêu"),
    ],
)
def test_what_is_new_takes_the_place_of_what_was_before(question: str, whole: str) -> None:
    found = continued(BEFORE, question)
    assert found is not None
    assert found.question == whole
    assert found.is_certain


@pytest.mark.parametrize(
    "question",
    [
        "giấy khen của xã thưởng bao nhiêu",
        "quỹ thi đua, khen thưởng được dùng vào việc gì",
        "Điều 50 Nghị định 152/2025/NĐ-CP",
        "thủ tục đăng ký khai sinh cho trẻ em sinh ra ở nước ngoài",
    ],
)
def test_a_question_with_a_subject_stands_by_itself(question: str) -> None:
    assert continued(BEFORE, question) is None


def test_a_short_question_that_asks_for_nothing_we_know_is_uncertain() -> None:
    found = continued(BEFORE, "giá vàng hôm nay")
    assert found is not None
    assert not found.is_certain
    assert found.kept == BEFORE


def test_the_province_talked_about_is_kept() -> None:
    found = continued("ở Bắc Ninh giấy khen cần điều kiện gì", "ai ký?")
    assert found is not None
    assert found.question == "Giấy khen ở Bắc Ninh ai ký"


def test_every_continuation_keeps_something_to_go_on_with() -> None:
    kept = BEFORE
    for question in ("thế còn tập thể?", "ai ký?", "hồ sơ gồm gì", "còn cờ thi đua của Chính phủ?"):
        found = continued(kept, question)
        assert found is not None
        kept = found.kept
        assert kept
    assert "cờ thi đua" in kept


@pytest.mark.parametrize(
    ("message", "count"),
    [
        ("Giấy khen xã ai ký? Thưởng bao nhiêu?", 2),
        ("LĐTT thưởng bao nhiêu\nCSTĐCS thưởng bao nhiêu", 2),
        ("Thế à? Ừ.", 1),
        ("Bằng khen tỉnh thưởng bao nhiêu? cảm ơn nhé", 1),
        ("giấy khen ai ký", 1),
    ],
)
def test_a_message_is_split_only_when_each_part_asks_something_of_the_field(message: str, count: int) -> None:
    assert len(several(message)) == count


def test_no_more_than_three_questions_are_taken_from_a_message() -> None:
    assert len(several("Giấy khen ai ký? " * 10)) == 3


def test_phrases_are_cut_whatever_their_marks_and_nothing_else_is() -> None:
    assert cut("Hồ sơ giấy khen gồm những gì", ("ho so", "gom nhung gi")) == "giấy khen"
    assert cut("giấy khen", ()) == "giấy khen"


def test_whom_it_is_for_stands_right_before_the_award() -> None:
    found = continued("thưởng lao động tiên tiến bao nhiêu tiền", "thế còn tập thể?")
    assert found is not None
    assert found.question == "thưởng tập thể lao động tiên tiến bao nhiêu tiền"


def test_a_question_with_words_of_its_own_besides_what_it_asks_is_uncertain() -> None:
    found = continued("Mức thưởng loại 1", "Mức thưởng loại 2")
    assert found is None or not found.is_certain


def test_a_family_of_awards_takes_the_place_of_the_award_before() -> None:
    found = continued("lao động tiên tiến được thưởng bao nhiêu", "còn bằng khen thì sao?")
    assert found is not None
    assert found.question == "bằng khen được thưởng bao nhiêu"
