"""What belongs to one office or one person cannot be read, changed or deleted by another, whatever numbers they try."""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.storage.conversations import Conversations
from bot.storage.engine import Store
from bot.storage.health import backlog, channel_failed, channel_worked, contacts
from bot.storage.library import Library, NewDocument, SharedLibrary, documents_of_every_office
from bot.storage.models import FeedbackRow, LibraryDocumentRow, OfficeRow, PersonRow
from bot.storage.offices import OfficeSettings
from bot.storage.receipts import Receipt, Receipts

NOW = datetime(2026, 11, 20, 1, 30, tzinfo=UTC)
A, B, LAN, MINH = 1, 2, 1, 2
NOT_NUMBERS_OF_ANYBODY = (0, -1, 4711, 2**62)


@pytest.fixture
def session(store: Store) -> Iterator[Session]:
    """A transaction with two offices and two people."""
    with store.begin() as session:
        session.add_all(
            [OfficeRow(id=A, name="Phường A", created_at=NOW), OfficeRow(id=B, name="Xã B", created_at=NOW)]
        )
        session.add_all(
            [PersonRow(id=LAN, name="Lan", created_at=NOW), PersonRow(id=MINH, name="Minh", created_at=NOW)]
        )
        session.flush()
        yield session


def _new(serial: int = 1, **changes: str) -> NewDocument:
    values = {"kind": "report", "name": f"{serial}.docx", "sha256": f"{serial:064}", "text": f"văn bản {serial}"}
    return NewDocument(**(values | changes))


# Library


def test_a_document_comes_back_as_it_was_added(session: Session) -> None:
    new = _new(kind="regulation", number="152/2025/NĐ-CP", title="Nghị định", unit="Chính phủ", period="2025")
    document, is_new = Library(session, A).add(new, LAN, NOW)
    assert is_new
    session.expire_all()
    found = Library(session, A).get(document.id)
    assert found == document
    assert found is not None
    assert (found.office_id, found.added_by, found.added_at, found.number) == (A, LAN, NOW, "152/2025/NĐ-CP")
    assert Library(session, A).text(document.id) == "văn bản 1"


def test_the_same_file_is_kept_once_in_an_office(session: Session) -> None:
    library = Library(session, A)
    first, _ = library.add(_new(), LAN, NOW)
    again, is_new = library.add(_new(name="khác.docx"), MINH, NOW)
    assert (again, is_new) == (first, False)
    others, is_new = Library(session, B).add(_new(), MINH, NOW)
    assert is_new
    assert others.id != first.id
    shared, is_new = SharedLibrary(session).add(_new(), NOW)
    assert is_new
    assert SharedLibrary(session).add(_new(), NOW) == (shared, False)


def test_a_removed_document_loses_its_text_and_may_be_added_again(session: Session) -> None:
    library = Library(session, A)
    document, _ = library.add(_new(), LAN, NOW)
    assert library.remove(document.id, NOW)
    assert not library.remove(document.id, NOW)
    assert (library.get(document.id), library.text(document.id), library.documents()) == (None, None, [])
    assert session.scalars(select(LibraryDocumentRow.text)).all() == [""]
    again, is_new = library.add(_new(), LAN, NOW)
    assert is_new
    assert again.id > document.id


def test_an_office_reads_its_own_and_the_shared_documents(session: Session) -> None:
    own, _ = Library(session, A).add(_new(1), LAN, NOW)
    Library(session, B).add(_new(2), MINH, NOW)
    shared, _ = SharedLibrary(session).add(_new(3, kind="regulation"), NOW)
    library = Library(session, A)
    assert library.documents() == [own, shared]
    assert library.documents("report") == [own]
    assert library.documents("regulation") == [shared]
    assert library.text(shared.id) == "văn bản 3"
    assert shared.added_by is None


def test_an_office_neither_reads_nor_removes_what_is_not_its_own(session: Session) -> None:
    theirs, _ = Library(session, B).add(_new(1), MINH, NOW)
    shared, _ = SharedLibrary(session).add(_new(2), NOW)
    library = Library(session, A)
    for number in (theirs.id, *NOT_NUMBERS_OF_ANYBODY):
        assert library.get(number) is None
        assert library.text(number) is None
        assert not library.remove(number, NOW)
    assert not library.remove(shared.id, NOW)
    assert not SharedLibrary(session).remove(theirs.id, NOW)
    assert Library(session, B).documents() == [theirs, shared]
    assert Library(session, B).text(theirs.id) == "văn bản 1"


def test_only_the_maintainer_removes_a_shared_document(session: Session) -> None:
    shared, _ = SharedLibrary(session).add(_new(), NOW)
    assert SharedLibrary(session).documents() == [shared]
    assert SharedLibrary(session).remove(shared.id, NOW)
    assert SharedLibrary(session).documents("report") == []


def test_the_index_sees_every_document_with_its_office(session: Session) -> None:
    own, _ = Library(session, A).add(_new(1), LAN, NOW)
    theirs, _ = Library(session, B).add(_new(2), MINH, NOW)
    gone, _ = Library(session, B).add(_new(3), MINH, NOW)
    shared, _ = SharedLibrary(session).add(_new(4), NOW)
    Library(session, B).remove(gone.id, NOW)
    session.expire_all()
    assert list(documents_of_every_office(session)) == [
        (own, "văn bản 1"),
        (theirs, "văn bản 2"),
        (shared, "văn bản 4"),
    ]


# Receipts and feedback


