"""Messages: sent, edited, deleted; presses answered; «typing».

It knows what Telegram does and refuses, not how a request came in.
Read next: `methods_files.py` for documents and photos, `person.py` for the other side of the chat.
"""

from __future__ import annotations

from telegram.constants import CallbackQueryLimit, ChatAction, MessageLimit

from tests.telegram_double.errors import NOT_MODIFIED, QUERY_TOO_OLD, bad_request
from tests.telegram_double.methods import (
    Request,
    inline_keyboard,
    replied_to,
    room_with_turn,
    same_content,
    serves,
    written_text,
)
from tests.telegram_double.schema import Json
from tests.telegram_double.world import PRESS_LIFETIME_S, Room, World

_DELETABLE_S = 48 * 3600
_SHAPE = ("entities", "caption_entities", "reply_markup")


@serves("sendMessage", returns="Message")
async def send_message(world: World, request: Request) -> object:
    written = written_text(request, "text", int(MessageLimit.MAX_TEXT_LENGTH))
    keyboard = inline_keyboard(request)
    room = room_with_turn(world, request)
    if not written:
        raise bad_request("message text is empty")
    answered = replied_to(world, room, request)
    return await world.show(room, world.keep_message(room, world.me, **written, **keyboard, **answered))


@serves("editMessageText", returns="Message")
async def edit_message_text(world: World, request: Request) -> object:
    written = written_text(request, "text", int(MessageLimit.MAX_TEXT_LENGTH))
    keyboard = inline_keyboard(request)
    room, message = _own_message(world, request)
    if "text" not in message:
        raise bad_request("there is no text in the message to edit")
    if not written:
        raise bad_request("message text is empty")
    return await _changed(world, room, message, "text", written | keyboard)


@serves("editMessageCaption", returns="Message")
async def edit_message_caption(world: World, request: Request) -> object:
    written = written_text(request, "caption", int(MessageLimit.CAPTION_LENGTH))
    keyboard = inline_keyboard(request)
    room, message = _own_message(world, request)
    if "text" in message:
        raise bad_request("there is no caption in the message to edit")
    return await _changed(world, room, message, "caption", written | keyboard)


@serves("editMessageReplyMarkup", returns="Message")
async def edit_message_reply_markup(world: World, request: Request) -> object:
    keyboard = inline_keyboard(request)
    room, message = _own_message(world, request)
    kept = {name: message[name] for name in ("text", "entities", "caption", "caption_entities") if name in message}
    return await _changed(world, room, message, "text" if "text" in message else "caption", kept | keyboard)


@serves("deleteMessage")
async def delete_message(world: World, request: Request) -> object:
    room = world.room_to_write_in(request.parameters["chat_id"])
    message = room.messages.get(request.parameters["message_id"])
    if message is None:
        raise bad_request("message to delete not found")
    if world.now() - message["date"] > _DELETABLE_S:
        raise bad_request("message can't be deleted for everyone")
    del room.messages[message["message_id"]]
    return True


@serves("deleteMessages")
async def delete_messages(world: World, request: Request) -> object:
    room = world.room_to_write_in(request.parameters["chat_id"])
    for message_id in request.parameters["message_ids"]:
        room.messages.pop(message_id, None)
    return True


@serves("answerCallbackQuery")
async def answer_callback_query(world: World, request: Request) -> object:
    given = request.parameters
    press = world.presses.get(given["callback_query_id"])
    if press is None or press.answer is not None or world.now() - press.asked_at > PRESS_LIFETIME_S:
        raise bad_request(QUERY_TOO_OLD)
    if len(given.get("text", "")) > int(CallbackQueryLimit.ANSWER_CALLBACK_QUERY_TEXT_LENGTH):
        raise bad_request("MESSAGE_TOO_LONG")
    async with world.changed:
        press.answer = given
        world.changed.notify_all()
    return True


@serves("sendChatAction")
async def send_chat_action(world: World, request: Request) -> object:
    if request.parameters["action"] not in [str(action) for action in ChatAction]:
        raise bad_request("wrong parameter action in request")
    room = world.room_to_write_in(request.parameters["chat_id"])
    async with world.changed:
        room.actions.append(request.parameters["action"])
        world.changed.notify_all()
    return True


def _own_message(world: World, request: Request) -> tuple[Room, Json]:
    room = room_with_turn(world, request)
    message = room.messages.get(request.parameters.get("message_id", 0))
    if message is None:
        raise bad_request("message to edit not found")
    if message["from"]["id"] != world.me["id"]:
        raise bad_request("message can't be edited")
    return room, message


async def _changed(world: World, room: Room, message: Json, main: str, new: Json) -> Json:
    names = (main, *_SHAPE)
    if same_content(message, new, names):
        raise bad_request(NOT_MODIFIED)
    for name in names:
        message.pop(name, None)
    message |= new | {"edit_date": int(world.now())}
    return await world.show(room, message)
