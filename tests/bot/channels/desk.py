"""What the tests of the Telegram channel share: a clock, a channel that polls, an officer who writes.

It knows the channel and the stand-in for Telegram, no test.
Read next: `tests/bot/channels/conftest.py`, which makes the fixtures known.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from datetime import UTC, datetime, timedelta

import pytest
import pytest_asyncio

from bot.channels.telegram import TelegramChannel, TelegramConnection
from bot.channels.telegram_polling import Contact
from bot.messages import Button, Incoming
from knowledge.errors import (
    StorageProblem,
)
from tests.telegram_double import Person, TelegramDouble

CHAT = "telegram:77"
PATIENCE_S = 15.0
BUTTONS = ((Button("Xem toàn văn", "full:1"), Button("Thôi", "no")),)


class Clock:
    """A clock that stands until it is moved."""

    def __init__(self) -> None:
        self.now = datetime(2026, 7, 20, 1, 30, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now


class Contacts:
    """Takes the reports of contact and lets a test wait for the loss."""

    def __init__(self) -> None:
        self.told: list[Contact] = []
        self._lost = asyncio.Event()

    def __call__(self, contact: Contact) -> None:
        self.told.append(contact)
        if not contact.reached:
            self._lost.set()

    async def lost(self) -> None:
        await asyncio.wait_for(self._lost.wait(), PATIENCE_S)


class Receiving:
    """Polls in the background and keeps what it is given; `refuse` makes the next batches fail to be kept."""

    def __init__(self, channel: TelegramChannel, telegram: TelegramDouble) -> None:
        self.batches: list[list[Incoming]] = []
        self.pending_when_given: list[int] = []
        self.refuse = 0
        self._channel = channel
        self._telegram = telegram
        self._stop = asyncio.Event()
        self._task: asyncio.Task[None] | None = None
        self._kept = asyncio.Event()

    @property
    def events(self) -> list[Incoming]:
        return [event for batch in self.batches for event in batch]

    async def keep(self, events: Sequence[Incoming]) -> None:
        self.pending_when_given.append(len(self._telegram.world.updates.pending))
        if self.refuse:
            self.refuse -= 1
            raise StorageProblem("storage_busy")
        self.batches.append(list(events))
        self._kept.set()

    def start(self) -> None:
        self._task = asyncio.create_task(self._channel.poll(self.keep, self._stop))

    async def stop(self) -> None:
        self._stop.set()
        if self._task:
            await self._task

    async def some(self) -> list[Incoming]:
        """The events, once there is one."""
        await asyncio.wait_for(self._kept.wait(), PATIENCE_S)
        return self.events

    async def all(self) -> list[Incoming]:
        """The events, once the bot has acknowledged all there is."""
        await self._telegram.all_taken()
        return self.events


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def contacts() -> Contacts:
    return Contacts()


def channel_to(telegram: TelegramDouble, clock: Clock, contacts: Contacts) -> TelegramChannel:
    connection = TelegramConnection(telegram.token, api=telegram.address)
    return TelegramChannel(
        connection,
        clock,
        contacts,
        poll_for=timedelta(seconds=20),
        first_pause=timedelta(milliseconds=1),
    )


@pytest_asyncio.fixture
async def channel(telegram: TelegramDouble, clock: Clock, contacts: Contacts) -> AsyncIterator[TelegramChannel]:
    built = channel_to(telegram, clock, contacts)
    yield built
    await built.close()


@pytest_asyncio.fixture
async def receiving(channel: TelegramChannel, telegram: TelegramDouble) -> AsyncIterator[Receiving]:
    receiving = Receiving(channel, telegram)
    receiving.start()
    yield receiving
    await receiving.stop()


@pytest.fixture
def officer(telegram: TelegramDouble) -> Person:
    return telegram.person(77, "Nguyễn Thị An")
