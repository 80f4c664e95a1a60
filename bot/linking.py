"""One person on several channels: single-use codes, what joining would mean, joining, and taking a channel away again.

It knows no channel: an identity is a key such as «telegram:77». It words nothing and asks nobody; the flow does.
Read next: `bot/flows/linking.py`, `bot/storage/same_person.py`, `bot/access.py`.

Linking never lets anybody into an office that has other people and has not let them in itself.
"""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import ColumnElement, Select, delete, func, select, update
from sqlalchemy.orm import Session

from bot.access import Directory, Principal
from bot.storage.draft_models import DraftRow
from bot.storage.leases import doubling
from bot.storage.link_models import LinkAttemptRow, LinkCodeRow, chat_hash
from bot.storage.models import ConversationRow, IdentityRow, LibraryDocumentRow, MembershipRow, OfficeRow, ReceiptRow
from bot.storage.reminder_models import ReminderRuleRow
from bot.storage.same_person import become_one, has_content
from bot.storage.statements import serialise, upsert
from knowledge.errors import AccessDenied

CODE_LASTS: Final = timedelta(minutes=15)
SETTLED_AFTER: Final = timedelta(days=1)
"""How long a channel must be linked before it may take away one that was there earlier: whoever got in by a code
that was not meant for them cannot lock the owner out, who is told at once."""
FREE_TRIES: Final = 3
FIRST_WAIT: Final = timedelta(minutes=1)
LONGEST_WAIT: Final = timedelta(days=1)
FORGOTTEN_AFTER: Final = timedelta(days=2)
_DIGITS: Final = 8
_NAMED_BY: Final = 16


@dataclass(frozen=True, slots=True)
class Channel:
    """An identity of a person; `linked_at` is empty for the one they first came in by."""

    identity: str
    linked_at: datetime | None

    @property
    def name(self) -> str:
        """What a button carries for it."""
        return hashlib.sha256(self.identity.encode()).hexdigest()[:_NAMED_BY]


@dataclass(frozen=True, slots=True)
class KeptOffice:
    """An office of whoever typed the code: how much it has. `has_others` says that other people work for it."""

    office_id: int
    name: str
    is_shared: bool
    """Whether the person of the code works for it already."""
    has_others: bool
    is_empty: bool
    drafts: int
    documents: int
    reminders: int


@dataclass(frozen=True, slots=True)
class Offer:
    """What a code would join: to whom, and what the identity has of its own."""

    code_id: int
    person_id: int
    person: str
    office: str
    giver: int | None = None
    offices: tuple[KeptOffice, ...] = ()
    answers: int = 0
    others: tuple[str, ...] = field(default=())
    """Further identities of whoever typed the code: they come along."""

    @property
    def in_the_way(self) -> list[str]:
        """Offices that only their own administrators let people into: nothing can be joined before."""
        return [office.name for office in self.offices if office.has_others and not office.is_shared]

    @property
    def needs_consent(self) -> bool:
        """Whether the identity has anything of its own."""
        kept = any(office.is_shared or not office.is_empty for office in self.offices)
        return kept or self.answers > 0 or bool(self.others)


