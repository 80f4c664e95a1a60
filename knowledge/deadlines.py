"""Deadlines that ship: from law, from a province's decision, and usual practice as suggestions; as dated occurrences.

It knows no office and stores nothing; practice is never a rule until an office confirms its own day.
Read next: `knowledge/data/deadlines/`, `knowledge/schedules.py`, `knowledge/provinces.py`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import cache
from typing import Final, Literal, Self

from pydantic import Field, model_validator

from knowledge import provinces
from knowledge.articles import Certainty
from knowledge.datafiles import data_file, load
from knowledge.dates import Op
from knowledge.dating.calendar import add_months
from knowledge.errors import RegistryInvalid
from knowledge.procedures import Statement, weakest
from knowledge.provinces import Bound
from knowledge.registry.models import Entry
from knowledge.regulations import registry
from knowledge.schedules import Every, Occurrence, Schedule, occurrences
from knowledge.validity import validity
from knowledge.workdays import add_working_days

_LAW: Final = "law"


class Origin(StrEnum):
    """Who sets a deadline."""

    LAW = "law"
    PROVINCE = "province"
    PRACTICE = "practice"
    """Nobody whose text we have read: a suggestion."""


class Counted(Entry):
    """A deadline that an event starts: so many days after it, or before it. `anchor` names the event in Vietnamese."""

    n: int = Field(ge=1)
    unit: Literal["day", "working_day", "month"]
    direction: Literal["after", "before"]
    anchor: str = Field(min_length=1)

    def from_day(self, day: date) -> date:
        """The last day in time for an event on that day; the day of the event does not count."""
        signed = self.n if self.direction == "after" else -self.n
        if self.unit == "working_day":
            return add_working_days(day, signed)
        return add_months(day, signed) if self.unit == "month" else day + timedelta(days=signed)


class _LegalRule(Statement):
    id: str = Field(pattern=r"^[a-z]+(_[a-z]+)*$")
    title: str = Field(min_length=1)
    to: str = Field(min_length=1)
    for_: Literal["province", "commune", "anyone"] = Field(alias="for")
    schedule: Schedule | None = None
    counted: Counted | None = None

    @model_validator(mode="after")
    def _has_one_kind_of_day(self) -> Self:
        if (self.schedule is None) == (self.counted is None):
            raise ValueError("needs either a schedule or what it is counted from")
        return self


class _Suggestion(Entry):
    id: str = Field(pattern=r"^[a-z]+(_[a-z]+)*$")
    title: str = Field(min_length=1)
    text: str = Field(min_length=1)
    to: str = Field(min_length=1)
    every: Every
    usual: Schedule | None = None
    source: str = ""

    @model_validator(mode="after")
    def _names_the_source_of_its_day(self) -> Self:
        if (self.usual is None) == bool(self.source):
            raise ValueError("a usual day and its source go together")
        return self


class _Laws(Entry):
    rules: tuple[_LegalRule, ...]


class _Practice(Entry):
    rules: tuple[_Suggestion, ...]


@dataclass(frozen=True, slots=True)
class DeadlineRule:
    """A deadline that ships.

    `id` is stable: «law:…», «practice:…», or «province:» with the province and the provision. `text` says it in
    our own Vietnamese words; `basis` names the provisions as people cite them, empty for practice. One of these
    tells its day: `schedule`; `counted`, which needs the day of an event; `usual`, a day to suggest and to have
    confirmed, with its `source`. Practice may have none of them: the office names its day.
    """

    id: str
    origin: Origin
    title: str
    text: str
    to: str
    audience: str
    every: Every
    certainty: Certainty
    basis: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()
    province: str = ""
    schedule: Schedule | None = None
    counted: Counted | None = None
    usual: Schedule | None = None
    source: str = ""

    @property
    def is_rule(self) -> bool:
        """Whether it may remind as it stands, without anybody's word."""
        return self.schedule is not None


@dataclass(frozen=True, slots=True)
class DatedRule:
    """A rule that falls due. `ended_on` is the day its document stops being in force, when that is not after it."""

    rule: DeadlineRule
    occurrence: Occurrence
    ended_on: date | None = None


