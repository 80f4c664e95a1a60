"""A process that handles events and sends messages, and kills itself again and again; run by `test_crash_loop.py`.

Each round is a fork that dies of SIGKILL just before its n-th statement reaches the database. What it sends
goes to a file, one line a message, written in one call: that is the channel, and it forgets nothing.
"""

from __future__ import annotations

import os
import random
import signal
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import event

from bot.inbox import Inbox, complete
from bot.messages import Incoming, Reply, Sender
from bot.outbox import Outbox
from bot.storage.engine import Store
from bot.storage.models import PersonRow

START = datetime(2026, 11, 20, 1, 30, tzinfo=UTC)
CHATS, EVENTS = 4, 12


def main(url: str, channel: str, rounds: str) -> None:
    """Die `rounds` times, then let one round live."""
    dice = random.Random(20261120)
    for number in range(int(rounds)):
        child = os.fork()
        if child == 0:
            run(url, Path(channel), number, dies_at=dice.randint(1, 90))
            os._exit(0)
        _, status = os.waitpid(child, 0)
        how = "killed" if os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL else str(status)
        sys.stdout.write(f"{how}\n")
        dice.random()
    run(url, Path(channel), int(rounds), dies_at=0)


def run(url: str, channel: Path, number: int, dies_at: int) -> None:
    """One life: take events in again and again, as a channel that saw no acknowledgement does."""
    store = Store(url)
    statements = 0

    def count(*_: object) -> None:
        nonlocal statements
        statements += 1
        if statements == dies_at:
            os.kill(os.getpid(), signal.SIGKILL)

    event.listen(store.engine, "before_cursor_execute", count)
    event.listen(store.engine, "commit", count)
    # Hours apart, so that no lease of the life before holds anything up.
    now = START + timedelta(hours=2 * number)
    inbox, outbox = Inbox(store, attempts=1000), Outbox(store, give_up_after=timedelta(days=999))
    inbox.recover("worker", now)
    outbox.recover("worker", now)
    events = [incoming(place) for place in range(CHATS * EVENTS)]
    idle = False
    while events or not idle:
        inbox.put(events[:3], now)
        events = events[3:]
        idle = not (handle(store, inbox, now) + send(outbox, channel, now))
    store.dispose()


def incoming(place: int) -> Incoming:
    chat = f"chat {place % CHATS}"
    return Incoming(f"{place:03}", chat, Sender(chat), START)


def handle(store: Store, inbox: Inbox, now: datetime) -> int:
    works = inbox.claim(now, "worker", 2)
    for work in works:
        with store.begin() as session:
            session.add(PersonRow(name=work.key, created_at=now))
            session.flush()
            complete(session, work, [Reply(f"{work.key}a"), Reply(f"{work.key}b")], now)
    return len(works)


def send(outbox: Outbox, channel: Path, now: datetime) -> int:
    deliveries = outbox.claim(now, "worker", 2)
    for delivery in deliveries:
        line = f"{delivery.chat}|{delivery.reply.html}|{'repeated' if delivery.repeated else 'first'}\n"
        file = os.open(channel, os.O_WRONLY | os.O_APPEND | os.O_CREAT)
        os.write(file, line.encode())
        os.close(file)
        outbox.settle(delivery, now)
    return len(deliveries)


if __name__ == "__main__":
    main(*sys.argv[1:])
