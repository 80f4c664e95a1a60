"""What an interview asks and where it goes on."""

from __future__ import annotations

import pytest

from knowledge.drafting.kinds import kind
from knowledge.drafting.plans import COACHED, ONLY, Place, plan_of, sections_to_draft

WHOLE = plan_of("annual", {})
PART = plan_of("annual", {ONLY: "shortcomings"})
TWO = {"shortcomings": [{"statement": "Một"}, {"statement": "Hai", "evidence": "1/2"}]}


@pytest.mark.parametrize("place", [Place(), Place("year"), Place("awards", 12, "individuals")])
def test_a_place_is_kept_as_text_and_read_back(place: Place) -> None:
    assert Place.of(str(place)) == place


def test_a_text_that_is_no_place_is_its_first_word_or_the_beginning() -> None:
    assert Place.of("") == Place() and Place.of("year.x.y") == Place("year")


def test_a_whole_report_is_asked_in_the_order_of_its_sections() -> None:
    first = [step.question for step in WHOLE.steps({})][:3]
    assert first == ["office_kind", "office_name", "province"]


def test_a_question_that_depends_on_another_is_a_step_only_then() -> None:
    steps = {step.question for step in WHOLE.steps({})}
    assert "population_permanent" not in steps
    assert "population_permanent" in {step.question for step in WHOLE.steps({"population": 5})}


def test_each_shortcoming_has_four_steps_and_an_answered_one_is_passed() -> None:
    steps = list(PART.steps(TWO))
    assert steps == [Place("shortcomings"), *(Place("shortcomings", row, field) for row in (1, 2) for field in COACHED)]
    assert PART.onward(Place("shortcomings", 1, "who"), TWO) == Place("shortcomings", 2, "cause")


def test_a_field_that_shares_a_step_goes_on_behind_that_step() -> None:
    assert PART.onward(Place("shortcomings", 1, "cause_kind"), TWO) == Place("shortcomings", 1, "remedy")
    assert PART.onward(Place("shortcomings", 1, "place"), TWO) == Place("shortcomings", 1, "cause")


def test_behind_a_begun_record_comes_the_next_question() -> None:
    following = WHOLE.onward(Place("awards", 4, "leaders"), {"awards": []})
    assert following == Place("awards_collectives")


def test_before_the_first_step_is_nothing_and_before_a_field_its_list() -> None:
    assert WHOLE.before(Place("office_kind"), {}) is None
    assert WHOLE.before(Place("awards", 1, "individuals"), {}) == Place("awards")
    assert PART.before(Place("shortcomings", 1, "evidence"), TWO) == Place("shortcomings")


def test_a_plan_of_one_section_asks_it_alone_and_writes_what_follows_from_it() -> None:
    assert list(PART.questions) == ["shortcomings"]
    assert [section.name for section in PART.kind.sections] == ["shortcomings", "causes", "next_tasks"]
    assert PART.standing(Place("shortcomings"), {})[:2] == (1, 1)


def test_every_section_that_asks_can_be_drafted_alone_the_shortcomings_first() -> None:
    whole = kind("annual")
    sections = sections_to_draft(whole)
    assert sections[0].name == "shortcomings"
    for section in sections:
        plan = plan_of("annual", {ONLY: section.name})
        assert list(plan.questions) == [question.key for question in section.questions]


def test_every_button_that_names_a_field_fits_the_64_bytes_of_telegram() -> None:
    for name in ("annual", "six_months", "period", "thematic", "collective_achievement", "individual_achievement"):
        for question in kind(name).questions.values():
            for field in question.fields:
                assert len(f"draft:edit:999999999:{question.key}:200:{field.key}") <= 64
        for section in sections_to_draft(kind(name)):
            assert len(f"draft:begin:{name}:{section.name}") <= 64
