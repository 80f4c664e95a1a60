"""The stand-in for Telegram and a channel that talks to it, for the tests of the channels.

It knows only where the fixtures stand.
Read next: `tests/bot/channels/desk.py` and `tests/telegram_double/plugin.py`.
"""

from __future__ import annotations

from tests.bot.channels.desk import channel, clock, contacts, officer, receiving
from tests.telegram_double.plugin import telegram, telegram_thread

__all__ = ["channel", "clock", "contacts", "officer", "receiving", "telegram", "telegram_thread"]
