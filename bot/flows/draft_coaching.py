"""Tồn tại, hạn chế: picked or typed, then evidence, cause, remedy, who and by when of each; vague words asked once.

It must not know which question comes next, nor claim anything that the officer did not confirm.
Read next: `bot/flows/draft_coach_words.py` (the messages), `knowledge/drafting/shortcomings.py`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from bot.flows import draft_coach_words as words_of
from bot.flows.draft_asking import current, go, not_current, onward, settle, writing
from bot.flows.draft_interview import Interview
from bot.flows.draft_words import is_bare, says_none, shown, together
from bot.flows.turn import Turn, number_in
from bot.messages import Reply
from bot.texts import line, markup
from knowledge.drafting.answers import check_answer, check_record
from knowledge.drafting.models import Question
from knowledge.drafting.plans import CHOSEN, EVIDENCE, RESPONSIBLE, Place
from knowledge.drafting.shortcomings import shortcoming
from knowledge.drafting.vagueness import find_vague, names_a_period, names_a_place, when_and_where
from knowledge.errors import InvalidAnswer, UserError
from knowledge.quantities import find_quantities
from knowledge.text import fold

VAGUE: Final = "vague"
"""The step in which evidence without a figure was asked about; it is asked about once."""
_NUMBERS: Final = re.compile(r"\d{1,2}(?:\s*(?:,|;|\.|và|va|\s)\s*\d{1,2})*\s*[.,;]?")
_ONE_NUMBER: Final = re.compile(r"\s*\d{1,2}[.)]?\s*")
_KIND: Final = re.compile(r"(?:nguyen nhan )?(chu quan|khach quan)\s*[:,;–-]?\s*")
_KINDS: Final = {"chu quan": "subjective", "khach quan": "objective"}
_WHEN: Final = re.compile(r"(?:truoc|trong|xong|quy|thang|ngay|het|cuoi|dau|den|tu|nam|hang)\b|\d{1,2}/\d")


def written(interview: Interview, question: Question, words: str) -> list[Reply]:
    """The replies to words at the list of shortcomings or at one of them. Raises InvalidAnswer."""
    place = interview.standing.place
    if not place.record:
        return _added(interview, question, words)
    if place.record > len(interview.records(question.key)):
        return go(interview, Place(question.key))
    offered = words_of.offers(interview, question, place)
    if _ONE_NUMBER.fullmatch(words) and (offered or place.field in ("cause", "remedy", "who")):
        chosen = int(words.strip(" .)"))
        if not 0 < chosen <= len(offered):
            raise InvalidAnswer("suggestion_unknown", number=chosen, most=len(offered))
        return _taken(interview, question, offered[chosen - 1])
    if says_none(words):
        field = question.field(place.field)
        return onward(interview, markup("draft.passed_over", label=field.label if field else question.label))
    if place.field == "cause":
        return _cause_written(interview, question, words)
    if place.field == "evidence":
        return _evidence_written(interview, question, words)
    given = _parted(question, RESPONSIBLE if place.field == "who" else (place.field,), words)
    _change(interview, question, place.record, given)
    return settle(interview, _told(question, given))


def _evidence_written(interview: Interview, question: Question, words: str) -> list[Reply]:
    """The figure, when and where: what cannot be checked, or lacks, is asked about once and may be left."""
    found = interview.standing
    record = interview.records(question.key)[found.place.record - 1]
    lacking = when_and_where(record) if found.step == words_of.WHEN else ()
    given = _filled(question, lacking or EVIDENCE, _when_and_where(words, lacking))
    doubt = "" if found.step else _doubt(given)
    told = _told(question, given)
    _change(interview, question, found.place.record, given)
    if doubt:
        return go(interview, found.place, together(told, doubt), then=found.then, step=VAGUE)
    if not found.step and words_of.lacks(interview, question, found.place.record):
        return go(interview, found.place, told, then=found.then, step=words_of.WHEN)
    return settle(interview, told)


def _when_and_where(words: str, lacking: Sequence[str]) -> list[str]:
    """The figure (unless when or where alone is asked), when, where: in this order, whichever was typed first."""
    cells = _cells(words)
    if len(lacking) == 2 and len(cells) == 1 and cells[0].count(",") == 1:
        cells = [cell.strip() for cell in cells[0].split(",")]
    if len(lacking) == 1:
        return cells
    figure, rest = ([], cells) if lacking else (cells[:1], cells[1:])
    if rest and names_a_place(rest[0]) and not names_a_period(rest[0]):
        rest = [*(rest[1:2] or [""]), rest[0], *rest[2:]]
    return [*figure, *rest]


def _added(interview: Interview, question: Question, words: str) -> list[Reply]:
    """Shortcomings picked by their numbers, or in the officer's own words, one a line."""
    if says_none(words) and not interview.records(question.key):
        return _nothing(interview, question)
    if _NUMBERS.fullmatch(words.strip()):
        typical, added = words_of.offered(), _ticked(interview, question)
        for number in map(int, re.findall(r"\d+", words)):
            if not 0 < number <= len(typical):
                raise InvalidAnswer("shortcoming_unknown", number=number, most=len(typical))
            added.append({"statement": typical[number - 1].statement})
        return _joined(interview, question, added)
    lines = [each for each in words.split("\n") if each.strip()]
    typed = [dict(check_record(question, each)) for each in lines]
    return _joined(interview, question, [*_ticked(interview, question), *typed])


