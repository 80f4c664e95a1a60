"""The people on the other side: what they write, press and send, and what they see of the bot.

It knows what a person can do in a Telegram app, and nothing of how a bot answers.
Read next: `server.py`, from which people and groups are made.
"""

from __future__ import annotations

import asyncio
import copy
from collections.abc import Callable
from dataclasses import dataclass

from tests.telegram_double.formatting import Formatted, finished
from tests.telegram_double.methods_files import photo_sizes
from tests.telegram_double.schema import Json
from tests.telegram_double.world import Press, Room, World

PATIENCE_S = 15.0
"""How long a person waits for the bot before the test fails; never reached by a test that passes."""

_JPEG = b"\xff\xd8\xff\xe0 a photo \xff\xd9"
_SUPERGROUP_SHIFT = -1_000_000_000_000


@dataclass(frozen=True)
class Answer:
    """What a person sees where a button was pressed."""

    notice: str
    as_alert: bool


class Person:
    """Someone in one chat with the bot. What they have already read is remembered."""

    def __init__(self, world: World, room: Room, facts: Json) -> None:
        self._world = world
        self._room = room
        self._facts = facts
        self._read = len(room.shown)

    @classmethod
    def in_private(cls, world: World, number: int, name: str, *, started: bool) -> Person:
        """The person `number` in the private chat with the bot."""
        room = world.add_room({"id": number, "type": "private", "first_name": name})
        room.started = started
        return cls(world, room, {"id": number, "is_bot": False, "first_name": name, "language_code": "vi"})

    @property
    def number(self) -> int:
        return int(self._facts["id"])

    @property
    def chat_id(self) -> int:
        return self._room.id

    @property
    def facts(self) -> Json:
        """The official User object."""
        return self._facts

    # What a person does.

    async def writes(self, text: str, answering: Json | None = None) -> Json:
        """Write a text, perhaps in answer to a message; gives the message."""
        return await self._sends(answering, **_written("text", text))

    async def edits(self, message: Json, text: str) -> Json:
        """Change a text sent before."""
        kept = self._room.messages[message["message_id"]]
        kept.pop("entities", None)
        kept |= _written("text", text) | {"edit_date": int(self._world.now())}
        await self._world.updates.add("edited_message", kept)
        return kept

    async def deletes(self, message: Json) -> None:
        """Delete a message, one's own or the bot's; the bot is not told."""
        del self._room.messages[message["message_id"]]

    async def uploads(
        self, content: bytes, name: str, caption: str = "", *, claimed_size: int | None = None, album: str = ""
    ) -> Json:
        """Send a document; `claimed_size` is the size Telegram tells the bot, if it is to be wrong."""
        document = self._world.keep_file(content, name, claimed_size=claimed_size).document()
        return await self._sends(None, document=document, media_group_id=album, **_written("caption", caption))

    async def sends_photo(self, content: bytes = _JPEG, caption: str = "", *, album: str = "") -> Json:
        """Send a photo, which the bot is offered in three sizes."""
        photo = photo_sizes(self._world, content)
        return await self._sends(None, photo=photo, media_group_id=album, **_written("caption", caption))

    async def sends_album(self, *files: tuple[str, bytes]) -> list[Json]:
        """Send several documents (name, content) at once: one message each, under one media_group_id."""
        album = str(self._world.number())
        return [await self.uploads(content, name, album=album) for name, content in files]

    async def sends_sticker(self) -> Json:
        file = self._world.keep_file(b"webp", "sticker.webp").reference()
        kind: Json = {"type": "regular", "width": 512, "height": 512, "is_animated": False, "is_video": False}
        return await self._sends(None, sticker=file | kind)

    async def sends_voice(self, caption: str = "") -> Json:
        file = self._world.keep_file(b"ogg", "voice.ogg").reference()
        return await self._sends(None, voice=file | {"duration": 3}, **_written("caption", caption))

    async def sends_location(self) -> Json:
        return await self._sends(None, location={"latitude": 21.03, "longitude": 105.85})

    async def presses(
        self, label: str, on: Json | None = None, *, waits: bool = True, patience_s: float = PATIENCE_S
    ) -> Answer:
        """Press the button with `label` and wait until the bot answers the press.

        `on` is the message as this person sees it, perhaps older than what the bot made of it since;
        by default the last message with such a button. `waits=False` does not wait for the answer.
        Raises AssertionError if there is no such button, or no answer in time.
        """
        message = on or self._last_with_button(label)
        button = _button(message, label)
        press_id = str(self._world.number())
        press = self._world.presses[press_id] = Press(self._world.now())
        kept = self._room.messages.get(message["message_id"])
        gone = {"chat": self._room.facts, "message_id": message["message_id"], "date": 0}
        query = {
            "id": press_id,
            "from": self._facts,
            "chat_instance": str(self.chat_id),
            "data": button["callback_data"],
        }
        await self._world.updates.add("callback_query", query | {"message": kept or gone})
        if waits:
            await self._until(lambda: press.answer is not None, f"no answer to the press on «{label}»", patience_s)
        answer = press.answer or {}
        return Answer(answer.get("text", ""), bool(answer.get("show_alert")))

    async def blocks(self) -> None:
        """Block the bot: nothing it sends arrives any more."""
        await self._membership("kicked")

    async def unblocks(self) -> None:
        await self._membership("member")

    async def restarts(self) -> Json:
        """Unblock the bot and begin anew, as the «Restart» button does."""
        await self.unblocks()
        return await self.writes("/start")

    def leaves_telegram(self) -> None:
        """Delete the account."""
        self._room.deactivated = True

    # What a person sees.

    async def reply(self, patience_s: float = PATIENCE_S) -> Json:
        """The next message of the bot not read yet, new or edited, as it looked when it appeared."""
        await self._until(lambda: len(self._room.shown) > self._read, "the bot showed nothing new", patience_s)
        self._read += 1
        return self._room.shown[self._read - 1]

    async def sees(self, fragment: str, patience_s: float = PATIENCE_S) -> Json:
        """Read on until a message of the bot holds `fragment` in its text, caption, buttons or file name.

        Raises AssertionError with what was read instead.
        """
        read: list[str] = []
        while True:
            try:
                message = await self.reply(patience_s)
            except AssertionError:
                raise AssertionError(f"never saw «{fragment}», but: {read}") from None
            said = _said(message)
            if fragment in said:
                return message
            read.append(said)

    def unread(self) -> list[Json]:
        """What the bot showed since, without waiting."""
        return self._room.shown[self._read :]

    def screen(self) -> list[Json]:
        """Every message of the chat as it stands now, oldest first."""
        return [copy.deepcopy(message) for message in self._room.messages.values()]

    def opens(self, message: Json) -> bytes:
        """The content of the document in a message."""
        return self._world.files[message["document"]["file_id"]].content

    def looks_at(self, message: Json) -> bytes:
        """The content of the photo in a message, in its largest size."""
        return self._world.files[message["photo"][-1]["file_id"]].content

    @property
    def seen_actions(self) -> list[str]:
        """The «typing» and the like shown so far."""
        return self._room.actions

    async def sees_action(self, action: str = "typing", patience_s: float = PATIENCE_S) -> None:
        await self._until(lambda: action in self._room.actions, f"never saw «{action}»", patience_s)

    async def _sends(self, answering: Json | None, **content: object) -> Json:
        self._room.started = True
        before = self._room.messages.get(answering["message_id"]) if answering else None
        quoted = {name: value for name, value in (before or {}).items() if name != "reply_to_message"}
        message = self._world.keep_message(self._room, self._facts, reply_to_message=quoted or None, **content)
        if _reaches_bot(self._world, self._room, message):
            await self._world.updates.add("message", message)
        return message

    async def _membership(self, status: str) -> None:
        before, self._room.bot_status = self._room.bot_status, status
        await tell_membership(self._world, self._room, self._facts, before)

    def _last_with_button(self, label: str) -> Json:
        for message in reversed(self._room.messages.values()):
            if any(label in button["text"] for button in _buttons(message)):
                return message
        raise AssertionError(f"no button «{label}» on the screen")

    async def _until(self, met: Callable[[], bool], otherwise: str, patience_s: float) -> None:
        try:
            async with asyncio.timeout(patience_s), self._world.changed:
                await self._world.changed.wait_for(met)
        except TimeoutError:
            raise AssertionError(f"{otherwise} within {patience_s} s") from None


