"""What comes in and what goes out, the same for every channel.

It knows no channel, no flow and no storage: only plain values that can be stored as JSON.
Read next: `bot/flows/`, which turn an Incoming into Replies, and `bot/channels/`, which carry both.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

PICTURE_TYPE: Final = "image/png"
"""The media type that a channel shows in the conversation, where it can, instead of as a file to open."""


@dataclass(frozen=True, slots=True)
class Sender:
    """Who writes, as the channel names them. `identity` is stable («telegram:77», «terminal:local»)."""

    identity: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class Upload:
    """A file offered by the person. `reference` is the channel's own handle to fetch it with."""

    reference: str
    name: str
    size: int
    """Bytes, as the channel says; checked again when the file is fetched."""


@dataclass(frozen=True, slots=True)
class Incoming:
    """One thing a person did: wrote a text, pressed a button, or sent a file.

    `key` is unique for the event and the same when a channel delivers it twice. `chat` is where to
    answer («telegram:77»); `at` is aware. Exactly one of `text`, `press`, `upload`, `moved_to` is meant, though
    an upload may carry its caption in `text`. `pressed_on` names the message whose button was pressed;
    `moved_to` is the name that the chat goes by from now on.
    """

    key: str
    chat: str
    sender: Sender
    at: datetime
    text: str = ""
    press: str = ""
    pressed_on: str = ""
    upload: Upload | None = None
    in_group: bool = False
    moved_to: str = ""


@dataclass(frozen=True, slots=True)
class Button:
    """A choice under a message. `data` comes back as `Incoming.press`: at most 64 bytes of UTF-8.

    `shortcut` is what a keyboard types for it where a number would be an answer; without one it has its number.
    `is_listed` says that the message itself tells what it chooses, under that number: where numbers are typed, it
    need not be shown again.
    """

    label: str
    data: str
    shortcut: str = ""
    is_listed: bool = False


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file sent to the person."""

    name: str
    content: bytes
    media_type: str = "application/octet-stream"


@dataclass(frozen=True, slots=True)
class Reply:
    """One message to the person.

    `html` is the channel-free form of all texts: escaped text with the tags b, i, u, s, code, pre,
    a, blockquote only; it may be longer than a channel allows, which then splits it. `replaces` names the
    message to be edited in place («» sends a new one); `notice` is a short line shown where a
    button was pressed.
    """

    html: str = ""
    buttons: tuple[tuple[Button, ...], ...] = ()
    attachment: Attachment | None = None
    replaces: str = ""
    notice: str = ""
