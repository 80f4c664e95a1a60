"""The bot in a process of its own, with the quick encoder; it can stand still at one moment, to be killed there.

It knows the service from inside; what becomes of a killed one is looked at in `test_kill.py`.
Read next: `bot/cli/serve.py`, whose service this is, and `tests/crash/test_kill.py`.

    python halting_bot.py ADDRESS HOME [MOMENT]        the token comes in TELEGRAM_BOT_TOKEN

Its clock begins at the same morning with every start.
"""

from __future__ import annotations

import asyncio
import sys
import threading
import time
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot import app, renewal
from bot.app import Service
from bot.assistant import Assistant
from bot.channels.telegram import TelegramChannel
from bot.cli import serve
from bot.flows.slow_work import SlowWork
from bot.flows.turn import Paper
from bot.inbox import Inbox, Work, complete
from bot.messages import Incoming, Reply
from bot.outbox import Delivery, Outbox
from bot.outdated import Outdated
from bot.settings import Settings
from bot.storage.engine import Store
from bot.storage.migrate import upgrade
from bot.storage.models import OutboxRow
from knowledge.errors import FileRejected
from tests.conversations.quick import DATABASE, MORNING, quick_assistant

_STARTED = time.monotonic()


def now() -> datetime:
    return MORNING + timedelta(seconds=time.monotonic() - _STARTED)


def halt(moment: str) -> None:
    """Stand still for ever; whoever waits for it reads it in the log."""
    sys.stdout.write(f"halted: {moment}\n")
    sys.stdout.flush()
    threading.Event().wait()


def replace(owner: object, name: str, by: object) -> None:
    """Put something in the place of what the owner has under that name."""
    if not hasattr(owner, name):
        raise LookupError(f"{owner} has no {name} any more")
    setattr(owner, name, by)


def before_it_was_kept() -> None:
    def put(inbox: Inbox, events: Sequence[Incoming], at: datetime) -> int:
        halt("fetched")
        return 0

    replace(Inbox, "put", put)


def before_it_was_committed() -> None:
    def complete_and_halt(session: Session, work: Work, replies: Sequence[Reply], at: datetime) -> None:
        complete(session, work, replies, at)
        session.flush()
        halt("handled")

    replace(app, "complete", complete_and_halt)


def before_it_was_claimed() -> None:
    real = Service._respond

    def respond(
        service: Service, work: Work, paper: Paper | FileRejected | None, now: datetime, slow_work: SlowWork
    ) -> str:
        notice = real(service, work, paper, now, slow_work)
        halt("committed")
        return notice

    replace(Service, "_respond", respond)
    replace(Outbox, "claim", lambda *_: [])


def before_it_was_sent() -> None:
    async def send(*_: object) -> str:
        halt("claimed")
        return ""

    replace(TelegramChannel, "send", send)


def before_it_was_settled() -> None:
    def settle(outbox: Outbox, delivery: Delivery, at: datetime, problem: object = None) -> None:
        halt("sent")

    replace(Outbox, "settle", settle)


def before_the_index_follows() -> None:
    replace(Assistant, "build", lambda *_: halt("to build"))


def after_the_index_followed() -> None:
    real = Assistant.build

    def build(assistant: Assistant, at: datetime) -> object:
        manifest = real(assistant, at)
        halt("built")
        return manifest

    replace(Assistant, "build", build)


def before_anybody_is_told_of_the_index() -> None:
    real = renewal._tell_who_asked

    def tell(session: Session, found: Sequence[Outdated], at: datetime) -> None:
        real(session, found, at)
        session.flush()
        # Only what concerns a change of the library: the first look finds nothing to tell.
        if session.scalar(select(OutboxRow.id).where(OutboxRow.answers == "", OutboxRow.finished_at.is_(None))):
            halt("to tell")

    replace(renewal, "_tell_who_asked", tell)


def after_a_file_was_read() -> None:
    def read(*_: object) -> None:
        halt("read")

    replace(app, "read_paper", read)


MOMENTS: dict[str, Callable[[], None]] = {
    "fetched": before_it_was_kept,
    "handled": before_it_was_committed,
    "committed": before_it_was_claimed,
    "claimed": before_it_was_sent,
    "sent": before_it_was_settled,
    "to build": before_the_index_follows,
    "built": after_the_index_followed,
    "to tell": before_anybody_is_told_of_the_index,
    "read": after_a_file_was_read,
}


def main(address: str, home: Path, moment: str = "") -> None:
    if moment:
        MOMENTS[moment]()
    replace(serve, "now", now)
    settings = Settings(home=home, telegram_api=address)
    store = Store(f"sqlite:///{home / DATABASE}")
    upgrade(store.engine)
    asyncio.run(serve._serve_telegram(settings, store, quick_assistant(home, store)))
    store.dispose()


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), *sys.argv[3:])
