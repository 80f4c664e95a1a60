"""Reminders under any order of adding, ticking, putting off, doing, dying, refusal and blocking.

The machine plays the officers, the tick, the postman and death; it remembers what arrived.
Read next: `bot/reminders.py`; `test_queue_machine.py` for the outbox alone.
"""

from __future__ import annotations

import shutil
import sqlite3
import tempfile
from collections import Counter
from datetime import datetime, timedelta
from pathlib import Path

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test
from sqlalchemy import event, func, select

from bot.access import Role
from bot.outbox import Delivery, Outbox, revive
from bot.reminders import ReminderTick, _Round
from bot.rendering import to_plain
from bot.storage.due_reminders import claim
from bot.storage.engine import Store
from bot.storage.reminder_models import ReminderDeliveryRow, ReminderOccurrenceRow
from bot.storage.reminders import Reminders
from knowledge.errors import ChatGone, DeliveryProblem, RetryLater
from knowledge.schedules import VIETNAM, Every, Schedule
from tests.bot.reminding import MONDAY, Bureau

PEOPLE = {"An": "telegram:77", "Bình": "telegram:78"}
WHO = st.sampled_from(sorted(PEOPLE))
HOW_OFTEN = st.sampled_from([Every.ONCE, Every.WEEKLY, Every.MONTHLY])
PLACE = st.integers(0, 200)
MINUTES = st.sampled_from([1, 5, 60, 60 * 8, 60 * 24, 60 * 24 * 3])
FATES = ("arrives", "arrives, then the sender dies", "the sender dies", "429", "403", "no answer")
MOST_RULES = 8