class Group:
    """A group or supergroup, with the bot in it."""

    def __init__(self, world: World, room: Room) -> None:
        self._world = world
        self.room = room

    @classmethod
    def founded(cls, world: World, number: int, title: str, *, supergroup: bool) -> Group:
        return cls(
            world, world.add_room({"id": number, "type": "supergroup" if supergroup else "group", "title": title})
        )

    @property
    def chat_id(self) -> int:
        return self.room.id

    def member(self, person: Person) -> Person:
        """The same person, now in this group."""
        return Person(self._world, self.room, person.facts)

    async def adds_the_bot(self, by: Person) -> None:
        await self._membership(by, "member")

    async def removes_the_bot(self, by: Person) -> None:
        await self._membership(by, "kicked")

    def mutes_the_bot(self) -> None:
        """Take the right to write from it."""
        self.room.may_write = False

    async def becomes_a_supergroup(self, by: Person) -> Group:
        """Move the group to a new id; the old one only tells where it went."""
        number = _SUPERGROUP_SHIFT + self.room.id
        new = Group.founded(self._world, number, self.room.facts["title"], supergroup=True)
        left = self._world.keep_message(self.room, by.facts, migrate_to_chat_id=number)
        self.room.moved_to = number
        await self._world.updates.add("message", left)
        joined = self._world.keep_message(new.room, by.facts, migrate_from_chat_id=self.room.id)
        await self._world.updates.add("message", joined)
        return new

    async def _membership(self, by: Person, status: str) -> None:
        before, self.room.bot_status = self.room.bot_status, status
        await tell_membership(self._world, self.room, by.facts, before)


