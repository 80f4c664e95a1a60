"""A file that is to join the library: what it is, what was recognised in it, what a person should look at.

It must not keep anything; it recognises and describes.
Read next: `index/library.py` (what becomes of it), `bot/storage/library.py` (where it is kept).
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from bot.storage.library import Kind, NewDocument
from bot.texts import line
from index.library import Holding, disagreements, figures_apart, official_articles, practice_entries
from knowledge.articles import Article
from knowledge.digests import digests
from knowledge.errors import InvalidAnswer
from knowledge.reports import looks_like_report, read_report
from knowledge.structure import looks_like_regulation, parse_regulation
from knowledge.text import normalise


@dataclass(frozen=True, slots=True)
class Addition:
    """A recognised document. `articles` are those of an official text, `sections` the count of a report's."""

    document: NewDocument
    articles: tuple[Article, ...] = ()
    sections: int = 0

    def described(self, *, existing: bool = False) -> str:
        """What was recognised, in one line."""
        document = self.document
        if document.kind == "regulation":
            return line(
                "terminal.added_law",
                name=document.name,
                document=document.title,
                articles=len(self.articles),
                existing=existing,
            )
        return line(
            "terminal.added_report",
            name=document.name,
            unit=document.unit,
            period=document.period,
            sections=self.sections,
            existing=existing,
        )

    def disagreements(self) -> list[str]:
        """Where the official text and our digest of it do not agree: for a person to look at."""
        title = self.document.title
        labels = disagreements(self.articles, digests())
        figures = figures_apart(self.articles, digests())
        found = [line("terminal.disagrees", document=title, articles=labels)] if labels else []
        return found + ([line("terminal.figures_apart", document=title, figures=figures)] if figures else [])

    @property
    def known_articles(self) -> int:
        """How many articles there is a digest of: the official words take its place."""
        digested = {digest.id for digest in digests()}
        return sum(article.id in digested for article in self.articles)

    @property
    def gaps(self) -> list[int]:
        """The numbers of articles that are missing between the first and the last one."""
        numbers = {number for article in self.articles if (number := article.id.article_number) is not None}
        return [number for number in range(min(numbers, default=0), max(numbers, default=0)) if number not in numbers]


def recognise(text: str, name: str, content: bytes, kind: Kind | None = None) -> Addition:
    """What a file is, by its own words unless `kind` says so.

    Raises InvalidAnswer «not_recognised» for what is neither an official text nor a report, and
    «no_articles» for an official text in which no article is found.
    """
    return recognise_text(text, name, hashlib.sha256(content).hexdigest(), kind)


def recognise_text(text: str, name: str, sha256: str, kind: Kind | None = None) -> Addition:
    """The same for a file whose content was read before; `sha256` is that of its content. Raises likewise."""
    text = normalise(text)
    if kind is None:
        kind = "regulation" if looks_like_regulation(text) else "report" if looks_like_report(text) else None
    if kind is None:
        raise InvalidAnswer("not_recognised", name=name)
    return _regulation(text, name, sha256) if kind == "regulation" else _report(text, name, sha256)


def _regulation(text: str, name: str, sha256: str) -> Addition:
    parsed = parse_regulation(text)
    articles = official_articles(text)
    if not articles or not parsed.number:
        raise InvalidAnswer("no_articles", name=name)
    title = " ".join(part for part in (parsed.kind, parsed.number, parsed.title) if part)
    return Addition(NewDocument("regulation", name, sha256, text, parsed.number, title), articles)


def _report(text: str, name: str, sha256: str) -> Addition:
    report = read_report(text)
    document = NewDocument("report", name, sha256, text, "", report.title, report.unit or "", report.period)
    sections = len(practice_entries(Holding("", None, False, name, text)))
    return Addition(document, sections=sections)
