"""The bot without its index, to be started and killed often: it reminds, and answers nobody.

It knows the service from inside; what becomes of a killed one is looked at in `test_reminder_kill.py`.
Read next: `bot/cli/serve.py`, whose service this is; `tests/crash/halting_bot.py`, the bot with its index.
"""

from __future__ import annotations

import asyncio
import os
from datetime import datetime, timedelta
from pathlib import Path
from typing import cast

from bot import app
from bot.assistant import Assistant
from bot.cli import serve
from bot.renewal import Renewal
from bot.settings import Settings
from bot.storage.engine import Store
from tests.conversations.quick import DATABASE
from tests.crash.halting_bot import now, replace


class NoIndex:
    """In the place of the assistant that nobody asks."""

    def warm_up(self) -> None:
        return


def main(address: str, token: str, home: str, ahead: timedelta) -> None:
    """Serve until killed, by a clock that is so far ahead of the first start's."""

    def later() -> datetime:
        return now() + ahead

    os.environ["TELEGRAM_BOT_TOKEN"] = token
    replace(serve, "now", later)
    replace(Renewal, "run", lambda *_: False)
    replace(app, "REMIND_EVERY", app.IDLE)
    settings = Settings(home=Path(home), telegram_api=address)
    store = Store(f"sqlite:///{Path(home) / DATABASE}")
    asyncio.run(serve._serve_telegram(settings, store, cast(Assistant, NoIndex())))
