"""Makers of small articles for the tests of the index."""

from __future__ import annotations

from knowledge.articles import Article, Clause, Content
from knowledge.provisions import ProvisionId


def article(
    number: str,
    heading: str,
    *clauses: str,
    document: str = "152/2025/NĐ-CP",
    content: Content = Content.DIGEST,
    asked_as: tuple[str, ...] = (),
) -> Article:
    """An article whose clauses are numbered from 1; a single text without clauses when only one is given."""
    if len(clauses) == 1:
        return Article(ProvisionId(document, number), heading, clauses[0], content, lead=clauses[0], asked_as=asked_as)
    numbered = tuple(Clause(str(place), text) for place, text in enumerate(clauses, 1))
    return Article(
        ProvisionId(document, number), heading, "\n".join(clauses), content, clauses=numbered, asked_as=asked_as
    )
