"""The bot as a process: it ends when asked to, starts while Telegram is away, and shares its database.

It knows the bot from outside.
Read next: `tests/crash/halting_bot.py`, `bot/cli/serve.py`, `bot/storage/health.py`.
"""

from __future__ import annotations

import asyncio
import time

from bot.storage.health import Contact, contacts
from tests.conversations.house import House
from tests.conversations.stage import Speaker, TerminalStage
from tests.crash.test_kill import PATIENCE_S, bot, officer, seen, unfinished
from tests.telegram_double import TelegramThread


def contact(house: House) -> Contact | None:
    with house.store.read() as session:
        return next(iter(contacts(session)), None)


def until_contact(house: House, *, is_there: bool) -> Contact:
    """Wait until what was told last is that Telegram is there, or that it is not."""
    deadline = time.monotonic() + PATIENCE_S
    while time.monotonic() < deadline:
        told = contact(house)
        failed_at = told.failed_at if told else None
        reached_at = told.succeeded_at if told else None
        if told and is_there == bool(reached_at and (failed_at is None or reached_at >= failed_at)):
            return told
        time.sleep(0.01)
    raise AssertionError(f"never told so, but: {contact(house)}")


def keyboard_asks(keyboard: Speaker) -> None:
    asyncio.run(keyboard.writes("Điều 50"))
    keyboard.sees("Điều 50 Nghị định số 152/2025/NĐ-CP")


def test_asked_to_stop_the_bot_ends_without_a_word_of_complaint(
    telegram_thread: TelegramThread, own_house: House
) -> None:
    an = officer(telegram_thread, own_house)
    with bot(telegram_thread, own_house) as running:
        telegram_thread.run(an.writes("Điều 50"))
        telegram_thread.run(an.sees("Điều 50", PATIENCE_S))
        telegram_thread.run(telegram_thread.telegram.all_taken())
        own_house.store.dispose()
        assert running.asked_to_stop() == 0
        assert not list(own_house.home.glob("*-wal")), "the database is closed and whole"
        assert "Traceback" not in running.printed() and "ERROR" not in running.printed()
        assert telegram_thread.telegram.token.partition(":")[2] not in running.printed()
    assert unfinished(own_house) == (0, 0)


def test_asked_to_stop_with_work_at_hand_it_ends_and_the_next_start_goes_on(
    telegram_thread: TelegramThread, own_house: House
) -> None:
    people = [officer(telegram_thread, own_house, number) for number in range(77, 81)]
    with bot(telegram_thread, own_house) as running:
        for number in range(4):
            for person in people:
                telegram_thread.run(person.writes(f"Nghị định {number}/1999/NĐ-CP"))
        telegram_thread.run(people[0].sees("0/1999", PATIENCE_S))
        assert running.asked_to_stop() == 0
        assert "Traceback" not in running.printed()
    with bot(telegram_thread, own_house) as running:
        for person in people:
            telegram_thread.run(person.writes("cảm ơn"))
            telegram_thread.run(person.sees("Không có gì", PATIENCE_S))
        assert running.asked_to_stop() == 0
    for person in people:
        answers = [message["text"] for message in person.screen() if message["from"]["is_bot"]]
        assert [text[:4] for text in answers] == ["Số «"] * 4 + ["Khôn"], "each once and none labelled"


def test_started_while_telegram_is_away_it_says_so_works_at_the_keyboard_and_goes_on_when_it_is_back(
    telegram_thread: TelegramThread, own_house: House
) -> None:
    an = officer(telegram_thread, own_house)
    keyboard = TerminalStage(own_house).administrator("Bình")
    telegram_thread.run(telegram_thread.telegram.goes_down())
    with bot(telegram_thread, own_house) as running:
        lost = until_contact(own_house, is_there=False)
        assert (lost.channel, lost.succeeded_at, lost.reason) == ("telegram", None, "unreachable")
        keyboard_asks(keyboard)
        telegram_thread.run(telegram_thread.telegram.comes_up())
        back = until_contact(own_house, is_there=True)
        assert back.succeeded_at is not None
        telegram_thread.run(an.writes("Điều 50"))
        telegram_thread.run(an.sees("Điều 50 Nghị định", PATIENCE_S))
        keyboard_asks(keyboard)
        assert running.asked_to_stop() == 0
    assert seen(an) == []
    assert unfinished(own_house) == (0, 0)
