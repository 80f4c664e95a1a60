"""What is known of one recipient, year by year, and what nobody has said yet.

It judges nothing; a year without a record is unknown, never a year without an award.
Read next: `knowledge/standards/checks.py`, which holds a history against a condition.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Final

from knowledge.awards import AwardKind, AwardType, awards
from knowledge.errors import InvalidAnswer
from knowledge.standards.models import Completion, Measure, Scope

EARLIEST_YEAR: Final = 1945
LATEST_YEAR: Final = 2100
MOST_RECORDS: Final = 500
LAW_SINCE: Final = 2024
"""First year judged by the Law of 2022, whose titles imply how well duties were fulfilled."""

# Khoản 1 Điều 24, khoản 1 Điều 23 and Điều 27 of the Law: no such title without at least that level.
_IMPLIED: Final = {
    "advanced_worker": Completion.GOOD,
    "advanced_soldier": Completion.GOOD,
    "grassroots_champion": Completion.GOOD,
    "excellent_collective": Completion.EXCELLENT,
}


@dataclass(frozen=True, slots=True)
class Members:
    """The people of a collective in one year.

    All of them, and how many completed their duties, are «Lao động tiên tiến», are «Chiến sĩ thi đua cơ sở».
    """

    total: int
    completed: int
    advanced: int
    champions: int

    def count(self, measure: Measure) -> int:
        """How many are counted by that measure."""
        return {
            Measure.COMPLETED: self.completed,
            Measure.ADVANCED: self.advanced,
            Measure.CHAMPIONS: self.champions,
        }[measure]


@dataclass(frozen=True, slots=True)
class YearRecord:
    """One award of a year, or a year without one (`award` is ""). A year may have several records.

    What is None is not known. A past year is told completely once a record names a title of it, or none at
    all; one with award forms only is not. The year asked about stays open until a title of it is recorded.
    `initiatives` counts all that the Law lets stand for one in that year (sáng kiến được công nhận; đề tài,
    đề án, công trình đã nghiệm thu; mưu trí, sáng tạo trong chiến đấu được công nhận), `scope` is the widest
    they are recognised for. `for_merit` tells whether an award form was given for merit (công trạng), not
    for a sudden or thematic achievement.
    """

    year: int
    award: str = ""
    completion: Completion | None = None
    initiatives: int | None = None
    scope: Scope | None = None
    for_merit: bool | None = None
    members: Members | None = None


class History:
    """The records of one recipient up to a year; later ones do not matter to it and are left out.

    Raises InvalidAnswer, field «history»: `ladder_year_invalid`, `ladder_too_long`, `ladder_wrong_kind` (an
    award that such a recipient cannot get), `ladder_contradiction` (two different things said of a year),
    `ladder_number_invalid`; field «award» for names that `Awards.get` does not know.
    """

    def __init__(self, records: Iterable[YearRecord], year: int, kind: AwardKind) -> None:
        self.year = year
        self._years: dict[int, list[YearRecord]] = defaultdict(list)
        given = tuple(records)
        if len(given) > MOST_RECORDS:
            raise InvalidAnswer("ladder_too_long", field="history", largest=MOST_RECORDS)
        for record in given:
            _check(record)
            slug = _slug(record, kind)
            if record.year <= year:
                self._years[record.year].append(replace(record, award=slug))
        for known in self._years:
            self._one_thing_said(known)

    def _one_thing_said(self, year: int) -> None:
        records = self._years[year]
        said = ({record.completion for record in records}, {record.members for record in records})
        if any(len(values - {None}) > 1 for values in said):
            raise InvalidAnswer("ladder_contradiction", field="history", year=year)

    def has(self, award: str, year: int) -> bool:
        """Whether that award is recorded for that year."""
        return any(record.award == award for record in self._years.get(year, ()))

    def years_of(self, award: str) -> tuple[int, ...]:
        """The years for which that award is recorded, earliest first."""
        return tuple(sorted(year for year in self._years if self.has(award, year)))

    def recorded_years(self) -> tuple[int, ...]:
        """The years with any record, earliest first."""
        return tuple(sorted(self._years))

    def last_years(self, count: int) -> range:
        """The `count` years up to this one, or up to last year while nothing is recorded for this one."""
        end = self.year if self.year in self._years else self.year - 1
        last = self.year if count == 1 else end
        return range(last - count + 1, last + 1)

    def is_settled(self, year: int) -> bool:
        """Whether that year's titles are known, see YearRecord."""
        names = [record.award for record in self._years.get(year, ())]
        titled = any(awards().get(name).type is AwardType.TITLE for name in names if name)
        return titled or (year < self.year and "" in names)

    def completion_reaches(self, level: Completion, year: int) -> bool | None:
        """Whether the year's duties were fulfilled at least that well; None when nothing tells.

        A title of the Law of 2022 tells as much as its standard asks for (see the provisions above).
        """
        records = self._years.get(year, [])
        said = next((record.completion for record in records if record.completion), None)
        if said:
            return said.reaches(level)
        implied = [_IMPLIED[record.award] for record in records if record.award in _IMPLIED and year >= LAW_SINCE]
        return True if any(known.reaches(level) for known in implied) else None

    def initiatives(self, year: int) -> int | None:
        """How many initiatives that year had, None when nobody said."""
        return max((r.initiatives for r in self._years.get(year, ()) if r.initiatives is not None), default=None)

    def scope(self, year: int) -> Scope | None:
        """The widest scope of that year's initiatives, None when nobody said."""
        scopes = [record.scope for record in self._years.get(year, ()) if record.scope]
        return max(scopes, key=tuple(Scope).index, default=None)

    def initiatives_reaching(self, scope: Scope, year: int) -> int | None:
        """How many of that year's initiatives are known to reach that scope; each reaches the grassroots."""
        known = self.scope(year) or Scope.GRASSROOTS
        return self.initiatives(year) if known.reaches(scope) else 0

    def for_merit(self, award: str, year: int) -> bool | None:
        """Whether that year's award of that name was given for merit, None when nobody said."""
        said = [record.for_merit for record in self._years.get(year, ()) if record.award == award]
        return True if True in said else None if None in said else False

    def members(self, year: int) -> Members | None:
        """The members of the collective in that year, None when nobody said."""
        return next((record.members for record in self._years.get(year, ()) if record.members), None)


def _slug(record: YearRecord, kind: AwardKind) -> str:
    if not record.award:
        return ""
    award = awards().get(record.award)
    if kind not in award.kinds:
        raise InvalidAnswer("ladder_wrong_kind", field="history", award=award.name, kind=kind.value, year=record.year)
    return award.slug


def _check(record: YearRecord) -> None:
    if not EARLIEST_YEAR <= record.year <= LATEST_YEAR:
        raise InvalidAnswer("ladder_year_invalid", field="history", given=record.year)
    if record.initiatives is not None and not 0 <= record.initiatives <= MOST_RECORDS:
        raise InvalidAnswer("ladder_number_invalid", field="history", given=record.initiatives, year=record.year)
    people = record.members
    if people and not all(0 <= people.count(measure) <= people.total for measure in Measure):
        raise InvalidAnswer("ladder_number_invalid", field="history", given=people.total, year=record.year)
    if people and people.total < 1:
        raise InvalidAnswer("ladder_number_invalid", field="history", given=people.total, year=record.year)
