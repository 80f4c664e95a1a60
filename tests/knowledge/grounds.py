"""Whether a statement about the law is borne out by the provisions it names: in our digests, in the official texts.

It knows no procedure and no province; both of their tests ask it. Nothing here is law.
Read next: `tests/knowledge/test_procedures.py`, `tests/knowledge/test_provinces.py`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Final

from knowledge.articles import Article
from knowledge.digests import digests
from knowledge.provisions import ProvisionId
from knowledge.regulations import registry
from knowledge.structure import RegulationText, parse_regulation
from knowledge.text import normalise, squeeze

OFFICIAL_TEXTS: Final = {
    "06/2022/QH15": "06-2022-QH15.txt",
    "129/2025/NĐ-CP": "129-2025-ND-CP-trich.txt",
    "152/2025/NĐ-CP": "152-2025-ND-CP.txt",
    "161/2026/NĐ-CP": "161-2026-ND-CP.txt",
    "30/2020/NĐ-CP": "30-2020-ND-CP.txt",
    "86/2025/QĐ-UBND": "86-2025-QD-UBND-Bac-Ninh.txt",
}

_FIGURE: Final = re.compile(r"\w*\d\w*(?:[.,/-]\w+)*%?")
_UNITS: Final = r"ngày làm việc|ngày(?! \d)|tháng|năm|lần|bộ|bản|tờ|trường hợp|sáng kiến|đề tài"
_QUANTITY: Final = re.compile(rf"\d[\d.,/]* (?:{_UNITS})")
_DATE: Final = re.compile(r"ngày \d{1,2} tháng \d{1,2}(?: năm \d{4})?|tháng \d{1,2} năm \d{4}")


@cache
def digest(article: ProvisionId) -> Article | None:
    """Our digest of that article, or of that whole document."""
    return {entry.id: entry for entry in digests()}.get(article)


@cache
def _official(folder: Path, document: str) -> RegulationText:
    path = folder / "regulations" / "raw" / OFFICIAL_TEXTS[document]
    return parse_regulation(normalise(path.read_text(encoding="utf-8")))


def official_text(folder: Path, place: ProvisionId) -> str | None:
    """The official words of that provision; None when they are not held, empty when there is no such place."""
    known = digest(place.whole_article())
    if place.document not in OFFICIAL_TEXTS or not place.article:
        return None
    text = _official(folder, place.document)
    spans = [span for span in text.articles if span.id == place.whole_article()]
    if not spans:
        return None if known and known.certainty != "verified" else ""
    (article,) = spans
    if not place.clause:
        points = [point for clause in article.clauses for point in clause.points]
        ranges = [(article.start, article.end)] if not place.point else [
            (point.start, point.end) for point in points if point.label == place.point
        ]  # fmt: skip
    else:
        clauses = [clause for clause in article.clauses if clause.label == place.clause]
        points = [point for clause in clauses for point in clause.points if point.label == place.point]
        ranges = [(part.start, part.end) for part in (points if place.point else clauses)]
    return "\n".join(text.text[start:end] for start, end in ranges)


def digest_text(place: ProvisionId) -> str:
    """What our digest says at that place, with its note; empty when it has no such place.

    A whole document has its digest, if there is one, and what the registry tells of it.
    """
    article = digest(place.whole_article())
    if not place.article:
        regulation = registry().find(place.document)
        told = (regulation.title, *regulation.notes) if regulation else ()
        return "\n".join((*told, article.text if article else "", article.note if article else ""))
    if article is None:
        return ""
    if not place.clause:
        return "\n".join((article.heading, article.text, article.note))
    clause = article.clause(place.clause)
    if clause is None:
        return ""
    text = clause.text.removeprefix(f"{clause.label}. ")
    starts = list(re.finditer(r"(?im)^điểm ([a-zđ](?:(?:, | và )[a-zđ])*):", text))
    bounds = [*(match.start() for match in starts), len(text)]
    points = [
        text[match.start() : end]
        for match, end in zip(starts, bounds[1:], strict=True)
        if place.point in re.split(", | và ", match[1])
    ]
    told_without_points = [] if starts else [text]
    found = (points or told_without_points) if place.point else [text]
    return "\n".join([*found, article.note] if found else [])


def problems_of_place(place: ProvisionId, folder: Path | None = None) -> list[str]:
    """Why that provision cannot ground anything; with `folder`, the official texts are asked too."""
    if registry().find(place.document) is None:
        return [f"{place}: not registered"]
    if not place.article:
        return []
    if not digest_text(place):
        return [f"{place}: no digest has it"]
    return [f"{place}: not in the official text"] if folder and official_text(folder, place) == "" else []


def _exact(text: str) -> str:
    return re.sub(r"\s*(?:%|phần trăm)", "%", squeeze(normalise(text)))


def facts(text: str) -> set[str]:
    """Figures, quantities with their unit, and dates."""
    text = _exact(text)
    return {match[0] for pattern in (_FIGURE, _QUANTITY, _DATE) for match in pattern.finditer(text)}


def ungrounded(text: str, places: Iterable[ProvisionId], folder: Path | None = None) -> set[str]:
    """The figures, quantities and dates of the text that none of the places says.

    The number of a document that is named as a ground may be told. With `folder`, the official words
    of a place stand for its digest wherever they are held.
    """
    known: set[str] = set()
    for place in places:
        official = official_text(folder, place) if folder else None
        known |= facts(official if official is not None else digest_text(place)) | facts(place.document)
    return facts(text) - known
