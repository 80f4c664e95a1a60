"""Families of awards, and the question once a member is chosen."""

from __future__ import annotations

import pytest

from index.clarifying import MOST, choices, chosen
from knowledge.errors import InvalidAnswer


@pytest.mark.parametrize("question", ["bằng khen cần điều kiện gì", "bang khen can gi", "cờ thi đua thưởng bao nhiêu"])
def test_a_family_offers_its_members(question: str) -> None:
    assert 1 < len(choices(question, ())) <= MOST


def test_a_question_that_names_its_award_offers_nothing() -> None:
    assert choices("bằng khen của Thủ tướng cần gì", ("prime_minister_certificate",)) == ()
    assert choices("quỹ khen thưởng lập thế nào", ()) == ()


def test_the_chosen_award_takes_the_place_of_its_family() -> None:
    assert chosen("bằng khen cần điều kiện gì", "provincial_certificate").endswith("cần điều kiện gì")
    assert chosen("bằng khen cần điều kiện gì", "provincial_certificate").startswith("Bằng khen của bộ")


def test_a_forged_choice_is_refused() -> None:
    with pytest.raises(InvalidAnswer):
        chosen("bằng khen cần gì", "no_such_award_at_all")
