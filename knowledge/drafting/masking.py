"""A passage of a past report for showing how others wrote: names of people and units and figures masked.

It judges no passage and finds none; years and cited documents stay, for they say when and on what basis.
Read next: `knowledge/data/drafting/masking.yaml`, and `index/corpus.py`, where passages come from.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from knowledge.citations import parse_citations
from knowledge.counting.digits import FIGURE
from knowledge.datafiles import data_file, load
from knowledge.registry.models import Entry
from knowledge.text import normalise

_YEAR: Final = re.compile(r"(?:năm|giai đoạn|nhiệm kỳ|khóa)\s(?:19|20)\d\d(?:\s?[-–]\s?(?:19|20)\d\d)?", re.IGNORECASE)
_FIGURE: Final = re.compile(rf"(?<!\w){FIGURE}(?:\s?/\s?{FIGURE})*")
_LETTER: Final = r"[^\W\d_]"


class Marks(Entry):
    """What stands where something was masked."""

    person: str
    unit: str
    figure: str


class _File(Entry):
    marks: Marks
    honorifics: tuple[str, ...]
    posts: tuple[str, ...]
    surnames: tuple[str, ...]
    units: tuple[str, ...]


def mask(text: str) -> str:
    """The passage with people, units and figures masked. It is meant for reading, not for any further reading out."""
    text = normalise(text)
    kept = sorted([*_citations(text), *((found.start(), found.end()) for found in _YEAR.finditer(text))])
    pieces, place = [], 0
    for start, end in kept:
        if start >= place:
            pieces += [_masked(text[place:start]), text[start:end]]
            place = end
    return "".join([*pieces, _masked(text[place:])])


def marks() -> Marks:
    """The marks, so that a reader can be told what they stand for."""
    return _data().marks


def _citations(text: str) -> list[tuple[int, int]]:
    """Where documents of the State are cited; those of one commune are figures like any other."""
    return [(each.start, each.end) for each in parse_citations(text) if each.number and "UBND" not in each.number]


def _masked(text: str) -> str:
    data = _data()
    people, units = _patterns()
    text = units.sub(lambda found: f"{found[1]} {data.marks.unit}", text)
    text = people.sub(lambda found: f"{found[1] or found[2] or ''}{data.marks.person}", text)
    return _FIGURE.sub(data.marks.figure, text)


@cache
def _data() -> _File:
    return load(data_file("drafting/masking.yaml"), _File)


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """People: behind an honorific or begun by a surname; units: a common noun with its proper name or number."""
    data = _data()
    capital = "".join(sorted({chr(code) for code in range(0x41, 0x1F00) if chr(code).isupper()}))
    word = rf"[{re.escape(capital)}](?:(?![{re.escape(capital)}]){_LETTER}){{0,9}}"
    name = rf"{word}(?: {word}){{0,4}}"
    polite = "|".join(map(re.escape, sorted(data.honorifics, key=len, reverse=True)))
    posts = "|".join(map(re.escape, data.posts))
    family = "|".join(map(re.escape, data.surnames))
    people = re.compile(
        rf"(?<!\w)(?:((?i:{polite})\s){name}|((?i:{posts})\s){word}(?: {word}){{1,4}}"
        rf"|(?:{family})(?: {word}){{1,4}})(?!\w)"
    )
    nouns = "|".join(map(re.escape, sorted(data.units, key=len, reverse=True)))
    units = re.compile(rf"(?<!\w)((?i:{nouns}))\s(?:(?:TNHH|CP|cổ phần)\s)?(?:{name}|số\s\d{{1,3}}|\d{{1,3}})(?!\w)")
    return people, units
