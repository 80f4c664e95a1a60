from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select, text
from sqlalchemy.exc import StatementError

from bot.storage.engine import Store
from bot.storage.models import OfficeRow, PersonRow
from bot.storage.types import storable

LATE = datetime(2026, 12, 31, 23, 59, 59, 123456, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))
ANYTHING = "Nguyễn Thị Đào 🙂 \n\t\u200b"


def _stored(store: Store, at: datetime, name: str = "Lan") -> PersonRow:
    with store.begin() as session:
        session.add(PersonRow(name=name, created_at=at))
    with store.read() as session:
        return session.scalars(select(PersonRow)).one()


@pytest.mark.parametrize("zone", [UTC, timezone(timedelta(hours=-5)), ZoneInfo("Asia/Ho_Chi_Minh")])
def test_an_instant_comes_back_in_vietnamese_time(store: Store, zone: timezone) -> None:
    at = _stored(store, LATE.astimezone(zone)).created_at
    assert at == LATE
    assert at.tzinfo == ZoneInfo("Asia/Ho_Chi_Minh")
    assert at.date().isoformat() == "2026-12-31"


def test_an_instant_without_a_zone_is_refused(store: Store) -> None:
    with pytest.raises((ValueError, StatementError), match="time zone"):
        _stored(store, datetime(2026, 1, 1))  # noqa: DTZ001


def test_instants_compare_as_instants_in_the_database(store: Store) -> None:
    _stored(store, LATE)
    earlier_elsewhere = LATE.astimezone(timezone(timedelta(hours=-5))) - timedelta(microseconds=1)
    with store.read() as session:
        assert session.scalars(select(PersonRow).where(PersonRow.created_at > earlier_elsewhere)).all()
        assert not session.scalars(select(PersonRow).where(PersonRow.created_at > LATE.astimezone(UTC))).all()


def test_sqlite_stores_utc(store: Store) -> None:
    _stored(store, LATE)
    if store.engine.dialect.name == "sqlite":
        with store.read() as session:
            assert session.scalar(text("SELECT created_at FROM person")) == "2026-12-31 16:59:59.123456"


@pytest.mark.parametrize(
    ("typed", "kept"), [(ANYTHING, ANYTHING), ("a\x00b", "ab"), ("a\ud800b", "a?b"), ("", ""), ("\udcff\x00", "?")]
)
def test_whatever_is_typed_can_be_stored(store: Store, typed: str, kept: str) -> None:
    assert _stored(store, LATE, typed).name == kept


def test_json_keeps_whatever_was_typed(store: Store) -> None:
    settings = {"note": f"{ANYTHING}\x00\ud800", "list": [1, 2.5, None, True]}
    with store.begin() as session:
        session.add(OfficeRow(name="A", created_at=LATE, settings=settings))
    with store.read() as session:
        assert session.scalars(select(OfficeRow.settings)).one() == settings


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00")))
def test_ordinary_text_is_stored_unchanged(typed: str) -> None:
    assert storable(typed) == typed


@given(st.text())
def test_stored_text_is_always_storable(typed: str) -> None:
    kept = storable(typed)
    assert "\x00" not in kept
    assert kept.encode("utf-8").decode("utf-8") == kept
    assert storable(kept) == kept
