"""How letters are written: tone marks on the first or second vowel, «Ủy» beside «Uỷ», letters taken apart.

It must not know any word: a way of writing is wrong only beside the other way in the same draft.
Read next: `knowledge/checks/spelling.py` (misspelt words), `knowledge/text.py` (the one normal form).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache
from typing import Final

from knowledge.checks.draft import Draft
from knowledge.checks.findings import Finding, Severity

_TONES: Final = "\u0300\u0301\u0303\u0309\u0323"
_MOST: Final = 200


def _toned(letter: str) -> str:
    return "".join(unicodedata.normalize("NFC", letter + tone) for tone in _TONES)


# «hoà», «khoẻ», «thuỷ»: the mark on the second vowel; «quỳ», «toàn», «thuỷu» are written so in either way.
_NEW: Final = re.compile(
    rf"(?<![^\W_])[^\W_]{{0,3}}?(?:[oO][{_toned('a')}{_toned('A')}{_toned('e')}{_toned('E')}]"
    rf"|(?<![qQ])[uU][{_toned('y')}{_toned('Y')}])(?![^\W_])"
)
_OLD: Final = re.compile(
    rf"(?<![^\W_])[^\W_]{{0,3}}?(?:[{_toned('o')}{_toned('O')}][aAeE]|(?<![qQ])[{_toned('u')}{_toned('U')}][yY])"
    r"(?![^\W_])"
)
_MARK: Final = re.compile(rf"[{_TONES}\u0302\u0306\u031b]")
_WORD: Final = re.compile(r"\S+")


@cache
def old_style(word: str) -> str:
    """The word with its mark on the first of two open vowels: «hoà» → «hòa», «Uỷ» → «Ủy»; others as they are."""
    return _NEW.sub(lambda found: _moved(found[0], back=False), word)


@cache
def new_style(word: str) -> str:
    """The other way round: «hòa» → «hoà»."""
    return _OLD.sub(lambda found: _moved(found[0], back=True), word)


def _moved(word: str, back: bool) -> str:
    first, second = word[-2], word[-1]
    apart = unicodedata.normalize("NFD", first if back else second)
    tone = next(mark for mark in apart if mark in _TONES)
    plain = unicodedata.normalize("NFC", apart.replace(tone, ""))
    if back:
        return word[:-2] + plain + unicodedata.normalize("NFC", second + tone)
    return word[:-2] + unicodedata.normalize("NFC", first + tone) + plain


def check_letters(draft: Draft) -> Iterator[Finding]:
    """Words in the way of writing that the rest of the draft does not use, and letters taken apart."""
    text = draft.text
    new = list(_NEW.finditer(text, 0, draft.body_end))
    old = list(_OLD.finditer(text, 0, draft.body_end))
    # Of two ways used equally often the older one stays: the law's own texts write «Ủy ban», «hòa giải».
    odd, right = (new, old_style) if len(old) >= len(new) else (old, new_style)
    if new and old:
        for found in odd[:_MOST]:
            by = right(found[0])
            yield draft.finding("tone_marks", Severity.WARNING, *found.span(), by, True, wrong=found[0], right=by)
    yield from _taken_apart(draft)


def _taken_apart(draft: Draft) -> Iterator[Finding]:
    """Letters typed as a bare letter and its marks look right and cannot be searched: told once, at the first."""
    first, times = (0, 0), 0
    for word in _WORD.finditer(draft.raw):
        if not _MARK.search(word[0]) or unicodedata.is_normalized("NFC", word[0]):
            continue
        times += 1
        if times == 1 or draft.raw[first[1] : word.start()] == " ":
            first = (first[0] if times > 1 else word.start(), word.end())
    if times:
        words = draft.raw[first[0] : first[1]]
        by = unicodedata.normalize("NFC", words)
        details = {"times": str(times)}
        yield Finding("letters_apart", Severity.NOTE, *first, words, details, by, True)
