"""An office's reminders: its rules, what falls due, what was handed in, who is reminded and how.

It sends nothing and reads no dates. Another office's rows are out of reach: what is not the office's is None or False.
Read next: `bot/storage/reminder_planning.py` (rows ahead), `bot/storage/due_reminders.py` (what is due now).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final, Literal, cast

from sqlalchemy import Select, delete, select
from sqlalchemy.orm import Session

from bot.storage.models import MembershipRow, PersonRow
from bot.storage.reminder_models import (
    ReminderDeliveryRow,
    ReminderEscalationRow,
    ReminderOccurrenceRow,
    ReminderPreferenceRow,
    ReminderRecipientRow,
    ReminderRuleRow,
    ReminderSnoozeRow,
    ReminderSubmissionRow,
)
from bot.storage.reminder_planning import (
    Preferences,
    close,
    end_snoozes,
    extend,
    group_of,
    person_of,
    person_route,
    preferences_of,
    recipients_of,
    replan,
)
from bot.storage.statements import upsert
from knowledge.schedules import Schedule, occurrences

_LONGEST_MOVE: Final = timedelta(days=14)
"""No run of days off is longer."""

State = Literal["open", "done", "skipped"]


@dataclass(frozen=True, slots=True)
class ReminderRule:
    """A rule of the office. `ships_as` is the id of the rule that ships, or empty; `routes` are whom it reminds."""

    id: int
    title: str
    schedule: Schedule
    details: dict[str, Any]
    ships_as: str
    created_at: datetime
    routes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Item:
    """One time that a rule of the office falls due, with what became of it. `taken_by` is a person's name, or empty."""

    id: int
    rule_id: int
    office_id: int
    title: str
    period: str
    due_on: date
    moved_from: date | None
    state: State
    details: dict[str, Any]
    taken_by: str = ""
    number: str = ""
    submitted_on: date | None = None

    def is_late(self, today: date) -> bool:
        """Whether it is open and its last day is over."""
        return self.state == "open" and self.due_on < today


@dataclass(frozen=True, slots=True)
class Escalation:
    """The person who is told what is left undone, and after how many working days."""

    person_id: int
    name: str
    after_days: int


