"""Small numbers as they stand before days and weeks: «05», «15», «ba», «mười lăm», «hai mươi mốt».

It knows nothing above ninety-nine in words; `knowledge/quantities.py` reads amounts.
Read next: `knowledge/dating/counted.py` and `knowledge/dating/chat.py`, which count with them.
"""

from __future__ import annotations

from typing import Final

from knowledge.text import fold

_ONES: Final = {
    "một": 1, "mốt": 1, "hai": 2, "ba": 3, "bốn": 4, "tư": 4, "năm": 5, "lăm": 5, "sáu": 6, "bảy": 7, "bẩy": 7,
    "tám": 8, "chín": 9,
}  # fmt: skip
_BY_WORD: Final = {fold(word): value for word, value in _ONES.items()} | _ONES
_ONE: Final = "một|hai|ba|bốn|năm|sáu|bảy|bẩy|tám|chín"
_REST: Final = "một|mốt|hai|ba|bốn|tư|năm|lăm|sáu|bảy|bẩy|tám|chín"

WORDS: Final = rf"(?:(?:{_ONE}) mươi(?: (?:{_REST}))?|mười(?: (?:{_REST}))?|{_ONE})"
NUMBER: Final = rf"(?:[0-9]{{1,3}}|{WORDS})"
"""Patterns with tone marks, for a `Phrase`."""


def number(written: str) -> int:
    """The value of what `NUMBER` matched, with or without tone marks."""
    if written.isdecimal():
        return int(written)
    total = 0
    for word in written.split():
        if fold(word) == "muoi":
            total = max(total, 1) * 10
        else:
            total += _BY_WORD[word]
    return total
