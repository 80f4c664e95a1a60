"""What the decision of a province adds to a procedure: conditions, deadlines, councils, who approves.

It judges no case and knows no office; what a decision does not settle is named, never filled in.
Read next: `knowledge/data/provinces/`, one file a province, and `knowledge/procedures.py`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from importlib.resources.abc import Traversable
from typing import Final, Self

from pydantic import Field, model_validator

from knowledge.datafiles import data_files, load
from knowledge.errors import RegistryInvalid
from knowledge.procedures import Aspect, Delegate, Delegation, Procedure, Statement, aspects_left, procedures
from knowledge.provisions import ProvisionId
from knowledge.registry.models import Entry, Provision
from knowledge.regulations import Regulation, registry
from knowledge.text import plain
from knowledge.validity import in_force

__all__ = [
    "Additions", "Bound", "Deadline", "Fact", "Profile", "Silence", "Unit",
    "aspects_for", "load_provinces", "profile", "provinces",
]  # fmt: skip

_KINDS: Final = ("tinh ", "thanh pho ")
_LONGEST_MONTH: Final = 31


class Bound(StrEnum):
    """Which day is still in time."""

    BEFORE = "before"
    """The day before at the latest (trước ngày …)."""
    BY = "by"
    """That day itself is still in time (chậm nhất ngày …)."""


class Unit(StrEnum):
    """What a distance of time is counted in."""

    DAY = "day"
    WORKING_DAY = "working_day"


class _Attached(Statement):
    """A statement with the procedures it belongs to.

    `procedures` are ids; `delegated_by` reaches, besides, every procedure that leaves the same aspect
    to the province by one of these provisions.
    """

    procedures: tuple[str, ...] = ()
    delegated_by: tuple[Provision, ...] = ()

    @model_validator(mode="after")
    def _belongs_somewhere(self) -> Self:
        if not (self.procedures or self.delegated_by):
            raise ValueError("needs procedures or delegated_by")
        return self

    def concerns(self, subject: Procedure, aspect: Aspect, delegated: Iterable[Delegation]) -> bool:
        """Whether it belongs to that procedure, which leaves these aspects to the province."""
        return subject.id in self.procedures or any(
            delegation.aspect is aspect and set(delegation.provisions) & set(self.delegated_by)
            for delegation in delegated
        )


class Fact(_Attached):
    """What the decision lays down about one aspect."""

    aspect: Aspect


class Deadline(_Attached):
    """A day by which something must be there, every year or counted from an event.

    Either `month` and `day` are given, every year («trước ngày 10/12» is BEFORE the 10th of the 12th),
    or `n` and `unit` before `anchor`, an event in Vietnamese («trước 10 ngày» is BY the day that lies 10
    days before it). `to` is who receives it, in Vietnamese.
    """

    what: str
    bound: Bound
    to: str
    month: int | None = Field(default=None, ge=1, le=12)
    day: int | None = Field(default=None, ge=1, le=_LONGEST_MONTH)
    n: int | None = Field(default=None, ge=1)
    unit: Unit | None = None
    anchor: str = ""

    @model_validator(mode="after")
    def _is_yearly_or_relative(self) -> Self:
        yearly = (self.month is not None, self.day is not None)
        relative = (self.n is not None, self.unit is not None, bool(self.anchor))
        if not (all(yearly) and not any(relative)) and not (all(relative) and not any(yearly)):
            raise ValueError("needs month and day, or n, unit and anchor")
        return self


class Silence(Statement):
    """Aspects on which the decision says nothing; the text says so and whom to ask."""

    aspects: tuple[Aspect, ...] = Field(min_length=1)


class Profile(Entry):
    """A province and the decision that is its regulation of emulation and commendation."""

    id: str = Field(pattern=r"^[a-z]+(_[a-z]+)*$")
    name: str
    aliases: tuple[str, ...] = ()
    decision: str
    facts: tuple[Fact, ...] = Field(min_length=1)
    deadlines: tuple[Deadline, ...] = ()
    silences: tuple[Silence, ...] = ()

    @property
    def regulation(self) -> Regulation:
        """The decision as the registry knows it: issuer, title, days of issue and effect."""
        return registry().get(self.decision)


@dataclass(frozen=True, slots=True)
class Additions:
    """What a profile adds to a procedure.

    `still_open` are the aspects left to the province on which its decision says nothing for this
    procedure, and `silences` what is to be said about them.
    """

    facts: tuple[Fact, ...] = ()
    deadlines: tuple[Deadline, ...] = ()
    still_open: tuple[Delegation, ...] = ()
    silences: tuple[Silence, ...] = ()

    def answering(self, asked: Iterable[str]) -> tuple[ProvisionId, ...]:
        """The provisions of the decision that answer what is asked (aspects of `knowledge/field.py`), each once."""
        wanted = [aspect for name in asked for aspect in aspects_left(name)]
        found = [place for fact in self.facts if fact.aspect in wanted for place in fact.provisions]
        if Aspect.DEADLINE in wanted:
            found += [place for deadline in self.deadlines for place in deadline.provisions]
        return tuple(dict.fromkeys(found))

    def provisions(self) -> tuple[ProvisionId, ...]:
        """Every provision of the decision that concerns the procedure, each once."""
        stated = (*self.facts, *self.deadlines)
        return tuple(dict.fromkeys(place for statement in stated for place in statement.provisions))


def aspects_for(subject: Procedure, province: Profile, on: date | None = None) -> Additions:
    """What that province's decision adds to the procedure, on that day; without a day, to its latest card.

    Nothing is added on a day on which the decision was not in force.
    """
    variant = subject.on(on) if on else subject.variants[0]
    left = variant.delegated if variant else ()
    delegated = tuple(delegation for delegation in left if delegation.to is Delegate.PROVINCE)
    if on and in_force(registry(), province.decision, on) is False:
        return Additions(still_open=delegated)
    facts = tuple(fact for fact in province.facts if fact.concerns(subject, fact.aspect, delegated))
    deadlines = tuple(entry for entry in province.deadlines if entry.concerns(subject, Aspect.DEADLINE, delegated))
    settled = {fact.aspect for fact in facts} | ({Aspect.DEADLINE} if deadlines else set())
    still_open = tuple(delegation for delegation in delegated if delegation.aspect not in settled)
    unsaid = {delegation.aspect for delegation in still_open}
    silences = tuple(silence for silence in province.silences if unsaid & set(silence.aspects))
    return Additions(facts, deadlines, still_open, silences)


def _check(province: Profile, file: str, known: set[str]) -> None:
    regulation = registry().find(province.decision)
    if regulation is None or regulation.province != province.name:
        problem = f"{province.decision!r} is not registered as a decision of this province"
        raise RegistryInvalid(file=file, field="decision", problem=problem)
    for entry in (*province.facts, *province.deadlines):
        missing = [name for name in entry.procedures if name not in known]
        if missing:
            raise RegistryInvalid(file=file, field=entry.text, problem=f"no procedure {missing[0]!r}")


def load_provinces(files: Sequence[Traversable], known: Iterable[str]) -> tuple[Profile, ...]:
    """The profiles in those files, one a file; `known` are the ids of the procedures they may name.

    Raises RegistryInvalid with file, field and problem, also for a name or alias that two profiles share.
    """
    ids = set(known)
    found: list[Profile] = []
    taken: set[str] = set()
    for file in files:
        province = load(file, Profile)
        _check(province, file.name, ids)
        names = _keys(province)
        if names & taken:
            raise RegistryInvalid(file=file.name, field="name", problem=f"{sorted(names & taken)[0]!r} is taken")
        taken |= names
        found.append(province)
    return tuple(found)


@cache
def provinces() -> tuple[Profile, ...]:
    """Every profile that ships, by file name. Raises RegistryInvalid when one is broken."""
    return load_provinces(data_files("provinces"), (entry.id for entry in procedures()))


def profile(name: str) -> Profile | None:
    """The profile of a province by name («tỉnh Bắc Ninh», «bac ninh») or id; None when none is held."""
    wanted = _key(name)
    return next((province for province in provinces() if wanted in _keys(province)), None)


def _key(name: str) -> str:
    key = plain(name.replace("_", " "))
    return next((key.removeprefix(kind) for kind in _KINDS if key.startswith(kind)), key)


def _keys(province: Profile) -> set[str]:
    return {_key(name) for name in (province.id, province.name, *province.aliases)}
