"""Slow work is done once, between attempts, and never while a transaction is open."""

from __future__ import annotations

import pytest

from bot.flows.slow_work import NotDoneYet, SlowWork
from knowledge.errors import UserError


class Attempts:
    """A transaction that is open while it runs, and the slow work it asks for."""

    def __init__(self, slow_work: SlowWork) -> None:
        self.slow_work = slow_work
        self.begun = 0
        self.is_open = False
        self.worked: list[tuple[int, ...]] = []

    def add(self, one: int, other: int) -> int:
        assert not self.is_open
        self.worked.append((one, other))
        return one + other

    def fail(self, one: int) -> int:
        self.worked.append((one,))
        raise UserError("draft_gone")

    def __call__(self) -> str:
        self.begun += 1
        self.is_open = True
        try:
            return self.attempt()
        finally:
            self.is_open = False

    def attempt(self) -> str:
        first = self.slow_work.outcome(self.add, 1, 2)
        return str(self.slow_work.outcome(self.add, first, 10))


class FailingAttempts(Attempts):
    def attempt(self) -> str:
        try:
            return str(self.slow_work.outcome(self.fail, 1))
        except UserError as error:
            return error.key


class EndlessAttempts(Attempts):
    def attempt(self) -> str:
        return str(self.slow_work.outcome(self.add, self.begun, 0))


def test_each_piece_is_done_once_between_attempts_and_the_next_attempt_goes_on() -> None:
    attempts = Attempts(SlowWork())
    assert attempts.slow_work.through(attempts) == "13"
    assert attempts.worked == [(1, 2), (3, 10)]
    assert attempts.begun == 3


def test_what_the_person_can_put_right_is_raised_where_the_flow_asked() -> None:
    attempts = FailingAttempts(SlowWork())
    assert attempts.slow_work.through(attempts) == "draft_gone"
    assert attempts.worked == [(1,)]


def test_arguments_that_never_stay_the_same_are_a_mistake_of_ours_and_not_an_endless_wait() -> None:
    attempts = EndlessAttempts(SlowWork())
    with pytest.raises(RuntimeError, match="again and again"):
        attempts.slow_work.through(attempts)


def test_an_attempt_that_nobody_begins_again_is_told_that_the_work_is_not_done() -> None:
    attempts = Attempts(SlowWork())
    with pytest.raises(NotDoneYet):
        attempts()
    assert attempts.worked == []
