"""An answer typed without tone marks: the same words with their marks are offered, and taken at the officer's word.

It must not know a question; it looks at what the last revision brought.
Read next: `bot/flows/typed_marks.py` (the marks), `bot/flows/draft.py`, which calls it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from bot.flows.draft_asking import CONFLICT, go, not_current, settle, writing
from bot.flows.draft_interview import REVIEW, Interview
from bot.flows.draft_overview import record_or_section
from bot.flows.draft_words import nav
from bot.flows.turn import Turn, number_in
from bot.flows.typed_marks import with_marks
from bot.messages import Reply
from bot.texts import markup
from knowledge.drafting.answers import check_answer, texts_in
from knowledge.drafting.models import QuestionType
from knowledge.errors import InvalidAnswer
from knowledge.text import shorten

_TOLD_APART: Final = "\n\n"
"""What stands between what is said of the answer before and the next question."""
_LONGEST_SHOWN: Final = 300


def with_offer(interview: Interview, replies: list[Reply], before: int) -> list[Reply]:
    """The replies to an answer, with its words in tone marks to choose where they lack them.

    `before` is the revision that the answer was given to; an answer that was refused made no new one.
    """
    if interview.kept.revision == before or not replies:
        return replies
    meant = _meant(interview, before)
    if not meant:
        return replies
    first, *others = replies
    told, apart, rest = first.html.partition(_TOLD_APART)
    shown = [shorten(text, _LONGEST_SHOWN) for text in meant.values()]
    told = told.replace(str(markup("draft.typed_bare")), "").replace(" \n", "\n")
    html = f"{told.rstrip()}\n{markup('draft.meant', texts=shown)}{apart}{rest}"
    row = (nav("marks", "marks", interview.kept.id, before, interview.kept.revision),)
    return [replace(first, html=html, buttons=(row, *first.buttons)), *others]


def _meant(interview: Interview, before: int) -> dict[str, str]:
    """What the revisions since then brought without tone marks, and how it was meant; a single word may be a key."""
    known = interview.drafts.answers(interview.kept.id, before)
    names = {each.key for each in interview.plan.questions.values() if each.named or each.person}
    old = Counter(text for key, value in known.items() if key not in names for text in texts_in(value))
    new = Counter(text for key, value in interview.answers.items() if key not in names for text in texts_in(value))
    found = {text: with_marks(text) for text in new - old if " " in text and text.isascii()}
    return {text: marked for text, marked in found.items() if marked}


def _marked(turn: Turn, arguments: Sequence[str]) -> list[Reply]:
    """The words that were offered take the place of the typed ones, as a revision of its own."""
    interview = writing(turn, arguments)
    before, revision = number_in(arguments, 1), number_in(arguments, 2)
    meant = _meant(interview, before) if interview.kept.revision == revision else {}
    changed = {key: _put(value, meant) for key, value in interview.answers.items() if _put(value, meant) != value}
    found = interview.standing
    if not changed:
        return not_current(interview)
    try:
        interview.keep({key: _checked(interview, key, value) for key, value in changed.items()})
    except InvalidAnswer:
        # With its words written out the answer is longer than the form has room for.
        return go(interview, found.place, markup("draft.marks_too_long"), then=found.then, step=found.step)
    told = markup("draft.marks_taken", texts=[shorten(text, _LONGEST_SHOWN) for text in meant.values()])
    if found.step == CONFLICT:
        return settle(interview, told)
    if found.step == REVIEW:
        return [record_or_section(interview, found.place, told)]
    return go(interview, found.place, told, then=found.then, step=found.step)


def _checked(interview: Interview, key: str, value: Any) -> Any:
    """The value as the question takes it; what is kept beside the answers is no question's."""
    question = interview.plan.questions.get(key)
    return value if question is None or question.type is QuestionType.CHOICE else check_answer(question, value)


def _put(value: Any, meant: Mapping[str, str]) -> Any:
    if isinstance(value, str):
        return meant.get(value, value)
    if isinstance(value, Mapping):
        return {key: _put(each, meant) for key, each in value.items()}
    return [_put(each, meant) for each in value] if isinstance(value, list) else value


PRESSED: Final[Mapping[str, Callable[[Turn, Sequence[str]], list[Reply]]]] = {"marks": _marked}
