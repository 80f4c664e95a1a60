"""Names: one movement, one person, one place is written in one way throughout a draft.

It must not know who or what exists: a name is odd only beside its other spelling.
Read next: `knowledge/checks/capitals.py` (capital letters of names), `knowledge/data/checks/movements.yaml`.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from difflib import SequenceMatcher
from functools import cache
from typing import Final

from pydantic import BaseModel, ConfigDict

from knowledge.checks.draft import Draft
from knowledge.checks.findings import Finding, Severity
from knowledge.checks.letters import old_style
from knowledge.datafiles import data_file, load
from knowledge.layout.lines import CAPITAL, SMALL
from knowledge.text import fold, squeeze

_QUOTED: Final = re.compile(r"[“\"«]\s?([^“”\"«»]{8,160}?)\s?[”\"»]")
_NAME: Final = re.compile(rf"(?<![^\W_])[{CAPITAL}][{SMALL}]{{0,7}}(?: [{CAPITAL}][{SMALL}]{{0,7}}){{1,4}}(?![^\W_])")
_MOVEMENT_BEFORE: Final = re.compile(
    r"(?:phong trào|thi đua|cuộc vận động|vận động|gắn với|và|,)[^.“”\"\n]{0,30}$", re.IGNORECASE
)
_DASHED: Final = re.compile(
    rf"(?<![^\W_])([{SMALL}]{{2,7}} [{SMALL}]{{2,7}}) (?P<dash>[-–]) ([{SMALL}]{{2,7}} [{SMALL}]{{2,7}})(?![^\W_])",
    re.IGNORECASE,
)
_MOST_NAMES: Final = 120
_ALIKE: Final = 0.84
_STAGE: Final = re.compile(r"(?:,? ?giai đoạn|,? ?trong)? ?(?:năm )?20\d\d(?: ?[-–] ?20\d\d)?$")


class _MovementsFile(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)
    movements: tuple[str, ...]


@cache
def _movements() -> dict[str, str]:
    """Folded name → the name as reports usually write it."""
    return {_key(name): name for name in load(data_file("checks/movements.yaml"), _MovementsFile).movements}


def check_names(draft: Draft) -> Iterator[Finding]:
    """Movements, names and dashes written in two ways."""
    yield from _of_movements(draft)
    yield from _spelled_two_ways(draft)
    yield from _dashes(draft)


def _key(name: str) -> str:
    return squeeze(re.sub(r"[^\w\s]", " ", fold(name.lower())))


def _of_movements(draft: Draft) -> Iterator[Finding]:
    """Quoted names of movements: against each other; against the usual name only to look at, for even plans of
    provinces write some of them differently."""
    found = list(_QUOTED.finditer(draft.flow, 0, draft.body_end))
    names = {one.start(): squeeze(_STAGE.sub("", squeeze(one[1]))) for one in found[:_MOST_NAMES]}
    counted = Counter(_key(name) for name in names.values())
    for one in found[:_MOST_NAMES]:
        name = names[one.start()]
        key = _key(name)
        if key in _movements() or len(key.split()) < 4:
            continue
        before = draft.flow[max(0, one.start() - 40) : one.start()]
        if not _MOVEMENT_BEFORE.search(before):
            continue
        start, end = one.span()
        likely = _nearest(key, _others(names, key, counted))
        usual = _nearest(key, _movements())
        if likely:
            right = usual if usual and _key(usual) == _key(likely) else likely
            yield draft.finding("movement_name", Severity.WARNING, start, end, written=name, right=right)
        elif usual:
            yield draft.finding("movement_doubted", Severity.NOTE, start, end, written=name, usual=usual)


def _others(names: dict[int, str], key: str, counted: Counter[str]) -> dict[str, str]:
    """The other names of the draft that are usual ones, or written at least as often."""
    known = _movements()
    return {
        _key(name): name
        for name in names.values()
        if _key(name) != key and (counted[_key(name)] >= counted[key] or _key(name) in known)
    }


def _nearest(key: str, known: dict[str, str]) -> str | None:
    """The known name that this one is nearly, but not exactly; the longest if several."""
    words = key.split()
    for other, name in known.items():
        theirs = other.split()
        if other == key or abs(len(theirs) - len(words)) > 4 or min(len(words), len(theirs)) < 5:
            continue
        same = sum((Counter(words) & Counter(theirs)).values())
        if same / max(len(words), len(theirs)) < 0.6:
            continue
        if SequenceMatcher(None, words, theirs, autojunk=False).ratio() >= _ALIKE:
            return name
    return None


def _spelled_two_ways(draft: Draft) -> Iterator[Finding]:
    """Names that differ in tone marks only: «Nguyễn Văn Hoà» is left to the tone marks, «Hoàn» and «Hoản» are not."""
    places: defaultdict[str, list[re.Match[str]]] = defaultdict(list)
    for found in _NAME.finditer(draft.flow, 0, draft.body_end):
        places[found[0]].append(found)
    alike: defaultdict[str, list[str]] = defaultdict(list)
    for name in places:
        alike[_sound(name)].append(name)
    for names in alike.values():
        if len(names) != 2 or old_style(names[0]) == old_style(names[1]) or _same_style(*names):
            continue
        rare, usual = sorted(names, key=lambda name: len(places[name]))
        if len(rare.split()) < 2 or (len(places[usual]) < 2 and len(rare.split()) < 3):
            continue
        for found in places[rare]:
            yield draft.finding(
                "name_two_ways",
                Severity.WARNING,
                *found.span(),
                usual,
                False,
                written=rare,
                right=usual,
                times=str(len(places[usual])),
            )


def _sound(name: str) -> str:
    return re.sub(r"y(?=\b)", "i", fold(name))


def _same_style(one: str, two: str) -> bool:
    return [old_style(word) for word in one.split()] == [old_style(word) for word in two.split()]


def _dashes(draft: Draft) -> Iterator[Finding]:
    """«kinh tế - xã hội» with a hyphen here and a dash there."""
    found = list(_DASHED.finditer(draft.flow, 0, draft.body_end))
    signs: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for one in found:
        signs[fold(f"{one[1]} {one[3]}".lower())][one["dash"]] += 1
    for one in found:
        used = signs[fold(f"{one[1]} {one[3]}".lower())]
        if len(used) > 1 and one["dash"] == "–":
            by = f"{one[1]} - {one[3]}"

            yield draft.finding(
                "dash_mixed", Severity.NOTE, one.start("dash"), one.end("dash"), "-", True, written=one[0], right=by
            )
