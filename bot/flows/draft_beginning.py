"""/soan: the drafts under way, a new one of some kind, whole or one section, or after the upper level's outline.

It must not know how a question is asked.
Read next: `bot/flows/draft_asking.py`, `knowledge/drafting/kinds.py`, `knowledge/drafting/outlines.py`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from bot.access import Role, require
from bot.flows.draft_asking import go, not_current, writing
from bot.flows.draft_interview import FLOW, Interview
from bot.flows.draft_overview import draft_name, overview
from bot.flows.draft_words import LONGEST_LABEL, Rows, choice, nav, pairs
from bot.flows.turn import Paper, Turn, number_in, press
from bot.messages import Button, Reply
from bot.storage.drafts import Drafts
from bot.texts import line, markup, text
from knowledge.drafting.checking import SHORTCOMINGS
from knowledge.drafting.kinds import ReportKind, kinds
from knowledge.drafting.outlines import Outline, read_outline
from knowledge.drafting.plans import ONLY, Place, has_answer, sections_to_draft
from knowledge.errors import UserError
from knowledge.reports import read_report
from knowledge.text import fold, shorten

_MOST_DRAFTS: Final = 6
_LONGEST_BUTTON: Final = 80
_MOST_HEADINGS: Final = 150
_LONGEST_HEADING: Final = 200
_OUTLINE: Final = "draft_outline"
"""Key of the conversation's state: the headings of an outline that waits for its kind of report."""
_BY_PERIOD: Final = (
    ("six_months", ("6 thang", "sau thang", "so ket nam")),
    ("period", ("giai doan", "5 nam", "nhiem ky")),
    ("thematic", ("chuyen de", 'phong trao thi dua "')),
)
"""Words that tell a kind of report wherever they stand."""
_NAMED: Final = (
    *_BY_PERIOD,
    ("individual_achievement", ("thanh tich ca nhan", "thanh tich cua ca nhan")),
    ("collective_achievement", ("thanh tich",)),
)
"""Words of an outline that tell its kind of report."""
_WANTED: Final = (
    *_BY_PERIOD,
    ("thematic", ("phong trao",)),
    ("individual_achievement", ("thanh tich ca nhan", "thanh tich cho ca nhan", "thanh tich cua ca nhan")),
    ("collective_achievement", ("thanh tich tap the", "thanh tich cho tap the", "thanh tich cua tap the")),
    ("annual", ("tong ket", "cuoi nam", "ca nam", "bao cao nam", "bc nam", "hang nam")),
)
"""Words of a wish that tell it: fewer than an outline has, and none is guessed."""
_SHORTCOMINGS: Final = re.compile(r"\b(?:ton tai|han che)\b")


def menu(turn: Turn, wanted: str) -> list[Reply]:
    """What is under way, and what can be begun; at once what the words behind the command name, if only that fits.

    A report of that kind under way comes first: whoever wants one may mean that one.
    """
    if turn.event.in_group:
        return [Reply(text("account.private_only"))]
    folded = fold(wanted).lower()
    name = next((name for name, marks in _WANTED if any(mark in folded for mark in marks)), "")
    interviews = _under_way(turn)
    if not name or any(interview.kept.kind == name for interview in interviews):
        return _listed(turn, interviews)
    section = SHORTCOMINGS if _SHORTCOMINGS.search(folded) else ""
    parts = {each.name for each in sections_to_draft(_kind([name]))}
    return _begun(turn, [name, section]) if section in parts else _kind_chosen(turn, [name])


