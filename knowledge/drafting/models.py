"""What the drafting data may say: kinds of report, sections, questions, conditions, agreements.

It knows no file and no answer; `knowledge/data/drafting/` is written in these terms.
Read next: `knowledge/drafting/kinds.py`, which loads the data.
"""

from __future__ import annotations

from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Final, Literal, Self

from pydantic import Field, model_validator

from knowledge.layout.section_roles import Role
from knowledge.registry.models import Entry, Provision

Key = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,39}$")]
Number = Annotated[Decimal, Field(allow_inf_nan=False)]

LONGEST_TEXT: Final = 500
LONGEST_LONG_TEXT: Final = 6000
MOST_RECORDS: Final = 200


class QuestionType(StrEnum):
    """What an answer is. The stored form is plain JSON, in brackets."""

    TEXT = "text"
    """One line (str)."""
    LONG_TEXT = "long_text"
    """One or more lines (str with newlines)."""
    LINES = "lines"
    """A list, one short text a line (list of str); empty means the officer said there is none."""
    COUNT = "count"
    """A whole number of things (int)."""
    NUMBER = "number"
    """A measured number (int or float)."""
    MONEY = "money"
    """An amount in đồng (int)."""
    PERCENT = "percent"
    """A percentage (int or float)."""
    DATE = "date"
    """A day (ISO date)."""
    CHOICE = "choice"
    """One of the options (its key)."""
    CHOICES = "choices"
    """Several of the options (list of their keys, in the order of the options)."""
    RECORDS = "records"
    """A list of records, each a mapping of field key to value; empty means the officer said there is none."""


class Carry(StrEnum):
    """What an earlier report's answer is worth in a new one."""

    NO = "no"
    """Nothing: it belongs to its own period."""
    SAME = "same"
    """Offered as it is: a name, an area."""
    STALE = "stale"
    """Offered with the mark that it is an earlier figure, and only taken over when confirmed."""


class PlaceKind(StrEnum):
    """What place a text names. Only such a text is mended, where the list of provinces leaves no doubt."""

    PROVINCE = "province"
    """A province: «tỉnh Hà Tĩnh»."""
    UNIT = "unit"
    """The proper name of a commune, ward or special zone, without its kind: «Trúc Đàm»."""
    ADDRESS = "address"
    """A commune and its province: «phường Trúc Đàm, tỉnh Bắc Ninh»."""


class Option(Entry):
    """One choice. `group` gathers options for a template («state», «province»)."""

    key: Key
    label: str
    group: str = ""


class Condition(Entry):
    """When a question is asked: exactly one test on an earlier answer of the same report.

    `answered` tests whether there is one, `is_one_of` its key, `has` a key among several, `at_least` its size
    (the value of a number, the length of a list). An absent answer fulfils nothing but `answered: false`.
    """

    question: Key
    answered: bool | None = None
    is_one_of: tuple[Key, ...] = ()
    has: Key | None = None
    at_least: Number | None = None

    @model_validator(mode="after")
    def _tests_one_thing(self) -> Self:
        given = (self.answered is not None, bool(self.is_one_of), self.has is not None, self.at_least is not None)
        if sum(given) != 1:
            raise ValueError("a condition tests exactly one of: answered, is_one_of, has, at_least")
        return self


class Question(Entry):
    """One question. `ask` is the whole question, `label` its name in a review, both Vietnamese.

    `help` says what counts; `example` is an answer that `check_answer` accepts. `earlier` names the question
    whose answer in the report before is offered here (default: the same key), judged by `carry`.
    """

    key: Key
    label: str = Field(min_length=1, max_length=60)
    ask: str = Field(min_length=1, max_length=300)
    type: QuestionType
    unit: str = ""
    help: str = ""
    example: str = ""
    required: bool = False
    when: tuple[Condition, ...] = ()
    options: tuple[Option, ...] = ()
    fields: tuple[Question, ...] = ()
    catalogue: Literal["", "shortcomings"] = ""
    carry: Carry = Carry.NO
    earlier: Key | None = None
    at_least: Number | None = None
    at_most: Number | None = None
    longest: int | None = Field(default=None, ge=1, le=LONGEST_TEXT)
    """The most letters of a text, or of each line of a list, where the form leaves less room than usual."""
    person: bool = False
    """Whether the answer is a person's full name, without academic title (Phụ lục I, Mục II, khoản 7 điểm c)."""
    place: PlaceKind | None = None
    """What place the answer names, of a line of text."""
    named: bool = False
    """Whether the answer is the name of a place: its marks are guessed by nobody, and no sign stands before it."""

    @model_validator(mode="after")
    def _fits_its_type(self) -> Self:
        choice = self.type in (QuestionType.CHOICE, QuestionType.CHOICES)
        if bool(self.options) != choice:
            raise ValueError("options belong to a choice, and a choice needs them")
        if bool(self.fields) != (self.type is QuestionType.RECORDS):
            raise ValueError("fields belong to records, and records need them")
        if any(field.type in (QuestionType.RECORDS, QuestionType.CHOICES) for field in self.fields):
            raise ValueError("a field of a record is a single value")
        if self.place is not None and self.type is not QuestionType.TEXT:
            raise ValueError("only a text names a place")
        bounded = self.at_least is not None or self.at_most is not None
        if bounded and self.type not in NUMERIC:
            raise ValueError("only a number has bounds")
        return self

    def option(self, key: str) -> Option | None:
        """The option of that key."""
        return next((option for option in self.options if option.key == key), None)

    def field(self, key: str) -> Question | None:
        """The field of that key."""
        return next((field for field in self.fields if field.key == key), None)


