"""The card of a procedure as it stands on a day and in a province: what is shown beside the provisions.

It must not know how a procedure is found, nor a Vietnamese sentence of the assistant's own.
Read next: `knowledge/procedures.py`, `knowledge/provinces.py`; `bot/texts/procedure.jinja` shows it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from knowledge.field import aspects
from knowledge.procedures import Aspect, Delegate, Delegation, Procedure, Statement, Variant, aspects_left
from knowledge.provinces import Additions, Profile, aspects_for, profile
from knowledge.provisions import ProvisionId

PARTS: Final = (
    "decides", "conditions", "papers", "copies", "sends_to", "time_limits", "votes", "steps", "publication", "prize",
    "money", "notes", "left_open",
)  # fmt: skip
"""Of a whole card, in the order it is read."""
_ASKED_FOR: Final = {
    "money": ("prize", "money"),
    "papers": ("papers", "copies", "sends_to", "decides", "time_limits"),
    "form": ("papers",),
    "authority": ("decides",),
    "time": ("time_limits",),
    "condition": ("conditions",),
    "votes": ("votes",),
    "place": ("sends_to",),
}


@dataclass(frozen=True, slots=True)
class Card:
    """A procedure on a day. `asked` are aspects of `knowledge/field.py`; none asks for nothing in particular.

    `province` is the profile that applies, None when no province is known or none is held for it.
    """

    procedure: Procedure
    variant: Variant
    asked: tuple[str, ...]
    province: Profile | None
    additions: Additions

    def parts(self, *, whole: bool = False) -> tuple[tuple[str, tuple[Statement, ...]], ...]:
        """The parts that answer what is asked, or all, each with its statements; empty parts are left out."""
        wanted = {part for aspect in self.asked for part in _ASKED_FOR.get(aspect, ())}
        names = PARTS if whole else [part for part in PARTS if part in wanted]
        return tuple((name, found) for name in names if (found := getattr(self.variant, name)))

    def delegated(self, *, whole: bool = False) -> tuple[Delegation, ...]:
        """What of it somebody else lays down and no profile tells: for what is asked, or for all."""
        open_ones = (*self.additions.still_open, *(left for left in self.variant.delegated if _elsewhere(left)))
        wanted = self._wanted()
        return tuple(left for left in open_ones if whole or left.aspect in wanted)

    def facts(self, *, whole: bool = False) -> tuple[Statement, ...]:
        """What the province's decision lays down: for what is asked, or all of it."""
        wanted = self._wanted()
        facts = [fact for fact in self.additions.facts if whole or fact.aspect in wanted]
        deadlines = self.additions.deadlines if whole or Aspect.DEADLINE in wanted else ()
        return (*facts, *deadlines)

    def prices(self, slugs: Sequence[str]) -> bool:
        """Whether money is asked for, and for nothing but the awards that the procedure is about."""
        return "money" in self.asked and bool(slugs) and set(slugs) <= set(self.procedure.subjects)

    def answers_in(self, part: ProvisionId) -> ProvisionId:
        """The one place in that part which answers what is asked; the part itself when there are several or none."""
        answering = {*self.additions.answering(self.asked), *self.variant.answering(self.asked)}
        places = [place for place in answering if part.contains(place)]
        return places[0] if len(places) == 1 else part

    def _wanted(self) -> set[Aspect]:
        return {aspect for name in self.asked for aspect in aspects_left(name)}


def _elsewhere(left: Delegation) -> bool:
    return left.to is not Delegate.PROVINCE


def card(subject: Procedure, on: date, province: str | None, question: str = "") -> Card | None:
    """The card of that day; None when nothing held says how the procedure was carried out then."""
    variant = subject.on(on)
    if variant is None:
        return None
    held = profile(province) if province else None
    left = tuple(delegation for delegation in variant.delegated if not _elsewhere(delegation))
    additions = aspects_for(subject, held, on) if held else Additions(still_open=left)
    return Card(subject, variant, aspects(question), held, additions)


def fitting(subjects: Sequence[Procedure], article: ProvisionId) -> Procedure | None:
    """The first of the procedures, likeliest first, that rests on that article."""
    return next((subject for subject in subjects if _rests_on(subject, article)), None)


def _rests_on(subject: Procedure, article: ProvisionId) -> bool:
    places = (place for variant in subject.variants for place in variant.provisions())
    return any(place.whole_article() == article for place in places)
