"""`tdkt deadlines` and `tdkt reminders`: deadlines read out of text, and what the reminders of a time will be, as JSON.

It must not know a database: both commands tell what the rules that ship make of their input.
Read next: `knowledge/dates.py`, `knowledge/deadlines.py`.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from bot.cli.common import day, print_json
from bot.texts import line as words

if TYPE_CHECKING:
    from knowledge.schedules import Every, Occurrence


def register(app: typer.Typer) -> None:
    """Adds the groups."""
    reading = typer.Typer(no_args_is_help=True, help=words("cli.deadlines"))
    # A group of one command would otherwise be that command.
    reading.callback()(_group)
    reading.command("read", help=words("cli.deadlines_read"))(read)
    app.add_typer(reading, name="deadlines")
    group = typer.Typer(no_args_is_help=True, help=words("cli.reminders"))
    group.callback()(_group)
    group.command("simulate", help=words("cli.reminders_simulate"))(simulate)
    app.add_typer(group, name="reminders")


def _group() -> None:
    pass


def read(
    lines: Annotated[bool, typer.Option("--lines", help=words("cli.cite_lines"))] = True,  # noqa: ARG001
) -> None:
    """Finds the deadlines of each line, a JSON string."""
    # Looking words up in the grammar takes a moment that other commands need not spend.
    from knowledge.dates import read_deadlines

    for row in sys.stdin:
        if row.strip():
            print_json({"deadlines": [deadline.as_json() for deadline in read_deadlines(json.loads(row))]})


def simulate(
    first: Annotated[str, typer.Option("--from", help=words("cli.reminders_from"))],
    last: Annotated[str, typer.Option("--to", help=words("cli.reminders_to"))],
    province: Annotated[str | None, typer.Option(help=words("cli.reminders_province"))] = None,
    rules: Annotated[Path | None, typer.Option(help=words("cli.reminders_rules"))] = None,
    as_json: Annotated[bool, typer.Option("--json", help=words("cli.as_json"))] = False,  # noqa: ARG001
) -> None:
    """Prints every occurrence of the rules that ship, or of those in a file, and when it is reminded of."""
    begin, end = day(first), day(last)
    if begin is None or end is None or end < begin:
        raise typer.BadParameter(words("cli.reminders_not_a_range"))
    found = _of_file(rules, begin, end) if rules else _shipped(province, begin, end)
    for line in sorted(found, key=lambda line: (line["due_on"], line["rule"])):
        print_json(line)


def _shipped(province: str | None, first: date, last: date) -> Iterator[dict[str, Any]]:
    from knowledge.deadlines import dated, deadline_rules, rules_for
    from knowledge.provinces import profile

    if province and profile(province) is None:
        raise typer.BadParameter(words("cli.reminders_no_province", name=province))
    for rule in rules_for(province) if province else deadline_rules():
        for found in dated(rule, first, last):
            ended = {"basis_ended_on": found.ended_on.isoformat()} if found.ended_on else {}
            yield _line(rule.id, rule.title, rule.every, found.occurrence) | {"basis": list(rule.basis)} | ended


def _of_file(file: Path, first: date, last: date) -> Iterator[dict[str, Any]]:
    """An office's own rules: a line of JSON each, {"rule": …, "schedule": {…}}."""
    from pydantic import ValidationError

    from knowledge.schedules import Schedule, occurrences

    for number, row in enumerate(file.read_text(encoding="utf-8").splitlines(), 1):
        if not row.strip():
            continue
        try:
            rule = json.loads(row)
            name, schedule = str(rule["rule"]), Schedule.model_validate(rule["schedule"])
        except (ValueError, KeyError, TypeError, ValidationError) as error:
            raise typer.BadParameter(words("cli.reminders_not_a_rule", number=number)) from error
        for occurrence in occurrences(schedule, first, last):
            yield _line(name, name, schedule.every, occurrence)


def _line(rule: str, title: str, every: Every, occurrence: Occurrence) -> dict[str, Any]:
    from knowledge.schedules import DEFAULT_LADDER, fitting, reminder_times

    moved_from = occurrence.moved_from
    return {
        "rule": rule,
        "title": title,
        "period": occurrence.period,
        "due_on": occurrence.due_on.isoformat(),
        "moved_from": moved_from.isoformat() if moved_from else None,
        "why": " ".join(words(day.reason.key, **day.reason.values) for day in occurrence.why) or None,
        "remind_at": [at.isoformat() for _, at in reminder_times(occurrence.due_on, fitting(DEFAULT_LADDER, every))],
    }
