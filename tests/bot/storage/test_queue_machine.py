"""Inbox and outbox under any order of work, failure, death and redelivery.

The machines play the channels and the workers; they remember what they put in and what came of it.
Read next: `test_crash_loop.py`, where processes really die.
"""

from __future__ import annotations

import shutil
import sqlite3
import tempfile
from collections import defaultdict
from datetime import UTC, datetime, timedelta
from pathlib import Path

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test
from sqlalchemy import event, select

from bot.inbox import MOST_ATTEMPTS, Inbox, Work, complete
from bot.messages import Incoming, Reply, Sender
from bot.outbox import LONGEST_LEASE, Delivery, Outbox, enqueue
from bot.storage.engine import Store
from bot.storage.models import InboxRow, OutboxRow
from knowledge.errors import DeliveryProblem, MessageRefused, RetryLater, StorageProblem

CHATS = st.sampled_from(["a", "b"])
WORKERS = st.sampled_from(["one", "two"])
SECONDS = st.sampled_from([0, 1, 30, 120, 3600, 3600])
LIMIT = 3

PAUSE = timedelta(seconds=45)
OUTCOMES: dict[str, DeliveryProblem | None] = {
    "arrives": None,
    "arrives without an answer": DeliveryProblem(),
    "arrives, then the sender dies": None,
    "the sender dies": None,
    "later": RetryLater(after=PAUSE),
    "lost": DeliveryProblem(),
    "certainly lost": DeliveryProblem(uncertain=False),
    "refused": MessageRefused(),
    "linger": None,
}


def _each(*outcomes: str) -> st.SearchStrategy[list[str]]:
    return st.lists(st.sampled_from(outcomes), min_size=LIMIT, max_size=LIMIT)


HOW = settings(
    max_examples=50,
    stateful_step_count=30,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


class Machine(RuleBasedStateMachine):
    """A database of its own, a clock, and workers of whom some are dead."""

    template: Path

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="tdkt-machine-"))
        shutil.copy(self.template, self.folder / "tdkt.sqlite")
        self.store = Store(f"sqlite:///{self.folder / 'tdkt.sqlite'}")
        event.listen(self.store.engine, "connect", _without_waiting_for_the_disk)
        self.inbox = Inbox(self.store, apology=[Reply("apology")])
        self.outbox = Outbox(self.store)
        self.now = datetime(2026, 11, 20, 1, 30, tzinfo=UTC)

    def teardown(self) -> None:
        try:
            self.drain()
        finally:
            self.store.dispose()
            shutil.rmtree(self.folder)

    def drain(self) -> None:
        raise NotImplementedError

    def time_passes(self, seconds: int) -> None:
        self.now += timedelta(seconds=seconds)


def _without_waiting_for_the_disk(connection: sqlite3.Connection, _record: object) -> None:
    connection.execute("PRAGMA synchronous=OFF")


