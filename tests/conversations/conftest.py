"""The installation and the stages, for the conversations.

It knows only where the fixtures stand.
Read next: `tests/conversations/stage.py` and `tests/conversations/house.py`.
"""

from __future__ import annotations

from tests.conversations.house import clock, house, own_house, prepared, shipped
from tests.conversations.stage import brisk, own_stage, stage, telegram_stage, terminal_stage
from tests.telegram_double.plugin import telegram, telegram_thread

__all__ = [
    "brisk",
    "clock",
    "house",
    "own_house",
    "own_stage",
    "prepared",
    "shipped",
    "stage",
    "telegram",
    "telegram_stage",
    "telegram_thread",
    "terminal_stage",
]
