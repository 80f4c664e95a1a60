"""`tdkt library`: official texts and past reports that every office of this installation searches.

It must not know how they are searched; it reads, keeps, and has the index built.
Read next: `index/documents.py` (reading files), `bot/storage/library.py` (keeping), `bot/additions.py`.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

from bot.cli.common import installation, now, open_store, prepared_assistant, say
from bot.texts import line as words


def register(app: typer.Typer) -> None:
    """Adds the group."""
    group = typer.Typer(no_args_is_help=True, help=words("cli.library"))
    group.command("add", help=words("cli.library_add"))(add)
    group.command("list", help=words("cli.library_list"))(show)
    group.command("missing", help=words("cli.library_missing"))(missing)
    group.command("remove", help=words("cli.library_remove"))(remove)
    app.add_typer(group, name="library")


def add(
    files: Annotated[list[Path], typer.Argument(help=words("cli.library_files"))],
    kind: Annotated[Literal["regulation", "report"] | None, typer.Option(help=words("cli.library_kind"))] = None,
) -> None:
    """Reads every file before anything is kept: one that cannot be read leaves the library as it was."""
    # Reading, storage and the index are needed here and nowhere on the way to `--help`.
    from bot.additions import recognise
    from bot.storage.library import SharedLibrary
    from index.documents import read_document_file

    settings = installation()
    found = [recognise(read_document_file(file).text, file.name, file.read_bytes(), kind) for file in files]
    with open_store(settings) as store:
        for addition in found:
            with store.begin() as session:
                _, is_new = SharedLibrary(session).add(addition.document, now())
            say(addition.described(existing=not is_new))
            for problem in addition.disagreements():
                say(problem)
        manifest = prepared_assistant(settings, store).generations.manifest()
        say(words("terminal.built", entries=manifest.entries, passages=manifest.passages))


def show() -> None:
    """Lists every document of the library, the offices' own included, without their text."""
    from bot.storage.library import every_document

    with open_store(installation()) as store, store.read() as session:
        documents = every_document(session)
    for document in documents:
        say(
            words(
                "terminal.library_line",
                number=document.id,
                kind=document.kind,
                name=document.name,
                title=document.title,
                office=document.office_id,
            )
        )
    if not documents:
        say(words("terminal.library_empty"))


def missing() -> None:
    """Lists the official texts that are not in the shared library, the most needed first."""
    from bot.flows.missing import missing_html
    from bot.rendering import to_plain
    from bot.storage.library import SharedLibrary

    with open_store(installation()) as store, store.read() as session:
        loaded = [document.number for document in SharedLibrary(session).documents("regulation")]
    say(to_plain(missing_html(now().date(), loaded)))


def remove(number: Annotated[int, typer.Argument(help=words("cli.library_number"))]) -> None:
    """Removes a shared document; the digests serve again where it was an official text."""
    from bot.storage.library import SharedLibrary

    settings = installation()
    with open_store(settings) as store:
        with store.begin() as session:
            is_gone = SharedLibrary(session).remove(number, now())
        say(words("terminal.removed" if is_gone else "terminal.not_removed", number=number))
        prepared_assistant(settings, store)
