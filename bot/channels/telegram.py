"""The Telegram channel: receives what people do, sends them replies, fetches their files.

It must not know a flow or the storage, and never decides whether to try again: its errors say what happened.
Read next: `bot/channels/telegram_polling.py` (receiving), `bot/channels/telegram_text.py` (cutting replies).
"""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final, TypeVar
from urllib.parse import urlencode

import httpx
from telegram import InputFile, LinkPreviewOptions, Message, Update
from telegram.constants import ChatAction, FileSizeLimit, ParseMode
from telegram.error import BadRequest, ChatMigrated, TelegramError
from telegram.ext import AIORateLimiter, ExtBot
from telegram.request import HTTPXRequest

from bot.channels.telegram_errors import delivery_problem, is_gone, is_no_photo, is_too_big, is_unchanged
from bot.channels.telegram_polling import Accept, Contact, ContactWatch, Polling, Raw
from bot.channels.telegram_text import Part, is_photo, parts_of, repeated_label, short_notice
from bot.channels.telegram_updates import CHANNEL, Myself, chat_id_of, chat_key, press_id_of, to_incoming
from bot.messages import Attachment, Incoming, Reply, Upload
from knowledge.errors import DeliveryProblem, MessageRefused, StorageProblem, TooLarge, Unreadable, WrongType

_TELEGRAM: Final = "https://api.telegram.org"
_KINDS: Final = (Update.MESSAGE, Update.CALLBACK_QUERY)
_CONNECT_S: Final = 10.0
_ANSWER_S: Final = 20.0
_UPLOAD_S: Final = 120.0
_MEGABYTE: Final = 1_000_000
_NO_PREVIEW: Final = LinkPreviewOptions(is_disabled=True)

_log = logging.getLogger(__name__)

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class TelegramConnection:
    """How to reach Telegram. `api` is a self-hosted Bot API server, not in its `--local` mode; «» is Telegram's own.

    `proxy` is an HTTP or SOCKS5 address. Token and proxy are secrets: they never appear in a repr.
    """

    token: str = field(repr=False)
    proxy: str = field(default="", repr=False)
    api: str = ""

    @property
    def secrets(self) -> tuple[str, ...]:
        """What must never stand in a log."""
        return tuple(filter(None, (self.token, self.proxy)))


