"""What a recipient can be proposed for in a year: conditions met, missing and to be asked, each with its provision.

It decides nothing and reads no file of an office; councils judge, provinces set rules, and both are said so.
Read next: `knowledge/data/ladder.yaml` for the conditions, `knowledge/standards/checks.py` for how each is checked.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from knowledge.articles import Certainty
from knowledge.awards import Award, AwardKind, Vote, awards
from knowledge.errors import InvalidAnswer
from knowledge.provisions import ProvisionId
from knowledge.regulations import TransitionalRule, registry
from knowledge.standards.checks import Finding, Reason, State, check
from knowledge.standards.history import EARLIEST_YEAR, LATEST_YEAR, History, Members, YearRecord
from knowledge.standards.models import (
    AwardStandards,
    Completion,
    Condition,
    GeneralNote,
    Scope,
    Standard,
    standards,
)
from knowledge.validity import Amendment, Status, validity

__all__ = [
    "Completion", "Finding", "LadderAnswer", "Members", "Proposal", "Reason", "Scope", "StandardAnswer", "State",
    "Verdict", "YearRecord", "ladder", "ladder_json",
]  # fmt: skip

_LAW: Final = "06/2022/QH15"


class Verdict(StrEnum):
    """What can be said of an award, the best news first."""

    HELD = "held"
    """Already recorded for this year."""
    POSSIBLE = "possible"
    """Every condition that can be checked is met; what remains is judged by the council."""
    ASK = "ask"
    """Nothing is missing, but something must be told first."""
    UNREAD = "unread"
    """We do not hold the words of the standard."""
    DELEGATED = "delegated"
    """The ministry or province sets the standard."""
    NOT_YET = "not_yet"
    """A condition is not met by what has been told."""


@dataclass(frozen=True, slots=True)
class StandardAnswer:
    """One set of conditions that must all be met."""

    verdict: Verdict
    findings: tuple[Finding, ...]

    def of(self, *states: State) -> tuple[Finding, ...]:
        """The findings in one of those states, in the order of the text."""
        return tuple(finding for finding in self.findings if finding.state in states)


@dataclass(frozen=True, slots=True)
class Proposal:
    """What can be said of one award; `standards` has the most promising set of conditions first.

    `other_routes`: the text knows further standards that no history shows, so NOT_YET closes only these.
    `certainty` is that of the weakest provision used. `note` is Vietnamese. `vote` is the share of agreeing
    votes asked for on that day.
    """

    award: Award
    verdict: Verdict
    standards: tuple[StandardAnswer, ...]
    other_routes: bool
    certainty: Certainty
    note: str
    vote: Vote | None


@dataclass(frozen=True, slots=True)
class LadderAnswer:
    """Every award with a ladder for that kind of recipient, lowest first.

    The law is the one in force on `applied_on`. When `amended_by` is not empty, the answer rests on words
    that have since been amended by words we do not hold, and must be compared with them; `transitional`
    tells which dossiers still follow the old ones.
    """

    year: int
    kind: AwardKind
    applied_on: date
    proposals: tuple[Proposal, ...]
    amended_by: tuple[Amendment, ...]
    transitional: tuple[TransitionalRule, ...]
    notes: tuple[GeneralNote, ...]

    def proposal(self, slug: str) -> Proposal:
        """What is said of that award. Raises KeyError for one without a ladder for this kind."""
        return {proposal.award.slug: proposal for proposal in self.proposals}[slug]


def ladder(
    history: Iterable[YearRecord],
    year: int,
    *,
    kind: AwardKind = AwardKind.INDIVIDUAL,
    received_on: date | None = None,
) -> LadderAnswer:
    """What the recipient of that history can be proposed for in that year.

    `received_on` is the day the dossier is received, which decides the law that applies; without it the
    last day of the year is taken. Years are emulation years; records after `year` are left out.

    Standards: Luật số 06/2022/QH15, Điều 21 to 31, 44, 73 to 75; Nghị định 152/2025/NĐ-CP, Điều 4, 7, 8, 33.
    Raises InvalidAnswer: `ladder_year_invalid`, `ladder_year_unknown` (no law we hold for that day), and what
    `History` raises.
    """
    if not EARLIEST_YEAR <= year <= LATEST_YEAR:
        raise InvalidAnswer("ladder_year_invalid", field="year", given=year)
    day = received_on or date(year, 12, 31)
    law = validity(registry(), _LAW, day)
    if law.status is not Status.IN_FORCE:
        raise InvalidAnswer("ladder_year_unknown", field="year", given=day, first=law.effective_on)
    known = History(history, year, kind)
    return LadderAnswer(
        year=year,
        kind=kind,
        applied_on=day,
        proposals=tuple(_proposal(item, known, day) for item in standards().ladders if item.kind is kind),
        amended_by=law.amended_by,
        transitional=law.transitional if law.amended_by else (),
        notes=tuple(_notes(kind, day)),
    )


def _notes(kind: AwardKind, day: date) -> Iterator[GeneralNote]:
    for note in standards().notes:
        expired = validity(registry(), note.provision, day).status in (Status.EXPIRED, Status.NOT_YET)
        if kind in note.kinds and not expired:
            yield note


def _proposal(item: AwardStandards, history: History, day: date) -> Proposal:
    award = awards().get(item.award)
    answers = sorted(
        (_standard(standard, item.award, history, day) for standard in item.standards),
        key=lambda answer: tuple(Verdict).index(answer.verdict),
    )
    held = history.has(item.award, history.year)
    return Proposal(
        award=award,
        verdict=Verdict.HELD if held else answers[0].verdict,
        standards=tuple(answers),
        other_routes=item.other_routes,
        certainty=_weakest(finding.condition.certainty for answer in answers for finding in answer.findings),
        note=item.note,
        vote=award.vote_on(day),
    )


def _standard(standard: Standard, award: str, history: History, day: date) -> StandardAnswer:
    findings = tuple(_finding(condition, award, history, day) for condition in standard.conditions)
    return StandardAnswer(_verdict({finding.state for finding in findings}), findings)


def _finding(condition: Condition, award: str, history: History, day: date) -> Finding:
    found = validity(registry(), condition.provision, day)
    if found.status is not Status.IN_FORCE:
        return Finding(condition, State.UNREAD, Reason.NOT_IN_FORCE)
    return check(condition, award, history, amended=bool(found.amended_by))


def _verdict(states: set[State]) -> Verdict:
    """A missing condition settles it; otherwise what is still open does, the officer's own part first."""
    for state, verdict in (
        (State.MISSING, Verdict.NOT_YET),
        (State.ASK, Verdict.ASK),
        (State.UNREAD, Verdict.UNREAD),
        (State.DELEGATED, Verdict.DELEGATED),
    ):
        if state in states:
            return verdict
    return Verdict.POSSIBLE


