"""The running service against a Telegram that fails in every way it can, and flows that fail inside.

It knows the service from outside: people, faults, the clock, the rows that are left.
Read next: `bot/app.py`; `tests/crash/test_kill.py`, where the whole process dies.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bot import app
from bot.assistant import Assistant
from bot.channels.telegram import TelegramChannel
from bot.flows import dispatch
from bot.flows.slow_work import SlowWork
from bot.flows.turn import Paper
from bot.inbox import Inbox
from bot.messages import Incoming, Reply, Sender
from bot.storage.health import backlog
from bot.storage.models import ChatRow, InboxRow, OutboxRow, ReceiptRow
from index.encoder import HashingEncoder, Vectors
from knowledge.errors import DeliveryProblem, FileRejected, StorageBusy
from tests.conversations.house import Clock, House, clock, house, own_house, prepared, shipped
from tests.conversations.stage import TelegramSpeaker, TelegramStage, brisk, on_telegram, serving, telegram_stage, until
from tests.telegram_double import Fault, TelegramDouble
from tests.telegram_double.plugin import telegram

__all__ = ["brisk", "clock", "house", "own_house", "prepared", "shipped", "telegram", "telegram_stage"]

Given = Paper | FileRejected | None
Respond = Callable[[Session, Incoming, Assistant, datetime, Given, SlowWork | None], list[Reply]]
REPEATED = "(gửi lại)"
ANSWER = "Điều 50 Nghị định số 152/2025/NĐ-CP"
LATEST = [Fault.BAD_GATEWAY, Fault.SERVER_ERROR, Fault.DROPPED, Fault.GARBLED]


@pytest.fixture
def officer(telegram_stage: TelegramStage) -> TelegramSpeaker:
    return telegram_stage.administrator("An")


@pytest.fixture
def other(telegram_stage: TelegramStage) -> TelegramSpeaker:
    return telegram_stage.administrator("Bình", "Xã Cao Sơn")


def texts(speaker: TelegramSpeaker) -> list[str]:
    """Everything the assistant ever said in this chat."""
    return [message.get("text", "") for message in speaker.person.unread()]


async def until_count(things: Callable[[], Sequence[str]], count: int) -> None:
    await until(lambda: len(things()) == count)


def finished(house: House, state: str) -> int:
    found: int = house.rows(select(func.count()).select_from(OutboxRow).where(OutboxRow.state == state))[0]
    return found


def receipts(house: House) -> int:
    found: int = house.rows(select(func.count()).select_from(ReceiptRow))[0]
    return found


def paused(house: House) -> bool:
    """A message waits for its next attempt."""
    waiting = select(OutboxRow).where(OutboxRow.state == "waiting", OutboxRow.attempts > 0)
    return bool(house.rows(waiting))


def failing(monkeypatch: pytest.MonkeyPatch, error: Exception, text: str, times: int = 100) -> list[str]:
    """Let the first `times` attempts at an event with that text fail, at the end of their work; gives the attempts."""
    attempts: list[str] = []
    real: Respond = dispatch.respond

    def respond(
        session: Session, event: Incoming, assistant: Assistant, now: datetime, paper: Given, slow_work: SlowWork | None
    ) -> list[Reply]:
        replies = real(session, event, assistant, now, paper, slow_work)
        if text in (event.text, event.press):
            attempts.append(event.key)
            if len(attempts) <= times:
                raise error
        return replies

    monkeypatch.setattr(app, "respond", respond)
    return attempts


# Telegram fails.


async def test_a_wait_that_telegram_asks_for_is_kept_and_holds_up_nobody_else(
    telegram_stage: TelegramStage,
    telegram: TelegramDouble,
    officer: TelegramSpeaker,
    other: TelegramSpeaker,
    clock: Clock,
) -> None:
    telegram.fails("sendMessage", Fault.TOO_MANY_REQUESTS, seconds=7)
    await officer.person.writes("Điều 50")
    await until(lambda: bool(telegram_stage.house.rows(select(ChatRow.not_before))))
    clock.passes(seconds=6)
    await other.person.writes("Điều 50")
    await until(lambda: len(texts(other)) == 1)
    assert texts(officer) == []
    clock.passes(seconds=1)
    await officer.hears_out()
    officer.sees(ANSWER)
    officer.sees_nothing_of(REPEATED)
    assert len(texts(officer)) == 1


@pytest.mark.parametrize("fault", LATEST)
async def test_what_may_have_arrived_is_sent_again_with_a_label(
    telegram_stage: TelegramStage, telegram: TelegramDouble, officer: TelegramSpeaker, clock: Clock, fault: Fault
) -> None:
    telegram.fails("sendMessage", fault)
    await officer.person.writes("Điều 50")
    await until(lambda: paused(telegram_stage.house))
    clock.passes(seconds=2)
    await officer.hears_out()
    officer.sees(REPEATED, ANSWER)
    assert len(texts(officer)) == 1


async def test_what_arrived_although_the_connection_broke_comes_twice_the_second_time_labelled(
    telegram_stage: TelegramStage, telegram: TelegramDouble, officer: TelegramSpeaker, clock: Clock
) -> None:
    telegram.fails("sendMessage", Fault.ANSWER_LOST)
    await officer.person.writes("Điều 50")
    await until(lambda: paused(telegram_stage.house))
    clock.passes(seconds=2)
    await officer.hears_out()
    first, second = texts(officer)
    assert first.startswith("Điều 50") and second == f"{REPEATED} {first}"


async def test_a_slow_send_is_one_message(telegram: TelegramDouble, officer: TelegramSpeaker) -> None:
    telegram.fails("sendMessage", Fault.SLOW, seconds=0.2)
    await officer.writes("Điều 50")
    officer.sees(ANSWER)
    officer.sees_nothing_of(REPEATED)
    assert len(texts(officer)) == 1


@pytest.mark.parametrize("fault", [*LATEST, Fault.ANSWER_LOST, Fault.CONFLICT, Fault.UNAUTHORIZED])
async def test_a_question_is_answered_once_however_it_is_fetched(
    telegram_stage: TelegramStage, telegram: TelegramDouble, officer: TelegramSpeaker, fault: Fault
) -> None:
    await officer.writes("xin chào")
    telegram.fails("getUpdates", fault, times=3)
    await officer.writes("Điều 50")
    officer.sees(ANSWER)
    assert len(texts(officer)) == 2
    assert receipts(telegram_stage.house) == 1


async def test_an_update_delivered_again_is_not_answered_again(
    telegram_stage: TelegramStage, telegram: TelegramDouble, officer: TelegramSpeaker
) -> None:
    await officer.writes("Điều 50")
    await telegram.delivers_again()
    await officer.writes("cảm ơn")
    assert [text[:7] for text in texts(officer)] == ["Điều 50", "Không c"]
    assert receipts(telegram_stage.house) == 1


async def test_who_blocks_the_bot_is_written_to_no_more_until_they_come_back(
    telegram_stage: TelegramStage, officer: TelegramSpeaker, other: TelegramSpeaker
) -> None:
    await officer.person.blocks()
    await officer.writes("Điều 50")
    assert finished(telegram_stage.house, "gone") == 1
    await other.writes("Điều 50")
    other.sees(ANSWER)
    assert texts(officer) == []
    await officer.person.restarts()
    await officer.hears_out()
    officer.sees("Chào An")


async def test_a_message_telegram_refuses_does_not_block_the_next_one(
    telegram_stage: TelegramStage, telegram: TelegramDouble, officer: TelegramSpeaker
) -> None:
    room = telegram.world.rooms[officer.person.chat_id]
    room.may_write = False
    await officer.writes("Điều 50")
    room.may_write = True
    await officer.writes("cảm ơn")
    officer.sees("Không có gì")
    with telegram_stage.house.store.read() as session:
        assert backlog(session).messages_refused == 1


async def test_while_telegram_is_away_nothing_is_lost(
    telegram_stage: TelegramStage, telegram: TelegramDouble, officer: TelegramSpeaker, clock: Clock
) -> None:
    await officer.writes("xin chào")
    await telegram.goes_down()
    await officer.person.writes("Điều 50")
    await telegram.comes_up()
    await officer.hears_out()
    officer.sees(ANSWER)
    officer.sees_nothing_of(REPEATED)


async def test_what_could_not_leave_is_sent_later_without_a_label(
    telegram_stage: TelegramStage,
    telegram: TelegramDouble,
    officer: TelegramSpeaker,
    clock: Clock,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async def unreachable(*_: object) -> str:
        raise DeliveryProblem("channel_unreachable", uncertain=False)

    with monkeypatch.context() as away:
        away.setattr(TelegramChannel, "send", unreachable)
        await officer.person.writes("Điều 50")
        await until(lambda: paused(telegram_stage.house))
    clock.passes(seconds=2)
    await officer.hears_out()
    officer.sees(ANSWER)
    officer.sees_nothing_of(REPEATED)


async def test_a_slow_chat_does_not_hold_up_the_others(
    house: House, telegram: TelegramDouble, brisk: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    gate, real = asyncio.Event(), TelegramChannel.send

    async def send(
        channel: TelegramChannel, chat: str, reply: Reply, repeated: bool = False, parts_sent: int = 0
    ) -> str:
        if chat == slow.identity:
            await gate.wait()
        return await real(channel, chat, reply, repeated, parts_sent)

    monkeypatch.setattr(TelegramChannel, "send", send)
    async with on_telegram(house, telegram) as stage:
        slow, quick = stage.administrator("An"), stage.administrator("Bình", "Xã Cao Sơn")
        await slow.person.writes("Điều 50")
        await until(lambda: finished(house, "sending") == 1)
        for answers in (1, 2):
            await quick.person.writes("Điều 50")
            await until_count(lambda: texts(quick), answers)
        assert texts(slow) == []
        gate.set()
        await slow.hears_out()
        slow.sees(ANSWER)


# Flows fail.


async def test_an_event_that_always_fails_is_set_aside_with_an_apology(
    telegram_stage: TelegramStage,
    officer: TelegramSpeaker,
    other: TelegramSpeaker,
    clock: Clock,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    attempts = failing(monkeypatch, RuntimeError("hỏng"), "Điều 50")
    await officer.person.writes("Điều 50")
    await officer.person.writes("cảm ơn")
    for attempt in (1, 2, 3):
        await until_count(lambda: attempts, attempt)
        await other.person.writes("xin chào")
        await until_count(lambda: texts(other), attempt)
        assert texts(officer) == [] or attempt == 3, "later events of the chat wait for it"
        clock.passes(seconds=10)
    await officer.hears_out()
    officer.sees_in_order("Trợ lý gặp lỗi khi xử lý tin này", "Không có gì")
    assert len(attempts) == 3
    assert telegram_stage.house.rows(select(InboxRow.reason).where(InboxRow.state == "failed")) == ["RuntimeError"]
    assert receipts(telegram_stage.house) == 0


async def test_what_fails_once_is_answered_once(
    telegram_stage: TelegramStage, officer: TelegramSpeaker, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    attempts = failing(monkeypatch, StorageBusy(), "Điều 50", times=1)
    await officer.person.writes("Điều 50")
    await until(lambda: len(attempts) == 1)
    await until(lambda: telegram_stage.house.rows(select(InboxRow.state)) == ["waiting"])
    clock.passes(seconds=2)
    await officer.hears_out()
    officer.sees(ANSWER)
    assert len(texts(officer)) == 1
    assert receipts(telegram_stage.house) == 1, "nothing of the first attempt"


async def test_a_press_that_always_fails_is_released_and_apologised_for(
    telegram_stage: TelegramStage, officer: TelegramSpeaker, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    await officer.writes("Điều 50")
    attempts = failing(monkeypatch, KeyError("hỏng"), "ask:helpful:1")
    pressing = asyncio.create_task(officer.person.presses("Hữu ích"))
    for attempt in (1, 2, 3):
        await until_count(lambda: attempts, attempt)
        clock.passes(seconds=10)
    assert (await pressing).notice == ""
    await officer.hears_out()
    officer.sees("Trợ lý gặp lỗi")


async def test_the_log_of_a_failure_does_not_quote_what_was_written(
    officer: TelegramSpeaker, clock: Clock, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    secret = "tiền thưởng lao động tiên tiến của riêng tôi 918273"
    attempts = failing(monkeypatch, RuntimeError("hỏng"), secret)
    with caplog.at_level("INFO"):
        await officer.person.writes(secret)
        for attempt in (1, 2, 3):
            await until_count(lambda: attempts, attempt)
            clock.passes(seconds=10)
        await officer.hears_out()
    assert "failed at attempt 3" in caplog.text
    assert "918273" not in caplog.text


async def test_an_index_that_cannot_serve_is_told_and_the_rest_works(
    house: House, telegram: TelegramDouble, brisk: None
) -> None:
    house.assistant = Assistant(house.settings(), house.store, HashingEncoder(8))
    async with on_telegram(house, telegram) as stage:
        officer = stage.administrator("An")
        await officer.writes("Điều 50")
        officer.sees("chưa có dữ liệu để tra cứu", "tdkt index build")
        await officer.writes("/tro_giup")
        officer.sees("Các lệnh")


# Order, signs, side by side.


async def test_each_chat_is_answered_in_its_order_while_all_are_answered_at_once(
    telegram_stage: TelegramStage, monkeypatch: pytest.MonkeyPatch
) -> None:
    def echo(session: Session, event: Incoming, *rest: object) -> list[Reply]:
        return [Reply(f"{event.text}{half}") for half in "ab"]

    monkeypatch.setattr(app, "respond", echo)
    speakers = [telegram_stage.person(f"Người {number}") for number in range(6)]
    for place in range(8):
        for speaker in speakers:
            await speaker.person.writes(f"{speaker.name} {place}")
    await telegram_stage.quiet()
    for speaker in speakers:
        assert texts(speaker) == [f"{speaker.name} {place}{half}" for place in range(8) for half in "ab"]


class GatedEncoder(HashingEncoder):
    """Reads a question that speaks of something slow only when it is let."""

    def __init__(self) -> None:
        super().__init__(256)
        self.reading, self.gate = threading.Event(), threading.Event()

    def queries(self, texts: Sequence[str]) -> Vectors:
        if any("chậm" in text for text in texts):
            self.reading.set()
            assert self.gate.wait(15)
        return super().queries(texts)


@pytest.fixture
def gated(own_house: House) -> Iterator[GatedEncoder]:
    encoder = GatedEncoder()
    own_house.assistant = Assistant(own_house.settings(), own_house.store, encoder)
    yield encoder
    encoder.gate.set()


async def test_while_one_question_is_read_others_are_received_and_answered(
    own_house: House, gated: GatedEncoder, telegram: TelegramDouble, brisk: None
) -> None:
    async with on_telegram(own_house, telegram) as stage:
        slow, quick = stage.administrator("An"), stage.administrator("Bình", "Xã Cao Sơn")
        await slow.person.writes("câu hỏi chậm về thi đua")
        await until(gated.reading.is_set)
        await quick.person.writes("Điều 50")
        await until(lambda: len(texts(quick)) == 1)
        assert texts(slow) == []
        gated.gate.set()
        await slow.hears_out()
        assert len(texts(slow)) == 1


async def test_typing_is_shown_while_an_answer_is_written(
    telegram_stage: TelegramStage, officer: TelegramSpeaker
) -> None:
    await officer.writes("Điều 50")
    assert "typing" in officer.person.seen_actions


async def test_a_press_is_acknowledged_with_its_notice_or_without(officer: TelegramSpeaker) -> None:
    await officer.writes("Điều 50")
    await officer.presses("Hữu ích")
    assert officer.said.notice == "Cảm ơn anh/chị. Tôi đã ghi nhận là hữu ích."
    await officer.presses("Xem toàn văn Điều 50")
    assert officer.said.notice == ""


# Starting and stopping.


async def test_a_stop_finishes_what_is_under_way_and_leaves_the_rest_for_the_next_start(
    own_house: House, gated: GatedEncoder, telegram: TelegramDouble, brisk: None
) -> None:
    async with on_telegram(own_house, telegram) as stage:
        officer = stage.administrator("An")
        await officer.person.writes("câu hỏi chậm về thi đua")
        await until(gated.reading.is_set)
        stopping = asyncio.create_task(stage.ends())
        await asyncio.wait([stopping], timeout=0)
        gated.gate.set()
        await stopping
    assert own_house.rows(select(InboxRow.state)) == ["done"]
    async with on_telegram(own_house, telegram) as stage:
        await stage.quiet()
    assert len(texts(officer)) == 1
    assert REPEATED not in texts(officer)[0]


async def test_a_token_telegram_refuses_from_the_beginning_ends_the_service(
    house: House, telegram: TelegramDouble, brisk: None
) -> None:
    telegram.fails("getMe", Fault.UNAUTHORIZED)
    with pytest.raises(DeliveryProblem, match="token_refused"):
        async with serving(house, telegram) as running:
            await running


async def test_what_a_dead_run_had_under_way_is_taken_up_at_once(
    house: House, telegram: TelegramDouble, brisk: None
) -> None:
    async with on_telegram(house, telegram) as stage:
        officer = stage.administrator("An")
        await officer.writes("xin chào")
    inbox = Inbox(house.store)
    event = Incoming(
        "telegram:999", officer.identity, Sender(officer.identity, officer.name), house.clock(), text="Điều 50"
    )
    inbox.put([event], house.clock())
    assert len(inbox.claim(house.clock(), "test", 4)) == 1
    async with on_telegram(house, telegram) as stage:
        await stage.quiet()
    assert [text[:7] for text in texts(officer)] == ["Chào An", "Điều 50"]


async def test_old_rows_are_forgotten_while_the_service_runs(
    house: House, telegram: TelegramDouble, brisk: None, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(app, "PRUNE_EVERY", timedelta(milliseconds=10))
    async with on_telegram(house, telegram) as stage:
        officer = stage.administrator("An")
        await officer.writes("Điều 50")
        assert house.rows(select(InboxRow.state)) == ["done"]
        clock.passes(days=8)
        await until(lambda: house.rows(select(InboxRow)) == house.rows(select(OutboxRow)) == [])
