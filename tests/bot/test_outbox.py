from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import func, select

from bot.messages import Attachment, Reply
from bot.outbox import GIVE_UP_AFTER, KEEP_FINISHED, KEEP_GONE, LEASE, LONGEST_LEASE, LONGEST_PAUSE, Outbox, enqueue
from bot.storage.engine import Store
from bot.storage.leases import doubling
from bot.storage.migrate import upgrade
from bot.storage.models import ChatRow, IdentityRow, OutboxRow, PersonRow
from knowledge.errors import ChatGone, DeliveryProblem, MessageRefused, RetryLater

NOW = datetime(2026, 11, 20, 1, 30, tzinfo=UTC)
SECOND = timedelta(seconds=1)
LAN = "telegram:77"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = Store(f"sqlite:///{tmp_path / 'tdkt.sqlite'}")
    upgrade(opened.engine)
    with opened.begin() as session:
        person = PersonRow(name="Lan", created_at=NOW)
        session.add(person)
        session.flush()
        session.add(IdentityRow(key=LAN, person_id=person.id))
    yield opened
    opened.dispose()


@pytest.fixture
def outbox(store: Store) -> Outbox:
    return Outbox(store)


def _put(store: Store, chat: str, *texts: str) -> int:
    with store.begin() as session:
        return enqueue(session, chat, [Reply(text) for text in texts], NOW)


def _texts(outbox: Outbox, now: datetime = NOW, limit: int = 99) -> list[str]:
    return [delivery.reply.html for delivery in outbox.claim(now, "s", limit)]


def _rows(store: Store) -> list[OutboxRow]:
    with store.read() as session:
        return list(session.scalars(select(OutboxRow).order_by(OutboxRow.id)))


def _states(store: Store) -> list[str]:
    return [row.state for row in _rows(store)]


def test_messages_of_a_chat_go_one_at_a_time_in_order(store: Store, outbox: Outbox) -> None:
    _put(store, LAN, "1", "2")
    _put(store, "telegram:5", "a", "b")
    sent = []
    while deliveries := outbox.claim(NOW, "s", 9):
        assert outbox.claim(NOW, "another", 9) == []
        for delivery in deliveries:
            sent.append(delivery.reply.html)
            outbox.settle(delivery, NOW)
    assert sent == ["1", "a", "2", "b"]


def test_many_replies_keep_their_order(store: Store) -> None:
    _put(store, LAN, *(str(number) for number in range(300)))
    assert [f'"html": "{number}"' in row.body for number, row in enumerate(_rows(store))] == [True] * 300


def test_what_was_sent_leaves_neither_text_nor_file_nor_chat(store: Store, outbox: Outbox) -> None:
    with store.begin() as session:
        enqueue(session, LAN, [Reply("bí mật", attachment=Attachment("a.docx", b"PK"))], NOW)
    outbox.settle(*outbox.claim(NOW, "s", 1), NOW)
    (row,) = _rows(store)
    assert (row.state, row.chat, row.body, row.attachment) == ("sent", "", "", None)


@pytest.mark.parametrize("problem", [MessageRefused(), ChatGone()])
def test_a_file_goes_with_its_message_however_it_ends(store: Store, outbox: Outbox, problem: DeliveryProblem) -> None:
    with store.begin() as session:
        enqueue(session, LAN, [Reply(attachment=Attachment("a.docx", b"PK"))], NOW)
    outbox.settle(*outbox.claim(NOW, "s", 1), NOW, problem)
    assert [(row.attachment, row.body) for row in _rows(store)] == [(None, "")]


def test_a_first_attempt_is_not_labelled(store: Store, outbox: Outbox) -> None:
    _put(store, LAN, "1")
    (delivery,) = outbox.claim(NOW, "s", 1)
    assert (delivery.repeated, delivery.attempt, delivery.parts_sent, delivery.answers) == (False, 1, 0, "")


def test_the_message_of_a_dead_sender_is_sent_again_and_labelled(store: Store, outbox: Outbox) -> None:
    _put(store, LAN, "1", "2")
    outbox.claim(NOW, "s", 1)
    assert outbox.claim(NOW + LEASE - SECOND, "another", 1) == []
    (again,) = outbox.claim(NOW + LEASE, "another", 1)
    assert (again.reply.html, again.repeated) == ("1", True)
    outbox.settle(again, NOW + LEASE)
    (following,) = outbox.claim(NOW + LEASE, "another", 1)
    assert (following.reply.html, following.repeated) == ("2", False)


