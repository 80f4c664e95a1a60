"""Numbers in Vietnamese words, both ways: «hai tỷ chín trăm bảy mươi bảy triệu» and 2977000000.

It knows no digits and no unit; words with and without tone marks are read alike where that is certain.
Read next: `knowledge/counting/reading.py`.
"""

from __future__ import annotations

import re
from typing import Final

from knowledge.text import fold, normalise

_ONES: Final = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
_GROUPS: Final = ("", "nghìn", "triệu", "tỷ")
_VALUES: Final = {
    "khong": 0, "mot": 1, "hai": 2, "ba": 3, "bon": 4, "tu": 4, "nam": 5, "lam": 5, "sau": 6, "bay": 7, "tam": 8,
    "chin": 9,
}  # fmt: skip
_HUNDREDS: Final = {"muoi": 10, "tram": 100}
_SCALES: Final = {"nghin": 10**3, "ngan": 10**3, "trieu": 10**6, "ty": 10**9, "ti": 10**9}
_SILENT: Final = frozenset({"linh", "le", "va"})
LARGEST: Final = 10**15 - 1
"""Nothing larger is read or written in words."""


def in_words(number: int) -> str:
    """The number in words, as amounts are spelt out: 105 → «một trăm linh năm». Raises ValueError above `LARGEST`."""
    if number < 0:
        return f"âm {in_words(-number)}"
    if number > LARGEST:
        raise ValueError(number)
    if number < 1000:
        return _below_thousand(number, leading=True)
    billions, rest = divmod(number, 10**9)
    words = [in_words(billions), "tỷ"] if billions else []
    for power in (2, 1, 0):
        group, rest = divmod(rest, 10 ** (3 * power))
        if group:
            words.append(_below_thousand(group, leading=not words))
            words.append(_GROUPS[power])
    return " ".join(filter(None, words))


def _below_thousand(number: int, *, leading: bool) -> str:
    hundreds, rest = divmod(number, 100)
    tens, ones = divmod(rest, 10)
    words = [_ONES[hundreds], "trăm"] if hundreds or not leading else []
    if tens == 0 and ones and words:
        words.append("linh")
    if tens == 1:
        words.append("mười")
    elif tens:
        words += [_ONES[tens], "mươi"]
    if ones or not (words or tens):
        words.append(_last(ones, tens))
    return " ".join(words)


def _last(ones: int, tens: int) -> str:
    if ones == 1 and tens > 1:
        return "mốt"
    if ones == 5 and tens:
        return "lăm"
    return _ONES[ones]


def read_words(text: str) -> int | None:
    """The whole number a text spells out, None for anything else; «rưỡi» is half of the scale before it."""
    total = group = digit = 0
    seen = False
    scale_before = 1
    for word in re.findall(r"\w+", fold(normalise(text)).lower()):
        if word in _VALUES:
            digit, seen = _VALUES[word], True
        elif word in _HUNDREDS:
            group, digit, seen = _times(group, digit, _HUNDREDS[word], seen), 0, True
        elif word in _SCALES and seen:
            total, group, digit = _scaled(total, group + digit, _SCALES[word]), 0, 0
            scale_before = _SCALES[word]
        elif word == "ruoi" and seen:
            total, group, digit = total + group + digit + scale_before // 2, 0, 0
        elif word not in _SILENT or not seen:
            return None
    return total + group + digit if seen else None


def _times(group: int, digit: int, power: int, seen: bool) -> int:
    """Hundreds and tens: «ba trăm» is 3 times 100, a lone «mười» is 10."""
    return group + (digit if digit or (seen and power > 10) else 1) * power


def _scaled(total: int, group: int, scale: int) -> int:
    """The sum so far with a group at its scale; «nghìn tỷ» multiplies what already stands before «tỷ»."""
    if scale == 10**9 and 0 < total < 10**9:
        return (total + group) * scale
    return total + group * scale
