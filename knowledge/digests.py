"""Digests: what an article says, in our own words, for as long as its official text is missing.

It does not decide between a digest and an official text; `index/corpus.py` does.
Read next: `knowledge/data/digests/`, one file a document, and `tests/knowledge/test_digests.py`,
which holds every number, date and citation in them against the official text.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from pydantic import BaseModel, ConfigDict, Field

from knowledge.articles import Article, Certainty, Clause, Content
from knowledge.asked import ways_of_asking
from knowledge.datafiles import data_files, load
from knowledge.provisions import ProvisionId


class _Entry(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class _ClauseEntry(_Entry):
    clause: str
    text: str


class _ArticleEntry(_Entry):
    article: str
    heading: str
    path: tuple[str, ...] = ()
    attached: bool = False
    certainty: Certainty = Certainty.VERIFIED
    source: str = ""
    note: str = ""
    lead: str = ""
    clauses: tuple[_ClauseEntry, ...] = ()
    asked_as: tuple[str, ...] = ()

    def to_article(self, document: str) -> Article:
        lead = self.lead.strip()
        place = ProvisionId(document, self.article, attached=self.attached)
        asked = {way: found for way, found in _asked_of(document).items() if place.contains(way)}
        clauses = tuple(
            Clause(entry.clause, f"{entry.clause}. {entry.text.strip()}", _ways(asked, entry.clause))
            for entry in self.clauses
        )
        return Article(
            id=place,
            heading=self.heading,
            text="\n".join([*([lead] if lead else []), *(clause.text for clause in clauses)]),
            content=Content.DIGEST,
            certainty=self.certainty,
            path=self.path,
            lead=lead,
            clauses=clauses,
            note=self.note,
            asked_as=self.asked_as + _ways(asked, ""),
        )


class _DigestFile(_Entry):
    document: str
    articles: tuple[_ArticleEntry, ...] = Field(min_length=1)


@cache
def _asked_of(document: str) -> Mapping[ProvisionId, tuple[str, ...]]:
    """The ways of asking for the provisions of one document: each article looks through its own document alone."""
    return {way: found for way, found in ways_of_asking().items() if way.document == document}


def _ways(asked: Mapping[ProvisionId, tuple[str, ...]], clause: str) -> tuple[str, ...]:
    return tuple(way for place, ways in asked.items() if place.clause == clause for way in ways)


@cache
def digests() -> tuple[Article, ...]:
    """Every digest that ships, in the order of its files and articles.

    What is marked unverified is left out: it waits for a maintainer, no user ever sees it.
    Raises RegistryInvalid, naming file and field, when a file breaks the schema.
    """
    return tuple(
        entry.to_article(file.document)
        for path in data_files("digests")
        for file in (load(path, _DigestFile),)
        for entry in file.articles
        if entry.certainty is not Certainty.UNVERIFIED
    )
