"""`tdkt index`: build, verify and roll back what is searched.

It must not know how a generation looks on disk.
Read next: `index/generations.py`.
"""

from __future__ import annotations

import typer

from bot.cli.common import installation, open_store, prepared_assistant, say
from bot.texts import line as words


def register(app: typer.Typer) -> None:
    """Adds the group."""
    group = typer.Typer(no_args_is_help=True, help=words("cli.index"))
    group.command("build", help=words("cli.index_build"))(build)
    group.command("verify", help=words("cli.index_verify"))(verify)
    group.command("rollback", help=words("cli.index_rollback"))(rollback)
    app.add_typer(group, name="index")


def build() -> None:
    """Builds the index, showing how far it is; interrupted, it goes on from there next time."""
    settings = installation()
    with open_store(settings) as store:
        manifest = prepared_assistant(settings, store).generations.manifest()
    say(words("terminal.built", entries=manifest.entries, passages=manifest.passages))


def verify() -> None:
    """Compares every file of the current generation with its manifest; exit status 1 when one differs."""
    from index.generations import Generations

    generations = Generations(installation().index_folder)
    problems = generations.problems()
    identity = generations.current()
    say(words("terminal.damaged", id=identity, files=problems) if problems else words("terminal.sound", id=identity))
    if problems:
        raise typer.Exit(1)


def rollback() -> None:
    """Makes the generation before the current one serve again, until the next build."""
    from index.generations import Generations

    say(words("terminal.rolled_back", id=Generations(installation().index_folder).rollback().id))
