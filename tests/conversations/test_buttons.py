"""Buttons that are old, somebody else's, or were never made by the bot: a polite answer and no harm.

On Telegram alone: at a keyboard only what was shown last can be chosen.
Read next: `bot/flows/dispatch.py`, `bot/flows/ask.py`.
"""

from __future__ import annotations

from sqlalchemy import func, select

from bot.access import Role
from bot.storage.models import FeedbackRow, InvitationRow, MembershipRow
from tests.conversations.stage import TelegramSpeaker, TelegramStage

STALE = "đã cũ hoặc thuộc về câu trả lời của người khác"

KEPT = (MembershipRow, InvitationRow, FeedbackRow)

FORGED = (
    "x",
    ":",
    "::::",
    "ask",
    "ask:",
    "ask:full",
    "ask:full:",
    "ask:full:1",
    "ask:full:x:0",
    "ask:full:1:x",
    "ask:full:-1:0",
    "ask:full:1:-1",
    "ask:full:1:99",
    "ask:full:99999999:0",
    f"ask:full:{'9' * 50}:0",
    f"ask:full:1:{'9' * 50}",
    "ask:full:²:0",
    "ask:full:１:0",
    "ask:related:",
    "ask:helpful:0",
    "ask:wrong:",
    f"ask:wrong:{2**63}",
    "ask:nothing:1",
    "account",
    "account:",
    "account:invite",
    "account:invite:",
    "account:invite:emperor",
    "account:member",
    "account:member:x",
    "account:change:1",
    "account:change:1:emperor",
    "account:change:x:remove",
    "account:nothing:2:remove",
    "account:nothing:2:administrator",
    "account:switch:",
    "account:switch:-1",
    f"account:switch:{2**63}",
    "account:erase:1",
    "account:leave:1",
    "account:members",
    "account:members:-1",
    f"account:change:{'9' * 40}:remove",
    "draft:1:2:3",
    "ask:full:\x00:0",
    "toàn văn",
)


async def office_of_two(stage: TelegramStage) -> tuple[TelegramSpeaker, TelegramSpeaker]:
    office = stage.house.office("Phường Bình An")
    an, binh = stage.person("An"), stage.person("Bình")
    stage.house.enrol(an.identity, "An", office)
    stage.house.enrol(binh.identity, "Bình", office, Role.OFFICER, an.identity)
    return an, binh


async def test_a_forged_button_is_called_stale_and_changes_nothing(telegram_stage: TelegramStage) -> None:
    an, _ = await office_of_two(telegram_stage)
    await an.writes("Điều 50")
    before = [telegram_stage.house.rows(select(func.count()).select_from(table)) for table in KEPT]
    for data in FORGED:
        await an.presses_forged(data)
        an.is_told(STALE)
        an.sees(STALE)
    assert [telegram_stage.house.rows(select(func.count()).select_from(table)) for table in KEPT] == before
    assert telegram_stage.house.rows(select(MembershipRow.role)) == [Role.ADMINISTRATOR, Role.OFFICER]


async def test_an_answer_belongs_to_whom_it_was_given(telegram_stage: TelegramStage) -> None:
    an, binh = await office_of_two(telegram_stage)
    await an.writes("Điều 50")
    for action in ("full:1:0", "related:1", "helpful:1", "wrong:1"):
        await binh.presses_forged(f"ask:{action}")
        binh.is_told(STALE)
    assert telegram_stage.house.rows(select(FeedbackRow)) == []
    await binh.writes("tiền thưởng lao động tiên tiến")
    binh.sees("Xét theo pháp luật")


async def test_an_old_answer_can_still_be_opened_for_the_day_it_was_given_for(telegram_stage: TelegramStage) -> None:
    an, _ = await office_of_two(telegram_stage)
    await an.writes("Điều 50 Nghị định 152/2025")
    (answer,) = an.messages
    await an.writes("Điều 3 Nghị định 161/2026")
    telegram_stage.house.clock.passes(days=300)
    await an.presses("Xem toàn văn Điều 50", answer)
    an.sees("Điều 50 Nghị định số 152/2025/NĐ-CP", "Còn hiệu lực ngày 20/7/2026")


async def test_an_officer_gains_nothing_by_the_buttons_of_an_administrator(telegram_stage: TelegramStage) -> None:
    an, binh = await office_of_two(telegram_stage)
    me = telegram_stage.house.person(binh.identity)
    other = telegram_stage.house.person(an.identity)
    for data in (f"change:{me}:administrator", f"change:{other}:remove", "invite:administrator", f"member:{other}"):
        await binh.presses_forged(f"account:{data}")
        binh.is_told("cần vai trò quản trị viên")
    assert telegram_stage.house.rows(select(MembershipRow.role)) == [Role.ADMINISTRATOR, Role.OFFICER]


async def test_nobody_reaches_into_another_office(telegram_stage: TelegramStage) -> None:
    an, _ = await office_of_two(telegram_stage)
    other = telegram_stage.administrator("Xuân", "Xã Cao Sơn")
    victim = telegram_stage.house.person(other.identity)
    for data in (f"change:{victim}:remove", f"change:{victim}:reader", f"member:{victim}", "switch:2"):
        await an.presses_forged(f"account:{data}")
        assert "Không tìm thấy" in an.said.text or "không thuộc cơ quan này" in an.said.text
    known = telegram_stage.house.who(other.identity)
    assert known is not None and known.role is Role.ADMINISTRATOR


async def test_two_presses_in_a_hurry_are_two_answers(telegram_stage: TelegramStage) -> None:
    an, _ = await office_of_two(telegram_stage)
    await an.writes("Điều 50")
    await an.person.presses("Hữu ích", waits=False)
    await an.person.presses("Chưa đúng", waits=False)
    await an.hears_out()
    an.sees("Tôi xin lỗi")
    assert [row.verdict for row in telegram_stage.house.rows(select(FeedbackRow))] == ["wrong"]
