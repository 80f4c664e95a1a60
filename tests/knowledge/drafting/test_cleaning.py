"""An officer's text in the one form an official document has."""

from __future__ import annotations

import pytest

from knowledge.drafting.cleaning import clean_line, clean_text
from knowledge.errors import InvalidAnswer


@pytest.mark.parametrize(
    ("typed", "clean"),
    [
        ("văn hoá, thuỷ lợi", "văn hóa, thủy lợi"),
        ("Uỷ ban nhân dân", "Ủy ban nhân dân"),
        ("HOÀ BÌNH", "HÒA BÌNH"),
        ("Nguyễn Thị Thuý Hằng", "Nguyễn Thị Thuý Hằng"),
        ("quý I, hoàn toàn, thuở xưa", "quý I, hoàn toàn, thuở xưa"),
        ("tập thể , cá nhân .", "tập thể, cá nhân."),
        ("{{ tên }} [ô] <<dẫn>>", "{ tên } (ô) «dẫn»"),
        ("a\u0000b\u202ec", "abc"),
    ],
)
def test_a_text_is_put_into_its_official_form(typed: str, clean: str) -> None:
    assert clean_line(typed) == clean


def test_lines_stay_and_empty_ones_go() -> None:
    assert clean_text("một\r\n\r\n hai ") == "một\nhai"


@pytest.mark.parametrize("typed", ["số …… ngày", "ngày ____", "đạt ???", "còn ... việc", "xxx", "TODO", "số None"])
def test_what_was_left_to_be_filled_in_is_refused(typed: str) -> None:
    with pytest.raises(InvalidAnswer, match="answer_unfinished"):
        clean_line(typed)


@pytest.mark.parametrize("typed", ["thế kỷ XX", "lần thứ XX", "lần thứ XIX", "vân vân…"])
def test_roman_numbers_and_an_ending_ellipsis_are_no_gaps(typed: str) -> None:
    assert clean_line(typed) == typed


@pytest.mark.parametrize("piece", ["oà ", "Oà,", "{{", "<<", ", ", "\u0301", "[]"])
def test_a_hostile_text_is_cleaned_to_its_end(piece: str) -> None:
    assert len(clean_text("a" + piece * 20_000)) <= 80_001
