"""Places in a document as they are written: «khoản 2, 3 Điều 36», «Điều 6.2.b», «Phụ lục III ban hành kèm theo».

It does not know the document that a place stands in, nor whether the place exists.
Read next: `knowledge/citations.py`, which joins places and documents.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import pairwise
from typing import Final

from knowledge.citing.context import counts_something
from knowledge.citing.forms import forms
from knowledge.citing.text import Reading
from knowledge.text import fold

POINT, CLAUSE, ARTICLE, ANNEX, PART = range(5)
_WORDS: Final = {"diem": POINT, "khoan": CLAUSE, "dieu": ARTICLE, "k": CLAUSE, "d": ARTICLE}
_POINTS: Final = "abcdđeghiklmnopqrstuvxy"
_LONGEST_RANGE: Final = 100
# Longer enumerations are no citation; the limits keep the work linear in the text.
_MOST_LABELS, _MOST_ITEMS = 100, 200

_UNIT: Final = re.compile(
    r"(?:(?:cac|nhung)[ \n])?(?:(?P<word>diem|khoan|dieu)(?:[ \n]so)?[ \n]?(?=[0-9a-z\"“(])"
    r"|(?P<short>[dk])\.?(?=[0-9]))"
)
_PART: Final = re.compile(
    r"(?:tieu[ \n]muc|muc|chuong|phan|tiet)[ \n]"
    r"(?P<label>[ivxlc]{1,7}|[0-9]{1,2}(?:\.[0-9]{1,2}){0,3}|[a-z])(?![0-9a-z/%])"
)
_ANNEX_LABEL: Final = r"(?:[ivx]{1,6}[0-9a-z]?|[0-9]{1,2}[a-z]?)(?![0-9a-z/%])"
_APPENDIX: Final = re.compile(
    rf"(?:cac[ \n])?phu[ \n]luc(?:[ \n]so)?"
    rf"(?:[ \n](?P<label>{_ANNEX_LABEL}(?:(?:,[ \n]?|[ \n]va[ \n]){_ANNEX_LABEL}){{0,20}}))?"
)
_FORM: Final = re.compile(r"mau[ \n](?:so[ \n]?)?(?P<label>[0-9]{1,3}[a-z]?(?:[./-][a-z0-9]{1,6})?)(?![0-9a-z/%])")
_ISSUED_WITH: Final = re.compile(r"(?:[ \n]?,)?[ \n](?:duoc[ \n])?(?:ban[ \n]hanh[ \n])?kem[ \n]theo(?![a-z])")

# Words that may run on from a label without a space, as in «khoản 2Điều 5Nghị định».
_GLUED: Final = r"(?=diem|khoan|dieu|cua|luat|bo luat|nghi|thong tu|quyet dinh)"
_NUMBER_LABEL: Final = re.compile(
    r"(?P<main>[0-9]{1,3})(?P<rest>(?:\.[0-9]{1,2}){0,2})"
    rf"(?:{_GLUED}|(?:(?P<letter>[a-z])|\.(?P<point>[a-z]))?(?![0-9a-z/%]|\.[0-9]|-[a-z]))"
)
_POINT_LABEL: Final = re.compile(r"[\"“'(]?(?P<letter>[a-z])(?P<digit>[0-9]?)[\"”')]?(?![0-9a-z/%])")
_NEXT_LABEL: Final = re.compile(
    r"(?P<to>[ \n]den[ \n]|[ \n]?-[ \n]?)|[ \n]?[,;][ \n]?(?:(?:va|hoac|hay)[ \n])?|[ \n](?:va|hoac|hay)[ \n]"
)
_NEXT_ITEM: Final = re.compile(
    r"(?P<to>[ \n]den[ \n]|[ \n]?-[ \n]?)|(?P<list>[ \n]?[,;][ \n]?(?:(?:va|hoac|hay)[ \n])?|[ \n](?:va|hoac|hay)[ \n])"
    rf"|[ \n](?:(?:cua|tai|thuoc)[ \n])?|{_GLUED}"
)


@dataclass(frozen=True, slots=True)
class Place:
    """Labels that belong together, with their range in the reading. Empty where nothing is said.

    `abbreviated` tells that «đ50» or «k2» stands for an article or a clause, as it only does beside a document.
    """

    start: int
    end: int
    articles: tuple[str, ...] = ()
    clauses: tuple[str, ...] = ()
    points: tuple[str, ...] = ()
    annex: str = ""
    abbreviated: bool = False


@dataclass(slots=True)
class _Item:
    level: int
    labels: tuple[str, ...]
    start: int
    end: int
    joined: str = ""
    abbreviated: bool = False
    inner: dict[int, tuple[str, ...]] = field(default_factory=dict)


def read_places(reading: Reading, start: int) -> tuple[Place, ...]:
    """The places that begin at `start`, one for each that stands on its own; empty when there is none.

    «khoản 2 Điều 5 và khoản 3 Điều 6» gives two. A label that a place leaves out is taken from the
    one it shares it with: «điểm a khoản 1, điểm b khoản 2 Điều 5» is Điều 5 twice.
    """
    items: list[_Item] = []
    joined, position = "", start
    while len(items) < _MOST_ITEMS and (item := _read_item(reading, position)):
        if items and joined == "space" and item.level == items[-1].level <= ARTICLE:
            break
        item.joined = joined
        if joined == "to" and item.level == items[-1].level:
            items[-1].labels += _range(items[-1].labels, item.labels)
            items[-1].end = item.end
        else:
            items.append(item)
        link = _NEXT_ITEM.match(reading.plain, item.end)
        if link is None:
            break
        joined, position = link.lastgroup or "space", link.end()
    return _group(items)


def print_place(articles: Sequence[str], clauses: Sequence[str], points: Sequence[str]) -> str:
    """«điểm a và b khoản 2 Điều 8»; empty when nothing is named."""
    named = (("điểm", points), ("khoản", clauses), ("Điều", articles))
    return " ".join(f"{name} {_listed(labels)}" for name, labels in named if labels)


def _listed(labels: Sequence[str]) -> str:
    *first, last = labels
    return f"{', '.join(first)} và {last}" if first else last


def _read_item(reading: Reading, start: int) -> _Item | None:
    unit = _UNIT.match(reading.plain, start)
    found = (_read_unit(reading, unit) if unit else None) or _read_annex(reading, start)
    if found:
        return found
    part = _PART.match(reading.plain, start)
    if part and (part["label"][0].isdigit() or reading.is_upper(part.start("label"))):
        return _Item(PART, (), start, part.end())
    return None


def _read_unit(reading: Reading, unit: re.Match[str]) -> _Item | None:
    name = unit["word"] or unit["short"]
    item = _Item(_WORDS[name], (), unit.start(), unit.end(), abbreviated=name == unit["short"])
    position, to = unit.end(), False
    while len(item.labels) < _MOST_LABELS:
        label, end = _read_label(reading, position, item)
        if not label or (item.labels and label[0].isdigit() and counts_something(reading, end)):
            break
        item.labels += _range(item.labels, (label,)) if to else (label,)
        item.end = end
        link = _NEXT_LABEL.match(reading.plain, end)
        if link is None or item.inner:
            break
        position, to = link.end(), bool(link["to"])
    return item if item.labels else None


def _read_label(reading: Reading, start: int, item: _Item) -> tuple[str, int]:
    """One label and its end, "" when none stands there; «Điều 6.2.b» puts clause and point into `item.inner`."""
    number = _NUMBER_LABEL.match(reading.plain, start)
    if number:
        letter = reading.marked[number.start("letter")].lower() if number["letter"] else ""
        inner = number["rest"].lstrip(".")
        if item.level == ARTICLE and (inner or number["point"]) and not item.labels:
            item.inner = {CLAUSE: (inner,)} if inner else {}
            item.inner |= {POINT: (reading.marked[number.start("point")].lower(),)} if number["point"] else {}
            return number["main"] + letter, number.end()
        end = number.start("point") - 1 if number["point"] else number.end()
        return number["main"] + number["rest"] + letter, end
    if item.level != POINT:
        return "", start
    point = _POINT_LABEL.match(reading.plain, start)
    letter = reading.marked[point.start("letter")].lower() if point else ""
    if point is None or not (letter.isascii() or letter == "đ") or reading.plain[start - 1].isalpha():
        return "", start
    return letter + point["digit"], point.end()


def _read_annex(reading: Reading, start: int) -> _Item | None:
    match = _APPENDIX.match(reading.plain, start)
    if match:
        label = reading.written(*match.span("label")) if match["label"] else ""
        name, end = f"Phụ lục {_roman(label)}".strip(), match.end()
    elif match := _FORM.match(reading.plain, start):
        name, end = f"Mẫu số {reading.written(*match.span('label'))}", match.end()
    elif match := _attached().match(reading.plain, start):
        name, end = forms().attached[(match.lastindex or 1) - 1], match.end()
    else:
        return None
    issued = _ISSUED_WITH.match(reading.plain, end)
    return _Item(ANNEX, (name,), start, issued.end() if issued else end)


@cache
def _attached() -> re.Pattern[str]:
    """«Quy chế …» and what else is issued with a document: one group for each of `forms().attached`."""
    names = "|".join("(" + fold(name).lower().replace(" ", r"[ \n]") + ")" for name in forms().attached)
    title = r"(?:[ \n]?,?[ \n][a-z0-9]{1,16}){0,20}?"
    return re.compile(rf"(?:{names}){title}(?=[ \n](?:duoc[ \n])?(?:ban[ \n]hanh[ \n])?kem[ \n]theo[ \n])")


def _roman(label: str) -> str:
    """«iii» as «III»; «và» between labels stays."""
    return re.sub(r"(?i)\b[ivx]+", lambda found: found[0] if found[0] == "v" else found[0].upper(), label)


def _range(before: tuple[str, ...], after: tuple[str, ...]) -> tuple[str, ...]:
    """The labels from the one after the last of `before` to the first of `after`, then the rest of `after`.

    Chapters and sections have no labels that count: a range of them is none.
    """
    if not before or not after:
        return after
    first, last = before[-1], after[0]
    if first.isdigit() and last.isdigit() and 0 < int(last) - int(first) <= _LONGEST_RANGE:
        return tuple(str(number) for number in range(int(first) + 1, int(last) + 1)) + after[1:]
    if len(first) == len(last) == 1 and first in _POINTS and _POINTS.find(last) > _POINTS.find(first):
        return tuple(_POINTS[_POINTS.find(first) + 1 : _POINTS.find(last) + 1]) + after[1:]
    return after


@dataclass(slots=True)
class _Group:
    start: int
    end: int
    abbreviated: bool = False
    labels: dict[int, tuple[str, ...]] = field(default_factory=dict)

    def take(self, item: _Item) -> None:
        self.end = item.end
        self.abbreviated |= item.abbreviated
        if item.level != PART:
            self.labels[item.level] = self.labels.get(item.level, ()) + item.labels
        self.labels |= item.inner

    def place(self) -> Place:
        get = self.labels.get
        annex = " ".join(get(ANNEX, ()))
        labels = (get(ARTICLE, ()), get(CLAUSE, ()), get(POINT, ()))
        return Place(self.start, self.end, *labels, annex, self.abbreviated)


def _group(items: list[_Item]) -> tuple[Place, ...]:
    """The items as places: those that belong together in one, shared labels filled in."""
    core = [item.level for item in items if item.level <= ARTICLE]
    descending = bool(core) and core[0] == ARTICLE != core[-1]
    groups: list[_Group] = []
    for item in items:
        if not groups or _begins_anew(groups[-1], item, descending):
            groups.append(_Group(item.start, item.end))
        groups[-1].take(item)
    _share(groups if descending else groups[::-1], descending)
    return tuple(group.place() for group in groups)


def _begins_anew(group: _Group, item: _Item, descending: bool) -> bool:
    """Whether the item opens another place instead of narrowing down, or widening, this one."""
    if item.level == PART or not group.labels:
        return False
    if item.level == ANNEX:
        return item.joined == "list"
    if not descending and item.joined != "space" and any(item.level < level <= ARTICLE for level in group.labels):
        return True
    if item.level in group.labels:
        return any(level < item.level for level in group.labels)
    return descending and item.level == ARTICLE


def _share(groups: list[_Group], descending: bool) -> None:
    """Give each place the article it leaves out, and the annex unless that stands apart."""
    for known, group in pairwise(groups):
        if ARTICLE not in group.labels and ARTICLE in known.labels and ANNEX not in group.labels:
            group.labels[ARTICLE] = known.labels[ARTICLE]
        if not descending and ANNEX in known.labels and len(known.labels) > 1:
            group.labels.setdefault(ANNEX, known.labels[ANNEX])
