"""What the registry says of one document: dates with their source, relations, transitional rules.

It knows no other document and no answer; every statement carries how it is known.
Read next: `knowledge/regulations.py` (looking documents up), `knowledge/registry/checks.py` (what must agree).
"""

from __future__ import annotations

import re
from datetime import date
from enum import StrEnum
from functools import lru_cache
from typing import Annotated, Final, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from knowledge.articles import Certainty
from knowledge.provisions import ProvisionId
from knowledge.text import fold, normalise, plain

_NUMBER: Final = re.compile(r"(?P<digits>\d+)(?:/(?P<year>\d{4}))?(?=[-/]|$)")
_BETWEEN: Final = re.compile(r"[\s–-]")
_ABBREVIATIONS: Final = {
    "nd": "nghi dinh", "tt": "thong tu", "qd": "quyet dinh", "ct": "chi thi", "cv": "cong van",
    "nq": "nghi quyet", "vbhn": "van ban hop nhat",
}  # fmt: skip


@lru_cache(maxsize=4096)
def number_key(number: str) -> str:
    """A document number as it is compared: «152 /2025/ND CP» and «152/2025/NĐ-CP» are one, «2» and «02» too."""
    return _BETWEEN.sub("", fold(normalise(number))).casefold().lstrip("0")


def kind_key(kind: str) -> str:
    """A kind of document as it is compared; «NĐ» and «nghi dinh» both give «nghi dinh»."""
    key = plain(kind)
    return _ABBREVIATIONS.get(key, key)


def _provision(value: object) -> object:
    return ProvisionId.parse(value) if isinstance(value, str) else value


Provision = Annotated[ProvisionId, BeforeValidator(_provision)]


class Status(StrEnum):
    """Whether something may be applied on a day."""

    IN_FORCE = "in_force"
    NOT_YET = "not_yet"
    EXPIRED = "expired"
    UNKNOWN = "unknown"
    """The registry has no source that says so for this day."""


class Held(StrEnum):
    """How much of the text we have read."""

    FULL = "full"
    EXCERPT = "excerpt"
    SUMMARY = "summary"
    """Somebody else's account of it."""
    NONE = "none"


class RelationKind(StrEnum):
    """What a newer document does to an older one."""

    SUPERSEDES = "supersedes"
    """Ends it and takes its place, whatever word the text uses (thay thế, bãi bỏ, hết hiệu lực)."""
    REPEALS = "repeals"
    """Ends it and puts nothing in its place."""
    AMENDS = "amends"
    CONSOLIDATES = "consolidates"
    """Prints it with its amendments; changes nothing."""
    DETAILS = "details"
    """Is issued to implement it."""
    ADJUSTS = "adjusts"
    """Changes how it is applied without changing its words: both must be read together."""


ENDING_KINDS: Final = (RelationKind.SUPERSEDES, RelationKind.REPEALS)


