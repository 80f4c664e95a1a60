"""Who may use the assistant, for which office, and as what: offices, members, roles, one-time codes.

It knows no channel: an identity is a key such as «telegram:77». Who has no invitation leaves no trace here.
Read next: `bot/texts/access.jinja` for what people are told, `bot/storage/personal_data.py` for leaving.

Every change asks the database anew whether the one who makes it is still an administrator: a Principal
says what was true when its event began.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, NamedTuple

from sqlalchemy import ColumnElement, delete, func, select
from sqlalchemy.orm import Session

from bot.storage.models import IdentityRow, InvitationRow, MembershipRow, OfficeRow, PersonRow, Role
from bot.storage.statements import serialise
from knowledge.errors import AccessDenied, InvalidAnswer
from knowledge.text import normalise, squeeze

__all__ = ["Directory", "Invitation", "Member", "OfficeOfPerson", "Principal", "Role", "require", "unit_of"]

INVITATION_LASTS: Final = timedelta(days=7)
LONGEST_NAME: Final = 200
UNIT_KINDS: Final = ("phường", "xã", "đặc khu")
"""Kinds of unit at the level of the commune, as the name of an office has them."""

# 32 characters without 0/O and 1/I: 16 of them are 80 random bits, which nobody finds by trying.
_ALPHABET: Final = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
_SYMBOLS: Final = 16
_GROUP: Final = 4

_RANK: Final = {role: rank for rank, role in enumerate(reversed(Role))}


@dataclass(frozen=True, slots=True)
class OfficeOfPerson:
    """An office a person belongs to, and as what."""

    office_id: int
    name: str
    role: Role


@dataclass(frozen=True, slots=True)
class Principal:
    """A person acting for their current office. `offices` are all of theirs, the current one first."""

    person_id: int
    name: str
    office_id: int
    office_name: str
    role: Role
    offices: tuple[OfficeOfPerson, ...]


@dataclass(frozen=True, slots=True)
class Member:
    """A person of an office."""

    person_id: int
    name: str
    role: Role


@dataclass(frozen=True, slots=True)
class Invitation:
    """A code that can still be redeemed; the code itself is not kept."""

    id: int
    role: Role
    created_at: datetime
    expires_at: datetime


def require(principal: Principal, role: Role) -> None:
    """Raises AccessDenied «role_needed» unless the principal's role may do all that `role` may."""
    if _RANK[principal.role] < _RANK[role]:
        raise AccessDenied("role_needed", role=role.value, office=principal.office_name)


class _Seat(NamedTuple):
    person_id: int
    name: str
    office_id: int
    office_name: str
    role: str


def unit_of(office: str) -> str | None:
    """«phường Trúc Đàm» out of the name of the office; None where it names no unit."""
    for kind in UNIT_KINDS:
        place = office.lower().find(f"{kind} ")
        if place >= 0:
            return office[place : place + len(kind)].lower() + office[place + len(kind) :]
    return None


