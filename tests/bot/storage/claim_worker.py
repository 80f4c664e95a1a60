"""One of several processes that empty the same queues; run by `test_side_by_side.py`.

It prints a JSON line for each event and each message: what, chat, key, when taken, when let go.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from typing import TypeVar

from bot.inbox import Inbox, Work, complete
from bot.messages import Reply
from bot.outbox import Outbox
from bot.storage.engine import Store
from knowledge.errors import StorageBusy

Result = TypeVar("Result")
NOW = datetime(2026, 11, 20, 1, 30, tzinfo=UTC)


def main(url: str, worker: str) -> None:
    """Work until nothing waits."""
    store = Store(url)
    inbox, outbox = Inbox(store), Outbox(store)
    # Everybody starts once everybody is ready.
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    sys.stdin.readline()
    empty = 0
    while empty < 20:
        taken = handle(store, inbox, worker) + send(outbox, worker)
        empty = 0 if taken else empty + 1
        if not taken:
            time.sleep(0.01)
    store.dispose()


def handle(store: Store, inbox: Inbox, worker: str) -> int:
    works = patiently(lambda: inbox.claim(NOW, worker, 5))
    for work in works:
        taken = time.monotonic_ns()
        time.sleep(0.001)
        note("event", work.chat, work.key, taken)

        def finish(work: Work = work) -> None:
            with store.begin() as session:
                complete(session, work, [Reply(work.key)], NOW)

        patiently(finish)
    return len(works)


def send(outbox: Outbox, worker: str) -> int:
    deliveries = patiently(lambda: outbox.claim(NOW, worker, 5))
    for delivery in deliveries:
        taken = time.monotonic_ns()
        time.sleep(0.001)
        note("message", delivery.chat, delivery.reply.html, taken)
        patiently(lambda delivery=delivery: outbox.settle(delivery, NOW))
    return len(deliveries)


def patiently(work: Callable[[], Result]) -> Result:
    while True:
        try:
            return work()
        except StorageBusy:
            time.sleep(0.01)


def note(what: str, chat: str, key: str, taken: int) -> None:
    # Between claim and settlement: two workers with the same chat would overlap here.
    line = {"what": what, "chat": chat, "key": key, "taken": taken, "let_go": time.monotonic_ns()}
    sys.stdout.write(json.dumps(line) + "\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
