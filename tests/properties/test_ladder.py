"""Whatever an officer records: the ladder answers or refuses, counts rightly, and never guesses from silence."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from knowledge.awards import AwardKind, awards
from knowledge.errors import InvalidAnswer
from knowledge.ladder import (
    Completion,
    LadderAnswer,
    Members,
    Scope,
    State,
    Verdict,
    YearRecord,
    ladder,
    ladder_json,
)

SLUGS = {kind: [award.slug for award in awards() if kind in award.kinds] for kind in AwardKind}
YEARS = st.integers(2015, 2030)


def records(kind: AwardKind) -> st.SearchStrategy[list[YearRecord]]:
    members = st.builds(lambda total, parts: Members(total, *(min(part, total) for part in parts)), st.integers(1, 40),
                        st.tuples(*[st.integers(0, 40)] * 3))  # fmt: skip
    record = st.builds(
        YearRecord,
        year=YEARS,
        award=st.sampled_from(["", *SLUGS[kind]]),
        completion=st.none() | st.sampled_from(Completion),
        initiatives=st.none() | st.integers(0, 3),
        scope=st.none() | st.sampled_from(Scope),
        for_merit=st.none() | st.booleans(),
        members=st.none() | members,
    )
    return st.lists(record, max_size=12, unique_by=lambda item: item.year)


HISTORIES = st.sampled_from(AwardKind).flatmap(lambda kind: st.tuples(st.just(kind), records(kind)))


@given(HISTORIES, st.integers(2024, 2030))
def test_every_history_is_answered_and_every_verdict_follows_from_its_findings(
    known: tuple[AwardKind, list[YearRecord]], year: int
) -> None:
    kind, history = known
    for found in ladder(history, year, kind=kind).proposals:
        held = any(item.year == year and item.award == found.award.slug for item in history)
        assert (found.verdict is Verdict.HELD) == held
        for standard in found.standards:
            states = {item.state for item in standard.findings}
            assert (standard.verdict is Verdict.NOT_YET) == (State.MISSING in states)
            assert (standard.verdict is Verdict.POSSIBLE) == (states <= {State.MET, State.JUDGED})
            assert all(item.need is None or item.have is not None for item in standard.findings)


@given(HISTORIES, st.integers(2024, 2030))
def test_what_is_counted_as_met_is_recorded(known: tuple[AwardKind, list[YearRecord]], year: int) -> None:
    kind, history = known
    recorded = {item.year for item in history if item.year <= year}
    for found in ladder(history, year, kind=kind).proposals:
        for item in (item for standard in found.standards for item in standard.of(State.MET)):
            assert set(item.years) <= recorded
            assert item.need is None or item.have is None or item.have >= item.need


def _states(answer: LadderAnswer) -> dict[str, Verdict]:
    return {found.award.slug: found.verdict for found in answer.proposals}


@given(HISTORIES, st.integers(2024, 2030))
def test_the_order_of_records_does_not_matter(known: tuple[AwardKind, list[YearRecord]], year: int) -> None:
    kind, history = known
    shuffled = sorted(history, key=lambda item: (item.award, -item.year))
    assert ladder_json(ladder(shuffled, year, kind=kind)) == ladder_json(ladder(history, year, kind=kind))


@given(HISTORIES, st.integers(2024, 2029))
def test_later_records_do_not_matter(known: tuple[AwardKind, list[YearRecord]], year: int) -> None:
    kind, history = known
    earlier = [item for item in history if item.year <= year]
    assert _states(ladder(earlier, year, kind=kind)) == _states(ladder(history, year, kind=kind))


@given(st.sampled_from(AwardKind), st.integers(2024, 2030))
def test_nothing_is_possible_from_an_empty_history(kind: AwardKind, year: int) -> None:
    assert Verdict.POSSIBLE not in _states(ladder([], year, kind=kind)).values()


@given(records(AwardKind.INDIVIDUAL), st.integers(2026, 2030))
def test_under_the_amended_law_no_champion_by_half_of_the_condition(history: list[YearRecord], year: int) -> None:
    of_year = [item for item in history if item.year == year]
    found = ladder(history, year).proposal("grassroots_champion")
    if found.verdict is Verdict.POSSIBLE:
        assert [item.completion for item in of_year] == [Completion.EXCELLENT]
        assert (of_year[0].initiatives or 0) >= 1


@given(records(AwardKind.INDIVIDUAL), st.integers(2024, 2030))
def test_another_initiative_never_hurts(history: list[YearRecord], year: int) -> None:
    more = [replace(item, initiatives=(item.initiatives or 0) + 1) for item in history]
    before = _states(ladder(history, year))["grassroots_champion"]
    after = _states(ladder(more, year))["grassroots_champion"]
    order = [Verdict.NOT_YET, Verdict.ASK, Verdict.POSSIBLE, Verdict.HELD]
    assert order.index(after) >= order.index(before)


@given(
    st.lists(st.builds(YearRecord, year=st.integers(-9999, 99999), award=st.text(max_size=20)), max_size=5),
    st.integers(),
)
def test_bad_input_is_refused_by_a_text_key(history: list[YearRecord], year: int) -> None:
    try:
        assert ladder(history, year).year == year
    except InvalidAnswer as refused:
        assert refused.details["field"] in {"history", "year", "award"}
