"""Everything that is kept about a person: given to them as a file, and forgotten when they ask for it.

It does not ask for confirmation: the flow does, before it calls `erase`.
Read next: `bot/access.py`; every table with a person appears below.
"""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import delete, or_, select, update
from sqlalchemy.orm import Session

from bot.storage.check_models import CheckedDraftRow, IgnoredKindRow
from bot.storage.draft_models import DraftAnswerRow, DraftRow
from bot.storage.library_models import LibraryChangeRow, LibraryProposalRow
from bot.storage.link_models import LinkAttemptRow, LinkCodeRow, chat_hash
from bot.storage.models import (
    Base,
    ChatRow,
    ConversationRow,
    FeedbackRow,
    IdentityRow,
    InboxRow,
    InvitationRow,
    LibraryDocumentRow,
    MembershipRow,
    OfficeRow,
    PersonRow,
    ReceiptRow,
    Role,
)
from bot.storage.paper_models import PaperRow
from bot.storage.reminder_models import (
    ReminderEscalationRow,
    ReminderHandOverRow,
    ReminderOccurrenceRow,
    ReminderPreferenceRow,
    ReminderRecipientRow,
    ReminderRuleRow,
    ReminderSnoozeRow,
    ReminderSubmissionRow,
)
from knowledge.errors import AccessDenied

EXPORT_NAME: Final = "du_lieu_ca_nhan.json"
"""The one file inside the archive."""

_WHOSE: Final = (
    (MembershipRow, MembershipRow.person_id),
    (ReceiptRow, ReceiptRow.person_id),
    (ConversationRow, ConversationRow.person_id),
    (LibraryDocumentRow, LibraryDocumentRow.added_by),
    (ReminderRuleRow, ReminderRuleRow.created_by),
    (PaperRow, PaperRow.person_id),
    (LibraryProposalRow, LibraryProposalRow.person_id),
    (DraftRow, DraftRow.begun_by),
    (CheckedDraftRow, CheckedDraftRow.person_id),
)


def export(session: Session, person_id: int, now: datetime) -> bytes:
    """A ZIP archive with one JSON file: everything that is kept about the person, in every office.

    Documents they added and drafts they worked on are listed without their text, which belongs to the office.
    """
    body = json.dumps(_everything(session, person_id), ensure_ascii=False, indent=2, default=_plain)
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as file:
        entry = zipfile.ZipInfo(EXPORT_NAME, date_time=now.timetuple()[:6])
        entry.compress_type = zipfile.ZIP_DEFLATED
        file.writestr(entry, body.encode("utf-8", "replace"))
    return archive.getvalue()


def erase(session: Session, person_id: int) -> None:
    """Forget the person. Offices keep their documents, which name nobody any more.

    Raises AccessDenied «last_administrator» when an office with other members would be left without an
    administrator: they must name another one first. Somebody alone in an office may go; a maintainer can
    then make a new code for it.
    """
    _leave_no_office_alone(session, person_id)
    identities = list(session.scalars(select(IdentityRow.key).where(IdentityRow.person_id == person_id)))
    made = (InvitationRow.created_by == person_id, InvitationRow.used_at.is_(None))
    session.execute(delete(InvitationRow).where(*made))
    # What was set aside keeps only its key; the event under way still has to be completed.
    set_aside = update(InboxRow).where(InboxRow.sender.in_(identities), InboxRow.finished_at.is_not(None))
    session.execute(set_aside.values(chat="", sender="", body="", reason=""))
    session.execute(delete(ChatRow).where(ChatRow.key.in_(identities)))
    session.execute(delete(LinkAttemptRow).where(LinkAttemptRow.chat_hash.in_(map(chat_hash, identities))))
    # Receipts, feedback, conversations, memberships and identities go with the person's row.
    session.execute(delete(PersonRow).where(PersonRow.id == person_id))


def _leave_no_office_alone(session: Session, person_id: int) -> None:
    mine = select(MembershipRow.office_id).where(
        MembershipRow.person_id == person_id, MembershipRow.role == Role.ADMINISTRATOR
    )
    offices = select(OfficeRow).where(OfficeRow.id.in_(mine)).order_by(OfficeRow.id).with_for_update()
    for office in session.scalars(offices).all():
        others = select(MembershipRow.role).where(
            MembershipRow.office_id == office.id, MembershipRow.person_id != person_id
        )
        roles = list(session.scalars(others))
        if roles and Role.ADMINISTRATOR not in roles:
            raise AccessDenied("last_administrator", office=office.name)


