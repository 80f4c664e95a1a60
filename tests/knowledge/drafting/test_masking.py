"""What others wrote, shown without their names and figures."""

from __future__ import annotations

import pytest

from knowledge.drafting.masking import marks, mask


def test_people_units_and_figures_are_masked_years_and_documents_stay() -> None:
    text = (
        "Năm 2025, theo Nghị định số 152/2025/NĐ-CP, ông Nguyễn Văn Hùng (tổ dân phố 5, phường Hoành Sơn) và "
        "Trần Thị Mai được tặng 03 Giấy khen, 46,5 triệu đồng; 44/75 người đạt 97%."
    )
    masked = mask(text)
    for hidden in ("Hùng", "Mai", "Hoành Sơn", "03", "46,5", "44", "75", "97", "phố 5"):
        assert hidden not in masked
    assert "Năm 2025" in masked
    assert "152/2025/NĐ-CP" in masked
    assert masked.count(marks().person) == 2


@pytest.mark.parametrize(
    "text",
    [
        "Hội đồng Thi đua - Khen thưởng phường đã họp đủ các phiên.",
        "Chủ tịch UBND phường trao Giấy khen.",
        "Chủ tịch Ủy ban nhân dân quyết định.",
        "Phong trào “Vì người nghèo” giai đoạn 2021-2025 có tiêu chí.",
    ],
)
def test_words_of_office_stay(text: str) -> None:
    assert mask(text) == text


def test_a_decision_of_a_commune_is_a_figure_like_any_other() -> None:
    assert "36" not in mask("Quyết định số 36/QĐ-UBND ngày 18/7/2025")


@pytest.mark.parametrize("piece", ["Nguyễn ", "Nguyễn Văn A, ", "1/", "phường ", "Ông Ông "])
def test_a_hostile_text_is_masked_to_its_end(piece: str) -> None:
    assert len(mask(piece * 5000)) > 0
