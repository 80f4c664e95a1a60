"""The double in a thread with a loop of its own, for tests that are not async and bots in other processes.

It knows threads and loops, nothing of Telegram.
Read next: `process.py`, which runs such a bot, and `server.py`, what is served.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Coroutine
from types import TracebackType
from typing import Any, Self, TypeVar

from tests.telegram_double.server import TelegramDouble

T = TypeVar("T")


class TelegramThread:
    """Serves from the beginning of its block to the end: `with TelegramThread() as thread:`.

    `thread.run(officer.writes("…"))` does in the server's loop what an async test would await.
    """

    def __init__(self) -> None:
        self.telegram = TelegramDouble()
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="telegram double", daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        self.run(self.telegram.comes_up())
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.run(self.telegram.__aexit__(kind, error, traceback))
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def run(self, doing: Coroutine[Any, Any, T]) -> T:
        """Do it in the server's loop and give its result."""
        return asyncio.run_coroutine_threadsafe(doing, self._loop).result()
