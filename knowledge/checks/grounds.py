"""The legal grounds of a draft: each document it cites once, and how that document stands on the draft's day.

It must not judge how a citation is written; documents of the office itself (plans, letters) are no grounds.
Read next: `knowledge/checks/sources.py` (what is wrong with a citation), `knowledge/validity.py`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from knowledge.citations import Citation, number_parts, parse_citations
from knowledge.regulations import Regulation, Status, registry
from knowledge.text import normalise
from knowledge.validity import validity

NORMATIVE: Final = ("Luật", "Bộ luật", "Pháp lệnh", "Nghị định", "Thông tư")
"""Kinds that an officer looks up; of others only those that the registry knows are listed."""


@dataclass(frozen=True, slots=True)
class Ground:
    """A document with how it stands on the day; `status` is None for one that the registry does not know.

    `since` is the first day on which it is in force (not yet) or no more (expired); `successor` what took its place.
    """

    document: str
    status: Status | None
    since: date | None
    successor: str
    times: int = 1


def grounds_of(text: str, on: date) -> list[Ground]:
    """The documents that a text cites, in the order in which they come first, as they stand on that day."""
    found: dict[str, Ground] = {}
    for ground in _each(normalise(text), on):
        before = found.get(ground.document)
        found[ground.document] = replace(before, times=before.times + 1) if before else ground
    return list(found.values())


def _each(text: str, on: date) -> Iterator[Ground]:
    known = registry()
    for citation in parse_citations(text, bare_places=False):
        resolved = known.resolve(
            kind=citation.kind,
            number=citation.number,
            year=citation.year,
            name=citation.name,
            issued_on=citation.issued_on,
            on=on,
        )
        if resolved:
            yield _known(resolved[0], on)
        elif _is_normative(citation):
            yield Ground(f"{citation.kind} số {citation.number}", None, None, "")


def _known(regulation: Regulation, on: date) -> Ground:
    valid = validity(registry(), regulation.number, on)
    successor = ""
    if valid.status is Status.EXPIRED and valid.successors:
        after = registry().find(valid.successors[-1])
        successor = called(after) if after else valid.successors[-1]
    since = {Status.EXPIRED: valid.expires_on, Status.NOT_YET: valid.effective_on}.get(valid.status)
    return Ground(called(regulation), valid.status, since, successor)


def _is_normative(citation: Citation) -> bool:
    parts = number_parts(citation.number) if citation.number else None
    return citation.kind in NORMATIVE and parts is not None and bool(parts.symbol)


def called(regulation: Regulation) -> str:
    """«Nghị định số 152/2025/NĐ-CP»."""
    return f"{regulation.kind} số {regulation.number}"
