"""A report is drafted in the chat: one question a message, answers told back, looked over, undone, sent as a file.

The same scripts are played on Telegram and at the keyboard.
Read next: `bot/flows/draft.py` and what it names, `knowledge/drafting/`.
"""

from __future__ import annotations

from sqlalchemy import func, select

from bot.storage.draft_models import DraftAnswerRow, DraftRow
from tests.conversations.stage import Stage

ANNUAL = "Báo cáo tổng kết năm"
ONLY = "Chỉ mục «Tồn tại, hạn chế»"


async def test_three_shortcomings_take_a_new_officer_at_most_twenty_messages(stage: Stage) -> None:
    officer = stage.administrator("An")
    messages = 0
    for act in (
        "/soan", ANNUAL, ONLY,
        # Ticked one by one, which takes most messages.
        "tick 8", "tick 13", "tick 25", "Xong (3)",
        "4/25 người; năm 2026; toàn xã", "các đơn vị giới thiệu", "quy định tỷ lệ", "Phòng VHXH; trước ngày 31/3/2027",
        "6/21 thôn; quý IV/2026; 06 thôn", "chủ quan: ngại va chạm", "chấm điểm công khai", "Như trên",
        "9/58 bộ hồ sơ (15,5%); quý IV/2026; 04 thôn", "chủ quan", "lịch", "Như trên",
    ):  # fmt: skip
        messages += 1
        if act.startswith("tick "):
            await officer.presses(act.removeprefix("tick "))
        elif any(act in label for label in officer.said.buttons):
            await officer.presses(act)
        else:
            await officer.writes(act)
    assert messages <= 20
    officer.sees("Xem lại")
