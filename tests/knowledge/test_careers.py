from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.awards import AwardKind
from knowledge.careers import read_career
from knowledge.standards.models import Completion, Scope

WORKER, CHAMPION = "advanced_worker", "grassroots_champion"


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("LĐTT 2024, 2025, CSTĐCS 2025", [(2024, WORKER), (2025, WORKER), (2025, CHAMPION)]),
        ("2024: LĐTT; 2025: LĐTT, CSTĐCS", [(2024, WORKER), (2025, WORKER), (2025, CHAMPION)]),
        ("cstdcs tu 2022 den 2024", [(2022, CHAMPION), (2023, CHAMPION), (2024, CHAMPION)]),
        ("LĐTT 2023–2025", [(2023, WORKER), (2024, WORKER), (2025, WORKER)]),
        ("LĐTT và CSTĐCS 2024", [(2024, WORKER), (2024, CHAMPION)]),
        ("tập thể lao động xuất sắc 2025", [(2025, "excellent_collective")]),
        ("lao động tiên tiến cần gì", []),
        ("LĐTT 1000-3000", []),
        ("", []),
    ],
)
def test_awards_are_read_with_their_years(typed: str, told: list[tuple[int, str]]) -> None:
    assert [(record.year, record.award) for record in read_career(typed).records] == told


def test_the_year_asked_about_is_no_year_of_the_past() -> None:
    career = read_career("đã có LĐTT 2024, 2025: năm 2026 đề nghị được gì, còn thiếu gì")
    assert career.year == 2026
    assert career.asks
    assert {record.year for record in career.records} == {2024, 2025}


def test_completion_and_initiatives_belong_to_their_year() -> None:
    first, second = read_career("2024: CSTĐCS, HTXSNV, 2 sáng kiến cấp tỉnh; 2025: hoàn thành tốt nhiệm vụ").records
    assert (first.award, first.completion, first.initiatives) == (CHAMPION, Completion.EXCELLENT, 2)
    assert first.scope is Scope.PROVINCE
    assert (second.award, second.completion) == ("", Completion.GOOD)


def test_no_initiative_is_told_too() -> None:
    (record,) = read_career("CSTĐCS 2025, không có sáng kiến 2025").records[:1]
    assert record.award == CHAMPION
    assert [each.initiatives for each in read_career("năm 2025 không có sáng kiến").records] == [0]


@pytest.mark.parametrize(
    ("typed", "kind"),
    [("LĐTT 2025", AwardKind.INDIVIDUAL), ("tập thể LĐXS 2025", AwardKind.COLLECTIVE), ("", AwardKind.INDIVIDUAL)],
)
def test_whom_it_is_about_follows_from_the_awards(typed: str, kind: AwardKind) -> None:
    assert read_career(typed).kind is kind


@given(st.text(max_size=300))
def test_any_text_is_read(text: str) -> None:
    for record in read_career(text).records:
        assert 1900 <= record.year <= 2099
