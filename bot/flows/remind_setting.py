"""Setting a reminder: typed words or an official letter → what was understood → one confirmation → the rule.

It must not set anything without that confirmation, nor know a channel.
Read next: `knowledge/wishes.py`, `knowledge/letters.py`; `bot/flows/remind_rules.py` for rules that ship.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any, Final

from bot.access import Role, require
from bot.flows.remind_steps import asked as question
from bot.flows.remind_steps import asking, leave, reminders_of, route_here
from bot.flows.remind_words import FLOW, coming, schedule_line, shortened
from bot.flows.turn import Turn, button, number_in
from bot.flows.typed_marks import with_marks
from bot.messages import Button, Reply
from bot.texts import line, markup, text
from knowledge.dates import Context, Relative, read_when, resolve
from knowledge.errors import UserError
from knowledge.letters import Letter, LetterDeadline, read_letter
from knowledge.schedules import Every, Schedule, next_occurrence, not_in_the_past
from knowledge.text import normalise, shorten, squeeze
from knowledge.wishes import Wish, other_pace, read_wish, read_wishes, schedule_of

_LONGEST_TITLE: Final = 300
_LETTER_FROM: Final = 400
"""Characters from which pasted words are read as a letter, or with two of its marks."""
_MARKS: Final = ("kính gửi", "v/v", "nơi nhận", "cộng hòa xã hội", "số:")
_MOST_BUTTONS: Final = 12
_BULLET: Final = re.compile(r"^\s*(?:[-+*•–]|\(?(?:\d{1,2}|[a-zđ]|[ivx]{1,4})[.)])\s*")
_EDGES: Final = " .,;:"
_FEWEST_WORDS: Final = 3
_JUST_PAST: Final = timedelta(days=60)


@dataclass(frozen=True, slots=True)
class Draft:
    """A reminder that waits for its confirmation. `n` and the rest are what a day yet to be told is counted with."""

    title: str
    schedule: Schedule | None
    details: dict[str, Any] = field(default_factory=dict)
    ships_as: str = ""
    counted: dict[str, Any] | None = None

    def as_json(self) -> dict[str, Any]:
        """The draft as JSON values."""
        return {
            "title": self.title,
            "schedule": self.schedule.as_json() if self.schedule else None,
            "details": self.details,
            "ships_as": self.ships_as,
            "counted": self.counted,
        }

    @classmethod
    def of(cls, values: Mapping[str, Any]) -> Draft:
        """What `as_json` was given."""
        schedule = values["schedule"]
        return cls(**dict(values) | {"schedule": Schedule.model_validate(schedule) if schedule else None})


def asked(turn: Turn, argument: str) -> list[Reply]:
    """/nhac: with words they are read; without, what can be typed, and the rules that ship."""
    if argument:
        return _read(turn, argument)
    asking(turn, "wish")
    rules = reminders_of(turn).rules()
    choices: list[tuple[Button, ...]] = [(button(line("remind.button_shelf"), FLOW, "shelf"),)]
    if rules:
        choices.append((button(line("remind.button_rules", count=len(rules)), FLOW, "rules"),))
    return [Reply(text("remind.what_to_remind"), tuple(choices))]


def read_paper(turn: Turn, words: str, name: str = "") -> list[Reply]:
    """An official letter, from a file or pasted: what it says, and each deadline with its line, to be confirmed."""
    require(turn.principal, Role.OFFICER)
    letter = read_letter(words)
    drafts = [_of_letter(turn, letter, deadline, words) for deadline in letter.deadlines[:_MOST_BUTTONS]]
    late = [draft for draft in drafts if draft.schedule and next_occurrence(draft.schedule, turn.today) is None]
    head = markup("remind.letter_head", letter=letter, name=name)
    if not drafts or len(late) == len(drafts):
        leave(turn)
        return [Reply(text("remind.letter_without_deadline", head=head, late=[_told(turn, draft) for draft in late]))]
    drafts = [draft for draft in drafts if draft not in late]
    return [_confirmation(turn, drafts, head=head, together=True, late=len(late))]


def confirm(turn: Turn, draft: Draft) -> list[Reply]:
    """Shows one reminder for its confirmation; a day that is past is said so instead."""
    if draft.schedule and next_occurrence(draft.schedule, turn.today) is None:
        asking(turn, "wish")
        return [Reply(text("remind.past", day=draft.schedule.on or turn.today))]
    return [_confirmation(turn, [draft])]


def _read(turn: Turn, words: str) -> list[Reply]:
    """The reminder, or the letter, that these words are."""
    require(turn.principal, Role.OFFICER)
    if _is_letter(words):
        return read_paper(turn, words)
    wishes = read_wishes(words, today=turn.today)
    if pace := other_pace(words):
        asking(turn, "wish")
        return [Reply(text("remind.other_pace", words=pace))]
    if not wishes:
        asking(turn, "wish", title=_as_title(words))
        return [Reply(text("remind.no_time", words=shorten(words, 200)))]
    return _wished(turn, wishes[0]) if len(wishes) == 1 else _all_wished(turn, wishes)


def _as_title(words: str) -> str:
    title = shorten(squeeze(normalise(words)), _LONGEST_TITLE)
    return title[:1].upper() + title[1:]


def _is_letter(words: str) -> bool:
    marks = sum(mark in normalise(words).lower() for mark in _MARKS)
    return (len(words) >= _LETTER_FROM or "\n" in words) and marks >= 2


def _wished(turn: Turn, wish: Wish, title: str = "") -> list[Reply]:
    """Asks for what is missing of a wish, or for its confirmation."""
    title = wish.title or title
    if wish.missing:
        what = wish.deadline.what if wish.deadline else None
        if not isinstance(what, Relative):
            asking(turn, "wish", title=title)
            return [Reply(text("remind.no_time", words=wish.deadline.text if wish.deadline else title))]
        counted = {"n": what.n, "unit": what.unit, "direction": what.direction, "anchor": what.anchor}
        return ask_anchor(turn, Draft(title or _as_title(what.anchor), None, counted=counted))
    if not title:
        asking(turn, "title", schedules=[schedule.as_json() for schedule in wish.schedules], together=wish.together)
        return [Reply(text("remind.title_asked", schedule=schedule_line(wish.schedules[0])))]
    drafts = [Draft(title, not_in_the_past(schedule, turn.today)) for schedule in wish.schedules]
    ahead = [draft for draft in drafts if draft.schedule and next_occurrence(draft.schedule, turn.today)]
    if not ahead:
        return confirm(turn, drafts[0])
    return [_confirmation(turn, ahead, together=wish.together)]


def _all_wished(turn: Turn, wishes: Sequence[Wish]) -> list[Reply]:
    """Several reminders typed in one go, each with its own day; those that are past are counted."""
    drafts = [Draft(wish.title, not_in_the_past(wish.schedules[0], turn.today)) for wish in wishes]
    ahead = [draft for draft in drafts if draft.schedule and next_occurrence(draft.schedule, turn.today)]
    if not ahead:
        return confirm(turn, drafts[0])
    return [_confirmation(turn, ahead, together=True, late=len(drafts) - len(ahead))]


def ask_anchor(turn: Turn, draft: Draft) -> list[Reply]:
    """Asks for the day of the event from which the deadline is counted."""
    asking(turn, "anchor", draft=draft.as_json())
    return [Reply(text("remind.anchor_asked", title=draft.title, counted=draft.counted or {}))]


def _confirmation(
    turn: Turn, drafts: Sequence[Draft], *, head: object = "", together: bool = False, late: int = 0
) -> Reply:
    """What was understood, and a button for each draft, or for all of them."""
    here = line("remind.to_group") if turn.event.in_group else line("remind.to_you")
    kept = {"drafts": [draft.as_json() for draft in drafts], "together": together, "late": late}
    number = asking(turn, "confirm", head=str(head), **kept)
    rows: list[tuple[Button, ...]] = []
    dated = [place for place, draft in enumerate(drafts) if draft.schedule]
    if together and len(dated) > 1:
        rows.append((button(line("remind.button_set_all", count=len(dated)), FLOW, "set", number, "all"),))
    for place, draft in enumerate(drafts):
        label = _label(draft, alone=len(drafts) == 1, place=place, together=together)
        rows.append((button(label, FLOW, "set", number, place),))
    marked = with_marks(drafts[0].title) if len({draft.title for draft in drafts}) == 1 else ""
    if marked:
        rows.append((button(shortened(line("remind.button_title", title=marked)), FLOW, "title", number),))
    rows.append((button(line("remind.button_cancel"), FLOW, "cancel", number),))
    told = text("remind.understood", head=head, drafts=[_told(turn, draft) for draft in drafts], here=here, late=late,
                choice=len(drafts) > 1 and not together)  # fmt: skip
    return Reply(told, tuple(rows))


def _label(draft: Draft, *, alone: bool, place: int, together: bool) -> str:
    if draft.schedule is None:
        return line("remind.button_anchor", number=place + 1)
    if alone:
        return line("remind.button_set")
    if together:
        return line("remind.button_set_one", number=place + 1)
    return shortened(schedule_line(draft.schedule))


def _told(turn: Turn, draft: Draft) -> object:
    """A draft in words: what, when, and its next days with why they moved."""
    schedule = draft.schedule
    days = coming(schedule, turn.today) if schedule else []
    if schedule and schedule.every is Every.ONCE and all(why is None for _, why in days):
        days = []
    when = schedule_line(schedule) if schedule else ""
    return markup("remind.draft", title=draft.title, when=when, days=days, details=draft.details,
                  counted=draft.counted or {}, just_past=_just_past(draft, turn.today))  # fmt: skip


def _just_past(draft: Draft, today: date) -> date | None:
    """The same day of this year, when it has only just passed and next year's was taken; a letter dates its own."""
    day = draft.schedule.on if draft.schedule else None
    if day is None or day.year != today.year + 1 or draft.details or (day.month, day.day) == (2, 29):
        return None
    here = day.replace(year=today.year)
    return here if here < today <= here + _JUST_PAST else None


