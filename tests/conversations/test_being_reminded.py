"""What comes by itself: reminders on the ladder, late ones, one digest after an outage, and who is told instead.

Everything goes through the running service and the stand-in for Telegram; the clock is moved by hand.
Read next: `tests/conversations/test_reminding.py` for what officers type; `tests/bot/test_reminders.py`, the tick.
"""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from bot import reminders
from bot.storage.models import ChatRow, OutboxRow
from bot.storage.reminder_models import ReminderDeliveryRow, ReminderRecipientRow
from knowledge.schedules import VIETNAM
from tests.conversations.stage import TelegramSpeaker, TelegramStage, until
from tests.conversations.test_offices import invited
from tests.telegram_double import Fault

REPEATED = "(gửi lại)"


@pytest.fixture
def steady(monkeypatch: pytest.MonkeyPatch) -> None:
    """The bot ran all the time between the moments that a test looks at: no gap is told of as an outage."""
    monkeypatch.setattr(reminders, "OUTAGE", timedelta(days=400))


def at(day: int, hour: int = 8, minute: int = 0, month: int = 7) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=VIETNAM)


async def hears(speaker: TelegramSpeaker, when: datetime, *fragments: str) -> None:
    """At that moment the speaker is told all of this by itself."""
    before = len(speaker.person.unread())
    speaker._stage.house.clock.now = when

    def is_told() -> bool:
        said = "\n".join(message.get("text") or "" for message in speaker.person.unread()[before:])
        return all(fragment in said for fragment in fragments)

    await until(is_told)
    await speaker.hears_out()


async def sets(speaker: TelegramSpeaker, words: str) -> None:
    await speaker.writes(f"/nhac {words}")
    await speaker.presses("Đặt nhắc")
    speaker.sees("Đã đặt nhắc")


def planned(stage: TelegramStage) -> list[str]:
    waiting = select(ReminderDeliveryRow.route).where(ReminderDeliveryRow.state == "planned")
    return [str(route) for route in stage.house.rows(waiting)]


async def test_the_ladder_then_every_working_day_until_it_is_handed_in(
    telegram_stage: TelegramStage, steady: None
) -> None:
    an = telegram_stage.administrator("An")
    await sets(an, "nộp hồ sơ chậm nhất 24/7")
    await hears(an, at(22), "Nhắc việc: Nộp hồ sơ", "còn 2 ngày làm việc")
    an.may_press("Đã nộp", "Bỏ lần này", "Nhắc lại sau 1 giờ", "Ngày mai", "Chọn ngày")
    await hears(an, at(24), "hôm nay là hạn cuối")
    await hears(an, at(27), "Việc đã quá hạn: Nộp hồ sơ", "quá hạn 1 ngày làm việc")
    await hears(an, at(28), "quá hạn 2 ngày làm việc")
    await an.presses("Đã nộp")
    an.sees("không nhắc nữa")
    await an.writes("45/BC-UBND ngày 28/7")
    an.sees("Đã vào sổ", "45/BC-UBND")
    assert planned(telegram_stage) == []


async def test_several_in_a_morning_are_one_message_with_a_button_each(
    telegram_stage: TelegramStage, steady: None
) -> None:
    an = telegram_stage.administrator("An")
    await sets(an, "nộp hồ sơ trước 31/7")
    await sets(an, "gửi số liệu chậm nhất 30/7")
    await hears(an, at(23), "Việc cần nhớ hôm nay, 23/7/2026", "Nộp hồ sơ", "Gửi số liệu")
    assert len(an.said.texts) == 1
    await an.presses("1. Nộp hồ sơ")
    an.sees("còn 5 ngày làm việc")
    await an.presses("Nhắc lại sau 1 giờ")
    an.sees("Sẽ nhắc lại", "09:00")
    await hears(an, at(23, 9, 1), "Nhắc việc: Nộp hồ sơ")


async def test_after_an_outage_one_honest_digest_and_then_as_usual(telegram_stage: TelegramStage) -> None:
    an = telegram_stage.administrator("An")
    for words in ("nộp hồ sơ chậm nhất 31/7", "gửi số liệu chậm nhất 30/7", "họp chậm nhất 29/7"):
        await sets(an, words)
    await hears(an, at(27, 14, 20), "nhắc việc bị lỡ từ 08:30 ngày 20/7/2026 đến 14:20", "Trợ lý xin lỗi anh/chị")
    assert len(an.said.texts) == 1
    an.sees("3 nhắc việc bị lỡ")


