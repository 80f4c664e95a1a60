"""Every error of the library is one of ours, and no refusal quotes what was sent.

It knows the library's errors and the faults of the stand-in.
Read next: `bot/channels/telegram_errors.py`.
"""

from __future__ import annotations

import inspect
from datetime import timedelta
from typing import Any

import httpx
import pytest
import telegram.error
from telegram.error import BadRequest, NetworkError, TelegramError, TimedOut

from bot.channels.telegram import TelegramChannel
from bot.channels.telegram_errors import delivery_problem
from bot.messages import Button, Reply
from knowledge.errors import (
    ChatGone,
    DeliveryProblem,
    MessageRefused,
    RetryLater,
)
from tests.bot.channels.desk import CHAT, Clock, Contacts, channel_to
from tests.telegram_double import Fault, Person, TelegramDouble


def errors_of_the_library() -> list[type[TelegramError]]:
    found = [kind for _, kind in inspect.getmembers(telegram.error, inspect.isclass) if issubclass(kind, TelegramError)]
    known = {TelegramError}
    waiting = [TelegramError]
    while waiting:
        for kind in waiting.pop().__subclasses__():
            if kind.__module__.startswith("telegram.") and kind not in known:
                known.add(kind)
                waiting.append(kind)
    return sorted({*found, *known}, key=lambda kind: kind.__name__)


EXPECTED: dict[str, tuple[type[DeliveryProblem], str, object]] = {
    "BadRequest": (MessageRefused, "message_refused", None),
    "ChatMigrated": (DeliveryProblem, "chat_moved", False),
    "Conflict": (DeliveryProblem, "channel_unreachable", True),
    "EndPointNotFound": (DeliveryProblem, "token_refused", False),
    "Forbidden": (ChatGone, "chat_gone", None),
    "InvalidToken": (DeliveryProblem, "token_refused", False),
    "NetworkError": (DeliveryProblem, "channel_unreachable", True),
    "PassportDecryptionError": (MessageRefused, "message_refused", None),
    "RetryAfter": (RetryLater, "retry_later", None),
    "TelegramError": (DeliveryProblem, "channel_unreachable", True),
    "TimedOut": (DeliveryProblem, "channel_unreachable", True),
    "InvalidCallbackData": (DeliveryProblem, "channel_unreachable", True),
}


@pytest.mark.parametrize("kind", errors_of_the_library())
def test_every_error_of_the_library_is_mapped(kind: type[TelegramError]) -> None:
    expected, key, uncertain = EXPECTED[kind.__name__]
    argument: Any = 9 if kind.__name__ in ("RetryAfter", "ChatMigrated") else "said"
    problem = delivery_problem(kind(argument), parts_sent=3)
    assert type(problem) is expected
    assert problem.key == key
    assert problem.details.get("uncertain") is uncertain
    assert problem.details["parts_sent"] == 3


@pytest.mark.parametrize("cause", [httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.ProxyError])
def test_what_never_left_certainly_did_not_arrive(cause: type[httpx.HTTPError]) -> None:
    for error in (TimedOut(), NetworkError("x")):
        error.__cause__ = cause("x")
        assert delivery_problem(error).details["uncertain"] is False


@pytest.mark.parametrize("said", ["Chat not found", "Peer_id_invalid", "Chat_write_forbidden"])
def test_a_chat_that_is_not_there_is_gone(said: str) -> None:
    assert isinstance(delivery_problem(BadRequest(said)), ChatGone)


def test_a_refusal_tells_the_length_of_the_text_and_nothing_of_it() -> None:
    said = 'Can\'t parse entities: unsupported start tag "nguyen" at byte offset 8'
    problem = delivery_problem(BadRequest(said), text_length=1234)
    assert problem.details == {"reason": "Can't parse entities", "text_length": 1234, "parts_sent": 0}
    assert "nguyen" not in str(problem)


async def test_a_refused_message_quotes_nothing_even_in_a_traceback(channel: TelegramChannel, officer: Person) -> None:
    with pytest.raises(MessageRefused) as raised:
        await channel.send(CHAT, Reply(html="bí mật", buttons=((Button("x", "y" * 65),),)))
    assert raised.value.__cause__ is None and raised.value.__suppress_context__
    assert raised.value.details["text_length"] == 6


async def test_a_lost_answer_is_uncertain_and_an_unreachable_server_is_not(
    telegram: TelegramDouble, channel: TelegramChannel, officer: Person
) -> None:
    telegram.fails("sendMessage", Fault.ANSWER_LOST)
    with pytest.raises(DeliveryProblem) as lost:
        await channel.send(CHAT, Reply(html="một"))
    await telegram.goes_down()
    fresh = channel_to(telegram, Clock(), Contacts())
    with pytest.raises(DeliveryProblem) as down:
        await fresh.send(CHAT, Reply(html="hai"))
    await fresh.close()
    assert (lost.value.details["uncertain"], down.value.details["uncertain"]) == (True, False)
    assert [message["text"] for message in officer.screen()] == ["một"]


async def test_a_chat_that_blocked_the_bot_or_never_was_is_gone(channel: TelegramChannel, officer: Person) -> None:
    await officer.blocks()
    with pytest.raises(ChatGone):
        await channel.send(CHAT, Reply(html="x"))
    with pytest.raises(ChatGone):
        await channel.send("telegram:99", Reply(html="x"))


async def test_limits_of_telegram_surface_as_a_wait(
    telegram: TelegramDouble, channel: TelegramChannel, officer: Person
) -> None:
    telegram.world.limits.enabled = True
    with pytest.raises(RetryLater) as raised:
        for _ in range(10):
            await channel.send(CHAT, Reply(html="x"))
    assert timedelta() < raised.value.after <= timedelta(seconds=5)
