"""Nhắc: reminders in the chat. Which part of the conversation a command, a press, words or a paper belongs to.

It must not know a channel, nor a date; each part stands in a file of its own.
Read next: `bot/flows/remind_setting.py` (new reminders), `bot/flows/remind_doing.py` (what is due),
`bot/flows/remind_people.py` (who is reminded), `bot/flows/remind_calendar.py` (month, register).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Final

from bot.flows import remind_calendar, remind_doing, remind_people, remind_rules, remind_setting
from bot.flows.flow import Commanded
from bot.flows.remind_steps import leave, step_of
from bot.flows.remind_words import FLOW
from bot.flows.small_talk import asks, small_talk
from bot.flows.turn import Paper, Turn
from bot.messages import Reply
from bot.texts import text
from knowledge.errors import UserError
from knowledge.text import fold, squeeze

__all__ = ["COMMANDS", "FLOW", "pressed", "takes", "written"]

_STOPS: Final = frozenset({"huy", "thoi", "dung", "bo qua", "khong nhac nua", "thoi khoi", "khong"})

_PRESSED: Final[Mapping[str, Callable[[Turn, Sequence[str]], list[Reply]]]] = {
    **remind_setting.PRESSED,
    **remind_rules.PRESSED,
    **remind_doing.PRESSED,
    **remind_people.PRESSED,
    **remind_calendar.PRESSED,
}
_WRITTEN: Final[Mapping[str, Callable[[Turn, str], list[Reply] | None]]] = {
    **remind_setting.WRITTEN,
    **remind_rules.WRITTEN,
    **remind_doing.WRITTEN,
    **remind_people.WRITTEN,
}


def pressed(turn: Turn, action: str, arguments: Sequence[str]) -> list[Reply]:
    """The replies to a button of this flow. Raises UserError «stale_button» for one that it never makes."""
    if action not in _PRESSED:
        raise UserError("stale_button")
    return _PRESSED[action](turn, arguments)


def written(turn: Turn) -> list[Reply] | None:
    """The replies to words in answer to a question of this flow; None for what is a question to the assistant."""
    words = turn.event.text
    step = step_of(turn)
    said = fold(squeeze(words)).lower().strip(" .!")
    if step not in _WRITTEN:
        leave(turn)
        return None
    if said in _STOPS:
        leave(turn)
        return [Reply(text("remind.stopped"))]
    if small_talk(words) or asks(words):
        return None
    return _WRITTEN[step](turn, words)


def takes(turn: Turn, paper: Paper) -> list[Reply]:
    """The replies to a file: what the letter says and asks for by when, with one confirmation."""
    return remind_setting.read_paper(turn, paper.document.text, paper.name)


COMMANDS: Final[Mapping[str, Commanded]] = {
    "lich": remind_calendar.month,
    "nhac": remind_setting.asked,
    "so_nop": remind_calendar.register,
    "ban_giao": remind_people.hand_over_asked,
    "cai_dat_nhac": remind_people.settings,
}
"""In the order of the menu; each is described in remind.jinja."""
