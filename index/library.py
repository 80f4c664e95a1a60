"""From documents to entries: what ships, and what offices have added, as one corpus.

It must not know where the documents are kept; it is handed their texts.
Read next: `index/corpus.py` for entries, `bot/library.py`, which keeps the documents and has the index built.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

from index.corpus import Entry, EntryKind, PastSection, law_entries, merge_law
from knowledge.articles import Article
from knowledge.datafiles import data_file
from knowledge.digests import digests
from knowledge.neighbours import neighbours
from knowledge.procedures import procedures
from knowledge.regulations import Registry
from knowledge.reports import read_report
from knowledge.structure import parse_regulation, to_articles
from knowledge.text import normalise

_EXAMPLES: Final = "examples"
_FIGURE: Final = re.compile(r"\d+(?:[.,]\d+)*%?")


@dataclass(frozen=True, slots=True)
class Holding:
    """A document of the library: its text, what it is, and which office alone may see it (None: all)."""

    id: str
    office: str | None
    is_law: bool
    name: str
    text: str
    unit: str = ""
    period: str = ""


def corpus(holdings: Iterable[Holding]) -> list[Entry]:
    """Everything that is searched: digests, official texts in their place, procedures, other fields, reports."""
    law: list[Entry] = []
    practice: list[Entry] = []
    for holding in holdings:
        if holding.is_law:
            law += law_entries(official_articles(holding.text), office=holding.office, source=holding.id)
        else:
            practice += practice_entries(holding)
    ways = [Entry(EntryKind.PROCEDURE, procedure=procedure.id) for procedure in procedures()]
    foreign = [Entry(EntryKind.NEIGHBOUR, neighbour=neighbour.id) for neighbour in neighbours()]
    return [*merge_law(law_entries(digests()), law), *ways, *foreign, *_examples(), *practice]


def official_articles(text: str) -> tuple[Article, ...]:
    """The articles of an official text, verbatim."""
    return to_articles(parse_regulation(normalise(text)))


def practice_entries(holding: Holding, *, is_example: bool = False) -> list[Entry]:
    """The canonical sections of a past report."""
    report = read_report(normalise(holding.text))
    sections = [
        PastSection(
            report=report.title or holding.name,
            unit=holding.unit or report.unit or "",
            period=holding.period or report.period or "",
            role=section.role.value,
            headings=(*section.path, section.heading),
            text=report.text[section.start : section.end].strip(),
            is_example=is_example,
        )
        for section in report.sections
    ]
    return [
        Entry(EntryKind.PRACTICE, section=section, office=holding.office, source=holding.id)
        for section in sections
        if section.text
    ]


@cache
def _examples() -> tuple[Entry, ...]:
    """The sections of the reports that ship, written for the project about an invented ward."""
    found: list[Entry] = []
    for file in sorted(data_file(_EXAMPLES).iterdir(), key=lambda entry: entry.name):
        if file.name.endswith(".txt"):
            holding = Holding(f"example:{file.name}", None, False, file.name, file.read_text(encoding="utf-8"))
            found += practice_entries(holding, is_example=True)
    return tuple(found)


def called(registry: Registry, document: str) -> str:
    """How a document is called where it is searched: «Nghị định 152/2025/NĐ-CP», a law by its name and year."""
    regulation = registry.find(document)
    if regulation is None:
        return document
    if regulation.kind == "Luật" and regulation.title:
        return f"{regulation.title} {regulation.of_year or ''}".strip()
    return f"{regulation.kind} {regulation.number}"


def disagreements(articles: Sequence[Article], held: Sequence[Article]) -> list[str]:
    """Labels of articles whose official heading differs from the digest's: to be looked at by a person."""
    headings = {article.id: article.heading for article in held}
    return [
        article.id.article
        for article in articles
        if article.id in headings and _bare(article.heading) != _bare(headings[article.id])
    ]


def figures_apart(articles: Sequence[Article], held: Sequence[Article]) -> dict[str, list[str]]:
    """By label of article, the figures of our digest that its official text does not have: for a person to look at."""
    known = {article.id: article for article in held}
    apart: dict[str, list[str]] = {}
    for article in articles:
        digest = known.get(article.id)
        if digest is None:
            continue
        official = {_plain(figure) for figure in _FIGURE.findall(f"{article.heading}\n{article.text}")}
        missing = [figure for figure in _FIGURE.findall(digest.text) if _plain(figure) not in official]
        if missing:
            apart[article.id.article] = list(dict.fromkeys(missing))
    return apart


def _plain(figure: str) -> str:
    return figure.lstrip("0")


def _bare(heading: str) -> str:
    return "".join(character for character in heading.casefold() if character.isalnum())
