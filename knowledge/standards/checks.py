"""One condition against one history: met, missing, to be asked, to be judged, or not ours to say.

It knows no award as a whole; `knowledge/ladder.py` puts the findings together.
Read next: `knowledge/standards/models.py` for the conditions, `knowledge/standards/history.py` for the years.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from knowledge.ratios import at_least
from knowledge.standards.history import History
from knowledge.standards.models import (
    AnyOfCondition,
    CompletionCondition,
    Condition,
    DelegatedCondition,
    FactCondition,
    HeldCondition,
    InitiativesCondition,
    JudgedCondition,
    MembersCondition,
    OccasionsCondition,
    Scope,
    StreakCondition,
    TimesCondition,
    UnreadCondition,
)


class State(StrEnum):
    """What can be said of a condition."""

    MET = "met"
    MISSING = "missing"
    ASK = "ask"
    """The officer must say; `reason` names what."""
    JUDGED = "judged"
    """Left to the council and the one who decides: it stands in nobody's way here."""
    UNREAD = "unread"
    """We do not hold the words, or they are not in force on that day."""
    DELEGATED = "delegated"
    """The ministry or province has set it."""


class Reason(StrEnum):
    """Why a condition is in its state; `bot/texts/prizes.jinja` has the words for each."""

    MET = "met"
    MET_TO_LAST_YEAR = "met_to_last_year"
    JUDGED = "judged"
    FACT = "fact"
    UNREAD = "unread"
    NOT_IN_FORCE = "not_in_force"
    DELEGATED = "delegated"
    TOO_FEW = "too_few"
    BELOW_LEVEL = "below_level"
    SINCE_LAST = "since_last"
    NEVER_HELD = "never_held"
    NOT_FOR_MERIT = "not_for_merit"
    TOO_FEW_INITIATIVES = "too_few_initiatives"
    TOO_FEW_MEMBERS = "too_few_members"
    NO_PART_MET = "no_part_met"
    COMPLETION_UNKNOWN = "completion_unknown"
    YEAR_UNKNOWN = "year_unknown"
    THIS_YEAR_PENDING = "this_year_pending"
    STREAK_ENDED = "streak_ended"
    ROW_BROKEN = "row_broken"
    ROW_USED = "row_used"
    MERIT_UNKNOWN = "merit_unknown"
    INITIATIVES_UNKNOWN = "initiatives_unknown"
    INITIATIVES_OLDER = "initiatives_older"
    SCOPE_UNKNOWN = "scope_unknown"
    MEMBERS_UNKNOWN = "members_unknown"
    PARTS_UNKNOWN = "parts_unknown"
    AMENDED_CHOICE = "amended_choice"


@dataclass(frozen=True, slots=True)
class Finding:
    """What can be said of `condition`; `years` are those the reason is about, `have` of `need` is what was counted."""

    condition: Condition
    state: State
    reason: Reason
    years: tuple[int, ...] = ()
    have: int | None = None
    need: int | None = None
    parts: tuple[Finding, ...] = ()


def check(condition: Condition, award: str, history: History, *, amended: bool) -> Finding:
    """Hold the condition of `award` against the history, for the history's year.

    `amended`: on the day in question the provision has been amended by words we do not hold.
    """
    match condition:
        case CompletionCondition():
            return _completion(condition, award, history)
        case StreakCondition():
            return _streak(condition, award, history)
        case OccasionsCondition():
            return _occasions(condition, award, history)
        case TimesCondition():
            return _times(condition, history)
        case HeldCondition():
            return _held(condition, history)
        case InitiativesCondition():
            return _initiatives(condition, award, history)
        case MembersCondition():
            return _members(condition, history)
        case AnyOfCondition():
            return _any_of(condition, award, history, amended=amended)
        case FactCondition():
            return Finding(condition, State.ASK, Reason.FACT)
        case JudgedCondition():
            return Finding(condition, State.JUDGED, Reason.JUDGED)
        case UnreadCondition():
            return Finding(condition, State.UNREAD, Reason.UNREAD)
        case DelegatedCondition():
            return Finding(condition, State.DELEGATED, Reason.DELEGATED)