def _ask(receipts: Receipts, question: str = "Ai tặng giấy khen?") -> int:
    answer = {"text": "…", "provisions": []}
    return receipts.add(
        question, answer, status="answered", as_of=date(2026, 11, 20), generation="2026-11-20-1", now=NOW
    )


def test_a_receipt_says_what_was_asked_and_on_what_the_answer_rests(session: Session) -> None:
    receipts = Receipts(session, LAN, A)
    number = _ask(receipts)
    session.expire_all()
    assert receipts.get(number) == Receipt(
        number,
        NOW,
        "Ai tặng giấy khen?",
        date(2026, 11, 20),
        "2026-11-20-1",
        {"text": "…", "provisions": []},
        "answered",
    )


def test_the_latest_receipts_come_first(session: Session) -> None:
    receipts = Receipts(session, LAN, A)
    numbers = [_ask(receipts, str(number)) for number in range(5)]
    assert [receipt.id for receipt in receipts.latest(3)] == numbers[:1:-1]


@pytest.mark.parametrize(("person", "office"), [(MINH, A), (LAN, B), (MINH, B)])
def test_a_receipt_is_neither_read_nor_judged_by_another_person_or_for_another_office(
    session: Session, person: int, office: int
) -> None:
    number = _ask(Receipts(session, LAN, A))
    other = Receipts(session, person, office)
    for forged in (number, *NOT_NUMBERS_OF_ANYBODY):
        assert other.get(forged) is None
        assert not other.judge(forged, "wrong", NOW)
    assert other.latest(9) == []
    assert session.scalars(select(FeedbackRow)).all() == []


def test_a_second_verdict_takes_the_place_of_the_first(session: Session) -> None:
    receipts = Receipts(session, LAN, A)
    number = _ask(receipts)
    assert receipts.judge(number, "helpful", NOW)
    assert receipts.judge(number, "wrong", NOW + timedelta(minutes=1), "Điều 8 đã sửa")
    (feedback,) = session.scalars(select(FeedbackRow))
    assert (feedback.verdict, feedback.comment, feedback.at) == ("wrong", "Điều 8 đã sửa", NOW + timedelta(minutes=1))


# Conversations


def test_a_conversation_goes_on_where_it_stood(session: Session) -> None:
    conversations = Conversations(session, LAN, A)
    assert conversations.load("telegram:1") == {}
    conversations.save("telegram:1", {"step": 1, "answers": ["Đào"]}, NOW)
    conversations.save("telegram:1", {"step": 2}, NOW)
    assert conversations.load("telegram:1") == {"step": 2}
    conversations.clear("telegram:1")
    conversations.clear("telegram:1")
    assert conversations.load("telegram:1") == {}


def test_what_load_gave_may_be_changed_without_changing_what_is_stored(session: Session) -> None:
    conversations = Conversations(session, LAN, A)
    conversations.save("telegram:1", {"step": 1}, NOW)
    conversations.load("telegram:1")["step"] = 99
    assert conversations.load("telegram:1") == {"step": 1}


@pytest.mark.parametrize(("person", "office"), [(MINH, A), (LAN, B)])
def test_a_conversation_is_out_of_reach_for_others_in_the_same_chat(session: Session, person: int, office: int) -> None:
    conversations, other = Conversations(session, LAN, A), Conversations(session, person, office)
    conversations.save("telegram:-100", {"draft": "của Phường A"}, NOW)
    assert other.load("telegram:-100") == {}
    other.save("telegram:-100", {"draft": "khác"}, NOW)
    other.clear("telegram:-100")
    assert conversations.load("telegram:-100") == {"draft": "của Phường A"}


# Settings and health


def test_settings_belong_to_one_office(session: Session) -> None:
    assert OfficeSettings(session, A).load() == {}
    OfficeSettings(session, A).save({"remind_days_before": [7, 1]})
    assert OfficeSettings(session, A).load() == {"remind_days_before": [7, 1]}
    assert OfficeSettings(session, B).load() == {}
    for forged in NOT_NUMBERS_OF_ANYBODY:
        OfficeSettings(session, forged).save({"x": 1})
        assert OfficeSettings(session, forged).load() == {}


def test_health_remembers_the_last_success_and_the_last_failure(session: Session) -> None:
    channel_worked(session, "telegram", NOW)
    channel_failed(session, "telegram", NOW + timedelta(minutes=1), "timed out")
    channel_worked(session, "telegram", NOW + timedelta(minutes=2))
    channel_failed(session, "terminal", NOW, "closed")
    telegram, terminal = contacts(session)
    assert (telegram.channel, telegram.reason) == ("telegram", "timed out")
    assert (telegram.succeeded_at, telegram.failed_at) == (NOW + timedelta(minutes=2), NOW + timedelta(minutes=1))
    assert (terminal.succeeded_at, terminal.failed_at) == (None, NOW)


def test_an_empty_house_has_no_backlog(session: Session) -> None:
    found = backlog(session)
    assert found.oldest_event_at is None
    assert found.oldest_message_at is None
    assert sum(value for value in (getattr(found, name) for name in found.__slots__) if isinstance(value, int)) == 0


# The shape of all repositories


@pytest.mark.parametrize("repository", [Library, Receipts, Conversations, OfficeSettings])
def test_a_repository_learns_its_office_once_and_no_method_takes_another(repository: type) -> None:
    assert "office_id" in inspect.signature(repository).parameters
    for name, method in inspect.getmembers(repository, inspect.isfunction):
        if name != "__init__":
            assert not [parameter for parameter in inspect.signature(method).parameters if "office" in parameter]