async def test_nobody_is_woken_at_night(telegram_stage: TelegramStage, steady: None) -> None:
    an = telegram_stage.administrator("An")
    await an.writes("/cai_dat_nhac 22h")
    an.sees("lúc 22:00")
    await sets(an, "nộp hồ sơ chậm nhất 24/7")
    telegram_stage.house.clock.now = at(22, 22, 1)
    quiet = select(ReminderDeliveryRow.due_at).where(ReminderDeliveryRow.state == "planned")
    await until(lambda: telegram_stage.house.rows(quiet) == [at(23, 6, 30)])
    await an.hears_out()
    an.is_left_alone()
    await hears(an, at(23, 6, 30), "Nhắc việc: Nộp hồ sơ")


async def test_telegram_asks_to_wait_and_the_reminder_comes_once_without_a_label(
    telegram_stage: TelegramStage, steady: None
) -> None:
    an = telegram_stage.administrator("An")
    await sets(an, "nộp hồ sơ chậm nhất 24/7")
    telegram_stage.telegram.fails("sendMessage", Fault.TOO_MANY_REQUESTS, times=1, seconds=30)
    telegram_stage.house.clock.now = at(22)
    await until(lambda: telegram_stage.house.rows(select(ChatRow.not_before)) == [at(22) + timedelta(seconds=30)])
    assert not any("Nhắc việc" in message["text"] for message in an.person.unread())
    await hears(an, at(22, 8, 1), "Nhắc việc: Nộp hồ sơ")
    an.sees_nothing_of(REPEATED)
    assert len(an.said.texts) == 1


async def test_what_may_have_arrived_comes_again_with_a_label(telegram_stage: TelegramStage, steady: None) -> None:
    an = telegram_stage.administrator("An")
    await sets(an, "nộp hồ sơ chậm nhất 24/7")
    telegram_stage.telegram.fails("sendMessage", Fault.ANSWER_LOST, times=1)
    telegram_stage.house.clock.now = at(22)
    # It arrived, and nobody knows: it waits to be sent again.
    await until(
        lambda: telegram_stage.house.rows(select(OutboxRow.repeated).where(OutboxRow.state == "waiting")) == [True]
    )
    await hears(an, at(22, 8, 10), REPEATED)
    assert [text.startswith(REPEATED) for text in an.said.texts] == [False, True]


async def test_instead_of_somebody_who_blocked_the_bot_the_administrators_are_told(
    telegram_stage: TelegramStage, steady: None
) -> None:
    an = telegram_stage.administrator("An")
    binh = await invited(telegram_stage, an, "Bình")
    assert isinstance(binh, TelegramSpeaker)
    await sets(binh, "nộp hồ sơ chậm nhất 24/7")
    await binh.person.blocks()
    await hears(an, at(22), "Nhắc việc: Nộp hồ sơ", "còn 2 ngày làm việc")
    await hears(an, at(24), "hôm nay là hạn cuối")
    await binh.person.unblocks()
    await binh.writes("/lich 7")
    await hears(binh, at(27), "Việc đã quá hạn: Nộp hồ sơ")


async def test_a_group_that_moves_takes_its_reminders_along(telegram_stage: TelegramStage, steady: None) -> None:
    an = telegram_stage.administrator("An")
    group = telegram_stage.telegram.group("Tổ thi đua")
    there = telegram_stage.in_group(group, an)
    await there.writes("/nhac nộp hồ sơ chậm nhất 24/7")
    there.sees("Nhắc trong nhóm này")
    await there.presses("Đặt nhắc")
    moved = await group.becomes_a_supergroup(an.person)
    here = telegram_stage.in_group(moved, an)
    await hears(here, at(22), "Nhắc việc: Nộp hồ sơ")
    assert telegram_stage.house.rows(select(ReminderRecipientRow.group_chat)) == [f"telegram:{moved.chat_id}"]
    await here.presses("Ngày mai")
    here.sees("Sẽ nhắc lại")
    await hears(here, at(23), "Nhắc việc: Nộp hồ sơ")
    await hears(here, at(24), "hôm nay là hạn cuối")
    assert planned(telegram_stage) == [f"group:telegram:{moved.chat_id}"]