class Events(Machine):
    """Every accepted event is completed or set aside exactly once, in the order of its chat."""

    def __init__(self) -> None:
        super().__init__()
        self.accepted: dict[str, list[str]] = defaultdict(list)
        self.settled: dict[str, list[str]] = defaultdict(list)
        self.lingering: list[Work] = []
        self.expected_messages = 0

    @rule(chats=st.lists(CHATS, min_size=1, max_size=3))
    def events_come_in(self, chats: list[str]) -> None:
        events = []
        for chat in chats:
            key = f"{chat}{len(self.accepted[chat])}"
            self.accepted[chat].append(key)
            events.append(self.event(key))
        assert self.inbox.put(events, self.now) == len(events)

    @precondition(lambda self: any(self.accepted.values()))
    @rule(data=st.data())
    def an_event_is_delivered_again(self, data: st.DataObject) -> None:
        key = data.draw(st.sampled_from([key for keys in self.accepted.values() for key in keys]))
        assert self.inbox.put([self.event(key)], self.now) == 0

    @rule(worker=WORKERS, seconds=SECONDS, outcomes=_each("finish", "fail", "die", "linger"))
    def a_worker_works(self, worker: str, seconds: int, outcomes: list[str]) -> None:
        self.time_passes(seconds)
        for work, outcome in zip(self.claim(worker, LIMIT), outcomes, strict=False):
            if outcome == "finish":
                self.finish(work)
            elif outcome == "fail":
                self.fail(work)
            elif outcome == "linger":
                self.lingering.append(work)

    @precondition(lambda self: self.lingering)
    @rule(finishes=st.booleans())
    def a_slow_worker_ends(self, finishes: bool) -> None:
        work = self.lingering.pop(0)
        if finishes:
            self.finish(work)
        else:
            self.fail(work)

    @rule(worker=WORKERS)
    def a_process_starts_again(self, worker: str) -> None:
        self.inbox.recover(worker, self.now)

    @rule()
    def old_rows_are_forgotten(self) -> None:
        self.inbox.prune(self.now)

    @invariant()
    def every_event_is_settled_once_and_in_order(self) -> None:
        for chat, keys in self.settled.items():
            assert keys == self.accepted[chat][: len(keys)]

    @invariant()
    def what_is_settled_is_what_the_database_says(self) -> None:
        settled = {key for keys in self.settled.values() for key in keys}
        with self.store.read() as session:
            assert set(session.scalars(select(InboxRow.key).where(InboxRow.finished_at.is_not(None)))) == settled
            assert len(session.scalars(select(OutboxRow.id)).all()) == self.expected_messages

    def finish(self, work: Work) -> None:
        current = self.is_current(work)
        try:
            with self.store.begin() as session:
                complete(session, work, [Reply(f"{work.key}.{number}") for number in range(2)], self.now)
        except StorageProblem as lost:
            assert lost.key == "lease_lost"
            assert not current
        else:
            assert current
            self.settled[work.chat].append(work.key)
            self.expected_messages += 2

    def fail(self, work: Work) -> None:
        last = self.is_current(work) and work.attempt == MOST_ATTEMPTS
        assert self.inbox.fail(work, self.now, "ZeroDivisionError") is last
        if last:
            self.settled[work.chat].append(work.key)
            self.expected_messages += 1

    def claim(self, worker: str, limit: int) -> list[Work]:
        """Claim, check what was given out, and note what was set aside because its workers died."""
        before = self.failed()
        taken = self.inbox.claim(self.now, worker, limit)
        for key in sorted(self.failed() - before):
            self.settled[key[0]].append(key)
            self.expected_messages += 1
        assert len({work.chat for work in taken}) == len(taken) <= limit
        for work in taken:
            assert work.key == self.accepted[work.chat][len(self.settled[work.chat])]
            assert work.attempt <= MOST_ATTEMPTS
        return taken

    def is_current(self, work: Work) -> bool:
        """Whether the work is still in the hands of the worker who took it."""
        with self.store.read() as session:
            row = session.scalars(select(InboxRow).where(InboxRow.key == work.key)).one()
            return (row.state, row.attempts) == ("leased", work.attempt)

    def failed(self) -> set[str]:
        with self.store.read() as session:
            return set(session.scalars(select(InboxRow.key).where(InboxRow.state == "failed")))

    def event(self, key: str) -> Incoming:
        return Incoming(key, key[0], Sender(key[0]), self.now, text=key)

    def drain(self) -> None:
        """With nobody dying any more, every event comes to its end."""
        while sum(map(len, self.settled.values())) < sum(map(len, self.accepted.values())):
            before = sum(map(len, self.settled.values()))
            self.now += LONGEST_LEASE
            for work in self.claim("last", 9):
                with self.store.begin() as session:
                    complete(session, work, [], self.now)
                self.settled[work.chat].append(work.key)
            assert sum(map(len, self.settled.values())) > before
        self.every_event_is_settled_once_and_in_order()
        self.what_is_settled_is_what_the_database_says()


