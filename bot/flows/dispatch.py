"""One event → its replies: who is it, what do they mean, which flow answers.

It must not know a channel; it is the one door through which every channel enters.
Read next: `bot/flows/ask.py` and `bot/flows/account.py`, the flows; `bot/app.py`, which calls it.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Sequence
from datetime import datetime
from typing import Final

from sqlalchemy.orm import Session

from bot.access import Directory
from bot.assistant import Assistant
from bot.flows import account, ask, calculate, check, draft, library, linking, papers, province, receipts, remind
from bot.flows.flow import Flow
from bot.flows.slow_work import SlowWork
from bot.flows.turn import Paper, Turn
from bot.flows.wishes import wish
from bot.messages import Incoming, Reply, Upload
from bot.rendering import to_plain
from bot.storage.conversations import Conversations
from bot.storage.engine import Store
from bot.storage.moved_chats import move_chat
from bot.texts import error_text, line, text
from knowledge.errors import AccessDenied, AssistantError, FileRejected, IndexProblem, NotEnoughEvidence, UserError
from knowledge.text import fold


def _choose_for_paper(turn: Turn, action: str, arguments: Sequence[str]) -> list[Reply]:
    return papers.pressed(turn, action, arguments, _TAKERS)


FLOWS: Final = {
    flow.name: flow
    for flow in (
        Flow(ask.FLOW, ask.pressed),
        Flow(remind.FLOW, remind.pressed, remind.COMMANDS, remind.written, remind.takes),
        Flow(calculate.FLOW, calculate.pressed, calculate.COMMANDS, calculate.written),
        Flow(receipts.FLOW, receipts.pressed, receipts.COMMANDS),
        Flow(papers.FLOW, _choose_for_paper),
        Flow(library.FLOW, library.pressed, library.COMMANDS, library.written, library.takes),
        Flow(draft.FLOW, draft.pressed, draft.COMMANDS, draft.written, draft.takes),
        Flow(check.FLOW, check.pressed, check.COMMANDS, check.written, check.takes),
        Flow(province.FLOW, province.pressed, province.COMMANDS),
        Flow(linking.FLOW, linking.pressed, linking.COMMANDS, linking.written),
        Flow(account.FLOW, account.pressed, account.COMMANDS),
    )
}
"""In the order of the menu of commands."""
HELP: Final = "tro_giup"
"""The command that lists the others."""
_TAKERS: Final = {flow.name: flow.takes for flow in FLOWS.values() if flow.takes}
_OF: Final = {command: flow for flow in FLOWS.values() for command in flow.commands}
_COMMAND: Final = re.compile(r"\s*/(\w{1,32})(?:@\w+)?(?:\s+(.*))?", re.DOTALL)
_SPELLED: Final = {command.replace("_", ""): command for command in (*_OF, "start", HELP)}
_BARE_CODE: Final = re.compile(r"[2-9A-HJ-NP-Z]{4}(?:[- ]?[2-9A-HJ-NP-Z]{4}){3}", re.IGNORECASE)

_TOLD: Final = (UserError, IndexProblem, NotEnoughEvidence)
"""Errors that become replies."""

_log = logging.getLogger(__name__)


def descriptions() -> list[tuple[str, str]]:
    """Each command with what it does, for menus and help."""
    told = [(HELP, account.FLOW), *((command, flow.name) for command, flow in _OF.items())]
    return [(command, line(f"{flow}.command_{command}")) for command, flow in told]


def prepare(store: Store, event: Incoming, assistant: Assistant) -> None:
    """Does what is slow about the answer beforehand, so that the transaction of `respond` is short.

    While that one is open nobody else can write to SQLite. Nothing is done for a person without an office.
    """
    if not event.text or _command(event.text)[0] or wish(event.text):
        return
    with store.read() as session:
        principal = Directory(session).who(event.sender.identity)
        if principal is None:
            return
        state = Conversations(session, principal.person_id, principal.office_id).load(event.chat)
    if not draft.awaits(state, event.text):
        ask.prepare(event.text, assistant)


def respond(
    session: Session,
    event: Incoming,
    assistant: Assistant,
    now: datetime,
    paper: Paper | FileRejected | None = None,
    slow_work: SlowWork | None = None,
) -> list[Reply]:
    """The replies to one event, inside the caller's transaction; what the flow stores is stored with them.

    `paper` is the file that came with the event, or why it was not read; see `bot/intake.py`. With `slow_work`
    the call belongs inside `slow_work.through`, which begins the transaction anew when something slow was done;
    without it slow work is done at once.
    A person without an office gets a polite refusal and nothing of theirs is kept; in a group, silence.
    What the person can put right, and an index that cannot serve, become replies; other errors are raised.
    """
    if event.moved_to:
        move_chat(session, event.chat, event.moved_to)
        return []
    name, argument = _command(event.text)
    try:
        with session.begin_nested():
            if name == "tham_gia" or (name == "start" and argument):
                return account.join(session, event, argument, now)
            return _known(session, event, assistant, now, paper, slow_work)
    except _TOLD as error:
        return _explained(event, error)


def _known(
    session: Session,
    event: Incoming,
    assistant: Assistant,
    now: datetime,
    paper: Paper | FileRejected | None,
    slow_work: SlowWork | None,
) -> list[Reply]:
    name, argument = _command(event.text)
    principal = Directory(session).who(event.sender.identity)
    if principal is None:
        return _stranger(session, event, now, name, argument)
    conversations = Conversations(session, principal.person_id, principal.office_id)
    turn = Turn(event, now, principal, session, assistant, conversations.load(event.chat), slow_work=slow_work)
    replies = _route(turn, name, argument, paper)
    if not turn.is_forgotten:
        conversations.save(event.chat, turn.state, now)
    return replies


def _stranger(session: Session, event: Incoming, now: datetime, name: str, argument: str) -> list[Reply]:
    """Silence in a group; else a refusal, unless they send a code, bare or not, or come back for their data."""
    if event.in_group:
        return []
    if _BARE_CODE.fullmatch(event.text.strip()):
        return account.join(session, event, event.text, now)
    replies = account.after_leaving(session, event, name, now)
    if replies is None:
        replies = linking.from_outside(session, event, name, argument, now)
    if replies is None:
        raise AccessDenied
    return replies


def _route(turn: Turn, name: str, argument: str, paper: Paper | FileRejected | None) -> list[Reply]:
    event = turn.event
    if event.press:
        flow, _, rest = event.press.partition(":")
        action, *arguments = rest.split(":")
        if flow not in FLOWS:
            raise UserError("stale_button")
        return FLOWS[flow].pressed(turn, action, arguments)
    if event.upload is None:
        return _written(turn, name, argument)
    noted = _noted(turn, event.upload, paper)
    if not event.text:
        return noted
    try:
        # What is wrong with the words under a file must not undo that the file is kept.
        with turn.session.begin_nested():
            return [*noted, *_written(turn, name, argument)]
    except _TOLD as error:
        return [*noted, *_explained(event, error)]


def _noted(turn: Turn, upload: Upload, paper: Paper | FileRejected | None) -> list[Reply]:
    """What is said about a file; what it says under it is a question or a command of its own."""
    if isinstance(paper, Paper):
        return papers.received(turn, paper, _TAKERS)
    if upload.reference and turn.event.in_group:
        return [Reply(text("account.private_only"))]
    return [Reply(error_text(paper) if paper else text("ask.file_unreadable", name=upload.name))]


def _written(turn: Turn, name: str, argument: str) -> list[Reply]:
    if not name:
        return _said(turn)
    ask.stop_waiting(turn)
    if name == "start":
        return ask.greet(turn)
    if name == HELP:
        return account.help_text(turn, descriptions())
    if name not in _OF:
        return [Reply(text("account.unknown_command", command=name))]
    return _OF[name].commands[name](turn, argument)


def _said(turn: Turn) -> list[Reply]:
    """What is written goes to the flow that has the floor; what that does not want is a wish, or else a question.

    A flow that gives the floor to another one leaves the answer to it.
    """
    heard: set[str] = set()
    while (flow := FLOWS.get(turn.floor)) and flow.written and flow.name not in heard:
        heard.add(flow.name)
        replies = flow.written(turn)
        if replies is not None:
            return replies
    command, argument = wish(turn.event.text) or ("", "")
    if not command:
        return ask.ask(turn)
    ask.stop_waiting(turn)
    return _OF[command].commands[command](turn, argument)


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
