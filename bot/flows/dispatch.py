"""One event → its replies: who is it, what do they mean, which flow answers.

It must not know a channel; it is the one door through which every channel enters.
Read next: `bot/flows/ask.py` and `bot/flows/account.py`, the flows; `bot/app.py`, which calls it.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Final

from sqlalchemy.orm import Session

from bot.access import Directory
from bot.assistant import Assistant
from bot.flows import account, ask
from bot.flows.turn import Turn
from bot.messages import Incoming, Reply
from bot.rendering import to_plain
from bot.storage.conversations import Conversations
from bot.texts import error_text, line, text
from knowledge.errors import AccessDenied, AssistantError, IndexProblem, NotEnoughEvidence, UserError

Pressed = Callable[[Turn, str, Sequence[str]], list[Reply]]

_PRESSED: Final[dict[str, Pressed]] = {ask.FLOW: ask.pressed, account.FLOW: account.pressed}
_JOINING: Final = ("tham_gia", "start")

_log = logging.getLogger(__name__)


def respond(session: Session, event: Incoming, assistant: Assistant, now: datetime) -> list[Reply]:
    """The replies to one event, inside the caller's transaction; what the flow stores is stored with them.

    A person without an office gets a polite refusal and nothing of theirs is kept; in a group, silence.
    What the person can put right, and an index that cannot serve, become replies; other errors are raised.
    """
    name, argument = _command(event.text)
    try:
        with session.begin_nested():
            if name in _JOINING and (argument or name == "tham_gia"):
                return account.join(session, event, argument, now)
            return _known(session, event, assistant, now, name)
    except (UserError, IndexProblem, NotEnoughEvidence) as error:
        return _explained(event, error)


def _known(session: Session, event: Incoming, assistant: Assistant, now: datetime, name: str) -> list[Reply]:
    principal = Directory(session).who(event.sender.identity)
    if principal is None:
        if event.in_group:
            return []
        raise AccessDenied
    conversations = Conversations(session, principal.person_id, principal.office_id)
    turn = Turn(event, now, principal, session, assistant, conversations.load(event.chat))
    replies = _route(turn, name)
    if not turn.is_forgotten:
        conversations.save(event.chat, turn.state, now)
    return replies


def _route(turn: Turn, name: str) -> list[Reply]:
    event = turn.event
    if event.press:
        flow, _, rest = event.press.partition(":")
        action, *arguments = rest.split(":")
        try:
            return _PRESSED[flow](turn, action, arguments)
        except (KeyError, ValueError, IndexError):
            # Nothing of ours makes such a button: it is forged, or older than this version.
            return [Reply(notice=line("ask.stale_button"))]
    if event.upload is not None:
        known = bool(event.upload.reference)
        return [Reply(text("ask.file_unused" if known else "ask.file_unreadable", name=event.upload.name))]
    if name == "start":
        return ask.greet(turn)
    if name:
        replies = account.command(turn, name)
        return [Reply(text("account.unknown_command", command=name))] if replies is None else replies
    return ask.ask(turn)


def _explained(event: Incoming, error: AssistantError) -> list[Reply]:
    if isinstance(error, IndexProblem):
        _log.error("the index cannot serve: %s", error)
    told = error_text(error)
    return [Reply(told, notice=to_plain(told) if event.press else "")]


def _command(text: str) -> tuple[str, str]:
    """The command at the beginning of a text, without its slash, and what follows; empty when there is none."""
    if not text.startswith("/"):
        return "", ""
    name, _, argument = text[1:].partition(" ")
    return name.lower(), argument.strip()
