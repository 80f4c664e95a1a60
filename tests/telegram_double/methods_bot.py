"""The bot itself: who it is, how it gets its updates, its commands, the chats it is in.

It knows settings and membership, no message.
Read next: `updates.py`, the queue behind getUpdates and the webhook.
"""

from __future__ import annotations

import json
import re

from telegram.constants import BotCommandLimit

from tests.telegram_double.errors import bad_request
from tests.telegram_double.methods import Request, serves
from tests.telegram_double.schema import Json
from tests.telegram_double.world import World

_LONGEST_POLL_S = 50
_MOST_UPDATES = 100
_SETTINGS = ("setMyName", "setMyDescription", "setMyShortDescription", "setChatMenuButton")


@serves("getMe", returns="User")
async def get_me(world: World, request: Request) -> object:
    return world.me | {
        "can_join_groups": True,
        "can_read_all_group_messages": world.reads_all_group_messages,
        "supports_inline_queries": False,
    }


@serves("getUpdates", returns="Array of Update")
async def get_updates(world: World, request: Request) -> object:
    given = request.parameters
    if "allowed_updates" in given:
        world.updates.allowed = given["allowed_updates"]
    timeout_s = min(max(given.get("timeout", 0), 0), _LONGEST_POLL_S)
    limit = min(max(given.get("limit", _MOST_UPDATES), 1), _MOST_UPDATES)
    return await world.updates.fetch(given.get("offset", 0), limit, timeout_s)


@serves("setWebhook")
async def set_webhook(world: World, request: Request) -> object:
    given = request.parameters
    if not re.fullmatch(r"[A-Za-z0-9_-]{0,256}", given.get("secret_token", "")):
        raise bad_request("secret token contains unallowed characters")
    if "allowed_updates" in given:
        world.updates.allowed = given["allowed_updates"]
    if given.get("drop_pending_updates"):
        world.updates.pending.clear()
    await world.updates.set_webhook(given if given["url"] else None)
    return True


@serves("deleteWebhook")
async def delete_webhook(world: World, request: Request) -> object:
    if request.parameters.get("drop_pending_updates"):
        world.updates.pending.clear()
    await world.updates.set_webhook(None)
    return True


@serves("getWebhookInfo", returns="WebhookInfo")
async def get_webhook_info(world: World, request: Request) -> object:
    webhook = world.updates.webhook or {}
    return {
        "url": webhook.get("url", ""),
        "has_custom_certificate": "certificate" in webhook,
        "pending_update_count": len(world.updates.pending),
        **world.updates.last_error,
    }


@serves("setMyCommands")
async def set_my_commands(world: World, request: Request) -> object:
    commands = request.parameters["commands"]
    if len(commands) > int(BotCommandLimit.MAX_COMMAND_NUMBER):
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    for command in commands:
        if not re.fullmatch(r"[a-z0-9_]{1,32}", command["command"]):
            raise bad_request("BOT_COMMAND_INVALID")
        if not 1 <= len(command["description"]) <= int(BotCommandLimit.MAX_DESCRIPTION):
            raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")
    world.commands[_scope(request.parameters)] = commands
    return True


@serves("getMyCommands", returns="Array of BotCommand")
async def get_my_commands(world: World, request: Request) -> object:
    return world.commands.get(_scope(request.parameters), [])


@serves("deleteMyCommands")
async def delete_my_commands(world: World, request: Request) -> object:
    world.commands.pop(_scope(request.parameters), None)
    return True


@serves("getChat", returns="ChatFullInfo")
async def get_chat(world: World, request: Request) -> object:
    room = world.room_to_write_in(request.parameters["chat_id"])
    gifts = ("unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription", "gifts_from_channels")
    return room.facts | {
        "accent_color_id": 0,
        "max_reaction_count": 11,
        "accepted_gift_types": dict.fromkeys(gifts, False),
    }


@serves("getChatMember", returns="ChatMember")
async def get_chat_member(world: World, request: Request) -> object:
    room = world.room_to_write_in(request.parameters["chat_id"])
    if request.parameters["user_id"] == world.me["id"]:
        return {"status": room.bot_status, "user": world.me}
    authors = {message["from"]["id"]: message["from"] for message in room.messages.values()}
    if request.parameters["user_id"] not in authors:
        raise bad_request("user not found")
    return {"status": "member", "user": authors[request.parameters["user_id"]]}


@serves("leaveChat")
async def leave_chat(world: World, request: Request) -> object:
    world.room_to_write_in(request.parameters["chat_id"]).bot_status = "left"
    return True


@serves("close")
@serves("logOut")
async def say_good_bye(world: World, request: Request) -> object:
    return True


async def keep_setting(world: World, request: Request) -> object:
    world.settings[request.method] = request.parameters
    return True


for _method in _SETTINGS:
    serves(_method)(keep_setting)


def _scope(parameters: Json) -> str:
    return json.dumps([parameters.get("scope", {"type": "default"}), parameters.get("language_code", "")])
