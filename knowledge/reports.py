"""A past report of an office: its outline, and its canonical sections with exact ranges.

It does not judge what a report says, nor keep it; it knows no file and no database.
Read next: `knowledge/layout/report_outline.py` (headings), `knowledge/layout/section_roles.py` (what they name),
`knowledge/layout/report_fronts.py` (title, unit, period).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from knowledge.layout.headings import ARTICLE
from knowledge.layout.letterheads import read_letterhead
from knowledge.layout.lines import split_lines
from knowledge.layout.report_fronts import read_front, unit_of
from knowledge.layout.report_outline import Entry, Heading, read_outline
from knowledge.layout.section_roles import Role, subject_of
from knowledge.text import fold

__all__ = ["Heading", "Report", "Role", "Section", "looks_like_report", "read_report"]

_PRAISE: Final = frozenset({Role.RESULTS, Role.STRENGTHS})
_JUDGED: Final = frozenset({Role.STRENGTHS, Role.SHORTCOMINGS, Role.CAUSES, Role.LESSONS, Role.RECOMMENDATIONS})
_CLOSED: Final = frozenset({Role.LESSONS, Role.RECOMMENDATIONS})
_RIVALS: Final = frozenset({Role.SITUATION, Role.STRENGTHS, Role.SHORTCOMINGS, Role.CAUSES, Role.NEXT_TASKS})
_WORK: Final = frozenset(
    {
        Role.LEADERSHIP, Role.MOVEMENTS, Role.COMMENDATION, Role.MODELS, Role.ORGANISATION, Role.FUND, Role.REFORM,
        Role.INSPECTION, Role.INITIATIVES, Role.AWARDS_RECEIVED,
    }
)  # fmt: skip
_AFTERWARDS: Final = frozenset({Role.LESSONS, Role.NEXT_TASKS, Role.RECOMMENDATIONS})
_CUT_FROM: Final = {
    Role.RESULTS: _AFTERWARDS | {Role.SHORTCOMINGS, Role.CAUSES},
    Role.STRENGTHS: _AFTERWARDS | {Role.SHORTCOMINGS, Role.CAUSES},
    Role.SHORTCOMINGS: _AFTERWARDS | {Role.CAUSES},
    Role.CAUSES: _AFTERWARDS,
}
_TELLING: Final = frozenset({*_PRAISE, Role.SHORTCOMINGS, Role.NEXT_TASKS, Role.COMMENDATION})
_PART: Final = re.compile(r"(?:Phần|PHẦN|Phan|PHAN)\b|[A-HĐ]\s?[.)/-]")
_ENOUGH_ROLES: Final = 2
_ENOUGH_TEXT: Final = 40
_ASSESSMENT: Final = re.compile(r"(?:tu )?(?:danh gia|nhan xet|nhan dinh)\b")
_ARTICLES_OF_A_DECISION: Final = 2


@dataclass(frozen=True, slots=True)
class Section:
    """A canonical section: its body without the heading, end exclusive.

    `heading` is the heading that names it, `path` the headings above that one, outermost first. A
    section interrupted by another one (causes inside shortcomings) comes as several pieces.
    """

    role: Role
    heading: str
    start: int
    end: int
    path: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Report:
    """A report taken apart. Ranges are offsets into `text`, which is kept as given.

    `unit` is the commune-level unit that reports («phường Kim Trà»), None if the text names none;
    `period` is what it reports on («năm 2025», «giai đoạn 2020-2025», «6 tháng đầu năm 2025»),
    `year` the last year of that; both are empty if the text does not say.
    """

    text: str
    title: str
    unit: str | None
    year: str
    period: str
    headings: tuple[Heading, ...]
    sections: tuple[Section, ...]

    def role(self, role: Role) -> tuple[Section, ...]:
        """The pieces of a canonical section; empty when the report has none."""
        return tuple(section for section in self.sections if section.role is role)


def read_report(text: str) -> Report:
    """The outline and the canonical sections of a report. The text may be in any Unicode form.

    A section runs to the next heading of its own or a higher level, the last one to the end of the
    text. A role is found by the words of a heading alone: what no heading names stays absent, and a
    heading that names two roles («Tồn tại, hạn chế và nguyên nhân») is divided only by headings or
    labels below it; without any, it is one SHORTCOMINGS_AND_CAUSES.
    """
    lines = split_lines(text)
    front = read_front(lines)
    entries = read_outline(lines[front.lines :])
    return Report(
        text=text,
        title=front.title,
        unit=unit_of(text, lines),
        year=front.year,
        period=front.period,
        headings=tuple(entry.heading for entry in entries if not entry.listed),
        sections=tuple(_Sections(text, entries).read()),
    )


def looks_like_report(text: str) -> bool:
    """Whether the text is a report: it calls itself one, or has the sections of one; no plan, no regulation."""
    lines = split_lines(text)
    if sum(ARTICLE.match(line.raw) is not None for line in lines) >= _ARTICLES_OF_A_DECISION:
        return False
    report = read_report(text)
    if fold(report.title).upper().startswith("BAO CAO"):
        return True
    body = min((heading.start for heading in report.headings), default=len(text))
    if read_letterhead([line for line in lines if line.end <= body], text).kind not in ("", "Báo cáo"):
        return False
    found = {section.role for section in report.sections}
    return len(found & _TELLING) >= _ENOUGH_ROLES


class _Sections:
    """Gives headings their roles, from the outermost inwards, and then cuts out their bodies."""

    def __init__(self, text: str, entries: Sequence[Entry]) -> None:
        self.text = text
        self.entries = entries
        self.named = [() if entry.listed else _settled(entry.named.roles) for entry in entries]
        self.above: list[tuple[int, ...]] = []
        self.below: list[set[Role]] = [set() for _ in entries]
        self.ends = [len(text)] * len(entries)
        self._relate()
        self.roles: list[tuple[Role, ...]] = []
        self.results_seen = self.assessed = False
        self.last_shortcomings = -1

    def read(self) -> list[Section]:
        """The sections in the order of the text, empty ones left out."""
        for place in range(len(self.entries)):
            roles = self._roles(place)
            self.roles.append(roles)
            self.results_seen |= Role.RESULTS in roles
            self.assessed |= bool({*roles} & {*_PRAISE, Role.SHORTCOMINGS})
            if Role.SHORTCOMINGS in roles:
                self.last_shortcomings = place
        found = [section for place in range(len(self.entries)) for section in self._cut(place)]
        return sorted(found, key=lambda section: section.start)

    def _relate(self) -> None:
        """Which headings stand above each one, what is named below it, and where its body ends."""
        open_ones: list[int] = []
        for place, entry in enumerate(self.entries):
            for closed in open_ones[entry.heading.level - 1 :]:
                self.ends[closed] = entry.heading.start
            del open_ones[entry.heading.level - 1 :]
            self.above.append(tuple(open_ones))
            for outer in open_ones:
                self.below[outer].update(self._plainly_named(place))
            open_ones.append(place)

    def _plainly_named(self, place: int) -> set[Role]:
        """What the heading names; tasks only where they are plainly those to come."""
        forward = self.entries[place].named.forward
        return {role for role in self.named[place] if role is not Role.NEXT_TASKS or forward}

    # Which role a heading has.

    def _roles(self, place: int) -> tuple[Role, ...]:
        """The role of the heading where it stands; several when it announces sections that follow below it."""
        named, inside = self.named[place], self._inside(place)
        if self.entries[place].listed or inside & _CLOSED or len(named) > 1:
            return () if inside & _CLOSED else named
        role = named[0] if named else None
        if role is Role.RESULTS and self.results_seen and self._in_assessment(place):
            role = Role.STRENGTHS
        if role in inside or (role is Role.RESULTS and inside & _JUDGED):
            role = None
        if role is None or role in _WORK:
            return self._work(place, role, inside)
        return (role,) if self._fits(place, role, inside) else ()

    def _inside(self, place: int) -> set[Role]:
        """The roles of the headings above that settle what stands in them; a combined one settles nothing."""
        return {roles[0] for outer in self.above[place] if len(roles := self.roles[outer]) == 1}

    def _in_assessment(self, place: int) -> bool:
        return any(_ASSESSMENT.match(self.entries[outer].words) for outer in self.above[place])

    def _work(self, place: int, role: Role | None, inside: set[Role]) -> tuple[Role, ...]:
        """A field of work among the results, or beside them where a report has no heading over all."""
        if inside & {*_JUDGED, Role.SITUATION, Role.NEXT_TASKS} or self.below[place] & _RIVALS:
            return ()
        role = role or subject_of(self.entries[place].words)
        return (role,) if role and role not in inside and not inside & _WORK else ()

    def _fits(self, place: int, role: Role, inside: set[Role]) -> bool:
        """Whether the role makes sense below the headings above it and after those before it."""
        if Role.NEXT_TASKS in inside:
            return role is Role.RECOMMENDATIONS
        if role is Role.RESULTS:
            return not self._only_covers(place)
        if role is Role.CAUSES:
            return self._causes_of_shortcomings(place, inside)
        if role is Role.SHORTCOMINGS:
            return Role.SITUATION not in inside or "kho khan" not in self.entries[place].words
        if role is Role.NEXT_TASKS:
            forward = self.entries[place].named.forward
            if forward:
                return not inside & (_JUDGED - {Role.SHORTCOMINGS})
            return self.assessed and not inside & _PRAISE
        return role is not Role.STRENGTHS or Role.SITUATION not in inside

    def _only_covers(self, place: int) -> bool:
        """Whether a heading over a whole part names results that a heading below it names again,
        beside what is not results («A. Tình hình và kết quả …» over «I. Kết quả», «II. Hạn chế»)."""
        entry = self.entries[place]
        over_a_part = _PART.match(entry.heading.text) or entry.words.startswith("tinh hinh")
        return bool(over_a_part) and Role.RESULTS in self.below[place] and bool(self.below[place] & _RIVALS)

    def _causes_of_shortcomings(self, place: int, inside: set[Role]) -> bool:
        """Whether causes explain shortcomings: not right below or after what went well."""
        if Role.STRENGTHS in inside:
            return False
        if Role.RESULTS in inside:
            return self.last_shortcomings > self.above[place][0]
        if self.last_shortcomings >= 0 or not place:
            return True
        return not {*self.roles[place - 1]} & _PRAISE

    # Where its body is.

    def _cut(self, place: int) -> Iterator[Section]:
        roles, entry = self.roles[place], self.entries[place]
        start, end = entry.heading.end, self.ends[place]
        if len(roles) == 1:
            pieces = [(roles[0], *piece) for piece in self._without(place, _CUT_FROM.get(roles[0], frozenset()))]
        else:
            pieces = self._divided(place, roles) if roles else []
        path = tuple(self.entries[outer].heading.text for outer in self.above[place] if not self.entries[outer].listed)
        for role, start, end in pieces:
            if any(map(str.isalnum, self.text[start:end])):
                yield Section(role, entry.heading.text, start, end, path)

    def _inner(self, place: int) -> Iterator[int]:
        """The places of the headings below."""
        inner = place + 1
        while inner < len(self.entries) and self.entries[inner].heading.start < self.ends[place]:
            yield inner
            inner += 1

    def _without(self, place: int, roles: frozenset[Role]) -> Iterator[tuple[int, int]]:
        """The body without the sections below that have one of the roles."""
        start = self.entries[place].heading.end
        for inner in self._inner(place) if roles else ():
            begin = self.entries[inner].heading.start
            if {*self.roles[inner]} & roles and begin >= start:
                yield start, begin
                start = self.ends[inner]
        yield start, self.ends[place]

    def _divided(self, place: int, roles: tuple[Role, ...]) -> list[tuple[Role, int, int]]:
        """What a combined heading gives: its first role up to the heading of another one, or all as one."""
        start = self.entries[place].heading.end
        told = {role: inner for inner in reversed(list(self._inner(place))) for role in self.roles[inner]}
        if roles[0] not in told and told.keys() & {*roles[1:]}:
            end = min(self.entries[told[role]].heading.start for role in roles[1:] if role in told)
            return [(roles[0], start, end)] if len(self.text[start:end].strip()) >= _ENOUGH_TEXT else []
        if told.keys() & {*roles} or {*roles} & _PRAISE:
            return []
        return [(Role.SHORTCOMINGS_AND_CAUSES, start, self.ends[place])]


def _settled(roles: tuple[Role, ...]) -> tuple[Role, ...]:
    """The roles of a heading that really are sections of their own: shortcomings beside causes or
    beside what went well; of any other pair the first one covers the section."""
    if len(roles) < 2:
        return roles
    if Role.SHORTCOMINGS in roles:
        apart = tuple(role for role in roles if role in _PRAISE or role in (Role.SHORTCOMINGS, Role.CAUSES))
        return apart if roles[0] in apart else roles[:1]
    if roles[0] is Role.SITUATION and Role.RESULTS in roles:
        return (Role.RESULTS,)
    return roles[:1]
