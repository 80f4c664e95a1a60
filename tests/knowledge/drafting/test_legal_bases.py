"""Only what is in force on the day of signing is a legal basis."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.drafting.kinds import kind, kinds
from knowledge.drafting.legal_bases import legal_bases
from knowledge.regulations import registry
from knowledge.validity import Status, validity

ANNUAL = kind("annual")


@given(
    st.sampled_from([each.name for each in kinds()]), st.dates(min_value=date(2005, 1, 1), max_value=date(2035, 12, 31))
)
def test_no_basis_is_out_of_force_on_any_day(name: str, on: date) -> None:
    report = kind(name)
    bases = legal_bases(report, on)
    assert all(validity(registry(), basis.number, on).status is Status.IN_FORCE for basis in bases)
    order = [report.data.bases.index(basis.number) for basis in bases]
    assert order == sorted(order)


@pytest.mark.parametrize(
    ("on", "numbers"),
    [
        (date(2025, 12, 15), ["06/2022/QH15", "152/2025/NĐ-CP", "15/2025/TT-BNV"]),
        (date(2025, 6, 30), ["06/2022/QH15", "98/2023/NĐ-CP", "01/2024/TT-BNV"]),
        (date(2027, 3, 1), ["06/2022/QH15"]),
    ],
)
def test_the_bases_are_those_of_the_day(on: date, numbers: list[str]) -> None:
    assert [basis.number for basis in legal_bases(ANNUAL, on)] == numbers


def test_a_law_is_cited_by_name_and_day_and_a_decree_by_number() -> None:
    law, decree, _ = legal_bases(ANNUAL, date(2025, 12, 15))
    assert law.text == "Căn cứ Luật Thi đua, khen thưởng ngày 15 tháng 6 năm 2022"
    assert decree.text.startswith("Căn cứ Nghị định số 152/2025/NĐ-CP ngày 14 tháng 6 năm 2025 của Chính phủ quy định")


def test_an_amendment_is_named_from_the_day_it_takes_effect() -> None:
    before, after = (legal_bases(ANNUAL, day)[0].text for day in (date(2026, 9, 30), date(2026, 10, 1)))
    assert "06/2026/QH16" not in before
    assert "06/2026/QH16" in after


def test_a_title_nobody_has_read_is_not_quoted() -> None:
    circular = legal_bases(ANNUAL, date(2025, 6, 30))[2]
    assert circular.text == "Căn cứ Thông tư số 01/2024/TT-BNV ngày 24 tháng 02 năm 2024 của Bộ Nội vụ"
