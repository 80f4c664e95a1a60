"""What is searched: articles of law, procedures, sections of past reports, each with who may see it.

It must not know how they are embedded, stored or ranked.
Read next: `index/passages.py` (entries → passages), `index/generations.py` (entries on disk).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from knowledge.articles import Article, Content
from knowledge.provisions import ProvisionId


class EntryKind(StrEnum):
    """What an entry may be used for."""

    LAW = "law"
    """An article: may be the ground of an answer."""
    PROCEDURE = "procedure"
    """A procedure: leads to the articles that govern it."""
    NEIGHBOUR = "neighbour"
    """A field that is not ours: what resembles its questions is refused."""
    PRACTICE = "practice"
    """A section of a past report: shows how others wrote, never what the law says."""


@dataclass(frozen=True, slots=True)
class PastSection:
    """A section of a past report, with where it stands: unit, period, headings above it."""

    report: str
    """The report's title, or its file name."""
    unit: str
    period: str
    role: str
    headings: tuple[str, ...]
    text: str
    is_example: bool = False
    """Written for the project about an invented unit."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One searchable thing. Exactly one of `article`, `procedure`, `neighbour` (their ids) and `section` is there.

    `office` is the office that alone may see it, None for everybody. `source` names the library
    document it came from, empty for what ships.
    """

    kind: EntryKind
    article: Article | None = None
    procedure: str = ""
    neighbour: str = ""
    section: PastSection | None = None
    office: str | None = None
    source: str = ""

    @property
    def law(self) -> Article:
        """The article of a law entry."""
        if self.article is None:
            raise ValueError("only an entry of law has an article")
        return self.article


def law_entries(articles: Iterable[Article], *, office: str | None = None, source: str = "") -> list[Entry]:
    """Entries for the articles of one document."""
    return [Entry(EntryKind.LAW, article=article, office=office, source=source) for article in articles]


def merge_law(digests: Sequence[Entry], imported: Sequence[Entry]) -> list[Entry]:
    """What is searched of the law: an imported official article takes its digest's place.

    An office's own import replaces the digest for that office only, so the digest stays for the
    others; `visible` picks the right one. The ways officers ask for an article outlive its digest.
    """
    known = {entry.law.id: entry.law for entry in digests}
    replaced = {entry.law.id for entry in imported if entry.office is None}
    kept = [entry for entry in digests if entry.law.id not in replaced]
    taken = [replace(entry, article=_with_ways(entry.law, known.get(entry.law.id))) for entry in imported]
    return kept + taken


def _with_ways(official: Article, digest: Article | None) -> Article:
    if digest is None:
        return official
    ways = {clause.label: clause.asked_as for clause in digest.clauses}
    clauses = tuple(replace(clause, asked_as=ways.get(clause.label, ())) for clause in official.clauses)
    return replace(official, asked_as=digest.asked_as, clauses=clauses)


def visible(entries: Sequence[Entry], office: str | None) -> list[bool]:
    """For each entry, whether an asker of that office is shown it.

    Nothing of another office is; of two texts of the same article the better one is: the office's
    own before everybody's, official words before a digest.
    """
    best: dict[ProvisionId, tuple[tuple[bool, bool], int]] = {}
    for position, entry in enumerate(entries):
        if entry.kind is EntryKind.LAW and entry.office in (None, office):
            rank = (entry.office is not None, entry.law.content is Content.OFFICIAL)
            if entry.law.id not in best or rank > best[entry.law.id][0]:
                best[entry.law.id] = (rank, position)
    chosen = {position for _, position in best.values()}
    return [
        position in chosen if entry.kind is EntryKind.LAW else entry.office in (None, office)
        for position, entry in enumerate(entries)
    ]
