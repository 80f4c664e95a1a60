"""The deadlines that ship: each stands in the official text, and what nobody has read is never a rule."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from knowledge.articles import Certainty
from knowledge.dates import Op
from knowledge.deadlines import DeadlineRule, Origin, dated, deadline_rule, deadline_rules, rules_for
from knowledge.provisions import ProvisionId
from tests.knowledge.grounds import official_text, problems_of_place, ungrounded

LEGAL = [rule for rule in deadline_rules() if rule.origin is not Origin.PRACTICE]
PRACTICE = [rule for rule in deadline_rules() if rule.origin is Origin.PRACTICE]
each_legal = pytest.mark.parametrize("rule", [pytest.param(rule, id=rule.id) for rule in LEGAL])


def known(rule_id: str) -> DeadlineRule:
    found = deadline_rule(rule_id)
    assert found is not None
    return found


def places(rule: DeadlineRule) -> list[ProvisionId]:
    return [ProvisionId.parse(place) for place in rule.basis]


@each_legal
def test_every_rule_rests_on_a_provision_that_has_been_read(rule: DeadlineRule) -> None:
    assert rule.basis and rule.certainty is Certainty.VERIFIED
    assert [problem for place in places(rule) for problem in problems_of_place(place)] == []


@each_legal
def test_every_figure_of_a_rule_stands_in_the_official_text(rule: DeadlineRule, shared: Path) -> None:
    assert not ungrounded(rule.text, places(rule), shared)


@each_legal
def test_the_day_of_a_rule_is_the_day_of_the_official_text(rule: DeadlineRule, shared: Path) -> None:
    said = "\n".join(official_text(shared, place) or "" for place in places(rule))
    if rule.schedule:
        day, month = rule.schedule.day, rule.schedule.month
        assert re.search(rf"{day}(?:/| tháng ){month}\b", said), said
        before = re.search(rf"trước ngày {day}(?:/| tháng ){month}\b", said)
        assert (rule.schedule.op is Op.BEFORE) == bool(before)
    if rule.counted:
        unit = {"day": "ngày", "working_day": "ngày làm việc"}[rule.counted.unit]
        assert f"{rule.counted.n} {unit}" in said


@pytest.mark.parametrize("rule", [pytest.param(rule, id=rule.id) for rule in PRACTICE])
def test_practice_is_a_suggestion_and_reminds_of_nothing_by_itself(rule: DeadlineRule) -> None:
    assert not rule.is_rule and not rule.basis
    assert list(dated(rule, date(2025, 1, 1), date(2027, 12, 31))) == []
    # A day is only shown where somebody else was seen to say so.
    assert (rule.usual is None) == (rule.certainty is Certainty.UNVERIFIED)
    assert bool(rule.usual) == bool(rule.source)


def test_what_is_only_remembered_has_no_day_in_its_words() -> None:
    for rule in PRACTICE:
        if rule.certainty is Certainty.UNVERIFIED:
            assert not re.search(r"\d{1,2}/\d{1,2}|ngày \d", rule.text)


def test_bac_ninh_wants_the_yearly_dossier_before_the_10th_of_december() -> None:
    (found,) = dated(known("province:bac_ninh:kt.d6.k2"), date(2026, 1, 1), date(2026, 12, 31))
    assert (found.occurrence.period, found.occurrence.due_on) == ("2026", date(2026, 12, 9))
    assert found.rule.basis == ("86/2025/QĐ-UBND#kt.d6.k2",)


def test_nothing_falls_due_before_its_document_was_in_force() -> None:
    assert list(dated(known("province:bac_ninh:kt.d6.k2"), date(2025, 1, 1), date(2025, 12, 31))) == []


def test_what_falls_due_after_its_document_ended_says_so() -> None:
    found = list(dated(known("law:government_flag_dossier"), date(2026, 1, 1), date(2027, 12, 31)))
    assert [(one.occurrence.due_on, one.ended_on) for one in found] == [
        (date(2026, 6, 30), None),
        (date(2027, 6, 30), date(2027, 3, 1)),
    ]


def test_an_office_is_offered_the_deadlines_of_its_own_province_only() -> None:
    assert {rule.province for rule in rules_for("tỉnh Bắc Ninh")} == {"", "bac_ninh"}
    assert {rule.province for rule in rules_for("Nghệ An")} == {""}
    assert {rule.province for rule in rules_for(None)} == {""}


def test_what_is_counted_from_an_event_gets_its_day_from_the_day_of_the_event() -> None:
    returned = known("law:return_after_cancelling").counted
    assert returned is not None and returned.from_day(date(2026, 11, 2)) == date(2026, 11, 23)
    council = known("law:publication_before_council").counted
    assert council is not None and council.from_day(date(2026, 11, 25)) == date(2026, 11, 10)
    conference = known("province:bac_ninh:kt.d6.k1").counted
    assert conference is not None and conference.from_day(date(2026, 12, 20)) == date(2026, 12, 10)
