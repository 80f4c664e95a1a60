"""Answers that name a place: written in full where that is certain, asked about once where it is not.

It must not know the list of provinces, nor which question comes next.
Read next: `knowledge/drafting/places.py` (what is certain), `bot/flows/draft_answering.py`.
"""

from __future__ import annotations

from typing import Final

from bot.flows.draft_asking import go, settle
from bot.flows.draft_interview import Interview
from bot.flows.draft_words import Rows, choice, navigation, noted, place_line, together
from bot.messages import Reply
from bot.texts import line, markup, text
from knowledge.drafting.answers import check_answer
from knowledge.drafting.cleaning import clean_line
from knowledge.drafting.models import PlaceKind, Question
from knowledge.drafting.places import ReadPlace, read_place
from knowledge.drafting.plans import Place
from knowledge.text import fold, squeeze

PLACE: Final = "place"
"""The step in which it was asked what a place stands for; it is asked once."""
_KIND: Final = "office_kind"


def written(interview: Interview, question: Question, words: str) -> list[Reply]:
    """The replies to words at a question that names a place. Raises InvalidAnswer."""
    chosen = _chosen(interview, question, words)
    if chosen:
        return _kept(interview, question, chosen)
    typed = clean_line(words)
    check_answer(question, typed)
    found = _read(question, typed)
    if found.choices and squeeze(words) != squeeze(_typed(interview)):
        return _asked(interview, found, typed)
    if question.place is PlaceKind.UNIT:
        return _unit(interview, question, found)
    return _kept(interview, question, typed if found.choices else found.value, _told(question, found))


def choices(interview: Interview, question: Question) -> tuple[str, ...]:
    """What the place that waits may stand for, in the order of the buttons; empty when none waits."""
    return _read(question, clean_line(_typed(interview))).choices if _typed(interview) else ()


def _typed(interview: Interview) -> str:
    return interview.standing.typed if interview.standing.step == PLACE else ""


def _read(question: Question, typed: str) -> ReadPlace:
    return read_place(question.place, typed) if question.place else ReadPlace(typed)


def _chosen(interview: Interview, question: Question, words: str) -> str:
    """The choice that the words mean: its number, or how it alone begins; empty for another answer."""
    offered, said = choices(interview, question), fold(squeeze(words)).lower().strip(" .")
    if said.isascii() and said.isdecimal() and 0 < int(said[:2]) <= len(offered):
        return offered[int(said[:2]) - 1]
    meant = [each for each in offered if said and fold(each).lower().startswith(f"{said} ")]
    return meant[0] if len(meant) == 1 else ""


def _asked(interview: Interview, found: ReadPlace, typed: str) -> list[Reply]:
    """What it may stand for, as buttons; whoever types the same again is taken at their word."""
    at, then = interview.standing.place, interview.standing.then
    number = interview.stand(at, then=then, step=PLACE, typed=typed)
    *others, last = found.choices
    labels = [*others, line("draft.button_as_it_is", value=last)]
    rows: Rows = [(choice(label, PLACE, interview.kept.id, number, count),) for count, label in enumerate(labels)]
    rows.append(navigation(interview, at, number, answered=False))
    html = text(
        "draft.which_place", place=place_line(interview, at), typed=typed, former=found.former,
        successor=found.merger.successor if found.merger else "",
        changed_on=found.merger.merged_on if found.merger else None,
    )  # fmt: skip
    return [Reply(html, tuple(rows))]


def _kept(interview: Interview, question: Question, value: str, told: str = "") -> list[Reply]:
    interview.store(**{question.key: check_answer(question, value)})
    return settle(interview, together(noted(question, interview.answers[question.key]), told))


def _told(question: Question, found: ReadPlace) -> str:
    """What took the place of the name that was typed, or that the list does not have it."""
    if found.former and found.merger:
        merger = found.merger
        return markup(
            "draft.place_merged", former=found.former, successor=merger.successor, merged_on=merger.merged_on,
            provision=merger.provision,
        )  # fmt: skip
    unknown = question.place is PlaceKind.PROVINCE and not found.is_known
    return markup("draft.province_unknown") if unknown else ""


def _unit(interview: Interview, question: Question, found: ReadPlace) -> list[Reply]:
    """The name of the unit; its kind is taken from what was typed, or asked for where nothing says it."""
    asking = interview.plan.questions.get(_KIND)
    known = asking.option(str(interview.answers.get(_KIND, ""))) if asking else None
    meant = next((each for each in asking.options if each.label == found.kind), None) if asking else None
    value = check_answer(question, found.value)
    if asking and meant and known is None:
        interview.keep({question.key: value, _KIND: meant.key})
        return settle(interview, together(noted(asking, meant.key), noted(question, value)))
    interview.store(**{question.key: value})
    told = noted(question, value)
    agrees = known is not None and meant in (None, known)
    if asking is None or agrees or (known is None and meant is None and not asking.required):
        return settle(interview, told)
    doubt = markup("draft.which_kind", name=value, typed=found.kind, known=known.label if known else "")
    then = interview.standing.then or str(interview.standing.place)
    return go(interview, Place(_KIND), together(told, doubt), then=then)