def _everything(session: Session, person_id: int) -> dict[str, Any]:
    identities = list(session.scalars(select(IdentityRow.key).where(IdentityRow.person_id == person_id)))
    return {
        "person": _rows(session, PersonRow, PersonRow.id == person_id),
        "identities": identities,
        "offices": _offices(session, person_id),
        "memberships": _rows(session, MembershipRow, MembershipRow.person_id == person_id),
        "invitations": _rows(
            session,
            InvitationRow,
            or_(InvitationRow.created_by == person_id, InvitationRow.used_by == person_id),
            without=("code_hash",),
        ),
        "conversations": _rows(session, ConversationRow, ConversationRow.person_id == person_id),
        "receipts": _rows(session, ReceiptRow, ReceiptRow.person_id == person_id),
        "feedback": _rows(session, FeedbackRow, FeedbackRow.person_id == person_id),
        "documents_added": _rows(
            session, LibraryDocumentRow, LibraryDocumentRow.added_by == person_id, without=("text",)
        ),
        "papers_waiting": _rows(session, PaperRow, PaperRow.person_id == person_id, without=("content",)),
        "documents_proposed": _rows(session, LibraryProposalRow, LibraryProposalRow.person_id == person_id),
        "library_changes": _rows(session, LibraryChangeRow, LibraryChangeRow.person_id == person_id),
        "drafts_begun": _rows(session, DraftRow, DraftRow.begun_by == person_id, without=("outline",)),
        "draft_answers": _rows(session, DraftAnswerRow, DraftAnswerRow.answered_by == person_id, without=("value",)),
        "drafts_checked": _rows(session, CheckedDraftRow, CheckedDraftRow.person_id == person_id, without=("content",)),
        "findings_ignored": _rows(session, IgnoredKindRow, IgnoredKindRow.person_id == person_id),
        "events_not_handled": _rows(session, InboxRow, InboxRow.sender.in_(identities)),
        "chats": _rows(session, ChatRow, ChatRow.key.in_(identities)),
        "channels_linked": _rows(session, LinkCodeRow, LinkCodeRow.person_id == person_id, without=("code_hash",)),
        "wrong_codes": _rows(session, LinkAttemptRow, LinkAttemptRow.chat_hash.in_(map(chat_hash, identities))),
        **_reminders(session, person_id),
    }


def _reminders(session: Session, person_id: int) -> dict[str, Any]:
    occurrence, hand_over = ReminderOccurrenceRow, ReminderHandOverRow
    return {
        "reminder_rules": _rows(session, ReminderRuleRow, ReminderRuleRow.created_by == person_id),
        "reminders_received": _rows(session, ReminderRecipientRow, ReminderRecipientRow.person_id == person_id),
        "reminders_handled": _rows(
            session, occurrence, or_(occurrence.closed_by == person_id, occurrence.taken_by == person_id)
        ),
        "reminders_put_off": _rows(session, ReminderSnoozeRow, ReminderSnoozeRow.person_id == person_id),
        "submissions": _rows(session, ReminderSubmissionRow, ReminderSubmissionRow.recorded_by == person_id),
        "reminder_preferences": _rows(session, ReminderPreferenceRow, ReminderPreferenceRow.person_id == person_id),
        "escalations": _rows(session, ReminderEscalationRow, ReminderEscalationRow.person_id == person_id),
        "hand_overs": _rows(
            session, hand_over, or_(hand_over.from_person == person_id, hand_over.to_person == person_id)
        ),
    }


def _offices(session: Session, person_id: int) -> dict[int, str]:
    named = select(OfficeRow.id, OfficeRow.name).where(
        or_(*(OfficeRow.id.in_(select(table.office_id).where(column == person_id)) for table, column in _WHOSE))
    )
    return {office.id: office.name for office in session.execute(named)}


def _rows(session: Session, table: type[Base], whose: Any, without: Iterable[str] = ()) -> list[dict[str, Any]]:
    columns = [column for column in table.__table__.columns if column.name not in without]
    return [dict(row._mapping) for row in session.execute(select(*columns).where(whose))]


def _plain(value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(type(value).__name__)
