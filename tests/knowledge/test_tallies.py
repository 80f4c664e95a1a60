from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.awards import AwardKind
from knowledge.tallies import read_tallies

ONE, MANY, HOME = AwardKind.INDIVIDUAL, AwardKind.COLLECTIVE, AwardKind.HOUSEHOLD


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        (
            "20 LĐTT, 3 CSTĐCS, 2 tập thể LĐTT",
            [("advanced_worker", ONE, 20), ("grassroots_champion", ONE, 3), ("advanced_collective", MANY, 2)],
        ),
        ("4 tap the duoc tang giay khen", [("commendation_letter", MANY, 4)]),
        ("5 giấy khen hộ gia đình", [("commendation_letter", HOME, 5)]),
        ("1 BK tỉnh cho tập thể", [("provincial_certificate", MANY, 1)]),
        ("3 giấy khen", [("commendation_letter", None, 3)]),
        ("năm 2025 lao động tiên tiến thưởng bao nhiêu", []),
        ("Điều 50 CSTĐCS", []),
        ("huân chương lao động hạng 3 LĐTT", []),
        ("giấy khen", []),
    ],
)
def test_a_number_before_an_award_counts_it(typed: str, read: list[tuple[str, AwardKind | None, int]]) -> None:
    assert [(tally.award.slug, tally.kind, tally.count) for tally in read_tallies(typed)] == read


@given(st.text(max_size=300))
def test_any_text_is_read(text: str) -> None:
    for tally in read_tallies(text):
        assert tally.count >= 0