def test_a_process_that_starts_again_sends_its_own_messages_at_once(store: Store, outbox: Outbox) -> None:
    _put(store, LAN, "1")
    outbox.claim(NOW, "dead", 1)
    assert outbox.recover("alive", NOW) == 0
    assert outbox.recover("dead", NOW) == 1
    (again,) = outbox.claim(NOW, "dead", 1)
    assert again.repeated


def test_a_message_that_kills_its_senders_arrives_ever_more_rarely_and_not_for_ever(
    store: Store, outbox: Outbox, caplog: pytest.LogCaptureFixture
) -> None:
    _put(store, LAN, "1", "2")
    now, attempts = NOW, 0
    while now < NOW + GIVE_UP_AFTER + 2 * LONGEST_LEASE:
        outbox.recover("s", now)
        attempts += len([text for text in _texts(outbox, now) if text == "1"])
        now += timedelta(minutes=10)
    assert 10 < attempts < 40
    assert _states(store)[0] == "gave_up"
    assert _states(store)[1] != "waiting"
    assert "given up" in caplog.text


def test_who_settles_too_late_changes_nothing(store: Store, outbox: Outbox, caplog: pytest.LogCaptureFixture) -> None:
    _put(store, LAN, "1")
    (slow,) = outbox.claim(NOW, "slow", 1)
    (quick,) = outbox.claim(NOW + LEASE, "quick", 1)
    outbox.settle(slow, NOW + LEASE, ChatGone())
    assert _states(store) == ["sending"]
    outbox.settle(quick, NOW + LEASE)
    outbox.settle(quick, NOW + LEASE, MessageRefused())
    assert _states(store) == ["sent"]
    assert "too late" in caplog.text


def test_retry_later_holds_the_whole_chat_and_no_other(store: Store, outbox: Outbox) -> None:
    _put(store, LAN, "1", "2")
    _put(store, "telegram:5", "a")
    (first,) = outbox.claim(NOW, "s", 1)
    outbox.settle(first, NOW, RetryLater(after=timedelta(seconds=30)))
    _put(store, LAN, "3")
    assert _texts(outbox) == ["a"]
    assert _texts(outbox, NOW + 29 * SECOND) == []
    (again,) = outbox.claim(NOW + 30 * SECOND, "s", 1)
    assert (again.reply.html, again.repeated) == ("1", False)


def test_a_chat_is_held_again_when_the_channel_asks_again(store: Store, outbox: Outbox) -> None:
    _put(store, LAN, "1")
    outbox.settle(*outbox.claim(NOW, "s", 1), NOW, RetryLater(after=timedelta(seconds=5)))
    later = NOW + 5 * SECOND
    outbox.settle(*outbox.claim(later, "s", 1), later, RetryLater(after=timedelta(seconds=60)))
    assert _texts(outbox, later + 59 * SECOND) == []
    assert _texts(outbox, later + 60 * SECOND) == ["1"]


def test_a_refused_message_does_not_hold_up_the_next(store: Store, outbox: Outbox) -> None:
    _put(store, LAN, "1", "2")
    outbox.settle(*outbox.claim(NOW, "s", 1), NOW, MessageRefused(reason="can't parse entities"))
    assert _texts(outbox) == ["2"]
    assert [row.reason for row in _rows(store)] == ['message_refused(reason="can\'t parse entities")', ""]


def test_nothing_more_is_sent_to_a_chat_that_is_gone(store: Store, outbox: Outbox) -> None:
    _put(store, LAN, "1", "2")
    _put(store, "telegram:5", "a")
    (first,) = outbox.claim(NOW, "s", 1)
    outbox.settle(first, NOW, ChatGone(reason="blocked"))
    assert _put(store, LAN, "3") == 0
    assert _states(store) == ["gone", "gone", "waiting"]
    assert {row.reason for row in _rows(store)[:2]} == {"chat_gone(reason='blocked')"}
    assert _texts(outbox) == ["a"]
    with store.read() as session:
        assert session.scalars(select(ChatRow.key)).all() == [LAN]


def test_a_stranger_who_blocks_leaves_no_row(store: Store, outbox: Outbox) -> None:
    _put(store, "telegram:666", "1", "2")
    outbox.settle(*outbox.claim(NOW, "s", 1), NOW, ChatGone())
    assert _states(store) == ["gone", "gone"]
    assert {row.chat for row in _rows(store)} == {""}
    with store.read() as session:
        assert session.scalar(select(func.count()).select_from(ChatRow)) == 0


