"""The law of the field on a day: which law, decree, circular and decision of the province governed it.

It must not know a procedure or an article; it goes by titles and validity.
Read next: `knowledge/validity.py`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from knowledge.regulations import Registry, Regulation
from knowledge.text import plain
from knowledge.validity import Status, Validity, validity

_ORDER: Final = ("luat", "nghi dinh", "thong tu", "quyet dinh")
_OF_THE_FIELD: Final = ("luat thi dua khen thuong", "cong tac thi dua khen thuong")


@dataclass(frozen=True, slots=True)
class Governing:
    """A document that governed the field on a day, with its validity that day and on the day it ended.

    `ended` is None while no end is known; it names the successors and what they leave to the old rules.
    """

    regulation: Regulation
    validity: Validity
    ended: Validity | None


def governing(registry: Registry, on: date, province: str | None = None) -> tuple[Governing, ...]:
    """The documents of the whole field in force on that day, the highest first; of a province's, only that one's.

    Documents of a single sector (ngành) and those whose validity that day is not known are left out.
    """
    found = [
        Governing(regulation, held, validity(registry, regulation.number, held.expires_on) if held.expires_on else None)
        for regulation in registry
        if _is_of_the_field(regulation, province)
        and (held := validity(registry, regulation.number, on)).status is Status.IN_FORCE
    ]
    return tuple(sorted(found, key=lambda item: _ORDER.index(plain(item.regulation.kind))))


def _is_of_the_field(regulation: Regulation, province: str | None) -> bool:
    title = plain(regulation.title)
    is_general = regulation.normative and not regulation.sector and plain(regulation.kind) in _ORDER
    is_near = not regulation.province or regulation.province == province
    return is_general and is_near and any(words in title for words in _OF_THE_FIELD)
