"""Abbreviations spelt out («LĐTT» → «lao động tiên tiến»), and words that stand for one another.

It does not know what a provision or a document is; a số hiệu is left as it is written.
Read next: `knowledge/data/abbreviations.yaml`, then `index/lexical.py`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from knowledge.datafiles import data_file, load
from knowledge.text import fold, is_folded, normalise

# Letters and digits with the marks that join them: «TĐ-KT», «P.VHXH», «152/2025/NĐ-CP».
_TOKEN: Final = re.compile(r"\w+(?:[-./&]\w+)*")
_LETTERS_THEN_NUMBER: Final = re.compile(r"([^\W\d_]+)(\d[\w./-]*)")
_NUMBER_AHEAD: Final = re.compile(r" ?\d| số:? ?\d| so:? ?\d")
_ANY_NUMBER: Final = "#"
_JOINED_NUMBER: Final = "#joined"
_NEIGHBOURHOOD: Final = 40


class _Entry(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class _Reading(_Entry):
    full: str
    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _has_context(self) -> _Reading:
        if not (self.before or self.after):
            raise ValueError("a reading needs a context; what is read without one is `full`")
        return self


class _Abbreviation(_Entry):
    short: str
    also: tuple[str, ...] = ()
    full: str = ""
    folded: bool = True
    case: Literal["any", "lower", "upper"] = "any"
    readings: tuple[_Reading, ...] = ()

    @model_validator(mode="after")
    def _has_meaning(self) -> _Abbreviation:
        if not (self.full or self.readings):
            raise ValueError(f"{self.short} has neither `full` nor `readings`")
        return self

    def fits_case(self, token: str) -> bool:
        return self.case == "any" or (token.islower() if self.case == "lower" else token.isupper())

    def spellings(self) -> tuple[str, ...]:
        return (self.short, *self.also)

    def meanings(self) -> tuple[str, ...]:
        whole = (self.full,) if self.full else ()
        return tuple(dict.fromkeys(whole + tuple(reading.full for reading in self.readings)))


class _AbbreviationFile(_Entry):
    abbreviations: tuple[_Abbreviation, ...] = Field(min_length=1)
    synonyms: tuple[tuple[str, ...], ...]

    @model_validator(mode="after")
    def _no_spelling_twice(self) -> _AbbreviationFile:
        seen: set[str] = set()
        for entry in self.abbreviations:
            for spelling in entry.spellings():
                if spelling.lower() in seen:
                    raise ValueError(f"{spelling} is listed twice")
                seen.add(spelling.lower())
        return self


@cache
def _file() -> _AbbreviationFile:
    return load(data_file("abbreviations.yaml"), _AbbreviationFile)


@cache
def synonyms() -> tuple[tuple[str, ...], ...]:
    """Groups of words and phrases that stand for one another in a search; the first is the usual one."""
    return _file().synonyms


@cache
def meanings() -> Mapping[str, tuple[str, ...]]:
    """Every spelling that is known («TĐ-KT») with all it may stand for. Raises RegistryInvalid on bad data."""
    return {spelling: entry.meanings() for entry in _file().abbreviations for spelling in entry.spellings()}


@cache
def _by_spelling() -> tuple[dict[str, _Abbreviation], dict[str, tuple[_Abbreviation, ...]]]:
    """Entries by their lower-case spelling, and by that without marks: there several may share one."""
    exact: dict[str, _Abbreviation] = {}
    folded: dict[str, tuple[_Abbreviation, ...]] = {}
    for entry in _file().abbreviations:
        for spelling in map(str.lower, entry.spellings()):
            exact[spelling] = entry
            folded[fold(spelling)] = (*folded.get(fold(spelling), ()), entry)
    return exact, folded


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a token stands: the text right before it and after it, and whether a number is joined to it."""

    before: str
    after: str
    joined_number: bool = False

    def decides(self, reading: _Reading) -> bool:
        return any(map(self._comes_after, reading.after)) or any(map(self._comes_before, reading.before))

    def _comes_after(self, phrase: str) -> bool:
        if phrase == _JOINED_NUMBER:
            return self.joined_number
        if phrase == _ANY_NUMBER:
            return self.joined_number or _NUMBER_AHEAD.match(self.after) is not None
        wanted = phrase.lower()
        return any(_begins_with(self.after.lstrip(" ").lower(), spelling) for spelling in {wanted, fold(wanted)})

    def _comes_before(self, phrase: str) -> bool:
        wanted = phrase.lower()
        return any(_ends_with(self.before.rstrip(" ").lower(), spelling) for spelling in {wanted, fold(wanted)})


def _begins_with(text: str, phrase: str) -> bool:
    rest = text[len(phrase) :]
    return text.startswith(phrase) and not (rest[:1].isalnum() and phrase[-1].isalnum())


def _ends_with(text: str, phrase: str) -> bool:
    rest = text[: len(text) - len(phrase)]
    return text.endswith(phrase) and not rest[-1:].isalnum()


def expand(text: str) -> str:
    """The NFC text with its abbreviations spelt out, in any case, with marks or without («tdkt»).

    What has several readings («TT», «QĐ», «BC») is spelt out where the words around it decide, and left
    alone elsewhere; so is a số hiệu («152/2025/NĐ-CP»). Work grows linearly with the text.
    """
    text = normalise(text)
    return "".join(_pieces(text))


def _pieces(text: str) -> Iterator[str]:
    end = 0
    for match in _TOKEN.finditer(text):
        yield text[end : match.start()]
        before = text[max(0, match.start() - _NEIGHBOURHOOD) : match.start()]
        after = text[match.end() : match.end() + _NEIGHBOURHOOD]
        yield _spelt_out(match[0], before, after)
        end = match.end()
    yield text[end:]


def _spelt_out(token: str, before: str, after: str) -> str:
    numbered = _LETTERS_THEN_NUMBER.fullmatch(token)
    if numbered:
        full = _meaning(numbered[1], _Place(before, after, joined_number=True), only_by_context=True)
        return f"{full} {numbered[2]}" if full else token
    full = _meaning(token, _Place(before, after))
    if full:
        return full
    parts = re.split(r"([/&])", token)
    if len(parts) == 1 or any(character.isdigit() for character in token):
        return token
    known = [_meaning(part, _Place("", "")) for part in parts[::2]]
    if not all(known):
        return token
    return "".join(full or part for part, full in zip(parts, _interleave(known), strict=True))


def _interleave(known: list[str | None]) -> list[str | None]:
    """The meanings with a gap for each mark between them."""
    return [item for full in known for item in (full, None)][:-1]


def _meaning(token: str, place: _Place, *, only_by_context: bool = False) -> str | None:
    """What the token stands for in its place; None when it is no abbreviation or nothing decides."""
    exact, folded = _by_spelling()
    spelling = token.lower()
    entry = exact.get(spelling)
    found = (entry,) if entry and not is_folded(token) else folded.get(spelling, ())
    candidates = [entry for entry in found if entry.fits_case(token)]
    for candidate in candidates:
        for reading in candidate.readings:
            if place.decides(reading):
                return reading.full
    if only_by_context:
        return None
    if entry in candidates and entry.full:
        return entry.full
    whole = [candidate.full for candidate in candidates if candidate.full and candidate.folded]
    return whole[0] if len(whole) == 1 == len(candidates) else None
