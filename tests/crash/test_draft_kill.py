"""kill -9 of the whole bot during an interview: what was acknowledged is kept, what was not is done once afterwards.

It knows the bot from outside: what people see, what rows are left. `ROUNDS` may be raised by hand:
TDKT_KILL_ROUNDS=200. Read next: `tests/crash/test_reminder_kill.py`, `bot/flows/draft_interview.py`.
"""

from __future__ import annotations

import os
import random
import time
from datetime import timedelta

from sqlalchemy import func, select

from bot.storage.draft_models import DraftAnswerRow
from bot.storage.drafts import Drafts
from bot.storage.health import backlog
from tests.conversations.house import House
from tests.crash.test_kill import PATIENCE_S, REPEATED, officer
from tests.crash.test_reminder_kill import reminding
from tests.telegram_double import TelegramThread

ROUNDS = int(os.environ.get("TDKT_KILL_ROUNDS", "3"))
EACH = 2
"""Answers of a round."""


def until_quiet(thread: TelegramThread, house: House) -> None:
    """Wait until nothing waits to be handled or sent any more."""
    thread.run(thread.telegram.all_taken(PATIENCE_S))
    deadline = time.monotonic() + PATIENCE_S
    while True:
        with house.store.read() as session:
            waiting = backlog(session)
        if waiting.events_waiting == waiting.messages_waiting == 0:
            return
        assert time.monotonic() < deadline, "the bot never came to rest"
        time.sleep(0.02)


def kept(house: House) -> list[str]:
    with house.store.read() as session:
        return [row["what_for"] for row in Drafts(session, 1).answers(1).get("awards", [])]


def test_killed_again_and_again_no_answer_is_lost_and_none_is_noted_twice(
    telegram_thread: TelegramThread, own_house: House
) -> None:
    an = officer(telegram_thread, own_house)
    chance, told = random.Random(11), []
    with reminding(telegram_thread, own_house, timedelta(0)):
        telegram_thread.run(an.writes("/soan"))
        until_quiet(telegram_thread, own_house)
        for label in ("Báo cáo tổng kết năm", "Chỉ một mục khác…", "Công tác khen thưởng"):
            telegram_thread.run(an.presses(label))
            until_quiet(telegram_thread, own_house)
    for round_number in range(ROUNDS):
        with reminding(telegram_thread, own_house, timedelta(0)):
            for number in range(EACH):
                told.append(f"việc {round_number}-{number}")
                telegram_thread.run(an.writes(f"giấy khen đột xuất; {told[-1]}; ; 2"))
            time.sleep(0.3 + chance.random() * 0.7)
    with reminding(telegram_thread, own_house, timedelta(0)):
        until_quiet(telegram_thread, own_house)
    assert kept(own_house) == told, "each answer is kept once, in the order it was given"
    assert own_house.rows(select(func.count()).select_from(DraftAnswerRow)) == [len(told)]
    texts = [message["text"] for message in an.screen() if message["from"]["is_bot"]]
    acknowledged = [text for text in texts if "✓ Đã ghi dòng" in text and not text.startswith(REPEATED)]
    assert len(acknowledged) == len(set(acknowledged)), "twice without a label"
