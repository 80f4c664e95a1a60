"""Prize money of a list, votes needed, what can be proposed: asked for in plain words or by a command.

Read next: `bot/flows/calculate.py`.
"""

from __future__ import annotations

import pytest

from tests.conversations.stage import Stage, TelegramStage


async def test_a_list_of_awards_is_added_up_for_the_day_of_the_decision(stage: Stage) -> None:
    officer = stage.administrator("An")
    await officer.writes("tinh tien thuong 20 LDTT, 3 CSTĐCS, 2 tập thể LĐTT quyet dinh ky ngay 15/12/2026")
    officer.sees("Tổng tiền thưởng: 26.850.000 đồng", "20 × 760.000 đồng = 15.200.000 đồng", "3 × 2.530.000 đồng")
    officer.sees("2 × 2.030.000 đồng", "quyết định ký ngày 15/12/2026", "Điều 49 Nghị định 152/2025/NĐ-CP")


async def test_an_earlier_decision_is_paid_by_the_base_salary_of_its_day(stage: Stage) -> None:
    officer = stage.administrator("An")
    await officer.writes("/tien_thuong 20 LĐTT, 3 CSTĐCS quyết định ký ngày 15/6/2026")
    officer.sees("20 × 710.000 đồng", "3 × 2.340.000 đồng")


async def test_a_command_alone_explains_and_what_follows_is_read(stage: Stage) -> None:
    officer = stage.administrator("An")
    await officer.writes("/tien_thuong")
    officer.sees("20 LĐTT, 3 CSTĐCS")
    await officer.writes("4 giấy khen cho tập thể")
    officer.sees("Tiền thưởng: ", "Giấy khen (tập thể)")
    await officer.writes("2 giấy khen, 1 LĐTT")
    officer.sees("Anh/chị cho biết tặng cho ai")


async def test_the_votes_needed_are_counted_from_all_members(stage: Stage) -> None:
    officer = stage.administrator("An")
    await officer.writes("hoi dong 15 nguoi thi CSTĐTQ can bao nhieu phieu")
    officer.sees("Hội đồng có 15 thành viên", "ít nhất 14 phiếu", "khoản 5 Điều 33 Nghị định 152/2025/NĐ-CP")
    await officer.writes("/phieu_bau")
    officer.sees("số thành viên Hội đồng")
    await officer.writes("giấy khen, Hội đồng 7 thành viên")
    officer.sees("không thấy quy định phải bỏ phiếu")


async def test_what_can_be_proposed_is_told_and_what_is_added_counts(stage: Stage) -> None:
    officer = stage.administrator("An")
    await officer.writes("đã có LĐTT 2024, 2025, CSTĐCS 2025: năm 2026 đề nghị được gì, còn thiếu gì")
    officer.sees("Năm 2026, cá nhân: có thể đề nghị gì?", "2024 Lao động tiên tiến")
    officer.sees("Chiến sĩ thi đua cơ sở: cần bổ sung thông tin", "mới thấy 1/3 (năm 2025)")
    await officer.presses("Chiến sĩ thi đua cơ sở")
    officer.sees("Đạt tiêu chuẩn «Lao động tiên tiến»", "khoản 1 Điều 23 Luật số 06/2022/QH15")
    await officer.writes("năm 2026 hoàn thành xuất sắc nhiệm vụ")
    officer.sees("2026, hoàn thành xuất sắc nhiệm vụ", "Lao động tiên tiến: có thể đề nghị")
    await officer.presses("Lưu ý chung")
    officer.sees("Chung cho mọi trường hợp", "khoản 4 Điều 4 Nghị định 152/2025/NĐ-CP")


async def test_a_question_after_a_calculation_is_a_question_again(stage: Stage) -> None:
    officer = stage.administrator("An")
    await officer.writes("/de_nghi CSTĐCS 2023, 2024, 2025")
    officer.sees("có thể đề nghị gì?")
    await officer.writes("Điều 50 Nghị định 152/2025")
    officer.sees("Mức tiền thưởng danh hiệu thi đua")


async def test_a_button_of_a_past_that_is_gone_says_so(telegram_stage: TelegramStage) -> None:
    officer = telegram_stage.administrator("An")
    await officer.writes("/de_nghi CSTĐCS 2023, 2024, 2025")
    await officer.writes("/tien_thuong")
    await officer.presses("Lưu ý chung")
    assert "cũ" in officer.said.notice or "cũ" in officer.said.text


async def test_a_question_that_only_names_a_year_is_answered_from_the_law(stage: Stage) -> None:
    officer = stage.administrator("An")
    await officer.writes("năm 2024 chiến sĩ thi đua cơ sở được thưởng mấy lần lương cơ sở")
    officer.sees("98/2023/NĐ-CP")


async def test_a_share_is_told_exactly_and_held_against_the_percentage_named(stage: Stage) -> None:
    officer = stage.administrator("An")
    await officer.writes("7/9 người LĐTT thì đủ 70% chưa")
    officer.sees("7 trên 9, bằng 77,77%", "đủ 70% trở lên", "cần ít nhất 7 trên 9")
    await officer.writes("tỷ lệ 6 trên 9 người, phải đạt 70%")
    officer.sees("6 trên 9, bằng 66,66%", "chưa đủ 70% trở lên")


async def test_how_many_may_be_proposed_is_rounded_down(stage: Stage) -> None:
    officer = stage.administrator("An")
    await officer.writes("cum co 9 tap the dan dau thi duoc de nghi may Co thi dua cua Chinh phu")
    officer.sees("nhiều nhất 1 tập thể", "số lẻ bỏ đi", "152/2025/NĐ-CP")


@pytest.mark.parametrize(
    "question",
    [
        "xã có 2 tập thể lao động xuất sắc thì tiền thưởng lấy từ nguồn nào",
        "hồ sơ nộp trước ngày 15/7 có đạt yêu cầu không",
        "Nghị định 152/2025/NĐ-CP quy định tỷ lệ tập thể lao động tiên tiến thế nào",
    ],
)
async def test_a_number_in_a_question_of_law_is_no_sum(stage: Stage, question: str) -> None:
    officer = stage.administrator("An")
    await officer.writes(question)
    officer.sees_nothing_of("Tiền thưởng: ", "Tổng tiền thưởng", " trên 7, bằng")


async def test_a_question_of_law_after_a_bare_command_is_answered_from_the_law(stage: Stage) -> None:
    officer = stage.administrator("An")
    await officer.writes("/phieu_bau")
    await officer.writes("giấy khen của xã thưởng bao nhiêu tiền")
    officer.sees("Giấy khen (cá nhân)")
