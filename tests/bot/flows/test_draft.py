"""The parts of the interview that no script shows: what is prepared, what counts as an answer, what led to a remark."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import update

from bot import drafted
from bot.access import Directory
from bot.export import docx_of
from bot.flows import draft
from bot.flows.dispatch import respond
from bot.flows.draft_coaching import _parted
from bot.flows.draft_interview import Standing
from bot.flows.draft_review import change_line
from bot.flows.draft_words import is_bare, shown
from bot.flows.slow_work import SlowWork
from bot.messages import Incoming, Reply, Sender
from bot.storage.drafts import Drafts
from bot.storage.models import OfficeRow
from knowledge.drafting.answers import check_answers
from knowledge.drafting.kinds import kind
from knowledge.drafting.plans import RESPONSIBLE, Place
from tests.conversations.house import House
from tests.conversations.quick import MORNING

ANNUAL = kind("annual")
AN = Sender("telegram:77", "An")


def press(data: str) -> Incoming:
    return Incoming(data, AN.identity, AN, MORNING, press=data)


@pytest.fixture
def office(house: House) -> House:
    """An office with one officer and one draft, answered as the example is."""
    house.enrol(AN.identity, AN.name, house.office("Ủy ban nhân dân phường Trúc Đàm"))
    with house.store.begin() as session:
        who = Directory(session).who(AN.identity)
        assert who is not None
        drafts = Drafts(session, who.office_id)
        drafts.begin("annual", who.person_id, MORNING)
        drafts.answer(1, check_answers(ANNUAL, ANNUAL.example()), who.person_id, MORNING)
    return house


def test_the_file_is_made_while_no_transaction_is_open(office: House, monkeypatch: pytest.MonkeyPatch) -> None:
    made, slow_work = [], SlowWork()

    def attempt() -> list[Reply]:
        with office.store.begin() as session:
            return respond(session, press("draft:out:1"), office.assistant, MORNING, slow_work=slow_work)

    def writing(*given: Any) -> bytes:
        with office.store.begin() as other:
            other.execute(update(OfficeRow).values(name="Phường Trúc Đàm"))
        made.append(given)
        return docx_of(*given)

    monkeypatch.setattr(drafted, "docx_of", writing)
    replies = slow_work.through(attempt)
    assert len(made) == 1
    assert replies[0].attachment is not None or "draft:anyway" in str(replies[0].buttons)


@pytest.mark.parametrize("data", ["draft:out:x", "draft:out:99", "draft:out", "draft:ex:1:none", "draft"])
def test_a_press_that_is_forged_is_called_stale(office: House, data: str) -> None:
    with office.store.begin() as session:
        replies = respond(session, press(data), office.assistant, MORNING)
    assert replies
    assert not any(reply.attachment for reply in replies)


@pytest.mark.parametrize(
    ("state", "words", "is_answer"),
    [
        ({}, "19,8", False),
        ({"floor": "remind"}, "19,8", False),
        ({"floor": "draft", "draft": {"step": ""}}, "19,8", True),
        ({"floor": "draft", "draft": {"step": "review"}}, "19,8", False),
        ({"floor": "draft", "draft": {"step": ""}}, "Điều 50 quy định gì?", False),
    ],
)
def test_only_what_a_question_waits_for_is_an_answer(state: dict[str, Any], words: str, is_answer: bool) -> None:
    assert draft.awaits(state, words) is is_answer


def test_where_a_conversation_stands_survives_being_kept() -> None:
    found = Standing(3, Place("awards", 2, "individuals"), 7, 12, "review", "conflict", "5")
    assert Standing.of(found.as_json()) == found
    assert Standing.of({"place": 5, "unheard": 1}) == Standing(place=Place("5"))


@pytest.mark.parametrize(
    ("words", "who", "by_when"),
    [
        ("Phòng Văn hóa - Xã hội; trước ngày 31/3/2027", "Phòng Văn hóa - Xã hội", "trước ngày 31/3/2027"),
        ("Phòng Văn hóa - Xã hội, quý I/2027", "Phòng Văn hóa - Xã hội", "quý I/2027"),
        ("truoc 30/6", None, "truoc 30/6"),
        ("Công chức Văn hóa, Đoàn Thanh niên", "Công chức Văn hóa, Đoàn Thanh niên", None),
    ],
)
def test_who_and_by_when_are_told_apart(words: str, who: str | None, by_when: str | None) -> None:
    found = _parted(ANNUAL.questions["shortcomings"], RESPONSIBLE, words)
    assert (found.get("who"), found.get("by_when")) == (who, by_when)


def test_an_answer_reads_as_officers_write_it() -> None:
    questions = ANNUAL.questions
    assert shown(questions["area"], 19.8) == "19,8 km²"
    assert shown(questions["year"], 2025) == "2025"
    assert shown(questions["prize_money"], 216330000) == "216.330.000 đồng"
    assert shown(questions["signed_on"], "2025-12-15") == "15/12/2025"
    assert shown(questions["office_kind"], "ward") == "phường"
    assert shown(questions["addressees"], []) == "không có"


def test_a_change_of_a_list_tells_what_is_new() -> None:
    question = ANNUAL.questions["strengths"]
    assert change_line(question, ["một"], ["một", "hai"]) == "hai"
    assert change_line(question, ["một", "hai"], ["một"]) == "còn 1 dòng"
    assert change_line(question, None, ["một"]) == "một"
    assert change_line(question, ["một"], None) == ""


@pytest.mark.parametrize(
    ("words", "bare"),
    [("hop giao ban", True), ("họp giao ban", False), ("VHXH", False), ("Kim Lan", False), ("12/15", False)],
)
def test_words_without_marks_are_noticed(words: str, bare: bool) -> None:
    assert is_bare(words) is bare
