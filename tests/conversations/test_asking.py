"""Questions as officers type them, and what they get: an answer with its source, or an honest refusal.

The same scripts are played on Telegram and at the keyboard.
Read next: `bot/flows/ask.py`, `bot/texts/ask.jinja`.
"""

from __future__ import annotations

import asyncio
from datetime import datetime

import pytest

from tests.conversations.papers import REPORT
from tests.conversations.quick import VIETNAM
from tests.conversations.stage import Stage, TelegramStage

VERDICTS = ("Hữu ích", "Chưa đúng")


async def test_an_answer_names_its_provision_whether_it_holds_and_the_day(stage: Stage) -> None:
    officer = stage.administrator("An")
    await officer.writes("Tiền thưởng lao động tiên tiến bao nhiêu?")
    officer.sees_in_order("Điều", "Còn hiệu lực ngày 20/7/2026", "tóm tắt", "Xét theo pháp luật ngày 20/7/2026")
    officer.sees_nothing_of("Hiểu câu hỏi là", "như anh/chị yêu cầu")
    officer.may_press("Xem toàn văn Điều", "Văn bản liên quan", *VERDICTS)


async def test_tone_marks_may_be_left_out(stage: Stage) -> None:
    officer = stage.administrator("An")
    await officer.writes("tien thuong lao dong tien tien bao nhieu")
    officer.sees("Hiểu câu hỏi là: tiền thưởng lao động tiên tiến bao nhiêu", "Còn hiệu lực")


async def test_abbreviations_of_the_trade_are_understood(stage: Stage) -> None:
    officer = stage.administrator("An")
    await officer.writes("thưởng LĐTT bao nhiêu")
    officer.sees("Hiểu câu hỏi là: thưởng lao động tiên tiến bao nhiêu")
    officer.may_press("Xem toàn văn Điều")


async def test_the_whole_article_is_shown_under_its_own_name(stage: Stage) -> None:
    officer = stage.administrator("An")
    await officer.writes("khoản 2 Điều 50 Nghị định 152/2025")
    officer.sees("Khoản 2 Điều 50 Nghị định số 152/2025/NĐ-CP", "2. Tập thể được nhận")
    officer.sees_nothing_of("1. Cá nhân được nhận")
    await officer.presses("Xem toàn văn Điều 50")
    officer.sees_in_order(
        "Điều 50 Nghị định số 152/2025/NĐ-CP", "1. Cá nhân được nhận", "2. Tập thể được nhận", "tóm tắt"
    )
    officer.sees_nothing_of("Khoản 2 Điều 50 Nghị định")


async def test_what_bears_on_the_provision_is_told_on_request(stage: Stage) -> None:
    officer = stage.administrator("An")
    await officer.writes("Điều 50 Nghị định 152/2025")
    await officer.presses("Văn bản liên quan")
    officer.sees("Văn bản liên quan", "Nghị định số 152/2025/NĐ-CP", "Có thể hết hiệu lực vào ngày khác", "Chuyển tiếp")


async def test_one_button_after_the_other_may_be_pressed_under_the_same_answer(stage: Stage) -> None:
    officer = stage.administrator("An")
    await officer.writes("Tiền thưởng lao động tiên tiến bao nhiêu?")
    await officer.presses("Xem toàn văn Điều")
    officer.sees("tóm tắt")
    await officer.presses("Văn bản liên quan")
    officer.sees("Văn bản liên quan")
    await officer.presses("Hữu ích")
    officer.is_told("hữu ích")


async def test_each_further_provision_opens_by_its_button(stage: Stage) -> None:
    officer = stage.administrator("An")
    await officer.writes("Tiền thưởng lao động tiên tiến bao nhiêu?")
    officer.sees("Xem thêm")
    labels = [label for label in officer.said.buttons if "Điều" in label and not label.startswith("Xem")]
    assert labels
    for label in labels:
        place, _, document = label.rpartition(" ")
        await officer.presses(label)
        officer.sees(f"Điều {place.rpartition('Điều ')[2]} ", document, "tóm tắt")


@pytest.mark.parametrize("asked", ["152/2025", "nd 152/2025", "Nghị định 152/2025/NĐ-CP còn hiệu lực không?"])
async def test_a_number_alone_asks_for_the_document(stage: Stage, asked: str) -> None:
    officer = stage.administrator("An")
    await officer.writes(asked)
    officer.sees(
        "Nghị định số 152/2025/NĐ-CP", "ban hành ngày 14/6/2025", "Còn hiệu lực", "01/3/2027", "Nội dung đang có ("
    )
    officer.may_press(*VERDICTS)


async def test_an_expired_document_names_its_successor(stage: Stage) -> None:
    officer = stage.administrator("An")
    await officer.writes("NĐ 98 còn hiệu lực không")
    officer.sees("Nghị định số 98/2023/NĐ-CP", "Hết hiệu lực từ ngày 01/7/2025, được thay bằng 152/2025/NĐ-CP")


async def test_for_an_expired_provision_its_successor_comes_first(stage: Stage) -> None:
    officer = stage.administrator("An")
    await officer.writes("Điều 3 Nghị định 73/2024")
    officer.sees_in_order(
        "Điều 3 Nghị định số 161/2026/NĐ-CP",
        "2.530.000 đồng",
        "Thay cho Điều 3 73/2024/NĐ-CP đã hết hiệu lực",
        "Xem thêm",
        "Nghị định số 73/2024/NĐ-CP",
        "(hết hiệu lực)",
    )


