"""What people shorten in a chat when they type a time: «trc 15/8», «hn 25/8», «25 thg 8».

It knows words about time alone; `knowledge/abbreviations.py` knows those of the field.
Read next: `knowledge/wishes.py`, which reads what comes out.
"""

from __future__ import annotations

import re
from typing import Final

from knowledge.text import fold, is_folded

_SHORT: Final = re.compile(
    r"(?<![\w/.-])(?:(?P<before>trc|trk|tr(?= ?(?:ngày|ngay|khi|t[2-7]\b|thứ|thu|\d{1,2}\b)))"
    r"|(?P<limit>hn(?= ?:? ?(?:là |la |ngày |ngay )?\d))|(?P<today>hn|hnay|h\.nay)"
    r"|(?P<month>thg|th(?= ?\d))|(?P<day>ng(?= ?\d)))(?![\w/-])",
    re.IGNORECASE,
)
_FULL: Final = {"before": "trước", "limit": "hạn", "today": "hôm nay", "month": "tháng", "day": "ngày"}


def spelled_out(typed: str) -> str:
    """The words with these spelt out; without tone marks where the rest has none."""
    plain = is_folded(typed)

    def full(match: re.Match[str]) -> str:
        word = _FULL[str(match.lastgroup)]
        return fold(word) if plain else word

    return _SHORT.sub(full, typed)
