"""What the server keeps: people, chats, messages, files, button presses, and all that was asked of it.

It knows facts and their official form; methods change them, people cause them.
Read next: `methods_messages.py`, what a bot may do with them, and `person.py`, what a person may.
"""

from __future__ import annotations

import asyncio
import copy
import itertools
import mimetypes
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import PurePath

from tests.telegram_double.errors import bad_request, forbidden
from tests.telegram_double.limits import RateLimits
from tests.telegram_double.schema import Json, official_schema
from tests.telegram_double.updates import UpdateQueue

PRESS_LIFETIME_S = 60.0
"""How long a press may be answered; Telegram publishes no figure."""


@dataclass
class Room:
    """One chat: its official Chat object, its messages, and what of the bot's doing became visible in it."""

    facts: Json
    bot_status: str = "member"
    """member, left or kicked; in a private chat «kicked» means blocked."""
    started: bool = True
    deactivated: bool = False
    may_write: bool = True
    moved_to: int | None = None
    messages: dict[int, Json] = field(default_factory=dict)
    shown: list[Json] = field(default_factory=list)
    """Snapshots of the bot's messages as they appeared or changed, in order."""
    actions: list[str] = field(default_factory=list)
    """The chat actions («typing») in order."""
    _ids: itertools.count[int] = field(default_factory=lambda: itertools.count(1))

    @property
    def id(self) -> int:
        return int(self.facts["id"])

    @property
    def is_group(self) -> bool:
        return bool(self.facts["type"] != "private")

    def next_message_id(self) -> int:
        return next(self._ids)


@dataclass
class StoredFile:
    """A file's content under its file_id; `claimed_size` is what Telegram says of it."""

    file_id: str
    content: bytes
    name: str
    media_type: str
    claimed_size: int
    path: str
    content_gone: bool = False
    """The id is still known, but there is nothing to fetch."""

    def document(self) -> Json:
        """The official Document object."""
        return self.reference() | {"file_name": self.name, "mime_type": self.media_type}

    def reference(self) -> Json:
        """The fields every kind of file has."""
        return {"file_id": self.file_id, "file_unique_id": f"u-{self.file_id}", "file_size": self.claimed_size}


@dataclass
class Press:
    """A pressed button until the bot answers."""

    asked_at: float
    answer: Json | None = None


@dataclass
class Call:
    """A request the server carried out or refused: the method and its decoded parameters."""

    method: str
    parameters: Json


class World:
    """All of it, for one bot."""

    def __init__(self, token: str, now: Callable[[], float] = time.time) -> None:
        self.token = token
        self.me: Json = {
            "id": int(token.partition(":")[0]),
            "is_bot": True,
            "first_name": "Trợ lý thi đua",
            "username": "troly_bot",
        }
        self.reads_all_group_messages = False
        self.rooms: dict[int, Room] = {}
        self.files: dict[str, StoredFile] = {}
        self.presses: dict[str, Press] = {}
        self.commands: dict[str, list[Json]] = {}
        self.settings: dict[str, Json] = {}
        self.calls: list[Call] = []
        self.violations: list[str] = []
        self.changed = asyncio.Condition()
        self._now = now
        self._shift = 0.0
        self._numbers = itertools.count(1)
        self.limits = RateLimits(self.now)
        self.updates = UpdateQueue(self.changed, self.now)

    def now(self) -> float:
        """Seconds since the epoch, moved on by `time_passes`."""
        return self._now() + self._shift

    def time_passes(self, seconds: float) -> None:
        """Let the server's clock run ahead: messages grow old, presses expire, limits recover."""
        self._shift += seconds

    def number(self) -> int:
        """A number never given before."""
        return next(self._numbers)

    def add_room(self, facts: Json) -> Room:
        self._assert_official(facts, "Chat")
        return self.rooms.setdefault(facts["id"], Room(facts))

    def room_to_write_in(self, chat_id: object) -> Room:
        """The chat a bot asks to write in.

        Raises ApiError with Telegram's words where it may not: unknown, blocked, kicked, moved.
        """
        room = self.rooms.get(chat_id) if isinstance(chat_id, int) else None
        if room is None:
            raise bad_request("chat not found")
        kind = "supergroup chat" if room.facts["type"] == "supergroup" else "group chat"
        if room.moved_to is not None:
            raise bad_request("group chat was upgraded to a supergroup chat", migrate_to_chat_id=room.moved_to)
        if room.deactivated:
            raise forbidden("user is deactivated")
        if not room.started:
            raise forbidden("bot can't initiate conversation with a user")
        if room.bot_status == "kicked":
            raise forbidden(f"bot was kicked from the {kind}" if room.is_group else "bot was blocked by the user")
        if room.bot_status == "left":
            raise forbidden(f"bot is not a member of the {kind}")
        if not room.may_write:
            raise bad_request("not enough rights to send text messages to the chat")
        return room

    def keep_message(self, room: Room, author: Json, **content: object) -> Json:
        """A new message of `author` in `room`, checked against the schema."""
        message: Json = {
            "message_id": room.next_message_id(),
            "date": int(self.now()),
            "chat": room.facts,
            "from": author,
            **{name: value for name, value in content.items() if value not in (None, [], "")},
        }
        self._assert_official(message, "Message")
        room.messages[message["message_id"]] = message
        return message

    async def show(self, room: Room, message: Json) -> Json:
        """Let the bot's new or changed message appear in the chat."""
        self._assert_official(message, "Message")
        async with self.changed:
            room.shown.append(copy.deepcopy(message))
            self.changed.notify_all()
        return message

    def keep_file(self, content: bytes, name: str, media_type: str = "", claimed_size: int | None = None) -> StoredFile:
        """Store a file and give it an id and a path."""
        number = self.number()
        guessed = media_type or mimetypes.guess_type(name)[0] or "application/octet-stream"
        size = len(content) if claimed_size is None else claimed_size
        path = f"documents/file_{number}{PurePath(name).suffix}"
        stored = StoredFile(f"BQACAgUAAxkBAAM{number:08d}", content, name, guessed, size, path)
        self.files[stored.file_id] = stored
        return stored

    def _assert_official(self, value: Json, type_name: str) -> None:
        problems = official_schema().problems(value, type_name, type_name)
        if problems:
            raise AssertionError(f"the double would send a wrong object: {problems}")
