"""The register of the methods the double serves, and what several of them share.

It knows how a request is checked on its way in; what each method does stands in its own module.
Read next: `methods_messages.py`, `methods_files.py`, `methods_bot.py`.
"""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from telegram.constants import InlineKeyboardButtonLimit, InlineKeyboardMarkupLimit, MessageLimit

from tests.telegram_double.errors import bad_request, too_many_requests
from tests.telegram_double.formatting import Formatted, finished, units
from tests.telegram_double.html_markup import parse_html
from tests.telegram_double.markdown_markup import parse_markdown
from tests.telegram_double.schema import Json
from tests.telegram_double.world import Room, World


@dataclass(frozen=True)
class UploadedFile:
    """A file that came with a request."""

    name: str
    content: bytes
    media_type: str


@dataclass
class Request:
    """A request that fits its method: decoded parameters, and uploaded files by the name of their part."""

    method: str
    parameters: Json
    files: dict[str, UploadedFile] = field(default_factory=dict)


Handler = Callable[[World, Request], Awaitable[object]]


@dataclass(frozen=True)
class Served:
    """A method of the double and the official type of its result."""

    run: Handler
    returns: str


SERVED: dict[str, Served] = {}


def serves(method: str, returns: str = "True") -> Callable[[Handler], Handler]:
    """Register a handler for a method of the Bot API."""

    def register(handler: Handler) -> Handler:
        SERVED[method] = Served(handler, returns)
        return handler

    return register


def written_text(request: Request | Json, name: str, limit: int) -> Json:
    """The fields `text` or `caption` and their entities, parsed, trimmed and within `limit`.

    Raises ApiError in Telegram's words for what cannot be parsed or is too long.
    """
    given = request if isinstance(request, dict) else request.parameters
    entities_name = "entities" if name == "text" else "caption_entities"
    parsed = finished(_parsed(str(given.get(name, "")), given.get("parse_mode"), given.get(entities_name) or []))
    if units(parsed.text) > limit:
        raise bad_request("message is too long" if name == "text" else "message caption is too long")
    entities = parsed.entities[: int(MessageLimit.MESSAGE_ENTITIES)]
    return ({name: parsed.text} if parsed.text else {}) | ({entities_name: entities} if entities else {})


def inline_keyboard(request: Request) -> Json:
    """The field `reply_markup` of the message; only an inline keyboard stays with a message.

    Raises ApiError in Telegram's words for a button Telegram refuses.
    """
    markup = request.parameters.get("reply_markup") or {}
    rows = markup.get("inline_keyboard") or []
    if sum(len(row) for row in rows) > int(InlineKeyboardMarkupLimit.TOTAL_BUTTON_NUMBER):
        raise bad_request("reply markup is too long")
    for button in (button for row in rows for button in row):
        _check_button(button)
    return {"reply_markup": {"inline_keyboard": rows}} if rows else {}


def room_with_turn(world: World, request: Request) -> Room:
    """The chat to write in, this message counted against the limits.

    Raises ApiError where the bot may not write there, or not yet.
    """
    room = world.room_to_write_in(request.parameters.get("chat_id"))
    seconds = world.limits.wait(room.id, group=room.is_group)
    if seconds:
        raise too_many_requests(seconds)
    return room


def replied_to(world: World, room: Room, request: Request) -> Json:
    """The field `reply_to_message`, if the bot answers a message."""
    wanted = request.parameters.get("reply_parameters")
    if not wanted:
        return {}
    message = room.messages.get(wanted["message_id"])
    if message is None and not wanted.get("allow_sending_without_reply"):
        raise bad_request("message to be replied not found")
    without_nested = {name: value for name, value in (message or {}).items() if name != "reply_to_message"}
    return {"reply_to_message": without_nested} if message else {}


def _parsed(text: str, mode: str | None, entities: list[Json]) -> Formatted:
    if not mode:
        return Formatted(text, entities)
    parsers = {"html": parse_html, "markdownv2": parse_markdown}
    if mode.lower() not in parsers:
        raise bad_request("unsupported parse_mode")
    return parsers[mode.lower()](text)


def _check_button(button: Json) -> None:
    if not button["text"].strip():
        raise bad_request('can\'t parse inline keyboard button: Field "text" must be non-empty')
    actions = [name for name in button if name not in ("text", "icon_custom_emoji_id", "style")]
    if len(actions) != 1:
        raise bad_request("can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard")
    least, most = int(InlineKeyboardButtonLimit.MIN_CALLBACK_DATA), int(InlineKeyboardButtonLimit.MAX_CALLBACK_DATA)
    if "callback_data" in button and not least <= len(button["callback_data"].encode()) <= most:
        raise bad_request("BUTTON_DATA_INVALID")


def same_content(one: Json, other: Json, names: tuple[str, ...]) -> bool:
    """Whether two messages look the same."""
    return all(
        json.dumps(one.get(name), sort_keys=True) == json.dumps(other.get(name), sort_keys=True) for name in names
    )
