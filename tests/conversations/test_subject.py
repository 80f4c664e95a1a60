"""Questions that go on with the one before, name a day, ask two things, or leave open which award is meant."""

from __future__ import annotations

from tests.conversations.stage import Stage


async def test_a_question_without_its_subject_goes_on_with_the_one_before(stage: Stage) -> None:
    officer = stage.administrator("An")
    await officer.writes("lao động tiên tiến được thưởng bao nhiêu")
    officer.sees("Điều 50", "Lao động tiên tiến (cá nhân)", "760.000 đồng")
    await officer.writes("thế còn tập thể?")
    officer.sees("Hiểu câu hỏi là: tập thể lao động tiên tiến", "Tập thể lao động tiên tiến (tập thể)")
    await officer.writes("ai ký?")
    officer.sees("Tập thể lao động tiên tiến ai ký")


async def test_the_subject_is_forgotten_after_a_while(stage: Stage) -> None:
    officer = stage.administrator("An")
    await officer.writes("lao động tiên tiến được thưởng bao nhiêu")
    stage.house.clock.passes(minutes=31)
    await officer.writes("thế còn tập thể?")
    officer.sees_nothing_of("tập thể lao động tiên tiến được thưởng")


async def test_a_question_that_names_its_own_subject_stands_by_itself(stage: Stage) -> None:
    officer = stage.administrator("An")
    await officer.writes("lao động tiên tiến được thưởng bao nhiêu")
    await officer.writes("giấy khen của xã thưởng bao nhiêu tiền")
    officer.sees("Giấy khen (cá nhân)")
    officer.sees_nothing_of("Lao động tiên tiến (cá nhân)")


async def test_small_talk_between_questions_keeps_the_subject(stage: Stage) -> None:
    officer = stage.administrator("An")
    await officer.writes("lao động tiên tiến được thưởng bao nhiêu")
    await officer.writes("cảm ơn")
    await officer.writes("thế còn tập thể?")
    officer.sees("Tập thể lao động tiên tiến (tập thể)")


async def test_the_day_named_in_a_question_decides_the_law(stage: Stage) -> None:
    officer = stage.administrator("An")
    await officer.writes("năm 2024 chiến sĩ thi đua cơ sở được thưởng mấy lần lương cơ sở")
    officer.sees("98/2023/NĐ-CP", "Xét theo pháp luật ngày 31/12/2024 như anh/chị yêu cầu")
    officer.sees("Từ ngày 01/7/2025 đã thay đổi", "152/2025/NĐ-CP")


async def test_two_questions_in_one_message_get_two_answers(stage: Stage) -> None:
    officer = stage.administrator("An")
    await officer.writes("Lao động tiên tiến thưởng bao nhiêu? Chiến sĩ thi đua cơ sở thưởng bao nhiêu?")
    officer.sees_in_order("Lao động tiên tiến (cá nhân)", "Chiến sĩ thi đua cơ sở (cá nhân)")


async def test_a_family_of_awards_is_asked_back_with_buttons(stage: Stage) -> None:
    officer = stage.administrator("An")
    await officer.writes("chiến sĩ thi đua được thưởng bao nhiêu")
    officer.sees("Anh/chị hỏi về loại nào?")
    officer.may_press("Chiến sĩ thi đua toàn quốc", "Chiến sĩ thi đua cơ sở")
    await officer.presses("Chiến sĩ thi đua cơ sở")
    officer.sees("Chiến sĩ thi đua cơ sở (cá nhân)", "2.530.000 đồng")


async def test_the_whole_card_of_a_procedure_is_behind_its_button(stage: Stage) -> None:
    officer = stage.administrator("An")
    await officer.writes("bộ hồ sơ chiến sĩ thi đua cơ sở nộp cho xã")
    officer.sees("Thủ tục: ", "Hồ sơ")
    await officer.presses("Thẻ thủ tục")
    officer.sees("Căn cứ: ", "Ai quyết định", "Điều kiện", "giao Ủy ban nhân dân tỉnh")


async def test_a_province_named_in_the_question_is_answered_from_its_decision(stage: Stage) -> None:
    officer = stage.administrator("An")
    await officer.writes("ở Bắc Ninh tập thể lao động tiên tiến cần bao nhiêu phần trăm lao động tiên tiến")
    officer.sees("86/2025/QĐ-UBND", "70%")


async def test_an_award_chosen_after_a_question_without_its_subject_is_answered_with_the_subject(stage: Stage) -> None:
    officer = stage.administrator("An")
    await officer.writes("lao động tiên tiến được thưởng bao nhiêu")
    await officer.writes("còn bằng khen thì sao?")
    officer.sees("Anh/chị hỏi về loại nào?")
    await officer.presses("Bằng khen của bộ")
    officer.sees("Bằng khen của bộ, ban, ngành, tỉnh (cá nhân): 3.800.000 đồng")


async def test_a_card_opened_after_a_question_without_its_subject_keeps_the_province(stage: Stage) -> None:
    officer = stage.administrator("An")
    await officer.writes("ở Bắc Ninh bộ hồ sơ chiến sĩ thi đua cơ sở nộp cho xã")
    await officer.writes("thế bộ hồ sơ nộp cho xã?")
    await officer.presses("Thẻ thủ tục")
    officer.sees("86/2025/QĐ-UBND")


async def test_the_law_of_a_day_is_named_with_what_took_its_place_and_the_transition(stage: Stage) -> None:
    officer = stage.administrator("An")
    await officer.writes("hs nop thang 5/2025 thi theo van ban nao?")
    officer.sees("Ngày 31/5/2025, công tác thi đua, khen thưởng theo:", "98/2023/NĐ-CP", "01/2024/TT-BNV")
    officer.sees("hết hiệu lực từ ngày 01/7/2025, được thay bằng 152/2025/NĐ-CP")
    officer.sees("Chuyển tiếp: Hồ sơ đã gửi Bộ Nội vụ", "khoản 3 Điều 60 152/2025/NĐ-CP")


async def test_a_question_for_another_year_goes_on_with_the_subject(stage: Stage) -> None:
    officer = stage.administrator("An")
    await officer.writes("chiến sĩ thi đua cơ sở được thưởng mấy lần lương cơ sở")
    await officer.writes("năm 2024 quy định thế nào")
    officer.sees("98/2023/NĐ-CP", "Hiểu câu hỏi là: chiến sĩ thi đua cơ sở")


async def test_a_question_of_another_field_does_not_go_on_with_ours(stage: Stage) -> None:
    officer = stage.administrator("An")
    await officer.writes("tập thể lao động tiên tiến cần bao nhiêu phần trăm lao động tiên tiến")
    await officer.writes("ai tuyển dụng công chức xã")
    officer.sees_nothing_of("tuyển dụng công chức xã lao động tiên tiến")


async def test_a_family_is_not_asked_back_where_all_its_awards_are_treated_alike(stage: Stage) -> None:
    officer = stage.administrator("An")
    await officer.writes("làm mất giấy khen, bằng khen xin cấp lại")
    officer.sees_nothing_of("Anh/chị hỏi về loại nào?")
