"""Where a conversation about reminders stands: one question at a time, kept in the conversation's own state.

It must not know what is asked. A button of an earlier question carries its number and is refused.
Read next: `bot/flows/remind.py`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from bot.flows.remind_words import FLOW
from bot.flows.turn import Turn, number_in
from bot.storage.reminder_planning import group_route, person_route
from bot.storage.reminders import Item, ReminderRule, Reminders
from knowledge.errors import UserError


def step_of(turn: Turn) -> str:
    """The question that was asked last; empty when none is open."""
    return str(_state(turn).get("step", ""))


def asking(turn: Turn, step: str, **values: Any) -> int:
    """Ask that question next: what is written belongs to it. Gives the number that its buttons carry."""
    number = int(_state(turn).get("number", 0)) + 1
    turn.state[FLOW] = {"step": step, "number": number, **values}
    turn.floor = FLOW
    return number


def asked(turn: Turn, step: str, arguments: Sequence[str] | None = None) -> Mapping[str, Any]:
    """What was kept with that question. Raises UserError «stale_button» when another one was asked since."""
    state = _state(turn)
    if state.get("step") != step or (arguments is not None and number_in(arguments, 0) != state.get("number")):
        raise UserError("stale_button")
    return state


def leave(turn: Turn) -> None:
    """No question is open any more; the next one still gets a number of its own."""
    number = _state(turn).get("number", 0)
    turn.state[FLOW] = {"number": number}
    if turn.floor == FLOW:
        turn.floor = ""


def reminders_of(turn: Turn) -> Reminders:
    """The reminders of the person's current office."""
    return Reminders(turn.session, turn.principal.office_id)


def route_here(turn: Turn) -> str:
    """Whom a reminder set here reminds: the group, or the person in private."""
    return group_route(turn.event.chat) if turn.event.in_group else person_route(turn.principal.person_id)


def item_in(turn: Turn, arguments: Sequence[str]) -> Item:
    """The occurrence that a button names. Raises UserError «stale_button» when the office has none such."""
    item = reminders_of(turn).item(number_in(arguments, 0))
    if item is None:
        raise UserError("stale_button")
    return item


def rule_in(turn: Turn, arguments: Sequence[str]) -> ReminderRule:
    """The rule that a button names. Raises UserError «stale_button» when it is off or another office's."""
    rule = reminders_of(turn).rule(number_in(arguments, 0))
    if rule is None:
        raise UserError("stale_button")
    return rule


def _state(turn: Turn) -> dict[str, Any]:
    state = turn.state.get(FLOW)
    return state if isinstance(state, dict) else {}