def _listed(turn: Turn, interviews: Sequence[Interview]) -> list[Reply]:
    names = Counter(map(draft_name, interviews))
    told, rows = [], []
    for interview in interviews:
        kept, name = interview.kept, draft_name(interview)
        steps = list(interview.plan.steps(interview.given))
        done = sum(has_answer(step, interview.given) for step in steps)
        at = kept.changed_at.astimezone(turn.now.tzinfo)
        told.append((name, done, len(steps), at, kept.finished_at is not None))
        label = line("draft.button_open", name=name, at=at if names[name] > 1 else None)
        rows.append((Button(shorten(label, _LONGEST_BUTTON), press(FLOW, "open", kept.id)),))
    new = [
        (Button(line("draft.button_new", title=each.title, beside=bool(interviews)), press(FLOW, "new", each.name)),)
        for each in kinds()
    ]
    return [Reply(text("draft.menu", drafts=told), (*rows, *new))]


def _kind_chosen(turn: Turn, arguments: Sequence[str]) -> list[Reply]:
    """Whole, or one section: first of all the shortcomings."""
    require(turn.principal, Role.OFFICER)
    whole = _kind(arguments)
    first = sections_to_draft(whole)[0]
    rows: Rows = [(choice(line("draft.button_whole", count=len(whole.asking)), "begin", whole.name),)]
    rows.append((choice(line("draft.button_only", title=first.title), "begin", whole.name, first.name),))
    rows.append((choice(line("draft.button_other_section"), "parts", whole.name),))
    form = whole.data.form.note if whole.data.form else ""
    return [Reply(text("draft.which_part", title=whole.title, form=form), tuple(rows))]


def _parts(turn: Turn, arguments: Sequence[str]) -> list[Reply]:
    require(turn.principal, Role.OFFICER)
    whole = _kind(arguments)
    buttons = [Button(shorten(each.title, LONGEST_LABEL), press(FLOW, "begin", whole.name, each.name))
               for each in sections_to_draft(whole)]  # fmt: skip
    return [Reply(text("draft.which_section", title=whole.title), tuple(pairs(buttons)))]


def _begun(turn: Turn, arguments: Sequence[str]) -> list[Reply]:
    """A new draft, beside any others, at its first question."""
    require(turn.principal, Role.OFFICER)
    whole = _kind(arguments)
    name = arguments[1] if len(arguments) > 1 else ""
    if name and all(each.name != name for each in sections_to_draft(whole)):
        raise UserError("stale_button")
    return _first_question(turn, whole, {ONLY: name} if name else {}, markup("draft.begun"))


def _first_question(turn: Turn, whole: ReportKind, outline: Mapping[str, Any], told: str) -> list[Reply]:
    drafts = Drafts(turn.session, turn.principal.office_id)
    kept = drafts.begin(whole.name, turn.principal.person_id, turn.now, outline)
    interview = Interview(turn, kept.id)
    first = interview.plan.onward(Place(), interview.given)
    return go(interview, first, told) if first else [overview(interview, told)]


def _kind(arguments: Sequence[str]) -> ReportKind:
    """The kind a button names. Raises UserError «stale_button»."""
    for each in kinds():
        if arguments and each.name == arguments[0]:
            return each
    raise UserError("stale_button")


# The upper level's outline.


def outline_taken(turn: Turn, paper: Paper) -> list[Reply]:
    """Reads an outline: which headings are known, which will be written freely, for which kind of report."""
    require(turn.principal, Role.OFFICER)
    found = read_report(paper.document.text).headings[:_MOST_HEADINGS]
    headings = [shorten(heading.text, _LONGEST_HEADING) for heading in found]
    words = paper.document.text[:3000]
    turn.state[_OUTLINE] = headings
    return [_outline_page(turn, _kind_named(words), headings)]


def _kind_named(words: str) -> ReportKind:
    """The kind of report that the words of an outline speak of; annual where they tell none."""
    folded = fold(words).lower()
    name = next((name for name, marks in _NAMED if any(mark in folded for mark in marks)), "annual")
    return next(each for each in kinds() if each.name == name)


