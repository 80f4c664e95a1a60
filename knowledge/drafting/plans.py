"""What an interview asks, in which order, and where it stands: the questions of a draft as places one after the other.

It must not know words, buttons or storage.
Read next: `knowledge/drafting/kinds.py` (kinds of report), `bot/flows/draft_interview.py` (a draft being asked for).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, Final, NamedTuple

from knowledge.drafting.answers import is_asked
from knowledge.drafting.kinds import ReportKind, kind
from knowledge.drafting.models import Part, Question, QuestionType, Section
from knowledge.drafting.outlines import Outline, with_outline

ONLY: Final = "only"
"""In what is kept with a draft: the one section it is about."""
BESIDE: Final = ".new"
"""Ends the name under which what is not an answer yet is kept beside the answers: a record that lacks fields."""
CHOSEN: Final = ".chosen"
"""Ends the name under which ticks are kept that nobody has confirmed yet."""
EVIDENCE: Final = ("evidence", "period", "place")
RESPONSIBLE: Final = ("who", "by_when")
COACHED: Final[Mapping[str, tuple[str, ...]]] = {
    "evidence": EVIDENCE,
    "cause": ("cause",),
    "remedy": ("remedy",),
    "who": RESPONSIBLE,
}
"""What is asked of each shortcoming, one message each, and the fields that its answer fills."""
_STEP_OF: Final = {part: step for step, parts in COACHED.items() for part in parts} | {"cause_kind": "cause"}
FOLLOWING: Final[Mapping[str, tuple[str, ...]]] = {"shortcomings": ("causes", "next_tasks")}
"""The sections that are written from another one's answers, and are shown with it."""


class Place(NamedTuple):
    """A question; of a list, also the record (from 1) and its field. The place before all has no question."""

    question: str = ""
    record: int = 0
    field: str = ""

    def __str__(self) -> str:
        """As it is kept: «awards.2.individuals»."""
        return f"{self.question}.{self.record}.{self.field}" if self.record else self.question

    @classmethod
    def of(cls, kept: str) -> Place:
        """The place that was kept so; the one before all for anything else."""
        question, _, rest = kept.partition(".")
        record, _, field = rest.partition(".")
        return cls(question, int(record), field) if record.isdecimal() else cls(question)


@dataclass(frozen=True)
class Plan:
    """What one draft asks. `whole` is the kind of report, `kind` what of it is asked for and written here."""

    whole: ReportKind
    kind: ReportKind
    only: str = ""
    """The one section that is drafted; empty for a whole report."""
    outline: Outline | None = None
    """The upper level's outline, where there is one."""

    @cached_property
    def questions(self) -> Mapping[str, Question]:
        """Every question by key, in order."""
        return self.kind.questions

    def question(self, place: Place) -> Question | None:
        """What is asked there; of a record, its field."""
        question = self.questions.get(place.question)
        return question.field(place.field) if question and place.field else question

    def sections(self, given: Mapping[str, Any]) -> list[tuple[Section, list[Question]]]:
        """The sections that ask anything now, each with what it asks."""
        found = [
            (section, [each for each in section.questions if is_asked(each, given)]) for section in self.kind.asking
        ]
        return [(section, questions) for section, questions in found if questions]

    def steps(self, given: Mapping[str, Any]) -> Iterator[Place]:
        """Every place in the order of the interview."""
        for _, questions in self.sections(given):
            for question in questions:
                yield Place(question.key)
                if question.catalogue:
                    count = len(records_of(given, question.key))
                    yield from (Place(question.key, row, field) for row in range(1, count + 1) for field in COACHED)

    def onward(self, place: Place, given: Mapping[str, Any]) -> Place | None:
        """The next place after this one that has no answer; None when nothing is left."""
        steps = list(self.steps(given))
        begin = _after(steps, place)
        return next((step for step in steps[begin:] if not has_answer(step, given)), None)

    def before(self, place: Place, given: Mapping[str, Any]) -> Place | None:
        """The place before this one, answered or not."""
        steps = list(self.steps(given))
        if place.record and place not in steps:
            return Place(place.question)
        found = steps.index(place) if place in steps else _after(steps, place)
        return steps[found - 1] if found > 0 else None

    def standing(self, place: Place, given: Mapping[str, Any]) -> tuple[int, int, Section, int, int]:
        """Which section of how many, the section, which question of how many: «Phần 3/12 · câu 2/5»."""
        sections = self.sections(given)
        for number, (section, questions) in enumerate(sections, start=1):
            keys = [question.key for question in questions]
            if place.question in keys:
                return number, len(sections), section, keys.index(place.question) + 1, len(keys)
        return 0, len(sections), self.kind.section_of(place.question), 0, 0


def plan_of(name: str, kept: Mapping[str, Any]) -> Plan:
    """The plan of a draft of that kind, with what was kept with it. Raises TemplateInvalid for an unknown kind."""
    whole = kind(name)
    if kept.get("parts"):
        outline = Outline.model_validate(dict(kept))
        return Plan(whole, with_outline(whole, outline), outline=outline)
    if kept.get(ONLY):
        return Plan(whole, _only(whole, str(kept[ONLY])), only=str(kept[ONLY]))
    return Plan(whole, whole)


def sections_to_draft(whole: ReportKind) -> list[Section]:
    """The sections that can be drafted by themselves, the shortcomings first."""
    found = [section for section in whole.sections if section.questions]
    return sorted(found, key=lambda section: section.name != "shortcomings")


def records_of(given: Mapping[str, Any], key: str) -> list[dict[str, Any]]:
    """The records of a list, none where there is no answer."""
    value = given.get(key)
    return [dict(record) for record in value if isinstance(record, Mapping)] if isinstance(value, list) else []


def has_answer(place: Place, given: Mapping[str, Any]) -> bool:
    """Whether that place was answered: of a record, the field that leads its step."""
    if not place.record:
        return place.question in given
    rows = records_of(given, place.question)
    return place.record <= len(rows) and place.field in rows[place.record - 1]


def is_list(question: Question) -> bool:
    """Whether it is answered record by record."""
    return question.type is QuestionType.RECORDS


def _after(steps: Sequence[Place], place: Place) -> int:
    """Where the steps after that place begin; a place that is no step counts as its question."""
    if not place.question:
        return 0
    place = place._replace(field=_STEP_OF.get(place.field, place.field))
    if place in steps:
        return steps.index(place) + 1
    found = [number for number, step in enumerate(steps) if step.question == place.question]
    return found[-1] + 1 if found else 0


def _only(whole: ReportKind, name: str) -> ReportKind:
    """The kind with one section that is asked for, and those that are written from its answers."""
    following = FOLLOWING.get(name, ())
    chosen = [section for section in whole.sections if section.name in (name, *following)]
    silent = tuple(
        section if section.name == name else section.model_copy(update={"questions": ()}) for section in chosen
    )
    outline = tuple(_parts(whole.data.outline, {section.name for section in chosen}))
    return replace(whole, data=whole.data.model_copy(update={"outline": outline}), front=(), sections=silent)


def _parts(parts: Sequence[Part], wanted: set[str]) -> Iterator[Part]:
    for part in parts:
        if part.section in wanted:
            yield Part(heading=part.heading, section=part.section)
        yield from _parts(part.parts, wanted)