def _completion(condition: CompletionCondition, award: str, history: History) -> Finding:
    years = history.last_years(condition.years)
    before = [] if not condition.after_last else _earlier(award, history)
    if before and before[-1] >= years[0]:
        state = State.MISSING if history.for_merit(award, before[-1]) else State.ASK
        return Finding(condition, state, Reason.SINCE_LAST, (before[-1],), years[-1] - before[-1], condition.years)
    known = {year: history.completion_reaches(condition.level, year) for year in years}
    failed = tuple(year for year in years if known[year] is False)
    if failed:
        have = sum(1 for year in years if known[year])
        return Finding(condition, State.MISSING, Reason.BELOW_LEVEL, failed, have, condition.years)
    asked = tuple(year for year in years if known[year] is None)
    if asked:
        return Finding(condition, State.ASK, Reason.COMPLETION_UNKNOWN, asked)
    return Finding(condition, State.MET, Reason.MET, tuple(years))


def _earlier(award: str, history: History) -> list[int]:
    """The years in which the award itself was given before, unless for a sudden or thematic achievement."""
    years = (year for year in history.years_of(award) if year < history.year)
    return [year for year in years if history.for_merit(award, year) is not False]


def _streak(condition: StreakCondition, award: str, history: History) -> Finding:
    """Years running that end this year; last year while this year's titles are not decided."""
    has = history.has(condition.award, history.year)
    end = history.year if has else history.year - 1
    years: list[int] = []
    while history.has(condition.award, end - len(years)):
        years.append(end - len(years))
    counted = tuple(sorted(years))
    stopped = end - len(years)
    have, need = len(years), condition.times
    decided = history.is_settled(history.year)
    used = _earlier(award, history)[-1:]
    if have >= need and used and end - used[0] < need:
        return Finding(condition, State.ASK, Reason.ROW_USED, tuple(used), have, need)
    if have >= need and (has or not decided):
        reason = Reason.MET if has else Reason.MET_TO_LAST_YEAR
        return Finding(condition, State.MET, reason, counted, have, need)
    if have >= need:
        return Finding(condition, State.ASK, Reason.STREAK_ENDED, (end,), have, need)
    if not decided and have + 1 >= need:
        return Finding(condition, State.ASK, Reason.THIS_YEAR_PENDING, (history.year,), have, need)
    if not history.is_settled(stopped):
        return Finding(condition, State.ASK, Reason.YEAR_UNKNOWN, (stopped,), have, need)
    return Finding(condition, State.MISSING, Reason.TOO_FEW, counted, have, need)


def _occasions(condition: OccasionsCondition, award: str, history: History) -> Finding:
    """The last occasion is this year's or last year's, and no year between the occasions broke the row."""
    need = condition.times
    years = history.years_of(condition.award)
    last = years[-need:]
    if len(years) < need:
        return Finding(condition, State.MISSING, Reason.TOO_FEW, years, len(years), need)
    if last[-1] < history.year - 1:
        return Finding(condition, State.ASK, Reason.STREAK_ENDED, (last[-1],), len(last), need)
    used = _earlier(award, history)[-1:]
    if used and last[0] <= used[0]:
        return Finding(condition, State.ASK, Reason.ROW_USED, tuple(used), len(last), need)
    between = [year for year in range(last[0] + 1, last[-1]) if not _any(condition.between, year, history)]
    unknown = tuple(year for year in between if not history.is_settled(year))
    if unknown:
        return Finding(condition, State.ASK, Reason.YEAR_UNKNOWN, unknown, len(last), need)
    if between:
        return Finding(condition, State.ASK, Reason.ROW_BROKEN, tuple(between), len(last), need)
    return Finding(condition, State.MET, Reason.MET, last, len(last), need)


def _any(slugs: Iterable[str], year: int, history: History) -> bool:
    return any(history.has(slug, year) for slug in slugs)


