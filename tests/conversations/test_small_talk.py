"""What people type that is no question: greetings, thanks, slips, whole documents, other languages, commands.

The same scripts are played on Telegram and at the keyboard.
Read next: `bot/flows/ask.py`, `bot/flows/small_talk.py`.
"""

from __future__ import annotations

import pytest
from sqlalchemy import func, select

from bot.storage.models import ReceiptRow
from tests.conversations.stage import Stage


@pytest.mark.parametrize("said", ["Xin chào!", "chao em", "/start", "hello", "trợ giúp", "/START"])
async def test_a_greeting_is_answered_by_name_with_examples(stage: Stage, said: str) -> None:
    officer = stage.administrator("An", "Phường Bình An")
    await officer.writes(said)
    officer.sees("Chào An", "Phường Bình An", "Điều 50 Nghị định 152/2025")


@pytest.mark.parametrize(
    ("said", "answered"), [("Cảm ơn nhé!", "Không có gì"), ("ok", "Không có gì"), ("tạm biệt", "Hẹn gặp lại")]
)
async def test_thanks_and_goodbyes_are_returned(stage: Stage, said: str, answered: str) -> None:
    officer = stage.administrator("An")
    await officer.writes(said)
    officer.sees(answered)


@pytest.mark.parametrize("said", ["👍", "🎉🎉🎉", "???", "...", "« »"])
async def test_signs_without_words_are_asked_to_become_words(stage: Stage, said: str) -> None:
    officer = stage.administrator("An")
    await officer.writes(said)
    officer.sees("viết câu hỏi bằng chữ")


@pytest.mark.parametrize("said", ["thôi", "bỏ qua", "không cần"])
async def test_a_refusal_when_nothing_was_asked_is_not_called_unreadable(stage: Stage, said: str) -> None:
    officer = stage.administrator("An")
    await officer.writes(said)
    officer.sees("Anh/chị gõ câu hỏi")
    officer.sees_nothing_of("chưa đọc được chữ nào")


async def test_a_whole_document_is_not_taken_for_a_question(stage: Stage) -> None:
    officer = stage.administrator("An")
    await officer.writes("Báo cáo kết quả. " * 590)
    officer.sees("10.029 ký tự", "1.000 ký tự", "gửi dưới dạng tệp")


async def test_english_is_answered_in_both_languages(stage: Stage) -> None:
    officer = stage.administrator("An")
    await officer.writes("How much is the bonus for excellent workers?")
    officer.sees("tiếng Việt", "Please ask in Vietnamese")


async def test_none_of_it_leaves_a_receipt(stage: Stage) -> None:
    officer = stage.administrator("An")
    for said in (
        "chào",
        "cảm ơn",
        "👍",
        "x" * 2000,
        "What does the law say about this?",
        "50",
        "/tro_giup",
        "/khong_co",
    ):
        await officer.writes(said)
        assert officer.said.texts
    assert stage.house.rows(select(func.count()).select_from(ReceiptRow)) == [0]


async def test_help_lists_every_command_and_the_office(stage: Stage) -> None:
    officer = stage.administrator("An", "Phường Bình An")
    await officer.writes("/tro_giup")
    officer.sees("Phường Bình An", "quản trị viên", "có dấu hay không dấu")
    for command in ("tro_giup", "tham_gia", "moi", "thanh_vien", "co_quan", "roi_co_quan", "xoa_du_lieu"):
        officer.sees(f"/{command} – ")


@pytest.mark.parametrize("typed", ["/trợ_giúp", "/Tro_Giup", "  /tro_giup", "/tro_giup\nnhé"])
async def test_a_command_is_known_however_the_keyboard_wrote_it(stage: Stage, typed: str) -> None:
    officer = stage.administrator("An")
    await officer.writes(typed)
    officer.sees("/tham_gia – ")


async def test_an_unknown_command_points_to_help(stage: Stage) -> None:
    officer = stage.administrator("An")
    await officer.writes("/baocao quý 3")
    officer.sees("Không có lệnh /baocao", "/tro_giup")


async def test_an_endless_command_is_not_repeated_endlessly(stage: Stage) -> None:
    officer = stage.administrator("An")
    await officer.writes("/" + "a" * 4000)
    assert len(officer.said.text) < 400