async def test_the_law_of_the_day_is_applied(stage: Stage) -> None:
    officer = stage.administrator("An")
    stage.house.clock.now = datetime(2025, 6, 30, 23, 59, tzinfo=VIETNAM)
    await officer.writes("Nghị định 98/2023 còn hiệu lực không")
    officer.sees("Còn hiệu lực ngày 30/6/2025", "Xét theo pháp luật ngày 30/6/2025")
    stage.house.clock.passes(minutes=1)
    await officer.writes("Nghị định 98/2023 còn hiệu lực không")
    officer.sees("Hết hiệu lực từ ngày 01/7/2025", "Xét theo pháp luật ngày 01/7/2025")


async def test_an_article_alone_that_one_document_has_is_answered(stage: Stage) -> None:
    officer = stage.administrator("An")
    await officer.writes("Điều 50")
    officer.sees("Điều 50 Nghị định số 152/2025/NĐ-CP")
    officer.may_press("Xem toàn văn Điều 50")


async def test_an_article_that_several_documents_have_is_asked_back(stage: Stage) -> None:
    officer = stage.administrator("An")
    await officer.writes("Điều 5")
    officer.sees("Điều 5 của văn bản nào?", "Điều 5 Nghị định số 152/2025/NĐ-CP", "Điều 5 Nghị định số 30/2020/NĐ-CP")
    await officer.presses("Điều 5 30/2020/NĐ-CP")
    officer.sees("Điều 5 Nghị định số 30/2020/NĐ-CP", "Giá trị pháp lý")
    officer.sees_nothing_of("152/2025")


async def test_a_place_that_is_not_held_is_not_made_up(stage: Stage) -> None:
    officer = stage.administrator("An")
    await officer.writes("Điều 500 Nghị định 152/2025")
    officer.sees("chưa có nội dung Điều 500 Nghị định số 152/2025/NĐ-CP", "60", "61")
    officer.may_press(*VERDICTS)
    officer.may_not_press("Xem toàn văn")


async def test_what_can_be_done_about_missing_words_is_what_the_assistant_can_do(stage: Stage) -> None:
    officer = stage.administrator("An")
    for asked in ("Điều 500 Nghị định 152/2025", "Nghị định 28/2024/NĐ-CP"):
        await officer.writes(asked)
        officer.sees("tdkt library add")
        officer.sees_nothing_of("gửi vào đây", "vào đây là dùng được")


async def test_an_unknown_document_is_said_to_be_unknown_not_absent(stage: Stage) -> None:
    officer = stage.administrator("An")
    await officer.writes("Nghị định 999/2024/NĐ-CP")
    officer.sees("999/2024/NĐ-CP", "không có trong danh mục", "không có nghĩa là văn bản không tồn tại")


async def test_a_bare_number_is_asked_back(stage: Stage) -> None:
    officer = stage.administrator("An")
    await officer.writes("50")
    officer.sees("Số 50 là Điều mấy", "Điều 50 Nghị định số 152/2025/NĐ-CP", "«Nghị định 50»")


async def test_what_has_nothing_to_do_with_the_field_is_refused(stage: Stage) -> None:
    officer = stage.administrator("An")
    await officer.writes("cách nấu phở bò ngon")
    officer.sees("không phải thi đua, khen thưởng", "Tôi giúp được")
    officer.may_press(*VERDICTS)
    officer.may_not_press("Xem toàn văn")


async def test_a_vague_question_gets_the_nearest_provisions_and_is_asked_back(stage: Stage) -> None:
    officer = stage.administrator("An")
    await officer.writes("làm hồ sơ khen như nào")
    officer.sees("Chưa đủ căn cứ", "Gần nhất với câu hỏi là", "hỏi lại cụ thể hơn")
    first = officer.said.buttons[0]
    await officer.presses(first)
    officer.sees("Điều", "tóm tắt")


async def test_what_others_wrote_is_shown_as_practice_and_never_as_law(own_stage: Stage) -> None:
    officer = own_stage.administrator("An")
    own_stage.house.adds(REPORT, "bao-cao-2025.txt", 1, officer.identity)
    await officer.writes("tồn tại, hạn chế về phát hiện gương điển hình nuôi tằm ở thôn Cây Đa")
    officer.sees_in_order(
        "Thực tế báo cáo (để tham khảo, không phải quy định)",
        "xã Tân Bình, năm 2025, mục «II. TỒN TẠI, HẠN CHẾ»",
        "gương điển hình nuôi tằm ở thôn Cây Đa còn chậm",
    )
    (line,) = (line for line in officer.said.text.splitlines() if "xã Tân Bình" in line)
    assert "báo cáo mẫu" not in line
    officer.may_press(*VERDICTS)


async def test_an_invented_report_is_marked_as_invented(stage: Stage) -> None:
    officer = stage.administrator("An")
    await officer.writes("tồn tại hạn chế trong phong trào thi đua thường viết thế nào")
    officer.sees("không phải quy định", "(báo cáo mẫu của một đơn vị giả định)")


@pytest.mark.parametrize("typed", ["thuong LDTT bn tien", "cstdcs can dk j", "ai ky gk"])
async def test_a_question_made_of_abbreviations_is_taken_for_vietnamese(stage: Stage, typed: str) -> None:
    officer = stage.administrator("An")
    await officer.writes(typed)
    officer.sees_nothing_of("I understand Vietnamese only")


async def test_twenty_people_who_ask_at_once_are_all_answered(telegram_stage: TelegramStage) -> None:
    officers = [telegram_stage.administrator(f"An {number}") for number in range(20)]
    await asyncio.gather(*(officer.writes("lao động tiên tiến được thưởng bao nhiêu") for officer in officers))
    for officer in officers:
        officer.sees("Điều 50", "760.000 đồng")
