"""Entries → passages: whole articles, clauses with their full path, ways of asking, parts of reports.

It must not know how passages are scored; it decides only what text stands for what.
Read next: `index/generations.py`, `index/retrieval.py`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from index.corpus import Entry, PastSection
from knowledge.articles import Article, Clause
from knowledge.neighbours import neighbour
from knowledge.procedures import procedure

CLAUSE_LIMIT: Final = 900
"""Characters after which a clause is cut at its points: about what the encoder reads at once."""

POINT_START: Final = re.compile(r"(?m)^(?=(?:[a-zđ]\)|[Đđ]iểm [a-zđ](?:, [a-zđ])*:) )")
"""Where a point begins: «a) …» in an official text, «Điểm a: …» in a digest."""


class Level(StrEnum):
    """How much of an entry a passage stands for."""

    ARTICLE = "article"
    CLAUSE = "clause"
    ASKED = "asked"
    SECTION = "section"


@dataclass(frozen=True, slots=True)
class Passage:
    """A text that is embedded and counted. `entry` is the position of what it stands for."""

    entry: int
    level: Level
    title: str
    text: str
    clause: str = ""

    @property
    def embedded(self) -> str:
        """The text as the encoder sees it."""
        return f"{self.title}. {self.text}" if self.title else self.text


def passages(entries: Sequence[Entry], name: Callable[[str], str]) -> list[Passage]:
    """All passages of the entries, in order. `name` turns a số hiệu into how the document is called."""
    found: list[Passage] = []
    for position, entry in enumerate(entries):
        if entry.article is not None:
            article = entry.article
            title = f"Điều {article.id.article} {name(article.id.document)}. {article.heading}"
            found += article_passages(position, title, article)
        elif entry.procedure:
            found += [Passage(position, Level.ASKED, "", text) for text in _procedure_texts(entry.procedure)]
        elif entry.neighbour:
            found += [Passage(position, Level.ASKED, "", text) for text in _neighbour_texts(entry.neighbour)]
        elif entry.section is not None:
            found += _section_passages(position, entry.section)
    return found


def _procedure_texts(identity: str) -> tuple[str, ...]:
    found = procedure(identity)
    return found.search_texts if found else ()


def _neighbour_texts(identity: str) -> tuple[str, ...]:
    found = neighbour(identity)
    return found.questions if found else ()


def article_passages(position: int, title: str, article: Article) -> Iterator[Passage]:
    """The article whole, each clause under title and lead, and the ways of asking for it."""
    yield Passage(position, Level.ARTICLE, title, article.text)
    lead = article.lead[:200]
    for clause in article.clauses:
        prefix = f"{title}. {lead}" if lead else title
        for part in _parts(clause):
            yield Passage(position, Level.CLAUSE, prefix, part, clause.label)
    for question in article.asked_as:
        yield Passage(position, Level.ASKED, "", question)
    for clause in article.clauses:
        for question in clause.asked_as:
            yield Passage(position, Level.ASKED, "", question, clause.label)


def _parts(clause: Clause) -> Iterator[str]:
    """The clause whole, or cut at its points with its first line repeated."""
    pieces = POINT_START.split(clause.text)
    if len(clause.text) <= CLAUSE_LIMIT or len(pieces) < 2:
        yield clause.text
        return
    first, *points = pieces
    held = ""
    for point in points:
        if held and len(first) + len(held) + len(point) > CLAUSE_LIMIT:
            yield first + held
            held = ""
        held += point
    yield first + held


def _section_passages(position: int, section: PastSection) -> Iterator[Passage]:
    title = ". ".join(part for part in (*section.headings[-2:], section.unit, section.period) if part)
    held = ""
    for paragraph in section.text.splitlines():
        if held and len(held) + len(paragraph) > CLAUSE_LIMIT:
            yield Passage(position, Level.SECTION, title, held.strip())
            held = ""
        held += paragraph + "\n"
    if held.strip():
        yield Passage(position, Level.SECTION, title, held.strip())
