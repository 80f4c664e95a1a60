"""The command line: the twin of the bot, for audit and for scripts.

It must not decide anything: each command opens what it needs and calls the rest of the project.
Read next: `bot/cli/common.py` (what commands share); one file a group of commands beside it.
"""

from __future__ import annotations

import sys

import typer

from bot.cli import ask, draft, evaluate, feedback, index, library, office, prize, reading, reminders, serve, speed
from bot.garbage import collected_seldom
from bot.texts import error_text
from bot.texts import line as words
from knowledge.errors import AssistantError

app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False, help=words("cli.about"))

for group in (ask, draft, evaluate, feedback, index, library, office, prize, reading, reminders, serve, speed):
    group.register(app)


def main() -> None:
    """Runs one command; an error of ours is one line in Vietnamese and exit status 1."""
    try:
        with collected_seldom():
            app()
    except AssistantError as error:
        from bot.rendering import to_plain

        sys.stderr.write(to_plain(error_text(error)) + "\n")
        raise SystemExit(1) from error
