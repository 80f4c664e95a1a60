"""Whether a provision may be applied on a day, what took its place, and what to read with it.

It knows no text of any provision and no user; notes and conditions are data from the registry.
Read next: `knowledge/regulations.py` for the documents, `knowledge/correspondence.py` for old article → new article.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from knowledge.articles import Certainty
from knowledge.provisions import ProvisionId
from knowledge.registry.models import Condition
from knowledge.regulations import Basis, Link, Registry, Regulation, RelationKind, Status, TransitionalRule

__all__ = [
    "EXPIRES_SOON", "Amendment", "Event", "PartialEnd", "Source", "Status", "TransitionalRule", "Upcoming", "Validity",
    "in_force", "successor_chain", "validity",
]  # fmt: skip

EXPIRES_SOON: Final = timedelta(days=180)
"""How long before its end a provision is called about to expire: time to prepare what replaces it."""

_SURENESS: Final = (Certainty.VERIFIED, Certainty.SECONDARY, Certainty.UNVERIFIED)


class Event(StrEnum):
    """What is announced."""

    EFFECT = "effect"
    AMENDMENT = "amendment"
    EXPIRY = "expiry"
    SUPERSESSION = "supersession"


@dataclass(frozen=True, slots=True)
class Amendment:
    """A document to be read with the one asked about. `effective_on` is None when nobody says since when."""

    number: str
    effective_on: date | None
    certainty: Certainty
    scope: tuple[ProvisionId, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class PartialEnd:
    """A part of what was asked about that is no longer in force."""

    scope: ProvisionId
    ended_on: date
    by: str
    certainty: Certainty


@dataclass(frozen=True, slots=True)
class Upcoming:
    """Something announced by `as_of` that takes effect later; `number` is the document that says so."""

    event: Event
    day: date
    number: str
    certainty: Certainty
    note: str = ""


@dataclass(frozen=True, slots=True)
class Source:
    """How a statement of the answer is known: `says` names the field («effective_on», «successors»)."""

    says: str
    certainty: Certainty
    provision: ProvisionId | None
    text: str


@dataclass(frozen=True, slots=True)
class Validity:
    """A provision on the day `as_of`.

    In force means `effective_on` <= day < `expires_on`; a date that is None is not known (or, for
    `expires_on`, not set). `certainty` is that of the weakest date the status rests on, unverified if
    it rests on none; that nothing newer was missed is never surer than `reviewed_on`. `successors`
    lead from the document to what is in force on `as_of`, nearest first. `amended_by` changed the
    words by that day; `read_with` only the way they are applied. `ended_parts` lists parts of the
    provision that ended on their own. `after_review`: the day lies after the registry was last
    brought up to date, so newer documents may be missing. `doubt` says in Vietnamese why the status
    is unknown, `notes` what else the asker must be told.
    """

    document: str
    provision: ProvisionId
    as_of: date
    status: Status
    effective_on: date | None
    expires_on: date | None
    certainty: Certainty
    successors: tuple[str, ...] = ()
    amended_by: tuple[Amendment, ...] = ()
    read_with: tuple[Amendment, ...] = ()
    ended_parts: tuple[PartialEnd, ...] = ()
    upcoming: tuple[Upcoming, ...] = ()
    expires_soon: bool = False
    expiry_conditions: tuple[Condition, ...] = ()
    transitional: tuple[TransitionalRule, ...] = ()
    sources: tuple[Source, ...] = ()
    doubt: str = ""
    notes: tuple[str, ...] = ()
    after_review: bool = False


def validity(registry: Registry, provision: ProvisionId | str, on: date) -> Validity:
    """What holds for that provision, or whole document, on that day.

    Raises UnknownRegulation for a document that is not registered, ValueError for a malformed id.
    """
    place = ProvisionId.parse(provision) if isinstance(provision, str) else provision
    regulation = registry.get(place.document)
    place = replace(place, document=regulation.number)
    ending = _ending(registry, regulation, place)
    status = Status.EXPIRED if ending and ending.day <= on else regulation.status_on(on)
    upcoming = tuple(_upcoming(registry, regulation, place, ending, on))
    doubted = status is Status.UNKNOWN and regulation.doubt is not None and regulation.doubt.day <= on
    return Validity(
        document=regulation.number,
        provision=place,
        as_of=on,
        status=status,
        effective_on=regulation.effective.day if regulation.effective else None,
        expires_on=ending.day if ending else None,
        certainty=_weakest(_deciding(regulation, ending, status)),
        successors=_chain(registry, place, on) if status is Status.EXPIRED else (),
        amended_by=tuple(_changes(registry, place, on, RelationKind.AMENDS)),
        read_with=tuple(_changes(registry, place, on, RelationKind.ADJUSTS)),
        ended_parts=tuple(_ended_parts(registry, place, on)),
        upcoming=upcoming,
        expires_soon=any(_ends_soon(event, on) for event in upcoming),
        expiry_conditions=regulation.expires.conditions if regulation.expires else (),
        transitional=tuple(_transitional(registry, regulation, on)),
        sources=tuple(_sources(registry, regulation, ending, place)),
        doubt=regulation.doubt.reason if regulation.doubt and doubted else "",
        notes=regulation.notes,
        after_review=on > registry.reviewed_on,
    )


def in_force(registry: Registry, provision: ProvisionId | str, on: date) -> bool | None:
    """Whether it may be applied on that day; None when the registry cannot say, also for unknown documents."""
    place = ProvisionId.parse(provision) if isinstance(provision, str) else provision
    if registry.find(place.document) is None:
        return None
    status = validity(registry, place, on).status
    return None if status is Status.UNKNOWN else status is Status.IN_FORCE


def successor_chain(registry: Registry, number: str, on: date) -> tuple[str, ...]:
    """The documents that took its place one after another by that day, nearest first; empty if none did.

    Raises UnknownRegulation.
    """
    return _chain(registry, ProvisionId(registry.get(number).number), on)


@dataclass(frozen=True, slots=True)
class _End:
    """The first day a provision is out of force, and who says so."""

    day: date
    certainty: Certainty
    by: str
    provision: ProvisionId | None
    source: str
    superseded: bool


def _ending(registry: Registry, regulation: Regulation, place: ProvisionId) -> _End | None:
    links = registry.superseded_by(regulation.number)
    ends = [_end_by(link) for link in links if link.scope and link.concerns(place)]
    fact = regulation.expires
    if fact:
        whole = next((link for link in links if not link.scope and link.effective_on == fact.day), None)
        said_by = whole.newer if whole else fact.provision.document if fact.provision else regulation.number
        superseded = whole is not None and whole.kind is RelationKind.SUPERSEDES
        ends.append(_End(fact.day, fact.certainty, said_by, fact.provision, fact.source, superseded))
    return min((end for end in ends if end), key=lambda end: end.day, default=None)


def _end_by(link: Link) -> _End | None:
    if link.effective_on is None:
        return None
    superseded = link.kind is RelationKind.SUPERSEDES
    return _End(link.effective_on, link.certainty, link.newer, link.provision, link.source, superseded)


def _deciding(regulation: Regulation, ending: _End | None, status: Status) -> Iterator[Certainty]:
    if status is Status.EXPIRED and ending:
        yield ending.certainty
        return
    started: Basis | None = regulation.effective or regulation.in_force_seen or regulation.issued
    if status is Status.NOT_YET:
        started = regulation.effective or regulation.issued
    if started:
        yield started.certainty
    if ending and status is Status.IN_FORCE:
        yield ending.certainty


def _weakest(certainties: Iterable[Certainty]) -> Certainty:
    return max(certainties, key=_SURENESS.index, default=Certainty.UNVERIFIED)


def _chain(registry: Registry, place: ProvisionId, on: date) -> tuple[str, ...]:
    """Breadth first, so that what took the place directly comes before what took that one's place."""
    found: list[str] = []
    frontier = [place]
    while frontier:
        current = frontier.pop(0)
        for link in registry.superseded_by(current.document):
            begun = link.effective_on is not None and link.effective_on <= on
            if begun and link.concerns(current) and link.newer not in found and link.kind is RelationKind.SUPERSEDES:
                found.append(link.newer)
                frontier.append(ProvisionId(link.newer))
    return tuple(found)


