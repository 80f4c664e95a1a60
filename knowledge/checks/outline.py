"""The outline of a draft: numbers that jump, marks that are missing, sections announced and not there.

It must not judge formatting: it sees text only.
Read next: `knowledge/reports.py` (headings and sections), `knowledge/checks/ending.py` (how it ends).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from knowledge.checks.draft import Draft
from knowledge.checks.findings import Finding, Severity
from knowledge.layout.lines import CAPITAL
from knowledge.layout.report_outline import Heading
from knowledge.layout.section_roles import Role
from knowledge.text import fold

_NUMBERED: Final = re.compile(
    rf"(?P<part>(?:Phần|PHẦN) (?:thứ )?(?P<ordinal>nhất|hai|ba|bốn|tư|năm|NHẤT|HAI|BA|BỐN|TƯ|NĂM"
    rf"|[IVX]{{1,4}}))(?![^\W_])"
    rf"|(?P<roman>[IVX]{{1,5}})(?P<mark1>[.)/-]?) ?(?=[{CAPITAL}“])"
    rf"|(?P<dotted>\d{{1,2}}(?:\.\d{{1,2}}){{1,3}})(?P<mark2>[.)]?)(?P<gap2> ?)(?=[{CAPITAL}“])"
    rf"|(?P<plain>\d{{1,2}})(?P<mark3>[.)])(?P<gap3> ?)(?=[{CAPITAL}“])"
    rf"|(?P<letter>[A-HĐ])(?P<mark4>[.)])(?P<gap4> ?)(?=[{CAPITAL}“])"
)
_ORDINALS: Final = {"nhất": 1, "hai": 2, "ba": 3, "bốn": 4, "tư": 4, "năm": 5}
_LETTERS: Final = "ABCDĐEGH"
_ROMAN: Final = {"I": 1, "V": 5, "X": 10}
_RANKS: Final = {"part": 0, "letter": 1, "roman": 2, "plain": 3, "dotted": 4}
_HEAD_NUMBER: Final = re.compile(r"(?:[IVX]{1,5}|\d{1,2}(?:\.\d{1,2}){0,3})[.)/]? ")
_PROMISED: Final = (
    (Role.LESSONS, re.compile(r"bai hoc kinh nghiem")),
    (Role.CAUSES, re.compile(r"nguyen nhan")),
    (Role.SHORTCOMINGS, re.compile(r"ton tai|han che")),
    (Role.NEXT_TASKS, re.compile(r"phuong huong|nhiem vu (?:trong tam|giai phap)|phuong huong,? nhiem vu")),
    (Role.RECOMMENDATIONS, re.compile(r"kien nghi|de xuat")),
)
_WORDS_OF: Final = {
    Role.LESSONS: re.compile(r"bai hoc"),
    Role.CAUSES: re.compile(r"nguyen nhan|(?<!\w)do (?!do)|xuat phat tu|la do|boi"),
    Role.SHORTCOMINGS: re.compile(r"ton tai|han che|chua"),
    Role.NEXT_TASKS: re.compile(r"phuong huong|nhiem vu"),
    Role.RECOMMENDATIONS: re.compile(r"kien nghi|de xuat|de nghi"),
}
_LONG_PARAGRAPH: Final = 260


@dataclass(frozen=True, slots=True)
class _Numbered:
    style: str
    number: tuple[int, ...]
    start: int
    end: int
    match: re.Match[str]


def check_outline(draft: Draft) -> Iterator[Finding]:
    """Numbers of headings, announced sections, unfinished paragraphs."""
    numbered = list(_numbered(draft))
    yield from _jumps(draft, numbered)
    yield from _marks(draft, numbered)
    yield from _promises(draft)
    yield from _unfinished(draft)


def _numbered(draft: Draft) -> Iterator[_Numbered]:
    for line in draft.lines:
        if line.start >= draft.body_end:
            return
        found = _NUMBERED.match(line.raw)
        if found is None or "\t" in line.raw or (found["roman"] and not found["mark1"]):
            continue
        style = next(name for name in _RANKS if found[name])
        yield _Numbered(style, _value(found, style), line.start, line.start + found.end(), found)


def _value(found: re.Match[str], style: str) -> tuple[int, ...]:
    if style == "part":
        ordinal = found["ordinal"]
        return (_ORDINALS.get(ordinal.lower()) or _roman(ordinal),)
    if style == "roman":
        return (_roman(found["roman"]),)
    if style == "letter":
        return (_LETTERS.find(found["letter"]) + 1,)
    return tuple(int(one) for one in found[style].split("."))


def _roman(written: str) -> int:
    values = [_ROMAN[letter] for letter in written if letter in _ROMAN]
    return sum(-one if one < after else one for one, after in zip(values, [*values[1:], 0], strict=True))


def _jumps(draft: Draft, numbered: Sequence[_Numbered]) -> Iterator[Finding]:
    """A number that does not follow the one before it in its list."""
    last: dict[str, tuple[int, ...]] = {}
    letters = [one for one in numbered if one.style == "letter"]
    for one in numbered:
        if one.style == "letter" and len(letters) < 2:
            continue
        before = last.get(one.style)
        expected = _expected(one, before, last)
        if expected and one.number not in expected:
            shown = ".".join(map(str, expected[0]))

            yield draft.finding(
                "numbering_jump",
                Severity.ERROR,
                one.start,
                one.end,
                written=one.match[0].strip(),
                expected=shown if one.style not in ("roman", "part") else "",
                style=one.style,
            )
        last[one.style] = one.number
        for style, rank in _RANKS.items():
            if rank > _RANKS[one.style]:
                last.pop(style, None)


def _expected(
    one: _Numbered, before: tuple[int, ...] | None, last: dict[str, tuple[int, ...]]
) -> list[tuple[int, ...]]:
    """The numbers that may stand here; empty when anything may."""
    if one.style == "dotted":
        above = last.get("plain")
        parent = one.number[:-1]
        if before is None or len(before) != len(one.number):
            wrong_parent = above is not None and len(one.number) == 2 and parent != above
            if wrong_parent and above:
                return [(*above, one.number[-1])]
            return [(*parent, 1)] if len(one.number) == 2 else []
        following = (*before[:-1], before[-1] + 1)
        return [following, (before[0] + 1, *([1] * (len(before) - 1)))] if above is None else [following, (*above, 1)]
    if before is None:
        return [(1,)] if one.style in ("part", "roman", "letter") or "plain" in one.style else []
    following = (before[0] + 1,)
    return [following, (1,)] if one.style == "plain" else [following, *([(1,)] if one.style == "roman" else [])]


def _marks(draft: Draft, numbered: Sequence[_Numbered]) -> Iterator[Finding]:
    """«2.1 Kết quả» beside «2.2. Kết quả», «1.Phương hướng»."""
    dotted = [one for one in numbered if one.style == "dotted"]
    with_mark = sum(bool(one.match["mark2"]) for one in dotted)
    for one in dotted:
        if not one.match["mark2"] and with_mark:
            start, end = one.start, one.start + len(one.match["dotted"])
            by = one.match["dotted"] + "."
            yield draft.finding(
                "numbering_mark", Severity.WARNING, start, end, by, True, written=one.match["dotted"], right=by
            )
    for one in numbered:
        gap = {"dotted": "gap2", "plain": "gap3", "letter": "gap4"}.get(one.style)
        mark = {"dotted": "mark2", "plain": "mark3", "letter": "mark4"}.get(one.style, "")
        if gap and one.match[gap] == "" and one.match[mark]:
            by = one.match[0] + " "
            yield draft.finding("numbering_space", Severity.NOTE, one.start, one.end, by, True, written=one.match[0])
    bullets = [line for line in draft.lines if re.match(r"[*+-] ?[^\W\d_]", line.raw)]
    for sign in "*+-":
        own = [line for line in bullets if line.raw[0] == sign]
        tight = [line for line in own if line.raw[1] != " "]
        if len(tight) * 2 < len(own):
            for line in tight:
                yield draft.finding(
                    "numbering_space", Severity.NOTE, line.start, line.start + 1, f"{sign} ", True, written=sign
                )
    yield from _stopped_headings(draft)


def _stopped_headings(draft: Draft) -> Iterator[Finding]:
    """The one numbered heading of its level that ends like a sentence."""
    levels: defaultdict[int, list[Heading]] = defaultdict(list)
    for heading in draft.report.headings:
        if _HEAD_NUMBER.match(heading.text):
            levels[heading.level].append(heading)
    for headings in levels.values():
        stopped = [heading for heading in headings if heading.text.rstrip().endswith(".")]
        if len(stopped) == 1 and len(headings) > 2:
            stop = draft.text.rfind(".", stopped[0].start, stopped[0].end)
            yield draft.finding("heading_stop", Severity.NOTE, stop, stop + 1, "", True)


def _promises(draft: Draft) -> Iterator[Finding]:
    """A section that the title or a heading names, and that is nowhere."""
    report = draft.report
    there = {section.role for section in report.sections}
    if Role.SHORTCOMINGS_AND_CAUSES in there:
        there |= {Role.SHORTCOMINGS, Role.CAUSES}
    if len(there) < 2:
        return
    for place, heading in enumerate(report.headings):
        inner = report.headings[place + 1 :]
        below = []
        for one in inner:
            if one.level <= heading.level:
                break
            below.append(one)
        words = fold(heading.text.lower())
        named = [role for role, pattern in _PROMISED if pattern.search(words)]
        if len(named) < 2 or len(below) < 2:
            continue
        end = inner[len(below)].start if len(below) < len(inner) else draft.body_end
        body = fold(draft.flow[heading.end : end].lower())
        for role in named:
            if role not in there and not _WORDS_OF[role].search(body):
                yield draft.finding("section_missing", Severity.WARNING, heading.start, heading.end, role=role.value)
    title = report.title
    words = fold(title.lower())
    for role, pattern in _PROMISED:
        at = draft.text.find(title.split("\n")[0][:40]) if title else -1
        if at >= 0 and pattern.search(words) and role not in there and role is not Role.SHORTCOMINGS:
            yield draft.finding("section_missing", Severity.WARNING, at, at + min(len(title), 40), role=role.value)


def _unfinished(draft: Draft) -> Iterator[Finding]:
    """A long paragraph of body text that ends in the middle of a sentence."""
    if draft.width:
        return
    heads = {heading.start for heading in draft.report.headings}
    for line, after in zip(draft.lines, draft.lines[1:], strict=False):
        if len(line.raw) < _LONG_PARAGRAPH or "\t" in line.raw or line.start in heads or line.start >= draft.body_end:
            continue
        if line.raw[-1].isalnum() and after.raw[:1].isupper() and draft.flow[line.end : line.end + 1] == "\n":
            start = line.start + line.raw.rstrip().rfind(" ", 0, len(line.raw) - 1) + 1
            yield draft.finding(
                "paragraph_unfinished", Severity.WARNING, start, line.end, words=draft.text[start : line.end]
            )
