"""The standards of an award as data: which conditions, where they stand, how each is checked.

It knows no recipient and judges nothing.
Read next: `knowledge/data/ladder.yaml`, then `knowledge/standards/checks.py`, which judges.
"""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from functools import cache
from importlib.resources.abc import Traversable
from typing import Annotated, Final, Literal, Self

from pydantic import Field, model_validator

from knowledge.articles import Certainty
from knowledge.awards import AwardKind, awards
from knowledge.datafiles import data_file, load
from knowledge.errors import RegistryInvalid
from knowledge.registry.models import Basis, Entry, Provision
from knowledge.regulations import registry


class Completion(StrEnum):
    """How well a year's duties were fulfilled, worst first."""

    NOT_DONE = "not_done"
    DONE = "done"
    GOOD = "good"
    EXCELLENT = "excellent"

    def reaches(self, level: Completion) -> bool:
        """Whether it is that level or a better one."""
        return _COMPLETIONS.index(self) >= _COMPLETIONS.index(level)


class Scope(StrEnum):
    """How far an initiative is recognised to be of use, narrowest first."""

    GRASSROOTS = "grassroots"
    PROVINCE = "province"
    NATION = "nation"

    def reaches(self, scope: Scope) -> bool:
        """Whether it is that scope or a wider one."""
        return _SCOPES.index(self) >= _SCOPES.index(scope)


_COMPLETIONS: Final = tuple(Completion)
_SCOPES: Final = tuple(Scope)


class Measure(StrEnum):
    """What is counted among the members of a collective."""

    COMPLETED = "completed"
    ADVANCED = "advanced"
    CHAMPIONS = "champions"


class _Condition(Basis):
    """What an award asks for; `text` is Vietnamese."""

    text: str
    provision: Provision
    certainty: Certainty = Certainty.VERIFIED


class CompletionCondition(_Condition):
    """That level in each of the last `years` years; with `after_last`, only years since the same award count."""

    test: Literal["completion"]
    level: Completion
    years: int = Field(default=1, ge=1)
    after_last: bool = False


class StreakCondition(_Condition):
    """An award of every year, `times` years running."""

    test: Literal["streak"]
    award: str
    times: int = Field(ge=2)


class OccasionsCondition(_Condition):
    """An award not given every year, `times` times running; titles in `between` keep the years between unbroken."""

    test: Literal["occasions"]
    award: str
    times: int = Field(ge=2)
    between: tuple[str, ...]


class TimesCondition(_Condition):
    """An award `times` times in the last `within` years, running or not."""

    test: Literal["times"]
    award: str
    times: int = Field(ge=1)
    within: int = Field(ge=1)


class HeldCondition(_Condition):
    """An award form once given for merit, not for a sudden or thematic achievement."""

    test: Literal["held"]
    award: str


class InitiativesCondition(_Condition):
    """`times` initiatives of at least that scope in the last `within` years; None where the text sets no period."""

    test: Literal["initiatives"]
    times: int = Field(ge=1)
    scope: Scope
    within: int | None = Field(default=None, ge=1)


class MembersCondition(_Condition):
    """A share (`percent` or more) or a `number` of the members of a collective in the year."""

    test: Literal["members"]
    measure: Measure
    percent: int | None = Field(default=None, ge=1, le=100)
    number: int | None = Field(default=None, ge=1)

    @model_validator(mode="after")
    def _one_threshold(self) -> Self:
        if (self.percent is None) == (self.number is None):
            raise ValueError("either percent or number")
        return self


class FactCondition(_Condition):
    """A fact only the officer knows."""

    test: Literal["fact"]


class JudgedCondition(_Condition):
    """Left to the council and the one who decides."""

    test: Literal["judged"]


class UnreadCondition(_Condition):
    """A standard whose words we do not hold."""

    test: Literal["unread"]


class DelegatedCondition(_Condition):
    """A standard that the ministry or province sets."""

    test: Literal["delegated"]


class AnyOfCondition(_Condition):
    """One of the parts is enough; with `strict_when_amended`, under the amended law only all of them are sure."""

    test: Literal["any_of"]
    parts: tuple[CompletionCondition | InitiativesCondition, ...] = Field(min_length=2)
    strict_when_amended: bool = False


Condition = Annotated[
    CompletionCondition | StreakCondition | OccasionsCondition | TimesCondition | HeldCondition | InitiativesCondition
    | MembersCondition | FactCondition | JudgedCondition | UnreadCondition | DelegatedCondition | AnyOfCondition,
    Field(discriminator="test"),
]  # fmt: skip


class Standard(Entry):
    """Conditions that must all be met."""

    conditions: tuple[Condition, ...] = Field(min_length=1)


class AwardStandards(Entry):
    """An award and one kind of recipient: one standard is enough.

    `other_routes`: the text has standards besides these that no history shows. `note` is Vietnamese.
    """

    award: str
    kind: AwardKind
    standards: tuple[Standard, ...] = Field(min_length=1)
    other_routes: bool = False
    note: str = ""


class GeneralNote(Basis):
    """What holds for every award; Vietnamese, with its source."""

    text: str
    provision: Provision
    certainty: Certainty = Certainty.VERIFIED
    kinds: tuple[AwardKind, ...] = tuple(AwardKind)


class StandardsFile(Entry):
    """All standards and general notes, in the order in which they are answered."""

    notes: tuple[GeneralNote, ...]
    ladders: tuple[AwardStandards, ...] = Field(min_length=1)


def load_standards(file: Traversable) -> StandardsFile:
    """The standards in that file, checked: awards and documents must be known. Raises RegistryInvalid."""
    content = load(file, StandardsFile)
    known = {award.slug: award for award in awards()}
    for item in content.ladders:
        for slug in (item.award, *_awards_of(item)):
            if slug not in known:
                raise RegistryInvalid(file=file.name, field=item.award, problem=f"unknown award {slug!r}")
        if item.kind not in known[item.award].kinds:
            raise RegistryInvalid(file=file.name, field=item.award, problem=f"not given to {item.kind.value}")
    places = [condition.provision for item in content.ladders for condition in conditions_of(item)]
    for place in (*places, *(note.provision for note in content.notes)):
        if registry().find(place.document) is None:
            raise RegistryInvalid(file=file.name, field=str(place), problem="unknown document")
    return content


def conditions_of(item: AwardStandards) -> Iterator[Condition]:
    """Every condition of every standard, parts included."""
    for standard in item.standards:
        for condition in standard.conditions:
            yield condition
            if isinstance(condition, AnyOfCondition):
                yield from condition.parts


def _awards_of(item: AwardStandards) -> Iterator[str]:
    for condition in conditions_of(item):
        if isinstance(condition, StreakCondition | OccasionsCondition | TimesCondition | HeldCondition):
            yield condition.award
        if isinstance(condition, OccasionsCondition):
            yield from condition.between


@cache
def standards() -> StandardsFile:
    """The standards that ship. Raises RegistryInvalid when they are broken."""
    return load_standards(data_file("ladder.yaml"))
