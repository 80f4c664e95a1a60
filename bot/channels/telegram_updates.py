"""A Telegram update as an Incoming: who did what, where, and when; or nothing that concerns the assistant.

It must not answer, store or fetch anything.
Read next: `bot/messages.py` for the form, `bot/channels/telegram_polling.py` for where updates come from.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from telegram import CallbackQuery, Chat, Message, MessageEntity, Update, User

from bot.messages import Incoming, Sender, Upload
from bot.texts import line

CHANNEL: Final = "telegram"
VIETNAM: Final = ZoneInfo("Asia/Ho_Chi_Minh")

# In the order asked: an animation also comes as a document, a venue also as a location.
_UNREADABLE: Final = (
    "animation",
    "audio",
    "checklist",
    "contact",
    "dice",
    "game",
    "paid_media",
    "poll",
    "sticker",
    "story",
    "venue",
    "location",
    "video",
    "video_note",
    "voice",
)


@dataclass(frozen=True, slots=True)
class Myself:
    """The bot, as it is named in groups."""

    id: int
    username: str


def chat_key(chat_id: int) -> str:
    """The channel-free name of a chat: «telegram:77»."""
    return f"{CHANNEL}:{chat_id}"


def chat_id_of(key: str) -> int:
    """The id behind a chat's name. Raises ValueError for a chat of another channel."""
    channel, _, number = key.partition(":")
    if channel != CHANNEL:
        raise ValueError(f"not a chat of this channel: {channel!r}")
    return int(number)


def press_id_of(key: str) -> str:
    """The id by which the press with this event key is acknowledged; «» if the event was no press."""
    channel, _, rest = key.partition(":")
    return rest.partition(":")[2] if channel == CHANNEL else ""


def to_incoming(update: Update, myself: Myself, clock: Callable[[], datetime]) -> Incoming | None:
    """What a person did, or None for what is not meant for the assistant.

    The key is «telegram:<update id>», for a press «telegram:<update id>:<press id>»: it is all that
    `acknowledge_press` needs, also after a restart. A file, or the largest size of a photo, is an upload
    whose reference is Telegram's file id. What the assistant cannot read (a voice message, a sticker) is an
    upload with an empty reference, named in Vietnamese. Edits, service messages, other bots, and whoever
    writes in the name of a group or channel, whose identity nobody can tell, give None. In a group only a
    command, an answer to the bot, or a message that names the bot is meant for it. A group that became a
    supergroup is told of by `moved_to`, whoever did it. `at` is when the message
    was written, Vietnam time; a press carries no time, it is now by `clock`.
    """
    if update.callback_query:
        return _from_press(update.update_id, update.callback_query, clock)
    message = update.message
    if message and message.migrate_to_chat_id:
        return _moved(update.update_id, message, message.migrate_to_chat_id)
    if message is None or message.from_user is None or message.from_user.is_bot or message.sender_chat:
        return None
    in_group = message.chat.type != Chat.PRIVATE
    if in_group and not _meant_for(message, myself):
        return None
    text, upload = _words(message, myself), _upload(message)
    if not text and upload is None:
        return None
    return Incoming(
        key=f"{CHANNEL}:{update.update_id}",
        chat=chat_key(message.chat.id),
        sender=_sender(message.from_user),
        at=message.date.astimezone(VIETNAM),
        text=text,
        upload=upload,
        in_group=in_group,
    )


def _from_press(update_id: int, query: CallbackQuery, clock: Callable[[], datetime]) -> Incoming | None:
    if query.message is None or not query.data:
        return None
    return Incoming(
        key=f"{CHANNEL}:{update_id}:{query.id}",
        chat=chat_key(query.message.chat.id),
        sender=_sender(query.from_user),
        at=clock().astimezone(VIETNAM),
        press=query.data,
        pressed_on=str(query.message.message_id),
        in_group=query.message.chat.type != Chat.PRIVATE,
    )


def _moved(update_id: int, message: Message, there: int) -> Incoming:
    return Incoming(
        key=f"{CHANNEL}:{update_id}",
        chat=chat_key(message.chat.id),
        sender=_sender(message.from_user) if message.from_user else Sender(chat_key(message.chat.id)),
        at=message.date.astimezone(VIETNAM),
        in_group=True,
        moved_to=chat_key(there),
    )


def _sender(user: User) -> Sender:
    return Sender(f"{CHANNEL}:{user.id}", user.full_name)


def _meant_for(message: Message, myself: Myself) -> bool:
    command = _command(message)
    if command is not None:
        _, _, addressed = command.partition("@")
        return not addressed or addressed.lower() == myself.username.lower()
    answered = message.reply_to_message
    if answered and answered.from_user and answered.from_user.id == myself.id:
        return True
    return any(
        named.lower() == f"@{myself.username}".lower() for named in _parsed(message, MessageEntity.MENTION).values()
    )


def _words(message: Message, myself: Myself) -> str:
    """The text or caption without the bot's own name in it: «/hoi@troly_bot» is «/hoi»."""
    text = message.text or message.caption or ""
    name = f"@{myself.username}".lower()
    units = text.encode("utf-16-le")
    entities = {**_parsed(message, MessageEntity.BOT_COMMAND), **_parsed(message, MessageEntity.MENTION)}
    for entity in sorted(entities, key=lambda entity: entity.offset, reverse=True):
        if entities[entity].lower().endswith(name):
            end = 2 * (entity.offset + entity.length)
            units = units[: end - 2 * len(name)] + units[end:]
    return units.decode("utf-16-le").strip()


def _command(message: Message) -> str | None:
    """The command at the very beginning of the message, with the name behind its @."""
    return next(
        (text for entity, text in _parsed(message, MessageEntity.BOT_COMMAND).items() if entity.offset == 0), None
    )


def _parsed(message: Message, kind: str) -> dict[MessageEntity, str]:
    return message.parse_entities([kind]) if message.text else message.parse_caption_entities([kind])


def _upload(message: Message) -> Upload | None:
    for kind in _UNREADABLE:
        if getattr(message, kind):
            return Upload("", line("telegram.unreadable", kind=kind), 0)
    if message.document:
        file = message.document
        return Upload(file.file_id, file.file_name or line("telegram.file_without_name"), file.file_size or 0)
    if message.photo:
        largest = max(message.photo, key=lambda size: size.width * size.height)
        return Upload(largest.file_id, line("telegram.photo"), largest.file_size or 0)
    return None
