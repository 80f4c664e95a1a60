"""The vocabulary of the field: does a text speak of it, what does it ask, for whom.

It must not know any provision; it only recognises words, with or without tone marks.
Read next: `knowledge/data/field.yaml`.
"""

from __future__ import annotations

import re
from functools import cache

from pydantic import BaseModel, ConfigDict

from knowledge.datafiles import data_file, load
from knowledge.text import plain


class _WhichLaw(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    asking: tuple[str, ...]
    beside: tuple[str, ...]


class _Field(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    terms: tuple[str, ...]
    aspects: dict[str, tuple[str, ...]]
    headings: dict[str, tuple[str, ...]]
    which_law: _WhichLaw
    kinds: dict[str, tuple[str, ...]]
    continuing: tuple[str, ...]


@cache
def _field() -> _Field:
    return load(data_file("field.yaml"), _Field)


@cache
def _words(phrases: tuple[str, ...]) -> re.Pattern[str]:
    longest_first = sorted(phrases, key=len, reverse=True)
    return re.compile(r"(?<![a-z0-9])(?:" + "|".join(map(re.escape, longest_first)) + r")(?![a-z0-9])")


def field_terms(text: str) -> tuple[str, ...]:
    """The distinct terms of the field that the text uses, in order."""
    return tuple(dict.fromkeys(_words(_field().terms).findall(plain(text))))


def aspects(text: str) -> tuple[str, ...]:
    """What is asked: «money», «papers», «form», «authority», «time», «condition», «votes», «place», «scope»."""
    return tuple(name for name, phrases in _field().aspects.items() if _words(phrases).search(plain(text)))


def answered_by_heading(heading: str) -> str:
    """The aspect that an article of that heading answers for its document («Đối tượng áp dụng»); empty for most."""
    words = plain(heading)
    return next((name for name, headings in _field().headings.items() if words in headings), "")


def asks_which_law(text: str) -> bool:
    """Whether the text asks which law there was («nộp tháng 5/2025 thì theo văn bản nào»), and for nothing in it."""
    words = plain(text)
    of = _field().which_law
    rest = _words(of.asking).sub(" ", words)
    if rest == words:
        return False
    left = _words(of.beside).sub(" ", rest).split()
    return all(any(letter.isdigit() for letter in word) for word in left)


def kinds(text: str) -> tuple[str, ...]:
    """Whom it is for: «individual», «collective», «household»."""
    return tuple(name for name, phrases in _field().kinds.items() if _words(phrases).search(plain(text)))


def aspect_words() -> tuple[str, ...]:
    """The folded words that say what is asked."""
    return tuple(word for words in _field().aspects.values() for word in words)


def kind_words() -> tuple[str, ...]:
    """The folded words that say whom it is for."""
    return tuple(word for words in _field().kinds.values() for word in words)


def continuing_words() -> tuple[str, ...]:
    """The folded words that a question begins with which goes on with the one before."""
    return _field().continuing


def goes_on(text: str) -> bool:
    """Whether the text begins as a question does that goes on with the one before («thế còn tập thể?»)."""
    return re.match(_words(_field().continuing).pattern, plain(text)) is not None
