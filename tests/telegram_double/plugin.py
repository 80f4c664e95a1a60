"""Fixtures: a Telegram for each test, which fails the test if the bot broke the official schema.

It knows pytest and the double. A conftest takes them by importing them by name.
Read next: `person.py`, what a test does with them.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator

import pytest
import pytest_asyncio

from tests.telegram_double.server import TelegramDouble
from tests.telegram_double.thread import TelegramThread

__all__ = ["telegram", "telegram_thread"]


@pytest_asyncio.fixture
async def telegram() -> AsyncIterator[TelegramDouble]:
    """A Telegram in the loop of the test."""
    async with TelegramDouble() as double:
        yield double
        assert double.violations == []


@pytest.fixture
def telegram_thread() -> Iterator[TelegramThread]:
    """A Telegram in a thread of its own, for a bot in another process."""
    with TelegramThread() as thread:
        yield thread
        assert thread.telegram.violations == []
