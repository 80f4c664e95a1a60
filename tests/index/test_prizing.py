"""Prize money beside an answer: for whom it is asked, and only when money is asked for."""

from __future__ import annotations

from datetime import date

from index.prizing import MOST, prizes_asked
from knowledge.awards import AwardKind, awards

DAY = date(2026, 7, 20)


def test_nothing_is_computed_when_no_money_is_asked_for() -> None:
    assert prizes_asked("ai ký giấy khen", ("commendation_letter",), DAY) == ()


def test_every_recipient_is_shown_when_none_is_named() -> None:
    shown = prizes_asked("giấy khen thưởng bao nhiêu tiền", ("commendation_letter",), DAY)
    assert [prize.kind for prize in shown] == [AwardKind.INDIVIDUAL, AwardKind.COLLECTIVE, AwardKind.HOUSEHOLD]


def test_the_recipient_named_is_the_only_one_shown() -> None:
    (shown,) = prizes_asked("giấy khen hộ gia đình thưởng bao nhiêu tiền", ("commendation_letter",), DAY)
    assert shown.kind is AwardKind.HOUSEHOLD


def test_an_award_without_a_figure_that_day_is_left_out() -> None:
    assert prizes_asked("thưởng bao nhiêu tiền", ("advanced_worker",), date(2001, 1, 1)) == ()


def test_no_more_than_fit_are_shown() -> None:
    every = tuple(award.slug for award in awards())
    assert len(prizes_asked("thưởng bao nhiêu tiền", every, DAY)) == MOST
