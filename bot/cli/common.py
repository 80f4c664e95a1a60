"""What commands share: settings, clock, store, assistant, and lines of JSON.

It must not import at once what takes seconds to load: commands that need no model start quickly.
Read next: `bot/settings.py`, `bot/assistant.py`.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Final
from zoneinfo import ZoneInfo

import typer

from bot.texts import line as words

if TYPE_CHECKING:
    from bot.assistant import Assistant
    from bot.settings import Settings
    from bot.storage.engine import Store

VIETNAM: Final = ZoneInfo("Asia/Ho_Chi_Minh")


def now() -> datetime:
    """This moment in Vietnam: the one clock of the command line."""
    return datetime.now(VIETNAM)


def say(text: str) -> None:
    """One line to the person."""
    sys.stdout.write(text + "\n")


def print_json(value: dict[str, Any]) -> None:
    """One JSON object on one line."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False) + "\n")


def day(text: str | None) -> date | None:
    """The day of an option such as `--on 2026-11-21`; BadParameter for anything else."""
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as error:
        raise typer.BadParameter(words("cli.not_a_day", text=text)) from error


def installation() -> Settings:
    """The settings of this installation; reading them costs more to load than many commands take."""
    from bot.settings import Settings

    return Settings()


@contextmanager
def open_store(settings: Settings) -> Iterator[Store]:
    """The database of this installation, made or brought up to date, and closed at the end."""
    from bot.storage.engine import Store
    from bot.storage.migrate import upgrade

    settings.home.mkdir(parents=True, exist_ok=True)
    store = Store(settings.database)
    try:
        upgrade(store.engine)
        yield store
    finally:
        store.dispose()


def prepared_assistant(settings: Settings, store: Store) -> Assistant:
    """The assistant with its index built from what ships and the library; quick when nothing changed."""
    from bot.assistant import Assistant

    assistant = Assistant(settings, store)
    assistant.build(now(), show_progress)
    return assistant


def show_progress(done: int, total: int) -> None:
    """Tells how far the index is, on one line of standard error; silent when there is nothing to do."""
    if not total:
        return
    told = words("terminal.building", done=done, total=total)
    if sys.stderr.isatty():
        sys.stderr.write(f"\r{told}" + ("\n" if done == total else ""))
        sys.stderr.flush()
    elif done in (0, total):
        sys.stderr.write(told + "\n")
