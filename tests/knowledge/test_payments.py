"""Several awards of one recipient at once: which are paid, and by which rule.

Read next: `knowledge/payments.py`; Nghị định 152/2025/NĐ-CP, khoản 5 to 7 Điều 49.
"""

from __future__ import annotations

from datetime import date
from typing import Final

import pytest

from knowledge.awards import AwardKind
from knowledge.errors import InvalidAnswer
from knowledge.payments import Outcome, Payment, Reason, Received, paid_together
from knowledge.prizes import prize, total

DAY: Final = date(2026, 12, 18)


def received(award: str, period: str, achievement: str = "", *, day: date = DAY, count: int = 1) -> Received:
    found = prize(award, kind=AwardKind.INDIVIDUAL, decided_on=day, count=count)
    return Received(found, period, achievement)


def said(*items: Received) -> list[tuple[Outcome, Reason]]:
    return [(payment.outcome, payment.reason) for payment in paid_together(items)]


def paid(payments: tuple[Payment, ...]) -> int:
    return total(payment.received.prize for payment in payments if payment.outcome is Outcome.PAID).amount


def test_one_award_is_paid() -> None:
    assert said(received("LĐTT", "2026")) == [(Outcome.PAID, Reason.ALONE)]


def test_of_two_titles_for_the_same_year_only_the_higher_is_paid() -> None:
    worker, champion = received("LĐTT", "năm 2026"), received("CSTĐCS", "Năm  2026")
    payments = paid_together([worker, champion])
    assert [payment.outcome for payment in payments] == [Outcome.NOT_PAID, Outcome.PAID]
    assert payments[0].reason is Reason.LOWER_TITLE
    assert payments[0].higher is champion
    assert [str(place) for place in payments[0].provisions] == ["152/2025/NĐ-CP#d49.k5"]
    assert paid(payments) == 2_530_000


def test_titles_for_different_periods_are_all_paid() -> None:
    payments = paid_together([received("CSTĐCS", "2026"), received("CSTĐ tỉnh", "2024-2026")])
    assert [payment.outcome for payment in payments] == [Outcome.PAID, Outcome.PAID]
    assert [str(place) for place in payments[1].provisions] == ["152/2025/NĐ-CP#d49.k5"]
    assert paid(payments) == 2_530_000 + 7_590_000


def test_three_titles_keep_the_highest_of_each_period() -> None:
    payments = paid_together([received("LĐTT", "2026"), received("CSTĐCS", "2026"), received("CSTĐ tỉnh", "2024-2026")])
    assert [payment.outcome for payment in payments] == [Outcome.NOT_PAID, Outcome.PAID, Outcome.PAID]


def test_a_title_and_an_award_form_are_both_paid() -> None:
    payments = paid_together([received("CSTĐCS", "2026"), received("GK", "2026", "phòng chống bão")])
    assert [payment.outcome for payment in payments] == [Outcome.PAID, Outcome.PAID]
    assert [str(place) for place in payments[0].provisions] == ["152/2025/NĐ-CP#d49.k7"]
    assert paid(payments) == 2_530_000 + 760_000


def test_award_forms_for_different_times_and_achievements_are_all_paid() -> None:
    payments = paid_together([received("GK", "tháng 3", "bầu cử"), received("BK tỉnh", "2025-2026", "nông thôn mới")])
    assert [payment.outcome for payment in payments] == [Outcome.PAID, Outcome.PAID]
    assert [str(place) for place in payments[0].provisions] == ["152/2025/NĐ-CP#d49.k6"]


def test_award_forms_for_one_achievement_must_be_asked_about() -> None:
    payments = paid_together([received("GK", "2026", "nông thôn mới"), received("BK tỉnh", "2025", "Nông thôn mới")])
    assert [payment.outcome for payment in payments] == [Outcome.CHECK, Outcome.PAID]
    assert payments[0].reason is Reason.FORM_SAME_ACHIEVEMENT
    assert "06/2022/QH15#d5.k2.c" in [str(place) for place in payments[0].provisions]


def test_award_forms_for_one_period_must_be_asked_about() -> None:
    found = said(received("GK", "2026", "bầu cử"), received("BK tỉnh", "2026", "nông thôn mới"))
    assert found == [(Outcome.CHECK, Reason.FORM_SAME_PERIOD), (Outcome.PAID, Reason.APART)]


def test_titles_for_one_period_decided_on_different_days_must_be_asked_about() -> None:
    found = said(received("LĐTT", "2026"), received("CSTĐCS", "2026", day=date(2026, 12, 25)))
    assert found == [(Outcome.CHECK, Reason.TITLE_OTHER_DAY), (Outcome.PAID, Reason.APART)]


def test_award_forms_decided_on_different_days_are_all_paid() -> None:
    found = said(received("GK", "2026", "bão"), received("BK tỉnh", "2026", "bão số 3", day=date(2026, 12, 25)))
    assert found == [(Outcome.PAID, Reason.APART), (Outcome.PAID, Reason.APART)]


def test_of_two_equal_titles_one_is_paid() -> None:
    assert [outcome for outcome, _ in said(received("LĐTT", "2026"), received("CSTT", "2026"))] == [
        Outcome.PAID,
        Outcome.NOT_PAID,
    ]


def test_under_the_old_decree_the_rule_is_not_held() -> None:
    day = date(2025, 1, 10)
    found = said(received("LĐTT", "2024", day=day), received("CSTĐCS", "2024", day=day))
    assert found == [(Outcome.CHECK, Reason.RULE_NOT_HELD)] * 2


def test_awards_of_different_recipients_are_refused() -> None:
    with pytest.raises(InvalidAnswer) as refused:
        paid_together([received("LĐTT", "2026", count=2), received("CSTĐCS", "2026")])
    assert refused.value.key == "prize_recipients_differ"


def test_nothing_received_is_nothing_paid() -> None:
    assert paid_together([]) == ()
