"""Rules: those that ship, to turn on; those that are on, to change or turn off.

It must not know a channel. What ships as practice is turned on only with a day the office itself names.
Read next: `knowledge/deadlines.py`, `bot/flows/remind_setting.py`, whose confirmation comes before every rule.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from bot.access import Role, require
from bot.flows.remind_setting import Draft, ask_anchor, confirm
from bot.flows.remind_steps import asked, asking, leave, reminders_of, route_here, rule_in
from bot.flows.remind_words import FLOW, coming, named_place, route_name, schedule_line, shortened
from bot.flows.turn import Turn, button, number_in
from bot.messages import Button, Reply
from bot.storage.reminder_planning import person_route
from bot.texts import line, text
from knowledge.deadlines import DeadlineRule, deadline_rule, rules_for
from knowledge.errors import UserError
from knowledge.provinces import provinces
from knowledge.schedules import Every, Schedule
from knowledge.text import shorten
from knowledge.wishes import read_wish

_MOST_RULES: Final = 40


def _shelf(turn: Turn, arguments: Sequence[str]) -> list[Reply]:
    """The rules that ship and are not on yet, for the office's province or the one that was chosen."""
    require(turn.principal, Role.OFFICER)
    province = arguments[0] if arguments else turn.scope().province or ""
    on = {rule.ships_as for rule in reminders_of(turn).rules()}
    offered = [rule for rule in rules_for(province) if rule.id not in on and rule.audience != "province"]
    others = [other for other in provinces() if other.id != province and other.name != province] if not province else []
    rows: list[tuple[Button, ...]] = [(button(shortened(rule.title), FLOW, "ship", rule.id),) for rule in offered]
    rows += [(button(line("remind.button_province", name=other.name), FLOW, "shelf", other.id),) for other in others]
    return [Reply(text("remind.shelf", is_bare=not rows), tuple(rows))]


def _ship(turn: Turn, arguments: Sequence[str]) -> list[Reply]:
    """One rule that ships: what it says, on what basis, and what it still needs."""
    require(turn.principal, Role.OFFICER)
    rule = deadline_rule(":".join(arguments))
    if rule is None:
        raise UserError("stale_button")
    details = {"basis": list(rule.basis), "to": rule.to}
    told = Reply(text("remind.shipped", rule=rule, basis=[named_place(place) for place in rule.basis],
                      when=schedule_line(rule.schedule) if rule.schedule else ""))  # fmt: skip
    if rule.schedule:
        return [told, *confirm(turn, Draft(rule.title, rule.schedule, details, rule.id))]
    if rule.counted:
        counted = rule.counted.model_dump(mode="json")
        return [told, *ask_anchor(turn, Draft(rule.title, None, details, rule.id, counted))]
    return [told, _ask_day(turn, rule)]


def _ask_day(turn: Turn, rule: DeadlineRule) -> Reply:
    """Practice: the office names its day; one that was seen elsewhere may be taken over with a press."""
    number = asking(turn, "own_day", rule=rule.id)
    asked_for = text("remind.own_day_asked", every=rule.every.value)
    if rule.usual is None:
        return Reply(asked_for)
    label = line("remind.button_usual", when=schedule_line(rule.usual))
    return Reply(asked_for, ((button(label, FLOW, "usual", number),),))


def _usual(turn: Turn, arguments: Sequence[str]) -> list[Reply]:
    rule = _of_question(turn, asked(turn, "own_day", arguments))
    if rule.usual is None:
        raise UserError("stale_button")
    return confirm(turn, _practised(rule, rule.usual))


def _own_day_written(turn: Turn, words: str) -> list[Reply]:
    rule = _of_question(turn, asked(turn, "own_day"))
    schedule = _as_often(words, rule.every, turn)
    if schedule is None:
        return [Reply(text("remind.day_not_read", words=shorten(words, 100)))]
    return confirm(turn, _practised(rule, schedule))


def _of_question(turn: Turn, state: Mapping[str, Any]) -> DeadlineRule:
    rule = deadline_rule(str(state.get("rule", "")))
    if rule is None:
        leave(turn)
        raise UserError("stale_button")
    return rule


def _practised(rule: DeadlineRule, schedule: Schedule) -> Draft:
    return Draft(rule.title, schedule, {"to": rule.to}, rule.id)


def _as_often(words: str, every: Every, turn: Turn) -> Schedule | None:
    """The schedule that a typed day means for something due so often: «15/12» is every year's."""
    wish = read_wish(words, today=turn.today)
    if wish is None or not wish.schedules:
        return None
    schedule = wish.schedules[0]
    if schedule.every is not Every.ONCE or schedule.on is None:
        return schedule
    if every is Every.YEARLY:
        return Schedule(every=every, month=schedule.on.month, day=schedule.on.day, until=schedule.until)
    if every is Every.ONCE:
        return schedule
    if every is Every.WEEKLY:
        return Schedule(every=every, weekday=schedule.on.weekday(), until=schedule.until)
    return Schedule(every=every, day=schedule.on.day, until=schedule.until)


