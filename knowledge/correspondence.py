"""Where the rule of an article that officers still cite stands today: old article → new article.

It does not say what is in force; `knowledge/validity.py` does. It invents no pair: each says how it is known.
Read next: `knowledge/data/correspondence.yaml`.
"""

from __future__ import annotations

from enum import StrEnum
from functools import cache
from importlib.resources.abc import Traversable
from typing import Self

from pydantic import Field, model_validator

from knowledge.articles import Certainty
from knowledge.datafiles import data_file, load
from knowledge.errors import RegistryInvalid
from knowledge.provisions import ProvisionId
from knowledge.registry.models import Basis, Entry, Provision
from knowledge.regulations import Registry, registry

__all__ = ["Change", "Correspondence", "Correspondences", "correspondences", "load_correspondences", "predecessors_of",
           "successors_of"]  # fmt: skip


class Change(StrEnum):
    """What became of the rule."""

    SAME = "same"
    """Stands there with the same effect."""
    CHANGED = "changed"
    """Stands there with another content: the new text must be read."""
    DELEGATED = "delegated"
    """No longer in the decree: the provision named says who makes the rule now."""
    DOCUMENT = "document"
    """Only the document that took the place is known, not the article."""


class Correspondence(Basis):
    """An old provision and where its rule stands now; `note` says in Vietnamese what the asker must know.

    `provision` or `source` says how the pair is known; `certainty` is verified only when both texts
    were read.
    """

    old: Provision
    new: tuple[Provision, ...] = Field(min_length=1)
    change: Change
    note: str

    @model_validator(mode="after")
    def _crosses_documents(self) -> Self:
        if any(place.document == self.old.document for place in self.new):
            raise ValueError("old and new stand in the same document")
        return self


class _CorrespondenceFile(Entry):
    correspondences: tuple[Correspondence, ...] = Field(min_length=1)


class Correspondences:
    """All pairs, searched from either side. Iterate over `pairs` for the order of the file."""

    def __init__(self, pairs: tuple[Correspondence, ...]) -> None:
        self.pairs = pairs

    def successors_of(self, provision: ProvisionId) -> tuple[Correspondence, ...]:
        """Where the rule of that provision stands now, empty when nothing is known.

        Pairs about the provision itself or a part of it come first, in the order of the old text; when
        there are none, the closest one around it (the article of the clause, at last the document).
        """
        inside = [pair for pair in self.pairs if provision.contains(pair.old)]
        if inside:
            return tuple(sorted(inside, key=lambda pair: pair.old.order()))
        around = [pair for pair in self.pairs if pair.old.contains(provision)]
        depth = max((_depth(pair.old) for pair in around), default=0)
        return tuple(pair for pair in around if _depth(pair.old) == depth)

    def predecessors_of(self, provision: ProvisionId) -> tuple[Correspondence, ...]:
        """The older provisions whose rule stands at that place, in it or around it; empty when none is known."""
        found = [
            pair
            for pair in self.pairs
            if any(provision.contains(new) or (new.article and new.contains(provision)) for new in pair.new)
        ]
        return tuple(sorted(found, key=lambda pair: pair.old.order()))


def _depth(provision: ProvisionId) -> int:
    return sum(map(bool, (provision.article, provision.clause, provision.point)))


def load_correspondences(file: Traversable, known: Registry) -> Correspondences:
    """The pairs in that file, without unverified ones. Raises RegistryInvalid.

    Every document must be registered, and no old provision may be listed twice.
    """
    pairs = load(file, _CorrespondenceFile).correspondences
    seen: set[ProvisionId] = set()
    for pair in pairs:
        if pair.old in seen:
            raise RegistryInvalid(file=file.name, field=str(pair.old), problem="listed twice")
        seen.add(pair.old)
        for place in (pair.old, *pair.new):
            if known.find(place.document) is None:
                raise RegistryInvalid(file=file.name, field=str(pair.old), problem=f"unknown {place.document!r}")
    return Correspondences(tuple(pair for pair in pairs if pair.certainty is not Certainty.UNVERIFIED))


@cache
def correspondences() -> Correspondences:
    """The pairs that ship. Raises RegistryInvalid when they are broken."""
    return load_correspondences(data_file("correspondence.yaml"), registry())


def successors_of(provision: ProvisionId) -> tuple[Correspondence, ...]:
    """`Correspondences.successors_of` of the pairs that ship."""
    return correspondences().successors_of(provision)


def predecessors_of(provision: ProvisionId) -> tuple[Correspondence, ...]:
    """`Correspondences.predecessors_of` of the pairs that ship."""
    return correspondences().predecessors_of(provision)
