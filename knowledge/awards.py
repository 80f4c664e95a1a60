"""Titles and award forms: what they are called, who may get them, who decides, and the base salary by date.

It computes nothing and knows no person; dates of validity come from the registry of documents.
Read next: `knowledge/data/awards.yaml`, then `knowledge/prizes.py`, `knowledge/ladder.py`, `knowledge/ratios.py`.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import cache
from importlib.resources.abc import Traversable
from itertools import pairwise
from typing import Annotated, Final, Self

from pydantic import BeforeValidator, Field, model_validator

from knowledge.abbreviations import expand
from knowledge.articles import Certainty
from knowledge.datafiles import data_file, load
from knowledge.errors import InvalidAnswer, RegistryInvalid
from knowledge.provisions import ProvisionId
from knowledge.registry.models import Basis, Entry, Provision
from knowledge.regulations import registry
from knowledge.text import plain
from knowledge.validity import in_force

__all__ = [
    "Authority", "Award", "AwardDocument", "AwardKind", "AwardType", "Awards", "BaseSalary", "Level", "PrizeRow",
    "Quota", "Vote", "awards", "base_salaries", "base_salary_on", "load_awards", "load_base_salaries",
]  # fmt: skip

MOST_CHOICES: Final = 8
"""How many awards are offered when a name may mean several."""


class AwardKind(StrEnum):
    """Whom it is given to."""

    INDIVIDUAL = "individual"
    COLLECTIVE = "collective"
    HOUSEHOLD = "household"


class AwardType(StrEnum):
    """Which of the two families it belongs to."""

    TITLE = "title"
    """Danh hiệu thi đua (Luật Thi đua, khen thưởng, Điều 19 and 20)."""
    AWARD_FORM = "award_form"
    """Hình thức khen thưởng (Điều 9), honorary titles of the State included."""


class Level(StrEnum):
    """Of which rank it is."""

    COMMUNE = "commune"
    """Cấp xã, and heads of bodies and enterprises of that rank."""
    PROVINCE = "province"
    """Bộ, ban, ngành, tỉnh."""
    STATE = "state"
    """Cấp Nhà nước (Nghị định 152/2025/NĐ-CP, khoản 1 and 2 Điều 3)."""
    OTHER = "other"
    """Army regions, national universities, the Standing Committee of the National Assembly."""


def _figure(value: object) -> object:
    # A float would already have lost what the text says.
    if not isinstance(value, str):
        raise ValueError("a figure is written as a text («0.3»)")  # noqa: TRY004 - pydantic turns it into its own error
    return value


Figure = Annotated[Decimal, BeforeValidator(_figure)]


class Authority(Basis):
    """Who decides, as the provision names them; a secondary row is known from another body's document."""

    who: str
    certainty: Certainty = Certainty.VERIFIED
    provision: Provision


class PrizeRow(Entry):
    """How many base salaries come with an award for one kind of recipient, by one decree.

    The prize is `coefficient` times `multiplier` base salaries (a collective: twice an individual's), at
    most that much with `ceiling`. `comes_with` is what is handed over besides the money.
    """

    kind: AwardKind
    coefficient: Figure = Field(gt=0, decimal_places=2)
    provision: Provision
    multiplier: Figure = Field(default=Decimal(1), ge=1, decimal_places=1)
    multiplier_provision: Provision | None = None
    ceiling: bool = False
    comes_with: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _multiplier_is_grounded(self) -> Self:
        if (self.multiplier != 1) != (self.multiplier_provision is not None):
            raise ValueError("a multiplier needs the provision that says so, and no other row does")
        return self


class Vote(Entry):
    """The least share of agreeing votes, in percent of all members of the council."""

    percent: int = Field(ge=1, le=100)
    provision: Provision


class Quota(Entry):
    """The largest share that may be proposed, in percent."""

    percent: int = Field(ge=1, le=100)
    provision: Provision


class AwardDocument(Entry):
    """A decree that sets prizes or votes: how surely it is known, and its rules of computing.

    A rule that is None stands in no text we have read.
    """

    document: str
    certainty: Certainty
    source: str = ""
    moment: Provision | None = None
    rounding: Provision | None = None
    titles_together: Provision | None = None
    forms_together: Provision | None = None
    title_with_form: Provision | None = None