def _ticked(interview: Interview, question: Question) -> list[dict[str, Any]]:
    """What was ticked and not confirmed yet: it stays when something is typed beside it."""
    found = [shortcoming(key) for key in interview.chosen(question.key)]
    return [{"statement": each.statement} for each in found if each]


def picked(interview: Interview, question: Question) -> list[Reply]:
    """What was ticked becomes shortcomings of this report; without ticks the list is done."""
    chosen = _ticked(interview, question)
    return _joined(interview, question, chosen) if chosen else settle(interview, "")


def _joined(interview: Interview, question: Question, added: list[dict[str, Any]]) -> list[Reply]:
    """New shortcomings beside those that stand, each once; the first that lacks something is asked about."""
    rows = interview.records(question.key)
    known = {fold(str(row["statement"])).lower() for row in rows}
    for record in added:
        if fold(str(record["statement"])).lower() not in known:
            known.add(fold(str(record["statement"])).lower())
            rows.append(record)
    value = check_answer(question, rows)
    ticked: dict[str, Any] = {question.key + CHOSEN: []} if interview.chosen(question.key) else {}
    interview.keep({question.key: value, **ticked})
    told = markup("draft.shortcomings_noted", count=len(rows))
    interview.stand(Place(question.key), then=interview.standing.then)
    first = interview.plan.onward(Place(question.key), interview.given)
    return go(interview, first, told) if first and first.record else settle(interview, told)


def _nothing(interview: Interview, question: Question) -> list[Reply]:
    interview.store(**{question.key: []})
    return onward(interview, markup("draft.no_shortcomings"))


def _parted(question: Question, parts: Sequence[str], words: str) -> dict[str, Any]:
    """The fields that one message fills, parted by «;» or lines; a day alone says by when."""
    cells = _cells(words)
    if parts == RESPONSIBLE and len(cells) == 1:
        if _WHEN.match(fold(cells[0]).lower()):
            cells = ["", cells[0]]
        elif cells[0].count(",") == 1:
            who, by_when = cells[0].split(",")
            cells = [who.strip(), by_when.strip()] if _WHEN.match(fold(by_when.strip()).lower()) else cells
    return _filled(question, parts, cells)


def _cells(words: str) -> list[str]:
    return [cell.strip() for cell in re.split(r"[;\n]", words) if any(map(str.isalnum, cell))]


def _filled(question: Question, parts: Sequence[str], cells: list[str]) -> dict[str, Any]:
    """A cell for each field, what is more joins the last. Raises InvalidAnswer where all are empty."""
    if len(cells) > len(parts):
        cells[len(parts) - 1 :] = ["; ".join(cells[len(parts) - 1 :])]
    given = {}
    for key, cell in zip(parts, cells, strict=False):
        field = question.field(key)
        if field and cell:
            given[key] = check_answer(field, cell)
    if not given:
        raise InvalidAnswer("answer_empty", label=question.label, field=question.key)
    return given


def _doubt(given: Mapping[str, Any]) -> str:
    """What is asked once, politely, of evidence that a reader cannot check; empty for a figure."""
    evidence = str(given.get("evidence", ""))
    if next(iter(find_quantities(evidence)), None):
        return ""
    vague = find_vague(evidence)[:1]
    return markup("draft.vague", vague=vague[0] if vague else None)