def _changes(registry: Registry, place: ProvisionId, on: date, kind: RelationKind) -> Iterator[Amendment]:
    for link in registry.links_to(place.document, kind):
        issued = registry.get(link.newer).issued
        begun = link.effective_on <= on if link.effective_on else not issued or issued.day <= on
        if begun and link.touches(place):
            yield Amendment(link.newer, link.effective_on, link.certainty, link.scope, link.note)


def _ended_parts(registry: Registry, place: ProvisionId, on: date) -> Iterator[PartialEnd]:
    for link in registry.superseded_by(place.document):
        if link.effective_on is None or link.effective_on > on or link.concerns(place):
            continue
        for scope in link.scope:
            if place.contains(scope):
                yield PartialEnd(scope, link.effective_on, link.newer, link.certainty)


def _announced(registry: Registry, number: str, on: date) -> bool:
    """Whether that document was issued by that day; one of unknown date counts as announced."""
    found = registry.find(number)
    return found is None or found.issued is None or found.issued.day <= on


def _upcoming(
    registry: Registry, regulation: Regulation, place: ProvisionId, ending: _End | None, on: date
) -> Iterator[Upcoming]:
    start = regulation.effective
    if start and start.day > on and _announced(registry, regulation.number, on):
        yield Upcoming(Event.EFFECT, start.day, regulation.number, start.certainty)
    for link in registry.amended_by(place.document):
        later = link.effective_on is not None and link.effective_on > on
        if later and link.effective_on and link.touches(place) and _announced(registry, link.newer, on):
            yield Upcoming(Event.AMENDMENT, link.effective_on, link.newer, link.certainty, link.note)
    if ending and ending.day > on and _announced(registry, ending.by, on):
        event = Event.SUPERSESSION if ending.superseded else Event.EXPIRY
        yield Upcoming(event, ending.day, ending.by, ending.certainty)


