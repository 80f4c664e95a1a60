"""`tdkt office`: offices and the one-time codes that make their first administrators.

It must not invite anybody else: administrators do that in the chat.
Read next: `bot/access.py`.
"""

from __future__ import annotations

from typing import Annotated

import typer

from bot.cli.common import installation, now, open_store, say
from bot.texts import line as words
from bot.texts import text


def register(app: typer.Typer) -> None:
    """Adds the group."""
    group = typer.Typer(no_args_is_help=True, help=words("cli.office"))
    group.command("add", help=words("cli.office_add"))(add)
    group.command("list", help=words("cli.office_list"))(show)
    group.command("code", help=words("cli.office_code"))(code)
    app.add_typer(group, name="office")


def add(name: Annotated[str, typer.Argument(help=words("cli.office_name"))]) -> None:
    """Adds an office and prints the code of its first administrator."""
    from bot.access import INVITATION_LASTS, Directory
    from bot.rendering import to_plain

    moment = now()
    with open_store(installation()) as store, store.begin() as session:
        _, secret = Directory(session).create_office(name, moment)
    told = text("access.office_created", office=name, code=secret, expires_at=moment + INVITATION_LASTS)
    say(to_plain(told))


def show() -> None:
    """Lists the offices."""
    from bot.access import Directory

    with open_store(installation()) as store, store.read() as session:
        offices = Directory(session).every_office()
    for number, name, members in offices:
        say(words("terminal.office_line", number=number, name=name, members=members))
    if not offices:
        say(words("terminal.no_office"))


def code(number: Annotated[int, typer.Argument(help=words("cli.office_number"))]) -> None:
    """Prints another administrator's code, for an office that nobody can administer any more."""
    from bot.access import Directory

    with open_store(installation()) as store, store.begin() as session:
        say(Directory(session).administrator_code(number, now()))