class Directory:
    """Offices, people and codes, within the caller's transaction.

    What an administrator does reaches the principal's current office and no other one.
    """

    def __init__(self, session: Session) -> None:
        self._session = session

    def who(self, identity: str) -> Principal | None:
        """The person behind an identity; None for anybody without an office, of whom nothing is kept."""
        offices = self._offices_of(identity)
        return _principal(offices) if offices else None

    def principal(self, person_id: int) -> Principal | None:
        """The same for a person who is known."""
        offices = self._seats(MembershipRow.person_id == person_id)
        return _principal(offices) if offices else None

    def create_office(self, name: str, now: datetime) -> tuple[int, str]:
        """A new office and the code that makes its first administrator.

        For the command line only. Raises InvalidAnswer «office_name_missing» for an empty name.
        """
        shown = _clean(name)
        if not shown:
            raise InvalidAnswer("office_name_missing", field="office_name")
        office = OfficeRow(name=shown, created_at=now)
        self._session.add(office)
        self._session.flush()
        return office.id, self._new_code(office.id, Role.ADMINISTRATOR, None, now)

    def administrator_code(self, office_id: int, now: datetime) -> str:
        """Another code for an administrator, for an office that nobody can administer any more.

        For the command line only. Raises AccessDenied «office_unknown».
        """
        self._lock(office_id)
        return self._new_code(office_id, Role.ADMINISTRATOR, None, now)

    def every_office(self) -> list[tuple[int, str, int]]:
        """Administrative: number, name and count of members of every office. For the command line only."""
        members = func.count(MembershipRow.id)
        statement = (
            select(OfficeRow.id, OfficeRow.name, members)
            .outerjoin(MembershipRow, MembershipRow.office_id == OfficeRow.id)
            .group_by(OfficeRow.id, OfficeRow.name)
            .order_by(OfficeRow.id)
        )
        return [(office_id, name, count) for office_id, name, count in self._session.execute(statement)]

    def redeem(self, code: str, identity: str, name: str, now: datetime) -> Principal:
        """Let the person in, with the code's role, and make its office their current one.

        A member whose role is lower is raised to the code's. Case, spaces and hyphens of the code do not
        matter. Raises AccessDenied: «invitation_unknown», «invitation_used», «invitation_expired»,
        «already_member» (the code stays valid).
        """
        serialise(self._session, "redeem")
        self._lock(self._valid_invitation(code, now).office_id)
        # Used or revoked by whoever held the lock before?
        invitation = self._valid_invitation(code, now)
        role = Role(invitation.role)
        person_id = self._person_behind(identity, name, now)
        membership = self._membership(invitation.office_id, person_id)
        if membership is None:
            membership = MembershipRow(person_id=person_id, office_id=invitation.office_id, role=role, joined_at=now)
            self._session.add(membership)
        elif _RANK[role] <= _RANK[Role(membership.role)]:
            raise AccessDenied("already_member", office=self._office_name(invitation.office_id))
        membership.role, membership.chosen_at = role, now
        invitation.used_by, invitation.used_at = person_id, now
        self._session.flush()
        return _principal(self._offices_of(identity))

    def invite(self, principal: Principal, role: Role, now: datetime) -> str:
        """A one-time code for the principal's office. Raises AccessDenied unless they administer it."""
        self._administer(principal)
        return self._new_code(principal.office_id, role, principal.person_id, now)

    def invitations(self, principal: Principal, now: datetime) -> list[Invitation]:
        """The codes of the office that still wait for somebody, oldest first. For administrators."""
        self._administer(principal)
        rows = self._session.scalars(
            select(InvitationRow)
            .where(
                InvitationRow.office_id == principal.office_id,
                InvitationRow.used_at.is_(None),
                InvitationRow.expires_at > now,
            )
            .order_by(InvitationRow.id)
        )
        return [Invitation(row.id, Role(row.role), row.created_at, row.expires_at) for row in rows]

    def revoke(self, principal: Principal, invitation_id: int) -> bool:
        """Make a waiting code of the office worthless; False for anything else. For administrators."""
        self._administer(principal)
        waiting = delete(InvitationRow).where(
            InvitationRow.id == invitation_id,
            InvitationRow.office_id == principal.office_id,
            InvitationRow.used_at.is_(None),
        )
        return self._session.scalar(waiting.returning(InvitationRow.id)) is not None

    def members(self, principal: Principal) -> list[Member]:
        """The people of the office, in the order they joined. For administrators."""
        self._administer(principal)
        statement = (
            select(PersonRow.id, PersonRow.name, MembershipRow.role)
            .join(MembershipRow, MembershipRow.person_id == PersonRow.id)
            .where(MembershipRow.office_id == principal.office_id)
            .order_by(MembershipRow.id)
        )
        return [Member(person_id, name, Role(role)) for person_id, name, role in self._session.execute(statement)]

    def change_role(self, principal: Principal, person_id: int, role: Role) -> None:
        """Give a member another role; the codes an administrator made go with that role.

        Raises AccessDenied: «role_needed», «member_unknown», «last_administrator».
        """
        self._administer(principal)
        membership = self._member(principal, person_id)
        if role != Role.ADMINISTRATOR:
            self._keep_an_administrator(membership)
            self._forget_codes(principal.office_id, person_id)
        membership.role = role
        self._session.flush()

    def remove(self, principal: Principal, person_id: int) -> None:
        """End a membership: an administrator ends anybody's, everybody else their own.

        Raises AccessDenied: «role_needed», «member_unknown», «last_administrator».
        """
        if person_id == principal.person_id:
            self._lock(principal.office_id)
        else:
            self._administer(principal)
        membership = self._member(principal, person_id)
        self._keep_an_administrator(membership)
        self._forget_codes(principal.office_id, person_id)
        self._session.delete(membership)
        self._session.flush()

    def switch(self, principal: Principal, office_id: int, now: datetime) -> OfficeOfPerson:
        """Make another of the person's offices the current one.

        Raises AccessDenied «office_unknown» for an office that is not theirs.
        """
        membership = self._membership(office_id, principal.person_id)
        if membership is None:
            raise AccessDenied("office_unknown")
        membership.chosen_at = now
        self._session.flush()
        return OfficeOfPerson(office_id, self._office_name(office_id), Role(membership.role))

    def _offices_of(self, identity: str) -> list[_Seat]:
        known = select(IdentityRow.person_id).where(IdentityRow.key == identity)
        return self._seats(MembershipRow.person_id.in_(known))

    def _seats(self, whose: ColumnElement[bool]) -> list[_Seat]:
        statement = (
            select(PersonRow.id, PersonRow.name, OfficeRow.id, OfficeRow.name, MembershipRow.role)
            .join(MembershipRow, MembershipRow.person_id == PersonRow.id)
            .join(OfficeRow, OfficeRow.id == MembershipRow.office_id)
            .where(whose)
            .order_by(MembershipRow.chosen_at.desc(), MembershipRow.id.desc())
        )
        return [_Seat(*row) for row in self._session.execute(statement)]

    def _administer(self, principal: Principal) -> None:
        self._lock(principal.office_id)
        membership = self._membership(principal.office_id, principal.person_id)
        if membership is None or membership.role != Role.ADMINISTRATOR:
            raise AccessDenied("role_needed", role=Role.ADMINISTRATOR.value, office=principal.office_name)

    def _lock(self, office_id: int) -> None:
        # Two administrators who demote each other at the same moment must come one after the other.
        found = self._session.scalar(select(OfficeRow.id).where(OfficeRow.id == office_id).with_for_update())
        if found is None:
            raise AccessDenied("office_unknown")

    def _membership(self, office_id: int, person_id: int) -> MembershipRow | None:
        statement = select(MembershipRow).where(
            MembershipRow.office_id == office_id, MembershipRow.person_id == person_id
        )
        # What the session read before it held the lock may have changed since.
        return self._session.scalars(statement.execution_options(populate_existing=True)).one_or_none()

    def _member(self, principal: Principal, person_id: int) -> MembershipRow:
        membership = self._membership(principal.office_id, person_id)
        if membership is None:
            raise AccessDenied("member_unknown", office=principal.office_name)
        return membership

    def _keep_an_administrator(self, membership: MembershipRow) -> None:
        others = select(func.count()).where(
            MembershipRow.office_id == membership.office_id,
            MembershipRow.role == Role.ADMINISTRATOR,
            MembershipRow.id != membership.id,
        )
        if membership.role == Role.ADMINISTRATOR and not self._session.scalar(others):
            raise AccessDenied("last_administrator", office=self._office_name(membership.office_id))

    def _forget_codes(self, office_id: int, person_id: int) -> None:
        self._session.execute(
            delete(InvitationRow).where(
                InvitationRow.office_id == office_id,
                InvitationRow.created_by == person_id,
                InvitationRow.used_at.is_(None),
            )
        )

    def _office_name(self, office_id: int) -> str:
        return self._session.scalar(select(OfficeRow.name).where(OfficeRow.id == office_id)) or ""

    def _new_code(self, office_id: int, role: Role, created_by: int | None, now: datetime) -> str:
        code = "".join(secrets.choice(_ALPHABET) for _ in range(_SYMBOLS))
        self._session.add(
            InvitationRow(
                code_hash=_hash(code),
                office_id=office_id,
                role=role,
                created_by=created_by,
                created_at=now,
                expires_at=now + INVITATION_LASTS,
            )
        )
        self._session.flush()
        return "-".join(_groups(code))

    def _valid_invitation(self, code: str, now: datetime) -> InvitationRow:
        digest = _hash(code)
        statement = select(InvitationRow).where(InvitationRow.code_hash == digest)
        found = self._session.scalars(statement.execution_options(populate_existing=True)).one_or_none()
        if found is None or not hmac.compare_digest(found.code_hash, digest):
            raise AccessDenied("invitation_unknown")
        if found.used_at is not None:
            raise AccessDenied("invitation_used")
        if found.expires_at <= now:
            raise AccessDenied("invitation_expired", expires_at=found.expires_at)
        return found

    def _person_behind(self, identity: str, name: str, now: datetime) -> int:
        known = self._session.get(IdentityRow, identity)
        if known is not None:
            return known.person_id
        person = PersonRow(name=_clean(name), created_at=now)
        self._session.add(person)
        self._session.flush()
        self._session.add(IdentityRow(key=identity, person_id=person.id))
        self._session.flush()
        return person.id


def _principal(offices: Sequence[_Seat]) -> Principal:
    current = offices[0]
    theirs = tuple(OfficeOfPerson(seat.office_id, seat.office_name, Role(seat.role)) for seat in offices)
    return Principal(
        current.person_id, current.name, current.office_id, current.office_name, Role(current.role), theirs
    )


def _hash(code: str) -> str:
    plain = "".join(letter for letter in code.upper() if letter.isascii() and letter.isalnum())
    return hashlib.sha256(plain.encode()).hexdigest()


def _groups(code: str) -> Sequence[str]:
    return [code[start : start + _GROUP] for start in range(0, len(code), _GROUP)]


def _clean(name: str) -> str:
    # Control characters and direction marks could make one name look like another.
    visible = (letter for letter in normalise(name) if letter.isspace() or unicodedata.category(letter)[0] != "C")
    return squeeze("".join(visible))[:LONGEST_NAME]