class TelegramChannel:
    """One bot. Sending works at once; receiving begins with `poll`. `close` ends all connections.

    `on_contact` is told when Telegram is reached, when it no longer is, and every minute that it still is;
    `on_moved` that a group goes by another name, where nobody said so when it happened. Both may raise
    StorageProblem, which changes nothing.
    """

    name = CHANNEL

    def __init__(
        self,
        connection: TelegramConnection,
        clock: Callable[[], datetime],
        on_contact: Callable[[Contact], None] | None = None,
        on_moved: Callable[[str, str], None] | None = None,
        *,
        poll_for: timedelta = timedelta(seconds=30),
        first_pause: timedelta = timedelta(seconds=1),
    ) -> None:
        api = connection.api.rstrip("/") or _TELEGRAM
        proxy = connection.proxy or None
        self._updates = _request(proxy, connections=1)
        self._calls = _request(proxy, connections=16)
        # Thirty messages a second are worth waiting for here; the longer waits of a group are the outbox's.
        self._bot = ExtBot(
            connection.token,
            base_url=f"{api}/bot",
            base_file_url=f"{api}/file/bot",
            request=self._calls,
            get_updates_request=self._updates,
            rate_limiter=AIORateLimiter(group_max_rate=0, group_time_period=0),
        )
        self._files = httpx.AsyncClient(proxy=proxy, timeout=httpx.Timeout(_ANSWER_S, connect=_CONNECT_S))
        self._clock = clock
        self._poll_for = poll_for
        self._first_pause = first_pause
        self._watch = ContactWatch(clock, on_contact)
        self._myself: Myself | None = None
        self._moved: dict[int, int] = {}
        self._on_moved = on_moved

    @property
    def username(self) -> str:
        """The bot's name for links, without @; «» until Telegram was reached."""
        return self._myself.username if self._myself else ""

    async def close(self) -> None:
        """End all connections; nothing more can be sent."""
        # Not by the bot's own shutdown: it leaves connections open if the bot never received.
        await asyncio.gather(self._updates.shutdown(), self._calls.shutdown(), self._files.aclose())

    async def poll(self, accept: Accept, stop: asyncio.Event) -> None:
        """Receive until `stop` is set. `accept` gets the events in order, and must keep them before it returns:
        only then are they acknowledged. If it raises StorageProblem they come again.

        Raises DeliveryProblem «token_refused» if Telegram refuses the token from the very beginning.
        """
        polling = Polling(self._prepare, self._fetch, self._convert, self._watch, self._first_pause)
        await polling.run(accept, stop)

    def to_incoming(self, update: Update) -> Incoming | None:
        """What a person did, or None; see `telegram_updates.to_incoming`. Telegram must have been reached."""
        if self._myself is None:
            raise RuntimeError("the bot does not know its own name yet")
        return to_incoming(update, self._myself, self._clock)

    async def send(self, chat: str, reply: Reply, repeated: bool = False, parts_sent: int = 0) -> str:
        """Send `reply` to `chat`; the name of its last message, «» when there was nothing to send.

        A long text goes in several messages, the buttons under the last. `replaces` edits that message; if
        it is gone, a new one is sent. `repeated` puts a label before what may have arrived already; an edit
        needs none. `parts_sent` messages of it arrived before and are left out. The notice is not sent here
        but by `acknowledge_press`.

        Raises DeliveryProblem: RetryLater, ChatGone, MessageRefused or, when Telegram was not reached, a
        plain one with the detail `uncertain`; each with the detail `parts_sent`. A group that became a
        supergroup is followed to its new id.
        """
        chat_id = chat_id_of(chat)
        sent = ""
        for number, part in enumerate(_fitting(parts_of(reply))[parts_sent:], start=parts_sent):
            label = repeated_label() if repeated and number == parts_sent else ""
            try:
                sent = await self._send_part(chat_id, part, label)
            except TelegramError as error:
                problem = delivery_problem(error, parts_sent=number, text_length=part.text_length)
                # A refusal may quote the text, which a logged chain of errors would then show.
                raise problem from (None if isinstance(problem, MessageRefused) else error)
        return sent

    async def acknowledge_press(self, key: str, notice: str = "") -> bool:
        """Stop the waiting sign of the press with this event key, and show `notice` there.

        To be called early, for every press, once. Whether Telegram still took it: after a while, or a
        second time, it does not, which harms nobody; nothing is raised.
        """
        press_id = press_id_of(key)
        if not press_id:
            return False
        return await self._courtesy(self._bot.answer_callback_query(press_id, short_notice(notice) or None))

    async def typing(self, chat: str) -> bool:
        """Show for five seconds that an answer is being written. Whether Telegram took it; nothing is raised."""
        chat_id = chat_id_of(chat)
        return await self._courtesy(self._bot.send_chat_action(self._moved.get(chat_id, chat_id), ChatAction.TYPING))

    async def offer_commands(self, commands: Sequence[tuple[str, str]]) -> None:
        """Show these commands (name without slash, description) in the menu. Raises DeliveryProblem."""
        try:
            await self._bot.set_my_commands(commands)
        except TelegramError as error:
            raise delivery_problem(error) from error

    async def download(self, upload: Upload, limit: int = int(FileSizeLimit.FILESIZE_DOWNLOAD)) -> bytes:
        """The content of a file a person offered, at most `limit` bytes.

        Raises WrongType for what the assistant cannot read at all, TooLarge before anything is fetched if
        the size is known and while fetching if it lied, Unreadable if Telegram no longer has the file,
        DeliveryProblem if Telegram is not reached.
        """
        if not upload.reference:
            raise WrongType(name=upload.name, kind="media")
        limit = min(limit, int(FileSizeLimit.FILESIZE_DOWNLOAD))
        too_large = TooLarge(name=upload.name, megabytes=limit // _MEGABYTE)
        if upload.size > limit:
            raise too_large
        try:
            file = await self._bot.get_file(upload.reference)
        except BadRequest as error:
            raise too_large if is_too_big(error) else Unreadable(name=upload.name) from error
        except TelegramError as error:
            raise delivery_problem(error) from error
        if (file.file_size or 0) > limit:
            raise too_large
        if not file.file_path:
            raise Unreadable(name=upload.name)
        return await self._fetch_file(file.file_path, limit, too_large, Unreadable(name=upload.name))

    async def _prepare(self) -> None:
        await self._bot.initialize()
        await self._bot.delete_webhook()
        self._myself = Myself(self._bot.id, self._bot.username)

    async def _fetch(self, offset: int) -> list[Raw]:
        # Raw: the library would fail on the whole batch for one update it cannot read.
        seconds = int(self._poll_for.total_seconds())
        asked: dict[str, str | int] = {"timeout": seconds, "allowed_updates": json.dumps(_KINDS)}
        if offset:
            asked["offset"] = offset
        address = f"{self._bot.base_url}/getUpdates?{urlencode(asked)}"
        raw: Any = await self._updates.post(address, read_timeout=seconds + _ANSWER_S)
        return [update for update in raw if isinstance(update, dict)] if isinstance(raw, list) else []

    def _convert(self, raw: Raw) -> Incoming | None:
        return self.to_incoming(Update.de_json(raw, self._bot))

    async def _send_part(self, chat_id: int, part: Part, label: str) -> str:
        if part.edits is not None:
            try:
                await self._where_it_is(chat_id, lambda there: self._edit(there, part))
            except BadRequest as error:
                if is_unchanged(error) or (is_gone(error) and not part.html):
                    return str(part.edits)
                if not is_gone(error):
                    raise
            else:
                return str(part.edits)
        message = await self._where_it_is(chat_id, lambda there: self._new(there, part, label))
        return str(message.message_id)

    async def _edit(self, chat_id: int, part: Part) -> object:
        if not part.html:
            return await self._bot.edit_message_reply_markup(chat_id, part.edits, reply_markup=part.keyboard)
        return await self._bot.edit_message_text(
            part.html,
            chat_id,
            part.edits,
            parse_mode=ParseMode.HTML,
            reply_markup=part.keyboard,
            link_preview_options=_NO_PREVIEW,
        )

    async def _new(self, chat_id: int, part: Part, label: str) -> Message:
        html = f"{label}{part.html}"
        if part.attachment:
            return await self._file(chat_id, part, part.attachment, html)
        return await self._bot.send_message(
            chat_id, html, parse_mode=ParseMode.HTML, reply_markup=part.keyboard, link_preview_options=_NO_PREVIEW
        )

    async def _file(self, chat_id: int, part: Part, file: Attachment, html: str) -> Message:
        upload = InputFile(file.content, file.name)
        if is_photo(file):
            try:
                return await self._bot.send_photo(
                    chat_id, upload, caption=html or None, parse_mode=ParseMode.HTML, reply_markup=part.keyboard,
                    write_timeout=_UPLOAD_S,
                )  # fmt: skip
            except BadRequest as error:
                # What Telegram will not show, it still carries.
                if not is_no_photo(error):
                    raise
        return await self._bot.send_document(
            chat_id, upload, caption=html or None, parse_mode=ParseMode.HTML, reply_markup=part.keyboard,
            write_timeout=_UPLOAD_S,
        )  # fmt: skip

    async def _where_it_is(self, chat_id: int, doing: Callable[[int], Awaitable[T]]) -> T:
        """Do it in the chat, or where the chat has moved: a group keeps its old name in our records."""
        try:
            return await doing(self._moved.get(chat_id, chat_id))
        except ChatMigrated as moved:
            _log.info("a group became a supergroup; it is followed there")
            self._moved[chat_id] = moved.new_chat_id
            self._tell_of_move(chat_id, moved.new_chat_id)
            return await doing(moved.new_chat_id)

    def _tell_of_move(self, old: int, new: int) -> None:
        try:
            if self._on_moved:
                self._on_moved(chat_key(old), chat_key(new))
        except StorageProblem as problem:
            _log.warning("a group's new name could not be kept; it is followed all the same: %s", problem)

    async def _courtesy(self, doing: Awaitable[object]) -> bool:
        try:
            await doing
        except TelegramError as error:
            _log.debug("a courtesy was not taken: %s", type(error).__name__)
            return False
        return True

    async def _fetch_file(self, address: str, limit: int, too_large: TooLarge, missing: Unreadable) -> bytes:
        content = bytearray()
        try:
            async with self._files.stream("GET", address) as answer:
                if answer.status_code in (httpx.codes.NOT_FOUND, httpx.codes.GONE):
                    raise missing
                if not answer.is_success:
                    raise DeliveryProblem("channel_unreachable", uncertain=False)
                async for piece in answer.aiter_bytes():
                    content += piece
                    if len(content) > limit:
                        raise too_large
        except httpx.HTTPError as error:
            raise DeliveryProblem("channel_unreachable", uncertain=False) from error
        return bytes(content)


def _request(proxy: str | None, connections: int) -> HTTPXRequest:
    return HTTPXRequest(
        connection_pool_size=connections,
        proxy=proxy,
        connect_timeout=_CONNECT_S,
        read_timeout=_ANSWER_S,
        write_timeout=_ANSWER_S,
        pool_timeout=_UPLOAD_S,
        media_write_timeout=_UPLOAD_S,
    )


def _fitting(parts: list[Part]) -> list[Part]:
    """The same parts. Raises MessageRefused for a file larger than Telegram carries."""
    for part in parts:
        if part.attachment and len(part.attachment.content) > int(FileSizeLimit.FILESIZE_UPLOAD):
            raise MessageRefused(reason="file too large", text_length=part.text_length, parts_sent=0)
    return parts
