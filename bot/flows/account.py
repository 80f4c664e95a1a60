"""The person's own affairs: joining, inviting, members, offices, and taking one's data away.

It must not know a channel; who may do what is decided in `bot/access.py`.
Read next: `bot/texts/access.jinja` and `bot/texts/account.jinja` (wording).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Final

from sqlalchemy.orm import Session

from bot.access import INVITATION_LASTS, Directory, Role, require
from bot.flows.flow import Commanded
from bot.flows.turn import Turn, button, number_in, press
from bot.messages import Attachment, Button, Incoming, Reply
from bot.storage.hand_over import charge_of, leave_to_administrators
from bot.storage.models import IdentityRow
from bot.storage.personal_data import erase, export
from bot.texts import line, markup, text
from knowledge.errors import UserError

FLOW: Final = "account"
_MOST_CHOICES: Final = 50
"""Members with a button under one message: a channel takes a hundred, a person reads fewer."""


def join(session: Session, event: Incoming, code: str, now: datetime) -> list[Reply]:
    """Lets the person in with a code. Raises AccessDenied for a code that does not work."""
    if event.in_group:
        return [Reply(text("account.private_only"))]
    if not code:
        return [Reply(text("access.invitation_code_asked"))]
    who = Directory(session).redeem(code, event.sender.identity, event.sender.name, now)
    welcome = markup("access.welcome", office=who.office_name, role=who.role.value)
    return [Reply(text("account.joined", welcome=welcome))]


def help_text(turn: Turn, commands: Sequence[tuple[str, str]]) -> list[Reply]:
    """What the assistant is for, and its commands, each with what it does."""
    role = line("access.role_name", role=turn.principal.role.value)
    return [Reply(text("account.help", commands=commands, office=turn.principal.office_name, role=role))]


def pressed(turn: Turn, action: str, arguments: Sequence[str]) -> list[Reply]:
    """The replies to a button of this flow. Raises UserError «stale_button» for one that it never makes."""
    if turn.event.in_group:
        return [Reply(notice=line("account.private_only"))]
    match [action, *arguments]:
        case ["erase"]:
            return _erase(turn)
        case ["keep"]:
            return [Reply(text("access.erase_cancelled"))]
        case ["leave"]:
            return _left(turn)
        case ["stay"]:
            return [Reply(text("account.stayed", office=turn.principal.office_name))]
        case ["invite", role]:
            return _invited(turn, _role_named(role))
        case ["switch", _]:
            return _switch(turn, number_in(arguments, 0))
        case ["members", _]:
            return _members(turn, number_in(arguments, 0))
        case ["member", _]:
            return _member(turn, number_in(arguments, 0))
        case ["change", _, "remove"]:
            return _remove(turn, number_in(arguments, 0))
        case ["change", _, role]:
            return _change(turn, number_in(arguments, 0), _role_named(role))
    raise UserError("stale_button")


def after_leaving(session: Session, event: Incoming, name: str, now: datetime) -> list[Reply] | None:
    """What somebody who belongs to no office any more may do: take their data away; None for anything else."""
    known = session.get(IdentityRow, event.sender.identity)
    if known is not None and name == "xoa_du_lieu":
        return _take_away_of(session, known.person_id, now, text("account.erase_asked_after_leaving"))
    if known is not None and event.press == press(FLOW, "erase"):
        erase(session, known.person_id)
        return [Reply(text("access.erased"))]
    if known is not None and event.press == press(FLOW, "keep"):
        return [Reply(text("access.erase_cancelled"))]
    return None


def _invite(turn: Turn) -> list[Reply]:
    require(turn.principal, Role.ADMINISTRATOR)
    choices = tuple((button(_role(role), FLOW, "invite", role.value),) for role in reversed(Role))
    return [Reply(text("account.role_asked", office=turn.principal.office_name), choices)]


def _invited(turn: Turn, role: Role) -> list[Reply]:
    code = Directory(turn.session).invite(turn.principal, role, turn.now)
    made = text(
        "access.invitation_made",
        office=turn.principal.office_name,
        role=role.value,
        code=code,
        expires_at=turn.now + INVITATION_LASTS,
    )
    return [Reply(made)]


def _members(turn: Turn, start: int = 0) -> list[Reply]:
    """The list of all, with buttons for those from `start` on, as many as fit under a message."""
    members = Directory(turn.session).members(turn.principal)
    shown = members[start : start + _MOST_CHOICES]
    choices = [
        (
            button(
                line("access.member_line", name=member.name, role=member.role.value), FLOW, "member", member.person_id
            ),
        )
        for member in shown
    ]
    end = start + len(shown)
    if end < len(members):
        choices.append((button(line("account.button_more", left=len(members) - end), FLOW, "members", end),))
    if start:
        return [Reply(text("account.further_members", first=start + 1, last=end, total=len(members)), tuple(choices))]
    return [Reply(text("access.member_list", office=turn.principal.office_name, members=members), tuple(choices))]


def _member(turn: Turn, person_id: int) -> list[Reply]:
    members = {member.person_id: member for member in Directory(turn.session).members(turn.principal)}
    if person_id not in members:
        return [Reply(text("access.member_unknown", office=turn.principal.office_name))]
    member = members[person_id]
    choices: list[tuple[Button, ...]] = [
        (button(line("account.button_make", role=_role(role)), FLOW, "change", person_id, role.value),)
        for role in Role
        if role is not member.role
    ]
    choices.append((button(line("account.button_remove"), FLOW, "change", person_id, "remove"),))
    return [Reply(text("account.member_asked", name=member.name, role=_role(member.role)), tuple(choices))]


def _remove(turn: Turn, person_id: int) -> list[Reply]:
    name = _name_of(turn, person_id)
    Directory(turn.session).remove(turn.principal, person_id)
    charge = leave_to_administrators(turn.session, turn.principal.office_id, person_id, turn.now)
    return [Reply(text("access.member_removed", name=name, office=turn.principal.office_name, charge=charge))]


def _change(turn: Turn, person_id: int, role: Role) -> list[Reply]:
    name = _name_of(turn, person_id)
    Directory(turn.session).change_role(turn.principal, person_id, role)
    return [Reply(text("access.role_changed", name=name, role=role.value))]


def _name_of(turn: Turn, person_id: int) -> str:
    members = Directory(turn.session).members(turn.principal)
    return next((member.name for member in members if member.person_id == person_id), "")


def _switch(turn: Turn, office_id: int) -> list[Reply]:
    office = Directory(turn.session).switch(turn.principal, office_id, turn.now)
    return [Reply(text("access.office_switched", office=office.name, role=office.role.value))]


def _offices(turn: Turn) -> list[Reply]:
    offices = turn.principal.offices
    if len(offices) == 1:
        return [Reply(text("access.only_one_office", office=offices[0].name))]
    choices = tuple((button(office.name, FLOW, "switch", office.office_id),) for office in offices)
    return [Reply(text("account.office_asked"), choices)]


def _leave(turn: Turn) -> list[Reply]:
    choices = (
        (button(line("account.button_leave"), FLOW, "leave"), button(line("account.button_stay"), FLOW, "stay")),
    )
    charge = charge_of(turn.session, turn.principal.office_id, turn.principal.person_id)
    return [Reply(text("account.leave_asked", office=turn.principal.office_name, charge=charge), choices)]


def _left(turn: Turn) -> list[Reply]:
    Directory(turn.session).remove(turn.principal, turn.principal.person_id)
    leave_to_administrators(turn.session, turn.principal.office_id, turn.principal.person_id, turn.now)
    return [Reply(text("access.office_left", office=turn.principal.office_name))]


def _take_away(turn: Turn) -> list[Reply]:
    offices = [office.name for office in turn.principal.offices]
    asked = text("access.erase_asked", offices=offices)
    return _take_away_of(turn.session, turn.principal.person_id, turn.now, asked)


def _take_away_of(session: Session, person_id: int, now: datetime, asked: str) -> list[Reply]:
    archive = export(session, person_id, now)
    file = Attachment(line("account.export_name"), archive, "application/zip")
    choices = (
        (button(line("account.button_erase"), FLOW, "erase"), button(line("account.button_keep"), FLOW, "keep")),
    )
    return [Reply(text("access.data_export"), attachment=file), Reply(asked, choices)]


def _erase(turn: Turn) -> list[Reply]:
    erase(turn.session, turn.principal.person_id)
    turn.state.clear()
    turn.is_forgotten = True
    return [Reply(text("access.erased"))]


def _role_named(name: str) -> Role:
    try:
        return Role(name)
    except ValueError as error:
        raise UserError("stale_button") from error


def _role(role: Role) -> str:
    return line("access.role_name", role=role.value)


def _join(turn: Turn, code: str) -> list[Reply]:
    return join(turn.session, turn.event, code, turn.now)


def _in_private(asked: Callable[[Turn], list[Reply]]) -> Commanded:
    """Its replies are nobody else's business."""

    def commanded(turn: Turn, _argument: str) -> list[Reply]:
        return [Reply(text("account.private_only"))] if turn.event.in_group else asked(turn)

    return commanded


COMMANDS: Final[Mapping[str, Commanded]] = {
    "tham_gia": _join,
    "moi": _in_private(_invite),
    "thanh_vien": _in_private(_members),
    "co_quan": _in_private(_offices),
    "roi_co_quan": _in_private(_leave),
    "xoa_du_lieu": _in_private(_take_away),
}
"""In the order of the menu; each is described in account.jinja."""
