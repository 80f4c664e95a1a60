"""What follows a number in running text: something that it counts, or words that may follow a document.

It does not decide what is a citation; it only looks at the next words.
Read next: `knowledge/citing/documents.py`, which decides.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from knowledge.citing.forms import forms
from knowledge.citing.text import Reading
from knowledge.text import fold, is_folded

_NEXT_WORDS: Final = re.compile(r"[ \n]?([a-z0-9]+)(?:[ \n]([a-z0-9]+))?(?:[ \n]([a-z0-9]+))?")
_TIME: Final = re.compile(r"[ \n]?(?:nam(?![ \n](?:19|20)[0-9]{2}(?![0-9]|[ \n]?-))|ngay(?![ \n]?[0-9]))(?![a-z])")


def counts_something(reading: Reading, end: int) -> bool:
    """Whether what follows a number is what it counts: «5 nhiệm vụ», «6 tháng», «30%».

    A capital begins a name instead («Quyết định 86 Bộ Nội vụ»), but for two words or more («05 Bằng khen»).
    """
    plain = reading.plain
    if plain[end : end + 2].strip()[:1] in ("%", "‰") or _TIME.match(plain, end):
        return True
    match = _NEXT_WORDS.match(plain, end)
    if match is None:
        return False
    unmarked = is_folded(reading.written(match.start(1), match.end())) and not is_followed(reading, end)
    for count in (1, 2, 3):
        if match[count] is None:
            break
        written = reading.written(match.start(1), match.end(count))
        written = written.lower() if count > 1 or written.isupper() else written
        if written in counted() or (unmarked and fold(written) in counted_folded()):
            return True
    return False


@cache
def counted() -> frozenset[str]:
    """What a number may count, in lower case."""
    return frozenset(forms().counted)


@cache
def counted_folded() -> frozenset[str]:
    """The same without tone marks."""
    return frozenset(map(fold, forms().counted))


@cache
def following() -> frozenset[str]:
    """Folded words that may follow the number of a document in running text."""
    return frozenset(fold(word).lower() for word in forms().follows_number)


def is_followed(reading: Reading, end: int) -> bool:
    """Whether a number ends there as that of a document does: at the end, at a mark, before a fitting word."""
    match = _NEXT_WORDS.match(reading.plain, end)
    if match is None:
        return True
    two = f"{match[1]} {match[2]}"
    return match[1] in following() or two in following()