def _told(question: Question, given: Mapping[str, Any]) -> str:
    fields = [(field.label, shown(field, given[field.key])) for field in question.fields if field.key in given]
    bare = any(isinstance(value, str) and is_bare(value) for value in given.values())
    return markup("draft.parts_noted", fields=fields, bare=bare)


def _change(interview: Interview, question: Question, place: int, fields: Mapping[str, Any]) -> None:
    rows = interview.records(question.key)
    rows[place - 1] = dict(check_record(question, {**rows[place - 1], **fields}))
    interview.store(**{question.key: rows})


def _cause_written(interview: Interview, question: Question, words: str) -> list[Reply]:
    """A cause in the officer's words: which kind it is, is read where it is said, else asked."""
    place, field = interview.standing.place, question.field("cause")
    if field is None:
        raise UserError("stale_button")
    begun = _KIND.match(fold(words).lower())
    cause = words[begun.end() :].strip() if begun and words[begun.end() :].strip() else words
    fields: dict[str, Any] = {"cause": check_answer(field, cause)}
    if begun:
        fields["cause_kind"] = _KINDS[begun[1]]
    _change(interview, question, place.record, fields)
    told = _told(question, fields)
    if begun or "cause_kind" in interview.records(question.key)[place.record - 1]:
        return onward(interview, told)
    return go(interview, place._replace(field="cause_kind"), told, then=interview.standing.then)


# Buttons.


def _tick(turn: Turn, arguments: Sequence[str]) -> list[Reply]:
    """A tick set or taken away; the message is changed where it stands."""
    interview, question = _asked(turn, arguments)
    if question is None:
        return not_current(interview)
    place = number_in(arguments, 2)
    if not 0 < place <= len(words_of.offered()):
        raise UserError("stale_button")
    key, chosen = words_of.offered()[place - 1].key, interview.chosen(question.key)
    is_new = key not in chosen
    chosen = [*chosen, key] if is_new else [each for each in chosen if each != key]
    interview.keep({question.key + CHOSEN: chosen})
    found = interview.standing
    number = interview.stand(found.place, then=found.then, step=found.step)
    reply = words_of.picking(interview, question, number)
    notice = line("draft.ticked", number=place, is_new=is_new, count=len(chosen))
    if not turn.event.pressed_on:
        shown = words_of.ticked(reply, chosen)
        return [Reply(shown.html, shown.buttons, notice=notice)]
    return [Reply(reply.html, reply.buttons, replaces=turn.event.pressed_on, notice=notice)]


def _suggested(turn: Turn, arguments: Sequence[str]) -> list[Reply]:
    """A cause or remedy that is offered, or the same people and day as before, at the officer's word."""
    interview, question = _asked(turn, arguments)
    place = interview.standing.place
    if question is None or not 0 < place.record <= len(interview.records(question.key)):
        return not_current(interview)
    offered, chosen = words_of.offers(interview, question, place), number_in(arguments, 2)
    if chosen >= len(offered):
        raise UserError("stale_button")
    return _taken(interview, question, offered[chosen])


def _taken(interview: Interview, question: Question, fields: Mapping[str, Any]) -> list[Reply]:
    _change(interview, question, interview.standing.place.record, fields)
    return onward(interview, _told(question, fields))


def _pick_more(turn: Turn, arguments: Sequence[str]) -> list[Reply]:
    interview, question = _asked(turn, arguments)
    if question is None:
        return not_current(interview)
    return go(interview, Place(question.key), then=interview.standing.then, step=words_of.PICK)


def _none(turn: Turn, arguments: Sequence[str]) -> list[Reply]:
    """The officer says that there is no shortcoming."""
    interview, question = _asked(turn, arguments)
    if question is None or interview.records(question.key):
        return not_current(interview)
    return _nothing(interview, question)


def _asked(turn: Turn, arguments: Sequence[str]) -> tuple[Interview, Question | None]:
    """The draft and its list of shortcomings; no question when the button is not of the message shown last."""
    interview = writing(turn, arguments)
    question = interview.plan.questions.get(interview.standing.place.question)
    fits = question is not None and bool(question.catalogue) and current(interview, arguments)
    return interview, question if fits else None


PRESSED: Final[Mapping[str, Callable[[Turn, Sequence[str]], list[Reply]]]] = {
    "tick": _tick,
    "sug": _suggested,
    "pick": _pick_more,
    "none": _none,
}
