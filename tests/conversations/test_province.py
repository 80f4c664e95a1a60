"""The office's province decides which decision answers what the decrees leave to the provinces.

Read next: `bot/flows/province.py`.
"""

from __future__ import annotations

import pytest

from tests.conversations.stage import Stage
from tests.conversations.test_offices import invited

RATIO = "tập thể lao động tiên tiến cần bao nhiêu phần trăm lao động tiên tiến"


async def test_the_province_chosen_answers_from_its_decision(stage: Stage) -> None:
    officer = stage.administrator("An")
    await officer.writes(RATIO)
    officer.sees_nothing_of("Quy định ban hành kèm theo Quyết định số 86/2025/QĐ-UBND")
    await officer.writes("/dia_phuong")
    officer.sees("thuộc tỉnh, thành phố nào?")
    await officer.presses("Bắc Ninh")
    officer.sees("thuộc Bắc Ninh", "86/2025/QĐ-UBND")
    await officer.writes(RATIO)
    officer.sees("86/2025/QĐ-UBND")
    await officer.writes("/dia_phuong")
    officer.sees("đang ghi là Bắc Ninh")


@pytest.mark.parametrize("typed", ["bac ninh", "tỉnh Bắc Giang", "Bắc Ninh"])
async def test_a_province_is_known_without_marks_and_by_its_name_before_the_merger(stage: Stage, typed: str) -> None:
    officer = stage.administrator("An")
    await officer.writes(f"/dia_phuong {typed}")
    officer.sees("thuộc Bắc Ninh")


async def test_a_province_without_a_decision_is_asked_for_it(stage: Stage) -> None:
    officer = stage.administrator("An")
    await officer.writes("/diaphuong ca mau")
    officer.sees("thuộc Cà Mau", "chưa có quyết định của Cà Mau", "gửi tệp quyết định")


async def test_what_is_no_province_is_said_and_the_choice_shown(stage: Stage) -> None:
    officer = stage.administrator("An")
    await officer.writes("/dia_phuong Atlantis")
    officer.sees("không thấy tỉnh, thành phố nào tên «Atlantis»")
    officer.may_press("Hà Nội", "Cà Mau")


async def test_a_reader_may_not_change_the_province(stage: Stage) -> None:
    head = stage.administrator("An")
    reader = await invited(stage, head, "Bình", "người xem")
    await reader.writes("/dia_phuong Bắc Ninh")
    reader.sees_nothing_of("Đã ghi")


async def test_the_province_is_set_by_the_name_officers_type_for_it(stage: Stage) -> None:
    officer = stage.administrator("An")
    await officer.writes("/dia_phuong hcm")
    officer.sees("thuộc Hồ Chí Minh")
