"""Answers for tests: the least, the typical and the largest that a kind of report takes, and hostile ones.

Every text is different from its neighbours: a real report does not say the same words twice in a row.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import count

from knowledge.drafting.answers import Value, check_answer, check_answers
from knowledge.drafting.kinds import ReportKind
from knowledge.drafting.models import Question, QuestionType

HOSTILE = 'A&B <b>đậm</b> {{ 7*7 }} "trích" «dẫn» {% raw %} 5. và [ô]'


def typical(kind: ReportKind) -> dict[str, Value]:
    return check_answers(kind, kind.example())


def least(kind: ReportKind) -> dict[str, Value]:
    """Only what is required, of lists the shortest."""
    required = {key: value for key, value in typical(kind).items() if kind.questions[key].required}
    return {key: _shortest(kind.questions[key], value) for key, value in required.items()}


def _shortest(question: Question, value: Value) -> Value:
    if question.type is QuestionType.RECORDS and isinstance(value, list):
        required = {field.key for field in question.fields if field.required}
        first = value[0]
        assert isinstance(first, dict)
        return [{key: field for key, field in first.items() if key in required}]
    if question.type is QuestionType.LINES and isinstance(value, list):
        return check_answer(question, [str(value[0])])
    return value


def largest(kind: ReportKind, *, records: int = 60, text: str = HOSTILE) -> dict[str, Value]:
    """Everything answered, tables of many rows, texts as long as the form has room for."""
    writer = _Writer(records, text)
    answers: dict[str, object] = {key: writer.answer(question) for key, question in kind.questions.items()}
    answers.update({key: value for key, value in typical(kind).items() if kind.questions[key].person})
    for key in ("first_year", "last_year", "year", "signed_on", "office_name", "place"):
        if key in kind.questions and key in typical(kind):
            answers[key] = typical(kind)[key]
    return check_answers(kind, {key: value for key, value in answers.items() if value is not None})


class _Writer:
    def __init__(self, records: int, text: str) -> None:
        self.records = records
        self.text = text
        self.number = count(1)

    def words(self, length: int) -> str:
        """A text of about that length beginning with the hostile one, no word twice in a row."""
        found = self.text
        while len(found) < length:
            found += f" mục {next(self.number)}"
        return found[:length].rstrip()

    def answer(self, question: Question) -> object:
        longest = min(question.longest or 300, 300)
        match question.type:
            case QuestionType.TEXT:
                if question.person:
                    return None
                return f"Đ {self.words(longest - 3)}" if question.named else self.words(longest - 1)
            case QuestionType.LONG_TEXT:
                return "\n".join(self.words(700) for _ in range(4))
            case QuestionType.LINES:
                return [self.words(longest - 1) for _ in range(12)]
            case QuestionType.DATE:
                return "2025-12-15"
            case QuestionType.CHOICE:
                return question.options[next(self.number) % len(question.options)].key
            case QuestionType.CHOICES:
                return [option.key for option in question.options]
            case QuestionType.RECORDS:
                return [self.record(question) for _ in range(self.records)]
        return self.figure(question)

    def record(self, question: Question) -> Mapping[str, object]:
        return {field.key: self.answer(field) for field in question.fields}

    def figure(self, question: Question) -> int:
        most = int(question.at_most) if question.at_most is not None else 987_654_321
        return max(int(question.at_least or 0), min(most, 123_456 + next(self.number)))