class Entry(BaseModel):
    """Base of what a data file holds: nothing may be added, nothing changed."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Basis(Entry):
    """A statement and how it is known: the provision that says so, or the source it was seen in."""

    certainty: Certainty
    provision: Provision | None = None
    source: str = ""

    @model_validator(mode="after")
    def _says_how_it_is_known(self) -> Self:
        if self.provision is None and not self.source:
            raise ValueError("a statement needs the provision or the source that says so")
        return self


class DatedFact(Basis):
    """A date and how it is known."""

    day: date


class Condition(Entry):
    """What may move an expiry, in Vietnamese, with the provision that says so."""

    provision: Provision
    text: str


class Ending(DatedFact):
    """The day a document stops being in force: it is in force up to the day before.

    `exception` says in Vietnamese why that day is not the day its successor starts, where it is not.
    """

    conditions: tuple[Condition, ...] = ()
    exception: str = ""


class Doubt(Entry):
    """From `day` on nothing we have read says whether the document is in force; `reason` is Vietnamese."""

    day: date
    reason: str


class Relation(Basis):
    """What this document does to an older one.

    `scope` names the provisions of the older document it concerns; empty means all of it.
    `day` is when that takes effect, None the day this document does.
    """

    kind: RelationKind
    target: str
    scope: tuple[Provision, ...] = ()
    day: date | None = None
    note: str = ""


class TransitionalRule(Entry):
    """A case in which another rule applies than the one in force.

    `keeps` names the documents that go on being applied, `until` the last day of it, and
    `received_before` the day before which a dossier must have been received. Texts are Vietnamese.
    """

    provision: Provision
    keeps: tuple[str, ...] = ()
    condition: str
    text: str
    certainty: Certainty
    source: str = ""
    until: date | None = None
    received_before: date | None = None


class Confusable(Entry):
    """A number people take for this document; `note` sets it right in Vietnamese.

    `issued_on` is given where another document bears the very same number.
    """

    number: str
    issued_on: date | None = None
    note: str


class Regulation(Entry):
    """One document as the registry knows it.

    What is missing is not known, an empty title too. `certainty` is that of the number and its subject;
    `title` is the official one, letter by letter, when `title_certainty` is verified. `province` and `sector` name
    whom the document binds when it is not everybody.
    """

    number: str
    kind: str
    issuer: str
    title: str
    title_certainty: Certainty = Certainty.SECONDARY
    certainty: Certainty = Certainty.SECONDARY
    year: int | None = None
    """Year of issue, where neither the number nor `issued` says it; read `of_year` instead."""
    issued: DatedFact | None = None
    effective: DatedFact | None = None
    expires: Ending | None = None
    in_force_seen: DatedFact | None = None
    """A day on which a source treated the document as in force; used where `effective` is missing."""
    doubt: Doubt | None = None
    relations: tuple[Relation, ...] = ()
    transitional: tuple[TransitionalRule, ...] = ()
    aliases: tuple[str, ...] = ()
    portals: dict[str, str] = Field(default_factory=dict)
    """Document ids by portal («vbpl.vn»: «178327»)."""
    held: Held = Held.NONE
    normative: bool = True
    """False for official letters, directives of the Party and plans: no legal basis."""
    sector: str = ""
    province: str = ""
    notes: tuple[str, ...] = ()
    confusable: tuple[Confusable, ...] = ()

    @property
    def full_name(self) -> str:
        """How it is cited: «Nghị định số 152/2025/NĐ-CP»; a law and a Party directive likewise by number."""
        return f"{self.kind} số {self.number}"

    @property
    def of_year(self) -> int | None:
        """The year of issue, None if unknown."""
        match = _NUMBER.match(self.number)
        if match and match["year"]:
            return int(match["year"])
        return self.issued.day.year if self.issued else self.year

    @property
    def digits(self) -> str:
        """The first part of the number, as it is compared: «152», «2»."""
        match = _NUMBER.match(self.number)
        return match["digits"].lstrip("0") if match else ""

    @property
    def short_names(self) -> tuple[str, ...]:
        """What people say for it: «Nghị định 152», «NĐ 152», «Nghị định 152/2025», and the aliases."""
        key = kind_key(self.kind)
        initials = [short.upper() for short, whole in _ABBREVIATIONS.items() if whole == key]
        kinds = [self.kind, *(short.replace("D", "Đ") for short in initials)]
        printed = re.match(r"\d+", self.number)
        numbers = [printed[0], f"{printed[0]}/{self.of_year}"] if printed and self.of_year else []
        return tuple(f"{kind} {number}" for kind in kinds for number in numbers) + self.aliases

    def status_on(self, day: date) -> Status:
        """Whether the document as a whole is in force on that day, from its own dates alone."""
        if self.expires and self.expires.day <= day:
            return Status.EXPIRED
        start = self.effective or self.issued
        if start and day < start.day:
            return Status.NOT_YET
        if self.doubt and self.doubt.day <= day:
            return Status.UNKNOWN
        seen = self.in_force_seen is not None and self.in_force_seen.day <= day
        return Status.IN_FORCE if self.effective or seen else Status.UNKNOWN
