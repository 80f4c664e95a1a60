"""What officers type without tone marks, as it is offered to them."""

from __future__ import annotations

import pytest

from bot.flows.typed_marks import with_marks


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("phat dong cham", "phát động chậm"),
        ("viec binh xet con ne nang", "việc bình xét còn nể nang"),
        ("bi thu chi bo thon 5", "bí thư chi bộ thôn 5"),
        ("9/58 bo ho so; quy IV/2026", "9/58 bộ hồ sơ; quý IV/2026"),
        ("Phong VHXH; truoc 31/3/2027", "Phòng Văn hóa - Xã hội; trước 31/3/2027"),
        ("Hoi Phu nu phuong chu tri", "Hội Phụ nữ phường chủ trì"),
        ("hoi dong thi dua - khen thuong phuong", "Hội đồng Thi đua - Khen thưởng phường"),
        ("ra soat quy che\ntheo doi hang thang", "rà soát quy chế\ntheo dõi hằng tháng"),
        ("dien tich 1.200 m2", "diện tích 1.200 m2"),
    ],
)
def test_the_meant_words_are_offered(typed: str, meant: str) -> None:
    assert with_marks(typed) == meant


@pytest.mark.parametrize("typed", ["đã có dấu rồi", "12/5/2026", "", "web blog email", "120 tin", "<b>&</b> {{ x }}"])
def test_nothing_is_offered_where_nothing_is_known_better(typed: str) -> None:
    assert with_marks(typed) == ""


def test_hostile_lengths_are_read_in_time_that_grows_with_them() -> None:
    assert with_marks("bao cao " * 3000).startswith("báo cáo báo cáo")
