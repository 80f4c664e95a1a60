"""Vietnamese numbers, read, written and compared."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.errors import InvalidAnswer
from knowledge.quantities import (
    LARGEST,
    change,
    difference,
    find_quantities,
    in_words,
    percent_agrees,
    percent_of,
    print_amount,
    print_count,
    print_figure,
    print_money,
    print_percent,
    read_count,
    read_money,
    read_number,
    read_percent,
    read_quantity,
    read_words,
)


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("1.234", "1234"), ("1234", "1234"), ("1 234", "1234"), ("1.234,5", "1234.5"), ("46,5", "46.5"),
        ("46.5", "46.5"),
        ("03", "3"), ("1,234,567", "1234567"), ("46,5 triệu", "46500000"), ("2 tỷ rưỡi", "2500000000"),
        ("2 tỷ 977 triệu 500 nghìn đồng", "2977500000"), ("46tr5", "46500000"), ("2.977.500.000 đồng", "2977500000"),
        ("mười hai", "12"), ("hai trăm linh năm", "205"), ("Ba mươi mốt.", "31"), ("70,48 km²", "70.48"),
        ("70,48 km2", "70.48"),
        ("35 văn bản", "35"), ("0,5", "0.5"), ("1 234 567 đồng", "1234567"), ("hai mươi phần trăm", "20"),
    ],
)  # fmt: skip
def test_a_number_is_understood_however_it_is_typed(typed: str, value: str) -> None:
    quantity = read_quantity(typed)
    assert quantity is not None
    assert quantity.value == Decimal(value)


@pytest.mark.parametrize(
    "typed", ["", "bao nhiêu", "1.2.3", "12.34.56", "ngày 01/7/2025", "5 và 6", "abc 5", "-", "1" * 40]
)
def test_what_is_no_number_is_not_guessed_at(typed: str) -> None:
    assert read_quantity(typed) is None
    with pytest.raises(InvalidAnswer, match="number_not_understood"):
        read_number(typed)


def test_a_range_is_seen_as_a_range_and_not_taken_for_a_number() -> None:
    quantity = read_quantity("từ 10 đến 15 hộ")
    assert quantity is not None
    assert (quantity.value, quantity.upper, quantity.unit) == (10, 15, "hộ")
    with pytest.raises(InvalidAnswer, match="number_is_a_range"):
        read_count("10-15")


def test_more_than_is_not_a_number() -> None:
    with pytest.raises(InvalidAnswer, match="number_is_inexact"):
        read_count("trên 35 văn bản")


def test_a_comma_before_three_digits_is_asked_about_when_things_are_counted() -> None:
    with pytest.raises(InvalidAnswer, match="number_is_ambiguous") as caught:
        read_count("1,234")
    assert caught.value.details["thousands"] == "1.234"
    assert read_number("1,468%", "%") == Decimal("1.468")


def test_half_a_person_is_not_a_count() -> None:
    with pytest.raises(InvalidAnswer, match="number_is_not_whole"):
        read_count("2,5")


def test_money_without_a_scale_is_asked_about() -> None:
    assert read_money("46,5 triệu") == 46_500_000
    assert read_money("82.160.000") == 82_160_000
    assert read_money("0") == 0
    with pytest.raises(InvalidAnswer, match="money_needs_scale"):
        read_money("46,5")


@pytest.mark.parametrize(
    ("typed", "unit"), [("7.048 ha", "km²"), ("5%", "người"), ("3 triệu đồng", "%"), ("5 hộ", "đồng")]
)
def test_another_measure_is_not_silently_taken_over(typed: str, unit: str) -> None:
    with pytest.raises(InvalidAnswer, match="number_has_other_unit"):
        read_number(typed, unit)


def test_things_that_are_counted_may_be_called_anything() -> None:
    assert read_count("20.788 nhân khẩu", "người") == 20788


def test_an_absurd_percentage_is_refused() -> None:
    assert read_percent("119,7 phần trăm") == Decimal("119.7")
    with pytest.raises(InvalidAnswer):
        read_percent("2.977.500.000")


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (0, "không"), (5, "năm"), (15, "mười lăm"), (21, "hai mươi mốt"), (105, "một trăm linh năm"),
        (1005, "một nghìn không trăm linh năm"), (82_160_000, "tám mươi hai triệu một trăm sáu mươi nghìn"),
        (2_977_500_000, "hai tỷ chín trăm bảy mươi bảy triệu năm trăm nghìn"), (10**12, "một nghìn tỷ"),
    ],
)  # fmt: skip
def test_amounts_are_spelt_out_as_officers_do(number: int, words: str) -> None:
    assert in_words(number) == words


@given(st.integers(min_value=0, max_value=LARGEST))
def test_what_is_spelt_out_reads_back(number: int) -> None:
    assert read_words(in_words(number)) == number


@given(st.decimals(min_value=-(10**12), max_value=10**12, places=2))
def test_what_is_printed_reads_back(value: Decimal) -> None:
    printed = print_figure(value)
    quantity = read_quantity(printed.lstrip("-"))
    assert quantity is not None
    assert quantity.value == abs(value)


def test_figures_are_printed_with_thousands_dot_and_decimal_comma() -> None:
    assert print_figure(Decimal("2977500000")) == "2.977.500.000"
    assert print_figure(Decimal("46.50")) == "46,5"
    assert print_figure(Decimal("1.005"), 2) == "1,01"
    assert print_count(3) == "03"
    assert print_count(0) == "0"
    assert print_count(1234) == "1.234"
    assert print_money(82_160_000) == "82.160.000 đồng"
    assert print_amount(46_500_000) == "46,5 triệu đồng"
    assert print_amount(2_977_512_345) == "2.977.512.345 đồng"
    assert print_percent(Decimal("119.70")) == "119,7%"


def test_a_total_shows_what_its_parts_lack() -> None:
    assert difference(20788, [18825, 1963]) == 0
    assert difference(82_160_000, [59_650_000, 22_500_000]) == 10_000


def test_growth_is_told_apart_from_the_ratio() -> None:
    found = change(Decimal("119.7"), 100)
    assert found is not None
    assert (found.percent, found.grown) == (Decimal("119.7"), Decimal("19.7"))
    assert change(5, 0) is None


@pytest.mark.parametrize(
    ("stated", "part", "whole", "agree"),
    [("77.7", "10.75", "13.82", True), ("77.8", "10.75", "13.82", True), ("77", "10.75", "13.82", True),
     ("79", "10.75", "13.82", False), ("100", "5", "0", False), ("48.9", "64", "131", True)],
)  # fmt: skip
def test_a_percentage_agrees_with_its_counts_up_to_rounding(stated: str, part: str, whole: str, agree: bool) -> None:
    assert percent_agrees(Decimal(stated), Decimal(part), Decimal(whole)) is agree


def test_a_part_of_nothing_has_no_percentage() -> None:
    assert percent_of(3, 0) is None
    assert percent_of(44, 75) == Decimal("58.7")


def test_days_and_numbers_of_documents_are_no_quantities() -> None:
    text = (
        "Theo khoản 2 Điều 8 Nghị định số 152/2025/NĐ-CP ngày 14/6/2025, từ 01/7/2025, giai đoạn 2025-2030: 03 tập thể."
    )
    assert [quantity.text for quantity in find_quantities(text)] == ["03 tập"]


def test_parts_of_a_whole_are_both_read() -> None:
    found = [quantity.value for quantity in find_quantities("còn 52/6.142 hộ nghèo (0,8%), tổng 46,5 triệu đồng")]
    assert found == [52, 6142, Decimal("0.8"), 46_500_000]


@pytest.mark.parametrize("piece", ["1.", "1/", "1 tỷ ", "1-", "9" * 30, "trên 1 "])
def test_a_hostile_text_is_read_to_its_end(piece: str) -> None:
    text = piece * (60_000 // len(piece))
    assert all(quantity.end <= len(text) for quantity in find_quantities(text))
    read_quantity(text)