def _retitled(turn: Turn, arguments: Sequence[str]) -> list[Reply]:
    """The title that was offered with its tone marks takes the place of the typed one."""
    state = question(turn, "confirm", arguments)
    drafts = [Draft.of(values) for values in state["drafts"]]
    drafts = [replace(draft, title=with_marks(draft.title) or draft.title) for draft in drafts]
    return [_confirmation(turn, drafts, together=bool(state["together"]), late=int(state["late"]))]


def _of_letter(turn: Turn, letter: Letter, found: LetterDeadline, words: str) -> Draft:
    """The reminder that a deadline of a letter asks for."""
    named = line("remind.letter_name", letter=letter)
    details = {"letter": named, "line": shorten(found.line.text, _LONGEST_TITLE), "to": letter.sender or ""}
    title = letter.subject if letter.subject and len(letter.deadlines) == 1 else _task_of(found)
    title = shorten(squeeze(title), 120)
    schedule = schedule_of(found.deadline, half_yearly="6 tháng" in words)
    if schedule:
        return Draft(title, schedule, details)
    resolved = resolve(found.deadline, today=turn.today, context=letter.context)
    if resolved.last_day:
        once = Schedule(every=Every.ONCE, on=resolved.last_day, until=resolved.time)
        return Draft(title, not_in_the_past(once, turn.today), details)
    what = found.deadline.what
    if isinstance(what, Relative):
        counted = {"n": what.n, "unit": what.unit, "direction": what.direction, "anchor": what.anchor}
        return Draft(title, None, details, counted=counted)
    return Draft(title, None, details, counted={"anchor": found.deadline.text})


