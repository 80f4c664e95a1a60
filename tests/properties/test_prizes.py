"""Whatever the award, day and base salary: rounding, sums and what is paid keep their laws."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from knowledge.awards import Award, AwardKind, AwardType, awards
from knowledge.payments import Outcome, Received, paid_together
from knowledge.prizes import ROUNDED_TO, Prize, prize, prize_json, total

WITH_PRIZE = [
    (award, row.kind) for award in awards() for row in award.prizes if row.provision.document.startswith("152")
]
DAYS = st.dates(date(2025, 7, 1), date(2027, 2, 28))
SALARIES = st.integers(100, 100_000).map(lambda thousands: thousands * 1000)
COUNTS = st.integers(1, 1_000_000)
KNOWN = st.sampled_from(WITH_PRIZE)


@st.composite
def prizes(draw: st.DrawFn) -> Prize:
    award, kind = draw(KNOWN)
    return prize(award, kind=kind, decided_on=draw(DAYS), count=draw(COUNTS), base_salary=draw(st.none() | SALARIES))


@given(prizes())
def test_a_prize_is_the_next_ten_thousand_above_the_exact_product(found: Prize) -> None:
    exact = Fraction(found.coefficient) * Fraction(found.multiplier) * found.base_salary
    assert found.exact == exact
    assert found.each % ROUNDED_TO == 0
    assert exact <= found.each < exact + ROUNDED_TO
    assert found.total == found.each * found.count


@given(prizes())
def test_the_other_reading_never_pays_less(found: Prize) -> None:
    if found.alternative:
        assert found.alternative.each > found.each
        assert found.alternative.each % ROUNDED_TO == 0
        assert found.alternative.total == found.alternative.each * found.count


@given(KNOWN, DAYS, SALARIES, SALARIES)
def test_a_higher_base_salary_never_pays_less(known: tuple[Award, AwardKind], day: date, one: int, other: int) -> None:
    award, kind = known
    low, high = sorted((one, other))
    less, more = (prize(award, kind=kind, decided_on=day, base_salary=salary) for salary in (low, high))
    assert less.each <= more.each


@given(DAYS, st.sampled_from([award for award in awards() if len(award.prizes) > 1]))
def test_a_collective_gets_more_than_an_individual(day: date, award: Award) -> None:
    """Nghị định 152/2025/NĐ-CP, khoản 4 Điều 49."""
    kinds = {row.kind for row in award.prizes if row.provision.document.startswith("152")}
    if {AwardKind.INDIVIDUAL, AwardKind.COLLECTIVE} <= kinds:
        one = prize(award, kind=AwardKind.INDIVIDUAL, decided_on=day)
        many = prize(award, kind=AwardKind.COLLECTIVE, decided_on=day)
        assert many.each > one.each


@given(st.lists(prizes(), max_size=8))
def test_a_sum_is_the_sum_of_its_parts_in_either_order(items: list[Prize]) -> None:
    found = total(items)
    assert found.amount == sum(item.total for item in items) == sum(found.by_kind.values())
    assert set(found.by_kind) == {item.kind for item in items}
    again = total(items[::-1])
    assert (again.amount, dict(again.by_kind), again.alternative) == (
        found.amount,
        dict(found.by_kind),
        found.alternative,
    )
    assert found.alternative is None or found.alternative > found.amount


@given(prizes())
def test_the_json_names_the_prize_again(found: Prize) -> None:
    written = prize_json(found)
    kind, day = AwardKind(str(written["kind"])), date.fromisoformat(str(written["decided_on"]))
    slug, salary = str(written["award"]), found.base_salary
    again = prize(slug, kind=kind, decided_on=day, count=found.count, base_salary=salary)
    assert (again.each, again.total, again.award) == (written["each"], written["total"], found.award)


INDIVIDUAL = [award for award, kind in WITH_PRIZE if kind is AwardKind.INDIVIDUAL]
LABELS = st.sampled_from(["", "2026", "2024-2026", "bão"])


@st.composite
def received(draw: st.DrawFn) -> Received:
    day = draw(st.sampled_from([date(2026, 12, 18), date(2026, 12, 25)]))
    found = prize(draw(st.sampled_from(INDIVIDUAL)), kind=AwardKind.INDIVIDUAL, decided_on=day)
    return Received(found, draw(LABELS), draw(LABELS))


@given(st.lists(received(), max_size=8))
def test_of_several_awards_the_highest_is_always_paid(items: list[Received]) -> None:
    payments = paid_together(items)
    assert [payment.received for payment in payments] == items
    for family in AwardType:
        mine = [payment for payment in payments if payment.received.prize.award.type is family]
        if mine:
            highest = max(payment.received.prize.each for payment in mine)
            assert any(p.outcome is Outcome.PAID and p.received.prize.each == highest for p in mine)
    for payment in payments:
        if payment.higher:
            assert payment.higher.prize.each >= payment.received.prize.each
            assert payment.higher.prize.award.type is payment.received.prize.award.type
        assert (payment.outcome is Outcome.PAID) == (payment.higher is None)


@given(st.lists(received(), max_size=8))
def test_titles_paid_on_one_day_never_share_a_period(items: list[Received]) -> None:
    paid = [p.received for p in paid_together(items) if p.outcome is Outcome.PAID]
    marks = [(item.period, item.prize.decided_on) for item in paid if item.prize.award.type is AwardType.TITLE]
    assert len(marks) == len(set(marks))
