"""Files, pictures, voices; texts full of signs; answers longer than a message: all arrive, none does harm.

Mostly on Telegram: a keyboard sends no files.
Read next: `bot/flows/dispatch.py`, `bot/rendering.py`, `bot/channels/telegram_text.py`.
"""

from __future__ import annotations

import pytest
from telegram.constants import MessageLimit

from tests.conversations.house import House
from tests.conversations.papers import decision
from tests.conversations.stage import Stage, TelegramSpeaker, TelegramStage, TerminalStage, on_telegram
from tests.telegram_double import TelegramDouble

HOSTILE = '<b>đậm</b> & &lt;i&gt; {{ 7*7 }} {% for x in y %} <script>alert("x")</script> </blockquote> %s \\'


@pytest.fixture
def officer(telegram_stage: TelegramStage) -> TelegramSpeaker:
    return telegram_stage.administrator("An")


async def test_a_voice_a_sticker_a_place_are_named_and_asked_for_in_words(officer: TelegramSpeaker) -> None:
    for sending, named in (
        (officer.person.sends_voice(), "tin thoại"),
        (officer.person.sends_sticker(), "nhãn dán"),
        (officer.person.sends_location(), "vị trí"),
    ):
        await sending
        await officer.hears_out()
        officer.sees(f"chưa đọc được {named}", "viết bằng chữ")


async def test_a_document_and_a_photo_that_cannot_be_read_are_told_what_to_do(officer: TelegramSpeaker) -> None:
    await officer.sends('Nghị định <152> & "lục".docx', b"PK\x03\x04")
    officer.sees('Nghị định <152> & "lục".docx', "bị hỏng", "gửi lại")
    await officer.person.sends_photo()
    await officer.hears_out()
    officer.sees("ảnh.jpg", "bản Word")


async def test_a_question_under_a_file_that_cannot_be_read_is_answered_too(officer: TelegramSpeaker) -> None:
    await officer.sends("mau.docx", b"PK\x03\x04", caption="Điều 50 Nghị định 152/2025")
    officer.sees_in_order("mau.docx", "Mức tiền thưởng danh hiệu thi đua")


async def test_an_album_is_answered_file_by_file(officer: TelegramSpeaker) -> None:
    await officer.person.sends_album(("a.docx", b"PK"), ("b.pdf", b"%PDF"))
    await officer.hears_out()
    officer.sees_in_order("a.docx", "b.pdf")


async def test_signs_of_markup_and_templates_are_shown_as_they_were_written(stage: Stage) -> None:
    officer = stage.administrator("An")
    await officer.writes(f"/{HOSTILE}")
    await officer.writes(f"tiền thưởng lao động tiên tiến {HOSTILE}")
    officer.sees_nothing_of("49", "&amp;", "&lt;b")
    await officer.writes("Nghị định 999/2024/NĐ-CP <b>&</b> {{ 7*7 }}")
    officer.sees_nothing_of("49", "&amp;")


async def test_a_hostile_comment_and_a_hostile_name_are_plain_words(stage: Stage) -> None:
    officer = stage.administrator(HOSTILE[:60])
    await officer.writes("/start")
    officer.sees(f"Chào {HOSTILE[:60]}")
    await officer.writes("Điều 50")
    await officer.presses("Chưa đúng")
    await officer.writes(HOSTILE)
    officer.sees("Đã ghi lại ý kiến")


async def test_a_terminal_is_not_commanded_by_what_is_shown(house: House) -> None:
    officer = TerminalStage(house).administrator("A\x1b[31mn\x07")
    await officer.writes("/start")
    assert "\x1b" not in officer.said.text and "\x07" not in officer.said.text


async def test_a_long_article_comes_in_several_messages(
    own_house: House, telegram: TelegramDouble, brisk: None
) -> None:
    cases = [f"Trường hợp {number} được thưởng <{number}> & hơn nữa" for number in range(1, 200)]
    lines = "\n".join(f"{number}. {case}, theo quy chế." for number, case in enumerate(cases, 1))
    async with on_telegram(own_house, telegram) as stage:
        officer = stage.administrator("An")
        own_house.adds(decision("777/2025/QĐ-UBND", f"Các mức thưởng chuyên cần | {lines}"), "dai.txt")
        await officer.writes("các mức thưởng chuyên cần")
        await officer.presses("777/2025/QĐ-UBND")
        assert len(officer.messages) > 1
        assert all(len(text.encode("utf-16-le")) // 2 <= MessageLimit.MAX_TEXT_LENGTH for text in officer.said.texts)
        officer.sees_in_order(*cases)


async def test_the_buttons_of_a_long_answer_stand_under_its_last_part(telegram_stage: TelegramStage) -> None:
    officer = telegram_stage.administrator("An")
    office = telegram_stage.house.who(officer.identity)
    assert office is not None
    for number in range(60):
        name = f"Người thứ {number} có tên dài " + "dài " * 30
        telegram_stage.house.enrol(f"telegram:{2000 + number}", name, office.office_id)
    await officer.writes("/thanh_vien")
    *others, last = officer.messages
    assert others
    assert not any("reply_markup" in message for message in others)
    assert len(last["reply_markup"]["inline_keyboard"]) == 51
    await officer.presses("Người thứ 40")
    officer.sees("Người thứ 40", "đang là")


async def test_a_list_of_more_people_than_telegram_has_buttons_for_still_comes(telegram_stage: TelegramStage) -> None:
    officer = telegram_stage.administrator("An")
    office = telegram_stage.house.who(officer.identity)
    assert office is not None
    for number in range(120):
        telegram_stage.house.enrol(f"telegram:{2000 + number}", f"Người {number}", office.office_id)
    await officer.writes("/thanh_vien")
    officer.sees("1. An", "121. Người 119")
    await officer.presses("Xem tiếp 71 người")
    officer.sees("Thành viên thứ 51 đến 100 trong 121 người")
    await officer.presses("Xem tiếp 21 người")
    await officer.presses("Người 119")
    officer.sees("Người 119 đang là quản trị viên")
