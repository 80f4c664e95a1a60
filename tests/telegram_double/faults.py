"""What can go wrong between a bot and Telegram, on demand.

It knows how each fault answers, not what the method asked for would have done.
Read next: `server.py`, which consults the plan at every request.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from tests.telegram_double.errors import OTHER_POLLER, ApiError, forbidden, too_many_requests

ANY_METHOD = "*"
DOWNLOAD = "download"
"""Stands for fetching a file's content, which is no method of the Bot API."""


class Fault(Enum):
    """One kind of failure. Only ANSWER_LOST and SLOW carry the request out."""

    TOO_MANY_REQUESTS = "429 with retry_after"
    SERVER_ERROR = "500"
    BAD_GATEWAY = "502 with a page of html"
    FORBIDDEN = "403"
    UNAUTHORIZED = "401"
    CONFLICT = "409"
    GARBLED = "200 with half a json"
    DROPPED = "connection cut before anything was done"
    ANSWER_LOST = "done, but the connection cut before the answer"
    SLOW = "done after a pause"


@dataclass
class _Planned:
    method: str
    fault: Fault
    times: int
    seconds: float


class FaultPlan:
    """Faults waiting for the next requests of their methods, in the order they were planned."""

    def __init__(self) -> None:
        self._planned: list[_Planned] = []

    def add(self, method: str, fault: Fault, times: int, seconds: float) -> None:
        self._planned.append(_Planned(method, fault, times, seconds))

    def clear(self) -> None:
        self._planned.clear()

    def take(self, method: str) -> tuple[Fault, float] | None:
        """The fault for this request, used up by it, and its seconds; None if it may pass."""
        for planned in self._planned:
            if planned.method in (method, ANY_METHOD):
                planned.times -= 1
                if planned.times == 0:
                    self._planned.remove(planned)
                return planned.fault, planned.seconds
        return None


def refusal(fault: Fault, seconds: float) -> ApiError | None:
    """The refusal a fault stands for; None if it is no refusal."""
    refusals = {
        Fault.TOO_MANY_REQUESTS: too_many_requests(max(int(seconds), 1)),
        Fault.SERVER_ERROR: ApiError(500),
        Fault.FORBIDDEN: forbidden("bot was blocked by the user"),
        Fault.UNAUTHORIZED: ApiError(401),
        Fault.CONFLICT: ApiError(409, OTHER_POLLER),
    }
    return refusals.get(fault)