class Messages(Machine):
    """Every message is sent or reported, in the order of its chat, and never twice without a label."""

    def __init__(self) -> None:
        super().__init__()
        self.queued: dict[str, list[str]] = defaultdict(list)
        self.arrived: dict[str, list[bool]] = defaultdict(list)
        self.first_arrivals: dict[str, list[str]] = defaultdict(list)
        self.refused: set[str] = set()
        self.held_until: dict[str, datetime] = defaultdict(lambda: self.now)
        self.lingering: list[tuple[Delivery, str]] = []

    @rule(chat=CHATS, count=st.integers(1, 3))
    def messages_are_queued(self, chat: str, count: int) -> None:
        texts = [f"{chat}{len(self.queued[chat]) + number:03}" for number in range(count)]
        with self.store.begin() as session:
            assert enqueue(session, chat, [Reply(text) for text in texts], self.now) == count
        self.queued[chat] += texts

    @rule(worker=WORKERS, seconds=SECONDS, outcomes=_each(*OUTCOMES))
    def a_sender_works(self, worker: str, seconds: int, outcomes: list[str]) -> None:
        self.time_passes(seconds)
        for delivery, outcome in zip(self.claim(worker), outcomes, strict=False):
            self.lingering.append((delivery, outcome))
            if outcome != "linger":
                self.end(-1)

    @precondition(lambda self: self.lingering)
    @rule()
    def a_slow_sender_ends(self) -> None:
        self.end(0)

    def end(self, which: int) -> None:
        delivery, outcome = self.lingering.pop(which)
        if outcome.startswith(("arrives", "linger")):
            self.arrive(delivery)
        if outcome == "refused" and self.holds(delivery):
            self.refused.add(delivery.reply.html)
        if "dies" not in outcome:
            if outcome == "later" and self.holds(delivery):
                self.held_until[delivery.chat] = self.now + PAUSE
            self.outbox.settle(delivery, self.now, OUTCOMES[outcome])

    @rule(worker=WORKERS)
    def a_process_starts_again(self, worker: str) -> None:
        self.lingering = [held for held in self.lingering if self.worker(held[0]) != worker]
        self.outbox.recover(worker, self.now)

    @rule()
    def old_rows_are_forgotten(self) -> None:
        self.outbox.prune(self.now)

    @invariant()
    def no_message_arrives_twice_without_a_label(self) -> None:
        assert all(labels.count(False) <= 1 for labels in self.arrived.values())

    @invariant()
    def the_messages_of_a_chat_arrive_in_order(self) -> None:
        assert all(texts == sorted(texts) for texts in self.first_arrivals.values())

    def claim(self, worker: str) -> list[Delivery]:
        """Claim, and check what was given out."""
        taken = self.outbox.claim(self.now, worker, LIMIT)
        assert len({delivery.chat for delivery in taken}) == len(taken) <= LIMIT
        for delivery in taken:
            assert self.now >= self.held_until[delivery.chat]
            assert not any(other.chat == delivery.chat and self.holds(other) for other, _ in self.lingering)
        return taken

    def arrive(self, delivery: Delivery) -> None:
        """The channel's own time limit keeps a sender that outlived its lease from sending at all."""
        if self.holds(delivery):
            text = delivery.reply.html
            if not self.arrived[text]:
                self.first_arrivals[delivery.chat].append(text)
            self.arrived[text].append(delivery.repeated)

    def holds(self, delivery: Delivery) -> bool:
        with self.store.read() as session:
            row = session.get_one(OutboxRow, delivery.id)
            return (row.state, row.attempts) == ("sending", delivery.attempt)

    def worker(self, delivery: Delivery) -> str:
        with self.store.read() as session:
            return session.get_one(OutboxRow, delivery.id).worker

    def unfinished(self) -> int:
        with self.store.read() as session:
            return len(session.scalars(select(OutboxRow.id).where(OutboxRow.finished_at.is_(None))).all())

    def drain(self) -> None:
        """With nobody dying any more, every message arrives unless it was refused or given up."""
        while self.unfinished():
            before = self.unfinished()
            self.now += LONGEST_LEASE
            for delivery in self.claim("last"):
                self.arrive(delivery)
                self.outbox.settle(delivery, self.now)
            assert self.unfinished() < before
        with self.store.read() as session:
            given_up = len(session.scalars(select(OutboxRow.id).where(OutboxRow.state == "gave_up")).all())
        never_arrived = {text for texts in self.queued.values() for text in texts if not self.arrived[text]}
        assert len(never_arrived - self.refused) <= given_up
        self.no_message_arrives_twice_without_a_label()
        self.the_messages_of_a_chat_arrive_in_order()


def test_no_event_is_lost_or_handled_twice_whatever_happens(sqlite_template: Path) -> None:
    Events.template = sqlite_template
    run_state_machine_as_test(Events, settings=HOW)


def test_no_message_is_lost_or_doubled_without_a_label_whatever_happens(sqlite_template: Path) -> None:
    Messages.template = sqlite_template
    run_state_machine_as_test(Messages, settings=HOW)
