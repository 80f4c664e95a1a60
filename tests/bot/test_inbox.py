from __future__ import annotations

import logging
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.inbox import FETCH_PAUSE, KEEP_DONE, KEEP_FAILED, LEASE, LONGEST_PAUSE, MOST_ATTEMPTS, Inbox, Work, complete
from bot.messages import Attachment, Incoming, Reply, Sender, Upload
from bot.outbox import Outbox
from bot.storage.engine import Store
from bot.storage.leases import ready_rows
from bot.storage.migrate import upgrade
from bot.storage.models import IdentityRow, InboxRow, OutboxRow, PersonRow
from knowledge.errors import ChatGone, DeliveryProblem, RetryLater, StorageProblem

NOW = datetime(2026, 11, 20, 1, 30, tzinfo=UTC)
SECOND = timedelta(seconds=1)
SORRY = Reply("Xin lỗi")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = Store(f"sqlite:///{tmp_path / 'tdkt.sqlite'}")
    upgrade(opened.engine)
    yield opened
    opened.dispose()


@pytest.fixture
def inbox(store: Store) -> Inbox:
    return Inbox(store, apology=[SORRY])


def _event(number: int, chat: str = "telegram:77", text: str = "hỏi") -> Incoming:
    return Incoming(f"telegram:update:{number}", chat, Sender(chat, "Lan"), NOW, text=text)


def _complete(store: Store, work: Work, *replies: Reply, now: datetime = NOW) -> None:
    with store.begin() as session:
        complete(session, work, replies, now)


def _rows(store: Store) -> list[InboxRow]:
    with store.read() as session:
        return list(session.scalars(select(InboxRow).order_by(InboxRow.id)))


def _waiting_texts(store: Store, now: datetime = NOW) -> list[str]:
    return [delivery.reply.html for delivery in Outbox(store).claim(now, "sender", 100)]


def test_an_event_comes_out_as_it_went_in(inbox: Inbox) -> None:
    event = Incoming(
        "k", "c", Sender("s", "Lan"), NOW, text="chú thích", upload=Upload("ref", "a.docx", 9), in_group=True
    )
    assert inbox.put([event], NOW) == 1
    (work,) = inbox.claim(NOW, "w", 10)
    assert work.event == event
    assert (work.key, work.chat, work.attempt) == ("k", "c", 1)


def test_a_redelivered_event_is_ignored_before_and_after_it_was_handled(store: Store, inbox: Inbox) -> None:
    assert inbox.put([_event(1), _event(1), _event(2)], NOW) == 2
    assert inbox.put([_event(1)], NOW) == 0
    _complete(store, *inbox.claim(NOW, "w", 1))
    assert inbox.put([_event(1), _event(2), _event(3)], NOW) == 1
    assert [row.key for row in _rows(store)] == [f"telegram:update:{number}" for number in (1, 2, 3)]


def test_nothing_to_store_is_no_transaction(inbox: Inbox) -> None:
    assert inbox.put([], NOW) == 0


def test_events_of_a_chat_come_one_at_a_time_in_order(store: Store, inbox: Inbox) -> None:
    inbox.put([_event(1), _event(2), _event(3, "telegram:5"), _event(4)], NOW)
    seen = []
    while works := inbox.claim(NOW, "w", 10):
        assert len({work.chat for work in works}) == len(works)
        assert inbox.claim(NOW, "another", 10) == []
        for work in works:
            seen.append(work.key[-1])
            _complete(store, work)
    assert seen == ["1", "3", "2", "4"]


def test_a_worker_takes_no_more_than_it_asked_for_oldest_first(inbox: Inbox) -> None:
    inbox.put([_event(number, f"telegram:{number}") for number in range(5)], NOW)
    assert [work.key[-1] for work in inbox.claim(NOW, "w", 2)] == ["0", "1"]
    assert [work.key[-1] for work in inbox.claim(NOW, "w", 9)] == ["2", "3", "4"]


