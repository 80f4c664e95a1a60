"""How many of which award a text speaks of: «20 LĐTT, 3 tập thể LĐTT, 5 giấy khen hộ gia đình».

It computes no money and knows no day.
Read next: `knowledge/prizes.py`, which does.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from knowledge.abbreviations import expand
from knowledge.awards import Award, AwardKind, awards
from knowledge.field import kinds
from knowledge.text import plain

_COUNT_BEFORE: Final = re.compile(r"(?:^|(?P<ahead>[a-z]+ )|(?<= ))(?P<count>\d{1,6})(?P<between>(?: [a-z]+){0,4}) $")
_NO_COUNT: Final = frozenset({"nam", "dieu", "khoan", "diem", "thang", "ngay", "quy", "hang"})
"""Words whose number counts nothing: a year, a place in the law, a class of an order."""
_BEHIND: Final = re.compile(r"^(?: cho)?((?: (?:ca nhan|tap the|don vi|ho gia dinh|nguoi|ho))?)(?= |$)")
_KINDS: Final = {"ho": AwardKind.HOUSEHOLD, "nguoi": AwardKind.INDIVIDUAL}


@dataclass(frozen=True, slots=True)
class Tally:
    """So many of one award; `kind` is None where the text does not say for whom."""

    award: Award
    kind: AwardKind | None
    count: int


def read_tallies(text: str) -> tuple[Tally, ...]:
    """The awards that stand behind a number, in the order of the text; none for an award without a number.

    Numbers of dates, years and documents do not stand right before an award; a number and an award may have
    up to four words between them («2 tập thể được tặng giấy khen»).
    """
    words = plain(expand(text))
    places = list(awards().places(words))
    found = []
    for start, slug in places:
        before = _COUNT_BEFORE.search(words, 0, start)
        if before is None or (before["ahead"] or "").strip() in _NO_COUNT:
            continue
        if any(before.start("count") < other < start for other, _ in places):
            continue
        award = awards().get(slug)
        name_length = max(len(name) for name in map(plain, award.names()) if words.startswith(name, start))
        behind = _BEHIND.match(words[start + name_length :])
        found.append(Tally(award, _kind(award, before["between"], behind[1] if behind else ""), int(before["count"])))
    return tuple(found)


def _kind(award: Award, before: str, behind: str) -> AwardKind | None:
    """Whom it is for: the only kind there is, or what stands beside it."""
    if len(award.kinds) == 1:
        return award.kinds[0]
    for words in (behind.strip(), before.strip()):
        named = [AwardKind(kind) for kind in kinds(words)] or [_KINDS[word] for word in words.split() if word in _KINDS]
        if named:
            return named[0]
    return None
