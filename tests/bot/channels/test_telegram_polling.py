"""Nothing is acknowledged before it is kept, nothing is lost in an outage, and an outage is told once.

It knows the loop through the channel, and the stand-in.
Read next: `bot/channels/telegram_polling.py`.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import pytest
import telegram.error
from telegram import Update
from telegram.error import BadRequest, NetworkError, RetryAfter, TelegramError, TimedOut

from bot.channels.telegram import TelegramChannel
from bot.channels.telegram_polling import LONGEST_PAUSE, REPORT_EVERY, Contact, ContactWatch, Polling
from bot.messages import Incoming
from knowledge.errors import (
    DeliveryProblem,
    StorageProblem,
)
from tests.bot.channels.desk import Clock, Contacts, Receiving
from tests.telegram_double import Fault, Person, TelegramDouble


async def test_an_update_is_kept_before_it_is_acknowledged(receiving: Receiving, officer: Person) -> None:
    await officer.writes("một")
    await receiving.all()
    assert receiving.pending_when_given == [1]


async def test_what_could_not_be_kept_comes_again(
    receiving: Receiving, officer: Person, caplog: pytest.LogCaptureFixture
) -> None:
    receiving.refuse = 3
    await officer.writes("một")
    assert [event.text for event in await receiving.all()] == ["một"]
    assert receiving.pending_when_given == [1, 1, 1, 1]
    assert [record.message for record in caplog.records if "cannot be stored" in record.message] == [
        "updates cannot be stored, so they are left with Telegram (StorageProblem)"
    ]


async def test_an_error_nobody_foresaw_ends_the_loop_and_acknowledges_nothing(
    telegram: TelegramDouble, channel: TelegramChannel, officer: Person
) -> None:
    def broken(events: Sequence[Incoming]) -> None:
        raise ZeroDivisionError

    await officer.writes("một")
    with pytest.raises(ZeroDivisionError):
        await channel.poll(broken, asyncio.Event())
    assert len(telegram.world.updates.pending) == 1


async def test_a_redelivered_update_has_the_same_key(
    telegram: TelegramDouble, receiving: Receiving, officer: Person
) -> None:
    await officer.writes("một")
    await receiving.all()
    await telegram.delivers_again()
    assert [event.key for event in await receiving.all()] == ["telegram:1", "telegram:1"]


async def test_events_come_in_the_order_they_happened(
    telegram: TelegramDouble, channel: TelegramChannel, officer: Person
) -> None:
    for number in range(20):
        await officer.writes(f"tin {number}")
    receiving = Receiving(channel, telegram)
    receiving.start()
    assert [event.text for event in await receiving.all()] == [f"tin {number}" for number in range(20)]
    assert len(receiving.batches) == 1
    await receiving.stop()


async def test_an_update_nobody_can_read_does_not_hold_up_the_others(
    telegram: TelegramDouble, receiving: Receiving, officer: Person, caplog: pytest.LogCaptureFixture
) -> None:
    await officer.writes("trước")
    await receiving.all()
    await telegram.delivers_again({"update_id": 50, "message": {"message_id": "?", "date": "hôm qua", "chat": 7}})
    await telegram.delivers_again({"update_id": 51, "message": {**telegram.world.rooms[77].messages[1], "text": "sau"}})
    assert [event.text for event in await receiving.all()] == ["trước", "sau"]
    assert "update 50 cannot be read and is left out" in caplog.text
    telegram.violations.clear()


async def test_an_outage_is_told_once_when_it_begins_and_once_when_it_ends(
    telegram: TelegramDouble,
    receiving: Receiving,
    officer: Person,
    clock: Clock,
    contacts: Contacts,
    caplog: pytest.LogCaptureFixture,
) -> None:
    await officer.writes("trước")
    await receiving.all()
    caplog.clear()
    await telegram.goes_down()
    await contacts.lost()
    await officer.writes("trong lúc mất")
    clock.now += timedelta(minutes=12)
    await telegram.comes_up()
    assert [event.text for event in await receiving.all()] == ["trước", "trong lúc mất"]
    assert [(contact.reached, contact.reason) for contact in contacts.told] == [
        (True, ""),
        (False, "unreachable"),
        (True, ""),
    ]
    lines = [record.message for record in caplog.records if record.name.startswith("bot")]
    assert len(lines) == 2
    assert lines[0].startswith("contact with Telegram lost")
    assert lines[1] == "contact with Telegram is back after 0:12:00"


@pytest.mark.parametrize(
    "fault", [Fault.SERVER_ERROR, Fault.BAD_GATEWAY, Fault.DROPPED, Fault.ANSWER_LOST, Fault.GARBLED]
)
async def test_failing_polls_lose_nothing(
    fault: Fault, telegram: TelegramDouble, receiving: Receiving, officer: Person
) -> None:
    telegram.fails("getUpdates", fault, times=3)
    await officer.writes("một")
    await officer.writes("hai")
    assert list(dict.fromkeys(event.text for event in await receiving.all())) == ["một", "hai"]


@pytest.mark.parametrize("method", ["getMe", "deleteWebhook"])
async def test_a_start_without_contact_goes_on_until_there_is_some(
    method: str, telegram: TelegramDouble, channel: TelegramChannel, officer: Person, contacts: Contacts
) -> None:
    telegram.fails(method, Fault.BAD_GATEWAY, times=3)
    receiving = Receiving(channel, telegram)
    receiving.start()
    await officer.writes("một")
    assert [event.text for event in await receiving.all()] == ["một"]
    assert [contact.reached for contact in contacts.told] == [False, True]
    assert channel.username == "troly_bot"
    await receiving.stop()


async def test_another_copy_that_polls_is_told_clearly(
    telegram: TelegramDouble, receiving: Receiving, officer: Person, caplog: pytest.LogCaptureFixture
) -> None:
    await telegram.all_taken()
    telegram.fails("getUpdates", Fault.CONFLICT, times=3)
    await officer.writes("một")
    await receiving.all()
    told = [record for record in caplog.records if "another copy of the assistant" in record.message]
    assert [record.levelno for record in told] == [logging.ERROR]


async def test_a_token_refused_from_the_beginning_ends_the_loop(
    telegram: TelegramDouble, channel: TelegramChannel
) -> None:
    telegram.fails("getMe", Fault.UNAUTHORIZED)
    with pytest.raises(DeliveryProblem) as raised:
        await channel.poll(list, asyncio.Event())
    assert raised.value.key == "token_refused"


async def test_a_token_refused_later_is_told_and_tried_again(
    telegram: TelegramDouble, receiving: Receiving, officer: Person, caplog: pytest.LogCaptureFixture
) -> None:
    await telegram.all_taken()
    telegram.fails("getUpdates", Fault.UNAUTHORIZED, times=2)
    await officer.writes("một")
    assert [event.text for event in await receiving.all()][-1] == "một"
    assert caplog.text.count("Telegram refuses the bot token") == 1


async def test_a_webhook_left_behind_is_removed(
    telegram: TelegramDouble, receiving: Receiving, officer: Person
) -> None:
    await telegram.world.updates.set_webhook({"url": f"{telegram.address}/nobody-there"})
    await receiving.stop()
    again = Receiving(receiving._channel, telegram)
    again.start()
    await officer.writes("một")
    await again.some()
    assert telegram.world.updates.webhook is None
    await again.stop()


async def test_before_contact_the_bot_does_not_know_its_name(channel: TelegramChannel) -> None:
    assert channel.username == ""
    with pytest.raises(RuntimeError):
        channel.to_incoming(Update(1))


def test_contact_that_lasts_is_reported_every_minute(clock: Clock, contacts: Contacts) -> None:
    watch = ContactWatch(clock, contacts)
    for _ in range(6):
        watch.reached()
        clock.now += REPORT_EVERY / 2
    assert [contact.at for contact in contacts.told] == [clock.now - REPORT_EVERY * n for n in (3, 2, 1)]


def test_the_same_loss_again_is_no_news(clock: Clock, contacts: Contacts, caplog: pytest.LogCaptureFixture) -> None:
    watch = ContactWatch(clock, contacts)
    for _ in range(50):
        watch.lost("unreachable", "ConnectError")
    watch.lost("conflict", "Conflict")
    assert [contact.reason for contact in contacts.told] == ["unreachable", "conflict"]
    assert len(caplog.records) == 2


def test_a_report_that_cannot_be_kept_changes_nothing(clock: Clock) -> None:
    def busy(contact: Contact) -> None:
        raise StorageProblem("storage_busy")

    watch = ContactWatch(clock, busy)
    watch.reached()
    watch.lost("unreachable", "ConnectError")
    assert watch.ever_reached


def idle_polling(clock: Clock, contacts: Contacts) -> Polling:
    async def prepare() -> None:
        """Nothing to prepare."""

    async def fetch(offset: int) -> list[dict[str, Any]]:
        return []

    return Polling(prepare, fetch, lambda raw: None, ContactWatch(clock, contacts), timedelta(seconds=1))


def test_pauses_grow_to_a_limit_and_telegrams_wish_is_obeyed(clock: Clock) -> None:
    polling = idle_polling(clock, Contacts())
    pauses = [polling._failed(NetworkError("x"), failures).total_seconds() for failures in range(8)]
    assert pauses == [1, 2, 4, 8, 16, *[LONGEST_PAUSE.total_seconds()] * 3]
    assert polling._failed(RetryAfter(90), 0) == timedelta(seconds=90)


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (NetworkError("x"), "unreachable"),
        (TimedOut(), "unreachable"),
        (TelegramError("x"), "unreachable"),
        (BadRequest("x"), "request_refused"),
        (telegram.error.Conflict("x"), "conflict"),
        (RetryAfter(1), "asked_to_wait"),
        (StorageProblem("storage_busy"), "not_stored"),
    ],
)
def test_each_failure_to_receive_has_its_reason(
    error: TelegramError | StorageProblem, reason: str, clock: Clock, contacts: Contacts
) -> None:
    idle_polling(clock, contacts)._failed(error, 0)
    assert [contact.reason for contact in contacts.told] == [reason]