def test_a_completed_event_keeps_its_key_and_nothing_else(store: Store, inbox: Inbox) -> None:
    inbox.put([_event(1, text="bí mật")], NOW)
    _complete(store, *inbox.claim(NOW, "w", 1), Reply("trả lời"))
    (row,) = _rows(store)
    assert (row.key, row.state) == ("telegram:update:1", "done")
    assert (row.chat, row.sender, row.body, row.worker) == ("", "", "", "")


def test_replies_wait_in_order_and_name_the_event_they_answer(store: Store, inbox: Inbox) -> None:
    inbox.put([_event(1)], NOW)
    file = Attachment("báo cáo.docx", bytes(range(256)))
    _complete(store, *inbox.claim(NOW, "w", 1), Reply("một"), Reply("hai", attachment=file))
    (first,) = Outbox(store).claim(NOW, "s", 9)
    Outbox(store).settle(first, NOW)
    (second,) = Outbox(store).claim(NOW, "s", 9)
    assert (first.reply, second.reply) == (Reply("một"), Reply("hai", attachment=file))
    assert first.answers == second.answers == "telegram:update:1"


def test_an_event_and_what_it_causes_are_done_together_or_not_at_all(store: Store, inbox: Inbox) -> None:
    inbox.put([_event(1)], NOW)
    (work,) = inbox.claim(NOW, "w", 1)
    with pytest.raises(ZeroDivisionError), store.begin() as session:
        session.add(PersonRow(name="Lan", created_at=NOW))
        complete(session, work, [Reply("x")], NOW)
        raise ZeroDivisionError
    assert [row.state for row in _rows(store)] == ["leased"]
    with store.read() as session:
        assert session.scalars(select(PersonRow)).all() == []
    assert _waiting_texts(store) == []


def test_the_event_of_a_dead_worker_comes_back_when_its_lease_is_over(inbox: Inbox) -> None:
    inbox.put([_event(1), _event(2)], NOW)
    inbox.claim(NOW, "w", 1)
    assert inbox.claim(NOW + LEASE - SECOND, "another", 9) == []
    (again,) = inbox.claim(NOW + LEASE, "another", 9)
    assert (again.key[-1], again.attempt) == ("1", 2)


def test_a_process_that_starts_again_takes_its_own_events_back_at_once(inbox: Inbox) -> None:
    inbox.put([_event(1), _event(2, "telegram:5")], NOW)
    inbox.claim(NOW, "dead", 1)
    inbox.claim(NOW, "alive", 1)
    assert inbox.recover("dead", NOW) == 1
    assert [work.key[-1] for work in inbox.claim(NOW, "dead", 9)] == ["1"]


def test_what_a_worker_does_after_its_lease_was_given_away_does_not_count(store: Store, inbox: Inbox) -> None:
    inbox.put([_event(1)], NOW)
    (slow,) = inbox.claim(NOW, "slow", 1)
    (quick,) = inbox.claim(NOW + LEASE, "quick", 1)
    with pytest.raises(StorageProblem, match="lease_lost"):
        _complete(store, slow, Reply("chậm"))
    assert inbox.fail(slow, NOW, "late") is False
    _complete(store, quick, Reply("nhanh"))
    with pytest.raises(StorageProblem, match="lease_lost"):
        _complete(store, quick, Reply("lần nữa"))
    assert _waiting_texts(store) == ["nhanh"]


def test_a_worker_that_is_late_but_alone_still_finishes(store: Store, inbox: Inbox) -> None:
    inbox.put([_event(1)], NOW)
    (work,) = inbox.claim(NOW, "slow", 1)
    _complete(store, work, Reply("x"), now=NOW + 2 * LEASE)
    assert inbox.claim(NOW + 3 * LEASE, "another", 1) == []


