"""How each agreement of the data is tested on answers, and what every report is looked through for.

It knows no particular section but the list of shortcomings, which every kind shares.
Read next: `knowledge/drafting/problems.py` for what comes out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any, Final

from knowledge.citations import parse_citations
from knowledge.drafting.answers import Answers, missing, number_of, texts_in
from knowledge.drafting.kinds import ReportKind
from knowledge.drafting.models import Agreement, AgreementKind, QuestionType
from knowledge.drafting.problems import Problem, Severity
from knowledge.drafting.vagueness import find_vague, when_and_where
from knowledge.quantities import difference, percent_agrees, percent_of
from knowledge.regulations import registry
from knowledge.validity import Status, validity

SHORTCOMINGS: Final = "shortcomings"
"""The question that lists shortcomings, in every kind that has one."""

_TEXTS: Final = frozenset({QuestionType.TEXT, QuestionType.LONG_TEXT, QuestionType.LINES, QuestionType.RECORDS})


def problems(kind: ReportKind, answers: Answers, on: date | None = None) -> list[Problem]:
    """Everything to tell the officer about these (checked) answers: missing first, then conflicts, then looks.

    `on` is the day of signing; without it citations are not held against their validity.
    """
    found = [
        Problem("missing", Severity.MISSING, (question.key,), details={"label": question.label, "ask": question.ask})
        for question in missing(kind, answers)
    ]
    for section in (*kind.front, *kind.sections):
        for agreement in section.agreements:
            found += _TESTS[agreement.kind](agreement, kind, answers)
    found += _of_shortcomings(kind, answers)
    if on is not None:
        found += _of_citations(kind, answers, on)
    order = list(Severity)
    return sorted(found, key=lambda problem: order.index(problem.severity))


def conflicts(kind: ReportKind, answers: Answers, key: str) -> list[Problem]:
    """The conflicts and looks that concern one question: what to ask about right after it was answered."""
    concerned = [problem for problem in problems(kind, answers) if problem.severity is not Severity.MISSING]
    return [problem for problem in concerned if any(field.split(".")[0] == key for field in problem.fields)]


# Agreements between answers.


def _numbers(answers: Answers, keys: tuple[str, ...]) -> list[Decimal] | None:
    found = [number_of(answers.get(key)) for key in keys]
    return [number for number in found if number is not None] if None not in found else None


def _records(answers: Answers, key: str) -> list[Mapping[str, Any]]:
    value = answers.get(key)
    return [record for record in value if isinstance(record, Mapping)] if isinstance(value, list) else []


def _problem(
    agreement: Agreement, kind: ReportKind, fields: tuple[str, ...], severity: Severity, record: int = 0, **details: Any
) -> Problem:
    labels = {f"label{place}": _label(kind, field) for place, field in enumerate(fields, start=1)}
    return Problem(agreement.kind.value, severity, fields, record, agreement.advice, {**labels, **details})


def _label(kind: ReportKind, field: str) -> str:
    key, _, inner = field.partition(".")
    question = kind.questions[key]
    part = question.field(inner) if inner else None
    return part.label if part else question.label


def _total(agreement: Agreement, kind: ReportKind, answers: Answers) -> Iterator[Problem]:
    numbers = _numbers(answers, agreement.of)
    if numbers and (missed := difference(numbers[0], numbers[1:])):
        summed = numbers[0] - missed
        yield _problem(agreement, kind, agreement.of, Severity.CONFLICT, total=numbers[0], summed=summed, missed=missed)


def _column(agreement: Agreement, kind: ReportKind, answers: Answers) -> Iterator[Problem]:
    total, records = number_of(answers.get(agreement.of[0])), _records(answers, agreement.of[1])
    if total is None or agreement.of[1] not in answers:
        return
    summed = sum((number_of(record.get(str(agreement.column))) or Decimal(0) for record in records), Decimal(0))
    if total != summed:
        fields = (agreement.of[0], f"{agreement.of[1]}.{agreement.column}")
        yield _problem(agreement, kind, fields, Severity.CONFLICT, total=total, summed=summed, missed=total - summed)


def _row(agreement: Agreement, kind: ReportKind, answers: Answers) -> Iterator[Problem]:
    listed, total, *parts = agreement.of
    for place, record in enumerate(_records(answers, listed), start=1):
        stated = number_of(record.get(total))
        added = [number for part in parts if (number := number_of(record.get(part))) is not None]
        if stated is not None and added and (missed := difference(stated, added)):
            fields = tuple(f"{listed}.{field}" for field in (total, *parts))
            yield _problem(
                agreement, kind, fields, Severity.CONFLICT, place, total=stated, summed=stated - missed, missed=missed
            )


def _at_most(agreement: Agreement, kind: ReportKind, answers: Answers) -> Iterator[Problem]:
    numbers = _numbers(answers, agreement.of[:2])
    if numbers and numbers[0] > numbers[1]:
        yield _problem(agreement, kind, agreement.of[:2], Severity.CONFLICT, smaller=numbers[0], larger=numbers[1])


def _row_at_most(agreement: Agreement, kind: ReportKind, answers: Answers) -> Iterator[Problem]:
    listed, small, large = agreement.of[:3]
    for place, record in enumerate(_records(answers, listed), start=1):
        smaller, larger = number_of(record.get(small)), number_of(record.get(large))
        if smaller is not None and larger is not None and smaller > larger:
            fields = (f"{listed}.{small}", f"{listed}.{large}")
            yield _problem(agreement, kind, fields, Severity.CONFLICT, place, smaller=smaller, larger=larger)


def _percent(agreement: Agreement, kind: ReportKind, answers: Answers) -> Iterator[Problem]:
    numbers = _numbers(answers, agreement.of[:3])
    if numbers and not percent_agrees(*numbers):
        stated, part, whole = numbers
        yield _problem(
            agreement, kind, agreement.of[:3], Severity.CONFLICT,
            stated=stated, part=part, whole=whole, exact=percent_of(part, whole),
        )  # fmt: skip


def _share_below(agreement: Agreement, kind: ReportKind, answers: Answers) -> Iterator[Problem]:
    numbers = _numbers(answers, agreement.of[:2])
    share = percent_of(numbers[0], numbers[1]) if numbers else None
    if numbers and share is not None and agreement.limit is not None and share >= agreement.limit:
        yield _problem(
            agreement, kind, agreement.of[:2], Severity.LOOK,
            part=numbers[0], whole=numbers[1], share=share, limit=agreement.limit,
        )  # fmt: skip


def _not_before(agreement: Agreement, kind: ReportKind, answers: Answers) -> Iterator[Problem]:
    later, earlier = (answers.get(key) for key in agreement.of[:2])
    if isinstance(later, str) and isinstance(earlier, str) and later < earlier:
        yield _problem(
            agreement, kind, agreement.of[:2], Severity.CONFLICT,
            later=date.fromisoformat(later), earlier=date.fromisoformat(earlier),
        )  # fmt: skip


def _counted(agreement: Agreement, kind: ReportKind, answers: Answers) -> Iterator[Problem]:
    stated, listed = number_of(answers.get(agreement.of[0])), answers.get(agreement.of[1])
    if stated is not None and isinstance(listed, list) and listed and stated < len(listed):
        yield _problem(agreement, kind, agreement.of[:2], Severity.CONFLICT, total=stated, count=len(listed))


_Test = Callable[[Agreement, ReportKind, "Answers"], Iterator[Problem]]
_TESTS: Final[Mapping[AgreementKind, _Test]] = {
    AgreementKind.TOTAL: _total,
    AgreementKind.COLUMN: _column,
    AgreementKind.ROW: _row,
    AgreementKind.AT_MOST: _at_most,
    AgreementKind.ROW_AT_MOST: _row_at_most,
    AgreementKind.PERCENT: _percent,
    AgreementKind.SHARE_BELOW: _share_below,
    AgreementKind.NOT_BEFORE: _not_before,
    AgreementKind.COUNTED: _counted,
}


# What every report is looked through for.


def _of_shortcomings(kind: ReportKind, answers: Answers) -> Iterator[Problem]:
    """Each shortcoming has its evidence, its cause and its remedy with who and by when; none is vague."""
    question = kind.questions.get(SHORTCOMINGS)
    if question is None:
        return
    for place, record in enumerate(_records(answers, SHORTCOMINGS), start=1):
        told = {"statement": record.get("statement", "")}
        said = {"period", "place"} - set(when_and_where(record))
        if "cause" not in record:
            said.add("cause_kind")
        lacking = [each for each in question.fields if each.key not in {*record, *said} and not each.required]
        for field in lacking:
            yield Problem(
                "shortcoming_lacks", Severity.LOOK, (f"{SHORTCOMINGS}.{field.key}",), place, field.help,
                {**told, "label": field.label},
            )  # fmt: skip
        if "evidence" not in record:
            for vague in find_vague(str(told["statement"]))[:1]:
                yield Problem(
                    "vague", Severity.LOOK, (f"{SHORTCOMINGS}.statement",), place, vague.ask,
                    {"text": vague.text, "example": vague.example},
                )  # fmt: skip


def _of_citations(kind: ReportKind, answers: Answers, on: date) -> Iterator[Problem]:
    for key, question in kind.questions.items():
        if key not in answers or question.type not in _TEXTS:
            continue
        for text in texts_in(answers[key]):
            for number, successor in _expired(text, on):
                yield Problem(
                    "expired_citation", Severity.LOOK, (key,), 0, "",
                    {"label": question.label, "number": number, "successor": successor, "on": on},
                )  # fmt: skip


def _expired(text: str, on: date) -> Iterator[tuple[str, str]]:
    """Number and successor of every registered document cited in the text that is out of force on that day."""
    for citation in parse_citations(text):
        known = registry().resolve(
            kind=citation.kind, number=citation.number, year=citation.year, issued_on=citation.issued_on, on=on
        ) if citation.number else ()  # fmt: skip
        if known:
            found = validity(registry(), known[0].number, on)
            if found.status is Status.EXPIRED:
                yield known[0].number, found.successors[-1] if found.successors else ""
