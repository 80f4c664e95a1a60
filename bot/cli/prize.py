"""`tdkt prize`: the prize money of an award by the day of the decision; `tdkt ladder`: what can be proposed.

It must not compute; it asks `knowledge/prizes.py` and `knowledge/ladder.py`.
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
    app.command(help=words("cli.ladder"))(ladder)


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


def ladder(
    told: Annotated[str, typer.Argument(help=words("cli.ladder_told"))],
    as_json: Annotated[bool, typer.Option("--json", help=words("cli.as_json"))] = False,
) -> None:
    """What the recipient of that past can be proposed for, with each condition and its provision."""
    from bot.rendering import to_plain
    from knowledge.careers import read_career
    from knowledge.ladder import ladder as work_out
    from knowledge.ladder import ladder_json

    career = read_career(told)
    found = work_out(career.records, career.year or now().year, kind=career.kind)
    if as_json:
        print_json(ladder_json(found))
    else:
        say(to_plain(text("prizes.ladder_card", answer=found)))
