"""Days of the week as they are written: «thứ Sáu», «thứ 6», «T6», «Chủ nhật», «CN».

It does not know which week is meant.
Read next: `knowledge/dating/chat.py`.
"""

from __future__ import annotations

from typing import Final

from knowledge.text import fold

WEEKDAY: Final = r"(?:thứ (?:hai|ba|tư|năm|sáu|b[ảẩ]y|[2-7])|chủ nhật|cn|t[2-7])(?![a-zà-ỹđ0-9])"
"""A pattern with tone marks, for a `Phrase`."""

_NAMES: Final = {"hai": 0, "ba": 1, "tu": 2, "nam": 3, "sau": 4, "bay": 5}
SUNDAY: Final = 6


def weekday(written: str) -> int:
    """The day of the week of what `WEEKDAY` matched; Monday is 0."""
    name = fold(written).removeprefix("thu ").removeprefix("t")
    if name.isdecimal():
        return int(name) - 2
    return _NAMES.get(name, SUNDAY)
