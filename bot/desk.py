"""The assistant for one person at the keyboard of its own machine: answered at once, then what follows is done.

It must not know how anything is shown. What was meant for this person while nobody sat here waits in the outbox.
Read next: `bot/channels/terminal.py`, which shows it; `bot/app.py`, the same for a channel with many people.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Final

from bot.access import Directory
from bot.assistant import Assistant
from bot.flows.dispatch import prepare, respond
from bot.flows.slow_work import SlowWork
from bot.intake import paper_at_hand
from bot.messages import Incoming, Reply, Upload
from bot.outbox import Outbox
from bot.reminders import at_keyboard
from bot.renewal import Renewal
from bot.storage.engine import Store

_AT_ONCE: Final = 20


class Desk:
    """One person's place. `chat` is how the channel names it: «terminal:an»."""

    def __init__(
        self,
        store: Store,
        assistant: Assistant,
        clock: Callable[[], datetime],
        fetch: Callable[[Upload], bytes],
        chat: str,
    ) -> None:
        self._store = store
        self._assistant = assistant
        self._clock = clock
        self._fetch = fetch
        self._chat = chat
        self._outbox = Outbox(store, chats=chat)
        self._renewal = Renewal(store, assistant)

    def answer(self, event: Incoming) -> list[Reply]:
        """The replies to what the person did. Raises AssistantError for what is no reply."""
        paper = paper_at_hand(self._store, event, self._fetch)
        prepare(self._store, event, self._assistant)
        now, slow_work = self._clock(), SlowWork()

        def attempt() -> list[Reply]:
            with self._store.begin() as session:
                return respond(session, event, self._assistant, now, paper, slow_work)

        return slow_work.through(attempt)

    def waiting(self) -> list[Reply]:
        """Does what follows a change of the library, and gives what came up for the person since.

        Raises IndexProblem when the index cannot follow.
        """
        now = self._clock()
        self._renewal.tidy(now)
        self._renewal.run(now)
        replies = self._reminders(now)
        for _ in range(_AT_ONCE):
            for delivery in self._outbox.claim(now, self._chat, 1):
                replies.append(delivery.reply)
                self._outbox.settle(delivery, now)
                break
            else:
                break
        return replies

    def _reminders(self, now: datetime) -> list[Reply]:
        with self._store.begin() as session:
            person = Directory(session).who(self._chat)
            return at_keyboard(session, person, now) if person else []
