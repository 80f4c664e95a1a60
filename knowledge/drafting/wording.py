"""The templates' workshop: a sandboxed environment in which officers' text is only ever a value.

It knows no kind of report; templates come from the data folder alone and write small XML (see `rendering.py`).
Read next: `knowledge/data/drafting/templates/`, `knowledge/drafting/rendering.py`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from functools import cache
from importlib.resources.abc import Traversable
from types import SimpleNamespace
from typing import Final

from jinja2 import FunctionLoader, StrictUndefined
from jinja2.sandbox import ImmutableSandboxedEnvironment

from knowledge.datafiles import data_file
from knowledge.drafting.answers import Answers, number_of
from knowledge.drafting.models import NUMERIC, Question, QuestionType
from knowledge.quantities import (
    change,
    in_words,
    percent_of,
    print_amount,
    print_count,
    print_figure,
    print_money,
    print_percent,
)

_ENDS: Final = " .;:,"
_INSTITUTIONS: Final = frozenset(
    {
        "Ban", "Bộ", "Chi", "Chỉ", "Chính", "Chủ", "Công", "Cụm", "Đảng", "Đoàn", "Hội", "Khối", "Kế", "Liên", "Luật",
        "Mặt", "Nghị", "Nhân", "Nhà", "Phòng", "Quyết", "Quốc", "Quỹ", "Sở", "Thông", "Thường", "Thủ", "Tổng", "Trung",
        "Trạm", "Trường", "Ủy", "Văn",
    }
)  # fmt: skip
"""First words of names of institutions and documents, whose second word may be small («Hội đồng», «Nghị định»)."""
_LISTED: Final = re.compile(r"^\s*(?:[-+*–—]\s*|\(?\d{1,2}[.)]\s+|[a-zđ]\)\s+)")


class Choice(str):
    """A chosen option: its key, with its label and group for the template."""

    __slots__ = ("group", "label")

    def __new__(cls, key: str, label: str, group: str) -> Choice:
        """The key that also knows its label."""
        choice = super().__new__(cls, key)
        choice.label, choice.group = label, group
        return choice

    label: str
    group: str


def values(questions: Mapping[str, Question], answers: Answers) -> dict[str, object]:
    """What a template sees of the answers: Decimal for numbers, date for days, Choice for options, records with
    their fields as attributes. What was not answered is not there."""
    return {key: _value(question, answers[key]) for key, question in questions.items() if key in answers}


def _value(question: Question, stored: object) -> object:
    if question.type in NUMERIC:
        return number_of(stored)
    if question.type is QuestionType.DATE:
        return date.fromisoformat(str(stored))
    if question.type is QuestionType.CHOICE:
        return _choice(question, str(stored))
    if question.type is QuestionType.CHOICES and isinstance(stored, list):
        return [_choice(question, str(key)) for key in stored]
    if question.type is QuestionType.RECORDS and isinstance(stored, list):
        return [_record(question, record) for record in stored if isinstance(record, Mapping)]
    return stored


def _record(question: Question, record: Mapping[str, object]) -> SimpleNamespace:
    known = {field.key: _value(field, record[field.key]) for field in question.fields if field.key in record}
    return SimpleNamespace(**known)


def _choice(question: Question, key: str) -> Choice:
    option = question.option(key)
    return Choice(key, option.label if option else key, option.group if option else "")


@cache
def workshop() -> ImmutableSandboxedEnvironment:
    """The environment over the templates that ship."""
    return workshop_over(data_file("drafting/templates"))


def workshop_over(templates: Traversable) -> ImmutableSandboxedEnvironment:
    """The environment over another folder of templates: for a maintainer's trial and for tests."""

    def source(name: str) -> str | None:
        file = templates / name
        return file.read_text(encoding="utf-8") if file.is_file() else None

    environment = ImmutableSandboxedEnvironment(
        loader=FunctionLoader(source), undefined=StrictUndefined, autoescape=True, trim_blocks=True, lstrip_blocks=True
    )
    environment.filters.update(
        figure=print_figure, count=print_count, money=print_money, amount=print_amount, percent=print_percent,
        words=lambda value: in_words(int(value)), day=_day, long_day=_long_day, capital=_capital,
        clause=_clause, inside=_inside, sentence=_sentence, pieces=_pieces,
    )  # fmt: skip
    environment.globals.update(change=change, percent_of=percent_of, total=_total)
    return environment


def _day(value: date) -> str:
    # The readers of dates load a calendar of holidays, which takes half a second that listing kinds can do without.
    from knowledge.dates import print_day

    return print_day(value)


def _long_day(value: date) -> str:
    from knowledge.dates import print_day_in_words

    return print_day_in_words(value)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _clause(text: str) -> str:
    """The text without what ends it, to stand inside a sentence."""
    return text.rstrip(_ENDS)


def _inside(text: str) -> str:
    """The text as it goes on behind a colon: small first letter, unless a name or an institution begins it."""
    first, _, rest = text.partition(" ")
    if first.istitle() and rest[:1].islower() and first not in _INSTITUTIONS:
        return first.lower() + " " + rest
    return text


def _sentence(text: str) -> str:
    """The text as a sentence: a capital first and a full stop last."""
    kept = text.rstrip(_ENDS)
    return _capital(kept) + ("" if kept.endswith(("!", "?")) else ".")


def _pieces(text: str) -> list[tuple[bool, str]]:
    """The lines of a long text, each with whether it was typed as a point of a list, as sentences."""
    lines = [line for line in text.split("\n") if any(map(str.isalnum, line))]
    return [(bool(_LISTED.match(line)), _sentence(_LISTED.sub("", line).strip())) for line in lines]


def _total(records: Iterable[object], field: str) -> Decimal:
    """The sum of a field over the records that have it."""
    return sum((Decimal(getattr(record, field, 0)) for record in records), Decimal(0))