def _outline_page(turn: Turn, whole: ReportKind, headings: Sequence[str]) -> Reply:
    """What was matched for that kind; a button to begin, and one for each other kind."""
    outline = read_outline("\n".join(headings), whole)
    others = tuple((choice(each.title, "kind", each.name),) for each in kinds() if each.name != whole.name)
    if outline is None:
        turn.state.pop(_OUTLINE, None)
        return Reply(text("draft.outline_unread"))
    under_way = [interview for interview in _under_way(turn) if interview.kept.kind == whole.name]
    put = tuple(
        (
            Button(
                shorten(line("draft.button_put", name=draft_name(each)), _LONGEST_BUTTON),
                press(FLOW, "put", each.kept.id),
            ),
        )
        for each in under_way
    )
    begin = (choice(line("draft.button_follow"), "follow", whole.name),)
    titles = [whole.section(name).title for name in outline.matched]
    told = text("draft.outline", title=whole.title, matched=titles, free=list(outline.free.values()))
    return Reply(told, (begin, *put, *others))


def _under_way(turn: Turn) -> list[Interview]:
    """The drafts shown in the menu."""
    drafts = Drafts(turn.session, turn.principal.office_id).all()[:_MOST_DRAFTS]
    return [Interview(turn, kept.id) for kept in drafts]


def _kind_of_outline(turn: Turn, arguments: Sequence[str]) -> list[Reply]:
    return [_outline_page(turn, _kind(arguments), _headings(turn))]


def _followed(turn: Turn, arguments: Sequence[str]) -> list[Reply]:
    """A new draft after the outline."""
    require(turn.principal, Role.OFFICER)
    whole = _kind(arguments)
    outline = read_outline("\n".join(_headings(turn)), whole)
    if outline is None:
        raise UserError("stale_button")
    turn.state.pop(_OUTLINE, None)
    return _first_question(turn, whole, _plain(outline), markup("draft.begun"))


def _put(turn: Turn, arguments: Sequence[str]) -> list[Reply]:
    """A draft that is under way follows the outline from now on; what was answered stays."""
    interview = writing(turn, arguments)
    outline = read_outline("\n".join(_headings(turn)), interview.plan.whole)
    if outline is None:
        raise UserError("stale_button")
    turn.state.pop(_OUTLINE, None)
    interview.replan(_plain(outline))
    first = interview.plan.onward(Place(), interview.given)
    told = markup("draft.put")
    return go(interview, first, told) if first else [overview(interview, told)]


def _headings(turn: Turn) -> list[str]:
    """The headings that wait. Raises UserError «stale_button» when none do."""
    headings = turn.state.get(_OUTLINE)
    if not isinstance(headings, list):
        raise UserError("stale_button")
    return headings


def _plain(outline: Outline) -> dict[str, Any]:
    return outline.model_dump(mode="json")


# Leaving a draft.


def _drop_asked(turn: Turn, arguments: Sequence[str]) -> list[Reply]:
    interview = writing(turn, arguments)
    draft = interview.kept.id
    rows = ((nav("erase_surely", "erase", draft, interview.kept.revision),), (nav("review", "rev", draft),))
    interview.rest()
    return [Reply(text("draft.erase_asked", name=draft_name(interview)), rows)]


def _erased(turn: Turn, arguments: Sequence[str]) -> list[Reply]:
    """The draft and all its answers are forgotten, at the officer's word."""
    interview = writing(turn, arguments)
    if number_in(arguments, 1) != interview.kept.revision:
        return not_current(interview)
    name = draft_name(interview)
    interview.drafts.erase(interview.kept.id)
    turn.state.pop(FLOW, None)
    if turn.floor == FLOW:
        turn.floor = ""
    return [Reply(text("draft.erased", name=name))]


PRESSED: Final[Mapping[str, Callable[[Turn, Sequence[str]], list[Reply]]]] = {
    "new": _kind_chosen,
    "parts": _parts,
    "begin": _begun,
    "kind": _kind_of_outline,
    "follow": _followed,
    "put": _put,
    "drop": _drop_asked,
    "erase": _erased,
}
