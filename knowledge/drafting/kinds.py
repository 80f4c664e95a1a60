"""The kinds of report that can be drafted, each with its sections and questions, loaded and linked.

It holds no answers and renders nothing.
Read next: `knowledge/data/drafting/` (the data), `knowledge/drafting/answers.py` (answers to its questions).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.resources.abc import Traversable

from knowledge.datafiles import data_file
from knowledge.drafting.models import Kind, Part, Question, Section
from knowledge.drafting.sources import Mistake, Model, read, typed_answers
from knowledge.errors import TemplateInvalid

FOLDER = "drafting"


@dataclass(frozen=True)
class ReportKind:
    """A kind of report with everything it needs. `front` asks for the head; `sections` come in outline order."""

    data: Kind
    front: tuple[Section, ...]
    sections: tuple[Section, ...]

    @property
    def name(self) -> str:
        """Its key: «annual»."""
        return self.data.name

    @property
    def title(self) -> str:
        """What an officer calls it: «Báo cáo tổng kết năm»."""
        return self.data.title

    @cached_property
    def asking(self) -> tuple[Section, ...]:
        """All sections that ask, in the order an interview takes."""
        return tuple(section for section in (*self.front, *self.sections) if section.questions)

    @cached_property
    def questions(self) -> Mapping[str, Question]:
        """Every question by key, in that order."""
        return {question.key: question for section in self.asking for question in section.questions}

    def section(self, name: str) -> Section:
        """The section of that name. Raises TemplateInvalid when this kind has none."""
        for section in (*self.front, *self.sections):
            if section.name == name:
                return section
        raise TemplateInvalid(file=f"{self.name}.yaml", line=0, field="outline", problem=f"no section {name}")

    def section_of(self, key: str) -> Section:
        """The section that asks the question of that key. Raises KeyError."""
        for section in self.asking:
            if any(question.key == key for question in section.questions):
                return section
        raise KeyError(key)

    def example_file(self) -> Traversable:
        """The file of example answers that ships."""
        return data_file(f"{FOLDER}/examples/{self.name}.yaml")

    def example(self) -> Mapping[str, object]:
        """The example answers that ship, as an officer would type them."""
        return typed_answers(self.example_file().read_text(encoding="utf-8"), f"{self.name}.yaml")


def kinds() -> tuple[ReportKind, ...]:
    """Every kind, in the order officers need them. Raises TemplateInvalid when the data is broken."""
    return tuple(_kinds().values())


def kind(name: str) -> ReportKind:
    """The kind of that name. Raises TemplateInvalid (`unknown_kind`, details: name, known) when there is none."""
    found = _kinds().get(name)
    if found is None:
        raise TemplateInvalid("unknown_kind", name=name, known=", ".join(_kinds()))
    return found


@cache
def _kinds() -> Mapping[str, ReportKind]:
    library = Library()
    for mistake in library.mistakes:
        raise mistake.error()
    return library.kinds


_ORDER = ("annual", "six_months", "period", "thematic", "collective_achievement", "individual_achievement")


class Library:
    """What the folders `kinds` and `sections` hold; `mistakes` says what cannot be used.

    Other folders than those that ship can be given, for a maintainer's trial and for tests.
    """

    def __init__(self, root: Traversable | None = None) -> None:
        self.mistakes: list[Mistake] = []
        folder = root or data_file(FOLDER)
        self.section_files = {file.name: file for file in _yaml(folder / "sections")}
        self.kind_files = {file.name: file for file in _yaml(folder / "kinds")}
        self.templates = folder / "templates"
        self.sections = {section.name: section for section in self._read(self.section_files, Section)}
        self.kinds: dict[str, ReportKind] = {}
        found = sorted(self._read(self.kind_files, Kind), key=_rank)
        for data in found:
            linked = self._linked(data)
            if linked:
                self.kinds[data.name] = linked

    def _read(self, files: Mapping[str, Traversable], model: type[Model]) -> Iterator[Model]:
        for file in files.values():
            content, mistakes = read(file, model)
            self.mistakes += mistakes
            if content is None:
                continue
            named = getattr(content, "name", "")
            if f"{named}.yaml" != file.name:
                self.mistakes.append(Mistake(file.name, 1, "name", f"the file of {named} is {named}.yaml"))
            yield content

    def _linked(self, data: Kind) -> ReportKind | None:
        names = [*data.front, *_named(data.outline)]
        missing = [name for name in names if name not in self.sections]
        for name in missing:
            self.mistakes.append(Mistake(f"{data.name}.yaml", 0, "outline", f"no section {name}"))
        if missing:
            return None
        chosen = [self.sections[name] for name in _named(data.outline)]
        return ReportKind(data, tuple(self.sections[name] for name in data.front), tuple(chosen))


def _yaml(folder: Traversable) -> list[Traversable]:
    return sorted((each for each in folder.iterdir() if each.name.endswith(".yaml")), key=lambda each: each.name)


def _rank(data: Kind) -> tuple[int, str]:
    return (_ORDER.index(data.name) if data.name in _ORDER else len(_ORDER), data.name)


def _named(parts: tuple[Part, ...]) -> Iterator[str]:
    for part in parts:
        if part.section:
            yield part.section
        yield from _named(part.parts)
