"""kill -9 of the whole bot at any moment between a question and its answer, and a start afterwards.

It knows the bot from outside: what people see, what rows are left.
Read next: `tests/crash/halting_bot.py`; `bot/inbox.py` and `bot/outbox.py` for what is promised.
"""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from sqlalchemy import func, select

from bot.storage.health import backlog
from bot.storage.models import InboxRow, ReceiptRow
from tests.conversations.house import House
from tests.telegram_double import BotProcess, Person, TelegramThread

PATIENCE_S = 60.0
REPEATED = "(gửi lại)"
QUESTION = "Điều 50"
ROOT = Path(__file__).parents[2]


def bot(thread: TelegramThread, house: House, moment: str = "") -> BotProcess:
    """The bot, which stands still at that moment if one is named."""
    script = Path(__file__).with_name("halting_bot.py")
    command = [sys.executable, str(script), thread.telegram.address, str(house.home), *filter(None, [moment])]
    environment = {"TELEGRAM_BOT_TOKEN": thread.telegram.token, "PYTHONPATH": str(ROOT)}
    return BotProcess(command, house.home / "log", environment)


def officer(thread: TelegramThread, house: House, number: int = 77) -> Person:
    house.enrol(f"telegram:{number}", f"Người {number}", house.office(f"Xã {number}"))
    return thread.telegram.person(number, f"Người {number}")


def seen(person: Person) -> list[str]:
    return [message["text"] for message in person.unread()]


def settled(thread: TelegramThread, house: House, witness: Person) -> None:
    """Wait until the bot has nothing left to do: it answers somebody else, and nothing waits any more."""
    thread.run(witness.writes("cảm ơn"))
    thread.run(witness.sees("Không có gì", patience_s=PATIENCE_S))
    thread.run(thread.telegram.all_taken(PATIENCE_S))


def unfinished(house: House) -> tuple[int, int]:
    with house.store.read() as session:
        waiting = backlog(session)
    return waiting.events_waiting, waiting.messages_waiting


@pytest.mark.parametrize("moment", ["fetched", "handled", "committed"])
def test_killed_before_anything_was_sent_the_question_is_answered_exactly_once(
    telegram_thread: TelegramThread, own_house: House, moment: str
) -> None:
    an = officer(telegram_thread, own_house)
    with bot(telegram_thread, own_house, moment) as halting:
        telegram_thread.run(an.writes(QUESTION))
        halting.prints(f"halted: {moment}", PATIENCE_S)
        halting.kill()
    assert seen(an) == []
    with bot(telegram_thread, own_house) as sound:
        answer = telegram_thread.run(an.reply(PATIENCE_S))["text"]
        settled(telegram_thread, own_house, officer(telegram_thread, own_house, 78))
        assert sound.asked_to_stop() == 0
    assert answer.startswith("Điều 50 Nghị định số 152/2025/NĐ-CP")
    assert seen(an) == []
    assert own_house.rows(select(func.count()).select_from(ReceiptRow)) == [1]
    assert unfinished(own_house) == (0, 0)


@pytest.mark.parametrize(("moment", "unlabelled"), [("claimed", 0), ("sent", 1)])
def test_killed_around_the_sending_the_answer_comes_again_with_a_label(
    telegram_thread: TelegramThread, own_house: House, moment: str, unlabelled: int
) -> None:
    an = officer(telegram_thread, own_house)
    with bot(telegram_thread, own_house, moment) as halting:
        telegram_thread.run(an.writes(QUESTION))
        halting.prints(f"halted: {moment}", PATIENCE_S)
        halting.kill()
    assert len(seen(an)) == unlabelled
    with bot(telegram_thread, own_house) as sound:
        telegram_thread.run(an.sees(REPEATED, PATIENCE_S))
        settled(telegram_thread, own_house, officer(telegram_thread, own_house, 78))
        assert sound.asked_to_stop() == 0
    texts = [message["text"] for message in an.screen()[1:]]
    assert [text.startswith(REPEATED) for text in texts] == [False] * unlabelled + [True]
    assert all("Điều 50 Nghị định số 152/2025/NĐ-CP" in text for text in texts)
    assert own_house.rows(select(func.count()).select_from(ReceiptRow)) == [1]


def test_killed_again_and_again_no_question_is_lost_and_none_answered_twice_without_a_label(
    telegram_thread: TelegramThread, own_house: House
) -> None:
    people = [officer(telegram_thread, own_house, number) for number in (77, 78, 79)]
    asked = 0
    for kill in range(2):
        with bot(telegram_thread, own_house) as running:
            for _ in range(3):
                asked += 1
                for person in people:
                    telegram_thread.run(person.writes(f"Nghị định {asked}/1999/NĐ-CP"))
            # Somebody's first answer of this run: the others are at any stage.
            telegram_thread.run(people[kill].sees(f"Số «{3 * kill + 1}/1999", PATIENCE_S))
            running.kill()
    with bot(telegram_thread, own_house) as running:
        for person in people:
            telegram_thread.run(person.writes("cảm ơn"))
        for person in people:
            telegram_thread.run(person.sees("Không có gì", PATIENCE_S))
        assert running.asked_to_stop() == 0
    for person in people:
        answers = [message["text"] for message in person.screen() if message["from"]["is_bot"]]
        for number in range(1, asked + 1):
            mine = [text for text in answers if f"Số «{number}/1999" in text]
            assert mine, f"question {number} was lost"
            assert sum(REPEATED not in text for text in mine) <= 1
        first_answers = list(dict.fromkeys(text.removeprefix(f"{REPEATED} ") for text in answers))
        numbers = [int(text.split("«")[1].split("/")[0]) for text in first_answers if "/1999" in text]
        assert numbers == list(range(1, asked + 1)), "in the order they were asked"
    assert set(own_house.rows(select(InboxRow.state))) == {"done"}