async def test_a_bot_put_out_of_its_group_tells_the_administrators(telegram_stage: TelegramStage, steady: None) -> None:
    an = telegram_stage.administrator("An")
    group = telegram_stage.telegram.group("Tổ thi đua")
    there = telegram_stage.in_group(group, an)
    await there.writes("/nhac nộp hồ sơ chậm nhất 24/7")
    await there.presses("Đặt nhắc")
    await group.removes_the_bot(an.person)
    await hears(an, at(22), "Nhắc việc: Nộp hồ sơ")


async def test_whoever_takes_it_over_in_the_group_hears_of_it_alone(
    telegram_stage: TelegramStage, steady: None
) -> None:
    an = telegram_stage.administrator("An")
    binh = await invited(telegram_stage, an, "Bình")
    assert isinstance(binh, TelegramSpeaker)
    group = telegram_stage.telegram.group("Tổ thi đua")
    there, colleague = telegram_stage.in_group(group, an), telegram_stage.in_group(group, binh)
    await there.writes("/nhac nộp hồ sơ chậm nhất 24/7")
    await there.presses("Đặt nhắc")
    await hears(there, at(22), "Nhắc việc: Nộp hồ sơ")
    await colleague.presses("Tôi nhận việc này", there.messages[-1])
    colleague.sees("Bình nhận việc", "Từ nay chỉ nhắc người nhận")
    await hears(binh, at(24), "hôm nay là hạn cuối")
    assert set(planned(telegram_stage)) == {f"person:{telegram_stage.house.person(binh.identity)}"}


async def test_the_leader_is_told_once_when_the_office_wants_it(telegram_stage: TelegramStage, steady: None) -> None:
    an = telegram_stage.administrator("An")
    chu_tich = await invited(telegram_stage, an, "Chủ tịch", "người xem")
    assert isinstance(chu_tich, TelegramSpeaker)
    await an.writes("/cai_dat_nhac")
    await an.presses("Báo lãnh đạo khi quá hạn")
    await an.presses("Chủ tịch")
    an.sees("quá hạn 2 ngày làm việc được báo cho Chủ tịch")
    await sets(an, "nộp hồ sơ chậm nhất 23/7")
    await hears(an, at(24), "quá hạn 1 ngày làm việc")
    assert not any("quá hạn" in message["text"] for message in chu_tich.person.unread())
    await hears(chu_tich, at(27), "có việc quá hạn 2 ngày làm việc mà chưa ai ghi nhận đã nộp", "Nộp hồ sơ")
    await hears(an, at(28), "quá hạn 3 ngày làm việc")
    assert sum("quá hạn" in message["text"] for message in chu_tich.person.unread()) == 1


async def test_what_is_handed_over_reminds_the_successor(telegram_stage: TelegramStage, steady: None) -> None:
    an = telegram_stage.administrator("An")
    binh = await invited(telegram_stage, an, "Bình")
    assert isinstance(binh, TelegramSpeaker)
    await sets(an, "nộp hồ sơ chậm nhất 24/7")
    await an.writes("/ban_giao")
    await an.presses("Bình")
    await an.presses("Đồng ý bàn giao")
    await hears(binh, at(22), "Nhắc việc: Nộp hồ sơ")
    await an.hears_out()
    an.sees_nothing_of("Nhắc việc")


async def test_who_leaves_is_asked_to_hand_over_and_else_the_administrators_are_reminded(
    telegram_stage: TelegramStage, steady: None
) -> None:
    an = telegram_stage.administrator("An")
    binh = await invited(telegram_stage, an, "Bình")
    assert isinstance(binh, TelegramSpeaker)
    await sets(binh, "nộp hồ sơ chậm nhất 24/7")
    await binh.writes("/roi_co_quan")
    binh.sees("Trợ lý đang nhắc anh/chị 1 việc", "/ban_giao")
    await binh.presses("Rời cơ quan")
    await hears(an, at(22), "Nhắc việc: Nộp hồ sơ")
    assert planned(telegram_stage)[0].startswith("office:")


async def test_who_is_put_out_of_the_office_leaves_their_reminders_to_the_administrators(
    telegram_stage: TelegramStage, steady: None
) -> None:
    an = telegram_stage.administrator("An")
    binh = await invited(telegram_stage, an, "Bình")
    assert isinstance(binh, TelegramSpeaker)
    await sets(binh, "nộp hồ sơ chậm nhất 24/7")
    await an.writes("/thanh_vien")
    await an.presses("Bình")
    await an.presses("Đưa ra khỏi cơ quan")
    an.sees("1 việc trợ lý đang nhắc người này nay được nhắc cho quản trị viên")
    await hears(an, at(22), "Nhắc việc: Nộp hồ sơ")
