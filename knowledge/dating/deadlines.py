"""Deadlines in official texts: dates with the words that bind them, windows, and lists of dates.

It does not date anything that the text leaves open; `knowledge/dating/resolving.py` does.
Read next: `knowledge/dating/counted.py`, deadlines counted from something else.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from knowledge.citations import parse_citations
from knowledge.dating.atoms import Atom, is_day, read_atoms, time_at
from knowledge.dating.counted import read_counted
from knowledge.dating.evidence import Candidate, Strength, is_deadline
from knowledge.dating.markers import (
    CLOCK,
    Marker,
    Suffix,
    is_since,
    read_from,
    read_lone,
    read_marker,
    read_often,
    read_suffix,
    reports_on_any_year,
    time_behind,
)
from knowledge.dating.model import (
    DayMonth,
    Deadline,
    Frequency,
    InMonth,
    InQuarter,
    OnDate,
    OnDayMonth,
    Op,
    Recurring,
    What,
)
from knowledge.dating.sheets import Phrase, Sheet

_TO: Final = Phrase(rf"(?: dương lịch)?[ ,)]{{0,2}}(?:đến|tới|-)(?: hết)?[ :]{{0,2}}(?:{CLOCK}[ ,]{{1,2}})?(?:ngày )?")
_UP_TO: Final = Phrase(r" ?(?:đến|tới|-)(?: hết)? ?")
_FROM: Final = Phrase(r"(?<![a-zà-ỹđ])từ $")
_OVER_THE_YEAR: Final = Phrase(r" (?:của )?năm (?:trước|ngoái|liền trước)[^.;]{0,40}? (?:đến|tới)(?: hết)? (?:ngày )?")
_AND: Final = Phrase(r"(?:,| và| hoặc){1,2} ?(?:vào |trước |chậm nhất (?:là )?)?(?:các )?(?:ngày )?")
_EACH: Final = Phrase(
    r"[ ,(]{0,3}đối với [^.;]{1,80}?(?:[,;)]| và) ?(?:và )?(?:trước |chậm nhất )?(?:là |vào )?(?:ngày )?"
)
_LONGEST_LINK: Final = 30
_LONGEST_EACH: Final = 110


@dataclass(frozen=True, slots=True)
class _Dated:
    """A date and all that binds it; `opens` is the day on which a window begins."""

    atom: Atom
    marker: Marker
    suffix: Suffix | None
    opens: Atom | None = None

    @property
    def end(self) -> int:
        return self.suffix.end if self.suffix else self.atom.end


def read_deadlines(text: str) -> list[Deadline]:
    """Every deadline the text sets, in order, never overlapping; see `Deadline` for what each holds.

    A cited document's date, a day of issue, a date in the past, a period reported on and a cut-off date are
    none. Never raises; work grows linearly with the text.
    """
    sheet = Sheet.of(text)
    atoms = _without_cited(sheet, list(read_atoms(sheet)))
    dated = [found for group in _groups(sheet, atoms) for found in _read_group(sheet, group)]
    found = sorted([*dated, *read_counted(sheet)], key=lambda deadline: (deadline.start, -deadline.end))
    kept: list[Deadline] = []
    for deadline in found:
        if not kept or deadline.start >= kept[-1].end:
            kept.append(deadline)
    return kept


def _without_cited(sheet: Sheet, atoms: Sequence[Atom]) -> list[Atom]:
    """The dates that stand in no cited document."""
    cited = [
        (sheet.place(citation.start), sheet.place(citation.end))
        for citation in parse_citations(sheet.text)
        if citation.number or citation.name or citation.issued_on
    ]
    starts = [start for start, _ in cited]

    def is_cited(atom: Atom) -> bool:
        before = bisect_right(starts, atom.end - 1) - 1
        return before >= 0 and cited[before][1] > atom.start

    return [atom for atom in atoms if not is_cited(atom)]


def _groups(sheet: Sheet, atoms: Sequence[Atom]) -> Iterator[list[_Dated]]:
    """Dates that belong together: one, or a list under one marker («trước ngày 30/6 và 31/12 hằng năm»)."""
    group: list[_Dated] = []
    for dated in _bind(sheet, atoms):
        if group and _continues(sheet, group[-1], dated):
            group.append(replace(dated, marker=replace(group[0].marker, start=dated.marker.start)))
            continue
        if group:
            yield _shared(group)
        group = [dated]
    if group:
        yield _shared(group)


def _bind(sheet: Sheet, atoms: Sequence[Atom]) -> Iterator[_Dated]:
    """Each date with its marker and suffix; two dates of a window as one."""
    place = 0
    while place < len(atoms):
        atom, following = atoms[place], atoms[place + 1] if place + 1 < len(atoms) else None
        place += 1
        if following and _is_period(sheet, atom, following):
            place += 1
            continue
        if following and _is_window(sheet, atom, following):
            start, since = read_from(sheet, atom)
            until = time_at(sheet, atom.end, following.start)
            strength = Strength.LONE if since else Strength.WEAK
            marker = Marker(start, Op.WITHIN_WINDOW, strength, until[0] if until else None)
            yield _Dated(following, marker, read_suffix(sheet, following), atom)
            place += 1
            continue
        if atom.first_day:
            start, _ = read_from(sheet, atom)
            marker = read_marker(sheet, atom) or Marker(start, Op.WITHIN_WINDOW, Strength.WEAK)
            marker = replace(marker, op=Op.WITHIN_WINDOW)
            yield _Dated(atom, marker, read_suffix(sheet, atom), replace(atom, day=atom.first_day))
        elif not is_since(sheet, atom):
            marker = read_marker(sheet, atom) or read_lone(sheet, atom)
            yield _Dated(atom, marker, read_suffix(sheet, atom))


def _is_window(sheet: Sheet, opening: Atom, closing: Atom) -> bool:
    between = sheet.view[opening.end : closing.start]
    if not opening.day or not closing.day or not closing.month or len(between) > _LONGEST_LINK:
        return False
    return _TO.of(sheet).fullmatch(between) is not None


def _is_period(sheet: Sheet, opening: Atom, closing: Atom) -> bool:
    """Whether two dates bound what goes on or is told of: «từ 15/12 năm trước đến 14/12», «từ tháng 3 đến tháng 9»."""
    if opening.month and not opening.day and not closing.day and sheet.before(_FROM, opening.start, reach=20):
        return _UP_TO.of(sheet).fullmatch(sheet.view, opening.end, closing.start) is not None
    return _OVER_THE_YEAR.of(sheet).fullmatch(sheet.view, opening.end, min(closing.start, opening.end + 80)) is not None


def _continues(sheet: Sheet, before: _Dated, dated: _Dated) -> bool:
    """Whether a date goes on with the list of the one before it."""
    kinds = [(atom.day is None, atom.month is None, atom.quarter is None) for atom in (before.atom, dated.atom)]
    if before.opens or dated.opens or kinds[0] != kinds[1] or (kinds[0][1] and before.atom.year):
        return False
    between = sheet.view[before.end : min(dated.atom.start, before.end + _LONGEST_EACH)]
    if len(between) <= _LONGEST_LINK and _AND.of(sheet).fullmatch(between):
        return True
    return dated.marker.strength is Strength.LONE and _EACH.of(sheet).fullmatch(between) is not None


def _shared(group: list[_Dated]) -> list[_Dated]:
    """The list with the year or the suffix of its last date given to those before that have neither."""
    last = group[-1]
    shared: list[_Dated] = []
    for dated in group[:-1]:
        atom = dated.atom
        if atom.year is None and dated.suffix is None:
            if last.atom.year and atom.month and is_day(last.atom.year, atom.month, atom.day or 1):
                atom = replace(atom, year=last.atom.year)
            suffix = replace(last.suffix, end=atom.end) if last.suffix else None
            dated = replace(dated, atom=atom, suffix=suffix)
        shared.append(dated)
    return [*shared, last]


def _read_group(sheet: Sheet, group: Sequence[_Dated]) -> Iterator[Deadline]:
    """The deadlines of a list of dates: all of them, or none when the sentence does not set them."""
    first, last = group[0], group[-1]
    whats = [_what(sheet, dated) for dated in group]
    leading = whats[0]
    if leading is None or not _is_bound(first, leading):
        return
    candidate = Candidate(
        first.marker.start,
        last.end,
        first.marker.strength,
        recurs=isinstance(whats[-1], Recurring),
        spans=first.opens is not None,
        within=first.marker.op is Op.WITHIN,
        ends=first.marker.op is Op.END_OF and first.atom.day is not None,
        day=leading.day if isinstance(leading, OnDate) else None,
        yearlong=first.atom.month is None and first.atom.quarter is None and first.atom.day is None,
    )
    if not is_deadline(sheet, candidate):
        return
    for dated, what in zip(group, whats, strict=True):
        if what is not None:
            behind = time_behind(sheet, dated.end)
            end = behind[1] if behind and behind[0] == getattr(what, "time", None) else dated.end
            start, end = sheet.span(dated.marker.start, end)
            yield Deadline(sheet.text[start:end], start, end, _op(dated), what)


def _is_bound(dated: _Dated, what: What) -> bool:
    """Whether a date that could be something else is bound firmly enough."""
    if dated.atom.half:
        return False
    loose = dated.atom.bare or (isinstance(what, OnDayMonth) and what.month is None)
    return not loose or dated.marker.strength >= Strength.MEDIUM or dated.opens is not None


def _op(dated: _Dated) -> Op:
    if dated.marker.op is Op.BY and dated.marker.strength <= Strength.WEAK and dated.atom.day is None:
        return Op.WITHIN
    return dated.marker.op


def _what(sheet: Sheet, dated: _Dated) -> What | None:
    """What the date says; None for a period that is no date («6 tháng đầu năm»)."""
    atom, opens = dated.atom, dated.opens
    behind = time_behind(sheet, dated.end)
    at = dated.marker.time or (behind[0] if behind else None)
    if atom.date:
        return OnDate(atom.date, at, _opening(opens, atom) if opens else None)
    if atom.day is None and atom.month is None and atom.quarter is None:
        return _of_year(dated)
    if atom.year is None:
        recurring = _recurring(sheet, dated)
        if recurring:
            return replace(recurring, time=at)
    if atom.is_last:
        return None
    opening = DayMonth(opens.month or atom.month, opens.day) if opens and opens.day else None
    if atom.day is not None:
        return OnDayMonth(atom.day, atom.month, at, opening)
    if atom.month is not None:
        return InMonth(atom.month, atom.year)
    return InQuarter(atom.quarter, atom.year) if atom.quarter else None


def _of_year(dated: _Dated) -> What | None:
    """A whole year as its last day, or its first where the text says «trước»."""
    if dated.atom.year is None:
        return None
    if dated.marker.op is Op.BEFORE and not dated.marker.to_end:
        return OnDate(date(dated.atom.year, 1, 1))
    return OnDate(date(dated.atom.year, 12, 31)) if dated.marker.op in (Op.END_OF, Op.WITHIN, Op.BEFORE) else None


def _opening(opens: Atom, closing: Atom) -> date | None:
    year, month = opens.year or closing.year, opens.month or closing.month
    if not year or not month or not opens.day or not is_day(year, month, opens.day):
        return None
    return date(year, month, opens.day)


def _recurring(sheet: Sheet, dated: _Dated) -> Recurring | None:
    """The rule by which the date comes back: from the words behind it, else from those before it."""
    atom, suffix, opens = dated.atom, dated.suffix, dated.opens
    opening = DayMonth(opens.month or atom.month, opens.day) if opens and opens.day else None
    if suffix:
        return Recurring(
            freq=suffix.freq, month=atom.month or suffix.month, day=atom.day, quarter=atom.quarter,
            year_offset=suffix.year_offset, opens=opening,
        )  # fmt: skip
    if dated.marker.strength is Strength.LONE and not opens:
        return None
    first, _ = sheet.sentence(dated.marker.start, dated.end)
    often = read_often(sheet, first, dated.marker.start)
    if atom.month is None and atom.quarter is None:
        if often in (Frequency.MONTHLY, Frequency.QUARTERLY):
            return Recurring(freq=often, day=atom.day, opens=opening)
        return None
    if often is None and not reports_on_any_year(sheet, first, dated.marker.start, dated.end):
        return None
    return Recurring(freq=Frequency.YEARLY, month=atom.month, day=atom.day, quarter=atom.quarter, opens=opening)
