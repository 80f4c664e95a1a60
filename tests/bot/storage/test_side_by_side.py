"""Four processes with the same queues, on each database; threads that would leave an office without anybody."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from collections import Counter, defaultdict
from collections.abc import Callable
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.access import Directory, Principal, Role
from bot.inbox import Inbox
from bot.messages import Incoming, Sender
from bot.storage.engine import Store
from bot.storage.models import InboxRow, MembershipRow, OutboxRow, PersonRow
from knowledge.errors import AccessDenied

NOW = datetime(2026, 11, 20, 1, 30, tzinfo=UTC)
WORKER = Path(__file__).with_name("claim_worker.py")
PROCESSES, EVENTS, CHATS = 4, 500, 60


def _event(number: int) -> Incoming:
    chat = f"telegram:{number % CHATS}"
    return Incoming(f"{number:05}", chat, Sender(chat), NOW)


def test_four_processes_take_every_event_and_every_message_once_and_in_order(url: str, store: Store) -> None:
    Inbox(store).put([_event(number) for number in range(EVENTS)], NOW)
    command = [sys.executable, str(WORKER), url]
    workers = [
        subprocess.Popen(
            [*command, f"worker {number}"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=WORKER.parents[3],
        )
        for number in range(PROCESSES)
    ]
    for worker in workers:
        assert worker.stdout is not None
        assert worker.stdout.readline() == "ready\n"
    for worker in workers:
        assert worker.stdin is not None
        worker.stdin.write("go\n")
        worker.stdin.flush()
    lines = [json.loads(line) for worker in workers for line in worker.communicate()[0].splitlines()]
    assert [worker.returncode for worker in workers] == [0] * PROCESSES

    for what in ("event", "message"):
        mine = [line for line in lines if line["what"] == what]
        assert Counter(line["key"] for line in mine) == Counter(f"{number:05}" for number in range(EVENTS))
        by_chat = defaultdict(list)
        for line in sorted(mine, key=lambda line: line["taken"]):
            by_chat[line["chat"]].append(line)
        for chat in by_chat.values():
            assert [line["key"] for line in chat] == sorted(line["key"] for line in chat)
            assert all(before["let_go"] <= after["taken"] for before, after in pairwise(chat))
    with store.read() as session:
        assert set(session.scalars(select(InboxRow.state))) == {"done"}
        assert set(session.scalars(select(OutboxRow.state))) == {"sent"}
        assert set(session.scalars(select(OutboxRow.repeated))) == {False}


def test_an_event_that_becomes_visible_late_is_not_handled_beside_another_of_its_chat(store: Store) -> None:
    """PostgreSQL numbers rows before they are committed: the lower number may turn up second."""
    if store.engine.dialect.name == "sqlite":
        pytest.skip("SQLite writes one transaction at a time")
    inbox = Inbox(store)
    with store.begin() as slow:
        row = InboxRow(chat="a", body="{}", state="waiting", created_at=NOW, key="first", sender="a")
        slow.add(row)
        slow.flush()
        inbox.put([Incoming("second", "a", Sender("a"), NOW)], NOW)
        assert [work.key for work in inbox.claim(NOW, "one", 9)] == ["second"]
    assert inbox.claim(NOW, "two", 9) == []


def _overlapping(store: Store, first: Callable[[Directory], object], second: Callable[[Directory], object]) -> str:
    """How `second` ended, which began after `first` had done its work and before it was committed."""
    ended: list[str] = []
    begins = threading.Event()

    def run() -> None:
        begins.set()
        try:
            with store.begin() as session:
                second(Directory(session))
            ended.append("done")
        except AccessDenied as refusal:
            ended.append(refusal.key)

    thread = threading.Thread(target=run)
    with store.begin() as session:
        first(Directory(session))
        thread.start()
        begins.wait()
        # Long enough for somebody who does not wait to come to an end; who waits is waited for.
        thread.join(timeout=0.5)
    thread.join()
    return ended[0]


def _office_with_two_administrators(store: Store) -> tuple[Principal, Principal]:
    with store.begin() as session:
        directory = Directory(session)
        _, code = directory.create_office("Phường A", NOW)
        lan = directory.redeem(code, "telegram:1", "Lan", NOW)
        minh = directory.redeem(directory.invite(lan, Role.ADMINISTRATOR, NOW), "telegram:2", "Minh", NOW)
    return lan, minh


def test_two_administrators_who_demote_each_other_leave_one(store: Store) -> None:
    lan, minh = _office_with_two_administrators(store)
    ended = _overlapping(
        store,
        lambda directory: directory.change_role(lan, minh.person_id, Role.READER),
        lambda directory: directory.change_role(minh, lan.person_id, Role.READER),
    )
    assert ended == "role_needed"
    with store.read() as session:
        administrators = select(MembershipRow.person_id).where(MembershipRow.role == Role.ADMINISTRATOR)
        assert session.scalars(administrators).all() == [lan.person_id]


def test_two_administrators_who_leave_together_leave_one(store: Store) -> None:
    lan, minh = _office_with_two_administrators(store)
    ended = _overlapping(
        store,
        lambda directory: directory.remove(lan, lan.person_id),
        lambda directory: directory.remove(minh, minh.person_id),
    )
    assert ended == "last_administrator"


def test_a_code_that_two_people_send_lets_one_in(store: Store) -> None:
    lan, _ = _office_with_two_administrators(store)
    with store.begin() as session:
        code = Directory(session).invite(lan, Role.OFFICER, NOW)
    ended = _overlapping(
        store,
        lambda directory: directory.redeem(code, "telegram:3", "Hoa", NOW),
        lambda directory: directory.redeem(code, "telegram:4", "Mai", NOW),
    )
    assert ended == "invitation_used"
    with store.read() as session:
        assert sorted(session.scalars(select(PersonRow.name))) == ["Hoa", "Lan", "Minh"]


def test_a_code_sent_while_its_maker_is_demoted_lets_nobody_in(store: Store) -> None:
    lan, minh = _office_with_two_administrators(store)
    with store.begin() as session:
        code = Directory(session).invite(minh, Role.ADMINISTRATOR, NOW)
    ended = _overlapping(
        store,
        lambda directory: directory.change_role(lan, minh.person_id, Role.READER),
        lambda directory: directory.redeem(code, "telegram:3", "Hoa", NOW),
    )
    assert ended == "invitation_unknown"