def _times(condition: TimesCondition, history: History) -> Finding:
    window = history.last_years(condition.within)
    years = tuple(year for year in window if history.has(condition.award, year))
    unknown = tuple(year for year in window if not history.is_settled(year))
    if len(years) >= condition.times:
        return Finding(condition, State.MET, Reason.MET, years, len(years), condition.times)
    if unknown and len(years) + len(unknown) >= condition.times:
        return Finding(condition, State.ASK, Reason.YEAR_UNKNOWN, unknown, len(years), condition.times)
    return Finding(condition, State.MISSING, Reason.TOO_FEW, years, len(years), condition.times)


def _held(condition: HeldCondition, history: History) -> Finding:
    years = history.years_of(condition.award)
    said = {year: history.for_merit(condition.award, year) for year in years}
    merited = tuple(year for year in years if said[year])
    unsaid = tuple(year for year in years if said[year] is None)
    if merited:
        return Finding(condition, State.MET, Reason.MET, merited)
    if unsaid:
        return Finding(condition, State.ASK, Reason.MERIT_UNKNOWN, unsaid)
    return Finding(condition, State.MISSING, Reason.NOT_FOR_MERIT if years else Reason.NEVER_HELD, years)


def _initiatives(condition: InitiativesCondition, award: str, history: History) -> Finding:
    """In the last `within` years; without a period, since the same award was last given."""
    last = max((year for year in history.years_of(award) if year < history.year), default=0)
    if condition.within:
        window = tuple(history.last_years(condition.within))
    else:
        window = tuple(year for year in history.recorded_years() if year > last) or (history.year,)
    wide = tuple(year for year in window if history.initiatives_reaching(condition.scope, year))
    have = sum(history.initiatives_reaching(condition.scope, year) or 0 for year in wide)
    unclear = tuple(year for year in window if history.initiatives(year) and history.scope(year) is None)
    unsaid = tuple(year for year in window if history.initiatives(year) is None)
    older = tuple(y for y in history.recorded_years() if y <= last and history.initiatives_reaching(condition.scope, y))
    counts = have, condition.times
    if have >= condition.times:
        return Finding(condition, State.MET, Reason.MET, wide, *counts)
    if unclear and condition.scope is not Scope.GRASSROOTS:
        return Finding(condition, State.ASK, Reason.SCOPE_UNKNOWN, unclear, *counts)
    if unsaid:
        return Finding(condition, State.ASK, Reason.INITIATIVES_UNKNOWN, unsaid, *counts)
    if older and not condition.within:
        return Finding(condition, State.ASK, Reason.INITIATIVES_OLDER, older, *counts)
    return Finding(condition, State.MISSING, Reason.TOO_FEW_INITIATIVES, wide, *counts)


def _members(condition: MembersCondition, history: History) -> Finding:
    members = history.members(history.year)
    if members is None:
        return Finding(condition, State.ASK, Reason.MEMBERS_UNKNOWN, (history.year,))
    need = condition.number or at_least(members.total, condition.percent or 0).number
    have = members.count(condition.measure)
    state, reason = (State.MET, Reason.MET) if have >= need else (State.MISSING, Reason.TOO_FEW_MEMBERS)
    return Finding(condition, state, reason, (history.year,), have, need)


def _any_of(condition: AnyOfCondition, award: str, history: History, *, amended: bool) -> Finding:
    parts = tuple(check(part, award, history, amended=amended) for part in condition.parts)
    states = [part.state for part in parts]
    if State.MET in states and condition.strict_when_amended and amended and set(states) != {State.MET}:
        return Finding(condition, State.ASK, Reason.AMENDED_CHOICE, parts=parts)
    if State.MET in states:
        return Finding(condition, State.MET, Reason.MET, parts=parts)
    if State.ASK in states:
        return Finding(condition, State.ASK, Reason.PARTS_UNKNOWN, parts=parts)
    return Finding(condition, State.MISSING, Reason.NO_PART_MET, parts=parts)