def _ends_soon(event: Upcoming, on: date) -> bool:
    return event.event in (Event.EXPIRY, Event.SUPERSESSION) and event.day - on <= EXPIRES_SOON


def _transitional(registry: Registry, regulation: Regulation, on: date) -> Iterator[TransitionalRule]:
    """Rules that can matter on that day: of a newer document that keeps this one alive, or its own.

    What a document merely leaves untouched for good is told about the older document only.
    """
    for issuing in registry:
        for rule in issuing.transitional:
            told_by_itself = rule.until or rule.received_before or not rule.keeps
            meant = regulation.number in rule.keeps or (issuing.number == regulation.number and told_by_itself)
            begun = issuing.effective is not None and issuing.effective.day <= on
            if meant and begun and (rule.until is None or on <= rule.until):
                yield rule


def _sources(registry: Registry, regulation: Regulation, ending: _End | None, place: ProvisionId) -> Iterator[Source]:
    if regulation.effective:
        yield _source("effective_on", regulation.effective)
    elif regulation.in_force_seen:
        yield _source("status", regulation.in_force_seen)
    if ending:
        yield Source("expires_on", ending.certainty, ending.provision, ending.source)
    for says, kind in (("amended_by", RelationKind.AMENDS), ("read_with", RelationKind.ADJUSTS)):
        for link in registry.links_to(place.document, kind):
            if link.touches(place):
                yield Source(says, link.certainty, link.provision, link.source)


def _source(says: str, fact: Basis) -> Source:
    return Source(says, fact.certainty, fact.provision, fact.source)
