"""People: how somebody is reminded, who is told what is late, and «bàn giao».

It must not know a channel, nor when a reminder goes out.
Read next: `bot/storage/hand_over.py`, `bot/storage/reminder_planning.py` (preferences).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import time
from typing import Final

from bot.access import Role, require
from bot.flows.remind_steps import asking, reminders_of
from bot.flows.remind_words import FLOW
from bot.flows.turn import Turn, button, number_in
from bot.messages import Button, Reply
from bot.storage.hand_over import hand_over
from bot.storage.reminder_planning import Preferences
from bot.texts import line, text
from knowledge.errors import UserError
from knowledge.text import fold

_LADDERS: Final = ((10, 5, 2, 0), (5, 2, 0), (3, 1, 0), (0,))
_LONGEST_STEP: Final = 60
_MOST_STEPS: Final = 8
_AFTER_DAYS: Final = 2
_MOST_PEOPLE: Final = 40
_CLOCK: Final = r"(\d{1,2}) ?(?:[:hg.] ?(\d{2})|[:hg]\b|gio(?: (\d{2}))?)(?: ?(sang|chieu|toi|dem))?"
_QUIET: Final = re.compile(rf"{_CLOCK}\s*(?:-|–|den|toi)\s*{_CLOCK}")
_AT: Final = re.compile(_CLOCK)
_NO_QUIET: Final = re.compile(r"\b(?:khong|bo|tat|thoi)\b.{0,20}\byen lang\b")
_TOGETHER: Final = re.compile(r"\b(?:gop|chung)\b")
_APART: Final = re.compile(r"\b(?:tach|rieng)\b")
_NOON: Final = 12
_STEPS: Final = re.compile(r"\d{1,9}")


def settings(turn: Turn, argument: str) -> list[Reply]:
    """/cai_dat_nhac: how the person is reminded, with what may be changed; what is typed behind it is read."""
    if argument:
        return _settings_written(turn, argument)
    return [_shown(turn)]


def _shown(turn: Turn, changed: bool = False) -> Reply:
    reminders = reminders_of(turn)
    wishes, leader = reminders.preferences(turn.principal.person_id), reminders.escalation()
    asking(turn, "settings")
    rows: list[tuple[Button, ...]] = [
        *((button(line("remind.button_ladder", steps=ladder), FLOW, "ladder", "-".join(map(str, ladder))),)
          for ladder in _LADDERS),
        (
            button(line("remind.button_digest", digest=wishes.digest), FLOW, "digest", int(not wishes.digest)),
            button(line("remind.button_quiet", quiet=wishes.quiet_from is not None), FLOW, "quiet",
                   int(wishes.quiet_from is None)),
        ),
    ]  # fmt: skip
    if turn.principal.role is Role.ADMINISTRATOR:
        rows.append((button(line("remind.button_leader"), FLOW, "leaders"),))
    told = text(
        "remind.settings",
        wishes=wishes,
        ladder=line("remind.ladder", steps=wishes.ladder),
        leader=leader,
        changed=changed,
    )
    return Reply(told, tuple(rows))


def _prefer(turn: Turn, wishes: Preferences) -> list[Reply]:
    reminders_of(turn).prefer(turn.principal.person_id, wishes, turn.now)
    return [_shown(turn, changed=True)]


def _mine(turn: Turn) -> Preferences:
    return reminders_of(turn).preferences(turn.principal.person_id)


def _ladder_pressed(turn: Turn, arguments: Sequence[str]) -> list[Reply]:
    chosen = {"-".join(map(str, ladder)): ladder for ladder in _LADDERS}.get(arguments[0] if arguments else "")
    if chosen is None:
        raise UserError("stale_button")
    return _prefer(turn, replace(_mine(turn), ladder=chosen))


def _digest(turn: Turn, arguments: Sequence[str]) -> list[Reply]:
    return _prefer(turn, replace(_mine(turn), digest=bool(number_in(arguments, 0))))


def _quiet(turn: Turn, arguments: Sequence[str]) -> list[Reply]:
    usual = Preferences()
    is_on = bool(number_in(arguments, 0))
    begins, ends = (usual.quiet_from, usual.quiet_until) if is_on else (None, None)
    return _prefer(turn, replace(_mine(turn), quiet_from=begins, quiet_until=ends))


def _settings_written(turn: Turn, words: str) -> list[Reply]:
    """«trước 7, 3, 1 ngày» is a ladder, «lúc 7h30» the hour, «yên lặng từ 21h đến 6h» quiet hours, and so on."""
    wishes = _read(fold(words).lower(), _mine(turn))
    if wishes is not None:
        return _prefer(turn, wishes)
    asking(turn, "settings")
    return [Reply(text("remind.settings_not_read"))]


def _read(typed: str, wishes: Preferences) -> Preferences | None:
    """The wishes changed as the words say; None when they say nothing of the kind."""
    quiet, at = _QUIET.search(typed), _AT.search(typed)
    if _NO_QUIET.search(typed):
        return replace(wishes, quiet_from=None, quiet_until=None)
    if quiet:
        begins, ends = _clock(*quiet.groups()[:4]), _clock(*quiet.groups()[4:])
        return replace(wishes, quiet_from=begins, quiet_until=ends) if begins and ends and begins != ends else None
    if at:
        hour = _clock(*at.groups())
        return replace(wishes, remind_at=hour) if hour else None
    steps = {int(step) for step in _STEPS.findall(typed)}
    if steps:
        allowed = max(steps) <= _LONGEST_STEP and len(steps) <= _MOST_STEPS
        return replace(wishes, ladder=tuple(sorted(steps | {0}, reverse=True))) if allowed else None
    if _TOGETHER.search(typed) or _APART.search(typed):
        return replace(wishes, digest=_APART.search(typed) is None)
    return None


def _clock(hour: str, minute: str | None, after: str | None, part: str | None) -> time | None:
    """«7», «30»; «8», «», «toi» is eight in the evening."""
    later = _NOON if part in ("chieu", "toi", "dem") and int(hour) < _NOON else 0
    try:
        return time(int(hour) + later, int(minute or after or 0))
    except ValueError:
        return None


def _leaders(turn: Turn, arguments: Sequence[str]) -> list[Reply]:  # noqa: ARG001
    """Who of the office is told what is late."""
    require(turn.principal, Role.ADMINISTRATOR)
    people = reminders_of(turn).colleagues()[:_MOST_PEOPLE]
    rows = [(button(name or line("remind.somebody"), FLOW, "leader", person),) for person, name in people]
    rows.append((button(line("remind.button_no_leader"), FLOW, "leader", 0),))
    return [Reply(text("remind.leader_asked", days=_AFTER_DAYS), tuple(rows))]


def _leader(turn: Turn, arguments: Sequence[str]) -> list[Reply]:
    require(turn.principal, Role.ADMINISTRATOR)
    person, reminders = number_in(arguments, 0), reminders_of(turn)
    names = dict(reminders.colleagues())
    if person and person not in names:
        raise UserError("stale_button")
    reminders.escalate_to(person or None, _AFTER_DAYS)
    return [Reply(text("remind.leader_set", name=names.get(person, ""), days=_AFTER_DAYS))]


def hand_over_asked(turn: Turn, argument: str) -> list[Reply]:  # noqa: ARG001
    """/ban_giao: whom to hand one's reminders to; an administrator may do it for somebody who is away."""
    require(turn.principal, Role.OFFICER)
    rows = list(_successors(turn, turn.principal.person_id))
    if not rows:
        return [Reply(text("remind.nobody_to_hand_over_to"))]
    if turn.principal.role is Role.ADMINISTRATOR:
        rows.append((button(line("remind.button_for_other"), FLOW, "givers"),))
    return [Reply(text("remind.successor_asked", name=""), tuple(rows))]


