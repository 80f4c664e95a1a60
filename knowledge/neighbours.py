"""Neighbouring fields: typical questions of each, so that one asked here by mistake is told apart.

It answers none of them; it knows the field's name and whom to ask instead.
Read next: `knowledge/data/neighbours.yaml`, then `index/confidence.py`.
"""

from __future__ import annotations

from functools import cache

from pydantic import Field

from knowledge.datafiles import data_file, load
from knowledge.registry.models import Entry


class Neighbour(Entry):
    """A field that is not ours. `name` and `ask` (whom to ask instead) are Vietnamese."""

    id: str = Field(pattern=r"^[a-z]+(_[a-z]+)*$")
    name: str
    ask: str
    questions: tuple[str, ...] = Field(min_length=1)


class _NeighbourFile(Entry):
    neighbours: tuple[Neighbour, ...] = Field(min_length=1)


@cache
def neighbours() -> tuple[Neighbour, ...]:
    """Every neighbouring field that ships, in the order of the file."""
    return load(data_file("neighbours.yaml"), _NeighbourFile).neighbours


def neighbour(name: str) -> Neighbour | None:
    """The field of that id, None if there is none."""
    return next((entry for entry in neighbours() if entry.id == name), None)
