"""Every error of the Telegram library as one of ours: who must wait, who is gone, what will never arrive.

It must not quote what was sent: Telegram's refusals may repeat a piece of the text.
Read next: `bot/outbox.py`, which decides by these errors, and `bot/channels/telegram.py`, which raises them.
"""

from __future__ import annotations

import os
from datetime import timedelta
from typing import Final

import httpx
from telegram.error import (
    BadRequest,
    ChatMigrated,
    EndPointNotFound,
    Forbidden,
    InvalidToken,
    NetworkError,
    PassportDecryptionError,
    RetryAfter,
    TelegramError,
    TimedOut,
)

from knowledge.errors import ChatGone, DeliveryProblem, MessageRefused, RetryLater

# The library warns at every RetryAfter unless it may tell the wait as a timedelta.
os.environ.setdefault("PTB_TIMEDELTA", "1")

_NEVER_LEFT: Final = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.ProxyError)
_CHAT_GONE: Final = (
    "chat not found",
    "user not found",
    "peer_id_invalid",
    "chat_write_forbidden",
    "group chat was deactivated",
)
_EDITED_GONE: Final = (
    "message to edit not found",
    "message can't be edited",
    "message_id_invalid",
    "there is no text in the message to edit",
)


def delivery_problem(error: TelegramError, *, parts_sent: int = 0, text_length: int = 0) -> DeliveryProblem:
    """What `error`, met while sending, means for the message.

    RetryLater: Telegram asks to wait and nothing was done. ChatGone: nothing reaches this chat any more.
    MessageRefused: this message will never be taken; `text_length` (UTF-16 code units) helps to find out
    why, the text itself is not in it. A plain DeliveryProblem: try again; its detail `uncertain` is False
    when the message certainly never arrived. `parts_sent` is passed on in the details.
    """
    if isinstance(error, RetryAfter):
        return RetryLater(after=wait_of(error), parts_sent=parts_sent)
    if isinstance(error, ChatMigrated):
        return DeliveryProblem("chat_moved", parts_sent=parts_sent, uncertain=False)
    if isinstance(error, InvalidToken | EndPointNotFound):
        return DeliveryProblem("token_refused", parts_sent=parts_sent, uncertain=False)
    # BadRequest is a NetworkError for the library, but no connection failed.
    if isinstance(error, BadRequest) and not _says(error, _CHAT_GONE):
        return MessageRefused(reason=_reason(error), text_length=text_length, parts_sent=parts_sent)
    if isinstance(error, Forbidden | BadRequest):
        return ChatGone(reason=_reason(error), parts_sent=parts_sent)
    if isinstance(error, PassportDecryptionError):
        return MessageRefused(reason="passport", text_length=text_length, parts_sent=parts_sent)
    if isinstance(error, TimedOut | NetworkError) and isinstance(error.__cause__, _NEVER_LEFT):
        return DeliveryProblem("channel_unreachable", parts_sent=parts_sent, uncertain=False)
    return DeliveryProblem("channel_unreachable", parts_sent=parts_sent, uncertain=True)


def wait_of(error: RetryAfter) -> timedelta:
    """How long Telegram asks to wait."""
    wait = error.retry_after
    return wait if isinstance(wait, timedelta) else timedelta(seconds=wait)


def is_unchanged(error: BadRequest) -> bool:
    """The message already looks as it should."""
    return _says(error, ("message is not modified",))


def is_gone(error: BadRequest) -> bool:
    """The message that was to be edited is no longer there, or no longer the bot's to edit."""
    return _says(error, _EDITED_GONE)


def is_too_big(error: BadRequest) -> bool:
    """The file is larger than Telegram hands to a bot."""
    return _says(error, ("file is too big",))


def is_no_photo(error: BadRequest) -> bool:
    """The picture cannot be shown in this conversation; as a document it may still arrive."""
    return _says(error, ("photo_invalid_dimensions", "image_process_failed", "not enough rights to send photos"))


def _says(error: TelegramError, fragments: tuple[str, ...]) -> bool:
    return any(fragment in error.message.lower() for fragment in fragments)


def _reason(error: TelegramError) -> str:
    # Behind a colon or in quotes stands what the refused text contained.
    return error.message.partition(":")[0].partition('"')[0].strip()