def test_a_failed_attempt_is_repeated_after_a_pause_and_the_chat_waits_for_it(store: Store, inbox: Inbox) -> None:
    inbox.put([_event(1), _event(2), _event(3, "telegram:5")], NOW)
    (work,) = inbox.claim(NOW, "w", 1)
    assert inbox.fail(work, NOW, "IndexMissing") is False
    with pytest.raises(StorageProblem, match="lease_lost"):
        _complete(store, work)
    assert [work.key[-1] for work in inbox.claim(NOW, "w", 9)] == ["3"]
    (again,) = inbox.claim(NOW + LONGEST_PAUSE, "w", 1)
    assert (again.key[-1], again.attempt) == ("1", 2)


def _fail_until_set_aside(inbox: Inbox, now: datetime = NOW) -> int:
    for attempt in range(1, MOST_ATTEMPTS + 1):
        now += LONGEST_PAUSE
        (work,) = inbox.claim(now, "w", 1)
        if inbox.fail(work, now, "ZeroDivisionError"):
            return attempt
    pytest.fail("never set aside")


def test_an_event_that_always_fails_is_set_aside_and_the_person_is_told(
    store: Store, inbox: Inbox, caplog: pytest.LogCaptureFixture
) -> None:
    inbox.put([_event(1, text="bí mật"), _event(2)], NOW)
    with caplog.at_level(logging.ERROR):
        assert _fail_until_set_aside(inbox) == MOST_ATTEMPTS
    assert _waiting_texts(store) == ["Xin lỗi"]
    assert "ZeroDivisionError" in caplog.text
    assert "bí mật" not in caplog.text
    later = NOW + LEASE
    assert [work.key[-1] for work in inbox.claim(later, "w", 9)] == ["2"]


def test_an_event_that_kills_its_worker_each_time_is_set_aside_and_the_person_is_told(
    store: Store, inbox: Inbox
) -> None:
    inbox.put([_event(1), _event(2)], NOW)
    now = NOW
    for _ in range(MOST_ATTEMPTS):
        assert [work.key[-1] for work in inbox.claim(now, "w", 9)] == ["1"]
        now += LEASE
    assert inbox.claim(now, "w", 9) == []
    assert [work.key[-1] for work in inbox.claim(now, "w", 9)] == ["2"]
    assert _waiting_texts(store, now) == ["Xin lỗi"]
    assert [row.state for row in _rows(store)] == ["failed", "leased"]


def test_a_set_aside_event_is_kept_for_the_maintainer_only_if_its_sender_is_known(store: Store, inbox: Inbox) -> None:
    with store.begin() as session:
        person = PersonRow(name="Lan", created_at=NOW)
        session.add(person)
        session.flush()
        session.add(IdentityRow(key="telegram:77", person_id=person.id))
    inbox.put([_event(1, text="của Lan")], NOW)
    _fail_until_set_aside(inbox)
    inbox.put([_event(2, "telegram:666", text="của người lạ")], NOW)
    _fail_until_set_aside(inbox)
    known, stranger = _rows(store)
    assert "telegram:77" in known.body
    assert (stranger.state, stranger.chat, stranger.sender, stranger.body) == ("failed", "", "", "")


def test_a_row_that_cannot_be_read_does_not_block_the_others(store: Store, inbox: Inbox) -> None:
    inbox.put([_event(1), _event(2, "telegram:5")], NOW)
    with store.begin() as session:
        session.scalars(select(InboxRow).order_by(InboxRow.id)).first().body = "{"  # type: ignore[union-attr]
    damaged, sound = inbox.claim(NOW, "w", 9)
    assert sound.event == _event(2, "telegram:5")
    with pytest.raises(ValueError, match="Expecting"):
        _ = damaged.event


def test_half_a_character_cannot_stop_the_intake(inbox: Inbox) -> None:
    inbox.put([_event(1, text="a\ud800\x00b"), _event(2, "telegram:5")], NOW)
    assert [work.event.text for work in inbox.claim(NOW, "w", 9)] == ["a\ud800\x00b", "hỏi"]


