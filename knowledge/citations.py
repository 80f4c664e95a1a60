"""Legal citations in Vietnamese text: find every one, however it is typed, and print one as it should be.

It does not know which documents exist or are in force; `knowledge/regulations.py` resolves what is found.
Read next: `knowledge/citing/documents.py` and `knowledge/citing/places.py`, the two halves of the grammar.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from knowledge.citing.documents import Document, first_words, read_document
from knowledge.citing.forms import issuer_of_number, kind_of_number, kinds, name_key, number_key, number_parts
from knowledge.citing.numbers import normalise_number
from knowledge.citing.places import Place, print_place, read_places
from knowledge.citing.text import Reading

__all__ = [
    "Citation", "issuer_of_number", "kind_of_number", "name_key", "normalise_number", "number_key", "number_parts",
    "parse_citations", "print_citation",
]  # fmt: skip

_WORD: Final = re.compile(r"[a-z]+|[0-9]+")
_PLACE_WORD: Final = re.compile(
    "cac|nhung|diem|khoan|dieu|d|k|muc|tieu|chuong|phan|tiet|phu|phuluc|mau|quy|noi|danh|bieu|ke|de|huong"
)
_TO_DOCUMENT: Final = re.compile(r"(?:[ \n]?[,(])?[ \n]?(?:(?:cua|tai|thuoc|trong|theo|o)[ \n])?(?:(?:cac)[ \n])?")
_TO_PLACE: Final = re.compile(r" ?[,(]? ?(?:(?:tai|o) )?(?=[a-z])")
_ITSELF: Final = re.compile(
    r"(?:bo[ \n]luat|luat|phap[ \n]lenh|nghi[ \n]quyet|nghi[ \n]dinh|quyet[ \n]dinh|quy[ \n](?:dinh|che)|thong[ \n]tu"
    r"|chi[ \n]thi|ke[ \n]hoach|dieu[ \n]le)[ \n]nay(?![a-z])"
)
_LONGEST_LINK: Final = 8
_ENUMERATION: Final = re.compile(r"[ \n]?[,;][ \n]?(?:(?:va|hoac)[ \n])?|[ \n](?:va|hoac)[ \n]")


@dataclass(frozen=True, slots=True)
class Citation:
    """One citation, in the words of the text.

    `start` and `end` are str offsets into the text as given, and `text` is what stands there. `kind` is
    canonical («Nghị định», "" if unknown); `number` the normalised số hiệu, short («152», «152/2025») when no
    more is written, None for a law by name. `year` is the year written beside the document («năm 2022»),
    not the one inside its number. `name` begins with its kind («Luật Thi đua, khen thưởng»); `annex` is what
    the document carries («Phụ lục III», «Quy định»). An enumeration of places gives one citation for each that
    stands on its own; all but the last cover only their place, and share the document of the last.
    """

    text: str = ""
    start: int = 0
    end: int = 0
    kind: str = ""
    number: str | None = None
    issued_on: date | None = None
    year: int | None = None
    articles: tuple[str, ...] = ()
    clauses: tuple[str, ...] = ()
    points: tuple[str, ...] = ()
    annex: str | None = None
    issuer: str | None = None
    name: str | None = None

    @property
    def is_short(self) -> bool:
        """Whether the document must be found by kind, name or year: no whole số hiệu is written."""
        parts = number_parts(self.number) if self.number else None
        return parts is None or not parts.symbol

    @property
    def document_year(self) -> int | None:
        """The year of the document as far as anything tells: its number, «năm …», or the day of issue."""
        parts = number_parts(self.number) if self.number else None
        in_number = parts.year if parts else None
        return in_number or self.year or (self.issued_on.year if self.issued_on else None)


def parse_citations(text: str, *, bare_places: bool = False) -> list[Citation]:
    """Every citation of a document in the text, in order, never overlapping.

    With `bare_places`, also articles without a document («khoản 2 Điều 49», «Điều 30 của Nghị định này»):
    `kind` is "" and `number` None. Never raises; work grows linearly with the text.
    """
    reading = Reading.of(text)
    wanted = (found for found in _read(reading) if found.document or bare_places)
    return [citation for found in wanted for citation in _cite(text, reading, found)]


@dataclass(frozen=True, slots=True)
class _Found:
    """A document with the places in it, or places alone; `end` is where reading goes on."""

    places: tuple[Place, ...]
    document: Document | None
    end: int


def _read(reading: Reading) -> Iterator[_Found]:
    """What stands in the text, in order; each step goes on behind what the step before has read."""
    position = 0
    before: Document | None = None
    starters = first_words() | {"so"}
    while match := _WORD.search(reading.plain, position):
        start, position = match.start(), match.end()
        found: _Found | None = None
        if _PLACE_WORD.fullmatch(match[0]) and _begins_word(reading, start):
            found = _read_from_place(reading, start)
        if (found is None or found.document is None) and (match[0] in starters or match[0].isdigit()):
            found = _read_from_document(reading, start, _linked(reading, before, start)) or found
        if found:
            position = max(position, found.end)
            before = found.document
            yield found


def _linked(reading: Reading, before: Document | None, start: int) -> Document | None:
    """The document before, when `start` goes on enumerating it: «Nghị định 42/2010, 39/2012»."""
    near = before is not None and start - before.end <= _LONGEST_LINK
    return before if before and near and _ENUMERATION.fullmatch(reading.plain, before.end, start) else None


def _read_from_place(reading: Reading, start: int) -> _Found | None:
    """The places at `start` with the document they lead to; without one, the places alone."""
    places = read_places(reading, start)
    if not places:
        return None
    link = _TO_DOCUMENT.match(reading.plain, places[-1].end)
    after = link.end() if link else places[-1].end
    document = read_document(reading, after)
    if document:
        bracket = link is not None and "(" in link[0] and reading.plain[document.end : document.end + 1] == ")"
        return _Found(places, replace(document, end=document.end + bracket), document.end + bracket)
    itself = _ITSELF.match(reading.plain, after)
    return _Found(places, None, itself.end() if itself else places[-1].end)


def _read_from_document(reading: Reading, start: int, before: Document | None) -> _Found | None:
    """The document at `start` with the places that follow it."""
    document = read_document(reading, start, before)
    if document is None:
        return None
    places = _places_after(reading, document.end)
    return _Found(places, document, places[-1].end if places else document.end)


def _begins_word(reading: Reading, start: int) -> bool:
    return not start or not reading.plain[start - 1].isalnum()


def _places_after(reading: Reading, end: int) -> tuple[Place, ...]:
    """«…, Điều 59» after a document on the same line, unless another document follows that it belongs to."""
    link = _TO_PLACE.match(reading.plain, end)
    places = read_places(reading, link.end()) if link and link.end() > end else ()
    if not any(place.articles or place.clauses or place.annex for place in places):
        return ()
    following = _TO_DOCUMENT.match(reading.plain, places[-1].end)
    after = following.end() if following else places[-1].end
    return () if read_document(reading, after) or _ITSELF.match(reading.plain, after) else places


def _cite(text: str, reading: Reading, found: _Found) -> Iterator[Citation]:
    """The citations of one document, or of none: one for each place."""
    places, document = found.places, found.document
    if document is None:
        places = tuple(place for place in places if place.articles and not place.abbreviated)
    for index, place in enumerate(places or (() if document is None else (Place(0, 0),))):
        start, end = place.start, place.end
        if document and not places:
            start, end = document.start, document.end
        elif document and document.start >= places[-1].end and index == len(places) - 1:
            end = document.end
        elif document and document.start < places[0].start and index == 0:
            start = document.start
        first, last = reading.span(start, end)
        yield Citation(
            text=text[first:last],
            start=first,
            end=last,
            kind=document.kind if document else "",
            number=document.number if document else None,
            issued_on=document.issued_on if document else None,
            year=document.year if document else None,
            articles=place.articles,
            clauses=place.clauses,
            points=place.points,
            annex=place.annex or None,
            issuer=_issuer(document) if document else None,
            name=document.name if document else None,
        )


def _issuer(document: Document) -> str | None:
    kind = kinds().get(document.kind)
    return (issuer_of_number(document.number) if document.number else None) or (kind.issuer if kind else None)


def print_citation(citation: Citation) -> str:
    """The citation as an official text writes it: «điểm a khoản 2 Điều 8 Nghị định số 152/2025/NĐ-CP».

    Name, number, day («ngày 05 tháng 3 năm 2020») and year are printed as far as they are there; `text`,
    `start` and `end` do not matter. What is printed parses back into the same fields. The layout of a date
    follows Phụ lục I of Nghị định 30/2020/NĐ-CP: a leading zero for days below 10 and months 1 and 2.
    """
    place = print_place(citation.articles, citation.clauses, citation.points)
    annex = citation.annex or ""
    head = citation.name or citation.kind
    number = f"số {citation.number}" if citation.number and head else citation.number or ""
    if annex and (head or number):
        annex += " ban hành kèm theo"
    return " ".join(filter(None, [place, annex, head, number, _print_day(citation)]))


def _print_day(citation: Citation) -> str:
    day = citation.issued_on
    if day is None:
        return f"năm {citation.year}" if citation.year else ""
    month = f"{day.month:02d}" if day.month <= 2 else str(day.month)
    return f"ngày {day.day:02d} tháng {month} năm {day.year}"
