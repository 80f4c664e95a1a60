"""Legal citations in a draft: in force on its date, of the right day and name, with articles that exist.

It must not know the text of any provision: the registry knows documents, the digests which articles there are.
Read next: `knowledge/citations.py` (reading), `knowledge/validity.py` (judging), `knowledge/registry/models.py`.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from typing import Final

from knowledge.checks.draft import Draft
from knowledge.checks.findings import Finding, Severity
from knowledge.checks.grounds import NORMATIVE, called
from knowledge.citations import Citation, name_key, normalise_number, number_parts, parse_citations
from knowledge.digests import digests
from knowledge.provisions import ProvisionId
from knowledge.regulations import Held, Registry, Regulation, Status, registry
from knowledge.text import fold
from knowledge.validity import validity

_IN_THE_PAST: Final = re.compile(
    r"(?:giai doan|truoc day|truoc ngay|da het hieu luc|duoc thay the|thay the|bai bo|thoi ky|nam 20(?:0\d"
    r"|1\d|2[0-4])\b)"
)
_NUMBER: Final = re.compile(
    r"\d{1,5}(?:\s?/\s?(?:19|20)\d\d)?\s?/?\s?-?\s?[A-ZĐ]{1,6}\s?[-–/]?\s?[A-ZĐa-z0-9]{1,8}(?:\s?[-–]\s?[A-ZĐ][A-ZĐa-z]{1,7})?"
)
_TITLE: Final = re.compile(
    r"[,\s]{1,3}(?:của\s(?P<issuer>[^,;.]{3,60}?)\s)?(?:về việc|về|ban hành)?\s?(?P<title>(?:quy định|sửa"
    r" đổi|hướng dẫn)[^;.]{10,400})",
    re.IGNORECASE,
)
_ALIKE: Final = 0.55
_SHORTEST_TITLE: Final = 6


def check_sources(draft: Draft) -> Iterator[Finding]:
    """What is wrong with each citation; what the registry does not know is said once a document."""
    known = registry()
    told: set[str] = set()
    for citation in parse_citations(draft.text[: draft.body_end], bare_places=False):
        yield from _malformed(draft, citation)
        found = known.resolve(
            kind=citation.kind,
            number=citation.number,
            year=citation.year,
            name=citation.name,
            issued_on=citation.issued_on,
            on=draft.on,
        )
        if found:
            yield from _of_known(draft, citation, known, found[0], told)
        else:
            yield from _unknown(draft, citation, told)


def _of_known(
    draft: Draft, citation: Citation, known: Registry, regulation: Regulation, told: set[str]
) -> Iterator[Finding]:
    yield from _expired(draft, citation, known, regulation, told)
    issued = regulation.issued.day if regulation.issued else None
    if citation.issued_on and issued and citation.issued_on != issued:
        yield draft.finding(
            "citation_date",
            Severity.ERROR,
            citation.start,
            citation.end,
            document=called(regulation),
            given_on=citation.issued_on,
            issued_on=issued,
            source=_source(regulation),
        )
    if citation.kind and regulation.kind and fold(citation.kind).lower() != fold(regulation.kind).lower():
        yield draft.finding(
            "citation_kind",
            Severity.ERROR,
            citation.start,
            citation.end,
            written=citation.kind,
            right=regulation.kind,
            number=regulation.number,
        )
    yield from _articles(draft, citation, regulation)
    yield from _title(draft, citation, regulation)


def _expired(
    draft: Draft, citation: Citation, known: Registry, regulation: Regulation, told: set[str]
) -> Iterator[Finding]:
    valid = validity(known, regulation.number, draft.on)
    if valid.status is Status.NOT_YET and valid.effective_on:
        yield draft.finding(
            "citation_not_yet",
            Severity.WARNING,
            citation.start,
            citation.end,
            document=called(regulation),
            from_day=valid.effective_on,
        )
    if valid.doubt and regulation.number not in told:
        told.add(regulation.number)
        yield _doubted(draft, citation, regulation, valid.doubt)
    if valid.status is not Status.EXPIRED or valid.expires_on is None:
        return
    past = _speaks_of_past(draft, citation)
    severity = Severity.NOTE if past else Severity.ERROR
    if past and regulation.number in told:
        return
    told.add(regulation.number)
    said = next((source for source in valid.sources if source.says == "expires_on"), None)
    yield draft.finding(
        "citation_expired_then" if past else "citation_expired",
        severity,
        citation.start,
        citation.end,
        document=called(regulation),
        expired_on=valid.expires_on,
        successor=_named(known, valid.successors[-1]) if valid.successors else "",
        source=_said_by(known, said.provision) if said and said.provision else said.text if said else "",
    )


def _doubted(draft: Draft, citation: Citation, regulation: Regulation, reason: str) -> Finding:
    document = called(regulation)
    return draft.finding(
        "citation_doubted", Severity.NOTE, citation.start, citation.end, document=document, reason=reason
    )


def _said_by(known: Registry, provision: ProvisionId) -> str:
    return f"{provision.place()} {_named(known, provision.document)}".strip()


def _speaks_of_past(draft: Draft, citation: Citation) -> bool:
    """Whether the sentence tells of a time when the document was in force: then citing it is right."""
    sentence = next((one for one in draft.sentences if one.start <= citation.start < one.end), None)
    if sentence is None:
        return False
    around = fold(sentence.text.lower())
    cited = fold(draft.flow[citation.start : citation.end].lower())
    return _IN_THE_PAST.search(around.replace(cited, " ")) is not None


def _malformed(draft: Draft, citation: Citation) -> Iterator[Finding]:
    """A number that is written with spaces or without its marks: «152/2025/NĐ CP», «34- CT/TW»."""
    parts = number_parts(citation.number) if citation.number else None
    if parts is None or not parts.symbol:
        return
    for found in _NUMBER.finditer(draft.text, citation.start, min(len(draft.text), citation.end + 3)):
        written = found[0].strip()
        right = normalise_number(written)
        if right != citation.number or "\n" in written:
            continue
        if re.sub(r"[–]", "-", written) != right and not written.startswith("0"):
            start = found.start()

            yield draft.finding(
                "citation_number",
                Severity.WARNING,
                start,
                start + len(written),
                right,
                True,
                written=written,
                right=right,
            )
        return


def _unknown(draft: Draft, citation: Citation, told: set[str]) -> Iterator[Finding]:
    """A normative document that the registry does not have: said as that, never as wrong."""
    parts = number_parts(citation.number) if citation.number else None
    full = parts is not None and bool(parts.symbol)
    if citation.issued_on and citation.issued_on > draft.on:
        yield draft.finding(
            "citation_future", Severity.ERROR, citation.start, citation.end, given_on=citation.issued_on, on=draft.on
        )
    elif full and citation.number and (citation.kind in NORMATIVE or (parts and parts.year)):
        for confusion in registry().confusions(citation.number, citation.issued_on):
            yield draft.finding(
                "citation_confused",
                Severity.WARNING,
                citation.start,
                citation.end,
                number=citation.number,
                note=confusion.note,
            )
        if citation.number not in told:
            told.add(citation.number)

            yield draft.finding("citation_unknown", Severity.NOTE, citation.start, citation.end, number=citation.number)


@cache
def _articles_of() -> dict[str, frozenset[str]]:
    found: defaultdict[str, set[str]] = defaultdict(set)
    for article in digests():
        if not article.id.attached and article.id.article:
            found[article.id.document].add(article.id.article)
    return {document: frozenset(articles) for document, articles in found.items()}


def _articles(draft: Draft, citation: Citation, regulation: Regulation) -> Iterator[Finding]:
    """Articles beyond the last one: only of documents whose every article is held."""
    held = _articles_of().get(regulation.number, frozenset())
    numbers = {int(article) for article in held if article.isdigit()}
    if regulation.held is not Held.FULL or not numbers or numbers != set(range(1, max(numbers) + 1)):
        return
    for article in citation.articles:
        if article.isdigit() and int(article) > max(numbers):
            yield draft.finding(
                "citation_article",
                Severity.ERROR,
                citation.start,
                citation.end,
                article=article,
                document=called(regulation),
                last=str(max(numbers)),
            )


def _title(draft: Draft, citation: Citation, regulation: Regulation) -> Iterator[Finding]:
    """The subject that is written after the number, when it is that of another document."""
    found = _TITLE.match(draft.flow, citation.end)
    if found is None or not regulation.title:
        return
    written = name_key(found["title"]).split()
    right = name_key(regulation.title).split()
    if len(written) < _SHORTEST_TITLE or len(right) < _SHORTEST_TITLE:
        return
    written = written[: len(right)]
    shared = len(set(written) & set(right)) / len(set(written))
    if shared < _ALIKE:
        end = found.start("title") + min(len(found["title"]), 2 * len(regulation.title))

        yield draft.finding(
            "citation_title",
            Severity.WARNING,
            found.start("title"),
            end,
            document=called(regulation),
            title=regulation.title,
        )


def _named(known: Registry, number: str) -> str:
    found = known.find(number)
    return called(found) if found else number


def _source(regulation: Regulation) -> str:
    fact = regulation.issued
    return fact.source if fact and not fact.provision else ""
