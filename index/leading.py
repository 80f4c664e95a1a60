"""From a procedure to the articles that answer a question about it on a day, in a province.

It must not know how entries are found or scored; it follows provisions.
Read next: `knowledge/procedures.py` (what a card says), `index/retrieval.py` (what the articles gain by it).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from knowledge.correspondence import predecessors_of
from knowledge.procedures import Procedure
from knowledge.provinces import Profile, aspects_for
from knowledge.provisions import ProvisionId


@dataclass(frozen=True, slots=True)
class Guidance:
    """Positions of articles, best first: those that answer what is asked, then all to be read with them."""

    answering: tuple[int, ...]
    governing: tuple[int, ...]

    @property
    def all(self) -> tuple[int, ...]:
        """Each once."""
        return tuple(dict.fromkeys((*self.answering, *self.governing)))


def guidance(
    subject: Procedure, place: Mapping[ProvisionId, int], on: date, province: Profile | None, asked: Sequence[str]
) -> Guidance:
    """Where the procedure leads among the articles of `place`, which may be applied on that day.

    On a day before the card's first, its provisions lead to those whose place they took. What the
    decision of the province lays down comes before what leaves it to the province.
    """
    variant = subject.on(on) or subject.variants[-1]
    answering = list(variant.answering(asked))
    governing = list(variant.governing)
    if province is not None:
        added = aspects_for(subject, province, on)
        answering = [*added.answering(asked), *answering]
        governing += added.provisions()
    return Guidance(_positions(answering, place), _positions(governing, place))


def _positions(provisions: Iterable[ProvisionId], place: Mapping[ProvisionId, int]) -> tuple[int, ...]:
    found: list[int] = []
    for provision in provisions:
        article = provision.whole_article()
        if article in place:
            found.append(place[article])
        else:
            older = (pair.old.whole_article() for pair in predecessors_of(provision) if pair.old.article)
            found += [place[old] for old in older if old in place]
    return tuple(dict.fromkeys(found))
