"""Slow work of a flow, done between transactions: while one is open nobody else can write to SQLite.

It must not know any flow, nor what the work is.
Read next: `bot/flows/turn.py` (`Turn.slowly`, what a flow calls), `bot/app.py`, which tries until all is done.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final, TypeVar

from knowledge.errors import AssistantError

T = TypeVar("T")

_MOST: Final = 8
"""Pieces of slow work that one event may need; more means that their arguments never stay the same."""


class NotDoneYet(Exception):
    """The transaction is to be undone, the work done, and the transaction begun again."""


class SlowWork:
    """What was worked out for one event, by the function and the arguments it was asked for with.

    An attempt runs in a transaction up to the first piece of work that is not done; it is undone, the work is
    done while no transaction is open, and the attempt begins again: it finds the outcome and goes on.
    """

    def __init__(self) -> None:
        self._done: list[tuple[Callable[..., Any], tuple[Any, ...], Any]] = []
        self._next: tuple[Callable[..., Any], tuple[Any, ...]] | None = None

    def outcome(self, work: Callable[..., T], *arguments: Any) -> T:
        """What `work` gave for these arguments, or raised if it is an AssistantError; else raises NotDoneYet.

        The arguments are plain values that compare equal when the attempt is made again, never rows.
        """
        for done, given, outcome in self._done:
            if done == work and given == arguments:
                if isinstance(outcome, AssistantError):
                    raise outcome
                return outcome  # type: ignore[no-any-return]
        self._next = (work, arguments)
        raise NotDoneYet

    def through(self, attempt: Callable[[], T]) -> T:
        """What the attempt gives once all the slow work that it asks for is done. Raises what it raises."""
        while True:
            try:
                return attempt()
            except NotDoneYet:
                self.work()

    def work(self) -> None:
        """Do what the last attempt asked for. Belongs outside any transaction; blocks for as long as it takes."""
        if self._next is None or len(self._done) >= _MOST:
            raise RuntimeError("slow work is asked for again and again")
        work, arguments = self._next
        self._next = None
        outcome: object
        try:
            outcome = work(*arguments)
        except AssistantError as error:
            # The flow is told where it asked: what the person can put right becomes a reply there.
            outcome = error
        self._done.append((work, arguments, outcome))