NUMERIC: Final = frozenset({QuestionType.COUNT, QuestionType.NUMBER, QuestionType.MONEY, QuestionType.PERCENT})


class AgreementKind(StrEnum):
    """What must hold between answers; `of` names them in the order the kind asks for."""

    TOTAL = "total"
    """The first is the sum of the others."""
    COLUMN = "column"
    """The first is the sum of the field `column` over the records that are second."""
    ROW = "row"
    """In each record of the first, the field that is second is the sum of the fields after it."""
    AT_MOST = "at_most"
    """The first is not larger than the second."""
    ROW_AT_MOST = "row_at_most"
    """In each record of the first, the field that is second is not larger than the third."""
    PERCENT = "percent"
    """The first is what the second is of the third, in percent."""
    SHARE_BELOW = "share_below"
    """The first is less than `limit` percent of the second; else worth a second look."""
    NOT_BEFORE = "not_before"
    """The first day is not before the second."""
    COUNTED = "counted"
    """The first is how many records or lines the second has."""


class Agreement(Entry):
    """Answers that must agree, within a section or across sections. `advice` is what the officer is told to look at."""

    kind: AgreementKind
    of: tuple[Key, ...] = Field(min_length=2)
    column: Key | None = None
    limit: Number | None = None
    advice: str = Field(min_length=1)

    @model_validator(mode="after")
    def _names_what_it_needs(self) -> Self:
        if (self.column is not None) != (self.kind is AgreementKind.COLUMN):
            raise ValueError("a column, and nothing else, names its column")
        if (self.limit is not None) != (self.kind is AgreementKind.SHARE_BELOW):
            raise ValueError("a share, and nothing else, has a limit")
        return self


class Section(Entry):
    """A section: what is asked for it and what must agree. Without a template it only asks.

    `role` is the canonical section it becomes. `uses` names questions of other sections its template reads.
    """

    name: Key
    title: str
    role: Role | None = None
    template: bool = True
    questions: tuple[Question, ...] = ()
    agreements: tuple[Agreement, ...] = ()
    uses: tuple[Key, ...] = ()


class Part(Entry):
    """A heading of the outline: over a section, over further parts, or over a section followed by parts."""

    heading: str = Field(min_length=1)
    section: Key | None = None
    parts: tuple[Part, ...] = ()

    @model_validator(mode="after")
    def _stands_over_something(self) -> Self:
        if self.section is None and not self.parts:
            raise ValueError("a heading needs a section or parts")
        return self


class PeriodKind(StrEnum):
    """What a report reports on."""

    YEAR = "year"
    HALF_YEAR = "half_year"
    YEARS = "years"
    MOVEMENT = "movement"
    ACHIEVEMENT = "achievement"


class Form(Entry):
    """The form an achievement report follows: where it stands, and its number if an official text we hold says it."""

    provision: Provision
    number: str = ""
    note: str


class Kind(Entry):
    """A kind of report. `front` names the sections that ask what the head of the document needs.

    `bases` are the documents its legal bases are chosen from, in the order they are cited; `style` is how the
    outermost headings are numbered. `signed_by_author` adds the place where the person reporting signs.
    """

    name: Key
    title: str
    period: PeriodKind
    style: Literal["roman", "letter", "part", "number"] = "roman"
    front: tuple[Key, ...] = Field(min_length=1)
    outline: tuple[Part, ...] = Field(min_length=1)
    bases: tuple[str, ...] = ()
    form: Form | None = None
    signed_by_author: bool = False