class Award(Entry):
    """A title or award form. `note` is Vietnamese and belongs beside every answer about it."""

    slug: str = Field(pattern=r"[a-z]+(_[a-z]+)*")
    name: str
    aliases: tuple[str, ...] = ()
    type: AwardType
    level: Level
    kinds: tuple[AwardKind, ...] = Field(min_length=1)
    listed_in: Provision
    authorities: tuple[Authority, ...] = ()
    prizes: tuple[PrizeRow, ...] = ()
    votes: tuple[Vote, ...] = ()
    quota: Quota | None = None
    note: str = ""

    def authorities_on(self, day: date) -> tuple[Authority, ...]:
        """Who decides on that day; empty when no text we hold says so for it."""
        return tuple(row for row in self.authorities if in_force(registry(), row.provision, day))

    def prizes_on(self, day: date, kind: AwardKind) -> tuple[PrizeRow, ...]:
        """The prize row in force on that day for that kind: one, or none when none is known for it."""
        return tuple(row for row in self.prizes if row.kind is kind and in_force(registry(), row.provision, day))

    def vote_on(self, day: date) -> Vote | None:
        """The share of votes asked for on that day, None when no text we hold asks for a vote."""
        return next((row for row in self.votes if in_force(registry(), row.provision, day)), None)

    def quota_on(self, day: date) -> Quota | None:
        """The limit on proposals on that day, None when no text we hold sets one."""
        return self.quota if self.quota and in_force(registry(), self.quota.provision, day) else None

    def names(self) -> Iterator[str]:
        """Every name it is found by."""
        yield self.slug
        yield self.name
        yield from self.aliases


class Awards:
    """All awards, in the order of the file. Built through `load_awards`, which checks them first."""

    def __init__(
        self, entries: Iterable[Award], documents: Iterable[AwardDocument], families: Iterable[str] = ()
    ) -> None:
        self._entries = {award.slug: award for award in entries}
        self._documents = {item.document: item for item in documents}
        self._families = tuple(families)
        self._by_name = {plain(name): award for award in self for name in award.names()}
        longest_first = sorted((key for key in self._by_name if " " in key), key=len, reverse=True)
        self._any_name = re.compile(rf"(?<![^ ])({'|'.join(map(re.escape, longest_first))})(?![^ ])")

    def __iter__(self) -> Iterator[Award]:
        return iter(self._entries.values())

    def __len__(self) -> int:
        return len(self._entries)

    def document(self, place: ProvisionId) -> AwardDocument:
        """The decree in which that prize or vote stands. Raises KeyError for any other document."""
        return self._documents[place.document]

    def candidates(self, text: str) -> tuple[Award, ...]:
        """The awards a name may mean, in the order of the file.

        One when the text is a name, alias or slug, in any case, with marks or without, abbreviated or
        not; otherwise all whose names contain it.
        """
        typed, spelt_out = (plain(form).removeprefix("danh hieu ") for form in (text, expand(text)))
        for key in (typed, spelt_out):
            if key in self._by_name:
                return (self._by_name[key],)
        if not spelt_out:
            return ()
        wanted = f" {spelt_out} "
        found = {award.slug: award for key, award in self._by_name.items() if wanted in f" {key} "}
        return tuple(award for award in self if award.slug in found)

    def mentioned(self, text: str) -> tuple[Award, ...]:
        """The awards that a text names, abbreviated or not, in the order of the text; of two names the longer one.

        «Tập thể lao động tiên tiến» does not name «Lao động tiên tiến».
        """
        return tuple(dict.fromkeys(self._entries[slug] for _, slug in self.places(plain(expand(text)))))

    def places(self, words: str) -> Iterator[tuple[int, str]]:
        """Where plain words (`knowledge.text.plain`) name an award, with its slug; of two names the longer one."""
        for match in self._any_name.finditer(words):
            yield match.start(), self._by_name[match[1]].slug

    def family(self, text: str) -> str:
        """What a text calls several awards at once («bằng khen»); empty when it does not."""
        words = f" {plain(text)} "
        return next((family for family in self._families if f" {plain(family)} " in words), "")

    def get(self, text: str) -> Award:
        """The one award of that name. Raises InvalidAnswer, field «award».

        Key `award_unknown` when nothing is called so, `award_ambiguous` (with `choices`, their names)
        when several are.
        """
        found = self.candidates(text)
        if not found:
            raise InvalidAnswer("award_unknown", field="award", given=text)
        if len(found) > 1:
            choices = tuple(award.name for award in found[:MOST_CHOICES])
            raise InvalidAnswer("award_ambiguous", field="award", given=text, choices=choices)
        return found[0]


