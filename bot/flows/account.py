"""The person's own affairs: joining, inviting, members, offices, and taking one's data away.

It must not know a channel; who may do what is decided in `bot/access.py`.
Read next: `bot/texts/access.jinja` and `bot/texts/account.jinja` (wording).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from sqlalchemy.orm import Session

from bot.access import INVITATION_LASTS, Directory, Role, require
from bot.flows.turn import Turn, button
from bot.messages import Attachment, Button, Incoming, Reply
from bot.storage.personal_data import erase, export
from bot.texts import line, markup, text

FLOW: Final = "account"
COMMANDS: Final = ("tro_giup", "tham_gia", "moi", "thanh_vien", "co_quan", "roi_co_quan", "xoa_du_lieu")
"""Every command, in the order of the menu; each has a description in account.jinja."""
PRIVATE: Final = frozenset(COMMANDS) - {"tro_giup"}
"""Commands whose replies are nobody else's business."""


def descriptions() -> list[tuple[str, str]]:
    """Each command with what it does, for menus and help."""
    return [(command, line(f"account.command_{command}")) for command in COMMANDS]


def join(session: Session, event: Incoming, code: str, now: datetime) -> list[Reply]:
    """Lets the person in with a code. Raises AccessDenied for a code that does not work."""
    if event.in_group:
        return [Reply(text("account.private_only"))]
    if not code:
        return [Reply(text("access.invitation_code_asked"))]
    who = Directory(session).redeem(code, event.sender.identity, event.sender.name, now)
    welcome = markup("access.welcome", office=who.office_name, role=who.role.value)
    return [Reply(text("account.joined", welcome=welcome))]


def command(turn: Turn, name: str) -> list[Reply] | None:
    """The replies to a command of this flow; None when it is not one of them."""
    if turn.event.in_group and name in PRIVATE:
        return [Reply(text("account.private_only"))]
    handlers = {
        "tro_giup": _help,
        "moi": _invite,
        "thanh_vien": _members,
        "co_quan": _offices,
        "roi_co_quan": _leave,
        "xoa_du_lieu": _take_away,
    }
    return handlers[name](turn) if name in handlers else None


def pressed(turn: Turn, action: str, arguments: Sequence[str]) -> list[Reply]:
    """The replies to a button of this flow."""
    if turn.event.in_group:
        return [Reply(notice=line("account.private_only"))]
    if action in ("erase", "keep"):
        return _erase(turn) if action == "erase" else [Reply(text("access.erase_cancelled"))]
    if action in ("leave", "stay"):
        return _left(turn) if action == "leave" else []
    if action == "invite":
        return _invited(turn, Role(arguments[0]))
    number = int(arguments[0])
    if action == "switch":
        office = Directory(turn.session).switch(turn.principal, number, turn.now)
        return [Reply(text("access.office_switched", office=office.name, role=office.role.value))]
    if action == "member":
        return _member(turn, number)
    return _change(turn, number, arguments[1])


def _help(turn: Turn) -> list[Reply]:
    role = line("access.role_name", role=turn.principal.role.value)
    return [Reply(text("account.help", commands=descriptions(), office=turn.principal.office_name, role=role))]


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


def _members(turn: Turn) -> list[Reply]:
    members = Directory(turn.session).members(turn.principal)
    listed = text("access.member_list", office=turn.principal.office_name, members=members)
    choices = tuple(
        (
            button(
                line("access.member_line", name=member.name, role=member.role.value), FLOW, "member", member.person_id
            ),
        )
        for member in members
    )
    return [Reply(listed, choices)]


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


def _change(turn: Turn, person_id: int, change: str) -> list[Reply]:
    directory = Directory(turn.session)
    names = {member.person_id: member.name for member in directory.members(turn.principal)}
    if change == "remove":
        directory.remove(turn.principal, person_id)
        office = turn.principal.office_name
        return [Reply(text("access.member_removed", name=names.get(person_id, ""), office=office))]
    directory.change_role(turn.principal, person_id, Role(change))
    return [Reply(text("access.role_changed", name=names.get(person_id, ""), role=change))]


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
    return [Reply(text("account.leave_asked", office=turn.principal.office_name), choices)]


def _left(turn: Turn) -> list[Reply]:
    Directory(turn.session).remove(turn.principal, turn.principal.person_id)
    return [Reply(text("access.office_left", office=turn.principal.office_name))]


def _take_away(turn: Turn) -> list[Reply]:
    archive = export(turn.session, turn.principal.person_id, turn.now)
    file = Attachment(line("account.export_name"), archive, "application/zip")
    offices = [office.name for office in turn.principal.offices]
    choices = (
        (button(line("account.button_erase"), FLOW, "erase"), button(line("account.button_keep"), FLOW, "keep")),
    )
    return [
        Reply(text("access.data_export"), attachment=file),
        Reply(text("access.erase_asked", offices=offices), choices),
    ]


def _erase(turn: Turn) -> list[Reply]:
    erase(turn.session, turn.principal.person_id)
    turn.state.clear()
    turn.is_forgotten = True
    return [Reply(text("access.erased"))]


def _role(role: Role) -> str:
    return line("access.role_name", role=role.value)