def _rules(turn: Turn, arguments: Sequence[str]) -> list[Reply]:  # noqa: ARG001
    """The rules that are on, each with a button."""
    rules = reminders_of(turn).rules()
    listed = [(rule, schedule_line(rule.schedule)) for rule in rules[:_MOST_RULES]]
    rows = tuple((button(shortened(rule.title), FLOW, "rule", rule.id),) for rule, _ in listed)
    return [Reply(text("remind.rules", rules=listed, more=len(rules) - len(listed)), rows)]


def _rule(turn: Turn, arguments: Sequence[str]) -> list[Reply]:
    """One rule, with what can be changed about it."""
    rule = rule_in(turn, arguments)
    names = dict(reminders_of(turn).colleagues())
    told = text("remind.rule", title=rule.title, when=schedule_line(rule.schedule),
                days=coming(rule.schedule, turn.today), routes=[route_name(route, names) for route in rule.routes],
                basis=[named_place(place) for place in rule.details.get("basis", ())])  # fmt: skip
    rows = (
        (button(line("remind.button_change_day"), FLOW, "move", rule.id),),
        (button(line("remind.button_recipients"), FLOW, "who", rule.id),),
        (button(line("remind.button_off"), FLOW, "off", rule.id),),
    )
    return [Reply(told, rows)]


def _move(turn: Turn, arguments: Sequence[str]) -> list[Reply]:
    require(turn.principal, Role.OFFICER)
    rule = rule_in(turn, arguments)
    asking(turn, "move", rule=rule.id)
    return [Reply(text("remind.new_day_asked", title=rule.title, when=schedule_line(rule.schedule)))]


def _move_written(turn: Turn, words: str) -> list[Reply]:
    rule = rule_in(turn, [str(asked(turn, "move")["rule"])])
    schedule = _as_often(words, rule.schedule.every, turn)
    if schedule is None:
        return [Reply(text("remind.day_not_read", words=shorten(words, 100)))]
    number = asking(turn, "moved", rule=rule.id, schedule=schedule.as_json())
    told = text("remind.new_day", title=rule.title, when=schedule_line(schedule), days=coming(schedule, turn.today))
    choices = (
        button(line("remind.button_agreed"), FLOW, "moved", number),
        button(line("remind.button_cancel"), FLOW, "unmoved", number),
    )
    return [Reply(told, (choices,))]


def _moved(turn: Turn, arguments: Sequence[str]) -> list[Reply]:
    require(turn.principal, Role.OFFICER)
    state = asked(turn, "moved", arguments)
    schedule = Schedule.model_validate(state["schedule"])
    rule = rule_in(turn, [str(state["rule"])])
    leave(turn)
    reminders_of(turn).reschedule(rule.id, schedule, turn.now)
    return [Reply(text("remind.day_changed", title=rule.title, when=schedule_line(schedule)))]


def _unmoved(turn: Turn, arguments: Sequence[str]) -> list[Reply]:
    asked(turn, "moved", arguments)
    leave(turn)
    return [Reply(text("remind.cancelled"))]


def _off(turn: Turn, arguments: Sequence[str]) -> list[Reply]:
    """Turning a rule off asks once more."""
    require(turn.principal, Role.OFFICER)
    rule = rule_in(turn, arguments)
    if arguments[1:] == ["yes"]:
        reminders_of(turn).end(rule.id, turn.now)
        return [Reply(text("remind.turned_off", title=rule.title))]
    choice = button(line("remind.button_really_off"), FLOW, "off", rule.id, "yes")
    return [Reply(text("remind.off_asked", title=rule.title), ((choice,),))]


def _who(turn: Turn, arguments: Sequence[str]) -> list[Reply]:
    """Whom a rule reminds: a press adds or leaves out a colleague or this group."""
    require(turn.principal, Role.OFFICER)
    rule, reminders = rule_in(turn, arguments), reminders_of(turn)
    names = dict(reminders.colleagues())
    routes = list(rule.routes)
    if len(arguments) > 1:
        changed = route_here(turn) if arguments[1] == "here" else person_route(number_in(arguments, 1))
        if arguments[1] != "here" and number_in(arguments, 1) not in names:
            raise UserError("stale_button")
        routes = [route for route in routes if route != changed] if changed in routes else [*routes, changed]
        reminders.remind(rule.id, routes, turn.now)
    rows = [
        (button(line("remind.button_person", name=name, chosen=person_route(person) in routes), FLOW, "who", rule.id,
                person),)
        for person, name in list(names.items())[:_MOST_RULES]
    ]  # fmt: skip
    if turn.event.in_group:
        chosen = route_here(turn) in routes
        label = line("remind.button_person", name=line("remind.this_group"), chosen=chosen)
        rows.append((button(label, FLOW, "who", rule.id, "here"),))
    told = text("remind.recipients", title=rule.title, routes=[route_name(route, names) for route in routes])
    return [Reply(told, tuple(rows))]


PRESSED: Final[Mapping[str, Callable[[Turn, Sequence[str]], list[Reply]]]] = {
    "shelf": _shelf,
    "ship": _ship,
    "usual": _usual,
    "rules": _rules,
    "rule": _rule,
    "move": _move,
    "moved": _moved,
    "unmoved": _unmoved,
    "off": _off,
    "who": _who,
}
WRITTEN: Final[Mapping[str, Callable[[Turn, str], list[Reply] | None]]] = {
    "own_day": _own_day_written,
    "move": _move_written,
}
