"""Drafts of an office: every answer is kept, undone and redone, and lost only when the officer says so."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bot.storage.draft_models import DraftAnswerRow, DraftRow
from bot.storage.drafts import Drafts
from bot.storage.engine import Store
from bot.storage.models import OfficeRow, PersonRow

NOW = datetime(2026, 11, 20, 1, 30, tzinfo=UTC)
A, B, LAN, MINH = 1, 2, 1, 2


@pytest.fixture
def session(store: Store) -> Iterator[Session]:
    with store.begin() as session:
        session.add_all([OfficeRow(id=A, name="A", created_at=NOW), OfficeRow(id=B, name="B", created_at=NOW)])
        session.add_all(
            [PersonRow(id=LAN, name="Lan", created_at=NOW), PersonRow(id=MINH, name="Minh", created_at=NOW)]
        )
        session.flush()
        yield session


@pytest.fixture
def drafts(session: Session) -> Drafts:
    return Drafts(session, A)


def later(minutes: int) -> datetime:
    return NOW + timedelta(minutes=minutes)


def test_a_draft_comes_back_as_it_was_left(session: Session, drafts: Drafts) -> None:
    draft = drafts.begin("annual", LAN, NOW, outline={"style": "roman"})
    assert drafts.answer(draft.id, {"year": 2025, "strengths": ["một"], "area": 19.8}, LAN, later(1)) == 1
    drafts.stand_at(draft.id, "population", later(2))
    session.expire_all()
    found = drafts.get(draft.id)
    assert found is not None
    assert (found.kind, found.question, found.revision, found.outline) == (
        "annual",
        "population",
        1,
        {"style": "roman"},
    )
    assert drafts.answers(draft.id) == {"year": 2025, "strengths": ["một"], "area": 19.8}


def test_two_drafts_stand_side_by_side(drafts: Drafts) -> None:
    first, second = drafts.begin("annual", LAN, NOW), drafts.begin("annual", MINH, later(1))
    drafts.answer(first.id, {"year": 2024}, LAN, later(2))
    drafts.answer(second.id, {"year": 2025}, MINH, later(3))
    assert [each.id for each in drafts.all()] == [second.id, first.id]
    assert (drafts.answers(first.id), drafts.answers(second.id)) == ({"year": 2024}, {"year": 2025})


def test_an_answer_is_undone_to_any_revision_and_the_undoing_too(drafts: Drafts) -> None:
    draft = drafts.begin("annual", LAN, NOW)
    drafts.answer(draft.id, {"year": 2024}, LAN, NOW)
    drafts.answer(draft.id, {"year": 2025, "area": 5}, LAN, later(1))
    assert drafts.revert(draft.id, 1, MINH, later(2)) == 3
    assert drafts.answers(draft.id) == {"year": 2024}
    assert drafts.revert(draft.id, 2, LAN, later(3)) == 4
    assert drafts.answers(draft.id) == {"year": 2025, "area": 5}
    assert drafts.revert(draft.id, 4, LAN, later(4)) == 4
    assert drafts.revert(draft.id, 0, LAN, later(5)) == 5
    assert drafts.answers(draft.id) == {}
    assert drafts.answers(draft.id, 2) == {"year": 2025, "area": 5}
    assert [each.number for each in drafts.revisions(draft.id)] == [5, 4, 3, 2, 1]
    assert drafts.revisions(draft.id)[2].by == MINH


def test_absent_is_not_empty(drafts: Drafts) -> None:
    draft = drafts.begin("annual", LAN, NOW)
    drafts.answer(draft.id, {"awards_pending": [], "year": 2025}, LAN, NOW)
    assert drafts.answers(draft.id)["awards_pending"] == []
    drafts.take_back(draft.id, "awards_pending", LAN, later(1))
    assert drafts.answers(draft.id) == {"year": 2025}


def test_nothing_but_erasing_takes_a_row_away(session: Session, drafts: Drafts) -> None:
    draft = drafts.begin("annual", LAN, NOW)
    for number in range(5):
        drafts.answer(draft.id, {"year": 2020 + number}, LAN, later(number))
        drafts.take_back(draft.id, "year", LAN, later(number))
        drafts.revert(draft.id, 1, LAN, later(number))
    drafts.finish(draft.id, later(9))
    assert session.scalar(select(func.count()).select_from(DraftAnswerRow)) == drafts.get(draft.id).revision  # type: ignore[union-attr]
    assert drafts.erase(draft.id)
    assert not drafts.erase(draft.id)
    assert session.scalar(select(func.count()).select_from(DraftAnswerRow)) == 0


def test_another_office_reaches_nothing(session: Session, drafts: Drafts) -> None:
    draft = drafts.begin("annual", LAN, NOW)
    drafts.answer(draft.id, {"year": 2025}, LAN, NOW)
    other = Drafts(session, B)
    assert other.all() == []
    assert other.get(draft.id) is None
    assert other.answers(draft.id) == {}
    assert other.revisions(draft.id) == []
    assert other.answer(draft.id, {"year": 1}, MINH, NOW) is None
    assert other.take_back(draft.id, "year", MINH, NOW) is None
    assert other.revert(draft.id, 0, MINH, NOW) is None
    other.stand_at(draft.id, "x", NOW)
    other.finish(draft.id, NOW)
    assert not other.erase(draft.id)
    assert other.earlier(draft.id) == {}
    assert drafts.answers(draft.id) == {"year": 2025}
    assert drafts.get(draft.id).finished_at is None  # type: ignore[union-attr]


def test_the_report_finished_last_offers_its_answers(drafts: Drafts) -> None:
    half, old, new = (drafts.begin(kind, LAN, NOW) for kind in ("six_months", "annual", "annual"))
    drafts.answer(half.id, {"area": 1}, LAN, NOW)
    drafts.answer(old.id, {"area": 2}, LAN, NOW)
    assert drafts.earlier(new.id) == {}
    drafts.finish(half.id, later(5))
    assert drafts.earlier(new.id) == {"area": 1}
    drafts.finish(old.id, later(1))
    assert drafts.earlier(new.id) == {"area": 2}


def test_a_draft_stays_with_the_office_when_its_author_goes(session: Session, drafts: Drafts) -> None:
    draft = drafts.begin("annual", LAN, NOW)
    drafts.answer(draft.id, {"year": 2025}, LAN, NOW)
    session.delete(session.get(PersonRow, LAN))
    session.flush()
    session.expire_all()
    assert drafts.answers(draft.id) == {"year": 2025}
    assert session.get(DraftRow, draft.id).begun_by is None  # type: ignore[union-attr]


STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("answer"), st.sampled_from("abc"), st.integers(0, 9)),
        st.tuples(st.just("take_back"), st.sampled_from("abc"), st.none()),
        st.tuples(st.just("revert"), st.none(), st.integers(0, 12)),
    ),
    max_size=12,
)


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_every_revision_can_be_read_as_it_was(session: Session, steps: list[tuple[str, str, int]]) -> None:
    drafts = Drafts(session, A)
    draft = drafts.begin("annual", LAN, NOW)
    history: list[dict[str, int]] = [{}]
    for step, key, value in steps:
        if step == "answer":
            drafts.answer(draft.id, {key: value}, LAN, NOW)
            history.append({**history[-1], key: value})
        elif step == "take_back":
            drafts.take_back(draft.id, key, LAN, NOW)
            history.append({name: kept for name, kept in history[-1].items() if name != key})
        else:
            wanted = history[min(value, len(history) - 1)]
            drafts.revert(draft.id, value, LAN, NOW)
            if wanted != history[-1]:
                history.append(wanted)
        assert drafts.answers(draft.id) == history[-1]
    assert [drafts.answers(draft.id, place) for place in range(len(history))] == history


def test_another_plan_leaves_every_answer_where_it_is(drafts: Drafts) -> None:
    kept = drafts.begin("annual", LAN, NOW, {"only": "shortcomings"})
    drafts.answer(kept.id, {"shortcomings": []}, LAN, NOW)
    drafts.replan(kept.id, {}, later(1))
    again = drafts.get(kept.id)
    assert again is not None
    assert again.outline == {}
    assert drafts.answers(kept.id) == {"shortcomings": []}