async def tell_membership(world: World, room: Room, by: Json, before: str) -> None:
    """Tell the bot by my_chat_member what became of it in a chat."""
    change = {
        "chat": room.facts,
        "from": by,
        "date": int(world.now()),
        "old_chat_member": _membership_of(world, before),
        "new_chat_member": _membership_of(world, room.bot_status),
    }
    await world.updates.add("my_chat_member", change)


def _membership_of(world: World, status: str) -> Json:
    return {"status": status, "user": world.me} | ({"until_date": 0} if status == "kicked" else {})


def _reaches_bot(world: World, room: Room, message: Json) -> bool:
    """Whether the bot gets this message: in a group it gets, unless its owner chose otherwise, only
    commands, answers to its own messages, and what names it.
    """
    if not room.is_group or world.reads_all_group_messages:
        return room.bot_status == "member" or not room.is_group
    if room.bot_status != "member":
        return False
    username = f"@{world.me['username']}".lower()
    text = message.get("text") or message.get("caption") or ""
    for entity in message.get("entities") or message.get("caption_entities") or []:
        units = text.encode("utf-16-le")[entity["offset"] * 2 : (entity["offset"] + entity["length"]) * 2]
        named = units.decode("utf-16-le").lower()
        if entity["type"] == "mention" and named == username:
            return True
        if entity["type"] == "bot_command" and ("@" not in named or named.endswith(username)):
            return True
    return bool(message.get("reply_to_message", {}).get("from", {}).get("id") == world.me["id"])


def _written(name: str, text: str) -> Json:
    formatted = finished(Formatted(text))
    entities_name = "entities" if name == "text" else "caption_entities"
    return {name: formatted.text, entities_name: formatted.entities}


def _buttons(message: Json) -> list[Json]:
    return [button for row in message.get("reply_markup", {}).get("inline_keyboard", []) for button in row]


def _button(message: Json, label: str) -> Json:
    found = next((button for button in _buttons(message) if label in button["text"]), None)
    assert found is not None, f"no button «{label}» among {[button['text'] for button in _buttons(message)]}"
    return found


def _said(message: Json) -> str:
    labels = [button["text"] for button in _buttons(message)]
    name = message.get("document", {}).get("file_name", "")
    return " | ".join(filter(None, [message.get("text", ""), message.get("caption", ""), name, *labels]))
