"""Procedures an officer carries out: who decides, on which papers, by when, and what is left to the province.

It computes nothing and knows no person; every fact stands beside the provision that says it.
Read next: `knowledge/data/procedures/`, then `knowledge/provinces.py` for what one province adds.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from enum import StrEnum
from functools import cache
from importlib.resources.abc import Traversable
from itertools import pairwise
from typing import Final, Self

from pydantic import Field, model_validator

from knowledge.articles import Article, Certainty
from knowledge.datafiles import data_file, data_files, load
from knowledge.digests import digests
from knowledge.errors import RegistryInvalid
from knowledge.provisions import ProvisionId
from knowledge.registry.models import Entry, Provision
from knowledge.regulations import Registry, registry
from knowledge.text import plain
from knowledge.validity import Validity, validity

__all__ = [
    "Aspect", "Delegate", "Delegation", "Group", "Paper", "Procedure", "Statement", "Variant",
    "aspects_left", "certainty_of", "load_procedures", "procedure", "procedures", "provisions_on", "weakest",
]  # fmt: skip

FEWEST_WAYS_OF_ASKING: Final = 5
_SURENESS: Final = (Certainty.VERIFIED, Certainty.SECONDARY, Certainty.UNVERIFIED)


class Group(StrEnum):
    """The shelf a procedure stands on."""

    TITLES = "titles"
    AWARD_FORMS = "award_forms"
    TYPES = "types"
    """By what the commendation is for: sudden, by movement, long service, foreign …"""
    REVIEW = "review"
    """Dossier, council, initiative, submission, publication."""
    MONEY = "money"
    AFTERWARDS = "afterwards"
    """After the decision: handing over, keeping, replacing, taking back."""
    MOVEMENTS = "movements"
    DOCUMENTS = "documents"
    """Công tác văn thư."""


class Aspect(StrEnum):
    """What of a procedure somebody else lays down, or a province adds to it."""

    AUTHORITY = "authority"
    CONDITIONS = "conditions"
    PAPERS = "papers"
    DEADLINE = "deadline"
    STEPS = "steps"
    COUNCIL = "council"
    VOTES = "votes"
    COMPLETION = "completion"
    """Công nhận mức độ hoàn thành nhiệm vụ."""
    CANCELLATION = "cancellation"
    REISSUE = "reissue"
    DESIGN = "design"
    """Mẫu hiện vật khen thưởng."""
    DUTIES = "duties"
    SCOPE = "scope"
    """Whom a decision binds, and since when."""


class Delegate(StrEnum):
    """Who lays it down instead of the decree."""

    PROVINCE = "province"
    PRIME_MINISTER = "prime_minister"


def weakest(certainties: Iterable[Certainty]) -> Certainty:
    """The least sure of them; unverified when there is none."""
    return max(certainties, key=_SURENESS.index, default=Certainty.UNVERIFIED)


@cache
def _digests_by_place() -> dict[ProvisionId, Article]:
    return {article.id: article for article in digests()}


def certainty_of(provision: ProvisionId) -> Certainty:
    """How surely we know what stands there: as its digest does, or, without one, as the registry knows the document."""
    digest = _digests_by_place().get(provision.whole_article())
    if digest:
        return digest.certainty
    regulation = registry().find(provision.document)
    known = regulation is not None and not provision.article
    return regulation.certainty if regulation and known else Certainty.UNVERIFIED


_ANSWERING: Final = {
    "money": ("prize", "money"),
    "papers": ("papers", "copies"),
    "form": ("papers",),
    "authority": ("decides",),
    "time": ("time_limits",),
    "condition": ("conditions",),
    "votes": ("votes",),
    "place": ("sends_to",),
}
_LEAVING: Final = {
    "papers": (Aspect.PAPERS, Aspect.STEPS),
    "form": (Aspect.PAPERS,),
    "authority": (Aspect.AUTHORITY,),
    "time": (Aspect.DEADLINE,),
    "condition": (Aspect.CONDITIONS,),
    "votes": (Aspect.VOTES, Aspect.COUNCIL),
    "place": (Aspect.STEPS,),
}


def aspects_left(asked: str) -> tuple[Aspect, ...]:
    """The aspects of a card that may be left to somebody else and concern what is asked (`knowledge/field.py`)."""
    return _LEAVING.get(asked, ())


class Statement(Entry):
    """One fact in our own Vietnamese words, with the provisions that say it; none of them is decoration."""

    text: str = Field(min_length=1)
    provisions: tuple[Provision, ...] = Field(min_length=1)

    @property
    def certainty(self) -> Certainty:
        """That of the least sure of its provisions: what is secondary must be shown as such."""
        return weakest(map(certainty_of, self.provisions))


class Paper(Statement):
    """One paper of a dossier. `form_number` is the Mẫu số where the decree itself names one, else empty."""

    form_number: str = Field(default="", pattern=r"^(\d{2})?$")


class _DelegateEntry(Entry):
    name: str
    look_for: str


class _DelegateFile(Entry):
    delegates: dict[Delegate, _DelegateEntry]


@cache
def _delegates() -> dict[Delegate, _DelegateEntry]:
    return load(data_file("delegates.yaml"), _DelegateFile).delegates


class Delegation(Entry):
    """An aspect the decree or the Law leaves to somebody else, with the provisions that do so."""

    aspect: Aspect
    provisions: tuple[Provision, ...] = Field(min_length=1)
    to: Delegate = Delegate.PROVINCE

    @property
    def delegate(self) -> str:
        """Who lays it down, in Vietnamese."""
        return _delegates()[self.to].name

    @property
    def look_for(self) -> str:
        """What kind of decision to look for, in Vietnamese."""
        return _delegates()[self.to].look_for


class Variant(Entry):
    """The procedure as it is between two days.

    `applies_from` is its first day. `applies_until` is the first day it no longer applies, None while
    nothing we hold says so; that a provision has ended since is told by `provisions_on`. `governing`
    lists the provisions to cite, the first one first. A list that is empty says nothing: no text we
    hold settles it, and `left_open` and `delegated` tell where to look.
    """

    applies_from: date
    applies_until: date | None = None
    governing: tuple[Provision, ...] = Field(min_length=1)
    decides: tuple[Statement, ...] = ()
    conditions: tuple[Statement, ...] = ()
    papers: tuple[Paper, ...] = ()
    copies: tuple[Statement, ...] = ()
    steps: tuple[Statement, ...] = ()
    sends_to: tuple[Statement, ...] = ()
    time_limits: tuple[Statement, ...] = ()
    votes: tuple[Statement, ...] = ()
    publication: tuple[Statement, ...] = ()
    prize: tuple[Statement, ...] = ()
    money: tuple[Statement, ...] = ()
    notes: tuple[Statement, ...] = ()
    left_open: tuple[Statement, ...] = ()
    """What no text we hold answers, and the place where the answer would stand."""
    delegated: tuple[Delegation, ...] = ()

    @model_validator(mode="after")
    def _begins_before_it_ends(self) -> Self:
        if self.applies_until and self.applies_until <= self.applies_from:
            raise ValueError("a variant must end after it begins")
        return self

    def covers(self, day: date) -> bool:
        """Whether it applies on that day."""
        return self.applies_from <= day and (self.applies_until is None or day < self.applies_until)

    def answering(self, asked: Iterable[str]) -> tuple[ProvisionId, ...]:
        """The provisions that answer what is asked (aspects of `knowledge/field.py`), each once; what the card
        leaves to somebody else is answered by what leaves it. Empty when the card says nothing of it.
        """
        found: list[ProvisionId] = []
        for aspect in asked:
            for part in _ANSWERING.get(aspect, ()):
                found += [place for statement in getattr(self, part) for place in statement.provisions]
            left = aspects_left(aspect)
            found += [
                place for delegation in self.delegated if delegation.aspect in left for place in delegation.provisions
            ]
        return tuple(dict.fromkeys(found))

    def statements(self) -> Iterator[Statement]:
        """Every statement of the card, papers included, in the order of the card."""
        for part in _PARTS:
            yield from getattr(self, part)

    def provisions(self) -> tuple[ProvisionId, ...]:
        """Every provision the card rests on: the governing ones first, each once."""
        stated = [place for statement in self.statements() for place in statement.provisions]
        delegating = [place for delegation in self.delegated for place in delegation.provisions]
        return tuple(dict.fromkeys((*self.governing, *stated, *delegating)))

    @property
    def certainty(self) -> Certainty:
        """That of the least sure of its governing provisions; single statements may be less sure, and say so."""
        return weakest(map(certainty_of, self.governing))


_PARTS: Final = tuple(
    name for name in Variant.model_fields if name not in {"applies_from", "applies_until", "governing", "delegated"}
)


class Procedure(Entry):
    """A procedure. `subjects` are slugs of `knowledge.awards`; empty when it concerns no single award.

    `variants` are ordered from the latest to the earliest and do not overlap.
    """

    id: str = Field(pattern=r"^[a-z]+(_[a-z]+)*$")
    name: str
    group: Group
    subjects: tuple[str, ...] = ()
    asked_as: tuple[str, ...] = Field(min_length=FEWEST_WAYS_OF_ASKING)
    related: tuple[str, ...] = ()
    variants: tuple[Variant, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _variants_follow_one_another(self) -> Self:
        for later, earlier in pairwise(self.variants):
            if earlier.applies_until is None or earlier.applies_until > later.applies_from:
                raise ValueError("variants must run from the latest to the earliest without overlapping")
        return self

    def on(self, day: date) -> Variant | None:
        """The card for that day; None when nothing we hold says how it was done then."""
        return next((variant for variant in self.variants if variant.covers(day)), None)

    @property
    def search_texts(self) -> tuple[str, ...]:
        """What it is found by: its name, then the ways officers ask for it. Never shown as law."""
        return (self.name, *self.asked_as)


class _ProcedureFile(Entry):
    procedures: tuple[Procedure, ...] = Field(min_length=1)


def load_procedures(files: Sequence[Traversable]) -> tuple[Procedure, ...]:
    """The procedures in those files, in order. Raises RegistryInvalid with file, field and problem.

    No id and no way of asking may stand twice, and related procedures must exist.
    """
    named = [(file.name, entry) for file in files for entry in load(file, _ProcedureFile).procedures]
    known = {entry.id for _, entry in named}
    seen: dict[str, str] = {}
    for file, entry in named:
        for key in (f"id {entry.id}", *(plain(way) for way in entry.asked_as)):
            if key in seen:
                raise RegistryInvalid(file=file, field=entry.id, problem=f"{key!r} stands already in {seen[key]}")
            seen[key] = entry.id
        for other in entry.related:
            if other == entry.id or other not in known:
                raise RegistryInvalid(file=file, field=entry.id, problem=f"no other procedure {other!r}")
    return tuple(entry for _, entry in named)


@cache
def procedures() -> tuple[Procedure, ...]:
    """Every procedure that ships, in the order of the files. Raises RegistryInvalid when they are broken."""
    return load_procedures(data_files("procedures"))


def procedure(name: str) -> Procedure | None:
    """The procedure of that id, None if there is none."""
    return next((entry for entry in procedures() if entry.id == name), None)


def provisions_on(subject: Procedure, known: Registry, day: date) -> tuple[Validity, ...]:
    """The governing provisions of that day's card, in the order to cite, each with what holds for it on that day.

    Empty when there is no card for that day. Raises UnknownRegulation for a document not registered.
    """
    variant = subject.on(day)
    return tuple(validity(known, place, day) for place in variant.governing) if variant else ()
