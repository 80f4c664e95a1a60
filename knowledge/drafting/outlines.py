"""The upper level's outline of a report («đề cương báo cáo»): its headings matched to sections we can ask and write.

It reads headings only; what it cannot match is kept as a section of its own, to be written freely.
Read next: `knowledge/reports.py` (headings and roles), `knowledge/drafting/kinds.py`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Final, Literal

from knowledge.drafting.kinds import ReportKind
from knowledge.drafting.models import Part, Question, QuestionType, Section
from knowledge.layout.section_roles import Role, named_by, subject_of
from knowledge.registry.models import Entry
from knowledge.reports import Heading, read_report
from knowledge.text import fold, shorten, squeeze

_LABEL: Final = re.compile(
    r"\s*(?:(?:Phần|PHẦN)\s+(?:(?:thứ|THỨ)\s+\w+|[IVX]+|\d+)\s*[.:–-]?|[IVX]{1,5}\s*[.)/:–-]|[A-HĐ]\s*[.)/:-]"
    r"|\d{1,2}(?:\s?\.\s?\d{1,2}){0,3}\s*[.)/:–-]?|[a-zđ]\s*[.)/]|[-–*+•])\s*"
)
_STYLES: Final[tuple[tuple[str, Literal["part", "letter", "roman", "number"]], ...]] = (
    (r"Phần\s|PHẦN\s", "part"), (r"[IVX]{1,5}\s*[.)/:–-]", "roman"), (r"[A-HĐ]\s*[.)/:-]", "letter"), (r"\d", "number"),
)  # fmt: skip
_ENOUGH: Final = 0.5
_DEEPEST: Final = 4
_MOST_HEADINGS: Final = 150


class Outline(Entry):
    """An outline as it is kept with a draft: plain data. `free` names the sections that are written freely."""

    style: Literal["roman", "letter", "part", "number"]
    parts: tuple[Part, ...]
    free: dict[str, str]

    @property
    def matched(self) -> tuple[str, ...]:
        """The names of the sections that we can ask for and write, in order."""
        return tuple(name for name in _sections(self.parts) if name not in self.free)


def read_outline(text: str, kind: ReportKind) -> Outline | None:
    """The outline in a text for a report of that kind; None when the text has fewer than two headings."""
    headings = [heading for heading in read_report(text).headings if heading.level <= _DEEPEST][:_MOST_HEADINGS]
    if len(headings) < 2:
        return None
    reader = _Reader(kind)
    tree = _tree(headings)
    parts = tuple(reader.part(node) for node in tree)
    return Outline(style=_style(headings[0].text), parts=parts, free=reader.free)


def with_outline(kind: ReportKind, outline: Outline) -> ReportKind:
    """The kind as that outline wants it: only its sections are asked for, in its order, under its headings."""
    known = {section.name: section for section in kind.sections}
    free = {name: _free_section(name, heading) for name, heading in outline.free.items()}
    chosen = tuple({**known, **free}[name] for name in _sections(outline.parts) if name in known or name in free)
    data = kind.data.model_copy(update={"outline": outline.parts, "style": outline.style})
    return replace(kind, data=data, sections=chosen)


def _sections(parts: Sequence[Part]) -> Iterator[str]:
    for part in parts:
        if part.section:
            yield part.section
        yield from _sections(part.parts)


def _free_section(name: str, heading: str) -> Section:
    shown = shorten(heading, 60)
    question = Question(key=name, label=shown, ask=f"«{shown}»", type=QuestionType.LONG_TEXT)
    return Section(name=name, title=heading, template=False, questions=(question,))


def _style(text: str) -> Literal["roman", "letter", "part", "number"]:
    return next((style for pattern, style in _STYLES if re.match(pattern, text)), "roman")


@dataclass
class _Node:
    heading: Heading
    below: list[_Node] = field(default_factory=list)


def _tree(headings: Sequence[Heading]) -> list[_Node]:
    roots: list[_Node] = []
    open_nodes: list[_Node] = []
    for heading in headings:
        node = _Node(heading)
        while open_nodes and open_nodes[-1].heading.level >= heading.level:
            open_nodes.pop()
        (open_nodes[-1].below if open_nodes else roots).append(node)
        open_nodes.append(node)
    return roots


class _Reader:
    """Gives each heading the section that fits it best; a section is given once."""

    def __init__(self, kind: ReportKind) -> None:
        self.left = {section.name: section for section in kind.sections if section.template}
        self.free: dict[str, str] = {}

    def part(self, node: _Node) -> Part:
        """The heading with its section and what stands below it."""
        words = squeeze(_LABEL.sub("", node.heading.text, count=1)).rstrip(" .;:")
        if not node.below:
            return self._leaf(words)
        inner = [self.part(below) for below in self._worth_asking(words, node.below)]
        if not inner:
            return self._leaf(words)
        return Part(heading=words, parts=tuple(inner))

    def _worth_asking(self, words: str, below: list[_Node]) -> list[_Node]:
        """What stands below; nothing where our own section divides itself in the same way («do … phát động»)."""
        folded = [fold(node.heading.text).lower() for node in below]
        levels = sum("phat dong" in heading for heading in folded)
        return [] if levels == len(below) and self._best(words) else below

    def _leaf(self, words: str) -> Part:
        name = self._best(words)
        if name is None:
            name = f"free_{len(self.free) + 1}"
            self.free[name] = words
            return Part(heading=words, section=name)
        found = self.left.pop(name)
        roles = named_by(squeeze(fold(words).lower())).roles
        if found.role is Role.SHORTCOMINGS and Role.CAUSES in roles and "causes" in self.left:
            causes = self.left.pop("causes")
            return Part(heading=words, section=name, parts=(Part(heading=causes.title, section=causes.name),))
        return Part(heading=words, section=name)

    def _best(self, words: str) -> str | None:
        """The section whose title shares most words with the heading, or whose role it names."""
        folded = squeeze(fold(words).lower())
        named = set(named_by(folded).roles) | {subject_of(folded)}
        scored = [(_alike(folded, section) + (section.role in named and section.role is not None), name)
                  for name, section in self.left.items()]  # fmt: skip
        best, name = max(scored, default=(0.0, ""))
        return name if best >= _ENOUGH else None


def _alike(folded: str, section: Section) -> float:
    """The share of words that heading and title have in common, 0 to 1; words that every heading has do not count."""
    heading = set(re.findall(r"\w+", folded)) - _COMMON
    title = set(re.findall(r"\w+", fold(section.title).lower())) - _COMMON
    return len(heading & title) / len(heading | title) if heading and title else 0.0


_COMMON: Final = frozenset(
    "cong tac thi dua khen thuong ket qua thuc hien va cac nhung viec tinh hinh ve cua trong nam tren".split()  # noqa: SIM905
)
