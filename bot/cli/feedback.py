"""`tdkt feedback`: what officers said of answers, for whoever maintains the knowledge.

It must not print a name.
Read next: `bot/storage/feedback.py`.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from bot.cli.common import installation, open_store, say
from bot.texts import line as words


def register(app: typer.Typer) -> None:
    """Adds the group."""
    group = typer.Typer(no_args_is_help=True, help=words("cli.feedback"))
    # A group of one command is a group only with a callback.
    group.callback()(lambda: None)
    group.command("export", help=words("cli.feedback_export"))(export)
    app.add_typer(group, name="feedback")


def export(file: Annotated[Path, typer.Argument(help=words("cli.feedback_file"))]) -> None:
    """Writes one JSON object a line, an answer each, to the file; one that is there is replaced."""
    from bot.storage.feedback import judged_answers

    with open_store(installation()) as store, store.read() as session:
        lines = [json.dumps(judged, ensure_ascii=False) + "\n" for judged in judged_answers(session)]
    try:
        file.write_text("".join(lines), encoding="utf-8")
    except OSError as error:
        raise typer.BadParameter(words("cli.not_written", file=str(file))) from error
    say(words("terminal.feedback_exported", count=len(lines), file=str(file)))
