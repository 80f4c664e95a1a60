"""Provinces recognised by today's name or a former one, and words that only look like one."""

from __future__ import annotations

import pytest

from knowledge.province_names import province_full_name, province_named


@pytest.mark.parametrize(
    ("text", "province"),
    [
        ("ở Nghệ An hồ sơ bằng khen", "Nghệ An"),
        ("bac ninh nop ho so truoc ngay nao", "Bắc Ninh"),
        ("tỉnh Bắc Giang cũ thì theo quyết định nào", "Bắc Ninh"),
        ("TP Hồ Chí Minh quy định giấy khen phường", "Hồ Chí Minh"),
        ("tinh hoa binh", "Phú Thọ"),
        ("Cần Thơ và Cà Mau", "Cần Thơ"),
    ],
)
def test_a_province_is_recognised(text: str, province: str) -> None:
    assert province_named(text) == province


@pytest.mark.parametrize(
    "text", ["Huân chương Hồ Chí Minh", "xây dựng đất nước hòa bình", "bình định kỳ", "giấy khen của xã", ""]
)
def test_a_word_that_only_looks_like_one_is_none(text: str) -> None:
    assert province_named(text) is None


def test_a_province_of_today_has_its_kind_before_its_name() -> None:
    assert province_full_name("Bắc Ninh") == "tỉnh Bắc Ninh"
    assert province_full_name("Huế") == "thành phố Huế"
    assert province_full_name("Bắc Giang") == province_full_name("") == ""
