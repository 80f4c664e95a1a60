"""Which question comes when: the next one, the one before, what must be settled first, and the review at the end.

It must not know how an answer is read.
Read next: `bot/flows/draft_words.py` and `bot/flows/draft_coach_words.py` (the messages), `draft_answering.py`.
"""

from __future__ import annotations

from collections.abc import Sequence

from bot.access import Role, require
from bot.flows import draft_coach_words as coach
from bot.flows.draft_interview import REVIEW, Interview
from bot.flows.draft_overview import overview, record_or_section
from bot.flows.draft_words import Rows, asked, choice, nav, problem_line, together
from bot.flows.turn import Turn, number_in
from bot.messages import Reply
from bot.texts import line, markup, text
from knowledge.drafting.checking import conflicts
from knowledge.drafting.plans import COACHED, Place, has_answer
from knowledge.drafting.problems import Problem
from knowledge.errors import UserError

CONFLICT = "conflict"
"""The step in which the officer is asked which of two answers is right."""
_NOT_AT_ONCE = frozenset({"shortcoming_lacks", "vague"})
"""What the questions of a shortcoming ask for anyway."""


def interview_in(turn: Turn, arguments: Sequence[str]) -> Interview:
    """The draft that a button names. Raises UserError «report_gone»."""
    return Interview(turn, number_in(arguments, 0))


def writing(turn: Turn, arguments: Sequence[str]) -> Interview:
    """The same, for somebody who may change it. Raises AccessDenied."""
    require(turn.principal, Role.OFFICER)
    return interview_in(turn, arguments)


def go(interview: Interview, place: Place, told: str = "", *, then: str = "", step: str = "") -> list[Reply]:
    """Asks for that place."""
    question = interview.plan.questions.get(place.question)
    if question is None:
        return [overview(interview, told)]
    number = interview.stand(place, then=then, step=step)
    if not question.catalogue:
        return [asked(interview, place, number, told)]
    rows = interview.records(question.key)
    if place.record > len(rows) or not place.record:
        show = coach.picking if not rows or step == coach.PICK else coach.listed
        return [show(interview, question, number, told)]
    if place.field in COACHED:
        return [coach.coached(interview, question, place, number, told)]
    return [asked(interview, place, number, told)]


def onward(interview: Interview, told: str = "") -> list[Reply]:
    """What comes after the place where the interview stands: where it was left for this answer, or the next one."""
    then, place = interview.standing.then, interview.standing.place
    if then == REVIEW and place.question in interview.plan.questions:
        return [record_or_section(interview, place, told)]
    following = interview.plan.onward(Place.of(then) if then else place, interview.given)
    if following is None:
        return [overview(interview, together(told, markup("draft.all_asked")))]
    return go(interview, following, told)


def resume(interview: Interview, told: str = "") -> list[Reply]:
    """Where the draft was left, on whatever channel that was; the first open question when it was at its end."""
    place = Place.of(interview.kept.question)
    if interview.plan.questions.get(place.question) is None:
        place = Place()
    if place.question and _is_open(interview, place):
        return go(interview, place, told)
    following = interview.plan.onward(place, interview.given) or interview.plan.onward(Place(), interview.given)
    return go(interview, following, told) if following else [overview(interview, told)]


def _is_open(interview: Interview, place: Place) -> bool:
    """Whether the place still waits for its answer: a question, a field of a record that stands or was begun."""
    if has_answer(place, interview.given):
        return False
    stands = place.record <= len(interview.records(place.question))
    return not place.record or stands or bool(interview.begun_record(place.question))


def settle(interview: Interview, told: str) -> list[Reply]:
    """After an answer: what contradicts it is asked about at once, else the interview goes on."""
    found = contradictions(interview, interview.standing.place.question)
    if not found:
        return onward(interview, told)
    place, then = interview.standing.place, interview.standing.then
    number = interview.stand(place, then=then, step=CONFLICT)
    rows: Rows = []
    for problem in found:
        for field in problem.fields:
            key, _, part = field.partition(".")
            arguments = (key, problem.record, part) if part and problem.record else (key,)
            label = line("draft.button_correct", label=_label(interview, field))
            rows.append((choice(label, "edit", interview.kept.id, *arguments),))
    rows = list(dict.fromkeys(rows))
    rows.append((nav("leave", "leave", interview.kept.id, number),))
    html = text("draft.conflict", told=told, problems=[problem_line(problem) for problem in found])
    return [Reply(html, tuple(rows))]


def contradictions(interview: Interview, key: str) -> list[Problem]:
    """What does not agree with that answer."""
    found = conflicts(interview.plan.kind, interview.given, key)
    return [problem for problem in found if problem.kind not in _NOT_AT_ONCE]


def not_current(interview: Interview) -> list[Reply]:
    """Said to a button of an earlier message; what is asked now stands below it."""
    notice = line("draft.not_current")
    first, *others = resume(interview, markup("draft.stale"))
    return [Reply(first.html, first.buttons, first.attachment, first.replaces, notice), *others]


def current(interview: Interview, arguments: Sequence[str]) -> bool:
    """Whether the button is one of the message shown last. Raises UserError «stale_button» for a forged one."""
    if len(arguments) < 2:
        raise UserError("stale_button")
    return interview.is_current(arguments)


def _label(interview: Interview, field: str) -> str:
    key, _, part = field.partition(".")
    question = interview.plan.questions[key]
    inner = question.field(part) if part else None
    return inner.label if inner else question.label
