"""The installation and the stand-in for Telegram, for bots that are killed.

It knows only where the fixtures stand.
Read next: `tests/conversations/house.py` and `tests/telegram_double/plugin.py`.
"""

from __future__ import annotations

from tests.conversations.house import clock, own_house, prepared
from tests.telegram_double.plugin import telegram_thread

__all__ = ["clock", "own_house", "prepared", "telegram_thread"]
