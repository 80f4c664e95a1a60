"""The running assistant: receive durably, handle in order, send durably, on Telegram or in a terminal.

It must not know what a conversation says; it wires channel, inbox, flows and outbox.
Read next: `bot/flows/dispatch.py` (what is answered), `bot/inbox.py` and `bot/outbox.py` (what survives a kill).
"""

from __future__ import annotations

import asyncio
import logging
import socket
from collections.abc import Awaitable, Callable, Coroutine, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from typing import Any, Final, Protocol, TypeVar

from bot.assistant import Assistant
from bot.flows.dispatch import prepare, respond
from bot.flows.slow_work import NotDoneYet, SlowWork
from bot.flows.turn import Paper
from bot.garbage import all_loaded
from bot.inbox import Inbox, Work, complete
from bot.intake import is_to_fetch, read_paper
from bot.messages import Incoming, Reply, Upload
from bot.outbox import Delivery, Outbox
from bot.reminders import ReminderTick
from bot.renewal import Renewal
from bot.storage.checks import forget_expired
from bot.storage.engine import Store
from bot.texts import text
from knowledge.errors import DeliveryProblem, FileRejected, IndexProblem, MessageRefused, Unreadable

Clock = Callable[[], datetime]
T = TypeVar("T")

THREADS: Final = 4
"""Events handled at once: the encoder uses every core anyway, the rest is waiting for the database."""
READERS: Final = 2
"""Child processes that read files at once."""
SLOW: Final = 2
"""Pieces of slow work (checking a draft, writing a file) done at once."""
ASIDE: Final = 8
"""Events that wait for their file or slow work beside those that are handled at once: nobody's question waits for
a scan or a check."""
FETCH_FOR: Final = timedelta(hours=1)
"""How long fetching a file is tried again before its sender is asked to send it once more."""
SENDERS: Final = 16
"""Chats sent to at once."""
IDLE: Final = timedelta(seconds=1)
"""How long a worker waits when nobody wakes it: another process may have left something to do."""
RENEW_EVERY: Final = timedelta(seconds=30)
"""How often another process's changes of the library are looked for."""
PRUNE_EVERY: Final = timedelta(hours=1)
REMIND_EVERY: Final = timedelta(seconds=10)
TYPING_EVERY: Final = timedelta(seconds=4)
"""Telegram shows the sign for five seconds."""

_log = logging.getLogger(__name__)


class Channel(Protocol):
    """What the service needs of a channel. `name` is how the names of its chats begin: «telegram»."""

    name: str

    async def poll(self, accept: Callable[[Sequence[Incoming]], Awaitable[object]], stop: asyncio.Event) -> None:
        """Receive until `stop`; events count as received once `accept` has returned."""

    async def send(self, chat: str, reply: Reply, repeated: bool = False, parts_sent: int = 0) -> str:
        """Send one reply."""

    async def acknowledge_press(self, key: str, notice: str = "") -> bool:
        """Stop the waiting sign of a press."""

    async def typing(self, chat: str) -> bool:
        """Show that an answer is being written."""

    async def download(self, upload: Upload) -> bytes:
        """Fetch a file. Raises FileRejected, or DeliveryProblem when trying again may help."""


def worker_name() -> str:
    """The same for every start on this machine, so that a start takes up what the last run left."""
    return socket.gethostname()


