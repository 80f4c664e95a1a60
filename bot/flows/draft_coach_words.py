"""Tồn tại, hạn chế in messages: the list to pick from, and what is asked of each shortcoming, with what to choose.

It must not know what follows an answer, nor change anything.
Read next: `knowledge/drafting/shortcomings.py`, `knowledge/drafting/vagueness.py`, `bot/flows/draft_coaching.py`.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any, Final

from bot.access import UNIT_KINDS, unit_of
from bot.flows.draft_interview import FLOW, Interview
from bot.flows.draft_words import (
    LONGEST_LABEL,
    Rows,
    choice,
    nav,
    navigation,
    options,
    pairs,
    place_line,
    record_line,
    shown,
)
from bot.flows.turn import press
from bot.messages import Button, Reply
from bot.texts import line, text
from knowledge.drafting.models import Question
from knowledge.drafting.plans import EVIDENCE, RESPONSIBLE, Place
from knowledge.drafting.shortcomings import Shortcoming, shortcomings, topics
from knowledge.drafting.vagueness import find_vague, when_and_where
from knowledge.text import fold, shorten

PICK: Final = "pick"
"""The step in which the list to pick from is shown though some were picked before."""
WHEN: Final = "when"
"""The step in which evidence that says not when or where was asked about; it is asked about once."""
_A_ROW: Final = 8


@cache
def offered() -> tuple[Shortcoming, ...]:
    """The typical shortcomings in the order they are shown and numbered: topic by topic."""
    order = list(topics())
    return tuple(sorted(shortcomings(), key=lambda each: order.index(each.topic)))


def picking(interview: Interview, question: Question, number: int, told: str = "") -> Reply:
    """All typical shortcomings, numbered, with a tick at each that was chosen."""
    draft, chosen = interview.kept.id, interview.chosen(question.key)
    grid = [
        Button(tick(place, each.key in chosen), press(FLOW, "tick", draft, number, place), is_listed=True)
        for place, each in enumerate(offered(), start=1)
    ]
    rows: Rows = [tuple(grid[start : start + _A_ROW]) for start in range(0, len(grid), _A_ROW)]
    if chosen:
        done = Button(line("draft.button_picked", count=len(chosen)), press(FLOW, "done", draft, number), "xg")
        rows.append((done,))
    else:
        rows.append((nav("no_shortcoming", "none", draft, number),))
    place = Place(question.key)
    rows.append(navigation(interview, place, number, answered=question.key in interview.answers))
    rows.append((nav("example", "ex", draft, interview.plan.kind.section_of(question.key).name),))
    groups = [(name, [(place, each.statement, each.key in chosen) for place, each in enumerate(offered(), start=1)
                      if each.topic == topic]) for topic, name in topics().items()]  # fmt: skip
    html = text(
        "draft.pick", told=told, place=place_line(interview, place), question=question, groups=groups,
        known=[record_line(question, row) for row in interview.records(question.key)], count=len(chosen),
    )  # fmt: skip
    return Reply(html, tuple(rows))


def ticked(reply: Reply, chosen: Sequence[str]) -> Reply:
    """The list after a tick where no message can be changed in its place: what is ticked, and the same buttons."""
    rows = [(place, each.statement) for place, each in enumerate(offered(), start=1) if each.key in chosen]
    return Reply(text("draft.ticked_so_far", rows=rows), reply.buttons)


def tick(place: int, is_chosen: bool) -> str:
    """«☑ 3», «3»."""
    return f"☑ {place}" if is_chosen else str(place)


def listed(interview: Interview, question: Question, number: int, told: str = "") -> Reply:
    """The shortcomings so far: each to be opened, more to be picked, or go on."""
    draft, rows = interview.kept.id, interview.records(question.key)
    buttons: Rows = [
        (
            Button(
                shorten(f"{place}. {row['statement']}", LONGEST_LABEL), press(FLOW, "rec", draft, question.key, place)
            ),
        )
        for place, row in enumerate(rows, start=1)
    ]
    buttons.append((nav("pick_more", "pick", draft, number), nav("done", "done", draft, number)))
    place = Place(question.key)
    buttons.append(navigation(interview, place, number, answered=True))
    html = text("draft.picked", told=told, place=place_line(interview, place),
                records=[record_line(question, row) for row in rows])  # fmt: skip
    return Reply(html, tuple(buttons))


def coached(interview: Interview, question: Question, place: Place, number: int, told: str = "") -> Reply:
    """What is asked of one shortcoming: evidence, cause, remedy, or who and by when."""
    record = interview.records(question.key)[place.record - 1]
    typical = typical_of(record)
    field = question.field(place.field) or question.fields[0]
    group = {"evidence": EVIDENCE, "who": RESPONSIBLE}.get(place.field, (place.field,))
    known = "; ".join(
        shown(part, record[part.key]) for part in question.fields if part.key in group and part.key in record
    )
    lacking = lacks(interview, question, place.record) if interview.standing.step == WHEN else ()
    known = "" if lacking else known
    rows = _choices(interview, question, place, number, typical)
    rows += pairs(options(field, interview.kept.id, number))
    rows.append(navigation(interview, place, number, answered=bool(known)))
    rows.append((nav("example", "ex", interview.kept.id, interview.plan.kind.section_of(question.key).name),))
    vague = find_vague(str(record["statement"]))[:1] if place.field == "evidence" and typical is None else []
    html = text(
        "draft.coach", told=told, place=place_line(interview, place), number=place.record,
        count=len(interview.records(question.key)), statement=record["statement"], step=place.field, field=field,
        evidence=typical.evidence if typical else "", vague=vague[0] if vague else None, known=known, lacking=lacking,
        year=interview.turn.today.year,
        causes=typical.causes if typical else (), remedies=typical.remedies if typical else (),
    )  # fmt: skip
    return Reply(html, tuple(rows))


def _choices(interview: Interview, question: Question, place: Place, number: int, typical: Shortcoming | None) -> Rows:
    draft = interview.kept.id
    found = offers(interview, question, place)
    if place.field == "cause" and typical:
        labels = [line("draft.cause", cause=cause) for cause in typical.causes]
    elif place.field == "who":
        labels = [line("draft.button_same", who=each.get("who", ""), by_when=each.get("by_when", "")) for each in found]
    else:
        labels = [line("draft.button_usual", told=each.values()) for each in found]
    return [(choice(label, "sug", draft, number, count),) for count, label in enumerate(labels)]


def lacks(interview: Interview, question: Question, place: int) -> tuple[str, ...]:
    """Which of «period» and «place» is to be asked about: what a typical shortcoming says by itself is no evidence."""
    record = interview.records(question.key)[place - 1]
    return when_and_where(record if typical_of(record) is None else {**record, "statement": ""})


def offers(interview: Interview, question: Question, place: Place) -> list[dict[str, Any]]:
    """What each button of that place fills, in their order: causes, remedies, when and where, the people before."""
    typical = typical_of(interview.records(question.key)[place.record - 1])
    if place.field == "cause" and typical:
        return [{"cause_kind": each.kind, "cause": each.text} for each in typical.causes]
    if place.field == "remedy" and typical:
        return [{"remedy": each} for each in typical.remedies]
    if place.field == "evidence" and interview.standing.step == WHEN:
        return _usuals(interview, question, place.record)
    before = responsible_before(interview, question.key, place.record) if place.field == "who" else {}
    return [before] if before else []


def _usuals(interview: Interview, question: Question, place: int) -> list[dict[str, Any]]:
    """What fills the gap at one press: all the time and everywhere, or as the shortcoming before has it."""
    lacking = lacks(interview, question, place)
    named = interview.plan.whole.questions.get("office_kind")
    option = named.option(str(interview.all_given.get("office_kind", ""))) if named else None
    unit = option.label if option else unit_of(interview.turn.principal.office_name) or ""
    kind = next((kind for kind in UNIT_KINDS if unit.startswith(kind)), "")
    everywhere = {
        "period": line("draft.all_the_time", kind=interview.plan.kind.name),
        "place": line("draft.everywhere", kind=kind),
    }  # fmt: skip
    rows = interview.records(question.key)[: place - 1]
    before = next(({key: row[key] for key in lacking} for row in reversed(rows) if all(key in row for key in lacking)),
                  {})  # fmt: skip
    general = {key: everywhere[key] for key in lacking}
    return [general, before] if before and before != general else [general]


def responsible_before(interview: Interview, key: str, record: int) -> dict[str, Any]:
    """Who and by when, as the nearest shortcoming before has it; empty without one."""
    for row in reversed(interview.records(key)[: record - 1]):
        found = {field: row[field] for field in RESPONSIBLE if field in row}
        if found:
            return found
    return {}


def typical_of(record: dict[str, Any]) -> Shortcoming | None:
    """The typical shortcoming that a record began with; None for one of the officer's own."""
    wanted = fold(str(record.get("statement", ""))).lower()
    return next((each for each in shortcomings() if fold(each.statement).lower() == wanted), None)
