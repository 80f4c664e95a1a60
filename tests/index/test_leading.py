"""Where a procedure leads: to what answers, on the day, in the province."""

from __future__ import annotations

from datetime import date

import pytest

from index.leading import guidance
from knowledge.digests import digests
from knowledge.procedures import Procedure, procedure
from knowledge.provinces import profile
from knowledge.provisions import ProvisionId

PLACES = {article.id: position for position, article in enumerate(digests())}
NAMES = {position: place for place, position in PLACES.items()}
NOW, EARLIER = date(2026, 7, 20), date(2025, 6, 15)


def _procedure(name: str) -> Procedure:
    found = procedure(name)
    assert found is not None
    return found


def _named(positions: tuple[int, ...]) -> list[str]:
    return [str(NAMES[position]) for position in positions]


def test_what_is_asked_comes_first_and_what_governs_follows() -> None:
    found = guidance(_procedure("advanced_worker"), PLACES, NOW, None, ("money",))
    assert _named(found.answering)[0] == "152/2025/NĐ-CP#d50"
    assert set(found.answering) <= set(found.all)
    assert len(set(found.all)) == len(found.all)


def test_nothing_asked_leads_to_what_governs() -> None:
    found = guidance(_procedure("advanced_worker"), PLACES, NOW, None, ())
    assert found.answering == ()
    assert found.governing


def test_the_decision_of_the_province_comes_before_what_leaves_it_to_the_province() -> None:
    found = guidance(_procedure("advanced_collective"), PLACES, NOW, profile("Bắc Ninh"), ("condition",))
    assert _named(found.answering)[0].startswith("86/2025/QĐ-UBND")


def test_on_an_earlier_day_articles_not_held_lead_to_those_they_replaced() -> None:
    old = {place: position for place, position in PLACES.items() if place.document != "152/2025/NĐ-CP"}
    found = guidance(_procedure("prize_individual"), old, EARLIER, None, ("money",))
    assert "98/2023/NĐ-CP#d54" in _named(found.all)


@pytest.mark.parametrize("day", [NOW, EARLIER])
def test_every_procedure_leads_only_to_articles_that_are_there(day: date) -> None:
    from knowledge.procedures import procedures

    few = {ProvisionId("152/2025/NĐ-CP", "50"): 0, ProvisionId("98/2023/NĐ-CP", "54"): 1}
    led = {place for subject in procedures() for place in guidance(subject, few, day, None, ("money", "papers")).all}
    assert led
    assert led <= {0, 1}
