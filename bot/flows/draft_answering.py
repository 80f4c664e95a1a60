"""Answers: what is typed or pressed at a question, checked, kept, and told back as it was understood.

It must not know which question comes next. A bad answer changes nothing, and the same question stands again.
Read next: `knowledge/drafting/answers.py`, `bot/flows/draft_records.py` (lists), `bot/flows/draft_coaching.py`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from markupsafe import Markup

from bot.flows import draft_coach_words, draft_coaching, draft_places, draft_records
from bot.flows.draft_asking import current, go, not_current, onward, settle, writing
from bot.flows.draft_interview import Interview, standing
from bot.flows.draft_words import TEXTS, nav, noted, says_none, shown
from bot.flows.turn import Turn, number_in
from bot.messages import Button, Reply
from bot.texts import error_text, line, markup, text
from knowledge.drafting.answers import check_answer
from knowledge.drafting.models import Question, QuestionType
from knowledge.drafting.plans import Place, is_list
from knowledge.errors import InvalidAnswer, UserError
from knowledge.text import shorten

MORE: Final = "more"
"""The step in which what is written joins the answer instead of taking its place."""
_GROWING: Final = frozenset({QuestionType.LINES, QuestionType.LONG_TEXT})
_LONGEST_TYPED: Final = 6000


def written(interview: Interview, words: str) -> list[Reply]:
    """The replies to words at the question that stands."""
    place = interview.standing.place
    question = interview.plan.questions.get(place.question)
    if question is None:
        return onward(interview)
    if interview.changed_since_asked():
        return _clash(interview, question, words)
    return _take(interview, question, words)


def _take(interview: Interview, question: Question, words: str) -> list[Reply]:
    place = interview.standing.place
    try:
        if question.catalogue and (not place.record or place.field):
            return draft_coaching.written(interview, question, words)
        if is_list(question):
            return draft_records.written(interview, question, words)
        return _simple(interview, question, words)
    except InvalidAnswer as error:
        return refused(interview, error)


def refused(interview: Interview, error: InvalidAnswer) -> list[Reply]:
    """What is wrong with an answer; the same question stands again."""
    found = interview.standing
    told = Markup(error_text(error))  # noqa: S704 - escaped by its own template
    return go(interview, found.place, told, then=found.then, step=found.step)


def _simple(interview: Interview, question: Question, words: str) -> list[Reply]:
    if says_none(words) and question.type in TEXTS:
        return onward(interview, markup("draft.passed_over", label=question.label))
    if question.place is not None:
        return draft_places.written(interview, question, words)
    counted = question.type in (QuestionType.COUNT, QuestionType.MONEY)
    value: Any = check_answer(question, "0" if counted and says_none(words) else words)
    if interview.standing.step == MORE and question.key in interview.answers:
        value = check_answer(question, _joined(interview.answers[question.key], value))
    return _keep(interview, question, value)


def _joined(before: Any, added: Any) -> Any:
    return [*before, *added] if isinstance(before, list) else f"{before}\n{added}"


def _keep(interview: Interview, question: Question, value: Any) -> list[Reply]:
    """Keeps an answer, tells how it was read, and goes on."""
    interview.store(**{question.key: value})
    replies = settle(interview, noted(question, value))
    if question.type in _GROWING and value:
        more = nav("more", "more", interview.kept.id, question.key)
        return with_row(replies, (Button(line("draft.button_more", label=question.label), more.data, more.shortcut),))
    return replies


def with_row(replies: list[Reply], row: tuple[Button, ...]) -> list[Reply]:
    """The replies with one more row of buttons under the last one."""
    *others, last = replies
    return [*others, replace(last, buttons=(*last.buttons, row))]


def _clash(interview: Interview, question: Question, words: str) -> list[Reply]:
    """Somebody answered this question since it was shown here: nothing is overwritten unasked."""
    key, place = question.key, interview.standing.place
    now = shown(question, interview.answers[key]) if key in interview.answers else ""
    number = interview.stand(place, then=interview.standing.then, typed=words[:_LONGEST_TYPED])
    rows = (
        (nav("replace", "replace", interview.kept.id, number),),
        (nav("leave", "leave", interview.kept.id, number),),
    )
    return [Reply(text("draft.clash", label=question.label, now=now, typed=shorten(words, 300)), rows)]


# Buttons of a question.


def _option(turn: Turn, arguments: Sequence[str]) -> list[Reply]:
    interview, question = _asked(turn, arguments)
    if question is None:
        return not_current(interview)
    if len(arguments) < 3:
        raise UserError("stale_button")
    return _take(interview, question, arguments[2])


def _place_chosen(turn: Turn, arguments: Sequence[str]) -> list[Reply]:
    """One of the places that what was typed may stand for."""
    interview, question = _asked(turn, arguments)
    chosen = draft_places.choices(interview, question)[number_in(arguments, 2) :] if question else ()
    return _keep(interview, question, chosen[0]) if question and chosen else not_current(interview)


def _use(turn: Turn, arguments: Sequence[str]) -> list[Reply]:
    """Takes over what the report before says, at the officer's word."""
    interview, question = _asked(turn, arguments)
    found = interview.earlier(question.key) if question else None
    if question is None or found is None:
        return not_current(interview)
    return _keep(interview, question, found[0].value)


