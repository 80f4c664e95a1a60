"""The card of a procedure: what is asked, the whole of it, what a province adds or leaves open."""

from __future__ import annotations

from datetime import date

import pytest

from index.cards import PARTS, Card, card, fitting
from knowledge.procedures import Procedure, procedure, procedures
from knowledge.provisions import ProvisionId

NOW = date(2026, 7, 20)


def _procedure(name: str) -> Procedure:
    found = procedure(name)
    assert found is not None
    return found


def _card(name: str, province: str | None = None, question: str = "") -> Card:
    found = card(_procedure(name), NOW, province, question)
    assert found is not None
    return found


def test_only_what_is_asked_is_shown_and_the_whole_shows_more() -> None:
    shown = _card("grassroots_champion", question="thưởng bao nhiêu tiền")
    assert [part for part, _ in shown.parts()] == ["prize", "money"]
    assert {part for part, _ in shown.parts()} < {part for part, _ in shown.parts(whole=True)}
    assert {part for part, _ in shown.parts(whole=True)} <= set(PARTS)


def test_nothing_asked_shows_nothing() -> None:
    assert _card("grassroots_champion").parts() == ()


def test_without_a_province_what_it_decides_is_said_to_be_left_to_it() -> None:
    shown = _card("grassroots_champion", question="hồ sơ gồm gì")
    assert [left.aspect for left in shown.delegated()]
    assert shown.facts() == ()


def test_a_province_that_has_decided_gives_its_facts() -> None:
    shown = _card("advanced_collective", "Bắc Ninh", "điều kiện là gì")
    assert any("70%" in fact.text for fact in shown.facts())


def test_an_unknown_province_adds_nothing() -> None:
    assert _card("advanced_collective", "Cà Mau", "điều kiện là gì").province is None


def test_the_one_point_that_answers_is_found_in_its_clause() -> None:
    shown = _card("advanced_worker", question="thưởng bao nhiêu tiền")
    clause = ProvisionId("152/2025/NĐ-CP", "50", "1")
    assert shown.answers_in(clause) == ProvisionId("152/2025/NĐ-CP", "50", "1", "d")
    other = ProvisionId("152/2025/NĐ-CP", "50", "2")
    assert shown.answers_in(other) == other


def test_the_first_procedure_that_rests_on_the_article_fits() -> None:
    wanted = _procedure("advanced_worker")
    others = [_procedure("ceremony"), wanted]
    assert fitting(others, ProvisionId("152/2025/NĐ-CP", "50")) is wanted
    assert fitting(others, ProvisionId("30/2020/NĐ-CP", "1")) is None


@pytest.mark.parametrize("subject", procedures(), ids=lambda subject: subject.id)
def test_every_procedure_has_a_card_with_something_in_it_on_some_day(subject: Procedure) -> None:
    first = subject.variants[0]
    day = max(first.applies_from, NOW) if first.applies_until is None else first.applies_from
    shown = card(subject, day, None)
    assert shown is not None
    assert shown.parts(whole=True) or shown.delegated(whole=True)
