"""What counts as a change of an answer's grounds, held against answers of all kinds that nothing has happened to."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from sqlalchemy.orm import Session

from bot.flows.ask_words import answer_json
from bot.outdated import outdated_answers
from bot.storage.receipts import Receipts
from index.retrieval import Scope
from tests.conversations.house import House, clock, house, prepared, shipped

__all__ = ["clock", "house", "prepared", "shipped"]

QUESTIONS = (
    "Điều 50 Nghị định 152/2025",
    "khoản 2 Điều 50 NĐ 152/2025",
    "Điều 3 Nghị định 73/2024",
    "NĐ 98 còn hiệu lực không",
    "Ai ký giấy khen cấp xã?",
    "hồ sơ chiến sĩ thi đua cơ sở gồm những gì",
    "mức thưởng lao động tiên tiến",
    "thời hạn trình hồ sơ huân chương lao động",
)


def keeps(session: Session, house: House, question: str, on: date, **changed: Any) -> int:
    """A receipt of this question from an older generation, its provisions changed as told; gives its number."""
    known = house.who("telegram:1")
    assert known is not None
    answer = house.assistant.answerer().ask(question, Scope(on, str(known.office_id)))
    told = answer_json(answer, on)
    told["provisions"] = [{**row, **changed} for row in told["provisions"]]
    receipts = Receipts(session, known.person_id, known.office_id)
    return receipts.add(question, told, status="answered", as_of=on, generation="older", now=house.clock())


def changes(session: Session, house: House) -> list[dict[str, str]]:
    current = house.assistant.generations.current()
    assert current is not None
    return [dict(one.changes) for one in outdated_answers(session, house.assistant.answerer(), current)]


@pytest.fixture
def session(house: House) -> Any:
    house.enrol("telegram:1", "An", house.office("Xã Tân Bình"))
    with house.store.begin() as session:
        yield session


@pytest.mark.parametrize("on", [date(2024, 5, 20), date(2025, 6, 20), date(2026, 7, 20), date(2027, 6, 1)])
def test_what_nothing_happened_to_is_not_outdated_on_any_day(session: Session, house: House, on: date) -> None:
    for question in QUESTIONS:
        keeps(session, house, question, on)
    assert changes(session, house) == []


@pytest.mark.parametrize(
    ("changed", "change"),
    [
        ({"quote": "Câu chữ đã lưu trước đây."}, "words"),
        ({"quote": "Câu chữ đã lưu trước đây.", "content": "official"}, "words"),
        ({"expires_on": "2026-01-01"}, "validity"),
        ({"in_force": None}, "validity"),
        ({"successor": "1/2030/NĐ-CP"}, "validity"),
        ({"id": "777/2025/QĐ-UBND#d2"}, "removed"),
    ],
)
def test_each_kind_of_change_is_told_apart(
    session: Session, house: House, changed: dict[str, str | None], change: str
) -> None:
    keeps(session, house, QUESTIONS[0], date(2026, 7, 20), **changed)
    (found,) = changes(session, house)
    assert set(found.values()) == {change}


def test_an_answer_of_the_current_generation_is_not_looked_at(session: Session, house: House) -> None:
    known = house.who("telegram:1")
    assert known is not None
    told = {"provisions": [{"id": "777/2025/QĐ-UBND#d2", "quote": "x", "content": "official"}]}
    receipts = Receipts(session, known.person_id, known.office_id)
    current = house.assistant.generations.current()
    assert current is not None
    for generation, status in ((current, "answered"), ("older", "insufficient")):
        receipts.add("q", told, status=status, as_of=date(2026, 7, 20), generation=generation, now=house.clock())
    assert changes(session, house) == []


def test_an_answer_kept_by_an_older_version_without_some_values_is_no_change(session: Session, house: House) -> None:
    known = house.who("telegram:1")
    assert known is not None
    receipts = Receipts(session, known.person_id, known.office_id)
    for answer in ({}, {"provisions": []}, {"provisions": [{"id": "152/2025/NĐ-CP#d50"}]}):
        receipts.add("q", answer, status="answered", as_of=date(2026, 7, 20), generation="g", now=house.clock())
    assert changes(session, house) == []