def _skip(turn: Turn, arguments: Sequence[str]) -> list[Reply]:
    """Leaves the question as it is: an answer that stands, stays."""
    interview, question = _asked(turn, arguments)
    return skipped(interview, question) if question else not_current(interview)


def skipped(interview: Interview, question: Question) -> list[Reply]:
    """The same, when it is typed."""
    place = interview.standing.place
    if is_list(question) and place.record and place.field and not (question.catalogue):
        return draft_records.skipped(interview, question)
    if is_list(question) and question.key in interview.answers and not place.record:
        return settle(interview, "")
    needed = question.required and question.key not in interview.answers
    return onward(interview, markup("draft.needed_later", label=question.label) if needed else "")


def _back(turn: Turn, arguments: Sequence[str]) -> list[Reply]:
    interview, question = _asked(turn, arguments)
    return stepped_back(interview, question) if question else not_current(interview)


def stepped_back(interview: Interview, question: Question) -> list[Reply]:
    """The place before this one."""
    place = interview.standing.place
    if interview.standing.step in (draft_coaching.VAGUE, draft_coach_words.WHEN, draft_places.PLACE):
        return go(interview, place, then=interview.standing.then)
    if place.record and not question.catalogue:
        return draft_records.stepped_back(interview, question)
    before = interview.plan.before(place, interview.given)
    return go(interview, before or place)


def _leave(turn: Turn, arguments: Sequence[str]) -> list[Reply]:
    """Both answers stay as they are; the finished report still tells of it."""
    interview = writing(turn, arguments)
    if not current(interview, arguments):
        return not_current(interview)
    return onward(interview, markup("draft.left"))


def _replace(turn: Turn, arguments: Sequence[str]) -> list[Reply]:
    """What was typed takes the place of what a colleague answered meanwhile."""
    interview, question = _asked(turn, arguments)
    typed = interview.standing.typed
    return _take(interview, question, typed) if question and typed else not_current(interview)


def _more(turn: Turn, arguments: Sequence[str]) -> list[Reply]:
    """One more line for an answer of lines."""
    interview = writing(turn, arguments)
    question = interview.plan.questions.get(arguments[1]) if len(arguments) > 1 else None
    if question is None or question.type not in _GROWING:
        raise UserError("stale_button")
    then = interview.standing.then or str(interview.standing.place)
    return go(interview, Place(question.key), markup("draft.more_asked"), then=then, step=MORE)


def _clear(turn: Turn, arguments: Sequence[str]) -> list[Reply]:
    """The officer takes an answer back."""
    interview, question = _asked(turn, arguments)
    if question is None:
        return not_current(interview)
    interview.take_back(question.key)
    return go(interview, Place(question.key), markup("draft.cleared", label=question.label))


def _asked(turn: Turn, arguments: Sequence[str]) -> tuple[Interview, Question | None]:
    """The draft and the question of the message a button stands under; no question when it is not the last one."""
    interview = writing(turn, arguments)
    if not current(interview, arguments):
        return interview, None
    return interview, interview.plan.questions.get(standing(turn).place.question)


PRESSED: Final[Mapping[str, Callable[[Turn, Sequence[str]], list[Reply]]]] = {
    "opt": _option,
    "place": _place_chosen,
    "use": _use,
    "skip": _skip,
    "back": _back,
    "leave": _leave,
    "replace": _replace,
    "more": _more,
    "clear": _clear,
}
