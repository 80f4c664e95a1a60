"""A question of a draft as one message with its buttons, and answers as officers read them.

It must not know what follows an answer, nor change anything.
Read next: `bot/texts/draft.jinja` (wording), `bot/flows/draft_asking.py` (which question comes when).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final

from markupsafe import Markup

from bot.flows.draft_interview import FLOW, Interview
from bot.flows.turn import press
from bot.messages import Button, Reply
from bot.texts import line, markup, text
from knowledge.dates import print_day
from knowledge.drafting.answers import number_of
from knowledge.drafting.models import Question, QuestionType
from knowledge.drafting.plans import Place, is_list
from knowledge.drafting.problems import Problem
from knowledge.quantities import in_words, print_figure, print_money, print_percent
from knowledge.text import fold, shorten, squeeze

Rows = list[tuple[Button, ...]]

LONGEST_LABEL: Final = 44
TEXTS: Final = frozenset({QuestionType.TEXT, QuestionType.LONG_TEXT})
_LONGEST_SHOWN: Final = 600
_NONE: Final = frozenset({"khong", "khong co", "chua co", "ko", "ko co", "k co", "khong co gi", "-"})
_UNMARKED_WORDS: Final = 2
_FIRST_YEAR, _LAST_YEAR = 1900, 2100
_MOST_RECORD_BUTTONS: Final = 30
_RECORDS_A_ROW: Final = 3
_ONE_A_ROW: Final = 14
"""Letters of an option from which it has a row of its own."""


def nav(label: str, action: str, *arguments: object) -> Button:
    """A button that a keyboard presses by two letters, so that numbers stay answers: «[bq] Bỏ qua»."""
    return Button(line(f"draft.button_{label}"), press(FLOW, action, *arguments), line(f"draft.shortcut_{label}"))


def choice(label: str, action: str, *arguments: object) -> Button:
    """A button that a keyboard presses by its number."""
    return Button(shorten(label, LONGEST_LABEL), press(FLOW, action, *arguments))


def pairs(buttons: Sequence[Button]) -> Rows:
    """Short buttons two a row, long ones alone."""
    rows: Rows = []
    for button in buttons:
        fits = rows and len(rows[-1]) == 1 and max(len(button.label), len(rows[-1][0].label)) <= _ONE_A_ROW
        if fits:
            rows[-1] = (*rows[-1], button)
        else:
            rows.append((button,))
    return rows


# Answers.


def shown(question: Question, value: Any) -> str:
    """An answer as it reads in Vietnamese, on one line: «23.264 người», «15/12/2025», «chủ quan»."""
    return shorten(_shown(question, value), _LONGEST_SHOWN)


def _shown(question: Question, value: Any) -> str:
    kind = question.type
    if kind is QuestionType.MONEY:
        return print_money(value)
    if kind is QuestionType.PERCENT:
        return print_percent(number_of(value) or 0)
    if kind in (QuestionType.COUNT, QuestionType.NUMBER):
        exact = number_of(value)
        figure = str(value) if exact is None or _is_a_year(question) else print_figure(exact)
        return f"{figure} {question.unit}".strip()
    if kind is QuestionType.DATE:
        return print_day(date.fromisoformat(str(value)))
    if kind is QuestionType.CHOICE:
        option = question.option(str(value))
        return option.label if option else str(value)
    if not isinstance(value, list):
        return str(value).replace("\n", " / ")
    if not value:
        return line("draft.nothing")
    if kind is QuestionType.RECORDS:
        return "; ".join(f"({number}) {record_line(question, row)}" for number, row in enumerate(value, start=1))
    return "; ".join(map(str, value))


def _is_a_year(question: Question) -> bool:
    least, most = question.at_least, question.at_most
    return least is not None and most is not None and least >= _FIRST_YEAR and most <= _LAST_YEAR


def record_line(question: Question, record: Mapping[str, Any]) -> str:
    """A record on one line: its leading field, then what else is known by its name."""
    known = [field for field in question.fields if field.key in record]
    told = [
        shown(field, record[field.key]) if number == 0 else f"{field.label}: {shown(field, record[field.key])}"
        for number, field in enumerate(known)
    ]
    return "; ".join(told)


def problem_line(problem: Problem) -> str:
    """A problem in words."""
    return line("drafting.problem_line", problem=problem)


def together(*told: str) -> str:
    """What is said one below the other."""
    return Markup("\n").join(each for each in told if each)


def says_none(words: str) -> bool:
    """Whether the words say that there is nothing: «không có»."""
    return fold(squeeze(words)).lower().strip(" .!") in _NONE


def is_bare(words: str) -> bool:
    """Whether a sentence was typed without any tone mark."""
    return words.isascii() and sum(word.isalpha() and word.islower() for word in words.split()) >= _UNMARKED_WORDS


def noted(question: Question, value: Any) -> str:
    """«Đã ghi Dân số: 23.264 người.», an amount in words too, and what will be printed without tone marks."""
    words = in_words(value) if question.type is QuestionType.MONEY and value else ""
    bare = isinstance(value, str) and question.type in TEXTS and is_bare(value)
    return markup(
        "draft.noted", label=question.label, value=shorten(shown(question, value), 300), words=words, bare=bare
    )


# Questions.


def asked(interview: Interview, place: Place, number: int, told: str = "") -> Reply:
    """The message that asks for that place; `told` (html) is what is said first."""
    question = interview.plan.questions[place.question]
    if is_list(question):
        if place.record:
            return _field_asked(interview, question, place, number, told)
        return _list_asked(interview, question, number, told)
    return _question_asked(interview, question, number, told)


def place_line(interview: Interview, place: Place) -> str:
    """«Phần 3/12 · Công tác khen thưởng · câu 2/5»; of a draft of one section only its name and the question."""
    section, sections, found, number, count = interview.plan.standing(place, interview.given)
    return line("draft.place", section=section, sections=sections, title=found.title, number=number, count=count)


def _question_asked(interview: Interview, question: Question, number: int, told: str) -> Reply:
    draft, key = interview.kept.id, question.key
    value = interview.answers.get(key)
    known = "" if value is None else shown(question, value)
    earlier, rows = "", pairs(options(question, draft, number))
    found = interview.earlier(key) if value is None else None
    if found:
        suggestion, year = found
        earlier = line("draft.earlier", value=shown(question, suggestion.value), year=year, stale=suggestion.stale)
        rows.append((nav("use", "use", draft, number),))
    rows += [navigation(interview, Place(key), number, answered=value is not None)]
    html = text(
        "draft.question", told=told, place=place_line(interview, Place(key)), question=question, known=known,
        earlier=earlier,
    )  # fmt: skip
    return Reply(html, (*rows, *_extra(interview, question, number, answered=value is not None)))


def options(question: Question, draft: int, number: int) -> list[Button]:
    """A button for each option of a choice."""
    if question.type is not QuestionType.CHOICE:
        return []
    return [choice(option.label, "opt", draft, number, option.key) for option in question.options]


def navigation(interview: Interview, place: Place, number: int, *, answered: bool) -> tuple[Button, ...]:
    """«Bỏ qua», «Quay lại», «Xem lại», as far as they lead anywhere."""
    draft = interview.kept.id
    row = [nav("keep" if answered else "skip", "skip", draft, number)]
    if place.record or interview.plan.before(place, interview.given) is not None:
        row.append(nav("back", "back", draft, number))
    return (*row, nav("review", "rev", draft))


def _extra(interview: Interview, question: Question, number: int, *, answered: bool) -> Rows:
    """What else may be done at a question: look at an example, take the answer back."""
    draft, row = interview.kept.id, []
    section = interview.plan.kind.section_of(question.key)
    if section.role is not None:
        row.append(nav("example", "ex", draft, section.name))
    if answered:
        row.append(nav("clear", "clear", draft, number))
    return [tuple(row)] if row else []


def _list_asked(interview: Interview, question: Question, number: int, told: str) -> Reply:
    """The records so far, with the first field of another one asked for."""
    draft, first = interview.kept.id, question.fields[0]
    rows = interview.records(question.key)
    answered = question.key in interview.answers
    buttons = pairs(options(first, draft, number))
    opened = [
        Button(line("draft.button_record", number=place), press(FLOW, "rec", draft, question.key, place), f"d{place}")
        for place in range(1, min(len(rows), _MOST_RECORD_BUTTONS) + 1)
    ]
    buttons += [tuple(opened[start : start + _RECORDS_A_ROW]) for start in range(0, len(opened), _RECORDS_A_ROW)]
    if answered:
        buttons.append((nav("done", "done", draft, number),))
    buttons.append(navigation(interview, Place(question.key), number, answered=answered))
    begun = interview.begun_record(question.key)
    if begun:
        buttons.insert(0, (nav("begun", "begun", draft, number),))
    html = text(
        "draft.list", told=told, place=place_line(interview, Place(question.key)), question=question, first=first,
        records=[record_line(question, row) for row in rows], answered=answered,
        begun=record_line(question, begun) if begun else "",
    )  # fmt: skip
    return Reply(html, (*buttons, *_extra(interview, question, number, answered=answered)))


def _field_asked(interview: Interview, question: Question, place: Place, number: int, told: str) -> Reply:
    """One field of a record, of a new one or of one that stands."""
    draft = interview.kept.id
    field = question.field(place.field) or question.fields[0]
    rows = interview.records(question.key)
    record = rows[place.record - 1] if place.record <= len(rows) else interview.begun_record(question.key)
    known = shown(field, record[field.key]) if field.key in record else ""
    buttons = pairs(options(field, draft, number))
    if place.record > len(rows) and may_end(question, record):
        buttons.append((nav("enough", "enough", draft, number),))
    buttons.append(navigation(interview, place, number, answered=bool(known)))
    head = (
        markup("draft.shortcoming_head", statement=record["statement"])
        if question.catalogue
        else markup("draft.record_head", number=place.record, record=record_line(question, record))
    )
    html = text(
        "draft.question", told=told, place=place_line(interview, place), question=field, known=known, earlier="",
        head=head,
    )  # fmt: skip
    return Reply(html, tuple(buttons))


def may_end(question: Question, record: Mapping[str, Any]) -> bool:
    """Whether a record has all that it needs."""
    return bool(record) and all(field.key in record for field in question.fields if field.required)
