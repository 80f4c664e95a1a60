"""kill -9 of the whole bot while it reminds: every reminder arrives, and twice only with a label.

It knows the bot from outside: what people see, what rows are left. `ROUNDS` may be raised by hand:
TDKT_KILL_ROUNDS=200. Read next: `tests/crash/reminding_bot.py`, `bot/reminders.py`.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import random
import sys
import time
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from multiprocessing.process import BaseProcess

from sqlalchemy import func, select

from bot.storage.models import OutboxRow
from bot.storage.reminder_models import ReminderDeliveryRow
from bot.storage.reminder_planning import Preferences, person_route
from bot.storage.reminders import Reminders
from knowledge.schedules import Every, Schedule
from tests.conversations.house import House
from tests.conversations.quick import MORNING
from tests.crash import reminding_bot
from tests.crash.test_kill import PATIENCE_S, REPEATED, officer
from tests.telegram_double import TelegramThread

ROUNDS = int(os.environ.get("TDKT_KILL_ROUNDS", "4"))
NUMBERS = (77, 78, 79)
"""The officers; each is told one thing a round."""
PAUSE = timedelta(minutes=2)
"""How long the bot is down after each death."""
LONG_AFTER = timedelta(hours=2)
"""When the last start is: a message that was under way at several deaths waits, for an hour at most."""


def plan(house: House, title: str, number: int) -> None:
    """A reminder that was due half an hour before the bot's clock begins."""
    person = house.who(f"telegram:{number}")
    assert person is not None
    before = MORNING - timedelta(hours=2)
    with house.store.begin() as session:
        reminders = Reminders(session, person.office_id)
        if reminders.preferences(person.person_id).digest:
            reminders.prefer(person.person_id, Preferences(digest=False), before)
        today = Schedule(every=Every.ONCE, on=MORNING.date())
        reminders.add(title, today, [person_route(person.person_id)], person.person_id, before)


def unsettled(house: House) -> int:
    """Reminders that are not with the person yet, as far as the database knows."""
    due = (ReminderDeliveryRow.state == "planned", ReminderDeliveryRow.due_at <= MORNING)
    with house.store.read() as session:
        planned = session.scalar(select(func.count()).select_from(ReminderDeliveryRow).where(*due)) or 0
        waiting = select(func.count()).select_from(OutboxRow).where(OutboxRow.finished_at.is_(None))
        return planned + (session.scalar(waiting) or 0)


def until_settled(house: House) -> None:
    """Wait until everybody was told everything; as long as there is any progress."""
    left, deadline = unsettled(house), time.monotonic() + PATIENCE_S
    while left:
        assert time.monotonic() < deadline, f"{left} reminders wait for ever"
        time.sleep(0.05)
        before, left = left, unsettled(house)
        if left < before:
            deadline = time.monotonic() + PATIENCE_S


def until_begun(house: House, before: int) -> None:
    """Wait until something of this round is at least in the outbox."""
    deadline = time.monotonic() + PATIENCE_S
    with_number = select(func.count()).select_from(OutboxRow)
    while time.monotonic() < deadline:
        with house.store.read() as session:
            if (session.scalar(with_number) or 0) > before:
                return
        time.sleep(0.002)
    raise AssertionError("never began to remind")


@contextlib.contextmanager
def reminding(thread: TelegramThread, house: House, ahead: timedelta) -> Iterator[BaseProcess]:
    """The bot in a process that can be killed; what it imports is loaded once for all rounds."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["tests.crash.reminding_bot"])
    arguments = (thread.telegram.address, thread.telegram.token, str(house.home), ahead)
    running = context.Process(target=reminding_bot.main, args=arguments)
    running.start()
    try:
        yield running
    finally:
        running.kill()
        running.join(PATIENCE_S)
        assert not running.is_alive()


def test_killed_again_and_again_no_reminder_is_lost_and_none_comes_twice_without_a_label(
    telegram_thread: TelegramThread, own_house: House
) -> None:
    people = [officer(telegram_thread, own_house, number) for number in NUMBERS]
    chance, titles = random.Random(7), []
    for round_number in range(ROUNDS):
        with own_house.store.read() as session:
            before = session.scalar(select(func.count()).select_from(OutboxRow)) or 0
        for number in NUMBERS:
            titles.append(f"Việc {round_number}-{number}.")
            plan(own_house, titles[-1], number)
        with reminding(telegram_thread, own_house, PAUSE * round_number):
            if chance.random() < 0.8:
                until_begun(own_house, before)
            time.sleep(chance.random() * 0.2)
    with reminding(telegram_thread, own_house, PAUSE * ROUNDS + LONG_AFTER):
        until_settled(own_house)
    texts = [message["text"] for person in people for message in person.screen() if message["from"]["is_bot"]]
    told = [(title, REPEATED in text) for text in texts for title in titles if title in text]
    assert {title for title, _ in told} == set(titles), "a reminder was lost"
    unlabelled = Counter(title for title, is_labelled in told if not is_labelled)
    assert [title for title, count in unlabelled.items() if count > 1] == [], "twice without a label"
    if ROUNDS > 4:
        sys.stdout.write(f"{len(titles)} reminders, {len(told)} messages, {len(told) - len(titles)} repeats\n")
