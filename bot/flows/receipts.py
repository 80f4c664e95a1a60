"""Phiếu tra cứu: an answer shown again exactly as it was given, and asked for anew when its grounds have changed.

It must not answer by itself; nobody else's receipts are within reach.
Read next: `bot/storage/receipts.py` (keeping), `bot/outdated.py` (what has changed), `bot/flows/ask.py`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from bot.flows import ask
from bot.flows.flow import Commanded
from bot.flows.turn import Turn, button, number_in
from bot.messages import Button, Reply
from bot.storage.receipts import Receipt, Receipts
from bot.texts import line, text
from knowledge.errors import UserError
from knowledge.text import shorten

FLOW: Final = "receipts"
_LISTED: Final = 10
_TOLD: Final = 5
"""Outdated answers named in one message; the others are counted."""
_LABEL: Final = 40


def outdated_notice(answers: Sequence[tuple[Receipt, Mapping[str, str]]], office: str) -> Reply:
    """What an asker is told when the grounds of these answers have changed: the newest, once for each question."""
    by_question = {receipt.question: (receipt, changes) for receipt, changes in answers}
    shown = list(by_question.values())[-_TOLD:][::-1]
    told = text("receipts.outdated", answers=shown, further=len(by_question) - len(shown), office=office)
    return Reply(told, tuple((_again(receipt),) for receipt, _ in shown))


def pressed(turn: Turn, action: str, arguments: Sequence[str]) -> list[Reply]:
    """The replies to a button of this flow. Raises UserError «stale_button» for what is not the person's own."""
    receipt = _receipts(turn).get(number_in(arguments, 0))
    if receipt is not None and action == "show":
        return [_shown(turn, receipt)]
    if receipt is not None and action == "again":
        return [ask.again(turn, receipt)]
    raise UserError("stale_button")


def _command(turn: Turn, argument: str) -> list[Reply]:
    """One receipt by its number, or the latest."""
    if turn.event.in_group:
        return [Reply(text("account.private_only"))]
    digits = argument.strip().strip("_#.")
    if not digits:
        latest = _receipts(turn).latest(_LISTED)
        choices = tuple((button(_label(receipt), FLOW, "show", receipt.id),) for receipt in latest)
        return [Reply(text("receipts.latest", receipts=latest), choices)]
    try:
        receipt = _receipts(turn).get(number_in([digits], 0))
    except UserError:
        return [Reply(text("receipts.no_number", typed=shorten(digits, _LABEL)))]
    return [_shown(turn, receipt)] if receipt else [Reply(text("receipts.unknown", number=digits))]


def _shown(turn: Turn, receipt: Receipt) -> Reply:
    changes = _receipts(turn).changes(receipt.id)
    told = text("receipts.shown", receipt=receipt, changes=changes)
    return Reply(told, ((_again(receipt),),) if changes else ())


def _again(receipt: Receipt) -> Button:
    return button(line("receipts.button_again", question=shorten(receipt.question, _LABEL)), FLOW, "again", receipt.id)


def _label(receipt: Receipt) -> str:
    return line("receipts.button_show", number=receipt.id, question=shorten(receipt.question, _LABEL))


def _receipts(turn: Turn) -> Receipts:
    return Receipts(turn.session, turn.principal.person_id, turn.principal.office_id)


COMMANDS: Final[Mapping[str, Commanded]] = {"phieu": _command}
