"""Documents as they are named in running text: kind, số hiệu, name of a law, date of issue.

It does not know places inside a document, nor whether the document exists.
Read next: `knowledge/citations.py`, which joins places and documents.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from typing import Final

from knowledge.citing.context import counts_something, is_followed
from knowledge.citing.forms import Kind, forms, is_joint, kind_of_number, kind_symbols, symbol
from knowledge.citing.names import read_name
from knowledge.citing.numbers import Number, read_number
from knowledge.citing.text import Reading
from knowledge.text import fold

_LAST_MONTH: Final = 12
_OLDEST, _NEWEST = 1945, 2099

_NUMBER_GAP: Final = re.compile(
    r"(?:[ \n](?:cua|do)(?:[ \n](?!so[ \n:])[a-z]{1,16}){1,6}(?=[ \n]so[ \n:]))?"
    r"[ \n]?\(?(?P<said>so(?:[ \n]?[:.])?)?[ \n]?(?=[0-9])"
)
_SAID: Final = re.compile(r"so(?:[ \n]?[:.])?[ \n]?(?=[0-9])")
_DAY: Final = (
    r"(?P<day>[0-9]{1,2})(?:"
    r"[ \n]?[/.-][ \n]?(?P<month>[0-9]{1,2})(?:[ \n]?[/.-][ \n]?|[ \n]nam[ \n])(?P<year>[0-9]{4}|[0-9]{2})"
    r"|[ \n]?thang[ \n]?(?P<month_>[0-9]{1,2})[ \n]?,?[ \n]?nam[ \n]?(?P<year_>[0-9]{4}))(?![0-9])"
)
# Words that make the day after them another one than the day of issue: «có hiệu lực từ ngày …».
_NOT_ISSUED: Final = r"(?!(?:tu|ke|den|truoc|sau|hieu|luc|het|va|vao|trong|tai|co|thi|duoc|da|la|theo|nghi|ve)[ \n])"
_ISSUED: Final = re.compile(
    rf"(?:[ \n](?:cua|do)(?:[ \n]{_NOT_ISSUED}[a-z]{{1,16}}){{1,9}})?[ \n]?(?P<mark>[,(]?)[ \n]?"
    rf"(?:(?:duoc[ \n])?(?:ban[ \n]hanh|ky)[ \n])?ngay[ \n]?{_DAY}"
)
# After «…, ngày 15/7/2025» the day is that of the document only when the sentence does not begin with it.
_GOES_WITH_DOCUMENT: Final = re.compile(
    r"[ \n]?(?:[;,.:)\f]|$)|[ \n](?:cua|do|ve|va|huong[ \n]dan|quy[ \n]dinh)(?![a-z])"
)
_ISSUED_BARE: Final = re.compile(rf"[ \n]?[ (]{_DAY}")
_YEAR: Final = re.compile(r"[ \n]?\(?(?P<word>nam)?[ \n]?(?P<year>(?:19|20)[0-9]{2})(?![0-9]|[/.-][0-9])")

_LEADS_TO_NUMBER: Final = re.compile(
    r"(?:^|[(\[{\"“«‘':;,\n\f]|(?:^|[^a-z])(?:theo|va|hay|hoac|tai|cua|cu|thay|bang|voi|o|trong|ve|xem|cho|tra)) ?$"
)
_NOT_A_LAW: Final = re.compile(r"(?:^|[^a-z])(?:phap|ky|quy|hoc|khoa|truong|nganh|am|cu[ \n]nhan)[ \n]$")
_LAW_NUMBER_GAP: Final = re.compile(r"[ \n]?,[ \n]?\(?(?P<said>so(?:[ \n]?[:.])?)?[ \n]?(?=[0-9])")
_REVISED: Final = re.compile(r"[ \n]?[,(]?[ \n]?sua[ \n]doi(?:[ \n]?,?[ \n]?bo[ \n]sung)?\)?(?=[ \n])")


@dataclass(frozen=True, slots=True)
class Document:
    """A document as named, with its range in the reading; `number` may be short, or None for a law by name."""

    start: int
    end: int
    kind: str
    number: str | None = None
    name: str | None = None
    issued_on: date | None = None
    year: int | None = None


def read_document(reading: Reading, start: int, before: Document | None = None) -> Document | None:
    """The document named at `start`, with its date; `before` is the one just before it in an enumeration."""
    if start >= len(reading.plain):
        return None
    if reading.plain[start].isdigit() or _SAID.match(reading.plain, start):
        return _read_kindless(reading, start, before)
    match = _kind_pattern().match(reading.plain, start)
    if match is None or (start and reading.plain[start - 1].isalpha()):
        return None
    kind, abbreviated = _spellings()[re.sub(r"[ \n]", "", match["kind"] or match["short"])]
    if kind.named and not abbreviated:
        return _read_law(reading, match, kind)
    if abbreviated and start and (reading.plain[start - 1] in "-/" or reading.plain[start - 1].isdigit()):
        return None
    gap = _NUMBER_GAP.match(reading.plain, match.end())
    number = read_number(reading, gap.end()) if gap else None
    if gap is None or number is None:
        return None
    manner = _Manner(kind, abbreviated, bool(gap["said"]), reading.is_upper(start), "\n" in gap[0])
    if not _is_citation(reading, number, manner):
        return None
    return _dated(reading, Document(start, number.end, _refined(kind, number), number.text), number)


@cache
def _spellings() -> dict[str, tuple[Kind, bool]]:
    """Folded spelling without spaces → the kind, and whether it is an abbreviation."""
    full = {fold(kind.name).lower().replace(" ", ""): (kind, False) for kind in forms().kinds}
    short = {fold(name).lower(): (kind, True) for kind in forms().kinds for name in kind.abbreviations}
    return full | short


@cache
def _kind_pattern() -> re.Pattern[str]:
    full = [fold(kind.name).lower().replace(" ", r"[ \n]?") for kind in forms().kinds]
    short = [fold(name).lower() for kind in forms().kinds for name in kind.abbreviations]
    issuer = "|".join(fold(name).lower() for name in forms().issuers)
    longest_first = "|".join(sorted(full, key=len, reverse=True))
    return re.compile(
        rf"(?P<kind>{longest_first})(?:(?![a-z])|(?=so[ \n:.]?[ \n]?[0-9]))"
        rf"|(?P<short>{'|'.join(short)})(?:[ \n]?-[ \n]?(?:{issuer}))?(?![a-z])"
    )


@cache
def first_words() -> frozenset[str]:
    """Folded words, and words run together, that a document may begin with."""
    found = set()
    for spelling, (kind, abbreviated) in _spellings().items():
        found |= {spelling, spelling + "so"} | (set() if abbreviated else {fold(kind.name).lower().split()[0]})
    return frozenset(found)


@dataclass(frozen=True, slots=True)
class _Manner:
    """How a kind was written before its number."""

    kind: Kind
    abbreviated: bool
    said: bool
    capital: bool
    broken: bool


def _is_citation(reading: Reading, number: Number, manner: _Manner) -> bool:
    """Whether the kind and its number name a document, not an act and a quantity («quyết định 5 nhiệm vụ»)."""
    if number.symbol:
        return True
    kind = manner.kind
    bare = kind.bare if kind.abbreviation_bare or not manner.abbreviated else "never"
    if counts_something(reading, number.end):
        return False
    if manner.said:
        return not kind.generic or bool(number.year)
    if number.year:
        return kind.yearly or number.serial > _LAST_MONTH
    like_a_year = _OLDEST <= number.serial <= _NEWEST
    if bare == "never" or (like_a_year and not (manner.capital and kind.abbreviation_bare)):
        return False
    if manner.abbreviated and (manner.broken or (kind.bare != "always" and len(number.text) == 1)):
        return False
    return bare == "always" or manner.capital or is_followed(reading, number.end)


def _refined(kind: Kind, number: Number) -> str:
    first = number.symbol.split("-")[0]
    if is_joint(first) and kind.name in ("Thông tư", "Nghị quyết"):
        return kind_symbols()[first]
    return kind_of_number(number.text) or "Công văn" if kind.generic else kind.name


def _read_kindless(reading: Reading, start: int, before: Document | None) -> Document | None:
    """A số hiệu without its kind: with a telling symbol, or «152/2025» where no month or quantity is meant."""
    said = _SAID.match(reading.plain, start)
    if start and (reading.plain[start - 1].isalnum() or reading.plain[start - 1] in "/.,-+:"):
        return None
    number = read_number(reading, said.end() if said else start)
    if number is None:
        return None
    if not number.symbol:
        kind = before.kind if before else ""
        listed = before is not None and before.number is not None and before.number != str(before.year)
        if not _is_full(number) or counts_something(reading, number.end):
            return None
        if not listed and (number.serial <= _LAST_MONTH or not _stands_alone(reading, start, number)):
            return None
    else:
        kind = kind_of_number(number.text)
        if before and number.symbol.startswith("QH"):
            kind = before.kind
        if not _is_telling(number, bool(said or before)):
            return None
    return _dated(reading, Document(start, number.end, kind, number.text), number)


def _is_full(number: Number) -> bool:
    return len(number.year) == 4 and _OLDEST <= int(number.year) <= _NEWEST and not _OLDEST <= number.serial <= _NEWEST


def _stands_alone(reading: Reading, start: int, number: Number) -> bool:
    """Whether «152/2025» is a số hiệu: what stands before and after it leads to no month and no quantity."""
    before = reading.plain[max(0, start - 12) : start]
    return bool(_LEADS_TO_NUMBER.search(before)) and is_followed(reading, number.end)


def _is_telling(number: Number, said: bool) -> bool:
    """Whether the symbol alone shows a document: a kind with its issuer, the legislature, a known office."""
    first, *rest = re.split(r"[/.-]", number.symbol)
    if first.startswith(("QH", "UBTVQH")):
        return bool(number.year)
    if not rest:
        return said and symbol(first) is not None
    if first in kind_symbols():
        return not rest[0].islower() or symbol(rest[0]) is not None or bool(number.year)
    return not first.islower() and (said or symbol(first) is not None)


def _dated(reading: Reading, document: Document, number: Number | None) -> Document:
    """The document with the year and the day of issue that follow it."""
    found = _dated_by_day(reading, document)
    if found:
        return found
    match = _YEAR.match(reading.plain, document.end)
    if match is None:
        return document
    bracketed = "(" in match[0] and reading.plain[match.end() : match.end() + 1] == ")"
    if match["word"] is None and number and number.symbol and not bracketed:
        return document
    if number and number.year not in ("", match["year"]):
        return document
    if match["word"] is None and (match[0][0] not in " \n" or counts_something(reading, match.end())):
        return document
    return replace(document, year=int(match["year"]), end=_closed(reading, match))


def _dated_by_day(reading: Reading, document: Document) -> Document | None:
    match = _ISSUED.match(reading.plain, document.end)
    if match and match["mark"] == "," and not _GOES_WITH_DOCUMENT.match(reading.plain, match.end()):
        return None
    match = match or _ISSUED_BARE.match(reading.plain, document.end)
    if match is None:
        return None
    year = int(match["year"] or match["year_"])
    year += 2000 if year < 50 else 1900 if year < 100 else 0
    try:
        day = date(year, int(match["month"] or match["month_"]), int(match["day"]))
    except ValueError:
        day = None
    return replace(document, issued_on=day, end=_closed(reading, match))


def _closed(reading: Reading, match: re.Match[str]) -> int:
    """The end of the match, with the bracket that closes one opened in it."""
    end = match.end()
    return end + 1 if "(" in match[0] and reading.plain[end : end + 1] == ")" else end


def _read_law(reading: Reading, match: re.Match[str], kind: Kind) -> Document | None:
    """A law by number («Luật số 06/2022/QH15»), by name, or by its year alone («Luật 2022»)."""
    start, end, plain = match.start(), match.end(), reading.plain
    if _NOT_A_LAW.search(plain[max(0, start - 14) : start]):
        return None
    named = read_name(reading, start, end, kind.name)
    document = Document(start, end, kind.name)
    if named:
        document = replace(document, name=named[0], end=named[1])
    gap = _NUMBER_GAP.match(plain, document.end) or _LAW_NUMBER_GAP.match(plain, document.end)
    number = read_number(reading, gap.end()) if gap else None
    if gap and number and (number.symbol or number.year or (gap["said"] and not named)):
        closed = number.end + ("(" in gap[0] and plain[number.end : number.end + 1] == ")")
        return _dated(reading, replace(document, number=number.text, end=closed), number)
    revised = _REVISED.match(plain, document.end)
    dated = _dated(reading, replace(document, end=revised.end()) if revised else document, None)
    if dated.year is None and dated.issued_on is None:
        dated = document
    by_year = dated.year and (reading.is_upper(start) or "nam" not in plain[end : dated.end])
    return dated if named or by_year else None
