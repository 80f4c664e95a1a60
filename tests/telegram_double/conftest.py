"""The fixtures for the double's own tests.

It knows only where they stand.
Read next: `plugin.py`.
"""

from __future__ import annotations

from tests.telegram_double.plugin import telegram, telegram_thread

__all__ = ["telegram", "telegram_thread"]