def test_after_a_network_failure_a_message_waits_ever_longer_and_is_labelled(store: Store, outbox: Outbox) -> None:
    _put(store, LAN, "1")
    now, pauses, labels = NOW, [], []
    for _ in range(12):
        (delivery,) = outbox.claim(now, "s", 1)
        labels.append(delivery.repeated)
        outbox.settle(delivery, now, DeliveryProblem())
        before = now
        while not (due := _due(store)) <= now:
            now = due
        pauses.append(now - before)
    assert labels == [False] + [True] * 11
    assert pauses == sorted(pauses)
    assert pauses[0] < pauses[1]
    assert pauses[-1] == LONGEST_PAUSE


def _due(store: Store) -> datetime:
    held_until = _rows(store)[0].held_until
    assert held_until is not None
    return held_until


def test_what_certainly_did_not_arrive_is_not_labelled(store: Store, outbox: Outbox) -> None:
    _put(store, LAN, "1")
    outbox.settle(*outbox.claim(NOW, "s", 1), NOW, DeliveryProblem(uncertain=False))
    (again,) = outbox.claim(NOW + LONGEST_PAUSE, "s", 1)
    assert not again.repeated


@pytest.mark.parametrize("problem", [RetryLater(after=SECOND, parts_sent=2), DeliveryProblem(parts_sent=2)])
def test_parts_that_arrived_are_not_sent_again(store: Store, outbox: Outbox, problem: DeliveryProblem) -> None:
    _put(store, LAN, "1")
    outbox.settle(*outbox.claim(NOW, "s", 1), NOW, problem)
    (again,) = outbox.claim(NOW + LONGEST_PAUSE, "s", 1)
    assert again.parts_sent == 2
    outbox.settle(again, NOW + LONGEST_PAUSE, DeliveryProblem(parts_sent=1))
    (third,) = outbox.claim(NOW + 2 * LONGEST_PAUSE, "s", 1)
    assert third.parts_sent == 2


def test_a_network_that_stays_away_is_tried_for_a_day_and_then_reported(
    store: Store, outbox: Outbox, caplog: pytest.LogCaptureFixture
) -> None:
    _put(store, LAN, "1", "2")
    now = first_try = NOW + timedelta(days=3)
    with caplog.at_level(logging.ERROR):
        while now < first_try + GIVE_UP_AFTER:
            assert "given up" not in caplog.text
            for delivery in outbox.claim(now, "s", 1):
                outbox.settle(delivery, now, DeliveryProblem())
            now += timedelta(hours=1)
        assert _states(store) == ["waiting", "waiting"]
        outbox.settle(*outbox.claim(now, "s", 1), now, DeliveryProblem())
    assert _states(store) == ["gave_up", "waiting"]
    assert "given up" in caplog.text
    assert _texts(outbox, now) == ["2"]


def test_settled_messages_are_forgotten_after_a_while(store: Store, outbox: Outbox) -> None:
    _put(store, LAN, "1", "2")
    outbox.settle(*outbox.claim(NOW, "s", 1), NOW)
    outbox.prune(NOW + KEEP_FINISHED)
    assert _states(store) == ["sent", "waiting"]
    outbox.prune(NOW + KEEP_FINISHED + SECOND)
    assert _states(store) == ["waiting"]


def test_pruning_keeps_what_is_still_held_or_gone(store: Store, outbox: Outbox) -> None:
    with store.begin() as session:
        session.add(ChatRow(key="held", not_before=NOW + SECOND))
        session.add(ChatRow(key="free", not_before=NOW))
        session.add(ChatRow(key="gone", gone_at=NOW - KEEP_GONE))
        session.add(ChatRow(key="long gone", gone_at=NOW - KEEP_GONE - SECOND))
    outbox.prune(NOW)
    with store.read() as session:
        assert sorted(session.scalars(select(ChatRow.key))) == ["gone", "held"]


@given(st.integers(1, 10_000))
def test_a_pause_never_shrinks_and_never_grows_beyond_its_limit(attempt: int) -> None:
    pauses: Sequence[timedelta] = [doubling(SECOND, number, LONGEST_LEASE) for number in (attempt, attempt + 1)]
    assert SECOND <= pauses[0] <= pauses[1] <= LONGEST_LEASE


def test_an_outbox_of_a_channel_or_of_one_chat_leaves_the_others_alone(store: Store) -> None:
    for chat in ("telegram:7", "telegram:77", "terminal:an", "terminal:anh", "terminal:a%"):
        _put(store, chat, chat)
    assert _texts(Outbox(store, chats="terminal:an")) == ["terminal:an"]
    assert _texts(Outbox(store, chats="terminal:a%")) == ["terminal:a%"]
    assert _texts(Outbox(store, chats="telegram:")) == ["telegram:7", "telegram:77"]
    assert _texts(Outbox(store)) == ["terminal:anh"]
