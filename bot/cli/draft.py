"""`tdkt draft`: a report from a file of answers, the kinds of report, and a check of the drafting data.

It must not ask anything: the interview without a person, for scripts and for audit.
Read next: `knowledge/drafting/rendering.py`, `bot/export.py`.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.common import day, now, print_json, say
from bot.texts import line as words

if TYPE_CHECKING:
    from knowledge.drafting.blocks import Draft
    from knowledge.drafting.kinds import ReportKind


def register(app: typer.Typer) -> None:
    """Adds the group; without a command of the group it drafts."""
    group = typer.Typer(invoke_without_command=True, help=words("cli.draft"))
    group.callback()(draft)
    group.command("lint", help=words("cli.draft_lint"))(check_data)
    app.add_typer(group, name="draft")


def draft(
    context: typer.Context,
    kind: Annotated[str | None, typer.Option(help=words("cli.draft_kind"))] = None,
    answers: Annotated[Path | None, typer.Option(help=words("cli.draft_answers"))] = None,
    example: Annotated[bool, typer.Option("--example", help=words("cli.draft_example"))] = False,
    out: Annotated[Path | None, typer.Option(help=words("cli.draft_out"))] = None,
    outline: Annotated[Path | None, typer.Option(help=words("cli.draft_outline"))] = None,
    on: Annotated[str | None, typer.Option(help=words("cli.draft_on"))] = None,
    as_list: Annotated[bool, typer.Option("--list", help=words("cli.draft_list"))] = False,
    as_json: Annotated[bool, typer.Option("--json", help=words("cli.as_json"))] = False,
) -> None:
    """Writes the report and tells what still needs a person's eye."""
    if context.invoked_subcommand:
        return
    if as_list:
        _list(as_json)
        return
    if kind is None or out is None or (answers is None) != example:
        raise typer.BadParameter(words("cli.draft_needs"))
    from knowledge.drafting import kinds

    report = kinds.kind(kind)
    given = report.example() if answers is None else _typed(answers)
    if outline is not None:
        report = _following(report, outline)
    _write(report, {key: value for key, value in given.items() if not example or key in report.questions}, on, out)


def _list(as_json: bool) -> None:
    from knowledge.drafting.kinds import kinds

    for each in kinds():
        if as_json:
            print_json({"kind": each.name, "title": each.title, "sections": [part.name for part in each.sections]})
        else:
            say(words("drafting.kind_line", kind=each))


def _typed(file: Path) -> dict[str, object]:
    from knowledge.drafting.sources import typed_answers

    try:
        return typed_answers(file.read_text(encoding="utf-8"), file.name)
    except (OSError, UnicodeDecodeError) as error:
        raise typer.BadParameter(str(error), param_hint="--answers") from error


def _following(report: ReportKind, file: Path) -> ReportKind:
    """The kind as the upper level's outline wants it."""
    from index.documents import read_document_file
    from knowledge.drafting.outlines import read_outline, with_outline

    found = read_outline(read_document_file(file).text, report)
    if found is None:
        say(words("drafting.outline_unread"))
        return report
    say(words("drafting.outline_matched", count=len(found.matched), free=list(found.free.values())))
    return with_outline(report, found)


def _write(report: ReportKind, given: dict[str, object], on: str | None, out: Path) -> None:
    from bot.export import docx_of
    from knowledge.drafting.rendering import render

    moment = now()
    drafted = render(report, given, day(on) or moment.date())
    out.write_bytes(docx_of(drafted, moment))
    say(words("drafting.written", file=str(out)))
    _tell(report, drafted)


def _tell(report: ReportKind, drafted: Draft) -> None:
    if drafted.problems:
        say(words("drafting.to_look_at"))
    for problem in drafted.problems:
        say(f"- {words('drafting.problem_line', problem=problem)}")
    if report.data.form:
        say(words("drafting.form", note=report.data.form.note))


def check_data() -> None:
    """Names every mistake of the drafting data; exit status 1 when there is one."""
    from knowledge.drafting.lint import lint

    mistakes = lint()
    for mistake in mistakes:
        say(words("drafting.mistake", mistake=mistake))
    if mistakes:
        raise typer.Exit(1)
    say(words("drafting.sound"))
