"""Answers: what an officer types, checked against its question and brought into one stored form.

It keeps nothing: absent is a key that is not there, «không có» for a list is an empty list.
Read next: `knowledge/drafting/models.py` (types), `knowledge/drafting/problems.py` (answers beside one another).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Final, TypeAlias, cast

from knowledge.drafting.cleaning import clean_line, clean_text
from knowledge.drafting.kinds import ReportKind
from knowledge.drafting.models import (
    LONGEST_LONG_TEXT,
    LONGEST_TEXT,
    MOST_RECORDS,
    NUMERIC,
    Condition,
    Option,
    Question,
    QuestionType,
)
from knowledge.drafting.places import mended_place
from knowledge.errors import InvalidAnswer
from knowledge.quantities import read_count, read_money, read_number, read_percent
from knowledge.text import fold, normalise, squeeze

Value: TypeAlias = "str | int | float | list[str] | list[Record]"
Record: TypeAlias = "dict[str, str | int | float]"
Answers: TypeAlias = "Mapping[str, Value]"
"""Question key → stored value, plain JSON. A key that is absent was not answered."""

_NONE: Final = frozenset({"khong", "khong co", "chua co", "0"})
_DAY: Final = re.compile(r"(?:ngay )?(\d{1,2})(?:[/.-]| thang )(\d{1,2})(?:[/.-]| nam )(\d{4})")
_BULLET: Final = re.compile(r"^(?:[-+*–—]\s*|\(?\d{1,2}[.)]\s+)")
_MOST_LINES: Final = 100
_TITLES: Final = frozenset({"Ông", "Bà", "GS", "PGS", "TS", "Thạc", "Tiến", "Đồng", "BS", "KS", "CN"})
_NAME_WORDS: Final = range(2, 7)


def check_answer(question: Question, raw: object) -> Value:
    """The stored form of an answer: of what was typed, of what a file holds, and of a stored answer itself.

    Raises InvalidAnswer; details always have `field` (the question's key) and `label`, and what the key
    needs: `answer_empty`, `answer_too_long`, `answer_unfinished`, `choice_unknown`, `date_not_understood`,
    `number_too_small`, `number_too_large`, `too_many_records`, `record_field_missing`, `record_field_unknown`,
    and those of `knowledge/quantities.py`.
    """
    try:
        value = _READERS[question.type](question, raw)
        _check_bounds(question, value)
    except InvalidAnswer as error:
        known = {"field": question.key, "label": question.label}
        raise InvalidAnswer(error.key, **{**known, **error.details}) from None
    return value


def check_answers(kind: ReportKind, raw: Mapping[str, object]) -> dict[str, Value]:
    """All answers of a file or a draft, checked. None as a value is no answer.

    Raises InvalidAnswer; `answer_unknown` names a key that the kind does not ask.
    """
    unknown = sorted(raw.keys() - kind.questions.keys())
    if unknown:
        raise InvalidAnswer("answer_unknown", field=unknown[0], label=unknown[0])
    return {
        key: check_answer(question, raw[key]) for key, question in kind.questions.items() if raw.get(key) is not None
    }


def is_asked(question: Question, answers: Answers) -> bool:
    """Whether the question is put, given the answers so far."""
    return all(_holds(condition, answers.get(condition.question)) for condition in question.when)


def questions_left(kind: ReportKind, answers: Answers) -> list[Question]:
    """The questions that are asked and not answered, in the order of an interview."""
    return [each for key, each in kind.questions.items() if key not in answers and is_asked(each, answers)]


def missing(kind: ReportKind, answers: Answers) -> list[Question]:
    """The required questions that are asked and not answered."""
    return [question for question in questions_left(kind, answers) if question.required]


def number_of(value: object) -> Decimal | None:
    """A stored number exactly as typed, None for anything else."""
    return Decimal(str(value)) if isinstance(value, int | float) and not isinstance(value, bool) else None


def texts_in(value: object) -> Iterator[str]:
    """Every text of an answer, of several answers or of a record, in order; a choice counts as its key."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for each in value.values():
            yield from texts_in(each)
    elif isinstance(value, list):
        for each in value:
            yield from texts_in(each)


def _holds(condition: Condition, value: Value | None) -> bool:
    if condition.answered is not None:
        return condition.answered == (value is not None)
    if value is None:
        return False
    if condition.at_least is not None:
        size = number_of(value) if isinstance(value, int | float) else Decimal(len(value))
        return size is not None and size >= condition.at_least
    if condition.has is not None:
        return isinstance(value, list) and condition.has in value
    return value in condition.is_one_of


# Texts.


def _text(question: Question, raw: object) -> str:
    text = clean_line(_typed(raw))
    if question.place is not None:
        text = mended_place(question.place, text)
    _check_length(text, question.longest or LONGEST_TEXT)
    if question.person and not _is_a_name(text):
        raise InvalidAnswer("name_not_a_person", text=text)
    if question.named and not text[0].isalnum():
        raise InvalidAnswer("name_not_a_place", text=text)
    return text


def _is_a_name(text: str) -> bool:
    """Whether it is two to six words with a capital each and nothing but letters, none of them a title."""
    words = text.replace("-", " ").split(" ")
    return len(words) in _NAME_WORDS and words[0] not in _TITLES and all(w.isalpha() and w.istitle() for w in words)


def _long_text(_: Question, raw: object) -> str:
    text = clean_text(_typed(raw))
    _check_length(text, LONGEST_LONG_TEXT)
    return text


def _check_length(text: str, longest: int) -> None:
    if not any(map(str.isalnum, text)):
        raise InvalidAnswer("answer_empty")
    if len(text) > longest:
        raise InvalidAnswer("answer_too_long", length=len(text), longest=longest)


def _lines(question: Question, raw: object) -> list[str]:
    if isinstance(raw, list | tuple):
        lines = [clean_line(_typed(line)) for line in raw]
    else:
        lines = [_BULLET.sub("", line) for line in clean_text(_typed(raw)).split("\n")]
        if len(lines) == 1 and _says_none(lines[0]):
            return []
    kept = [line for line in lines if any(map(str.isalnum, line))]
    if lines and not kept:
        raise InvalidAnswer("answer_empty")
    if len(kept) > _MOST_LINES:
        raise InvalidAnswer("too_many_records", count=len(kept), most=_MOST_LINES)
    for line in kept:
        _check_length(line, question.longest or LONGEST_TEXT)
    return kept


def _typed(raw: object) -> str:
    """What was typed; a number in a file of answers stands for its digits."""
    if isinstance(raw, str):
        return raw
    if isinstance(raw, int | float | date) and not isinstance(raw, bool):
        return str(raw)
    raise InvalidAnswer("answer_of_other_type")


def _says_none(text: str) -> bool:
    return squeeze(fold(normalise(text)).lower()).strip(" .") in _NONE


# Numbers and days.


def _number(question: Question, raw: object) -> int | float:
    exact = number_of(raw)
    if exact is None:
        typed = clean_line(_typed(raw))
        if not typed:
            raise InvalidAnswer("answer_empty")
        exact = Decimal(_NUMBER_READERS[question.type](typed, question.unit))
    whole = exact == exact.to_integral_value()
    if not exact.is_finite() or (question.type in (QuestionType.COUNT, QuestionType.MONEY) and not whole):
        raise InvalidAnswer("number_is_not_whole", text=str(raw))
    return int(exact) if whole else float(exact)


_NUMBER_READERS: Final[Mapping[QuestionType, Callable[[str, str], Decimal | int]]] = {
    QuestionType.COUNT: read_count,
    QuestionType.NUMBER: read_number,
    QuestionType.MONEY: lambda text, _: read_money(text),
    QuestionType.PERCENT: lambda text, _: read_percent(text),
}


def _check_bounds(question: Question, value: Value) -> None:
    number = number_of(value) if question.type in NUMERIC else None
    if number is None:
        return
    least = question.at_least if question.at_least is not None else Decimal(0)
    if number < least:
        raise InvalidAnswer("number_too_small", least=least, unit=question.unit)
    if question.at_most is not None and number > question.at_most:
        raise InvalidAnswer("number_too_large", most=question.at_most, unit=question.unit)


def _date(_: Question, raw: object) -> str:
    if isinstance(raw, date):
        return raw.isoformat()
    typed = squeeze(_typed(raw))
    found = _DAY.fullmatch(fold(normalise(typed)).lower())
    try:
        if found:
            return date(int(found[3]), int(found[2]), int(found[1])).isoformat()
        return date.fromisoformat(typed).isoformat()
    except ValueError:
        raise InvalidAnswer("date_not_understood", text=typed) from None


# Choices.


def _choice(question: Question, raw: object) -> str:
    return _option(question, clean_line(_typed(raw))).key


def _choices(question: Question, raw: object) -> list[str]:
    if isinstance(raw, list | tuple):
        named = [clean_line(_typed(each)) for each in raw]
    else:
        named = [each for each in re.split(r"[;\n]", clean_text(_typed(raw))) if each.strip()]
        if len(named) == 1 and _says_none(named[0]):
            return []
    chosen = {_option(question, each).key for each in named}
    return [option.key for option in question.options if option.key in chosen]


def _option(question: Question, typed: str) -> Option:
    """The option of that key, label, number in the list, or beginning of one label only."""
    wanted = squeeze(fold(typed).lower())
    for place, option in enumerate(question.options, start=1):
        if wanted in (option.key, squeeze(fold(option.label).lower()), str(place)):
            return option
    begun = [each for each in question.options if wanted and squeeze(fold(each.label).lower()).startswith(wanted)]
    if len(begun) == 1:
        return begun[0]
    raise InvalidAnswer("choice_unknown", text=typed, options="; ".join(each.label for each in question.options))


# Records.


def _records(question: Question, raw: object) -> list[Record]:
    if isinstance(raw, str):
        if _says_none(raw):
            return []
        records: Sequence[object] = clean_text(raw).split("\n")
    elif isinstance(raw, list | tuple):
        records = raw
    else:
        raise InvalidAnswer("answer_of_other_type")
    if len(records) > MOST_RECORDS:
        raise InvalidAnswer("too_many_records", count=len(records), most=MOST_RECORDS)
    return [check_record(question, record) for record in records]


def check_record(question: Question, raw: object, *, complete: bool = True) -> Record:
    """One record of a list: a mapping of fields, or one line with the fields in order, parted by «;».

    With `complete` False a record that is still being asked for may lack required fields. Raises InvalidAnswer
    as `check_answer` does, `field` being «list.field».
    """
    given = _fields_in_line(question, raw) if isinstance(raw, str) else raw
    if not isinstance(given, Mapping):
        raise InvalidAnswer("answer_of_other_type", field=question.key, label=question.label)
    unknown = sorted(str(key) for key in given if question.field(str(key)) is None)
    if unknown:
        raise InvalidAnswer("record_field_unknown", field=f"{question.key}.{unknown[0]}", label=unknown[0])
    record: Record = {}
    for field in question.fields:
        value = given.get(field.key)
        if value not in (None, ""):
            record[field.key] = _field(question, field, value)
        elif field.required and complete and is_asked(field, cast("Answers", record)):
            raise InvalidAnswer("record_field_missing", field=f"{question.key}.{field.key}", label=field.label)
    return record


def _field(question: Question, field: Question, value: object) -> str | int | float:
    try:
        return cast("str | int | float", check_answer(field, value))
    except InvalidAnswer as error:
        raise InvalidAnswer(error.key, **{**error.details, "field": f"{question.key}.{field.key}"}) from None


def _fields_in_line(question: Question, line: str) -> Mapping[str, object]:
    """The fields of a record typed on one line; an empty one is left out."""
    cells = _BULLET.sub("", line.strip()).split(";")
    if len(cells) > len(question.fields):
        cells[len(question.fields) - 1 :] = [";".join(cells[len(question.fields) - 1 :])]
    return {field.key: cell for field, cell in zip(question.fields, cells, strict=False) if cell.strip(" -–")}


_READERS: Final[Mapping[QuestionType, Callable[[Question, object], Value]]] = {
    QuestionType.TEXT: _text,
    QuestionType.LONG_TEXT: _long_text,
    QuestionType.LINES: _lines,
    QuestionType.COUNT: _number,
    QuestionType.NUMBER: _number,
    QuestionType.MONEY: _number,
    QuestionType.PERCENT: _number,
    QuestionType.DATE: _date,
    QuestionType.CHOICE: _choice,
    QuestionType.CHOICES: _choices,
    QuestionType.RECORDS: _records,
}
