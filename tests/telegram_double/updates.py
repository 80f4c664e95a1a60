"""The queue of updates: kept until the bot acknowledges them, fetched by long polling or pushed to a webhook.

It knows the order and the fate of updates, nothing of what is in them.
Read next: `methods_bot.py`, where a bot asks for them, and `person.py`, which causes them.
"""

from __future__ import annotations

import asyncio
import contextlib
import copy
import itertools
from collections.abc import Callable

import aiohttp

from tests.telegram_double.errors import OTHER_POLLER, WEBHOOK_ACTIVE, ApiError
from tests.telegram_double.schema import Json, official_schema

NOT_SENT_UNASKED = frozenset({"chat_member", "message_reaction", "message_reaction_count"})
"""Kinds a bot gets only if it names them in allowed_updates."""

_PUSH_PAUSES = (0.02, 0.05, 0.1, 0.3)
"""Seconds between attempts to push to a webhook; the last one repeats."""


class UpdateQueue:
    """Updates not yet acknowledged, oldest first."""

    def __init__(self, changed: asyncio.Condition, now: Callable[[], float]) -> None:
        self.pending: list[Json] = []
        self.sent: list[Json] = []
        self.allowed: list[str] = []
        self.webhook: Json | None = None
        self.last_error: Json = {}
        self.waiting = 0
        """Long polls that wait for the next update."""
        self._changed = changed
        self._now = now
        self._ids = itertools.count(1)
        self._poll = 0
        self._pusher: asyncio.Task[None] | None = None

    async def add(self, kind: str, content: Json) -> Json | None:
        """Queue an update as it stands now; None if the bot did not ask for its kind."""
        update = {"update_id": next(self._ids), kind: copy.deepcopy(content)}
        problems = official_schema().problems(update, "Update", "update")
        if problems:
            raise AssertionError(f"the double would send a wrong update: {problems}")
        if (self.allowed and kind not in self.allowed) or (not self.allowed and kind in NOT_SENT_UNASKED):
            return None
        await self._queue(update)
        return update

    async def add_again(self, update: Json) -> None:
        """Deliver an update a second time under the same id, as after a lost acknowledgement."""
        await self._queue(update)

    async def fetch(self, offset: int, limit: int, timeout_s: float) -> list[Json]:
        """Acknowledge what is older than `offset`, then up to `limit` updates, waiting for the first.

        Raises ApiError 409 while a webhook is set, and in the older of two polls at the same time.
        """
        if self.webhook:
            raise ApiError(409, WEBHOOK_ACTIVE)
        self._acknowledge(offset)
        self._poll += 1
        mine = self._poll
        self.waiting += 1
        try:
            async with self._changed:
                self._changed.notify_all()
                with contextlib.suppress(TimeoutError):
                    async with asyncio.timeout(timeout_s):
                        await self._changed.wait_for(lambda: self.pending or self._poll != mine)
        finally:
            self.waiting -= 1
        if self._poll != mine:
            raise ApiError(409, OTHER_POLLER)
        return self.pending[:limit]

    async def set_webhook(self, webhook: Json | None) -> None:
        """Push to `webhook` from now on; None goes back to long polling."""
        await self.stop()
        self.webhook, self.last_error = webhook, {}
        if webhook:
            self._pusher = asyncio.create_task(self._push_all(webhook))

    async def stop(self) -> None:
        """End pushing; what is pending stays."""
        if self._pusher:
            self._pusher.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._pusher
            self._pusher = None

    async def _queue(self, update: Json) -> None:
        async with self._changed:
            self.pending.append(update)
            self.sent.append(update)
            self._changed.notify_all()

    def _acknowledge(self, offset: int) -> None:
        if offset > 0:
            self.pending = [update for update in self.pending if update["update_id"] >= offset]
        elif offset < 0:
            self.pending = self.pending[offset:]

    async def _push_all(self, webhook: Json) -> None:
        headers = {"X-Telegram-Bot-Api-Secret-Token": webhook["secret_token"]} if "secret_token" in webhook else {}
        async with aiohttp.ClientSession() as client:
            failures = 0
            while True:
                async with self._changed:
                    await self._changed.wait_for(lambda: bool(self.pending))
                reason = await _pushed(client, webhook["url"], self.pending[0], headers)
                if reason is None:
                    failures = 0
                    async with self._changed:
                        self.pending.pop(0)
                        self._changed.notify_all()
                    continue
                self.last_error = {"last_error_date": int(self._now()), "last_error_message": reason}
                await asyncio.sleep(_PUSH_PAUSES[min(failures, len(_PUSH_PAUSES) - 1)])
                failures += 1


async def _pushed(client: aiohttp.ClientSession, url: str, update: Json, headers: dict[str, str]) -> str | None:
    """Push one update; None if the bot took it, else why not."""
    try:
        async with client.post(url, json=update, headers=headers) as answer:
            return None if answer.ok else f"Wrong response from the webhook: {answer.status} {answer.reason}"
    except aiohttp.ClientError:
        return "Connection failed"
