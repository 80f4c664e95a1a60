"""/lien_ket: one person on several channels. A code shown here and typed there; channels shown and taken away.

It must not know a channel. What joining means is settled in `bot/linking.py`; nothing is joined unasked that holds
something. Read next: `bot/linking.py`, `bot/texts/linking.jinja` (wording).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final

from sqlalchemy.orm import Session

from bot.flows.flow import Commanded
from bot.flows.turn import Turn, button, number_in
from bot.linking import CODE_LASTS, Channel, Linking, Offer
from bot.messages import Button, Incoming, Reply
from bot.outbox import put_out
from bot.texts import error_text, line, text
from knowledge.errors import AccessDenied, UserError
from knowledge.text import squeeze

FLOW: Final = "linking"
COMMAND: Final = "lien_ket"
_CODE: Final = re.compile(r"([0-9]{4})[ .\-]?([0-9]{4})")
_LAST_LETTERS: Final = 4
_PEOPLE: Final = frozenset({"terminal"})
"""Channels that name people by a word; others number them."""


def from_outside(session: Session, event: Incoming, name: str, argument: str, now: datetime) -> list[Reply] | None:
    """What somebody without an office may do, in private: join a person by a code; None for anything else."""
    if event.press.startswith(f"{FLOW}:"):
        action, *arguments = event.press.split(":")[1:]
        return _answered(session, event, action, arguments, now)
    if name == COMMAND:
        return _typed(session, event, argument, now) if argument else [Reply(text("linking.code_asked"))]
    return _typed(session, event, event.text, now) if not name and _code_in(event.text) else None


def pressed(turn: Turn, action: str, arguments: Sequence[str]) -> list[Reply]:
    """The replies to a button of this flow. Raises UserError «stale_button» for one that it never makes."""
    if turn.event.in_group:
        return [Reply(notice=line("account.private_only"))]
    if action == "cut" and arguments:
        return _taken_away(turn, arguments[0])
    replies = _answered(turn.session, turn.event, action, arguments, turn.now)
    return _as_another(turn, replies)


def written(turn: Turn) -> list[Reply] | None:
    """A code, if that is what was written; whatever else it is, it is for the flow that had the floor before."""
    turn.floor = str(turn.state.pop(FLOW, ""))
    if not _code_in(turn.event.text) or turn.event.in_group:
        return None
    return _as_another(turn, _typed(turn.session, turn.event, turn.event.text, turn.now))


def _commanded(turn: Turn, argument: str) -> list[Reply]:
    if turn.event.in_group:
        code = _code_in(argument)
        if code:
            Linking(turn.session).spoil(code, turn.now)
        return [Reply(text("linking.not_in_group", is_seen=bool(code)))]
    if argument:
        return _as_another(turn, _typed(turn.session, turn.event, argument, turn.now))
    return _shown(turn)


def _shown(turn: Turn) -> list[Reply]:
    """The channels of the person and a new code; a code of another channel may be typed next."""
    linking, here = Linking(turn.session), turn.event.sender.identity
    channels = linking.channels(turn.principal.person_id)
    code = linking.new_code(turn.principal.person_id, turn.now)
    if turn.floor != FLOW:
        turn.state[FLOW], turn.floor = turn.floor, FLOW
    told = [(channel_name(each), each.linked_at, each.identity == here) for each in channels]
    rows = tuple((_cut(each),) for each in channels if each.identity != here)
    return [Reply(text("linking.code", code=code, expires_at=turn.now + CODE_LASTS, channels=told), rows)]


def channel_name(channel: Channel) -> str:
    """A channel as its owner tells it from others: «Telegram (…0077)», «cửa sổ dòng lệnh (an)»."""
    name, _, who = channel.identity.partition(":")
    shown = who if name in _PEOPLE else f"…{who[-_LAST_LETTERS:]}"
    return line("linking.channel", name=name, who=shown)


def _cut(channel: Channel) -> Button:
    return button(line("linking.button_cut", channel=channel_name(channel)), FLOW, "cut", channel.name)


def _code_in(typed: str) -> str:
    """The digits of a code; empty when it is none."""
    found = _CODE.fullmatch(squeeze(typed))
    return found[1] + found[2] if found else ""


def _typed(session: Session, event: Incoming, typed: str, now: datetime) -> list[Reply]:
    """What a code brings about: joined at once where nothing can be lost, else asked; a wrong one is counted."""
    linking = Linking(session)
    until = linking.waits_until(event.chat, now)
    if until is not None:
        return [Reply(text("linking.wait", until=until))]
    code = _code_in(typed)
    if not code:
        return [Reply(text("linking.code_asked"))]
    try:
        offer = linking.offer(code, event.sender.identity, now)
    except AccessDenied as error:
        # Told here and not by whoever called: what is counted must outlive the refusal.
        if error.key != "link_code_own":
            linking.note_wrong(event.chat, now)
        return [Reply(error_text(error))]
    linking.forget_wrong(event.chat)
    if offer.in_the_way:
        return [Reply(text("linking.in_the_way", offices=offer.in_the_way, person=offer.person))]
    return _asked(offer) if offer.needs_consent else _joined(session, event, offer, now)


def _asked(offer: Offer) -> list[Reply]:
    """What is there, and what becomes of it."""
    others = [channel_name(Channel(each, None)) for each in offer.others]
    rows = (
        (button(line("linking.button_agree"), FLOW, "agree", offer.code_id),),
        (button(line("linking.button_decline"), FLOW, "decline", offer.code_id),),
    )
    return [Reply(text("linking.asked", offer=offer, others=others), rows)]


def _answered(session: Session, event: Incoming, action: str, arguments: Sequence[str], now: datetime) -> list[Reply]:
    """Consent, or not. Raises UserError «stale_button»."""
    linking, identity = Linking(session), event.sender.identity
    if action == "decline":
        linking.decline(number_in(arguments, 0), identity)
        return [Reply(text("linking.declined"))]
    if action != "agree":
        raise UserError("stale_button")
    offer = linking.offered(number_in(arguments, 0), identity, now)
    if offer.in_the_way:
        return [Reply(text("linking.in_the_way", offices=offer.in_the_way, person=offer.person))]
    return _joined(session, event, offer, now)


def _joined(session: Session, event: Incoming, offer: Offer, now: datetime) -> list[Reply]:
    """Joins, and tells all the person's channels, each with a way to undo it."""
    linking, identity = Linking(session), event.sender.identity
    before = [each for each in linking.channels(offer.person_id) if each.identity != identity]
    kept = [office.name for office in offer.offices if not office.is_shared and not office.is_empty]
    dropped = linking.join(offer, identity, now)
    new = Channel(identity, now)
    notice = Reply(text("linking.told", channel=channel_name(new), at=now), ((_cut(new),),))
    for channel in before:
        put_out(session, channel.identity, notice, now)
    channels = [channel_name(each) for each in before]
    told = text(
        "linking.joined", person=offer.person, office=offer.office, channels=channels, kept=kept, dropped=dropped
    )
    return [Reply(told)]


def _taken_away(turn: Turn, name: str) -> list[Reply]:
    gone = Linking(turn.session).take_away(turn.principal, turn.event.sender.identity, name, turn.now)
    put_out(turn.session, gone.identity, Reply(text("linking.cut_there")), turn.now)
    return [Reply(text("linking.cut", channel=channel_name(gone)))]


def _as_another(turn: Turn, replies: list[Reply]) -> list[Reply]:
    """Whoever this turn began with may be somebody else by now: then nothing of it is stored under the old name."""
    known = Linking(turn.session).channels(turn.principal.person_id)
    turn.is_forgotten = all(each.identity != turn.event.sender.identity for each in known)
    return replies


COMMANDS: Final[Mapping[str, Commanded]] = {COMMAND: _commanded}
"""Described in linking.jinja."""
