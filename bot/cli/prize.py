"""`tdkt prize`: the prize money of an award by the day of the decision.

It must not compute; it asks `knowledge/prizes.py`.
Read next: `bot/texts/prizes.jinja`.
"""

from __future__ import annotations

from typing import Annotated

import typer

from bot.cli.common import day, now, print_json, say
from bot.texts import line as words
from bot.texts import text
from knowledge.awards import AwardKind


def register(app: typer.Typer) -> None:
    """Adds the command."""
    app.command(help=words("cli.prize"))(prize)


def prize(
    award: Annotated[str, typer.Option("--award", help=words("cli.prize_award"))],
    kind: Annotated[AwardKind | None, typer.Option("--kind", help=words("cli.prize_kind"))] = None,
    on: Annotated[str, typer.Option("--on", help=words("cli.prize_on"))] = "",
    count: Annotated[int, typer.Option("--count", help=words("cli.prize_count"))] = 1,
    as_json: Annotated[bool, typer.Option("--json", help=words("cli.as_json"))] = False,
) -> None:
    """The prize with the factor, the base salary and their provisions."""
    from bot.rendering import to_plain
    from knowledge.prizes import prize as compute
    from knowledge.prizes import prize_json

    decided_on = day(on) or now().date()
    found = compute(award, kind=kind, decided_on=decided_on, count=count)
    if as_json:
        print_json(prize_json(found))
    else:
        say(to_plain(text("prizes.prize_card", prize=found)))
