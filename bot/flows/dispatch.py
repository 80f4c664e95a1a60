"""One event → its replies: who is it, what do they mean, which flow answers.

It must not know a channel; it is the one door through which every channel enters.
Read next: `bot/flows/ask.py` and `bot/flows/account.py`, the flows; `bot/app.py`, which calls it.
"""

from __future__ import annotations

import logging
import re
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
from bot.storage.engine import Store
from bot.texts import error_text, text
from knowledge.errors import AccessDenied, AssistantError, IndexProblem, NotEnoughEvidence, UserError
from knowledge.text import fold

Pressed = Callable[[Turn, str, Sequence[str]], list[Reply]]

_PRESSED: Final[dict[str, Pressed]] = {ask.FLOW: ask.pressed, account.FLOW: account.pressed}
_JOINING: Final = ("tham_gia", "start")
_COMMAND: Final = re.compile(r"\s*/(\w{1,32})(?:@\w+)?(?:\s+(.*))?", re.DOTALL)
_SPELLED: Final = {command.replace("_", ""): command for command in (*account.COMMANDS, "start")}
_BARE_CODE: Final = re.compile(r"[2-9A-HJ-NP-Z]{4}(?:[- ]?[2-9A-HJ-NP-Z]{4}){3}", re.IGNORECASE)

_log = logging.getLogger(__name__)


def prepare(store: Store, event: Incoming, assistant: Assistant, now: datetime) -> None:
    """Does what is slow about the answer beforehand, so that the transaction of `respond` is short.

    While that one is open nobody else can write to SQLite. Nothing is done for a person without an office.
    """
    if not event.text or _command(event.text)[0]:
        return
    with store.read() as session:
        is_known = Directory(session).who(event.sender.identity) is not None
    if is_known:
        ask.prepare(event.text, assistant, now.date())


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
        return _stranger(session, event, now, name)
    conversations = Conversations(session, principal.person_id, principal.office_id)
    turn = Turn(event, now, principal, session, assistant, conversations.load(event.chat))
    replies = _route(turn, name)
    if not turn.is_forgotten:
        conversations.save(event.chat, turn.state, now)
    return replies


def _stranger(session: Session, event: Incoming, now: datetime, name: str) -> list[Reply]:
    """Silence in a group; else a refusal, unless they send a bare code or come back for their data."""
    if event.in_group:
        return []
    if _BARE_CODE.fullmatch(event.text.strip()):
        return account.join(session, event, event.text, now)
    replies = account.after_leaving(session, event, name, now)
    if replies is None:
        raise AccessDenied
    return replies


def _route(turn: Turn, name: str) -> list[Reply]:
    event = turn.event
    if event.press:
        flow, _, rest = event.press.partition(":")
        action, *arguments = rest.split(":")
        if flow not in _PRESSED:
            raise UserError("stale_button")
        return _PRESSED[flow](turn, action, arguments)
    if event.upload is None:
        return _written(turn, name)
    known = bool(event.upload.reference)
    noted = Reply(text("ask.file_unused" if known else "ask.file_unreadable", name=event.upload.name))
    return [noted, *_written(turn, name)] if event.text else [noted]


def _written(turn: Turn, name: str) -> list[Reply]:
    if not name:
        return ask.ask(turn)
    ask.stop_waiting(turn)
    if name == "start":
        return ask.greet(turn)
    replies = account.command(turn, name)
    return [Reply(text("account.unknown_command", command=name))] if replies is None else replies


def _explained(event: Incoming, error: AssistantError) -> list[Reply]:
    if isinstance(error, IndexProblem):
        _log.error("the index cannot serve: %s", error)
    told = error_text(error)
    return [Reply(told, notice=to_plain(told) if event.press else "")]


def _command(text: str) -> tuple[str, str]:
    """The command at the beginning of a text, without its slash, and what follows; empty when there is none.

    Of a known command neither capitals nor tone marks nor underscores matter: keyboards put them in and out.
    """
    found = _COMMAND.fullmatch(text)
    if found is None:
        return "", ""
    name = found[1].lower()
    return _SPELLED.get(fold(name).replace("_", ""), name), (found[2] or "").strip()
