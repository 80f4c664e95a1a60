"""Looking back: the review, a jump to any answer and return, examples of others, revisions and undoing to any of them.

It must not know how an answer is read.
Read next: `bot/flows/draft_overview.py` (pages), `bot/storage/drafts.py` (revisions), `index/answering.py` (examples).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from bot.flows.draft_asking import CONFLICT, go, interview_in, not_current, resume, writing
from bot.flows.draft_interview import FLOW, REVIEW, Interview
from bot.flows.draft_overview import draft_name, overview, preview_page, section_page
from bot.flows.draft_words import LONGEST_LABEL, Rows, nav, shown
from bot.flows.turn import Turn, number_in, press
from bot.messages import Button, Reply
from bot.texts import line, markup, text
from knowledge.drafting.masking import mask
from knowledge.drafting.models import Question, Section
from knowledge.drafting.plans import Place, is_list
from knowledge.errors import TemplateInvalid, UserError
from knowledge.text import shorten

_REVISIONS: Final = 8
_LONGEST_CHANGE: Final = 160
_EXAMPLES: Final = 3
_LONGEST_EXAMPLE: Final = 700


def _opened(turn: Turn, arguments: Sequence[str]) -> list[Reply]:
    """The draft is gone on with where it was left."""
    interview = interview_in(turn, arguments)
    if interview.standing.step == REVIEW:
        interview.standing.place = Place.of(interview.kept.question)
    return resume(interview, markup("draft.resumed", name=draft_name(interview)))


def _reviewed(turn: Turn, arguments: Sequence[str]) -> list[Reply]:
    return [overview(interview_in(turn, arguments))]


def _section(turn: Turn, arguments: Sequence[str]) -> list[Reply]:
    interview = interview_in(turn, arguments)
    return [section_page(interview, _section_named(interview, arguments))]


def _previewed(turn: Turn, arguments: Sequence[str]) -> list[Reply]:
    interview = interview_in(turn, arguments)
    return [preview_page(interview, _section_named(interview, arguments))]


def _section_named(interview: Interview, arguments: Sequence[str]) -> Section:
    """The section a button names. Raises UserError «stale_button» for none of this draft's."""
    try:
        return interview.plan.kind.section(arguments[1] if len(arguments) > 1 else "")
    except TemplateInvalid as error:
        raise UserError("stale_button") from error


def _edited(turn: Turn, arguments: Sequence[str]) -> list[Reply]:
    """A jump to one answer; after it the way leads back to where the officer came from."""
    interview = writing(turn, arguments)
    question = interview.plan.questions.get(arguments[1]) if len(arguments) > 1 else None
    if question is None:
        raise UserError("stale_button")
    place = Place(question.key)
    if len(arguments) > 3:
        row = number_in(arguments, 2)
        if not is_list(question) or not 0 < row <= len(interview.records(question.key)):
            return not_current(interview)
        if question.field(arguments[3]) is None:
            raise UserError("stale_button")
        place = Place(question.key, row, arguments[3])
    found = interview.standing
    then = found.then or str(found.place) if found.step == CONFLICT else REVIEW
    return go(interview, place, then=then)


# Examples.


def _examples(turn: Turn, arguments: Sequence[str]) -> list[Reply]:
    """How others wrote this section: shown with source and year, names and figures masked, never taken over."""
    interview = interview_in(turn, arguments)
    section = _section_named(interview, arguments)
    subject = _subject(interview)
    query = subject or line("draft.example_query", title=section.title)
    answerer = turn.assistant.answerer()
    turn.slowly(answerer.read, query)
    found = answerer.examples(query, section.role, turn.scope(), _EXAMPLES) if section.role else []
    told = [
        (each.section.unit, each.section.period, each.section.headings[-1] if each.section.headings else "",
         _excerpt(mask(each.passage if subject else each.section.text)), each.section.is_example)
        for each in found
    ]  # fmt: skip
    rows = ((nav("continue", "open", interview.kept.id),),)
    return [Reply(text("draft.examples", title=section.title, examples=told), rows)]


def _subject(interview: Interview) -> str:
    """The shortcoming that is being asked about; empty where none is."""
    place = interview.standing.place
    rows = interview.records(place.question)
    return str(rows[place.record - 1].get("statement", "")) if 0 < place.record <= len(rows) else ""


def _excerpt(passage: str) -> str:
    """The beginning of a passage, line by line."""
    kept: list[str] = []
    size = 0
    for row in filter(str.strip, passage.split("\n")):
        size += len(row)
        kept.append(shorten(row, _LONGEST_EXAMPLE) if size <= _LONGEST_EXAMPLE or not kept else "…")
        if size > _LONGEST_EXAMPLE:
            break
    return "\n".join(kept)


# Revisions.


def _history(turn: Turn, arguments: Sequence[str]) -> list[Reply]:
    """The changes, the last first, each to go back to."""
    interview = interview_in(turn, arguments)
    draft, start = interview.kept.id, number_in(arguments, 1)
    known = {**interview.plan.whole.questions, **interview.plan.questions}
    every = [each for each in interview.drafts.revisions(draft) if any(key in known for key in each.questions)]
    page = every[start : start + _REVISIONS]
    told, rows = [], []
    for each in page:
        before, after = (interview.drafts.answers(draft, number) for number in (each.number - 1, each.number))
        keys = [key for key in each.questions if key in known]
        said = [(known[key].label, change_line(known[key], before.get(key), after.get(key))) for key in keys]
        told.append((each.number, each.at, said[:4], len(said), each.by == turn.principal.person_id))
        label = line("draft.button_undo", number=each.number - 1)
        rows.append((Button(shorten(label, LONGEST_LABEL), press(FLOW, "undo", draft, each.number - 1)),))
    buttons: Rows = [*rows]
    if start + _REVISIONS < len(every):
        buttons.append((nav("older", "hist", draft, start + _REVISIONS),))
    buttons.append((nav("review", "rev", draft),))
    return [Reply(text("draft.history", revisions=told, now=interview.kept.revision), tuple(buttons))]


def change_line(question: Question, before: Any, after: Any) -> str:
    """What a change made of an answer: of a list the rows that are new; empty where it was taken back."""
    if after is None:
        return ""
    if isinstance(before, list) and isinstance(after, list):
        added = [row for row in after if row not in before]
        return shorten(shown(question, added), _LONGEST_CHANGE) if added else line("draft.fewer", count=len(after))
    return shorten(shown(question, after), _LONGEST_CHANGE)


def _undone(turn: Turn, arguments: Sequence[str]) -> list[Reply]:
    """The answers as they were then; a change like any other, so that this too can be undone."""
    interview = writing(turn, arguments)
    revision = number_in(arguments, 1)
    if revision > interview.kept.revision:
        raise UserError("stale_button")
    interview.revert(revision)
    return [overview(interview, markup("draft.undone", number=revision))]


def _widened(turn: Turn, arguments: Sequence[str]) -> list[Reply]:
    """From one section to the whole report; what was answered stays."""
    interview = writing(turn, arguments)
    interview.replan({})
    first = interview.plan.onward(Place(), interview.given)
    told = markup("draft.widened")
    return go(interview, first, told) if first else [overview(interview, told)]


PRESSED: Final[Mapping[str, Callable[[Turn, Sequence[str]], list[Reply]]]] = {
    "open": _opened,
    "rev": _reviewed,
    "sec": _section,
    "see": _previewed,
    "edit": _edited,
    "ex": _examples,
    "hist": _history,
    "undo": _undone,
    "wide": _widened,
}