class Service:
    """Serves one channel from one store until told to stop; any number may share the store."""

    def __init__(self, store: Store, assistant: Assistant, channel: Channel, clock: Clock, worker: str) -> None:
        self._store = store
        self._assistant = assistant
        self._channel = channel
        self._clock = clock
        self._worker = worker
        self._inbox = Inbox(store, apology=(Reply(text("errors.unexpected")),))
        self._outbox = Outbox(store, chats=f"{channel.name}:")
        self._reminders = ReminderTick(store, f"{channel.name}:")
        self._to_remind = asyncio.Event()
        self._received = asyncio.Event()
        self._to_send = asyncio.Event()
        self._tidy = asyncio.Event()
        self._library = asyncio.Event()
        self._renewal = Renewal(store, assistant)
        self._handling: set[asyncio.Task[None]] = set()
        self._sending: set[asyncio.Task[None]] = set()
        self._beside: set[asyncio.Task[None]] = set()
        self._readers = asyncio.Semaphore(READERS)
        self._slow = asyncio.Semaphore(SLOW)
        self._aside = 0
        # While all events at once are being handled, new ones are still received, and replies settled.
        self._threads = ThreadPoolExecutor(2 * THREADS + READERS + SLOW, "flow")

    async def run(self, stop: asyncio.Event) -> None:
        """Receives, handles and sends until `stop`; what is under way then is finished, or found by the next start.

        Raises DeliveryProblem «token_refused» when the channel can never serve.
        """
        await self._in_thread(self._take_up)
        workers = [
            asyncio.create_task(self._repeat(stop, self._received, self._handle_some, IDLE)),
            asyncio.create_task(self._repeat(stop, self._to_send, self._send_some, IDLE)),
            asyncio.create_task(self._repeat(stop, self._tidy, self._prune, PRUNE_EVERY)),
            asyncio.create_task(self._repeat(stop, self._to_remind, self._remind, REMIND_EVERY)),
            asyncio.create_task(self._repeat(stop, self._library, self._renew, RENEW_EVERY)),
        ]
        _start(self._in_thread(self._warm_up), self._beside, self._received)
        try:
            await self._channel.poll(self._accept, stop)
        finally:
            stop.set()
            for worker in (self._received, self._to_send, self._tidy, self._library, self._to_remind):
                worker.set()
            await asyncio.gather(*workers)
            await asyncio.gather(*self._handling, *self._sending, *self._beside, return_exceptions=True)
            self._threads.shutdown()

    def _take_up(self) -> None:
        now = self._clock()
        left = self._inbox.recover(self._worker, now) + self._outbox.recover(self._worker, now)
        if left:
            _log.warning("taking up %d events and messages that the last run left under way", left)

    def _warm_up(self) -> None:
        try:
            self._assistant.warm_up()
        except IndexProblem as problem:
            # Whoever asks is told so; everything else works.
            _log.error("the index cannot serve: %s", problem)
        all_loaded()

    async def _accept(self, events: Sequence[Incoming]) -> None:
        await self._in_thread(self._inbox.put, events, self._clock())
        self._received.set()

    async def _handle_some(self) -> bool:
        """Begins to handle the oldest event of each chat; whether there was any."""
        free = THREADS + min(self._aside, ASIDE) - len(self._handling)
        claimed = await self._in_thread(self._inbox.claim, self._clock(), self._worker, free) if free else []
        for work in claimed:
            _start(self._handle(work), self._handling, self._received)
        return bool(claimed)

    async def _handle(self, work: Work) -> None:
        typing = asyncio.create_task(self._type(work))
        try:
            notice = await self._replied(work, await self._paper(work))
        except DeliveryProblem as problem:
            _log.warning("the file of event %d could not be fetched: %s", work.id, problem)
            await self._in_thread(self._inbox.postpone, work, self._clock(), problem)
        except Exception as error:  # noqa: BLE001 - whatever one event brings about, the others are handled
            _log.exception("event %d failed at attempt %d", work.id, work.attempt)
            if await self._in_thread(self._inbox.fail, work, self._clock(), type(error).__name__):
                await self._channel.acknowledge_press(work.key)
        else:
            self._to_send.set()
            # A document joins or leaves the library by a button.
            if work.event.press:
                self._library.set()
            await self._channel.acknowledge_press(work.key, notice)
        finally:
            typing.cancel()
            await asyncio.gather(typing, return_exceptions=True)
            self._to_send.set()

    async def _paper(self, work: Work) -> Paper | FileRejected | None:
        """The file that came with the event, or why it was not read. Raises DeliveryProblem: to be tried again."""
        event = work.event
        if event.upload is None or not await self._in_thread(is_to_fetch, self._store, event):
            return None
        self._step_aside()
        try:
            content = await self._channel.download(event.upload)
            async with self._readers:
                return await self._in_thread(read_paper, event.upload, content)
        except FileRejected as rejection:
            return rejection
        except DeliveryProblem:
            if self._clock() - work.received_at < FETCH_FOR:
                raise
            return Unreadable("file_not_fetched", name=event.upload.name)
        finally:
            self._aside -= 1

    async def _replied(self, work: Work, paper: Paper | FileRejected | None) -> str:
        """Handles the event, begun again after each piece of slow work; what is shown where a button was pressed."""
        now, slow_work = self._clock(), SlowWork()
        while True:
            try:
                return await self._in_thread(self._respond, work, paper, now, slow_work)
            except NotDoneYet:
                self._step_aside()
                try:
                    async with self._slow:
                        await self._in_thread(slow_work.work)
                finally:
                    self._aside -= 1

    def _step_aside(self) -> None:
        """Lets another event be handled meanwhile; whoever calls this takes one off `_aside` when done."""
        self._aside += 1
        self._received.set()

    def _respond(self, work: Work, paper: Paper | FileRejected | None, now: datetime, slow_work: SlowWork) -> str:
        """Handles the event wholly or not at all; what is shown where a button was pressed. Raises NotDoneYet."""
        prepare(self._store, work.event, self._assistant)
        with self._store.begin() as session:
            replies = respond(session, work.event, self._assistant, now, paper, slow_work)
            complete(session, work, [reply for reply in replies if reply.html or reply.attachment], now)
        return next((reply.notice for reply in replies if reply.notice), "")

    async def _type(self, work: Work) -> None:
        # In a group those who may not use the assistant get silence, and who that is comes out only later.
        while not work.event.in_group:
            await self._channel.typing(work.chat)
            await asyncio.sleep(TYPING_EVERY.total_seconds())

    async def _send_some(self) -> bool:
        """Begins to send the oldest message of each chat; whether there was any."""
        free = SENDERS - len(self._sending)
        claimed = await self._in_thread(self._outbox.claim, self._clock(), self._worker, free) if free else []
        for delivery in claimed:
            _start(self._send(delivery), self._sending, self._to_send)
        return bool(claimed)

    async def _send(self, delivery: Delivery) -> None:
        problem: DeliveryProblem | None = None
        try:
            await self._channel.send(delivery.chat, delivery.reply, delivery.repeated, delivery.parts_sent)
        except DeliveryProblem as found:
            problem = found
        except (KeyError, TypeError, ValueError) as error:
            problem = MessageRefused(reason=type(error).__name__)
        await self._in_thread(self._outbox.settle, delivery, self._clock(), problem)

    async def _remind(self) -> bool:
        """Puts what is due in the outbox; nothing more is due then."""
        if await self._in_thread(self._reminders.tick, self._clock()):
            self._to_send.set()
        return False

    async def _prune(self) -> bool:
        now = self._clock()
        await self._in_thread(self._inbox.prune, now)
        await self._in_thread(self._outbox.prune, now)
        await self._in_thread(self._renewal.tidy, now)
        await self._in_thread(self._forget_drafts, now)
        return False

    def _forget_drafts(self, now: datetime) -> None:
        with self._store.begin() as session:
            forget_expired(session, now)

    async def _renew(self) -> bool:
        """Has the index follow the library, in a thread: everybody is answered from the old one meanwhile."""
        try:
            is_renewed = await self._in_thread(self._renewal.run, self._clock())
        except IndexProblem as problem:
            _log.error("the index cannot follow the library: %s", problem)
            return False
        self._to_send.set()
        return is_renewed

    async def _repeat(
        self, stop: asyncio.Event, woken: asyncio.Event, work: Callable[[], Awaitable[bool]], idle: timedelta
    ) -> None:
        """Works while there is work, then waits to be woken. No failure ends it: others depend on it."""
        while not stop.is_set():
            woken.clear()
            try:
                busy = await work()
            except Exception:  # noqa: BLE001 - a worker that ends would leave everybody waiting in silence
                _log.exception("a worker failed and goes on")
                busy = False
            if not busy and not stop.is_set():
                await _woken(woken, idle)

    async def _in_thread(self, work: Callable[..., T], *arguments: object) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._threads, work, *arguments)


def _start(doing: Coroutine[Any, Any, None], among: set[asyncio.Task[None]], woken: asyncio.Event) -> None:
    """Do it beside everything else: a slow chat must not hold up the others. Its end wakes the worker."""

    def ended(task: asyncio.Task[None]) -> None:
        among.discard(task)
        woken.set()
        if not task.cancelled() and (error := task.exception()):
            _log.error("what was begun failed; it is taken up when its lease is over", exc_info=error)

    task = asyncio.create_task(doing)
    among.add(task)
    task.add_done_callback(ended)


async def _woken(event: asyncio.Event, longest: timedelta) -> None:
    try:
        await asyncio.wait_for(event.wait(), longest.total_seconds())
    except TimeoutError:
        return
