"""The command line: the twin of the bot, for audit and for scripts.

It must not decide anything: each command opens what it needs and calls the rest of the project.
Read next: `bot/cli/common.py` (what commands share); one file a group of commands beside it.
"""

from __future__ import annotations

import gc
import sys
from typing import Final

import typer

from bot.cli import ask, draft, evaluate, feedback, index, library, office, prize, reading, reminders, serve, speed
from bot.texts import error_text
from bot.texts import line as words
from knowledge.errors import AssistantError

app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False, help=words("cli.about"))

for group in (ask, draft, evaluate, feedback, index, library, office, prize, reading, reminders, serve, speed):
    group.register(app)


_COLLECTED_AFTER: Final = 50_000
"""Starting makes a million objects that live as long as the process; by default Python looks through them so often
that it takes a seventh of the time to a first answer."""


def main() -> None:
    """Runs one command; an error of ours is one line in Vietnamese and exit status 1."""
    gc.set_threshold(_COLLECTED_AFTER)
    try:
        app()
    except AssistantError as error:
        from bot.rendering import to_plain

        sys.stderr.write(to_plain(error_text(error)) + "\n")
        raise SystemExit(1) from error
