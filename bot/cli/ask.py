"""`tdkt ask`: one question, or one a line, answered as the bot would answer.

It must not know a conversation: every question stands alone.
Read next: `index/answering.py`, `bot/flows/ask_words.py`.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Annotated, Any

import typer

from bot.cli.common import day, installation, now, open_store, prepared_assistant, print_json, say
from bot.texts import line as words


def register(app: typer.Typer) -> None:
    """Adds the command."""
    app.command(help=words("cli.ask"))(ask)


def ask(
    question: Annotated[str, typer.Argument(help=words("cli.ask_question"))] = "-",
    on: Annotated[str | None, typer.Option(help=words("cli.ask_on"))] = None,
    as_json: Annotated[bool, typer.Option("--json", help=words("cli.as_json"))] = False,
) -> None:
    """Answers the questions; with «-» a line that begins with «{» is {"question", "on"}."""
    # The index takes seconds to load; help and other commands need none of it.
    from bot.flows.ask_words import answer_html, answer_json
    from bot.flows.subject import day_asked
    from bot.rendering import to_ansi, to_plain
    from index.retrieval import Scope

    settings = installation()
    today = now().date()
    asked = _lines(sys.stdin, day(on)) if question == "-" else [(question, day(on))]
    with open_store(settings) as store:
        assistant = prepared_assistant(settings, store)
        for text, as_of in asked:
            answer = assistant.answerer().ask(text, Scope(as_of or day_asked(text, today) or today))
            if as_json:
                print_json(answer_json(answer, today))
            else:
                shown = answer_html(answer, today)
                say(to_ansi(shown) if sys.stdout.isatty() else to_plain(shown))
                say("")
            sys.stdout.flush()


def _lines(lines: Iterable[str], on: date | None) -> Iterator[tuple[str, date | None]]:
    for number, row in enumerate(lines, 1):
        if not row.strip():
            continue
        if row.lstrip().startswith("{"):
            yield _case(row, number, on)
        else:
            yield row.strip(), on


def _case(row: str, number: int, on: date | None) -> tuple[str, date | None]:
    try:
        case: dict[str, Any] = json.loads(row)
        question = str(case["question"])
    except (ValueError, KeyError) as error:
        raise typer.BadParameter(words("cli.not_a_line", number=number)) from error
    return question, day(case.get("on")) or on