class Reminders:
    """The reminders of one office."""

    def __init__(self, session: Session, office_id: int) -> None:
        self._session = session
        self._office_id = office_id

    # Rules

    def add(
        self,
        title: str,
        schedule: Schedule,
        routes: Sequence[str],
        person_id: int,
        now: datetime,
        *,
        details: dict[str, Any] | None = None,
        ships_as: str = "",
    ) -> ReminderRule:
        """A new rule that reminds these routes; its next occurrences are written at once."""
        row = ReminderRuleRow(
            office_id=self._office_id,
            ships_as=ships_as,
            title=title,
            schedule=schedule.as_json(),
            details=details or {},
            created_by=person_id,
            created_at=now,
            planned_until=date.fromordinal(now.date().toordinal() - 1),
        )
        self._session.add(row)
        self._session.flush()
        self._name(row.id, routes)
        extend(self._session, row, now)
        return self._rules([row])[0]

    def rules(self) -> list[ReminderRule]:
        """The rules that are on, oldest first."""
        return self._rules(self._session.scalars(self._on()).all())

    def rule(self, rule_id: int) -> ReminderRule | None:
        """One of them; None for anything else, whoever's it is."""
        row = self._rule(rule_id)
        return self._rules([row])[0] if row else None

    def end(self, rule_id: int, now: datetime) -> bool:
        """Turn a rule off: what is open of it goes, what was handed in stays in the register."""
        row = self._rule(rule_id)
        if row is None:
            return False
        row.ended_at, row.plan_again_on = now, None
        self._session.execute(delete(ReminderOccurrenceRow).where(*self._open_of(rule_id)))
        self._session.flush()
        return True

    def reschedule(self, rule_id: int, schedule: Schedule, now: datetime) -> bool:
        """Change the day of a rule, from now on: what is open and not late yet moves with it."""
        row = self._rule(rule_id)
        if row is None:
            return False
        ahead = (*self._open_of(rule_id), ReminderOccurrenceRow.due_on >= now.date())
        self._session.execute(delete(ReminderOccurrenceRow).where(*ahead))
        row.schedule, row.planned_until = schedule.as_json(), date.fromordinal(now.date().toordinal() - 1)
        extend(self._session, row, now)
        return True

    def remind(self, rule_id: int, routes: Sequence[str], now: datetime) -> bool:
        """Name others to be reminded of a rule, in place of those before."""
        row = self._rule(rule_id)
        if row is None:
            return False
        self._session.execute(delete(ReminderRecipientRow).where(ReminderRecipientRow.rule_id == rule_id))
        self._name(rule_id, routes)
        self._replan(self._session.scalars(select(ReminderOccurrenceRow).where(*self._open_of(rule_id))).all(), now)
        return True

    # Occurrences

    def items(self, first: date, last: date) -> list[Item]:
        """What falls due between two days, both included, in order; also what is done or left out."""
        between = (ReminderOccurrenceRow.due_on >= first, ReminderOccurrenceRow.due_on <= last)
        return self._items(self._occurrences().where(*between))

    def coming(self, first: date, last: date) -> list[Item]:
        """What falls due between two days and is too far ahead to be written yet, in order; its numbers are 0."""
        found: list[Item] = []
        for row in self._session.scalars(self._on()):
            begin = max(first, row.planned_until + timedelta(days=1))
            # A day that is moved may come from another month.
            for one in occurrences(Schedule.model_validate(row.schedule), begin, last + _LONGEST_MOVE):
                if first <= one.due_on <= last and not self._is_written(row.id, one.period):
                    found.append(
                        Item(0, row.id, row.office_id, row.title, one.period, one.due_on, one.moved_from, "open",
                             row.details)
                    )  # fmt: skip
        return sorted(found, key=lambda item: item.due_on)

    def open_items(self, last: date) -> list[Item]:
        """What is open and due by that day, the late first."""
        return self._items(
            self._occurrences().where(ReminderOccurrenceRow.state == "open", ReminderOccurrenceRow.due_on <= last)
        )

    def item(self, item_id: int) -> Item | None:
        """One of them; None for anything else, whoever's it is."""
        found = self._items(self._occurrences().where(ReminderOccurrenceRow.id == item_id))
        return found[0] if found else None

    def submissions(self, year: int) -> list[Item]:
        """The register of a year: everything that was or had to be handed in then, by due day."""
        return self.items(date(year, 1, 1), date(year, 12, 31))

    def done(self, item_id: int, person_id: int, now: datetime) -> bool:
        """It was handed in, today as far as is known; nobody hears of it any more. False when it is closed."""
        row = self._open(item_id)
        if row is None:
            return False
        close(self._session, row, "done", person_id, now)
        self._submitted(row.id, "", now.date(), person_id, now)
        return True

    def record(self, item_id: int, number: str, submitted_on: date, person_id: int, now: datetime) -> bool:
        """Keep the number and date of what was handed in. False unless the occurrence is done."""
        row = self._occurrence(item_id)
        if row is None or row.state != "done":
            return False
        self._submitted(row.id, number, submitted_on, person_id, now)
        return True

    def skip(self, item_id: int, person_id: int, now: datetime) -> bool:
        """Leave this occurrence out; the rule goes on. False when it is closed."""
        row = self._open(item_id)
        if row is None:
            return False
        close(self._session, row, "skipped", person_id, now)
        return True

    def reopen(self, item_id: int, now: datetime) -> bool:
        """It was not handed in after all: reminders go on. False when it is open."""
        row = self._occurrence(item_id)
        if row is None or row.state == "open":
            return False
        row.state, row.closed_at, row.closed_by = "open", None, None
        self._session.execute(delete(ReminderSubmissionRow).where(ReminderSubmissionRow.occurrence_id == row.id))
        replan(self._session, row, now)
        return True

    def snooze(self, item_id: int, route: str, person_id: int, until: datetime, now: datetime) -> bool:
        """Remind that route again then; a later wish takes the place of an earlier one. False when it is closed."""
        row = self._open(item_id)
        if row is None:
            return False
        end_snoozes(self._session, row.id, now, route)
        self._session.add(
            ReminderSnoozeRow(occurrence_id=row.id, route=route, person_id=person_id, until=until, made_at=now)
        )
        self._session.flush()
        return True

    def take_over(self, item_id: int, person_id: int, now: datetime) -> bool:
        """This occurrence is that person's from now on: they alone hear of it. False when it is closed or theirs."""
        row = self._open(item_id)
        if row is None or row.taken_by == person_id:
            return False
        row.taken_by = person_id
        end_snoozes(self._session, row.id, now)
        replan(self._session, row, now)
        return True

    # People

    def colleagues(self) -> list[tuple[int, str]]:
        """The members of the office, by number and name, in the order they joined."""
        statement = (
            select(PersonRow.id, PersonRow.name)
            .join(MembershipRow, MembershipRow.person_id == PersonRow.id)
            .where(MembershipRow.office_id == self._office_id)
            .order_by(MembershipRow.id)
        )
        return [(person_id, name) for person_id, name in self._session.execute(statement)]

    def preferences(self, person_id: int) -> Preferences:
        """How that person is reminded in this office."""
        return preferences_of(self._session, person_route(person_id), self._office_id)

    def prefer(self, person_id: int, wishes: Preferences, now: datetime) -> None:
        """Remind that person so from now on; what is planned for them is planned anew."""
        values = {
            "ladder": list(wishes.ladder),
            "remind_at": f"{wishes.remind_at:%H:%M}",
            "quiet_from": f"{wishes.quiet_from:%H:%M}" if wishes.quiet_from else "",
            "quiet_until": f"{wishes.quiet_until:%H:%M}" if wishes.quiet_until else "",
            "digest": wishes.digest,
        }
        key = {"person_id": person_id, "office_id": self._office_id}
        upsert(self._session, ReminderPreferenceRow, key, values)
        self._session.expire_all()
        planned = select(ReminderDeliveryRow.occurrence_id).where(
            ReminderDeliveryRow.route == person_route(person_id), ReminderDeliveryRow.state == "planned"
        )
        mine = self._occurrences_open().where(ReminderOccurrenceRow.id.in_(planned))
        self._replan(self._session.scalars(mine).all(), now)

    def escalation(self) -> Escalation | None:
        """Who is told what the office leaves undone; None when nobody is."""
        row = self._session.get(ReminderEscalationRow, self._office_id, populate_existing=True)
        if row is None:
            return None
        person = self._session.get_one(PersonRow, row.person_id)
        return Escalation(row.person_id, person.name, row.after_days)

    def escalate_to(self, person_id: int | None, after_days: int) -> None:
        """Tell that person what is so many working days late; nobody when it is None."""
        key = {"office_id": self._office_id}
        if person_id is None:
            self._session.execute(
                delete(ReminderEscalationRow).where(ReminderEscalationRow.office_id == self._office_id)
            )
            return
        upsert(self._session, ReminderEscalationRow, key, {"person_id": person_id, "after_days": after_days})

    # Rows

    def _on(self) -> Select[ReminderRuleRow]:
        own = (ReminderRuleRow.office_id == self._office_id, ReminderRuleRow.ended_at.is_(None))
        return select(ReminderRuleRow).where(*own).order_by(ReminderRuleRow.id)

    def _rule(self, rule_id: int) -> ReminderRuleRow | None:
        return self._session.scalars(self._on().where(ReminderRuleRow.id == rule_id).with_for_update()).one_or_none()

    def _rules(self, rows: Sequence[ReminderRuleRow]) -> list[ReminderRule]:
        routes = recipients_of(self._session, [row.id for row in rows])
        return [
            ReminderRule(
                row.id, row.title, Schedule.model_validate(row.schedule), row.details, row.ships_as, row.created_at,
                tuple(routes.get(row.id, ())),
            )
            for row in rows
        ]  # fmt: skip

    def _name(self, rule_id: int, routes: Iterable[str]) -> None:
        for route in dict.fromkeys(routes):
            person = person_of(route)
            self._session.add(ReminderRecipientRow(rule_id=rule_id, person_id=person, group_chat=group_of(route)))
        self._session.flush()

    def _occurrences(self) -> Select[ReminderOccurrenceRow]:
        own = ReminderOccurrenceRow.office_id == self._office_id
        order = (ReminderOccurrenceRow.due_on, ReminderOccurrenceRow.id)
        return select(ReminderOccurrenceRow).where(own).order_by(*order)

    def _occurrences_open(self) -> Select[ReminderOccurrenceRow]:
        return self._occurrences().where(ReminderOccurrenceRow.state == "open")

    def _open_of(self, rule_id: int) -> tuple[Any, ...]:
        return (ReminderOccurrenceRow.rule_id == rule_id, ReminderOccurrenceRow.state == "open")

    def _occurrence(self, item_id: int) -> ReminderOccurrenceRow | None:
        return self._session.scalars(
            self._occurrences().where(ReminderOccurrenceRow.id == item_id).with_for_update()
        ).one_or_none()

    def _is_written(self, rule_id: int, period: str) -> bool:
        same = (ReminderOccurrenceRow.rule_id == rule_id, ReminderOccurrenceRow.period == period)
        return self._session.scalar(select(ReminderOccurrenceRow.id).where(*same)) is not None

    def _open(self, item_id: int) -> ReminderOccurrenceRow | None:
        row = self._occurrence(item_id)
        return row if row is not None and row.state == "open" else None

    def _replan(self, rows: Sequence[ReminderOccurrenceRow], now: datetime) -> None:
        for row in rows:
            replan(self._session, row, now)

    def _submitted(self, item_id: int, number: str, on: date, person_id: int, now: datetime) -> None:
        values = {"number": number, "submitted_on": on, "recorded_by": person_id, "recorded_at": now}
        upsert(self._session, ReminderSubmissionRow, {"occurrence_id": item_id}, values)

    def _items(self, statement: Select[ReminderOccurrenceRow]) -> list[Item]:
        return _items_of(self._session, statement)


