"""The commands of the person's own affairs: each has its words, its place in the menu and something that answers."""

from __future__ import annotations

import re

import pytest
from telegram.constants import BotCommandLimit

from bot.flows import account
from bot.flows.dispatch import descriptions, respond
from bot.messages import Button, Incoming, Reply, Sender
from bot.rendering import to_plain
from tests.conversations.house import House

AN = "telegram:77"


def reply_to(house: House, text: str) -> list[Reply]:
    event = Incoming("key", AN, Sender(AN, "An"), house.clock(), text=text)
    with house.store.begin() as session:
        return respond(session, event, house.assistant, house.clock())


@pytest.fixture
def member(house: House) -> House:
    house.enrol(AN, "An", house.office("Phường Bình An"))
    return house


def test_the_menu_fits_telegram() -> None:
    described = descriptions()
    assert {command for command, _ in described} > set(account.COMMANDS)
    for command, description in described:
        assert re.fullmatch(r"[a-z0-9_]{1,32}", command)
        assert 1 <= len(description) <= BotCommandLimit.MAX_DESCRIPTION
    assert len({description for _, description in described}) == len(described)


@pytest.mark.parametrize("command", [command for command, _ in descriptions()])
def test_every_command_of_the_menu_is_answered(member: House, command: str) -> None:
    replies = reply_to(member, f"/{command}")
    assert replies
    assert "Không có lệnh" not in to_plain(replies[0].html)


def test_every_button_it_makes_is_one_it_answers(member: House) -> None:
    """Pressed one after the other, whatever they lead to; erasing, which ends everything, comes last."""
    waiting = [button.data for command in account.COMMANDS for button in buttons(reply_to(member, f"/{command}"))]
    pressed: list[str] = []
    while waiting:
        data = min(waiting, key=lambda data: data in ("account:erase", "account:leave"))
        waiting = [other for other in waiting if other != data]
        event = Incoming("key", AN, Sender(AN, "An"), member.clock(), press=data)
        with member.store.begin() as session:
            replies = respond(session, event, member.assistant, member.clock())
        assert replies and "đã cũ" not in to_plain(replies[0].html), data
        pressed.append(data)
        waiting += [button.data for button in buttons(replies) if button.data not in pressed]
    actions = {data.split(":")[1] for data in pressed}
    assert actions == {"invite", "member", "change", "leave", "stay", "erase", "keep"}


def buttons(replies: list[Reply]) -> list[Button]:
    return [button for reply in replies for row in reply.buttons for button in row]