def test_keys_are_kept_for_longer_than_a_channel_redelivers(store: Store, inbox: Inbox) -> None:
    inbox.put([_event(1)], NOW)
    _complete(store, *inbox.claim(NOW, "w", 1))
    inbox.prune(NOW + KEEP_DONE)
    assert inbox.put([_event(1)], NOW) == 0
    inbox.prune(NOW + KEEP_DONE + SECOND)
    assert _rows(store) == []
    assert timedelta(hours=24) < KEEP_DONE


def test_pruning_leaves_unfinished_events_alone_and_set_aside_ones_for_a_while(store: Store, inbox: Inbox) -> None:
    inbox.put([_event(1)], NOW)
    _fail_until_set_aside(inbox)
    inbox.put([_event(2)], NOW)
    inbox.prune(NOW + KEEP_FAILED)
    assert [row.key[-1] for row in _rows(store)] == ["1", "2"]
    inbox.prune(NOW + KEEP_FAILED + timedelta(days=1))
    assert [row.key[-1] for row in _rows(store)] == ["2"]


def test_whoever_writes_is_not_gone_any_more(store: Store, inbox: Inbox) -> None:
    with store.begin() as session:
        person = PersonRow(name="Lan", created_at=NOW)
        session.add(person)
        session.flush()
        session.add(IdentityRow(key="telegram:77", person_id=person.id))
    inbox.put([_event(1)], NOW)
    _complete(store, *inbox.claim(NOW, "w", 1), Reply("x"))
    outbox = Outbox(store)
    outbox.settle(*outbox.claim(NOW, "s", 1), NOW, ChatGone())
    inbox.put([_event(1)], NOW)
    inbox.put([_event(2)], NOW)
    _complete(store, *inbox.claim(NOW, "w", 1), Reply("y"))
    assert _waiting_texts(store) == ["y"]


def test_a_claim_reads_only_what_is_unfinished(store: Store) -> None:
    """However many finished rows there are: the plan of the claiming statement reaches rows through indexes alone."""
    for table in (InboxRow, OutboxRow):
        statement = str(ready_rows(table, NOW, 5).compile(store.engine, compile_kwargs={"literal_binds": True}))
        with store.read() as session:
            plan = [row[-1] for row in session.connection().exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}")]
        looks = [step for step in plan if step.startswith(("SCAN", "SEARCH"))]
        assert any("_unfinished_index" in step for step in looks)
        assert not [step for step in looks if "INDEX" not in step], plan


def test_an_event_whose_file_cannot_be_fetched_comes_back_as_often_as_it_takes(inbox: Inbox) -> None:
    inbox.put([_event(1), _event(2)], NOW)
    now = NOW
    for _ in range(2 * MOST_ATTEMPTS):
        (work,) = inbox.claim(now, "w", 9)
        assert (work.key, work.attempt, work.received_at) == ("telegram:update:1", 1, NOW)
        inbox.postpone(work, now, DeliveryProblem("channel_unreachable"))
        assert inbox.claim(now + FETCH_PAUSE - SECOND, "w", 9) == []
        now += FETCH_PAUSE


def test_a_wait_the_channel_asks_for_is_kept(inbox: Inbox) -> None:
    inbox.put([_event(1)], NOW)
    (work,) = inbox.claim(NOW, "w", 9)
    inbox.postpone(work, NOW, RetryLater(after=timedelta(minutes=5)))
    assert inbox.claim(NOW + timedelta(minutes=5) - SECOND, "w", 9) == []
    assert len(inbox.claim(NOW + timedelta(minutes=5), "w", 9)) == 1


def test_a_worker_that_lost_its_lease_postpones_nothing(inbox: Inbox) -> None:
    inbox.put([_event(1)], NOW)
    (late,) = inbox.claim(NOW, "slow", 9)
    (taken,) = inbox.claim(NOW + LEASE, "quick", 9)
    inbox.postpone(late, NOW + LEASE, DeliveryProblem("channel_unreachable"))
    assert inbox.claim(NOW + LEASE + FETCH_PAUSE, "third", 9) == []
    assert taken.attempt == 2
