"""Lists: records typed a line each, or one field a message; begun records are kept beside the answers.

It must not know which question comes next.
Read next: `knowledge/drafting/answers.py` (`check_record`), `bot/flows/draft_answering.py`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from bot.flows import draft_coaching
from bot.flows.draft_asking import current, go, not_current, settle, writing
from bot.flows.draft_interview import Interview
from bot.flows.draft_overview import record_page, section_page
from bot.flows.draft_words import record_line, says_none, shown
from bot.flows.turn import Turn, number_in
from bot.messages import Reply
from bot.texts import markup
from knowledge.drafting.answers import check_answer, check_record, is_asked
from knowledge.drafting.models import Question
from knowledge.drafting.plans import BESIDE, Place, is_list
from knowledge.errors import UserError


def written(interview: Interview, question: Question, words: str) -> list[Reply]:
    """The replies to words at a list or at a field of one of its records. Raises InvalidAnswer."""
    place = interview.standing.place
    if place.record:
        return _field_written(interview, question, words)
    rows, lines = interview.records(question.key), [line for line in words.split("\n") if line.strip()]
    if len(lines) == 1 and ";" not in lines[0]:
        return _one_written(interview, question, lines[0])
    if len(lines) == 1:
        return _begin(interview, question, dict(check_record(question, lines[0], complete=False)))
    added = check_answer(question, words)
    return _listed(interview, question, [*rows, *(added if isinstance(added, list) else [])])


def _one_written(interview: Interview, question: Question, words: str) -> list[Reply]:
    """«Không có», or the first field of a new record."""
    if says_none(words):
        if question.key not in interview.answers:
            interview.store(**{question.key: []})
        return settle(interview, markup("draft.none_noted", label=question.label))
    first = question.fields[0]
    return _begin(interview, question, {first.key: check_answer(first, words)})


def _begin(interview: Interview, question: Question, record: dict[str, Any]) -> list[Reply]:
    """A new record with what is known of it: kept, and its next field asked for; or finished."""
    place = Place(question.key, len(interview.records(question.key)) + 1, "")
    following = _next_field(question, record, "")
    given_whole = len(record) > 1 and all(field.key in record for field in question.fields if field.required)
    if following is None or given_whole:
        return _finished(interview, question, record)
    interview.keep({question.key + BESIDE: record})
    told = markup("draft.record_noted", record=record_line(question, record))
    return go(interview, place._replace(field=following.key), told, then=interview.standing.then)


def _next_field(question: Question, record: Mapping[str, Any], after: str) -> Question | None:
    """The next field after that one that is asked and not known."""
    keys = [field.key for field in question.fields]
    begin = keys.index(after) + 1 if after in keys else 0
    left = (field for field in question.fields[begin:] if field.key not in record and is_asked(field, dict(record)))
    return next(left, None)


def _finished(interview: Interview, question: Question, record: Mapping[str, Any]) -> list[Reply]:
    """A whole record joins the list. Raises InvalidAnswer while it lacks a field it needs."""
    whole = check_record(question, dict(record))
    return _listed(interview, question, [*interview.records(question.key), whole])


def _listed(interview: Interview, question: Question, rows: list[Any]) -> list[Reply]:
    """The list as it is now, and what else belongs to it."""
    value = check_answer(question, rows)
    begun: dict[str, Any] = {question.key + BESIDE: {}} if interview.begun_record(question.key) else {}
    interview.keep({question.key: value, **begun})
    last = record_line(question, rows[-1]) if rows else ""
    told = markup("draft.listed", label=question.label, count=len(rows), last=last)
    return go(interview, Place(question.key), told, then=interview.standing.then)


def _field_written(interview: Interview, question: Question, words: str) -> list[Reply]:
    place = interview.standing.place
    field = question.field(place.field)
    if field is None:
        raise UserError("stale_button")
    value = check_answer(field, words)
    rows = interview.records(question.key)
    if place.record <= len(rows):
        rows[place.record - 1][place.field] = value
        interview.keep({question.key: check_answer(question, rows)})
        return settle(
            interview, markup("draft.noted", label=field.label, value=shown(field, value), words="", bare=False)
        )
    record = {**interview.begun_record(question.key), place.field: value}
    return _onward(interview, question, record)


def _onward(interview: Interview, question: Question, record: dict[str, Any]) -> list[Reply]:
    """After a field of a new record: the next one, or the record is whole."""
    place = interview.standing.place
    following = _next_field(question, record, place.field)
    if following is None:
        return _finished(interview, question, record)
    interview.keep({question.key + BESIDE: record})
    return go(interview, place._replace(field=following.key), then=interview.standing.then)


def skipped(interview: Interview, question: Question) -> list[Reply]:
    """A field is left out; one that the record needs stands again."""
    place = interview.standing.place
    field = question.field(place.field)
    if place.record <= len(interview.records(question.key)):
        return settle(interview, "")
    record = interview.begun_record(question.key)
    if field and field.required and field.key not in record:
        told = markup("draft.field_needed", label=field.label)
        return go(interview, place, told, then=interview.standing.then)
    following = _next_field(question, record, place.field)
    if following is None:
        return _finished(interview, question, record)
    return go(interview, place._replace(field=following.key), then=interview.standing.then)


def stepped_back(interview: Interview, question: Question) -> list[Reply]:
    """The field before this one; before the first, the list."""
    place, then = interview.standing.place, interview.standing.then
    keys = [field.key for field in question.fields]
    before = keys.index(place.field) - 1 if place.field in keys else -1
    if before < 0 or place.record <= len(interview.records(question.key)):
        return go(interview, Place(question.key), then=then)
    return go(interview, place._replace(field=keys[before]), then=then)


# Buttons.


def _enough(turn: Turn, arguments: Sequence[str]) -> list[Reply]:
    """The record needs nothing more."""
    interview = writing(turn, arguments)
    question = interview.plan.questions.get(interview.standing.place.question)
    if question is None or not current(interview, arguments):
        return not_current(interview)
    return _finished(interview, question, interview.begun_record(question.key))


def _begun(turn: Turn, arguments: Sequence[str]) -> list[Reply]:
    """A record that lacks fields yet is gone on with."""
    interview = writing(turn, arguments)
    question = interview.plan.questions.get(interview.standing.place.question)
    record = interview.begun_record(question.key) if question else {}
    if question is None or not record or not current(interview, arguments):
        return not_current(interview)
    following = _next_field(question, record, "")
    if following is None:
        return _finished(interview, question, record)
    place = Place(question.key, len(interview.records(question.key)) + 1, following.key)
    return go(interview, place, then=interview.standing.then)


def _done(turn: Turn, arguments: Sequence[str]) -> list[Reply]:
    """The list needs nothing more."""
    interview = writing(turn, arguments)
    question = interview.plan.questions.get(interview.standing.place.question)
    if question is None or not current(interview, arguments):
        return not_current(interview)
    if question.catalogue:
        return draft_coaching.picked(interview, question)
    return settle(interview, "")


def _opened(turn: Turn, arguments: Sequence[str]) -> list[Reply]:
    interview, question, place = _record(turn, arguments)
    return [record_page(interview, question.key, place)]


def _removed(turn: Turn, arguments: Sequence[str]) -> list[Reply]:
    """A record leaves the list, at the officer's word; it can be brought back by undoing."""
    interview, question, place = _record(turn, arguments)
    if number_in(arguments, 3) != interview.kept.revision:
        return not_current(interview)
    rows = interview.records(question.key)
    gone = rows.pop(place - 1)
    interview.keep({question.key: rows})
    told = markup("draft.removed", record=record_line(question, gone))
    return [section_page(interview, interview.plan.kind.section_of(question.key), told)]


def _record(turn: Turn, arguments: Sequence[str]) -> tuple[Interview, Question, int]:
    """The record a button names: draft, question, place. Raises UserError «stale_button» when it is gone."""
    interview = writing(turn, arguments)
    question = interview.plan.questions.get(arguments[1]) if len(arguments) > 2 else None
    place = number_in(arguments, 2)
    if question is None or not is_list(question) or not 0 < place <= len(interview.records(question.key)):
        raise UserError("stale_button")
    return interview, question, place


PRESSED: Final[Mapping[str, Callable[[Turn, Sequence[str]], list[Reply]]]] = {
    "enough": _enough,
    "begun": _begun,
    "done": _done,
    "rec": _opened,
    "del": _removed,
}