def _successors(turn: Turn, giver: int) -> Sequence[tuple[Button, ...]]:
    people = [(person, name) for person, name in reminders_of(turn).colleagues() if person != giver]
    return [
        (button(name or line("remind.somebody"), FLOW, "hand", giver, person),)
        for person, name in people[:_MOST_PEOPLE]
    ]


def _givers(turn: Turn, arguments: Sequence[str]) -> list[Reply]:
    """For whom an administrator hands over."""
    require(turn.principal, Role.ADMINISTRATOR)
    if arguments:
        giver = number_in(arguments, 0)
        name = dict(reminders_of(turn).colleagues()).get(giver, "")
        return [Reply(text("remind.successor_asked", name=name), tuple(_successors(turn, giver)))]
    people = reminders_of(turn).colleagues()[:_MOST_PEOPLE]
    rows = [(button(name or line("remind.somebody"), FLOW, "givers", person),) for person, name in people]
    return [Reply(text("remind.giver_asked"), tuple(rows))]


def _hand(turn: Turn, arguments: Sequence[str]) -> list[Reply]:
    """Hands over after one more question; done again it changes nothing."""
    giver, successor = number_in(arguments, 0), number_in(arguments, 1)
    require(turn.principal, Role.OFFICER if giver == turn.principal.person_id else Role.ADMINISTRATOR)
    names = dict(reminders_of(turn).colleagues())
    if giver not in names or successor not in names:
        raise UserError("stale_button")
    if arguments[2:] != ["yes"]:
        choice = button(line("remind.button_hand_over"), FLOW, "hand", giver, successor, "yes")
        told = text("remind.hand_over_confirmed", giver=names[giver], successor=names[successor])
        return [Reply(told, ((choice,),))]
    moved = hand_over(turn.session, turn.principal.office_id, giver, successor, turn.now)
    if not moved:
        return [Reply(text("remind.nothing_to_hand_over", giver=names[giver]))]
    return [Reply(text("remind.handed_over", giver=names[giver], successor=names[successor], count=moved))]


PRESSED: Final[Mapping[str, Callable[[Turn, Sequence[str]], list[Reply]]]] = {
    "ladder": _ladder_pressed,
    "digest": _digest,
    "quiet": _quiet,
    "leaders": _leaders,
    "leader": _leader,
    "givers": _givers,
    "hand": _hand,
}
WRITTEN: Final[Mapping[str, Callable[[Turn, str], list[Reply] | None]]] = {"settings": _settings_written}
