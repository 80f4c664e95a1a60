"""Whether a date in a sentence is a deadline: a task before it, nothing that tells of the past or of a period.

It does not read dates; it judges the words around one.
Read next: `knowledge/data/dates.yaml` for the words, `knowledge/dating/deadlines.py` for who asks.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import IntEnum
from functools import cache, cached_property
from typing import Final

from pydantic import BaseModel, ConfigDict

from knowledge.datafiles import data_file, load
from knowledge.dating.sheets import Phrase, Sheet
from knowledge.text import fold

_REACH: Final = 60
_AHEAD: Final = 220
# Land, pensions and war service know cut-offs of the last century; no office is given such a date for a task.
_FIRST_YEAR: Final = 2000
# «… trước ngày 01/7/2025 được chuyển đổi», «… thì áp dụng»: the date told which case is meant.
_CASE_GOES_ON: Final = Phrase(
    r" ?(?:dương lịch )?(?:trở về trước|trở về sau|trở đi|(?:thì|mà|nhưng|nay|được|vẫn|tiếp tục|chưa|không|sang|phải|đã"
    r"|hoặc đã|là|có quyết định)(?![a-zà-ỹđ]))"
)
_CONDITION: Final = Phrase(r",? ?nếu(?![a-zà-ỹđ])| ?:")
_THEN: Final = Phrase(r"[ ,]thì(?![a-zà-ỹđ])")
_NAMES_A_CASE: Final = Phrase(
    r"(?:^ ?|[,;:(] ?|[0-9a-zđ][.)] |[-+•] )"
    r"(?:(?:các |những )?trường hợp|đối với|nếu|khi|(?P<who>người|những))(?![a-zà-ỹđ])[^,]*$"
)
_A_CASE: Final = Phrase(r"(?<![a-zà-ỹđ])(?:trường hợp|nếu|đối với|(?:kể )?từ|sau)(?![a-zà-ỹđ])")
_OPENS: Final = Phrase(
    r"(?>(?:hằng|hàng) (?:năm|tháng|quý)|định kỳ|phấn đấu|(?:kể )?từ nay|riêng|chậm nhất|vào|đến|trong"
    r"|[a-zđ0-9]{1,3}[.)]|[^a-zà-ỹđ0-9])*+"
)
_CLAUSES: Final = Phrase(r"[,:(;]| thì(?![a-zà-ỹđ])")
_FOR_REPORTS: Final = Phrase(r"[ ,(]{0,3}đối với (?:các )?(?:loại )?(?:báo cáo|hồ sơ)(?![a-zà-ỹđ])")
_COUNTED_THINGS: Final = Phrase(
    r"(?<![a-zà-ỹđ])(?:số liệu|kết quả|tình hình|thành tích|vụ việc|nội dung|hoạt động|công tác"
    r"|phát sinh|số lượng)(?![a-zà-ỹđ])"
)
# «Thời gian: 08 giờ 00, ngày 25/7/2026» tells when people meet.
_MEETING: Final = Phrase(r"[0-9]{1,2} ?(?:giờ|g|h|:)")
_WHEN: Final = Phrase(r"(?<![a-zà-ỹđ])thời (?:gian|điểm)(?![a-zà-ỹđ])")
_PAST_WORDS: Final = Phrase(r"(?<![a-zà-ỹđ])(?:đã|do|là|thuộc|theo quy định)(?![a-zà-ỹđ])")
_EXAMPLE: Final = Phrase(r"^[^a-zà-ỹđ]{0,8}ví dụ(?![a-zà-ỹđ])")
_PASSIVE: Final = Phrase(r"(?<![a-zà-ỹđ])được(?: [a-zà-ỹđ]+){0,8}+ $")


class Strength(IntEnum):
    """How much the words directly before a date already say."""

    LONE = 0
    """Nothing, or «vào ngày»: mostly the day on which something happens."""
    WEAK = 1
    """«trong», «đến», or the ends of a window."""
    MEDIUM = 2
    """«trước»: a deadline or a cut-off."""
    STRONG = 3
    """«chậm nhất», «hạn cuối»: a deadline by itself."""


class _Words(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    tasks: tuple[str, ...]
    compounds: dict[str, tuple[str, ...]]
    second_halves: dict[str, tuple[str, ...]]
    completions: tuple[str, ...]
    finishing: tuple[str, ...]
    cut_offs: tuple[str, ...]
    states: tuple[str, ...]
    only_with_marks: tuple[str, ...]
    past: tuple[str, ...]
    naming: tuple[str, ...]
    handed: tuple[str, ...]
    handing: tuple[str, ...]
    duties: tuple[str, ...]
    periods: tuple[str, ...]
    labels: tuple[str, ...]
    events: tuple[str, ...]


@cache
def words() -> _Words:
    """The data file. Raises RegistryInvalid when it breaks its schema."""
    return load(data_file("dates.yaml"), _Words)


def any_of(group: Sequence[str]) -> str:
    """A pattern of any of these words, longest first, as whole words."""
    longest_first = sorted(group, key=len, reverse=True)
    return rf"(?<![a-zà-ỹđ])(?:{'|'.join(longest_first)})(?![a-zà-ỹđ])"


@cache
def _verbs() -> Phrase:
    tasks, states = [_whole(task) for task in words().tasks], words().states
    return Phrase(
        rf"(?P<state>{any_of([*map(_whole, states)])})|(?P<task>{any_of(tasks)})",
        without_marks=rf"(?P<state>{any_of([*map(_whole, _unlike(states))])})|(?P<task>{any_of(tasks)})",
    )


def _unlike(group: Sequence[str]) -> list[str]:
    """Those of the group that look like nothing else without tone marks."""
    return [word for word in group if word not in words().only_with_marks]


def _whole(verb: str) -> str:
    """A pattern of the verb where it is no part of another word."""
    behind = "|".join(words().compounds.get(verb, ()))
    before = "".join(rf"(?<!{half} )" for half in words().second_halves.get(verb, ()))
    return before + verb + (rf"(?! (?:{behind})(?![a-zà-ỹđ]))" if behind else "")


@cache
def _before_verb() -> Phrase:
    past = "|".join(words().past)
    handed = "|".join(sorted(words().handed, key=len, reverse=True))
    naming = "|".join(sorted(set(words().naming) - set(words().handed), key=len, reverse=True))
    return Phrase(
        rf"(?<![a-zà-ỹđ])(?:(?P<past>{past})(?: [a-zà-ỹđ]+){{0,6}}+|(?P<naming>{naming})|(?P<handed>{handed})) $"
    )


@cache
def _duty() -> Phrase:
    return Phrase(any_of(words().duties))


@cache
def _period() -> Phrase:
    return Phrase(any_of(words().periods), without_marks=any_of(_unlike(words().periods)))


@cache
def _label() -> Phrase:
    return Phrase(rf"{any_of(words().labels)}[^.;:]{{0,90}}(?::| là| vào) ?$")


@cache
def _loose_label() -> Phrase:
    return Phrase(rf"{any_of(words().labels)} [^.;:,]{{3,60}}$")


@cache
def _folded(group: tuple[str, ...]) -> frozenset[str]:
    return frozenset(map(fold, group))


@dataclass(frozen=True, slots=True)
class Candidate:
    """A date with the words that bind it, from `start` to `end` on the sheet."""

    start: int
    end: int
    strength: Strength
    recurs: bool = False
    day: date | None = None
    """The day, where the text names it with its year."""
    spans: bool = False
    """Whether it runs from one day to another."""
    within: bool = False
    """Whether it is told by «trong» or by an event: the words before it may just as well be what was counted."""
    ends: bool = False
    """Whether it is told by «đến hết»: as far as this something may just as well go on."""
    yearlong: bool = False
    """Whether it names a whole year: what a plan is for, far more often than a deadline."""


@dataclass(frozen=True, slots=True)
class _Verb:
    """A verb of the sentence; `word` without tone marks."""

    start: int
    end: int
    word: str
    is_state: bool
    is_past: bool

    @property
    def is_task(self) -> bool:
        return not self.is_state and not self.is_past


def is_deadline(sheet: Sheet, candidate: Candidate) -> bool:
    """Whether the sentence sets this date for a task."""
    return _Judgement(sheet, candidate, *sheet.sentence(candidate.start, candidate.end)).verdict()


def has_task(sheet: Sheet, start: int, end: int) -> bool:
    """Whether a task still to be done is told of in a range."""
    return any(verb.is_task for verb in _read_verbs(sheet, start, end))


@dataclass(frozen=True)
class _Judgement:
    """A candidate in its sentence, which runs from `first` to `last`."""

    sheet: Sheet
    candidate: Candidate
    first: int
    last: int

    @cached_property
    def left(self) -> str:
        return self.sheet.view[self.first : self.candidate.start]

    @cached_property
    def clause(self) -> str:
        """What stands before the date since the last comma."""
        return _CLAUSES.of(self.sheet).split(self.left)[-1]

    @cached_property
    def verbs(self) -> Sequence[_Verb]:
        return list(_read_verbs(self.sheet, self.first, self.candidate.start))

    def verdict(self) -> bool:
        candidate = self.candidate
        if (candidate.day and candidate.day.year < _FIRST_YEAR) or self.has(_EXAMPLE, self.left):
            return False
        loose = candidate.spans or candidate.strength is Strength.WEAK
        if loose and self.has(_period(), self.left):
            return False
        if self.verbs and self.verbs[-1].is_past and not candidate.recurs:
            return False
        if candidate.strength is Strength.STRONG or self.is_labelled():
            return True
        if candidate.strength is Strength.LONE and not candidate.recurs:
            return False
        if self.sheet.match(_CONDITION, candidate.end):
            return False
        if _OPENS.of(self.sheet).fullmatch(self.left):
            return self.task_follows() or (candidate.recurs and bool(self.sheet.match(_FOR_REPORTS, candidate.end)))
        return not self.tells_a_case() and self.is_set()

    def has(self, phrase: Phrase, where: str) -> bool:
        return phrase.of(self.sheet).search(where) is not None

    def is_labelled(self) -> bool:
        """Whether «Thời hạn nộp báo cáo: …» heads the date, and names no period."""
        spans = self.candidate.spans and self.candidate.recurs
        label = (_loose_label() if spans else _label()).of(self.sheet).search(self.left)
        if label is None:
            return False
        head = self.left[label.start() :]
        return not self.has(_period(), head) and not self.is_meeting(head)

    def is_meeting(self, head: str) -> bool:
        """Whether the words head the hour at which something takes place: nothing is to be finished by then."""
        if self.candidate.strength is not Strength.LONE or not self.sheet.match(_MEETING, self.candidate.start):
            return False
        ends = any(verb.word in _folded(words().handing + words().finishing) for verb in self.verbs)
        return not ends and self.has(_WHEN, head)

    def is_set(self) -> bool:
        """Whether a task governs the date from before it or, at the head of its clause, from behind."""
        candidate = self.candidate
        has_duty = self.has(_duty(), self.clause)
        comes_back = candidate.recurs and not candidate.ends
        if not any(verb.is_task for verb in self.verbs):
            opens_clause = not self.clause.strip() and not self.verbs
            bound = comes_back and candidate.strength >= Strength.MEDIUM
            return has_duty or bound or (opens_clause and self.task_follows())
        governing = self.verbs[-1]
        if governing.is_state and not comes_back:
            return has_duty or self.begins_with_task()
        between = self.sheet.view[governing.end : candidate.start]
        if (candidate.within or candidate.spans) and self.has(_COUNTED_THINGS, between):
            return False
        if candidate.yearlong:
            return governing.word in _folded(words().finishing) and len(between) <= 1
        if candidate.strength is Strength.LONE:
            return governing.word not in _folded(words().finishing)
        if comes_back or candidate.spans or (candidate.strength >= Strength.MEDIUM and not candidate.ends):
            return True
        finishes = candidate.strength is Strength.WEAK and self.begins_with_task()
        return has_duty or finishes or governing.word in _folded(words().completions)

    def begins_with_task(self) -> bool:
        """Whether the sentence orders something done: «Hoàn thành … trước ngày»."""
        verb = self.verbs[0]
        head = self.sheet.view[self.first : verb.start]
        return verb.word in _folded(words().finishing) and _OPENS.of(self.sheet).fullmatch(head) is not None

    def task_follows(self) -> bool:
        """Whether the first verb behind a date that opens its clause is a task still to be done."""
        candidate = self.candidate
        end = min(self.last, candidate.end + _AHEAD)
        verb = next(_read_verbs(self.sheet, candidate.end, end), None)
        if verb is None or verb.is_past or (verb.is_state and (candidate.ends or not candidate.recurs)):
            return False
        return candidate.recurs or not self.has(_PAST_WORDS, self.sheet.view[candidate.end : verb.start])

    def names_a_case(self) -> bool:
        """Whether «đối với …», «trường hợp …» heads the clause; «người …» does when they hand nothing in."""
        match = _NAMES_A_CASE.of(self.sheet).search(self.left)
        if match is None or match["who"] is None or not self.verbs:
            return match is not None
        return self.verbs[-1].is_past or self.verbs[-1].word not in _folded((*words().handing, "báo cáo"))

    def tells_a_case(self) -> bool:
        """Whether the date is a cut-off: it says which case is meant, or since when something was so."""
        candidate = self.candidate
        may_be_case = candidate.spans or not candidate.recurs
        if may_be_case and (self.sheet.match(_CASE_GOES_ON, candidate.end) or self.names_a_case()):
            return True
        behind = self.sheet.view[candidate.end : self.last]
        if may_be_case and self.has(_THEN, behind) and self.has(_A_CASE, self.left):
            return True
        if not self.verbs or self.has(_duty(), self.clause):
            return False
        verb = self.verbs[-1]
        adjacent = candidate.start - verb.end <= 1
        if candidate.recurs:
            return verb.is_state and adjacent
        before = self.sheet.view[max(self.first, verb.start - _REACH) : verb.start]
        can_cut = verb.is_state or verb.word in _folded(words().cut_offs)
        return can_cut and (adjacent or (candidate.day is not None and self.has(_PASSIVE, before)))


def _read_verbs(sheet: Sheet, start: int, end: int) -> Iterator[_Verb]:
    """The verbs in a range, in order; those that name a thing are left out."""
    told, is_past = start, False
    for match in _verbs().of(sheet).finditer(sheet.view, start, end):
        before = _before_verb().of(sheet).search(sheet.view, max(told, match.start() - _REACH), match.start())
        is_handed = fold(match[0]) in _folded(words().handing)
        if (before and (before["naming"] or (before["handed"] and not is_handed))) or _is_name(sheet, match.start()):
            continue
        # «đã gửi báo cáo»: what stands directly behind a verb is told in the same breath.
        goes_on = is_past and match.start() - told <= 1
        is_past = goes_on or bool(before and before["past"])
        told = match.end()
        yield _Verb(match.start(), told, fold(match[0]), bool(match["state"]), is_past)


def _is_name(sheet: Sheet, place: int) -> bool:
    """Whether a capital in the middle of a sentence makes the word part of a name («Bộ Xây dựng»)."""
    marked = sheet.reading.marked
    if not marked[place].isupper() or marked[place + 1 : place + 2].isupper() or place < 2:
        return False
    if sheet.plain[place - 1] != " ":
        return False  # At the head of a line a capital makes no name.
    return sheet.plain[place - 2].isalnum() or sheet.plain[place - 2] == ","
