"""Soạn: a report by an interview. Which part of it a command, a press, words or a paper belongs to.

It must not know a channel, nor a question; each part stands in a file of its own.
Read next: `bot/flows/draft_beginning.py`, `draft_asking.py` (what comes when), `draft_answering.py`,
`draft_review.py`, `draft_finishing.py`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import Any, Final

from bot.access import Role, require
from bot.flows import (
    ask,
    draft_answering,
    draft_beginning,
    draft_coaching,
    draft_finishing,
    draft_marks,
    draft_records,
    draft_review,
)
from bot.flows.draft_asking import go, onward, resume, settle
from bot.flows.draft_interview import FLOW, REVIEW, Interview, standing
from bot.flows.draft_overview import overview
from bot.flows.draft_words import nav
from bot.flows.flow import Commanded
from bot.flows.small_talk import asks, small_talk
from bot.flows.turn import FLOOR, Paper, Turn
from bot.messages import Reply
from bot.texts import error_text, line, markup, text
from knowledge.drafting.plans import is_list
from knowledge.errors import InvalidAnswer, UserError
from knowledge.text import fold, squeeze

__all__ = ["COMMANDS", "FLOW", "awaits", "pressed", "takes", "written"]

_PRESSED: Final[Mapping[str, Callable[[Turn, Sequence[str]], list[Reply]]]] = {
    **draft_beginning.PRESSED,
    **draft_answering.PRESSED,
    **draft_records.PRESSED,
    **draft_coaching.PRESSED,
    **draft_review.PRESSED,
    **draft_finishing.PRESSED,
    **draft_marks.PRESSED,
}
_UNKNOWN: Final = ("khong biet", "khong nho", "khong ro", "chua ro", "chua biet", "ko biet",
            "chua co so lieu", "khong co so lieu", "ko co so lieu", "khong nam duoc")  # fmt: skip
_SKIPS: Final = frozenset({"bo qua", "bq", "qua", "skip", "tiep", "giu nguyen", *_UNKNOWN})
_BACKS: Final = frozenset({"quay lai", "ql", "tro lai", "lui lai", "back"})
_REVIEWS: Final = frozenset({"xem lai", "xl", "review"})
_EXPORTS: Final = frozenset({"xuat", "xuat tep", "xuat file", "xuat tep word", "xuat bao cao"})
_GOES_ON: Final = frozenset({"tiep", "tiep tuc", "tra loi tiep", "lam tiep"})
_EXAMPLES: Final = frozenset({"vi du", "xem vi du", "vd"})
_DONE: Final = frozenset({"xong", "het", "het roi", "xong roi"})
_STOPS: Final = frozenset({"tam dung", "dung", "dung lai", "thoi", "de sau", "de mai", "mai lam tiep", "huy"})


@cache
def _shortcuts() -> frozenset[str]:
    """What a keyboard types for a button of some question; where that button is not offered, it is no answer."""
    offered_somewhere = "use done enough begun leave replace more clear no_shortcoming pick_more continue marks"
    return frozenset(line(f"draft.shortcut_{name}") for name in offered_somewhere.split())


def pressed(turn: Turn, action: str, arguments: Sequence[str]) -> list[Reply]:
    """The replies to a button of this flow. Raises UserError «stale_button» for one that it never makes."""
    if turn.event.in_group:
        return [Reply(notice=line("account.private_only"))]
    if action not in _PRESSED:
        raise UserError("stale_button")
    try:
        return _PRESSED[action](turn, arguments)
    except InvalidAnswer as error:
        return [Reply(error_text(error))]


def written(turn: Turn) -> list[Reply] | None:
    """The replies to words in answer to a question of a draft; None for what is none of the draft's business."""
    words = turn.event.text
    found = standing(turn)
    try:
        interview = Interview(turn, found.draft)
    except UserError:
        turn.floor = ""
        turn.state.pop(FLOW, None)
        return None
    said = fold(squeeze(words)).lower().strip(" .!")
    told = _spoken(interview, said)
    if told is not None:
        return told
    if small_talk(words) in ("greeting", "thanks", "goodbye") or interview.standing.step == REVIEW:
        return None
    if words.rstrip().endswith("?") and asks(words):
        rows = ((nav("continue", "open", interview.kept.id),),)
        return [*ask.ask(turn), Reply(text("draft.waits"), rows)]
    require(turn.principal, Role.OFFICER)
    before = interview.kept.revision
    return draft_marks.with_offer(interview, draft_answering.written(interview, words), before)


def awaits(state: Mapping[str, Any], words: str) -> bool:
    """Whether words in a conversation of that state are an answer, and nothing to be looked up."""
    kept = state.get(FLOW)
    at_rest = isinstance(kept, Mapping) and kept.get("step") == REVIEW
    return state.get(FLOOR) == FLOW and not at_rest and not words.rstrip().endswith("?")


def _spoken(interview: Interview, said: str) -> list[Reply] | None:
    """What is meant by the words of a button; None for an answer."""
    question = interview.plan.questions.get(interview.standing.place.question)
    if said in _REVIEWS:
        return [overview(interview)]
    if said in _EXPORTS:
        return draft_finishing.PRESSED["out"](interview.turn, [str(interview.kept.id)])
    if said in _STOPS:
        interview.turn.floor = ""
        return [Reply(text("draft.paused"), ((nav("continue", "open", interview.kept.id),),))]
    if interview.standing.step == REVIEW:
        return resume(interview) if said in _GOES_ON else None
    if said in _EXAMPLES and question:
        section = interview.plan.kind.section_of(question.key)
        return draft_review.PRESSED["ex"](interview.turn, [str(interview.kept.id), section.name])
    if said in _DONE and question and is_list(question) and not interview.standing.place.record:
        return draft_coaching.picked(interview, question) if question.catalogue else settle(interview, "")
    if said in _SKIPS:
        return draft_answering.skipped(interview, question) if question else onward(interview)
    if said in _BACKS and question:
        return draft_answering.stepped_back(interview, question)
    if interview.turn.event.text.strip() in _shortcuts() and question:
        found = interview.standing
        return go(interview, found.place, markup("draft.no_such_button", typed=said), then=found.then, step=found.step)
    return None


def takes(turn: Turn, paper: Paper) -> list[Reply]:
    """The replies to a file that was chosen as the upper level's outline."""
    return draft_beginning.outline_taken(turn, paper)


COMMANDS: Final[Mapping[str, Commanded]] = {"soan": draft_beginning.menu}
"""Described in draft.jinja."""
