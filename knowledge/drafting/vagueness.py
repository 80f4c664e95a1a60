"""Phrases that say nothing a reader can check («còn hạn chế»), what to ask instead; whether words say when and where.

It rewrites nothing and asks nobody; the phrases and the questions are data.
Read next: `knowledge/data/drafting/vague.yaml`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from pydantic import Field

from knowledge.datafiles import data_file, load
from knowledge.quantities import find_quantities
from knowledge.registry.models import Entry
from knowledge.text import fold

_SENTENCE_END: Final = re.compile(r"[.;\n]")


class VaguePhrase(Entry):
    """A way of saying nothing: its wordings, the question to ask once, and an example of a good answer."""

    phrases: tuple[str, ...] = Field(min_length=1)
    ask: str
    example: str


class _VagueFile(Entry):
    vague: tuple[VaguePhrase, ...]
    periods: tuple[str, ...] = Field(min_length=1)
    places: tuple[str, ...] = Field(min_length=1)


@dataclass(frozen=True, slots=True)
class Vague:
    """A vague phrase where it stands in a text."""

    text: str
    start: int
    end: int
    ask: str
    example: str


def find_vague(text: str) -> list[Vague]:
    """The vague phrases of a text in NFC, in order. A sentence that gives a figure is not vague."""
    pattern, phrases = _pattern()
    folded = fold(text).lower()
    found = []
    for match in pattern.finditer(folded):
        if not _gives_a_figure(text, match.start(), match.end()):
            phrase = phrases[match[0]]
            found.append(
                Vague(text[match.start() : match.end()], match.start(), match.end(), phrase.ask, phrase.example)
            )
    return found


_WIDEST: Final = 300


def _gives_a_figure(text: str, start: int, end: int) -> bool:
    ends = [found.end() for found in _SENTENCE_END.finditer(text, max(0, start - _WIDEST), start)]
    begin = ends[-1] if ends else max(0, start - _WIDEST)
    close = _SENTENCE_END.search(text, end, end + _WIDEST)
    sentence = text[begin : close.start() if close else end + _WIDEST]
    return next(iter(find_quantities(sentence)), None) is not None


def names_a_period(text: str) -> bool:
    """Whether a text in NFC says when: «quý IV/2025», «6 tháng đầu năm»."""
    return _says(text, "periods")


def names_a_place(text: str) -> bool:
    """Whether a text in NFC says where: «04 tổ dân phố», «tại xã»."""
    return _says(text, "places")


def when_and_where(record: Mapping[str, Any]) -> tuple[str, ...]:
    """Which of «period» and «place» a shortcoming says neither in that field nor in its other words."""
    told = f"{record.get('statement', '')}\n{record.get('evidence', '')}"
    tests = {"period": names_a_period, "place": names_a_place}
    return tuple(key for key, names in tests.items() if key not in record and not names(told))


def _says(text: str, what: str) -> bool:
    # Typed without tone marks, «ở» is «o»; with them, «tài» is not «tại».
    words = text.lower()
    return _phrases(what, words.isascii()).search(words) is not None


@cache
def _phrases(what: str, is_folded: bool) -> re.Pattern[str]:
    data = load(data_file("drafting/vague.yaml"), _VagueFile)
    phrases: tuple[str, ...] = getattr(data, what)
    spelt = [re.escape(fold(words).lower() if is_folded else words) for words in phrases]
    return re.compile(r"(?<!\w)(?:" + "|".join(spelt).replace(r"\#", r"(?:\d{1,4}|[ivx]{1,5})") + r")(?!\w)")


@cache
def _pattern() -> tuple[re.Pattern[str], dict[str, VaguePhrase]]:
    data = load(data_file("drafting/vague.yaml"), _VagueFile)
    phrases = {fold(words).lower(): phrase for phrase in data.vague for words in phrase.phrases}
    longest_first = sorted(phrases, key=len, reverse=True)
    return re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, longest_first)) + r")(?!\w)"), phrases
