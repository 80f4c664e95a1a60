"""How values lie in a column: instants, text as people typed it, row numbers.

It knows no table; the two databases differ here and, apart from locking, nowhere else.
Read next: `bot/storage/models.py`.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Final
from zoneinfo import ZoneInfo

from sqlalchemy import BigInteger, DateTime, Dialect, Integer, Text
from sqlalchemy.types import TypeDecorator

VIETNAM: Final = ZoneInfo("Asia/Ho_Chi_Minh")

ROW_NUMBER: Final = BigInteger().with_variant(Integer, "sqlite")
"""SQLite numbers rows by itself only where the column is INTEGER, which already holds 64 bits there."""


class Instant(TypeDecorator[datetime]):
    """An aware instant: stored in UTC, given back in Asia/Ho_Chi_Minh, so `.date()` is the officer's day.

    A naive datetime raises ValueError: nobody could say which instant it meant.
    """

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """What the database stores: UTC, naive on SQLite, which knows no time zone."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("an instant needs its time zone")
        utc = value.astimezone(UTC)
        return utc.replace(tzinfo=None) if dialect.name == "sqlite" else utc

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """The aware instant in Vietnam."""
        if value is None:
            return None
        utc = value.replace(tzinfo=UTC) if dialect.name == "sqlite" else value
        return utc.astimezone(VIETNAM)


class PlainText(TypeDecorator[str]):
    """Text of any length, without the characters that no database stores (NUL, half surrogate pairs)."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:  # noqa: ARG002
        """What the database stores."""
        return None if value is None else storable(value)


def storable(text: str) -> str:
    """The text without NUL, each half surrogate pair as «?»; any other text comes back unchanged."""
    return text.replace("\x00", "").encode("utf-8", "replace").decode("utf-8")
