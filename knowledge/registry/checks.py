"""What must agree inside the registry before anybody is told anything from it.

It changes nothing and looks nothing up for users; the first contradiction stops the loading.
Read next: `knowledge/registry/models.py` for the fields, `knowledge/regulations.py` for who calls this.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from typing import Final, NamedTuple

from knowledge.articles import Certainty
from knowledge.errors import RegistryInvalid
from knowledge.registry.models import (
    ENDING_KINDS,
    Regulation,
    Relation,
    kind_key,
    number_key,
)
from knowledge.text import plain


class Problem(NamedTuple):
    """Where in the file («152/2025/NĐ-CP.expires») and what is wrong, for a maintainer."""

    field: str
    problem: str


def check(regulations: Sequence[Regulation], file: str) -> None:
    """Raise RegistryInvalid (file, field, problem) on the first contradiction; see each rule below."""
    for rule in _RULES:
        for field, problem in rule(regulations):
            raise RegistryInvalid(file=file, field=field, problem=problem)


def ending_relations(regulation: Regulation) -> Iterator[tuple[Relation, date | None]]:
    """The relations that end the whole of an older document, with the day they do so."""
    start = regulation.effective.day if regulation.effective else None
    for relation in regulation.relations:
        if relation.kind in ENDING_KINDS and not relation.scope:
            yield relation, relation.day or start


def _numbers_are_unique(regulations: Sequence[Regulation]) -> Iterator[Problem]:
    seen: set[str] = set()
    for regulation in regulations:
        key = number_key(regulation.number)
        if key in seen:
            yield Problem(f"{regulation.number}.number", "this number stands in the registry twice")
        seen.add(key)


def _aliases_are_unique(regulations: Sequence[Regulation]) -> Iterator[Problem]:
    owners: dict[tuple[str, int | None, str], str] = {}
    for regulation in regulations:
        for key in {plain(alias) for alias in regulation.aliases}:
            owner = owners.setdefault((kind_key(regulation.kind), regulation.of_year, key), regulation.number)
            if owner != regulation.number:
                yield Problem(f"{regulation.number}.aliases", f"alias {key!r} already means {owner}")


def _documents_exist(regulations: Sequence[Regulation]) -> Iterator[Problem]:
    known = {regulation.number for regulation in regulations}
    for regulation in regulations:
        for field, number in _mentions(regulation):
            if number not in known:
                yield Problem(f"{regulation.number}.{field}", f"unknown document {number!r}")


def _mentions(regulation: Regulation) -> Iterator[tuple[str, str]]:
    for field in ("issued", "effective", "expires", "in_force_seen"):
        fact = getattr(regulation, field)
        if fact and fact.provision:
            yield field, fact.provision.document
    for condition in regulation.expires.conditions if regulation.expires else ():
        yield "expires.conditions", condition.provision.document
    for relation in regulation.relations:
        yield "relations", relation.target
        if relation.provision:
            yield "relations", relation.provision.document
    for rule in regulation.transitional:
        yield from (("transitional", number) for number in (*rule.keeps, rule.provision.document))


def _scopes_stand_in_their_target(regulations: Sequence[Regulation]) -> Iterator[Problem]:
    for regulation in regulations:
        for relation in regulation.relations:
            for scope in relation.scope:
                if scope.document != relation.target or scope == scope.whole_document():
                    problem = f"scope {scope} is no provision of {relation.target}"
                    yield Problem(f"{regulation.number}.relations", problem)


def _dates_follow_each_other(regulations: Sequence[Regulation]) -> Iterator[Problem]:
    for regulation in regulations:
        issued, effective = regulation.issued, regulation.effective
        ending, seen = regulation.expires, regulation.in_force_seen
        if issued and issued.day.year != regulation.of_year:
            yield Problem(f"{regulation.number}.issued", "the number names another year")
        if issued and effective and effective.day < issued.day:
            yield Problem(f"{regulation.number}.effective", "effective before it was issued")
        if ending and any(start and ending.day <= start.day for start in (issued, effective)):
            yield Problem(f"{regulation.number}.expires", "expires before it is effective")
        if seen and any(start and seen.day < start.day for start in (issued, effective)):
            yield Problem(f"{regulation.number}.in_force_seen", "seen in force before it was effective")
        if seen and ending and seen.day >= ending.day:
            yield Problem(f"{regulation.number}.in_force_seen", "seen in force after it expired")


def _relations_follow_their_document(regulations: Sequence[Regulation]) -> Iterator[Problem]:
    for regulation in regulations:
        issued, effective = regulation.issued, regulation.effective
        for relation in regulation.relations:
            if relation.day and issued and relation.day < issued.day:
                yield Problem(f"{regulation.number}.relations", f"acts on {relation.target} before it was issued")
        for rule in regulation.transitional:
            if rule.until and effective and rule.until < effective.day:
                yield Problem(f"{regulation.number}.transitional", f"{rule.provision} ends before it starts")


def _both_ends_agree(regulations: Sequence[Regulation]) -> Iterator[Problem]:
    by_number = {regulation.number: regulation for regulation in regulations}
    for regulation in regulations:
        for relation, day in ending_relations(regulation):
            ending = by_number[relation.target].expires
            if ending is None or day is None or ending.exception or day == ending.day:
                continue
            if relation.certainty is Certainty.UNVERIFIED and ending.certainty is not Certainty.UNVERIFIED:
                continue
            problem = "takes effect later than the expiry it causes" if day > ending.day else "dates disagree"
            yield Problem(f"{relation.target}.expires", f"{regulation.number}: {problem} ({day}, {ending.day})")


def _no_document_succeeds_itself(regulations: Sequence[Regulation]) -> Iterator[Problem]:
    targets = {
        regulation.number: [relation.target for relation, _ in ending_relations(regulation)]
        for regulation in regulations
    }
    done: set[str] = set()
    for start in targets:
        path: list[tuple[str, int]] = [(start, 0)]
        while path:
            number, position = path.pop()
            following = targets[number]
            if number in done or position == len(following):
                done.add(number)
                continue
            path.append((number, position + 1))
            if following[position] in (entry[0] for entry in path):
                yield Problem(f"{number}.relations", f"supersession runs in a circle at {following[position]}")
                return
            path.append((following[position], 0))


def _unsure_endings_are_doubted(regulations: Sequence[Regulation]) -> Iterator[Problem]:
    """An end that may not be asserted must not leave the document looking as if it were in force."""
    by_number = {regulation.number: regulation for regulation in regulations}
    unsure = {
        regulation.number: regulation.expires.day
        for regulation in regulations
        if regulation.expires and regulation.expires.certainty is Certainty.UNVERIFIED
    }
    ended = {regulation.number for regulation in regulations if regulation.expires} - unsure.keys()
    links = [link for regulation in regulations for link in ending_relations(regulation)]
    ended |= {relation.target for relation, _ in links if relation.certainty is not Certainty.UNVERIFIED}
    for relation, day in links:
        unsure.setdefault(relation.target, day or date.max)
    for number in unsure.keys() - ended:
        if _looks_in_force(by_number[number], unsure[number]):
            yield Problem(f"{number}.doubt", "an unverified end needs a doubt that starts no later")


def _looks_in_force(regulation: Regulation, day: date) -> bool:
    started = (regulation.effective, regulation.in_force_seen)
    believed = any(fact and fact.certainty is not Certainty.UNVERIFIED for fact in started)
    return believed and not (regulation.doubt and regulation.doubt.day <= day)


_RULES: Final[tuple[Callable[[Sequence[Regulation]], Iterator[Problem]], ...]] = (
    _numbers_are_unique,
    _documents_exist,
    _scopes_stand_in_their_target,
    _dates_follow_each_other,
    _relations_follow_their_document,
    _no_document_succeeds_itself,
    _both_ends_agree,
    _unsure_endings_are_doubted,
    _aliases_are_unique,
)
