"""What an officer types of a person's past («LĐTT 2024, 2025, CSTĐCS 2025») → records year by year, and the year asked.

It judges nothing and guesses no year that was not named.
Read next: `knowledge/ladder.py`, which says what can be proposed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from knowledge.abbreviations import expand
from knowledge.awards import AwardKind, awards
from knowledge.standards.history import YearRecord
from knowledge.standards.models import Completion, Scope
from knowledge.text import plain

_RANGE: Final = re.compile(r"\b((?:19|20)\d\d)\s*(?:-|–|đến|den|tới|toi)\s*((?:19|20)\d\d)\b")
_LONGEST_RANGE: Final = 40
_ASKED_FOR: Final = (
    r"(?:de nghi|duoc de nghi|duoc xet|xet|len|du dieu kien|thieu) ?"
    r"(?:de nghi |xet |duoc |khen |them |thi |nhung |len |con )*"
)
_WHAT: Final = r"(?:gi|cai gi|danh hieu nao|hinh thuc nao|muc nao|duoc chua|chua)\b"
_ASKS: Final = re.compile(rf"\b{_ASKED_FOR}{_WHAT}|\bthieu gi\b|\bdu (?:dieu kien|tieu chuan) (?:gi|nao|len)\b")
_YEAR_ASKED: Final = re.compile(rf"\b(?:nam )?((?:19|20)\d\d)(?: (?:thi|nay|toi|se))* {_ASKED_FOR}")
_YEAR: Final = re.compile(r"(?:19|20)\d\d")
_COMPLETIONS: Final = (
    ("khong hoan thanh nhiem vu", Completion.NOT_DONE),
    ("hoan thanh xuat sac nhiem vu", Completion.EXCELLENT),
    ("hoan thanh xuat sac", Completion.EXCELLENT),
    ("hoan thanh tot nhiem vu", Completion.GOOD),
    ("hoan thanh tot", Completion.GOOD),
    ("hoan thanh nhiem vu", Completion.DONE),
)
_SCOPES: Final = {
    "co so": Scope.GRASSROOTS, "xa": Scope.GRASSROOTS, "phuong": Scope.GRASSROOTS, "tinh": Scope.PROVINCE,
    "thanh pho": Scope.PROVINCE, "bo": Scope.PROVINCE, "toan quoc": Scope.NATION,
}  # fmt: skip
_INITIATIVE: Final = re.compile(
    rf"(?:(?P<none>khong co) )?(?:(?P<count>\d{{1,2}}) )?sang kien(?: kinh nghiem)?"
    rf"(?: (?:duoc cong nhan )?(?:o )?(?:cap |pham vi )?(?P<scope>{'|'.join(_SCOPES)})\b)?"
)


@dataclass(frozen=True, slots=True)
class Career:
    """The records told, for whom, and the year asked about (None: not named). `asks` what can be proposed."""

    records: tuple[YearRecord, ...]
    kind: AwardKind
    year: int | None
    asks: bool


@dataclass(frozen=True, slots=True)
class _Piece:
    """One thing told: a year, or a record whose year is still to be found."""

    start: int
    year: int | None
    record: YearRecord | None = None


def read_career(text: str) -> Career:
    """What the text tells of one recipient; no records when it names no award or achievement with a year.

    Years stand behind what they belong to («LĐTT 2024, 2025») or before it («2024: LĐTT; 2025: CSTĐCS»),
    whichever comes first in the text. «2022–2025» means every year of it. The year in «năm 2026 đề nghị
    được gì» is the one asked about.
    """
    words = plain(expand(_RANGE.sub(_spelled_out, text)))
    asked = _YEAR_ASKED.search(words)
    pieces = [piece for piece in _pieces(words) if asked is None or piece.start != asked.start(1)]
    records = tuple(_dated(pieces))
    return Career(records, _kind(records), int(asked[1]) if asked else None, bool(_ASKS.search(words)))


def _spelled_out(found: re.Match[str]) -> str:
    first, last = int(found[1]), int(found[2])
    if not 0 <= last - first <= _LONGEST_RANGE:
        return found[0]
    return ", ".join(map(str, range(first, last + 1)))


def _pieces(words: str) -> list[_Piece]:
    """The years and the things told, in the order of the text."""
    found = [_Piece(year.start(), int(year[0])) for year in re.finditer(rf"\b{_YEAR.pattern}\b", words)]
    found += [_Piece(start, None, YearRecord(0, slug)) for start, slug in awards().places(words)]
    taken: list[range] = []
    for phrase, level in _COMPLETIONS:
        for match in re.finditer(rf"\b{phrase}\b", words):
            if not any(match.start() in span for span in taken):
                taken.append(range(match.start(), match.end()))
                # Standing beside a title it is that year's level; on its own it is told of a year as well.
                found.append(_Piece(match.start(), None, YearRecord(0, "", completion=level)))
    for match in _INITIATIVE.finditer(words):
        count = 0 if match["none"] else int(match["count"] or 1)
        scope = _SCOPES[match["scope"]] if match["scope"] else None
        found.append(_Piece(match.start(), None, YearRecord(0, "", initiatives=count, scope=scope)))
    return sorted(found, key=lambda piece: piece.start)


def _dated(pieces: list[_Piece]) -> Iterator[YearRecord]:
    """Each thing told with each of its years."""
    year_first = bool(pieces) and pieces[0].year is not None
    groups: list[tuple[list[int], list[YearRecord]]] = []
    last_was_year = False
    for piece in pieces:
        is_year = piece.year is not None
        begins = not groups or (is_year and year_first and not last_was_year)
        begins = begins or (not is_year and not year_first and last_was_year)
        if begins:
            groups.append(([], []))
        if piece.year is not None:
            groups[-1][0].append(piece.year)
        elif piece.record is not None:
            groups[-1][1].append(piece.record)
        last_was_year = is_year
    for years, records in groups:
        for year in dict.fromkeys(years):
            yield from _of_year(year, records)


def _of_year(year: int, records: list[YearRecord]) -> Iterator[YearRecord]:
    """The records of one year; what is told beside a title is told of that title's year, in the same record."""
    told = YearRecord(year)
    for record in records:
        if not record.award:
            told = replace(
                told,
                completion=record.completion or told.completion,
                initiatives=record.initiatives if record.initiatives is not None else told.initiatives,
                scope=record.scope or told.scope,
            )
    titles = [record.award for record in records if record.award]
    if titles:
        yield replace(told, award=titles[0])
        yield from (YearRecord(year, award) for award in titles[1:])
    elif told != YearRecord(year):
        yield told


def _kind(records: tuple[YearRecord, ...]) -> AwardKind:
    """A collective when an award is among them that only collectives are given; else an individual."""
    kinds = [set(awards().get(record.award).kinds) for record in records if record.award]
    return AwardKind.COLLECTIVE if any(AwardKind.INDIVIDUAL not in each for each in kinds) else AwardKind.INDIVIDUAL