def _weakest(certainties: Iterable[Certainty]) -> Certainty:
    return max(certainties, key=tuple(Certainty).index)


def ladder_json(answer: LadderAnswer) -> dict[str, object]:
    """The answer as JSON-ready values, provisions as ids."""
    return {
        "year": answer.year,
        "kind": answer.kind.value,
        "applied_on": answer.applied_on.isoformat(),
        "amended_by": [change.number for change in answer.amended_by],
        "proposals": [_proposal_json(proposal) for proposal in answer.proposals],
        "notes": [{"text": note.text, "provision": str(note.provision)} for note in answer.notes],
    }


def _proposal_json(proposal: Proposal) -> dict[str, object]:
    return {
        "award": proposal.award.slug,
        "name": proposal.award.name,
        "verdict": proposal.verdict.value,
        "other_routes": proposal.other_routes,
        "certainty": proposal.certainty.value,
        "vote_percent": proposal.vote.percent if proposal.vote else None,
        "note": proposal.note,
        "standards": [
            {"verdict": found.verdict.value, "conditions": [_finding_json(item) for item in found.findings]}
            for found in proposal.standards
        ],
    }


def _finding_json(finding: Finding) -> dict[str, object]:
    place: ProvisionId = finding.condition.provision
    return {
        "text": finding.condition.text,
        "provision": str(place),
        "certainty": finding.condition.certainty.value,
        "state": finding.state.value,
        "reason": finding.reason.value,
        "years": list(finding.years),
        "have": finding.have,
        "need": finding.need,
        "parts": [_finding_json(part) for part in finding.parts],
    }
