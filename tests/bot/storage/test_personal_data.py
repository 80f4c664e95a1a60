from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.access import Directory, Principal, Role
from bot.linking import Linking
from bot.storage.checks import CheckedDrafts, IgnoredKinds
from bot.storage.conversations import Conversations
from bot.storage.drafts import Drafts
from bot.storage.engine import Store
from bot.storage.library import Library, NewDocument
from bot.storage.models import Base, ChatRow, InboxRow, LibraryDocumentRow, PersonRow
from bot.storage.papers import Papers
from bot.storage.personal_data import EXPORT_NAME, erase, export
from bot.storage.proposals import Proposal, Proposals
from bot.storage.receipts import Receipts
from bot.storage.reminder_models import ReminderHandOverRow
from bot.storage.reminder_planning import Preferences, person_route
from bot.storage.reminders import Reminders
from index.documents import Document, DocumentKind
from knowledge.errors import AccessDenied
from knowledge.schedules import Every, Schedule

NOW = datetime(2026, 11, 20, 1, 30, tzinfo=UTC)


@pytest.fixture
def session(store: Store) -> Iterator[Session]:
    with store.begin() as session:
        yield session


def _settle_in(session: Session, number: int, name: str, office: str) -> Principal:
    """A person who leaves something in every table."""
    directory = Directory(session)
    _, code = directory.create_office(office, NOW)
    person = directory.redeem(code, f"telegram:{number}", name, NOW)
    receipts = Receipts(session, person.person_id, person.office_id)
    receipt = receipts.add(
        f"{name} hỏi", {"text": "đáp"}, status="answered", as_of=date(2026, 1, 1), generation="g", now=NOW
    )
    receipts.judge(receipt, "helpful", NOW, f"{name} khen")
    Conversations(session, person.person_id, person.office_id).save(f"telegram:{number}", {"nháp": f"{name} viết"}, NOW)
    document = NewDocument("report", f"{name}.docx", f"{number:064}", f"toàn văn của {office}")
    Library(session, person.office_id).add(document, person.person_id, NOW)
    paper = Document(DocumentKind.TEXT, f"{name} soạn", None, (), False)
    Papers(session, person.person_id, person.office_id).add(f"{name}.txt", b"noi dung tep", paper, NOW)
    proposal = Proposal(f"{name}.docx", "0", f"{name} đề nghị thêm")
    Proposals(session, person.person_id, person.office_id).add(proposal, NOW)
    draft = Drafts(session, person.office_id).begin("annual", person.person_id, NOW)
    Drafts(session, person.office_id).answer(draft.id, {"year": 2025}, person.person_id, NOW)
    drafts = CheckedDrafts(session, person.office_id)
    drafts.add(person.person_id, f"{name}.txt", "text", date(2026, 1, 1), f"{name} soạn", b"noi dung", (), NOW)
    IgnoredKinds(session, person.office_id).add("spaces", person.person_id, NOW)
    session.add(ChatRow(key=f"telegram:{number}", gone_at=NOW))
    session.add(
        InboxRow(
            key=f"update {number}",
            chat=f"telegram:{number}",
            sender=f"telegram:{number}",
            body=f"{name} gửi",
            state="failed",
            created_at=NOW,
            finished_at=NOW,
        )
    )
    directory.invite(person, Role.READER, NOW)
    Linking(session).new_code(person.person_id, NOW)
    Linking(session).note_wrong(f"telegram:{number}", NOW)
    _leave_reminders(session, person)
    session.flush()
    return person


def _leave_reminders(session: Session, person: Principal) -> None:
    reminders = Reminders(session, person.office_id)
    route = person_route(person.person_id)
    weekly = Schedule(every=Every.WEEKLY, weekday=4)
    reminders.add(f"Việc của {person.office_name}", weekly, [route], person.person_id, NOW)
    first, second, third, *_ = reminders.items(NOW.date(), date(2027, 1, 31))
    reminders.done(first.id, person.person_id, NOW)
    reminders.snooze(second.id, route, person.person_id, NOW, NOW)
    reminders.take_over(third.id, person.person_id, NOW)
    reminders.prefer(person.person_id, Preferences(), NOW)
    reminders.escalate_to(person.person_id, 2)
    session.add(ReminderHandOverRow(office_id=person.office_id, from_person=person.person_id, moved=1, at=NOW))


def _exported(session: Session, person_id: int) -> dict[str, Any]:
    with zipfile.ZipFile(io.BytesIO(export(session, person_id, NOW))) as archive:
        assert archive.namelist() == [EXPORT_NAME]
        assert archive.testzip() is None
        return dict(json.loads(archive.read(EXPORT_NAME)))


def _everything(session: Session) -> str:
    session.expire_all()
    rows = [row for table in Base.metadata.sorted_tables for row in session.execute(select(table)).all()]
    return "\n".join(str(value) for row in rows for value in row)


def test_the_export_holds_everything_about_the_person(session: Session) -> None:
    lan = _settle_in(session, 1, "Lan", "Phường A")
    data = _exported(session, lan.person_id)
    assert data["person"][0]["name"] == "Lan"
    assert data["identities"] == ["telegram:1"]
    assert data["offices"] == {str(lan.office_id): "Phường A"}
    assert data["memberships"][0]["role"] == "administrator"
    assert data["receipts"][0]["question"] == "Lan hỏi"
    assert data["receipts"][0]["asked_at"] == "2026-11-20T08:30:00+07:00"
    assert data["feedback"][0]["comment"] == "Lan khen"
    assert data["conversations"][0]["state"] == {"nháp": "Lan viết"}
    assert data["documents_added"][0]["name"] == "Lan.docx"
    assert data["drafts_begun"][0]["kind"] == "annual"
    assert data["draft_answers"][0]["question"] == "year"
    assert data["events_not_handled"][0]["body"] == "Lan gửi"
    assert data["chats"][0]["key"] == "telegram:1"
    assert len(data["invitations"]) == 2


