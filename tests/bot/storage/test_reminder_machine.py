"""Reminders under any order of adding, ticking, putting off, doing, dying, refusal, blocking, moving and leaving.

The machine plays the officers, the group, the clock, the tick, the postman and death; it remembers what had to be
heard and what arrived. `TDKT_REMINDER_STEPS=10000` plays more than every test run does.
Read next: `bot/reminders.py`; `test_queue_machine.py` for the outbox alone.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
import tempfile
from collections import Counter
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from sqlalchemy import event, func, select
from sqlalchemy.orm import Session

from bot import reminders
from bot.access import Directory, Role
from bot.messages import Reply
from bot.outbox import Delivery, Outbox, put_out, revive
from bot.reminders import ReminderTick, _Round
from bot.rendering import to_plain
from bot.storage.due_reminders import claim
from bot.storage.engine import Store
from bot.storage.hand_over import hand_over, leave_to_administrators
from bot.storage.models import OutboxRow
from bot.storage.moved_chats import move_chat
from bot.storage.reminder_models import ReminderDeliveryRow, ReminderOccurrenceRow
from bot.storage.reminder_planning import Preferences, group_route, routes_of
from bot.storage.reminders import Reminders
from bot.wire import reply_from_json
from knowledge.dates import print_day
from knowledge.errors import ChatGone, DeliveryProblem, RetryLater
from knowledge.schedules import VIETNAM, Every, Schedule
from tests.bot.reminding import MONDAY, Bureau

STEPS = int(os.environ.get("TDKT_REMINDER_STEPS", "300"))
LENGTH = 50
PEOPLE = {"An": "telegram:77", "Bình": "telegram:78", "Chi": "telegram:79"}
"""An and Bình administer the office; Chi comes and goes."""
WHO = st.sampled_from(sorted(PEOPLE))
HOW_OFTEN = st.sampled_from([Every.ONCE, Every.WEEKLY, Every.MONTHLY])
PLACE = st.integers(0, 200)
MINUTES = st.sampled_from([1, 5, 60, 60 * 8, 60 * 24, 60 * 24 * 3])
JUMPS = st.sampled_from([-60 * 24, -60 * 3, -5, 60 * 30])
LADDERS = st.sampled_from([(10, 5, 2, 0), (3, 1, 0), (0,)])
FATES = ("arrives", "arrives, then the sender dies", "the sender dies", "429", "403", "no answer")
FATES_OF_SIX = st.lists(st.sampled_from(FATES), min_size=6, max_size=6)
MOST_RULES = 6

HOW = settings(
    max_examples=max(1, STEPS // LENGTH),
    # What every run of the tests plays is the same; more steps are other ones each time.
    derandomize="TDKT_REMINDER_STEPS" not in os.environ,
    stateful_step_count=LENGTH,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


class Office(RuleBasedStateMachine):
    """One office with three people and a group, a clock that jumps, and a bot that dies now and then."""

    template: Path

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="tdkt-reminders-"))
        shutil.copy(self.template, self.folder / "tdkt.sqlite")
        self.store = Store(f"sqlite:///{self.folder / 'tdkt.sqlite'}")
        event.listen(self.store.engine, "connect", _without_waiting_for_the_disk)
        self.bureau = Bureau(self.store).opens()
        self.bureau.hires("Bình", PEOPLE["Bình"], Role.ADMINISTRATOR)
        self.bureau.hires("Chi", PEOPLE["Chi"])
        self.chi_is_here = True
        self.group = "telegram:-5"
        self.outbox = Outbox(self.store)
        self.now = MONDAY
        self.titles = 0
        self.to_hear: set[int] = set()
        """Occurrences that somebody must be told of; each leaves when a message that names it arrives."""
        self.wished: dict[tuple[int, str], datetime] = {}
        """What was put off, by occurrence and route, until when."""
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

    def person(self, who: str) -> int:
        return self.bureau.people[who].person_id

    # Officers

    @initialize(who=WHO, often=HOW_OFTEN, days=st.integers(0, 20), in_group=st.booleans())
    def something_is_to_be_done_from_the_start(self, who: str, often: Every, days: int, in_group: bool) -> None:
        self.somebody_adds(who, often, days, in_group)

    @rule(who=WHO, often=HOW_OFTEN, days=st.integers(0, 20), in_group=st.booleans())
    def somebody_adds(self, who: str, often: Every, days: int, in_group: bool) -> None:
        if self.titles >= MOST_RULES:
            return
        self.titles += 1
        self.bureau.now = self.now
        routes = (group_route(self.group),) if in_group else (self.bureau.route(who),)
        self.bureau.plans(f"Việc số {self.titles}.", self.schedule(often, days), routes=routes)

    @rule(place=PLACE, who=WHO)
    def somebody_hands_in(self, place: int, who: str) -> None:
        number = self.some_occurrence(place)
        with self.store.begin() as session:
            if Reminders(session, self.office_id).done(number, self.person(who), self.now):
                self.close(number)

    @rule(place=PLACE, who=WHO)
    def somebody_leaves_it_out_this_time(self, place: int, who: str) -> None:
        number = self.some_occurrence(place)
        with self.store.begin() as session:
            if Reminders(session, self.office_id).skip(number, self.person(who), self.now):
                self.close(number)

    @rule(place=PLACE)
    def it_was_not_handed_in_after_all(self, place: int) -> None:
        with self.store.begin() as session:
            Reminders(session, self.office_id).reopen(self.some_occurrence(place), self.now)

    @rule(place=PLACE, who=WHO, minutes=MINUTES, in_group=st.booleans())
    def somebody_puts_off(self, place: int, who: str, minutes: int, in_group: bool) -> None:
        number, until = self.some_occurrence(place), self.now + timedelta(minutes=minutes)
        route = group_route(self.group) if in_group else self.bureau.route(who)
        with self.store.begin() as session:
            if Reminders(session, self.office_id).snooze(number, route, self.person(who), until, self.now):
                self.wished[number, route] = until

    @rule(place=PLACE, who=WHO)
    def somebody_takes_over(self, place: int, who: str) -> None:
        number = self.some_occurrence(place)
        with self.store.begin() as session:
            if Reminders(session, self.office_id).take_over(number, self.person(who), self.now):
                self.forget_wishes(number)

    @rule(giver=WHO, successor=WHO)
    def somebody_hands_over(self, giver: str, successor: str) -> None:
        with self.store.begin() as session:
            hand_over(session, self.office_id, self.person(giver), self.person(successor), self.now)
        # What the giver put off comes to the successor, if it was theirs to give: the wish itself is kept either way.
        for (number, route), until in list(self.wished.items()):
            if route == self.bureau.route(giver):
                del self.wished[number, route]
                self.wished[number, "whoever has it now"] = until

    @rule(place=PLACE, often=HOW_OFTEN, days=st.integers(0, 20))
    def somebody_changes_a_rule(self, place: int, often: Every, days: int) -> None:
        with self.store.begin() as session:
            office = Reminders(session, self.office_id)
            rules = office.rules()
            if rules:
                office.reschedule(rules[place % len(rules)].id, self.schedule(often, days), self.now)

    @rule(place=PLACE)
    def somebody_turns_a_rule_off(self, place: int) -> None:
        with self.store.begin() as session:
            office = Reminders(session, self.office_id)
            rules = office.rules()
            if rules and place % 7 == 0:
                office.end(rules[place % len(rules)].id, self.now)

    @rule(who=WHO, ladder=LADDERS, hour=st.sampled_from([6, 8, 14, 22]))
    def somebody_changes_when_they_are_reminded(self, who: str, ladder: tuple[int, ...], hour: int) -> None:
        wishes = Preferences(ladder=ladder, remind_at=time(hour))
        with self.store.begin() as session:
            Reminders(session, self.office_id).prefer(self.person(who), wishes, self.now)

    @rule(who=st.sampled_from(["An", "Bình", "Chi", None]))
    def the_office_names_a_leader(self, who: str | None) -> None:
        with self.store.begin() as session:
            Reminders(session, self.office_id).escalate_to(self.person(who) if who else None, 2)

    @rule()
    def chi_leaves_the_office(self) -> None:
        if not self.chi_is_here:
            return
        self.chi_is_here = False
        with self.store.begin() as session:
            Directory(session).remove(self.bureau.people["An"], self.person("Chi"))
            leave_to_administrators(session, self.office_id, self.person("Chi"), self.now)
        for number, route in list(self.wished):
            if route == self.bureau.route("Chi"):
                del self.wished[number, route]

    @rule()
    def chi_comes_back_to_the_office(self) -> None:
        if not self.chi_is_here:
            self.chi_is_here = True
            self.bureau.now = self.now
            self.bureau.hires("Chi", PEOPLE["Chi"])

    # Telegram

    @rule()
    def the_group_moves(self) -> None:
        old, self.group = self.group, f"{self.group}0"
        with self.store.begin() as session:
            move_chat(session, old, self.group)
        for (number, route), until in list(self.wished.items()):
            if route == group_route(old):
                self.wished[number, group_route(self.group)] = self.wished.pop((number, route), until)

    @rule(who=st.sampled_from([*sorted(PEOPLE), "the group"]))
    def somebody_writes_again(self, who: str) -> None:
        with self.store.begin() as session:
            revive(session, [PEOPLE.get(who, self.group)])

    @rule(fates=FATES_OF_SIX)
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

    # Time and the bot

    @rule(minutes=MINUTES)
    def time_passes(self, minutes: int) -> None:
        self.now += timedelta(minutes=minutes)

    @rule(fates=FATES_OF_SIX, again=st.booleans())
    def the_next_reminder_falls_due(self, fates: list[str], again: bool) -> None:
        """Time passes until then; the bot reminds, and the postman sets out, perhaps once more after a while."""
        with self.store.read() as session:
            due = select(func.min(ReminderDeliveryRow.due_at)).where(ReminderDeliveryRow.state == "planned")
            following = session.scalar(due)
        if following is not None and following - self.now < timedelta(days=40):
            self.now = max(self.now, following)
            self.tick()
            self.the_postman_works(fates)
            if again:
                self.now += timedelta(minutes=20)
                self.the_postman_works(fates[::-1])

    @rule(minutes=JUMPS)
    def the_clock_jumps(self, minutes: int) -> None:
        self.now = max(MONDAY, self.now + timedelta(minutes=minutes))

    @rule()
    def the_bot_ticks(self) -> None:
        self.tick()

    @rule()
    def the_bot_dies_in_the_middle_of_a_tick(self) -> None:
        with self.store.begin() as session:
            dues = claim(session, self.now, "telegram:", 200)
            _Round(session, "telegram:", self.now, None).remind(dues)
            session.rollback()

    @rule()
    def the_bot_starts_again(self) -> None:
        self.outbox.recover("postman", self.now)

    # What must hold

    @invariant()
    def everybody_who_is_to_hear_of_it_has_a_reminder_to_come(self) -> None:
        opened = select(ReminderOccurrenceRow).where(ReminderOccurrenceRow.state == "open")
        coming = select(ReminderDeliveryRow.occurrence_id, ReminderDeliveryRow.route)
        with self.store.read() as session:
            planned = {
                (row.occurrence_id, row.route)
                for row in session.execute(coming.where(ReminderDeliveryRow.state == "planned"))
            }
            missing = [
                (row.id, route)
                for row in session.scalars(opened)
                for route in routes_of(session, row)
                if (row.id, route) not in planned
            ]
        assert missing == []

    @invariant()
    def nothing_goes_out_twice(self) -> None:
        same = (ReminderDeliveryRow.occurrence_id, ReminderDeliveryRow.route, ReminderDeliveryRow.due_at)
        messages = select(func.count(ReminderDeliveryRow.outbox_id.distinct())).group_by(*same)
        with self.store.read() as session:
            assert all(count <= 1 for count in session.scalars(messages))
        assert all(count == 1 for count in self.unlabelled.values()), "arrived twice without a label"

    # Behind the scenes

    def schedule(self, often: Every, days: int) -> Schedule:
        day = (self.now + timedelta(days=days)).date()
        return {
            Every.ONCE: Schedule(every=Every.ONCE, on=day),
            Every.WEEKLY: Schedule(every=Every.WEEKLY, weekday=day.weekday()),
            Every.MONTHLY: Schedule(every=Every.MONTHLY, day=day.day),
        }[often]

    def some_occurrence(self, place: int) -> int:
        with self.store.read() as session:
            numbers = list(session.scalars(select(ReminderOccurrenceRow.id).order_by(ReminderOccurrenceRow.id)))
        return numbers[place % len(numbers)] if numbers else 0

    def close(self, number: int) -> None:
        self.to_hear.discard(number)
        self.forget_wishes(number)

    def forget_wishes(self, number: int) -> None:
        self.wished = {key: until for key, until in self.wished.items() if key[0] != number}

    def opened(self) -> dict[int, str]:
        """The occurrences that are open, each with the words by which a message names it."""
        with self.store.read() as session:
            items = Reminders(session, self.office_id).open_items(date.max)
        return {item.id: f"{item.title}|{print_day(item.due_on)}" for item in items}

    def tick(self) -> None:
        due = (ReminderDeliveryRow.state == "planned", ReminderDeliveryRow.due_at <= self.now)
        with self.store.read() as session:
            self.to_hear |= set(session.scalars(select(ReminderDeliveryRow.occurrence_id).where(*due)))
            last = session.scalar(select(func.max(OutboxRow.id))) or 0
        for (number, route), until in list(self.wished.items()):
            if until <= self.now:
                self.to_hear.add(number)
                del self.wished[number, route]
        ReminderTick(self.store).tick(self.now)
        with self.store.read() as session:
            left = select(ReminderDeliveryRow.id).where(*due)
            assert session.scalars(left).all() == [], "what was due was left lying"
            rows = session.scalars(select(OutboxRow).where(OutboxRow.id > last, OutboxRow.chat != "")).all()
            told = Counter((row.chat, to_plain(reply_from_json(row.body, None).html)) for row in rows)
        assert all(count == 1 for count in told.values()), f"told twice at once: {told}"

    def arrives(self, delivery: Delivery) -> None:
        if not delivery.repeated:
            self.unlabelled[delivery.id] += 1
        said = to_plain(delivery.reply.html)
        opened = self.opened() if self.to_hear else {}
        for number in list(self.to_hear):
            title, day = opened.get(number, "|").split("|")
            if number not in opened or (title in said and day in said) or "việc khác" in said:
                self.to_hear.discard(number)

    def drain(self) -> None:
        """Everybody can be reached again: within the next working days all that had to be heard is."""
        with self.store.begin() as session:
            revive(session, [*PEOPLE.values(), self.group])
        with self.store.read() as session:
            late = {item.id for item in Reminders(session, self.office_id).open_items(self.now.date())}
        self.to_hear |= late
        start = max(self.now, datetime(2026, 7, 20, 9, 0, tzinfo=VIETNAM))
        for day in range(1, 9):
            self.now = (start + timedelta(days=day)).replace(hour=7)
            self.outbox.recover("postman", self.now)
            # The last day ends before the quiet hours: what is due in them comes the morning after.
            for _ in range(5 if day < 8 else 3):
                self.tick()
                self.now += timedelta(hours=4)
                while claimed := self.outbox.claim(self.now, "postman", 50):
                    for delivery in claimed:
                        self.arrives(delivery)
                        self.outbox.settle(delivery, self.now)
        opened = self.opened()
        assert [opened[number] for number in self.to_hear if number in opened] == [], "never heard of"
        self.everybody_who_is_to_hear_of_it_has_a_reminder_to_come()
        self.nothing_goes_out_twice()


def _without_waiting_for_the_disk(connection: sqlite3.Connection, _record: object) -> None:
    connection.execute("PRAGMA synchronous=OFF")


def test_nothing_due_is_forgotten_and_nothing_comes_twice_without_a_label(sqlite_template: Path) -> None:
    Office.template = sqlite_template
    run_state_machine_as_test(Office, settings=HOW)


def _plans_nothing_further(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(_Round, "plan", lambda *_: None)


def _loses_what_it_claims(patch: pytest.MonkeyPatch) -> None:
    def forgetful(session: Session, chat: str, reply: Reply, now: datetime, **more: Any) -> int | None:
        number = put_out(session, chat, reply, now, **more)
        session.get_one(OutboxRow, number).state = "sent"
        session.get_one(OutboxRow, number).finished_at = now
        return number

    patch.setattr(reminders, "put_out", forgetful)


def _says_everything_twice(patch: pytest.MonkeyPatch) -> None:
    def eager(session: Session, chat: str, reply: Reply, now: datetime, **more: Any) -> int | None:
        put_out(session, chat, reply, now, **more)
        return put_out(session, chat, reply, now, **more)

    patch.setattr(reminders, "put_out", eager)


def _forgets_what_was_put_off(patch: pytest.MonkeyPatch) -> None:
    def deaf(*_: object) -> bool:
        return True

    patch.setattr(Reminders, "snooze", deaf)


def _labels_no_repeat(patch: pytest.MonkeyPatch) -> None:
    lend = Outbox._lend

    def mute(outbox: Outbox, row: OutboxRow, now: datetime, worker: str) -> Delivery:
        delivery = lend(outbox, row, now, worker)
        row.repeated = False
        return Delivery(**{name: getattr(delivery, name) for name in Delivery.__slots__} | {"repeated": False})

    patch.setattr(Outbox, "_lend", mute)


@pytest.mark.parametrize(
    "bug",
    [
        _plans_nothing_further,
        _loses_what_it_claims,
        _says_everything_twice,
        _forgets_what_was_put_off,
        _labels_no_repeat,
    ],
)
def test_the_machine_finds_every_bug_it_is_there_for(
    bug: Callable[[pytest.MonkeyPatch], None], sqlite_template: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    Office.template = sqlite_template
    bug(monkeypatch)
    found_by_chance = settings(HOW, max_examples=60, phases=[Phase.generate], derandomize=True, database=None)
    with pytest.raises(AssertionError):
        run_state_machine_as_test(Office, settings=found_by_chance)
