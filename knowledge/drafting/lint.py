"""The drafting data held against itself: every mistake with file, line and field, before an officer meets it.

It changes nothing and reads only what ships, or another folder of the same shape.
Read next: `knowledge/drafting/sources.py`, `knowledge/drafting/kinds.py`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from functools import partial
from importlib.resources.abc import Traversable
from typing import Final, cast

from jinja2 import TemplateSyntaxError, meta, nodes

from knowledge.drafting.answers import Value, check_answer, check_answers
from knowledge.drafting.kinds import Library, ReportKind
from knowledge.drafting.models import Agreement, AgreementKind, Question, Section
from knowledge.drafting.rendering import render, render_section
from knowledge.drafting.sources import Lines, Mistake, Place
from knowledge.drafting.wording import workshop_over
from knowledge.errors import InvalidAnswer, TemplateInvalid
from knowledge.regulations import registry

_OWN_WORDS: Final = frozenset(
    {"unit", "unit_word", "office", "office_short", "on", "period", "period_next", "period_before", "within"}
)
"""What every template may use besides the answers."""
_IN_RECORDS: Final = frozenset({AgreementKind.ROW, AgreementKind.ROW_AT_MOST})
_DAY: Final = date(2025, 12, 15)


def lint(root: Traversable | None = None) -> list[Mistake]:
    """Every mistake in the data below that folder (default: what ships), in the order of the files."""
    library = Library(root)
    checker = _Checker(library)
    found = [*library.mistakes, *checker.sections(), *checker.kinds()]
    if not found:
        found += checker.renderings()
    return sorted(set(found), key=lambda each: (each.file, each.line, each.field, each.problem))


class _Checker:
    def __init__(self, library: Library) -> None:
        self.library = library
        self.environment = workshop_over(library.templates)
        self.lines = {
            name: Lines(file.read_text(encoding="utf-8"))
            for name, file in [*library.section_files.items(), *library.kind_files.items()]
            if not any(mistake.file == name for mistake in library.mistakes)
        }

    def _mistake(self, owner: str, place: Place, problem: str) -> Mistake:
        file = f"{owner}.yaml"
        line = self.lines[file].of(place) if file in self.lines else 0
        return Mistake(file, line, ".".join(map(str, place)), problem)

    # Sections by themselves.

    def sections(self) -> Iterator[Mistake]:
        """Examples that do not fit, fields named twice, templates that use what nobody asks."""
        for section in self.library.sections.values():
            yield from self._questions(section.name, section.questions, ("questions",))
            if section.template:
                yield from self._template(f"{section.name}.jinja", _known(section))

    def _questions(self, owner: str, questions: tuple[Question, ...], place: Place) -> Iterator[Mistake]:
        seen: set[str] = set()
        for number, question in enumerate(questions):
            here = (*place, number)
            if question.key in seen:
                yield self._mistake(owner, (*here, "key"), f"{question.key} is asked twice")
            seen.add(question.key)
            if question.example:
                try:
                    check_answer(question, question.example)
                except InvalidAnswer as error:
                    yield self._mistake(owner, (*here, "example"), str(error))
            yield from self._questions(owner, question.fields, (*here, "fields"))

    def _template(self, name: str, known: frozenset[str]) -> Iterator[Mistake]:
        file = self.library.templates / name
        if not file.is_file():
            yield Mistake(name, 0, "", "no such template")
            return
        try:
            tree = self.environment.parse(file.read_text(encoding="utf-8"))
        except TemplateSyntaxError as error:
            yield Mistake(name, error.lineno, "", str(error.message))
            return
        own = {node.name for node in tree.find_all(nodes.Name) if node.ctx == "store"}
        unknown = meta.find_undeclared_variables(tree) - known - own - _OWN_WORDS - self.environment.globals.keys()
        for variable in sorted(unknown):
            line = next((node.lineno for node in tree.find_all(nodes.Name) if node.name == variable), 0)
            yield Mistake(name, line, variable, "no question of this section has that key, nor does «uses» name it")

    # Kinds as a whole.

    def kinds(self) -> Iterator[Mistake]:
        """Keys asked twice in a report, conditions and agreements on what is not asked, unknown documents."""
        for kind in self.library.kinds.values():
            yield from self._asked_once(kind)
            yield from self._conditions(kind)
            yield from self._template(f"kind_{kind.name}.jinja", frozenset(kind.questions))
            for number, base in enumerate(kind.data.bases):
                if registry().find(base) is None:
                    yield self._mistake(kind.name, ("bases", number), f"{base} is not in the registry")
        in_kinds = {section.name for kind in self.library.kinds.values() for section in (*kind.front, *kind.sections)}
        for name in sorted(self.library.sections.keys() - in_kinds):
            yield self._mistake(name, ("name",), "no kind of report has this section")

    def _asked_once(self, kind: ReportKind) -> Iterator[Mistake]:
        owners: dict[str, str] = {}
        for section in kind.asking:
            for number, question in enumerate(section.questions):
                other = owners.setdefault(question.key, section.name)
                if other != section.name:
                    problem = f"{kind.name} asks {question.key} in {other} too"
                    yield self._mistake(section.name, ("questions", number, "key"), problem)

    def _conditions(self, kind: ReportKind) -> Iterator[Mistake]:
        before: set[str] = set()
        for section in (*kind.front, *kind.sections):
            for number, question in enumerate(section.questions):
                for place, condition in enumerate(question.when):
                    if condition.question not in before:
                        problem = f"{kind.name} does not ask {condition.question} before"
                        yield self._mistake(section.name, ("questions", number, "when", place, "question"), problem)
                before.add(question.key)
            for number, agreement in enumerate(section.agreements):
                for problem in _unmet(agreement, kind):
                    yield self._mistake(section.name, ("agreements", number, "of"), problem)
            for number, used in enumerate(section.uses):
                if used not in kind.questions:
                    yield self._mistake(section.name, ("uses", number), f"{kind.name} does not ask {used}")

    # What comes out.

    def renderings(self) -> Iterator[Mistake]:
        """The example, the least, and the example without each single answer must all render."""
        for kind in self.library.kinds.values():
            example, mistakes = self._example(kind)
            yield from mistakes
            least = {key: value for key, value in example.items() if kind.questions[key].required}
            for given in ({}, example, least):
                yield from self._failing(partial(render, kind, given, _DAY, self.environment))
            for key in example:
                for name in _readers(kind, key):
                    for given in _variants(kind, example, key):
                        yield from self._failing(partial(render_section, kind, name, given, _DAY, self.environment))

    def _failing(self, attempt: Callable[[], object]) -> Iterator[Mistake]:
        try:
            attempt()
        except TemplateInvalid as error:
            told = {name: str(error.details[name]) for name in ("file", "field", "problem")}
            yield Mistake(line=int(str(error.details["line"])), **told)

    def _example(self, kind: ReportKind) -> tuple[Mapping[str, Value], list[Mistake]]:
        name = f"examples/{kind.name}.yaml"
        try:
            return check_answers(kind, kind.example()), []
        except (InvalidAnswer, TemplateInvalid) as error:
            return {}, [Mistake(name, 0, str(error.details.get("field", "")), str(error))]
        except FileNotFoundError:
            return {}, [Mistake(name, 0, "", "no example answers")]


def _known(section: Section) -> frozenset[str]:
    return frozenset({question.key for question in section.questions} | set(section.uses))


def _unmet(agreement: Agreement, kind: ReportKind) -> Iterator[str]:
    """What an agreement names that is not there: questions, or fields of the records its first one lists."""
    listed = {AgreementKind.COLUMN: 1}.get(agreement.kind, 0)
    questions = agreement.of[:1] if agreement.kind in _IN_RECORDS else agreement.of
    for key in questions:
        if key not in kind.questions:
            yield f"{kind.name} does not ask {key}"
    records = kind.questions.get(agreement.of[listed])
    fields = agreement.of[1:] if agreement.kind in _IN_RECORDS else filter(None, [agreement.column])
    for field in fields:
        if records is not None and records.field(field) is None:
            yield f"{records.key} has no field {field}"


def _readers(kind: ReportKind, key: str) -> list[str]:
    """The sections whose template reads that answer."""
    reading = [section for section in kind.sections if section.template and key in _known(section)]
    return [section.name for section in reading]


def _variants(kind: ReportKind, example: Mapping[str, Value], key: str) -> Iterator[dict[str, Value]]:
    """The example without one answer, with nothing but it, and with it empty or at its least."""
    value = example[key]
    yield {other: kept for other, kept in example.items() if other != key}
    yield {key: value}
    if isinstance(value, list):
        yield {**example, key: []}
        least = [_least(kind.questions[key], each) for each in value]
        yield {**example, key: cast("Value", least)}


def _least(question: Question, record: object) -> object:
    """A record with its required fields only; a line stays a line."""
    if not isinstance(record, dict):
        return record
    required = {field.key for field in question.fields if field.required}
    return {key: value for key, value in record.items() if key in required}
