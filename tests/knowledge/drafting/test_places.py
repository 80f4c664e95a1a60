"""Places as officers type them: mended where the list of provinces is certain, asked about where it is not."""

from __future__ import annotations

import pytest

from knowledge.drafting.models import PlaceKind
from knowledge.drafting.places import mended_place, read_place


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("Hà Tĩnh", "tỉnh Hà Tĩnh"),
        ("ha tinh", "tỉnh Hà Tĩnh"),
        ("tỉnh hà tĩnh", "tỉnh Hà Tĩnh"),
        ("HCM", "Thành phố Hồ Chí Minh"),
        ("tp hcm", "Thành phố Hồ Chí Minh"),
        ("TP.HCM", "Thành phố Hồ Chí Minh"),
        ("Hà Nội", "thành phố Hà Nội"),
        ("tỉnh Huế", "thành phố Huế"),
        ("tỉnh Bắc Ninh", "tỉnh Bắc Ninh"),
    ],
)
def test_a_province_of_today_is_written_in_full(typed: str, read: str) -> None:
    found = read_place(PlaceKind.PROVINCE, typed)
    assert (found.value, found.choices, found.former) == (read, (), "")
    assert mended_place(PlaceKind.PROVINCE, read) == read


def test_a_former_province_is_met_with_the_one_that_took_its_place() -> None:
    found = read_place(PlaceKind.PROVINCE, "hoa binh")
    assert (found.value, found.former, found.choices) == ("tỉnh Phú Thọ", "tỉnh Hòa Bình", ())
    assert found.merger is not None
    assert found.merger.provision == "khoản 4 Điều 1 Nghị quyết số 202/2025/QH15"


def test_where_our_data_does_not_assert_it_the_officer_is_asked() -> None:
    found = read_place(PlaceKind.PROVINCE, "binh duong")
    assert (found.former, found.choices) == ("tỉnh Bình Dương", ("Thành phố Hồ Chí Minh", "tỉnh Bình Dương"))
    assert mended_place(PlaceKind.PROVINCE, "binh duong") == "binh duong"


@pytest.mark.parametrize("typed", ["Atlantis", "miền Trung", "tỉnh", "Hà Tĩnh và Nghệ An"])
def test_what_the_list_does_not_have_stays_as_it_was_typed(typed: str) -> None:
    found = read_place(PlaceKind.PROVINCE, typed)
    assert (found.value, found.is_known) == (typed, False)


@pytest.mark.parametrize(
    ("typed", "kind", "name"),
    [
        ("phường Trúc Đàm", "phường", "Trúc Đàm"),
        ("Phuong Trúc Đàm", "phường", "Trúc Đàm"),
        ("P. Trúc Đàm", "phường", "Trúc Đàm"),
        ("x.Hạc Khê", "xã", "Hạc Khê"),
        ("đặc khu Vân Đồn", "đặc khu", "Vân Đồn"),
        ("phường 9", "phường", "9"),
        ("Trúc Đàm", "", "Trúc Đàm"),
        ("truc dam", "", "truc dam"),
        ("phường", "", "phường"),
        ("Xatun", "", "Xatun"),
        ("Xã Đàn", "xã", "Đàn"),
    ],
)
def test_the_kind_before_the_name_of_a_unit_is_told_from_it(typed: str, kind: str, name: str) -> None:
    found = read_place(PlaceKind.UNIT, typed)
    assert (found.kind, found.value) == (kind, name)


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("phường Trúc Đàm, Bắc Ninh", "phường Trúc Đàm, tỉnh Bắc Ninh"),
        ("xã A, huyện B, ha tinh", "xã A, huyện B, tỉnh Hà Tĩnh"),
        ("phường Trúc Đàm, tỉnh Bắc Ninh", "phường Trúc Đàm, tỉnh Bắc Ninh"),
        ("tổ dân phố 7, phường Trúc Đàm", "tổ dân phố 7, phường Trúc Đàm"),
        ("Trúc Đàm", "Trúc Đàm"),
        ("số 5 đường A, hà nội", "số 5 đường A, thành phố Hà Nội"),
    ],
)
def test_the_province_of_an_address_is_written_in_full(typed: str, read: str) -> None:
    found = read_place(PlaceKind.ADDRESS, typed)
    assert (found.value, found.choices) == (read, ())


def test_an_address_without_the_kind_of_its_unit_may_be_any_of_them() -> None:
    assert read_place(PlaceKind.ADDRESS, "Trúc Đàm, bac ninh").choices == (
        "xã Trúc Đàm, tỉnh Bắc Ninh",
        "phường Trúc Đàm, tỉnh Bắc Ninh",
        "đặc khu Trúc Đàm, tỉnh Bắc Ninh",
        "Trúc Đàm, tỉnh Bắc Ninh",
    )
    assert mended_place(PlaceKind.ADDRESS, "Trúc Đàm, bac ninh") == "Trúc Đàm, bac ninh"
