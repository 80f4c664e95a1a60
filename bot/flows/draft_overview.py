"""A draft looked at from above: its sections with what is answered, one section's answers, a section as it will read.

It must not know what a button does, nor change anything.
Read next: `bot/flows/draft_review.py` (what the buttons do), `knowledge/drafting/rendering.py` (previews).
"""

from __future__ import annotations

from typing import Final

from bot.flows.draft_interview import FLOW, Interview
from bot.flows.draft_words import LONGEST_LABEL, Rows, nav, pairs, record_line, shown
from bot.flows.turn import press
from bot.messages import Button, Reply
from bot.texts import line, text
from knowledge.drafting.blocks import Heading, lines_of
from knowledge.drafting.checking import SHORTCOMINGS
from knowledge.drafting.models import Section
from knowledge.drafting.plans import FOLLOWING, Place, has_answer
from knowledge.drafting.rendering import render_section
from knowledge.text import shorten

_SHOWN: Final = 160
_PREVIEWED: Final = 3500


def overview(interview: Interview, told: str = "") -> Reply:
    """The review: each section with how much of it is answered, a button to each, and what can be done next."""
    draft, given = interview.kept.id, interview.given
    interview.rest()
    sections = interview.plan.sections(given)
    steps = list(interview.plan.steps(given))
    counted = []
    for section, questions in sections:
        mine = [step for step in steps if step.question in {each.key for each in questions}]
        needed = [each.label for each in questions if each.required and each.key not in given]
        counted.append((section.title, sum(has_answer(step, given) for step in mine), len(mine), needed))
    buttons = pairs([
        Button(shorten(section.title, LONGEST_LABEL), press(FLOW, "sec", draft, section.name))
        for section, _ in sections
    ])  # fmt: skip
    left = sum(total - answered for _, answered, total, _ in counted)
    html = text("draft.review", told=told, name=draft_name(interview), sections=counted, left=left)
    return Reply(html, (*buttons, *_next_steps(interview, left)))


def draft_name(interview: Interview) -> str:
    """«Báo cáo tổng kết năm 2025», of a draft of one section with its name."""
    plan = interview.plan
    title = plan.kind.section(plan.only).title if plan.only else ""
    year = interview.answers.get("year") or interview.answers.get("last_year") or ""
    return line("draft.name", title=plan.whole.title, year=year, section=title)


def _next_steps(interview: Interview, left: int) -> Rows:
    draft = interview.kept.id
    rows: Rows = [(nav("export", "out", draft),)]
    if left:
        rows.insert(0, (nav("continue", "open", draft),))
    if interview.records(SHORTCOMINGS) and SHORTCOMINGS in interview.plan.questions:
        rows.append((nav("matrix", "mat", draft),))
    if interview.plan.only:
        rows.append((nav("widen", "wide", draft),))
    rows.append((nav("history", "hist", draft, 0), nav("erase", "drop", draft)))
    return rows


def section_page(interview: Interview, section: Section, told: str = "") -> Reply:
    """One section: each question with its answer and a button to it, and how it will read."""
    draft, given = interview.kept.id, interview.given
    asked = {each.name: questions for each, questions in interview.plan.sections(given)}
    questions = asked.get(section.name, [])
    lines = [(each.label, shorten(shown(each, given[each.key]), _SHOWN) if each.key in given else "", each.required)
             for each in questions]  # fmt: skip
    rows = pairs([
        Button(shorten(f"{number}. {each.label}", LONGEST_LABEL), press(FLOW, "edit", draft, each.key))
        for number, each in enumerate(questions, start=1)
    ])  # fmt: skip
    if section.template:
        rows.append((nav("preview", "see", draft, section.name),))
    rows.append((nav("review", "rev", draft),))
    interview.rest()
    return Reply(text("draft.section", told=told, title=section.title, questions=lines), tuple(rows))


def record_page(interview: Interview, key: str, place: int, told: str = "") -> Reply:
    """One record of a list: each field with a button to it, and a button to leave it out."""
    draft, question = interview.kept.id, interview.plan.questions[key]
    record = interview.records(key)[place - 1]
    lines = [(field.label, shown(field, record[field.key]) if field.key in record else "") for field in question.fields]
    rows = pairs([
        Button(shorten(field.label, LONGEST_LABEL), press(FLOW, "edit", draft, key, place, field.key))
        for field in question.fields
    ])  # fmt: skip
    rows.append((nav("remove", "del", draft, key, place, interview.kept.revision),))
    rows.append((nav("list", "edit", draft, key), nav("review", "rev", draft)))
    interview.rest()
    html = text("draft.record", told=told, label=question.label, number=place, line=record_line(question, record),
                fields=lines)  # fmt: skip
    return Reply(html, tuple(rows))


def preview_page(interview: Interview, section: Section) -> Reply:
    """The section as it will read, with those that are written from its answers, as far as it is answered."""
    lines: list[tuple[bool, str]] = []
    for name in (section.name, *FOLLOWING.get(section.name, ())):
        found = next((each for each in interview.plan.kind.sections if each.name == name and each.template), None)
        if found is None:
            continue
        blocks = render_section(interview.plan.kind, name, interview.given, interview.turn.today)
        told = [(isinstance(block, Heading), row) for block in blocks for row in lines_of(block)]
        if found is not section and told:
            lines.append((True, found.title))
        lines += told
    draft = interview.kept.id
    rows = ((nav("section", "sec", draft, section.name), nav("review", "rev", draft)),)
    kept, size = [], 0
    for is_heading, row in lines:
        size += len(row)
        if size > _PREVIEWED:
            break
        kept.append((is_heading, row))
    html = text("draft.preview", title=section.title, lines=kept, left=len(lines) - len(kept))
    return Reply(html, rows)


def record_or_section(interview: Interview, place: Place, told: str) -> Reply:
    """Where an answer that was jumped to is looked at again."""
    if place.record and place.record <= len(interview.records(place.question)):
        return record_page(interview, place.question, place.record, told)
    return section_page(interview, interview.plan.kind.section_of(place.question), told)
