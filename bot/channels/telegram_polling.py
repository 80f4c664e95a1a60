"""The loop that asks Telegram for updates, and tells when Telegram is out of reach and when it is back.

It must not know what is in an update; what was received is handed on before it is acknowledged.
Read next: `bot/inbox.py`, which keeps what is handed on, and `bot/channels/telegram.py`, which starts the loop.
"""

from __future__ import annotations

import asyncio
import inspect
import logging
from collections.abc import Awaitable, Callable, Coroutine, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final, TypeVar

from telegram.error import BadRequest, Conflict, EndPointNotFound, InvalidToken, NetworkError, RetryAfter, TelegramError

from bot.channels.telegram_errors import wait_of
from bot.messages import Incoming
from knowledge.errors import DeliveryProblem, StorageProblem

LONGEST_PAUSE: Final = timedelta(seconds=30)
REPORT_EVERY: Final = timedelta(minutes=1)
"""How often contact is reported while it lasts: a report that grew old means that the process is gone."""

_SAID: Final = {
    "unreachable": "contact with Telegram lost (%s); trying again until it is back",
    "asked_to_wait": "Telegram asks to wait before the next request (%s)",
    "conflict": "another copy of the assistant takes the messages of the same bot: stop the other one (%s)",
    "token_refused": "Telegram refuses the bot token: check TELEGRAM_BOT_TOKEN (%s)",
    "request_refused": "Telegram refuses the request for updates: %s",
    "not_stored": "updates cannot be stored, so they are left with Telegram (%s)",
}
_SERIOUS: Final = ("conflict", "token_refused", "request_refused", "not_stored")

_log = logging.getLogger(__name__)

T = TypeVar("T")
Raw = dict[str, Any]
Accept = Callable[[Sequence[Incoming]], Awaitable[object] | object]


@dataclass(frozen=True, slots=True)
class Contact:
    """Whether Telegram is reached at the moment `at`, and if not, why: a word, safe to print."""

    reached: bool
    at: datetime
    reason: str = ""


class ContactWatch:
    """Logs one line when contact is lost and one when it is back; reports each change, and that it lasts."""

    def __init__(self, clock: Callable[[], datetime], report: Callable[[Contact], None] | None) -> None:
        self._clock = clock
        self._report = report
        self._reason: str | None = "not yet"
        self._lost_at: datetime | None = None
        self._reported_at: datetime | None = None

    @property
    def ever_reached(self) -> bool:
        """Whether Telegram answered at least once."""
        return self._reported_at is not None

    def reached(self) -> None:
        """Telegram answered as it should."""
        now = self._clock()
        if self._reason is not None:
            if self._lost_at is None:
                _log.info("contact with Telegram")
            else:
                _log.warning(
                    "contact with Telegram is back after %s",
                    timedelta(seconds=round((now - self._lost_at).total_seconds())),
                )
            self._reason, self._lost_at, self._reported_at = None, None, None
        if self._reported_at is None or now - self._reported_at >= REPORT_EVERY:
            self._reported_at = now
            self._tell(Contact(True, now))

    def lost(self, reason: str, detail: str) -> None:
        """Telegram was not reached; the same reason again is no news."""
        if reason == self._reason:
            return
        now = self._clock()
        self._reason, self._lost_at = reason, self._lost_at or now
        _log.log(logging.ERROR if reason in _SERIOUS else logging.WARNING, _SAID[reason], detail)
        self._tell(Contact(False, now, reason))

    def _tell(self, contact: Contact) -> None:
        try:
            if self._report:
                self._report(contact)
        except StorageProblem as problem:
            # Whoever keeps the report has the same trouble elsewhere, where it is told and handled.
            _log.debug("contact was not reported: %s", problem)


