"""Which occurrences a rule has next, and when each route hears of one: rows written ahead, one reminder at a time.

It sends nothing. Whoever changes a rule, its recipients or an occurrence plans anew here, in the same transaction.
Read next: `knowledge/schedules.py` (dates), `bot/storage/due_reminders.py` (what is due now).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Final

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from bot.storage.reminder_models import (
    ReminderDeliveryRow,
    ReminderOccurrenceRow,
    ReminderPreferenceRow,
    ReminderRecipientRow,
    ReminderRuleRow,
    ReminderSnoozeRow,
)
from knowledge.schedules import (
    DEFAULT_LADDER,
    DEFAULT_TIME,
    VIETNAM,
    Every,
    Occurrence,
    Schedule,
    fitting,
    following_working_day,
    next_occurrence,
    occurrences,
    reminder_times,
)

AHEAD: Final = timedelta(days=62)
"""How far ahead occurrences are written; beyond it there is at least the next one."""
_AGAIN: Final = timedelta(days=31)
_DAY: Final = timedelta(days=1)
_PERSON: Final = "person:"
_GROUP: Final = "group:"
_OFFICE: Final = "office:"


def person_route(person_id: int) -> str:
    """The route to a person in private."""
    return f"{_PERSON}{person_id}"


def group_route(chat: str) -> str:
    """The route to a group, by the key of its chat."""
    return f"{_GROUP}{chat}"


def office_route(office_id: int) -> str:
    """The route to the administrators of an office."""
    return f"{_OFFICE}{office_id}"


def person_of(route: str) -> int | None:
    """The person that a route leads to; None for a group or an office."""
    return int(route.removeprefix(_PERSON)) if route.startswith(_PERSON) else None


def group_of(route: str) -> str:
    """The chat of the group that a route leads to; empty for anything else."""
    return route.removeprefix(_GROUP) if route.startswith(_GROUP) else ""


@dataclass(frozen=True, slots=True)
class Preferences:
    """How a route is reminded: the ladder in working days, the time of day, quiet hours, one digest or each apart."""

    ladder: tuple[int, ...] = DEFAULT_LADDER
    remind_at: time = DEFAULT_TIME
    quiet_from: time | None = time(20, 0)
    quiet_until: time | None = time(6, 30)
    digest: bool = True

    def quiet_ends(self, now: datetime) -> datetime | None:
        """When the quiet hours end in which that moment lies; None outside of them."""
        if self.quiet_from is None or self.quiet_until is None or self.quiet_from == self.quiet_until:
            return None
        clock = now.astimezone(VIETNAM)
        overnight = self.quiet_from > self.quiet_until
        after, before = clock.time() >= self.quiet_from, clock.time() < self.quiet_until
        if not ((after or before) if overnight else (after and before)):
            return None
        day = clock.date() + _DAY if overnight and after else clock.date()
        return datetime.combine(day, self.quiet_until, VIETNAM)


def preferences_of(session: Session, route: str, office_id: int) -> Preferences:
    """What the person behind the route asked for in that office; what is usual for everybody else."""
    person = person_of(route)
    row = session.get(ReminderPreferenceRow, (person, office_id)) if person is not None else None
    if row is None:
        return Preferences()
    quiet = [time.fromisoformat(at) if at else None for at in (row.quiet_from, row.quiet_until)]
    return Preferences(tuple(row.ladder), time.fromisoformat(row.remind_at), quiet[0], quiet[1], row.digest)


def extend(session: Session, rule: ReminderRuleRow, now: datetime) -> None:
    """Write the occurrences of a rule that lie ahead and are not there yet, with their first deliveries."""
    schedule, today = Schedule.model_validate(rule.schedule), now.date()
    begin, end = rule.planned_until + _DAY, today + AHEAD
    found = list(occurrences(schedule, begin, end))
    if not any(one.due_on > today for one in found) and not _one_ahead(session, rule, today):
        following = next_occurrence(schedule, max(end + _DAY, begin))
        found += [following] if following else []
    for one in found:
        _write(session, rule, one, now)
    rule.planned_until = max([end, rule.planned_until, *(one.moved_from or one.due_on for one in found)])
    rule.plan_again_on = None if schedule.every is Every.ONCE else max(today, rule.planned_until - AHEAD) + _AGAIN
    session.flush()


def _one_ahead(session: Session, rule: ReminderRuleRow, today: date) -> bool:
    ahead = select(ReminderOccurrenceRow.id).where(
        ReminderOccurrenceRow.rule_id == rule.id, ReminderOccurrenceRow.due_on > today
    )
    return session.scalar(ahead.limit(1)) is not None


def _write(session: Session, rule: ReminderRuleRow, one: Occurrence, now: datetime) -> None:
    due_on, moved_from = one.due_on, one.moved_from
    if moved_from and due_on < now.date() <= moved_from:
        # What is asked for on a day off is due on that day, not in the past.
        due_on, moved_from = moved_from, None
    known = select(ReminderOccurrenceRow.id).where(
        ReminderOccurrenceRow.rule_id == rule.id, ReminderOccurrenceRow.period == one.period
    )
    if session.scalar(known) is not None:
        return
    row = ReminderOccurrenceRow(
        rule_id=rule.id, office_id=rule.office_id, period=one.period, due_on=due_on, moved_from=moved_from
    )
    session.add(row)
    session.flush()
    replan(session, row, now)


def replan(session: Session, occurrence: ReminderOccurrenceRow, now: datetime) -> None:
    """Put one planned delivery for each route in place of those that were; none when the occurrence is closed."""
    session.execute(
        delete(ReminderDeliveryRow).where(
            ReminderDeliveryRow.occurrence_id == occurrence.id, ReminderDeliveryRow.state == "planned"
        )
    )
    if occurrence.state == "open":
        for route in routes_of(session, occurrence):
            plan_next(session, occurrence, route, now)
    session.flush()


def plan_next(session: Session, occurrence: ReminderOccurrenceRow, route: str, after: datetime) -> None:
    """Plan the first reminder of that route after that moment, unless one is planned: a step or a follow-up.

    What went out already is not planned again, though a clock that was put back may lie before it.
    """
    theirs = (ReminderDeliveryRow.occurrence_id == occurrence.id, ReminderDeliveryRow.route == route)
    if session.scalar(select(ReminderDeliveryRow.id).where(*theirs, ReminderDeliveryRow.state == "planned").limit(1)):
        return
    gone_out = set(session.scalars(select(ReminderDeliveryRow.due_at).where(*theirs)))
    rule = session.get_one(ReminderRuleRow, occurrence.rule_id)
    wishes = preferences_of(session, route, occurrence.office_id)
    ladder = fitting(wishes.ladder, Every(rule.schedule["every"]))
    step, due_at = next_step(occurrence.due_on, replace(wishes, ladder=ladder), after)
    while due_at in gone_out:
        step, due_at = next_step(occurrence.due_on, replace(wishes, ladder=ladder), due_at)
    session.add(ReminderDeliveryRow(occurrence_id=occurrence.id, route=route, step=step, due_at=due_at))


def next_step(due_on: date, wishes: Preferences, after: datetime) -> tuple[int, datetime]:
    """The step and instant of the first reminder after a moment: on the ladder, then every working day it is late.

    Steps past it count down from -1, by the working days since then.
    """
    for step, due_at in reminder_times(due_on, wishes.ladder, wishes.remind_at):
        if due_at > after:
            return step, due_at
    step, day = -1, following_working_day(due_on)
    # Follow-ups are counted from the due day; what lies years back need not be counted one by one.
    if (after.date() - day).days > 60:
        return -60, _follow_up(following_working_day(after.date() - _DAY), wishes, after)
    while datetime.combine(day, wishes.remind_at, VIETNAM) <= after:
        step, day = step - 1, following_working_day(day)
    return step, datetime.combine(day, wishes.remind_at, VIETNAM)


def _follow_up(day: date, wishes: Preferences, after: datetime) -> datetime:
    due_at = datetime.combine(day, wishes.remind_at, VIETNAM)
    return due_at if due_at > after else datetime.combine(following_working_day(day), wishes.remind_at, VIETNAM)


def routes_of(session: Session, occurrence: ReminderOccurrenceRow) -> list[str]:
    """Who hears of an occurrence: whoever took it over, else the recipients of its rule, else the administrators."""
    if occurrence.taken_by is not None:
        return [person_route(occurrence.taken_by)]
    return recipients_of(session, [occurrence.rule_id]).get(occurrence.rule_id) or [office_route(occurrence.office_id)]


def recipients_of(session: Session, rule_ids: Sequence[int]) -> dict[int, list[str]]:
    """The routes of each of these rules, in the order they were named."""
    found: dict[int, list[str]] = {}
    rows = session.scalars(
        select(ReminderRecipientRow).where(ReminderRecipientRow.rule_id.in_(rule_ids)).order_by(ReminderRecipientRow.id)
    )
    for row in rows:
        route = group_route(row.group_chat) if row.person_id is None else person_route(row.person_id)
        found.setdefault(row.rule_id, []).append(route)
    return found


def close(session: Session, occurrence: ReminderOccurrenceRow, state: str, person_id: int, now: datetime) -> None:
    """The occurrence is done or skipped: nobody hears of it any more."""
    occurrence.state, occurrence.closed_at, occurrence.closed_by = state, now, person_id
    end_snoozes(session, occurrence.id, now)
    replan(session, occurrence, now)


def end_snoozes(session: Session, occurrence_id: int, now: datetime, route: str = "") -> None:
    """Forget what was to be told again of an occurrence, to that route or to all."""
    rows = select(ReminderSnoozeRow).where(
        ReminderSnoozeRow.occurrence_id == occurrence_id, ReminderSnoozeRow.ended_at.is_(None)
    )
    for row in session.scalars(rows.where(ReminderSnoozeRow.route == route) if route else rows):
        row.ended_at = now
    session.flush()