def test_the_export_holds_nothing_of_others_and_no_text_of_the_office(session: Session) -> None:
    lan = _settle_in(session, 1, "Lan", "Phường A")
    _settle_in(session, 2, "Minh", "Xã B")
    exported = json.dumps(_exported(session, lan.person_id), ensure_ascii=False)
    for foreign in ("Minh", "Xã B", "telegram:2", "toàn văn", "code_hash"):
        assert foreign not in exported


def test_every_table_that_names_a_person_is_exported(session: Session) -> None:
    """A new table with a reference to a person must be added to the export; erasing follows the reference."""
    naming = {
        table.name
        for table in Base.metadata.sorted_tables
        if any(key.column.table.name == "person" for key in table.foreign_keys)
    }
    exported = {
        "identity": "identities",
        "membership": "memberships",
        "invitation": "invitations",
        "conversation": "conversations",
        "receipt": "receipts",
        "feedback": "feedback",
        "library_document": "documents_added",
        "reminder_rule": "reminder_rules",
        "reminder_recipient": "reminders_received",
        "reminder_occurrence": "reminders_handled",
        "reminder_snooze": "reminders_put_off",
        "reminder_submission": "submissions",
        "reminder_preference": "reminder_preferences",
        "reminder_escalation": "escalations",
        "reminder_hand_over": "hand_overs",
        "paper": "papers_waiting",
        "library_proposal": "documents_proposed",
        "library_change": "library_changes",
        "link_code": "channels_linked",
        "draft": "drafts_begun",
        "draft_answer": "draft_answers",
        "checked_draft": "drafts_checked",
        "ignored_kind": "findings_ignored",
    }
    assert naming == set(exported)
    lan = _settle_in(session, 1, "Lan", "Phường A")
    data = _exported(session, lan.person_id)
    assert all(data[name] for name in exported.values())


def test_whoever_leaves_leaves_no_trace_and_the_office_keeps_its_documents(session: Session) -> None:
    lan = _settle_in(session, 1, "Lan", "Phường A")
    minh = _settle_in(session, 2, "Minh", "Xã B")
    before = _exported(session, minh.person_id)
    erase(session, lan.person_id)
    left = _everything(session)
    for trace in ("Lan hỏi", "Lan khen", "Lan viết", "Lan gửi", "Lan soạn", "Lan đề nghị", "telegram:1"):
        assert trace not in left
    assert Directory(session).who("telegram:1") is None
    kept = session.scalars(select(LibraryDocumentRow).where(LibraryDocumentRow.office_id == lan.office_id)).one()
    assert (kept.text, kept.added_by) == ("toàn văn của Phường A", None)
    assert session.scalars(select(InboxRow.key).order_by(InboxRow.key)).all() == ["update 1", "update 2"]
    assert _exported(session, minh.person_id) == before


def test_the_codes_of_whoever_leaves_open_nothing_any_more(session: Session) -> None:
    lan = _settle_in(session, 1, "Lan", "Phường A")
    code = Directory(session).invite(lan, Role.ADMINISTRATOR, NOW)
    erase(session, lan.person_id)
    with pytest.raises(AccessDenied, match="invitation_unknown"):
        Directory(session).redeem(code, "telegram:1", "Lan", NOW)


def test_an_event_under_way_can_still_be_completed(session: Session) -> None:
    lan = _settle_in(session, 1, "Lan", "Phường A")
    row = InboxRow(key="now", chat="telegram:1", sender="telegram:1", body="{}", state="leased", created_at=NOW)
    session.add(row)
    session.flush()
    erase(session, lan.person_id)
    session.refresh(row)
    assert (row.state, row.chat) == ("leased", "telegram:1")


def test_the_last_administrator_names_another_before_leaving(session: Session) -> None:
    lan = _settle_in(session, 1, "Lan", "Phường A")
    directory = Directory(session)
    hoa = directory.redeem(directory.invite(lan, Role.OFFICER, NOW), "telegram:3", "Hoa", NOW)
    with pytest.raises(AccessDenied) as refused:
        erase(session, lan.person_id)
    assert (refused.value.key, refused.value.details) == ("last_administrator", {"office": "Phường A"})
    assert directory.who("telegram:1") == lan
    directory.change_role(lan, hoa.person_id, Role.ADMINISTRATOR)
    erase(session, lan.person_id)
    assert [member.name for member in directory.members(hoa)] == ["Hoa"]


def test_somebody_alone_in_an_office_may_leave_it(session: Session) -> None:
    lan = _settle_in(session, 1, "Lan", "Phường A")
    erase(session, lan.person_id)
    assert session.scalars(select(PersonRow)).all() == []
    code = Directory(session).administrator_code(lan.office_id, NOW)
    back = Directory(session).redeem(code, "telegram:1", "Lan", NOW)
    assert back.office_id == lan.office_id
    assert back.person_id != lan.person_id
    assert len(Library(session, lan.office_id).documents()) == 1