@cache
def deadline_rules() -> tuple[DeadlineRule, ...]:
    """Every deadline that ships, law first, then the provinces', then practice.

    Raises RegistryInvalid when a data file breaks its schema or two rules share an id.
    """
    laws = load(data_file("deadlines/law.yaml"), _Laws).rules
    practice = load(data_file("deadlines/practice.yaml"), _Practice).rules
    rules = (*map(_legal, laws), *_of_provinces(), *map(_suggested, practice))
    ids = [rule.id for rule in rules]
    twice = {name for name in ids if ids.count(name) > 1}
    if twice:
        raise RegistryInvalid(file="deadlines", field="id", problem=f"{min(twice)!r} is taken")
    return rules


def deadline_rule(rule_id: str) -> DeadlineRule | None:
    """The rule of that id; None when none ships."""
    return next((rule for rule in deadline_rules() if rule.id == rule_id), None)


def rules_for(province: str | None) -> list[DeadlineRule]:
    """What an office of that province may turn on; without a province, law and practice alone."""
    known = provinces.profile(province) if province else None
    own = known.id if known else ""
    return [rule for rule in deadline_rules() if rule.province in ("", own)]


def dated(rule: DeadlineRule, first: date, last: date) -> Iterator[DatedRule]:
    """When a rule falls due between two days (both included), none before its document was in force.

    What falls due after its document ended is told with `ended_on`: somebody must look for what replaced it.
    """
    if rule.schedule is None:
        return
    for occurrence in occurrences(rule.schedule, first, last):
        if _started(rule.documents, occurrence.due_on):
            yield DatedRule(rule, occurrence, ended_on(rule.documents, occurrence.due_on))


@cache
def _started(documents: tuple[str, ...], day: date) -> bool:
    """Whether the documents had taken effect by that day."""
    states = [validity(registry(), number, day) for number in documents]
    return all(state.effective_on is None or state.effective_on <= day for state in states)


@cache
def ended_on(documents: tuple[str, ...], day: date) -> date | None:
    """Since when the first of these documents (số hiệu) is over on that day; None when none is, or it is not known."""
    known = [number for number in documents if registry().find(number)]
    states = [validity(registry(), number, day) for number in known]
    return min((state.expires_on for state in states if state.expires_on and state.expires_on <= day), default=None)


def _legal(rule: _LegalRule) -> DeadlineRule:
    return DeadlineRule(
        id=f"{_LAW}:{rule.id}", origin=Origin.LAW, title=rule.title, text=rule.text, to=rule.to, audience=rule.for_,
        every=rule.schedule.every if rule.schedule else Every.ONCE, certainty=weakest([rule.certainty]),
        basis=tuple(str(place) for place in rule.provisions),
        documents=tuple(dict.fromkeys(place.document for place in rule.provisions)),
        schedule=rule.schedule, counted=rule.counted,
    )  # fmt: skip


def _of_provinces() -> Iterator[DeadlineRule]:
    for province in provinces.provinces():
        for deadline in province.deadlines:
            yield _provincial(province, deadline)


def _provincial(province: provinces.Profile, deadline: provinces.Deadline) -> DeadlineRule:
    op = Op.BEFORE if deadline.bound is Bound.BEFORE else Op.BY
    schedule = counted = None
    if deadline.month and deadline.day:
        schedule = Schedule(every=Every.YEARLY, op=op, month=deadline.month, day=deadline.day)
    elif deadline.n and deadline.unit:
        counted = Counted(n=deadline.n, unit=deadline.unit.value, direction="before", anchor=deadline.anchor)
    place = deadline.provisions[0]
    return DeadlineRule(
        id=f"province:{province.id}:{str(place).partition('#')[2]}", origin=Origin.PROVINCE, title=deadline.what,
        text=deadline.text, to=deadline.to, audience="commune", every=Every.YEARLY if schedule else Every.ONCE,
        certainty=deadline.certainty, basis=tuple(str(place) for place in deadline.provisions),
        documents=(province.decision,), province=province.id, schedule=schedule, counted=counted,
    )  # fmt: skip


def _suggested(rule: _Suggestion) -> DeadlineRule:
    certainty = Certainty.SECONDARY if rule.usual else Certainty.UNVERIFIED
    return DeadlineRule(
        id=f"practice:{rule.id}", origin=Origin.PRACTICE, title=rule.title, text=rule.text, to=rule.to,
        audience="commune", every=rule.every, certainty=certainty, usual=rule.usual, source=rule.source,
    )  # fmt: skip