class Polling:
    """`prepare` says hello; `fetch(offset)` acknowledges what is older and gives the next raw updates, which
    `convert` reads.
    """

    def __init__(
        self,
        prepare: Callable[[], Coroutine[Any, Any, None]],
        fetch: Callable[[int], Coroutine[Any, Any, list[Raw]]],
        convert: Callable[[Raw], Incoming | None],
        watch: ContactWatch,
        first_pause: timedelta,
    ) -> None:
        self._prepare = prepare
        self._fetch = fetch
        self._convert = convert
        self._watch = watch
        self._first_pause = first_pause

    async def run(self, accept: Accept, stop: asyncio.Event) -> None:
        """Until `stop` is set. Whatever `accept` returned from without an error is acknowledged, nothing else.

        Raises DeliveryProblem «token_refused» if Telegram refuses the token from the very beginning.
        Errors of `accept` other than StorageProblem end the loop.
        """
        offset, failures, prepared = 0, 0, False
        while not stop.is_set():
            try:
                if not prepared:
                    prepared = await _unless(stop, self._prepared()) or False
                    continue
                raw = await _unless(stop, self._fetch(offset))
                if raw is None:
                    return
                offset = await self._hand_on(raw, accept) or offset
                self._watch.reached()
                failures = 0
            except (TelegramError, StorageProblem) as error:
                pause = self._failed(error, failures)
                failures += 1
                await _unless(stop, asyncio.sleep(pause.total_seconds()))

    async def _prepared(self) -> bool:
        await self._prepare()
        self._watch.reached()
        return True

    async def _hand_on(self, raw: list[Raw], accept: Accept) -> int | None:
        """Give what concerns the assistant to `accept`; the offset that acknowledges all of `raw`."""
        events = [event for event in map(self._read, raw) if event is not None]
        if events:
            accepted = accept(events)
            if inspect.isawaitable(accepted):
                await accepted
        return max((int(update["update_id"]) for update in raw), default=-1) + 1 or None

    def _read(self, raw: Raw) -> Incoming | None:
        # One update of a form that the library cannot read must not keep all others from coming.
        try:
            return self._convert(raw)
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            _log.error("update %s cannot be read and is left out (%s)", raw.get("update_id"), type(error).__name__)
            return None

    def _failed(self, error: TelegramError | StorageProblem, failures: int) -> timedelta:
        """Tell of the failure; how long to wait before the next attempt."""
        reason = _reason(error)
        if reason == "token_refused" and not self._watch.ever_reached:
            # The library quotes the token in its refusal.
            raise DeliveryProblem("token_refused") from None
        detail = str(error) if reason == "request_refused" else type(error.__cause__ or error).__name__
        self._watch.lost(reason, detail)
        if isinstance(error, RetryAfter):
            return wait_of(error)
        return min(self._first_pause * (1 << min(failures, 10)), LONGEST_PAUSE)


def _reason(error: TelegramError | StorageProblem) -> str:
    # BadRequest is a NetworkError for the library, but no connection failed: it is named first.
    kinds: tuple[tuple[type[Exception], str], ...] = (
        (StorageProblem, "not_stored"),
        (BadRequest, "request_refused"),
        (Conflict, "conflict"),
        (InvalidToken, "token_refused"),
        (EndPointNotFound, "token_refused"),
        (RetryAfter, "asked_to_wait"),
        (NetworkError, "unreachable"),
    )
    return next((reason for kind, reason in kinds if isinstance(error, kind)), "unreachable")


async def _unless(stop: asyncio.Event, doing: Coroutine[Any, Any, T]) -> T | None:
    """The result of `doing`; None, and `doing` cancelled, if `stop` is set before."""
    task = asyncio.ensure_future(doing)
    stopped = asyncio.ensure_future(stop.wait())
    try:
        await asyncio.wait((task, stopped), return_when=asyncio.FIRST_COMPLETED)
        return task.result() if task.done() else None
    finally:
        for left in (task, stopped):
            left.cancel()
        await asyncio.gather(task, stopped, return_exceptions=True)
