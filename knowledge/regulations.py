"""The registry of documents: load it, check it, look a document up, follow its relations.

It does not judge validity at a provision and date; `knowledge/validity.py` does.
Read next: `knowledge/data/registry.yaml` and `knowledge/registry/models.py`, which explains its fields.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources.abc import Traversable
from typing import Final

from pydantic import Field

from knowledge.articles import Certainty
from knowledge.datafiles import data_file, load
from knowledge.errors import UnknownRegulation
from knowledge.provisions import ProvisionId
from knowledge.registry.checks import check
from knowledge.registry.models import (
    ENDING_KINDS,
    Basis,
    Confusable,
    DatedFact,
    Ending,
    Entry,
    Held,
    Regulation,
    Relation,
    RelationKind,
    Status,
    TransitionalRule,
    kind_key,
    number_key,
)
from knowledge.text import plain

__all__ = [
    "Basis", "Confusable", "Confusion", "DatedFact", "Ending", "Held", "Link", "Registry", "Regulation", "Relation",
    "RelationKind", "Status", "TransitionalRule", "load_registry", "registry",
]  # fmt: skip

_SHORT_NUMBER: Final = re.compile(r"(?P<digits>\d+)(?:/(?P<year>\d{4}))?")
_NAMED_YEAR: Final = re.compile(r"(?P<name>.+?)(?: nam)? (?P<year>(?:19|20)\d\d)")
_TITLE_SYLLABLES: Final = 5
"""A name that is only the beginning of a title must be at least this long to mean that title."""


@dataclass(frozen=True, slots=True)
class Link:
    """A relation seen from either end. `effective_on` is None when nobody says since when."""

    kind: RelationKind
    newer: str
    older: str
    effective_on: date | None
    certainty: Certainty
    scope: tuple[ProvisionId, ...] = ()
    provision: ProvisionId | None = None
    source: str = ""
    note: str = ""

    def concerns(self, provision: ProvisionId) -> bool:
        """Whether it concerns the whole of that provision, not merely a part of it."""
        return not self.scope or any(scope.contains(provision) for scope in self.scope)

    def touches(self, provision: ProvisionId) -> bool:
        """Whether it concerns that provision or any part of it."""
        return self.concerns(provision) or any(provision.contains(scope) for scope in self.scope)


@dataclass(frozen=True, slots=True)
class Confusion:
    """A number that is taken for `regulation`; `note` sets it right in Vietnamese."""

    regulation: str
    note: str


class Registry:
    """Documents by number. Iterating gives them in the order of the file.

    `reviewed_on` is the day a maintainer last looked for newer documents: for later days the registry
    only foresees. Built through `load_registry`, which checks the data first.
    """

    def __init__(self, regulations: Iterable[Regulation], reviewed_on: date) -> None:
        self.reviewed_on = reviewed_on
        documents = tuple(regulations)
        self._to: dict[str, list[Link]] = defaultdict(list)
        self._from: dict[str, list[Link]] = defaultdict(list)
        for link in (link for regulation in documents for link in _links(regulation)):
            self._to[number_key(link.older)].append(link)
            self._from[number_key(link.newer)].append(link)
        for links in self._to.values():
            links.sort(key=lambda link: (link.effective_on or date.max, link.newer))
        self._documents = {
            number_key(regulation.number): _with_ending(regulation, self.superseded_by(regulation.number))
            for regulation in documents
        }

    def __iter__(self) -> Iterator[Regulation]:
        return iter(self._documents.values())

    def __len__(self) -> int:
        return len(self._documents)

    def get(self, number: str) -> Regulation:
        """The document of that number, however it is typed. Raises UnknownRegulation."""
        found = self.find(number)
        if found is None:
            raise UnknownRegulation(number=number)
        return found

    def find(self, number: str) -> Regulation | None:
        """The document of that full number («152/2025/ND-CP» will do), None if it is not registered."""
        return self._documents.get(number_key(number))

    def links_to(self, number: str, *kinds: RelationKind) -> tuple[Link, ...]:
        """What newer documents do to this one, of those kinds (none given: all), earliest first."""
        found = self._to.get(number_key(number), [])
        return tuple(link for link in found if not kinds or link.kind in kinds)

    def links_from(self, number: str, *kinds: RelationKind) -> tuple[Link, ...]:
        """What this document does to older ones, of those kinds (none given: all), as the file lists them."""
        found = self._from.get(number_key(number), [])
        return tuple(link for link in found if not kinds or link.kind in kinds)

    def superseded_by(self, number: str) -> tuple[Link, ...]:
        """The documents that supersede or repeal it, wholly or in part."""
        return self.links_to(number, *ENDING_KINDS)

    def supersedes(self, number: str) -> tuple[Link, ...]:
        """The documents it supersedes or repeals, wholly or in part."""
        return self.links_from(number, *ENDING_KINDS)

    def amended_by(self, number: str) -> tuple[Link, ...]:
        """The documents that amend it."""
        return self.links_to(number, RelationKind.AMENDS)

    def consolidated_in(self, number: str) -> tuple[Link, ...]:
        """The consolidated texts that print it."""
        return self.links_to(number, RelationKind.CONSOLIDATES)

    def details_of(self, number: str) -> tuple[Link, ...]:
        """The documents that detail or implement it."""
        return self.links_to(number, RelationKind.DETAILS)

    def confusions(self, number: str, issued_on: date | None = None) -> tuple[Confusion, ...]:
        """What must be said about a number that is easily taken for another document.

        With `issued_on`, a note about one particular date of the same number is given for that date only.
        """
        key = number_key(number)
        return tuple(
            Confusion(regulation.number, confusable.note)
            for regulation in self
            for confusable in regulation.confusable
            if number_key(confusable.number) == key and _same_or_unknown(issued_on, confusable.issued_on)
        )

    def resolve(
        self,
        *,
        kind: str = "",
        number: str | None = None,
        year: int | None = None,
        name: str | None = None,
        issued_on: date | None = None,
        on: date | None = None,
    ) -> tuple[Regulation, ...]:
        """The documents a citation may mean, the likeliest first; empty when none is registered.

        A full number decides alone. A short one («152», «15/2025») needs kind and, where given, year to
        agree, and never means a document of one province. Without a number the name decides («Luật Thi
        đua - Khen thưởng», with or without its year), or kind and date of issue. A wrong date of issue
        only ranks lower, so that it can be reported; but a date that belongs to another document of the
        same number excludes this one. Then come first: in force on `on`, binding everybody, newer.
        """
        if number:
            found = self._by_number(kind, number, year or (issued_on.year if issued_on else None))
        elif name:
            found = self._by_name(kind, name, year or (issued_on.year if issued_on else None))
        elif issued_on:
            found = [item for item in self._of_kind(kind) if item.issued and item.issued.day == issued_on]
        else:
            found = []
        kept = [item for item in found if not _is_another(item, issued_on)]
        return tuple(sorted(kept, key=lambda item: _unlikeliness(item, issued_on, on)))

    def _of_kind(self, kind: str) -> Iterator[Regulation]:
        wanted = kind_key(kind)
        return (item for item in self if wanted in ("", kind_key(item.kind)))

    def _by_number(self, kind: str, number: str, year: int | None) -> list[Regulation]:
        exact = self.find(number)
        if exact:
            return [exact]
        match = _SHORT_NUMBER.fullmatch(number.strip())
        if match is None:
            return []
        wanted_year = int(match["year"]) if match["year"] else year
        digits = match["digits"].lstrip("0")
        near = [item for item in self._of_kind(kind) if item.digits == digits and not item.province]
        return [item for item in near if wanted_year in (None, item.of_year)]

    def _by_name(self, kind: str, name: str, year: int | None) -> list[Regulation]:
        wanted, wanted_kind = plain(name), kind_key(kind)
        if wanted_kind and not wanted.startswith(wanted_kind):
            wanted = f"{wanted_kind} {wanted}"
        named = _NAMED_YEAR.fullmatch(wanted)
        if named:
            wanted, year = named["name"], int(named["year"])
        spoken = {wanted, f"{wanted} {year}", f"{wanted} nam {year}"}
        near = [item for item in self._of_kind(kind) if year in (None, item.of_year)]
        called = [item for item in near if spoken & _names(item)]
        if called or len(wanted.split()) < _TITLE_SYLLABLES:
            return called
        return [item for item in near if _keyed(item.kind, item.title).startswith(wanted)]


@cache
def _keyed(kind: str, text: str) -> str:
    """The name as it is compared, always beginning with its kind («luat thi dua khen thuong»)."""
    key, prefix = plain(text), kind_key(kind)
    return key if key.startswith(prefix) else f"{prefix} {key}"


def _names(regulation: Regulation) -> set[str]:
    spoken = {plain(name) for name in regulation.short_names}
    kind = regulation.kind
    return {_keyed(kind, regulation.title), *spoken, *(_keyed(kind, name) for name in regulation.short_names)}


def _same_or_unknown(asked: date | None, stored: date | None) -> bool:
    return asked is None or stored is None or asked == stored


def _is_another(regulation: Regulation, issued_on: date | None) -> bool:
    own = number_key(regulation.number)
    return issued_on is not None and any(
        confusable.issued_on == issued_on and number_key(confusable.number) == own
        for confusable in regulation.confusable
    )


def _unlikeliness(regulation: Regulation, issued_on: date | None, on: date | None) -> tuple[object, ...]:
    issued = regulation.issued.day if regulation.issued else None
    rank = {Status.IN_FORCE: 0, Status.UNKNOWN: 1, Status.NOT_YET: 2, Status.EXPIRED: 3}
    start = regulation.effective or regulation.issued
    newest = start.day.toordinal() if start else date(regulation.of_year or 1, 1, 1).toordinal()
    return (
        issued_on is not None and issued != issued_on,
        rank[regulation.status_on(on)] if on else 0,
        bool(regulation.province), bool(regulation.sector), -newest, regulation.number,
    )  # fmt: skip


def _links(regulation: Regulation) -> Iterator[Link]:
    start = regulation.effective.day if regulation.effective else None
    for relation in regulation.relations:
        yield Link(
            kind=relation.kind,
            newer=regulation.number,
            older=relation.target,
            effective_on=relation.day or start,
            certainty=relation.certainty,
            scope=relation.scope,
            provision=relation.provision,
            source=relation.source,
            note=relation.note,
        )


def _with_ending(regulation: Regulation, ended_by: tuple[Link, ...]) -> Regulation:
    """The document with the end a newer one gives it, where the file does not state it twice."""
    first = next((link for link in ended_by if not link.scope), None)
    if regulation.expires or first is None or first.effective_on is None:
        return regulation
    day, certainty = first.effective_on, first.certainty
    ending = Ending(day=day, certainty=certainty, provision=first.provision, source=first.source)
    return regulation.model_copy(update={"expires": ending})


def _asserted(regulation: Regulation, known: set[str]) -> Regulation:
    """The document without anything unverified, and without links to documents that are only remembered."""
    facts = {
        field: None
        for field in ("issued", "effective", "expires", "in_force_seen")
        if (fact := getattr(regulation, field)) and fact.certainty is Certainty.UNVERIFIED
    }
    relations = tuple(
        relation
        for relation in regulation.relations
        if relation.certainty is not Certainty.UNVERIFIED and relation.target in known
    )
    rules = tuple(rule for rule in regulation.transitional if rule.certainty is not Certainty.UNVERIFIED)
    title = "" if regulation.title_certainty is Certainty.UNVERIFIED else regulation.title
    return regulation.model_copy(update={**facts, "title": title, "relations": relations, "transitional": rules})


class _RegistryFile(Entry):
    reviewed_on: date
    regulations: tuple[Regulation, ...] = Field(min_length=1)


def load_registry(file: Traversable, *, include_unverified: bool = False) -> Registry:
    """The registry in that file, checked. Raises RegistryInvalid with file, field and problem.

    What is marked unverified is checked but left out, document, date or relation; a maintainer who
    wants to see what waits for a source asks for it with `include_unverified`.
    """
    content = load(file, _RegistryFile)
    check(content.regulations, file.name)
    if include_unverified:
        return Registry(content.regulations, content.reviewed_on)
    sure = [item for item in content.regulations if item.certainty is not Certainty.UNVERIFIED]
    known = {item.number for item in sure}
    return Registry((_asserted(item, known) for item in sure), content.reviewed_on)


@cache
def registry() -> Registry:
    """The registry that ships, without anything unverified. Raises RegistryInvalid when it is broken."""
    return load_registry(data_file("registry.yaml"))
