"""How fast a bot may send: to one chat, to one group, to all chats together.

It knows sums over time, not what is sent. The figures are those of the Bot FAQ; the size of the burst
that one chat allows is not published and is chosen here.
Read next: `methods_messages.py`, which asks before it sends.
"""

from __future__ import annotations

import math
from collections import defaultdict, deque
from collections.abc import Callable

from telegram.constants import FloodLimit

PRIVATE_BURST = 5
_MINUTE = 60.0


class RateLimits:
    """Counts messages against the limits; off unless `enabled`."""

    def __init__(self, now: Callable[[], float]) -> None:
        self.enabled = False
        self._now = now
        self._sent: dict[int | None, deque[float]] = defaultdict(deque)

    def wait(self, chat_id: int, *, group: bool) -> int:
        """Whole seconds the bot must wait before it sends to this chat; 0 counts the message as sent."""
        if not self.enabled:
            return 0
        windows: list[tuple[int | None, int, float]] = [(None, int(FloodLimit.MESSAGES_PER_SECOND), 1.0)]
        if group:
            windows.append((chat_id, int(FloodLimit.MESSAGES_PER_MINUTE_PER_GROUP), _MINUTE))
        else:
            windows.append((chat_id, PRIVATE_BURST, PRIVATE_BURST / int(FloodLimit.MESSAGES_PER_SECOND_PER_CHAT)))
        longest = max(self._wait_in(*window) for window in windows)
        if longest > 0:
            return math.ceil(longest)
        for key, _, _ in windows:
            self._sent[key].append(self._now())
        return 0

    def _wait_in(self, key: int | None, most: int, seconds: float) -> float:
        sent = self._sent[key]
        while sent and sent[0] <= self._now() - seconds:
            sent.popleft()
        return sent[0] + seconds - self._now() if len(sent) >= most else 0.0