def _task_of(found: LetterDeadline) -> str:
    """The line of a letter without its number and its deadline, as far as enough is left to say what is asked."""
    line_text = squeeze(found.line.text)
    parts = line_text.partition(squeeze(found.deadline.text))
    left = squeeze(f"{parts[0]} {parts[2]}") if parts[1] else line_text
    left = _BULLET.sub("", left).strip(_EDGES)
    left = left if len(left.split()) >= _FEWEST_WORDS else _BULLET.sub("", line_text).strip(_EDGES)
    return left[:1].upper() + left[1:]


def _set(turn: Turn, arguments: Sequence[str]) -> list[Reply]:
    """The confirmation: the reminder is set, once."""
    require(turn.principal, Role.OFFICER)
    state = question(turn, "confirm", arguments)
    drafts = [Draft.of(values) for values in state["drafts"]]
    if arguments[1:] == ["all"]:
        chosen = [draft for draft in drafts if draft.schedule]
    else:
        place = number_in(arguments, 1)
        if place >= len(drafts):
            raise UserError("stale_button")
        chosen = [drafts[place]]
    undated = [draft for draft in chosen if draft.schedule is None]
    if undated:
        return ask_anchor(turn, undated[0])
    leave(turn)
    return [Reply(text("remind.set", reminders=[_added(turn, draft) for draft in chosen]))]


