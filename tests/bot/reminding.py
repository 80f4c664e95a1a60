"""An office with people and reminders, and a postman who empties the outbox; shared by the tests of reminders.

It knows storage, the tick and the outbox; no conversation.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from sqlalchemy import select

from bot.access import Directory, Principal, Role
from bot.outbox import Delivery, Outbox
from bot.reminders import ReminderTick
from bot.rendering import to_plain
from bot.storage.due_reminders import note_tick
from bot.storage.engine import Store
from bot.storage.reminder_models import ReminderDeliveryRow, ReminderSnoozeRow
from bot.storage.reminder_planning import person_route
from bot.storage.reminders import Item, Reminders
from knowledge.errors import DeliveryProblem
from knowledge.schedules import VIETNAM, Every, Schedule

MONDAY = datetime(2026, 7, 20, 7, 0, tzinfo=VIETNAM)
"""An ordinary week begins; nothing is due yet at seven."""
FRIDAYS = Schedule(every=Every.WEEKLY, weekday=4)


def at(day: int, hour: int = 8, minute: int = 0, month: int = 7) -> datetime:
    """A moment of that summer."""
    return datetime(2026, month, day, hour, minute, tzinfo=VIETNAM)


def once(day: int, month: int = 7) -> Schedule:
    """Due on a day of that summer."""
    return Schedule(every=Every.ONCE, on=at(day, month=month).date())


@dataclass
class Letter:
    """A message that arrived."""

    chat: str
    text: str
    labels: list[str]
    repeated: bool


@dataclass
class Bureau:
    """One office: An administers it, others join."""

    store: Store
    now: datetime = MONDAY
    people: dict[str, Principal] = field(default_factory=dict)

    def opens(self) -> Bureau:
        with self.store.begin() as session:
            directory = Directory(session)
            _, code = directory.create_office("Xã Tân Bình", self.now)
            self.people["An"] = directory.redeem(code, "telegram:77", "An", self.now)
        return self

    def hires(self, name: str, identity: str, role: Role = Role.OFFICER) -> Principal:
        with self.store.begin() as session:
            directory = Directory(session)
            code = directory.invite(self.people["An"], role, self.now)
            self.people[name] = directory.redeem(code, identity, name, self.now)
        return self.people[name]

    def route(self, name: str) -> str:
        return person_route(self.people[name].person_id)

    def plans(self, title: str, schedule: Schedule, *names: str, routes: tuple[str, ...] = ()) -> list[Item]:
        """A new rule that reminds these people (An when nobody is named); its occurrences."""
        with self.store.begin() as session:
            reminders = Reminders(session, self.people["An"].office_id)
            named = [*routes, *(self.route(name) for name in names)] or [self.route("An")]
            rule = reminders.add(title, schedule, named, self.people["An"].person_id, self.now)
            found = reminders.items(date.min, date.max)
            return [item for item in found if item.rule_id == rule.id]

    def ticks(self, when: datetime | None = None) -> int:
        self.now = when or self.now
        return ReminderTick(self.store).tick(self.now)

    def post(self, problems: dict[str, DeliveryProblem] | None = None) -> list[Letter]:
        """Everything the outbox holds now, delivered or not."""
        outbox, letters = Outbox(self.store), []
        while claimed := outbox.claim(self.now, "postman", 50):
            for delivery in claimed:
                problem = (problems or {}).get(delivery.chat)
                outbox.settle(delivery, self.now, problem)
                if problem is None:
                    letters.append(_letter(delivery))
        return letters

    def hears(self, when: datetime) -> list[Letter]:
        """What is said at that moment."""
        self.ticks(when)
        return self.post()

    def passes(self, until: datetime) -> list[tuple[datetime, Letter]]:
        """Time goes by with a tick a minute, of which only those with something to do are made; what was said when."""
        said = []
        while (following := self._next_due()) is not None and following <= until:
            when = max(following, self.now)
            with self.store.begin() as session:
                note_tick(session, when - timedelta(minutes=1))
            said += [(when, letter) for letter in self.hears(when)]
        self.now = until
        return said

    def _next_due(self) -> datetime | None:
        deliveries = select(ReminderDeliveryRow.due_at).where(ReminderDeliveryRow.state == "planned")
        snoozes = select(ReminderSnoozeRow.until).where(ReminderSnoozeRow.ended_at.is_(None))
        with self.store.read() as session:
            return min([*session.scalars(deliveries), *session.scalars(snoozes)], default=None)


def _letter(delivery: Delivery) -> Letter:
    labels = [button.label for row in delivery.reply.buttons for button in row]
    return Letter(delivery.chat, to_plain(delivery.reply.html), labels, delivery.repeated)