def items_by_number(session: Session, numbers: Sequence[int]) -> list[Item]:
    """Those occurrences, whatever office they belong to, the earliest due day first. For the tick only."""
    statement = select(ReminderOccurrenceRow).where(ReminderOccurrenceRow.id.in_(numbers))
    return _items_of(session, statement.order_by(ReminderOccurrenceRow.due_on, ReminderOccurrenceRow.id))


def _items_of(session: Session, statement: Select[ReminderOccurrenceRow]) -> list[Item]:
    """The occurrences that a statement finds, each with its rule and its submission."""
    full = (
        statement.join(ReminderRuleRow, ReminderRuleRow.id == ReminderOccurrenceRow.rule_id)
        .outerjoin(ReminderSubmissionRow, ReminderSubmissionRow.occurrence_id == ReminderOccurrenceRow.id)
        .outerjoin(PersonRow, PersonRow.id == ReminderOccurrenceRow.taken_by)
        .with_only_columns(ReminderOccurrenceRow, ReminderRuleRow, ReminderSubmissionRow, PersonRow.name)
        .execution_options(populate_existing=True)
    )
    return [
        Item(
            row.id, row.rule_id, row.office_id, rule.title, row.period, row.due_on, row.moved_from,
            cast(State, row.state), rule.details, taken_by or "",
            submission.number if submission else "", submission.submitted_on if submission else None,
        )
        for row, rule, submission, taken_by in session.execute(full)
    ]  # fmt: skip