HOW = settings(
    max_examples=8,
    stateful_step_count=30,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


class Office(RuleBasedStateMachine):
    """One office with two people, a clock, and a bot that dies now and then."""

    template: Path

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="tdkt-reminders-"))
        shutil.copy(self.template, self.folder / "tdkt.sqlite")
        self.store = Store(f"sqlite:///{self.folder / 'tdkt.sqlite'}")
        event.listen(self.store.engine, "connect", _without_waiting_for_the_disk)
        self.bureau = Bureau(self.store).opens()
        self.bureau.hires("Bình", PEOPLE["Bình"], Role.ADMINISTRATOR)
        self.outbox = Outbox(self.store)
        self.now = MONDAY
        self.titles = 0
        self.arrived: list[str] = []
        self.unlabelled: Counter[int] = Counter()

    def teardown(self) -> None:
        try:
            self.drain()
        finally:
            self.store.dispose()
            shutil.rmtree(self.folder)

    @property
    def office_id(self) -> int:
        return self.bureau.people["An"].office_id

    @rule(who=WHO, often=HOW_OFTEN, days=st.integers(0, 20))
    def somebody_adds(self, who: str, often: Every, days: int) -> None:
        if self.titles >= MOST_RULES:
            return
        self.titles += 1
        day = (self.now + timedelta(days=days)).date()
        schedule = {
            Every.ONCE: Schedule(every=Every.ONCE, on=day),
            Every.WEEKLY: Schedule(every=Every.WEEKLY, weekday=day.weekday()),
            Every.MONTHLY: Schedule(every=Every.MONTHLY, day=day.day),
        }[often]
        self.bureau.now = self.now
        self.bureau.plans(f"Việc số {self.titles}.", schedule, who)

    @rule(minutes=MINUTES)
    def time_passes(self, minutes: int) -> None:
        self.now += timedelta(minutes=minutes)

    @rule()
    def the_bot_ticks(self) -> None:
        ReminderTick(self.store).tick(self.now)

    @rule()
    def the_bot_dies_in_the_middle_of_a_tick(self) -> None:
        with self.store.begin() as session:
            dues = claim(session, self.now, "telegram:", 200)
            _Round(session, "telegram:", self.now, None).remind(dues)
            session.rollback()

    @rule(fates=st.lists(st.sampled_from(FATES), min_size=6, max_size=6))
    def the_postman_works(self, fates: list[str]) -> None:
        for delivery, fate in zip(self.outbox.claim(self.now, "postman", 6), fates, strict=False):
            if fate in ("arrives", "arrives, then the sender dies", "no answer"):
                self.arrives(delivery)
            problem: DeliveryProblem | None = {
                "429": RetryLater(after=timedelta(seconds=30)),
                "403": ChatGone(),
                "no answer": DeliveryProblem(),
            }.get(fate)
            if "dies" not in fate:
                self.outbox.settle(delivery, self.now, problem)

    @rule()
    def the_bot_starts_again(self) -> None:
        self.outbox.recover("postman", self.now)

    @rule(who=WHO)
    def somebody_comes_back(self, who: str) -> None:
        with self.store.begin() as session:
            revive(session, [PEOPLE[who]])

    @rule(place=PLACE, who=WHO)
    def somebody_hands_in(self, place: int, who: str) -> None:
        number = self.some_occurrence(place)
        with self.store.begin() as session:
            Reminders(session, self.office_id).done(number, self.bureau.people[who].person_id, self.now)

    @rule(place=PLACE)
    def it_was_not_handed_in_after_all(self, place: int) -> None:
        number = self.some_occurrence(place)
        with self.store.begin() as session:
            Reminders(session, self.office_id).reopen(number, self.now)

    @rule(place=PLACE, who=WHO, minutes=MINUTES)
    def somebody_puts_off(self, place: int, who: str, minutes: int) -> None:
        number, until = self.some_occurrence(place), self.now + timedelta(minutes=minutes)
        with self.store.begin() as session:
            person = self.bureau.people[who].person_id
            Reminders(session, self.office_id).snooze(number, self.bureau.route(who), person, until, self.now)

    @rule(place=PLACE, who=WHO)
    def somebody_takes_over(self, place: int, who: str) -> None:
        number = self.some_occurrence(place)
        with self.store.begin() as session:
            Reminders(session, self.office_id).take_over(number, self.bureau.people[who].person_id, self.now)

    @invariant()
    def nothing_open_is_without_a_reminder_to_come(self) -> None:
        planned = select(ReminderDeliveryRow.occurrence_id).where(ReminderDeliveryRow.state == "planned")
        forgotten = select(func.count()).where(
            ReminderOccurrenceRow.state == "open", ReminderOccurrenceRow.id.not_in(planned)
        )
        with self.store.read() as session:
            assert session.scalar(forgotten) == 0

    @invariant()
    def nothing_is_put_in_the_outbox_twice(self) -> None:
        same = (ReminderDeliveryRow.occurrence_id, ReminderDeliveryRow.route, ReminderDeliveryRow.due_at)
        gone_out = (
            select(func.count())
            .where(ReminderDeliveryRow.outbox_id.is_not(None))
            .where(ReminderDeliveryRow.route.startswith("person:"))
            .group_by(*same, ReminderDeliveryRow.outbox_id)
        )
        with self.store.read() as session:
            assert all(count == 1 for count in session.scalars(gone_out))
        assert all(count == 1 for count in self.unlabelled.values()), "arrived twice without a label"

    def some_occurrence(self, place: int) -> int:
        with self.store.read() as session:
            numbers = list(session.scalars(select(ReminderOccurrenceRow.id).order_by(ReminderOccurrenceRow.id)))
        return numbers[place % len(numbers)] if numbers else 0

    def arrives(self, delivery: Delivery) -> None:
        if not delivery.repeated:
            self.unlabelled[delivery.id] += 1
        self.arrived.append(to_plain(delivery.reply.html))

    def drain(self) -> None:
        """Everybody can be reached again: within the next working days everything that is late is heard of."""
        with self.store.begin() as session:
            revive(session, list(PEOPLE.values()))
            late = Reminders(session, self.office_id).open_items(self.now.date())
        self.arrived.clear()
        start = max(self.now, datetime(2026, 7, 20, 9, 0, tzinfo=VIETNAM))
        for day in range(1, 9):
            self.now = (start + timedelta(days=day)).replace(hour=9)
            self.outbox.recover("postman", self.now)
            for _ in range(3):
                ReminderTick(self.store).tick(self.now)
                self.now += timedelta(hours=1)
                while claimed := self.outbox.claim(self.now, "postman", 50):
                    for delivery in claimed:
                        self.arrives(delivery)
                        self.outbox.settle(delivery, self.now)
        heard = "\n".join(self.arrived)
        assert all(item.title in heard for item in late), "something late was forgotten"
        self.nothing_open_is_without_a_reminder_to_come()
        self.nothing_is_put_in_the_outbox_twice()


def _without_waiting_for_the_disk(connection: sqlite3.Connection, _record: object) -> None:
    connection.execute("PRAGMA synchronous=OFF")


def test_nothing_due_is_forgotten_and_nothing_comes_twice_without_a_label(sqlite_template: Path) -> None:
    Office.template = sqlite_template
    run_state_machine_as_test(Office, settings=HOW)