class Linking:
    """Codes and channels, within the caller's transaction. All moments are aware."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def new_code(self, person_id: int, now: datetime) -> str:
        """A code for the person, as it is shown: «1234 5678». The one before it works no more."""
        serialise(self._session, "linking")
        self._forget_waiting(person_id)
        code = f"{secrets.randbelow(10**_DIGITS):0{_DIGITS}}"
        while self._session.scalar(_waiting(code, now)) is not None:
            code = f"{secrets.randbelow(10**_DIGITS):0{_DIGITS}}"
        row = LinkCodeRow(code_hash=_hash(code), person_id=person_id, created_at=now, expires_at=now + CODE_LASTS)
        self._session.add(row)
        self._session.flush()
        return f"{code[:4]} {code[4:]}"

    def spoil(self, code: str, now: datetime) -> None:
        """Whoever reads along may have seen the code: it works no more, if it ever did."""
        found = self._session.scalar(_waiting(code, now))
        if found is not None:
            self._session.delete(found)
            self._session.flush()

    def offer(self, code: str, identity: str, now: datetime) -> Offer:
        """What the code would join the identity to; from now on it is good for that identity alone.

        Raises AccessDenied: «link_code_unknown», «link_code_used», «link_code_expired», «link_code_own».
        """
        serialise(self._session, "linking")
        latest = select(LinkCodeRow).where(LinkCodeRow.code_hash == _hash(code)).order_by(LinkCodeRow.id.desc())
        row = self._session.scalars(latest.limit(1).execution_options(populate_existing=True)).one_or_none()
        found = self._offer(row, identity, now)
        if row is not None and not found.in_the_way:
            row.identity = identity
            self._session.flush()
        return found

    def offered(self, code_id: int, identity: str, now: datetime) -> Offer:
        """The same, once the identity's consent is there. Raises as `offer` does."""
        serialise(self._session, "linking")
        row = self._session.get(LinkCodeRow, code_id, populate_existing=True)
        return self._offer(row if row is not None and row.identity == identity else None, identity, now)

    def decline(self, code_id: int, identity: str) -> None:
        """Whoever typed the code thought better of it: it works no more."""
        mine = (LinkCodeRow.id == code_id, LinkCodeRow.identity == identity, LinkCodeRow.used_at.is_(None))
        self._session.execute(delete(LinkCodeRow).where(*mine))

    def join(self, offer: Offer, identity: str, now: datetime) -> tuple[str, ...]:
        """Make the identity the person's; the names of offices that held nothing and are no more.

        An office of the identity's own comes along as a further office of the person; nothing passes between offices.
        """
        dropped = [office for office in offer.offices if office.is_empty and not office.has_others]
        self._session.execute(delete(OfficeRow).where(OfficeRow.id.in_([office.office_id for office in dropped])))
        if offer.giver is None:
            self._session.add(IdentityRow(key=identity, person_id=offer.person_id))
            self._session.flush()
        else:
            become_one(self._session, offer.giver, offer.person_id, now)
        row = self._session.get_one(LinkCodeRow, offer.code_id)
        row.used_at = now
        self._session.flush()
        self._forget_waiting(offer.person_id)
        for other in offer.others:
            # They are as new as the one that the code was typed on.
            came_along = {"created_at": now, "expires_at": now, "used_at": now}
            self._session.add(LinkCodeRow(code_hash="", person_id=offer.person_id, identity=other, **came_along))
        self._session.flush()
        self._session.expire_all()
        return tuple(office.name for office in dropped)

    def channels(self, person_id: int) -> list[Channel]:
        """How the person is known, the first one first."""
        keys = self._session.scalars(select(IdentityRow.key).where(IdentityRow.person_id == person_id)).all()
        used = select(LinkCodeRow.identity, func.max(LinkCodeRow.used_at)).where(
            LinkCodeRow.person_id == person_id, LinkCodeRow.used_at.is_not(None), LinkCodeRow.ended_at.is_(None)
        )
        linked = dict(self._session.execute(used.group_by(LinkCodeRow.identity)).all())
        found = [Channel(key, linked.get(key)) for key in keys]
        return sorted(found, key=lambda each: (each.linked_at.timestamp() if each.linked_at else 0.0, each.identity))

    def take_away(self, principal: Principal, here: str, name: str, now: datetime) -> Channel:
        """Let another of the person's channels open nothing any more; what is kept stays the person's.

        Raises AccessDenied: «link_unknown», «link_here» for the channel it is asked on, «link_too_new» where that one
        was linked only lately and the other is older.
        """
        serialise(self._session, "linking")
        known = self.channels(principal.person_id)
        mine = next((each for each in known if each.identity == here), None)
        other = next((each for each in known if each.name == name), None)
        if mine is None or other is None:
            raise AccessDenied("link_unknown")
        if other == mine:
            raise AccessDenied("link_here")
        is_new = mine.linked_at is not None and now - mine.linked_at < SETTLED_AFTER
        if is_new and mine.linked_at and (other.linked_at is None or other.linked_at < mine.linked_at):
            raise AccessDenied("link_too_new", until=mine.linked_at + SETTLED_AFTER)
        # A code that was had there must not open the way back.
        self._forget_waiting(principal.person_id)
        self._session.execute(delete(IdentityRow).where(IdentityRow.key == other.identity))
        in_chat = (ConversationRow.chat == other.identity, ConversationRow.person_id == principal.person_id)
        self._session.execute(delete(ConversationRow).where(*in_chat))
        self._session.execute(
            update(LinkCodeRow)
            .where(LinkCodeRow.person_id == principal.person_id, LinkCodeRow.identity == other.identity)
            .values(ended_at=now)
        )
        self._session.expire_all()
        return other

    def waits_until(self, chat: str, now: datetime) -> datetime | None:
        """When the next code may be tried from that chat; None when it may be tried now."""
        row = self._session.get(LinkAttemptRow, chat_hash(chat), populate_existing=True)
        return row.not_before if row is not None and row.not_before > now else None

    def note_wrong(self, chat: str, now: datetime) -> None:
        """A code that opens nothing was typed in that chat; after a few the chat waits, longer each time."""
        self._session.execute(delete(LinkAttemptRow).where(LinkAttemptRow.last_at < now - FORGOTTEN_AFTER))
        row = self._session.get(LinkAttemptRow, chat_hash(chat), populate_existing=True)
        wrong = (row.wrong if row else 0) + 1
        over = wrong - FREE_TRIES
        pause = doubling(FIRST_WAIT, over + 1, LONGEST_WAIT) if over >= 0 else timedelta(0)
        values = {"wrong": wrong, "last_at": now, "not_before": now + pause}
        upsert(self._session, LinkAttemptRow, {"chat_hash": chat_hash(chat)}, values)

    def forget_wrong(self, chat: str) -> None:
        """A code of that chat was right."""
        self._session.execute(delete(LinkAttemptRow).where(LinkAttemptRow.chat_hash == chat_hash(chat)))

    def _forget_waiting(self, person_id: int) -> None:
        waiting = (LinkCodeRow.person_id == person_id, LinkCodeRow.used_at.is_(None))
        self._session.execute(delete(LinkCodeRow).where(*waiting))

    def _offer(self, row: LinkCodeRow | None, identity: str, now: datetime) -> Offer:
        if row is None:
            raise AccessDenied("link_code_unknown")
        if row.used_at is not None or row.identity not in ("", identity):
            raise AccessDenied("link_code_used")
        if row.expires_at <= now:
            raise AccessDenied("link_code_expired")
        keeper = Directory(self._session).principal(row.person_id)
        if keeper is None:
            raise AccessDenied("link_code_unknown")
        known = self._session.get(IdentityRow, identity, populate_existing=True)
        if known is None:
            return Offer(row.id, keeper.person_id, keeper.name, keeper.office_name)
        if known.person_id == keeper.person_id:
            raise AccessDenied("link_code_own")
        return self._offer_to_known(row.id, keeper, known)

    def _offer_to_known(self, code_id: int, keeper: Principal, known: IdentityRow) -> Offer:
        giver = known.person_id
        mine = {office.office_id for office in keeper.offices}
        offices = select(OfficeRow).join(MembershipRow).where(MembershipRow.person_id == giver).order_by(OfficeRow.id)
        kept = tuple(self._kept(office, giver, office.id in mine) for office in self._session.scalars(offices).all())
        in_them = ReceiptRow.office_id.in_([office.office_id for office in kept])
        elsewhere = select(func.count()).where(ReceiptRow.person_id == giver, ~in_them)
        identities = select(IdentityRow.key).where(IdentityRow.person_id == giver, IdentityRow.key != known.key)
        others = tuple(sorted(self._session.scalars(identities)))
        answers = self._session.scalar(elsewhere) or 0
        return Offer(code_id, keeper.person_id, keeper.name, keeper.office_name, giver, kept, answers, others)

    def _kept(self, office: OfficeRow, giver: int, is_shared: bool) -> KeptOffice:
        def count(*which: ColumnElement[bool]) -> int:
            return self._session.scalar(select(func.count()).where(*which)) or 0

        own = (ReminderRuleRow.office_id == office.id, ReminderRuleRow.ended_at.is_(None))
        return KeptOffice(
            office.id,
            office.name,
            is_shared,
            count(MembershipRow.office_id == office.id, MembershipRow.person_id != giver) > 0,
            not is_shared and not has_content(self._session, office.id),
            count(DraftRow.office_id == office.id),
            count(LibraryDocumentRow.office_id == office.id, LibraryDocumentRow.removed_at.is_(None)),
            count(*own),
        )


def _waiting(code: str, now: datetime) -> Select[Any]:
    fresh = (LinkCodeRow.used_at.is_(None), LinkCodeRow.expires_at > now)
    return select(LinkCodeRow).where(LinkCodeRow.code_hash == _hash(code), *fresh).limit(1)


def _hash(typed: str) -> str:
    """Of a code only the digits count."""
    return hashlib.sha256(typed.replace(" ", "").encode()).hexdigest()