def _added(turn: Turn, draft: Draft) -> tuple[str, str, date | None]:
    schedule = draft.schedule
    if schedule is None:
        raise UserError("stale_button")
    reminders_of(turn).add(
        draft.title,
        schedule,
        [route_here(turn)],
        turn.principal.person_id,
        turn.now,
        details={name: value for name, value in draft.details.items() if value},
        ships_as=draft.ships_as,
    )
    following = next_occurrence(schedule, turn.today)
    return draft.title, schedule_line(schedule), following.due_on if following else None


def _cancelled(turn: Turn, arguments: Sequence[str]) -> list[Reply]:
    question(turn, "confirm", arguments)
    leave(turn)
    return [Reply(text("remind.cancelled"))]


def _title_written(turn: Turn, words: str) -> list[Reply]:
    state = question(turn, "title")
    schedules = tuple(Schedule.model_validate(values) for values in state["schedules"])
    return _wished(turn, Wish(_as_title(words), schedules, together=bool(state["together"])))


def _wish_written(turn: Turn, words: str) -> list[Reply]:
    """Another try: only the time may be given now, for what was named before."""
    before = str(question(turn, "wish").get("title", ""))
    wish = None if _is_letter(words) else read_wish(words, today=turn.today)
    if wish is not None and before:
        return _wished(turn, wish, before)
    return _read(turn, words)


def _correction_written(turn: Turn, words: str) -> list[Reply]:
    """Instead of a press, other words: the day is corrected, or the wish is another one."""
    state = question(turn, "confirm")
    drafts = [Draft.of(values) for values in state["drafts"]]
    wish = None if _is_letter(words) else read_wish(words, today=turn.today)
    if wish is None:
        return [Reply(text("remind.press_or_correct"))]
    if not wish.title and len({draft.title for draft in drafts}) == 1:
        return _wished(turn, wish, drafts[0].title)
    return _read(turn, words)


def _anchor_written(turn: Turn, words: str) -> list[Reply]:
    draft = Draft.of(question(turn, "anchor")["draft"])
    when = read_when(words, today=turn.today)
    if when is None:
        return [Reply(text("remind.day_not_read", words=shorten(words, 100)))]
    day = when.candidates[0].day
    counted = draft.counted or {}
    if "n" in counted:
        deadline = Relative(counted["n"], counted["unit"], counted["direction"], counted["anchor"])
        day = _counted(deadline, day, turn.today)
    schedule = not_in_the_past(Schedule(every=Every.ONCE, on=day), turn.today)
    return confirm(turn, Draft(draft.title, schedule, draft.details, draft.ships_as))


def _counted(what: Relative, anchor_on: date, today: date) -> date:
    from knowledge.dates import Deadline, Op

    deadline = Deadline(what.anchor, 0, len(what.anchor), Op.WITHIN, what)
    return resolve(deadline, today=today, context=Context(anchor_on=anchor_on)).last_day or anchor_on


PRESSED: Final[Mapping[str, Callable[[Turn, Sequence[str]], list[Reply]]]] = {
    "set": _set,
    "cancel": _cancelled,
    "title": _retitled,
}
WRITTEN: Final[Mapping[str, Callable[[Turn, str], list[Reply] | None]]] = {
    "wish": _wish_written,
    "title": _title_written,
    "confirm": _correction_written,
    "anchor": _anchor_written,
}