class _AwardsFile(Entry):
    documents: tuple[AwardDocument, ...]
    families: tuple[str, ...] = ()
    awards: tuple[Award, ...] = Field(min_length=1)


def load_awards(file: Traversable) -> Awards:
    """The awards in that file, checked. Raises RegistryInvalid with file, field and problem.

    No slug or name may mean two awards, every document must be registered, every prize must be for a
    kind the award is given to, and no document may set the prize of one kind twice.
    """
    content = load(file, _AwardsFile)
    for field, problem in _problems(content):
        raise RegistryInvalid(file=file.name, field=field, problem=problem)
    return Awards(content.awards, content.documents, content.families)


def _problems(content: _AwardsFile) -> Iterator[tuple[str, str]]:
    documents = {item.document for item in content.documents}
    owners: dict[str, str] = {}
    for award in content.awards:
        for key in {plain(name) for name in award.names()}:
            if owners.setdefault(key, award.slug) != award.slug:
                yield award.slug, f"«{key}» already means {owners[key]!r}"
        rows: dict[AwardKind, set[str]] = defaultdict(set)
        for row in award.prizes:
            if row.kind not in award.kinds:
                yield award.slug, f"a prize for {row.kind.value}, which the award is not given to"
            if row.provision.document in rows[row.kind]:
                yield award.slug, f"{row.provision.document} sets the prize for {row.kind.value} twice"
            rows[row.kind].add(row.provision.document)
        if not award.prizes and not award.note:
            yield award.slug, "without a prize the note must say why"
        for place in _places(award):
            if registry().find(place.document) is None:
                yield award.slug, f"unknown document {place.document!r}"
        for place in (*(row.provision for row in award.prizes), *(row.provision for row in award.votes)):
            if place.document not in documents:
                yield award.slug, f"{place.document!r} is not among the documents of this file"


def _places(award: Award) -> Iterator[ProvisionId]:
    yield award.listed_in
    yield from (row.provision for row in award.authorities)
    yield from (row.provision for row in award.prizes)
    yield from (row.provision for row in award.votes)
    yield from (row.multiplier_provision for row in award.prizes if row.multiplier_provision)
    if award.quota:
        yield award.quota.provision


@cache
def awards() -> Awards:
    """The awards that ship. Raises RegistryInvalid when they are broken."""
    return load_awards(data_file("awards.yaml"))


class BaseSalary(Basis):
    """A level of the base salary (mức lương cơ sở), đồng a month, from `start` until the next level."""

    start: date = Field(alias="from")
    amount: int = Field(gt=0, multiple_of=1000, strict=True)
    provision: Provision


class _BaseSalaryFile(Entry):
    levels: tuple[BaseSalary, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _rises(self) -> Self:
        if not all(before.start < after.start for before, after in pairwise(self.levels)):
            raise ValueError("levels stand in the order of their days, each day once")
        return self


def load_base_salaries(file: Traversable) -> tuple[BaseSalary, ...]:
    """All levels in that file, earliest first, unverified ones too. Raises RegistryInvalid."""
    return load(file, _BaseSalaryFile).levels


@cache
def base_salaries() -> tuple[BaseSalary, ...]:
    """The levels that ship, earliest first; those marked unverified are for maintainers only."""
    return load_base_salaries(data_file("base_salary.yaml"))


def base_salary_on(day: date) -> BaseSalary | None:
    """The level in force on that day, None when none is known from a source: then the officer is asked.

    Nghị định 161/2026/NĐ-CP, khoản 2 Điều 3 for the level since 01/7/2026.
    """
    current = [level for level in base_salaries() if level.start <= day][-1:]
    return next((level for level in current if level.certainty is not Certainty.UNVERIFIED), None)
