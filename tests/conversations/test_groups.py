"""In a group: answers for members who call the bot, silence for everybody else, nothing that is private.

On Telegram alone: a keyboard has one person at it.
Read next: `bot/flows/dispatch.py`, `bot/channels/telegram_updates.py`.
"""

from __future__ import annotations

import pytest
from sqlalchemy import select

from bot.storage.models import PersonRow
from tests.conversations.house import bytes_of
from tests.conversations.stage import TelegramSpeaker, TelegramStage
from tests.telegram_double import TelegramDouble


@pytest.fixture
def officer(telegram_stage: TelegramStage) -> TelegramSpeaker:
    return telegram_stage.administrator("An", "Phường Bình An")


async def test_a_member_who_names_the_bot_is_answered(
    telegram_stage: TelegramStage, telegram: TelegramDouble, officer: TelegramSpeaker
) -> None:
    an = telegram_stage.in_group(telegram.group("Nhóm thi đua"), officer)
    await an.writes("@troly_bot Điều 50")
    an.sees("Điều 50 Nghị định số 152/2025/NĐ-CP")
    await an.presses("Xem toàn văn Điều 50")
    an.sees("1. Cá nhân được nhận")
    await an.writes("/tro_giup@troly_bot")
    an.sees("Các lệnh")


async def test_what_is_not_meant_for_the_bot_is_not_answered(
    telegram_stage: TelegramStage, telegram: TelegramDouble, officer: TelegramSpeaker
) -> None:
    telegram.world.reads_all_group_messages = True
    an = telegram_stage.in_group(telegram.group("Nhóm thi đua"), officer)
    await an.writes("Điều 50")
    an.is_left_alone()


@pytest.mark.parametrize("said", ["@troly_bot Điều 50", "/start", "/tro_giup", "/moi", "@troly_bot chào"])
async def test_a_stranger_in_a_group_gets_silence(
    telegram_stage: TelegramStage, telegram: TelegramDouble, officer: TelegramSpeaker, said: str
) -> None:
    group = telegram.group("Nhóm thi đua")
    an = telegram_stage.in_group(group, officer)
    stranger = telegram_stage.in_group(group, telegram_stage.person("Người Lạ"))
    await an.writes("@troly_bot Điều 50")
    group.room.actions.clear()
    await stranger.hears_out()
    await stranger.writes(said)
    stranger.is_left_alone()
    assert stranger.person.seen_actions == [], "not even a sign that an answer is being written"
    await stranger.presses("Hữu ích")
    stranger.is_left_alone()
    assert [row.name for row in telegram_stage.house.rows(select(PersonRow))] == ["An"]
    await telegram_stage.ends()
    raw = telegram_stage.house.raw()
    for written in (*bytes_of("Người Lạ"), stranger.identity.encode()):
        assert written not in raw


async def test_an_answer_in_a_group_is_opened_and_judged_by_its_asker_alone(
    telegram_stage: TelegramStage, telegram: TelegramDouble, officer: TelegramSpeaker
) -> None:
    group = telegram.group("Nhóm thi đua")
    other = telegram_stage.administrator("Bình", "Xã Cao Sơn")
    an, binh = telegram_stage.in_group(group, officer), telegram_stage.in_group(group, other)
    await an.writes("@troly_bot Điều 50")
    await binh.presses("Xem toàn văn Điều 50")
    binh.is_told("của người khác")


@pytest.mark.parametrize(
    "command", ["/moi", "/thanh_vien", "/co_quan", "/roi_co_quan", "/xoa_du_lieu", "/tham_gia 2222-3333"]
)
async def test_what_is_private_is_done_in_private(
    telegram_stage: TelegramStage, telegram: TelegramDouble, officer: TelegramSpeaker, command: str
) -> None:
    an = telegram_stage.in_group(telegram.group("Nhóm thi đua"), officer)
    await an.writes(command)
    an.sees("chỉ làm được trong cuộc trò chuyện riêng")
    an.sees_nothing_of("Phường Bình An")
    assert an.said.buttons == [] and an.said.files == {}


async def test_private_buttons_do_nothing_in_a_group(
    telegram_stage: TelegramStage, telegram: TelegramDouble, officer: TelegramSpeaker
) -> None:
    an = telegram_stage.in_group(telegram.group("Nhóm thi đua"), officer)
    for data in ("erase", "leave", "invite:administrator", "member:1", "change:1:remove"):
        await an.presses_forged(f"account:{data}")
        an.is_told("chỉ làm được trong cuộc trò chuyện riêng")
        assert an.said.texts == []
    assert telegram_stage.house.who(officer.identity) is not None


async def test_a_comment_waited_for_in_the_group_is_not_taken_from_private_words(
    telegram_stage: TelegramStage, telegram: TelegramDouble, officer: TelegramSpeaker
) -> None:
    an = telegram_stage.in_group(telegram.group("Nhóm thi đua"), officer)
    await an.writes("@troly_bot Điều 50")
    await an.presses("Chưa đúng")
    await officer.writes("tiền thưởng lao động tiên tiến")
    officer.sees("Xét theo pháp luật")


async def test_a_group_that_moves_is_followed(
    telegram_stage: TelegramStage, telegram: TelegramDouble, officer: TelegramSpeaker
) -> None:
    group = telegram.group("Nhóm thi đua")
    moved = await group.becomes_a_supergroup(officer.person)
    an = telegram_stage.in_group(moved, officer)
    await an.writes("/tro_giup")
    an.sees("Các lệnh")
