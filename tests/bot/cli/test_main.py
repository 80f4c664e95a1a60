from __future__ import annotations

import subprocess
import sys

import click
import pytest
import typer

from bot.cli import app, main
from knowledge.errors import IndexMissing
from tests.bot.cli.conftest import Run

HEAVY = ("torch", "transformers", "sentence_transformers", "faiss", "telegram", "sqlalchemy")


def commands() -> list[tuple[str, click.Command]]:
    """Every command with its words, the live ones."""

    def walk(command: click.Command, words: tuple[str, ...]) -> list[tuple[str, click.Command]]:
        found = [(" ".join(words), command)] if words else []
        for name, inner in getattr(command, "commands", {}).items():
            found += walk(inner, (*words, name))
        return found

    return walk(typer.main.get_command(app), ())


@pytest.mark.parametrize(("words", "command"), commands(), ids=[words for words, _ in commands()])
def test_every_command_says_in_vietnamese_what_it_does(words: str, command: click.Command) -> None:
    assert command.help
    assert any(ord(letter) > 127 for letter in command.help), words


def test_an_error_of_ours_is_one_line_and_no_traceback(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fails() -> None:
        raise IndexMissing

    monkeypatch.setattr("bot.cli.app", fails)
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == 1
    told = capsys.readouterr().err
    assert "tdkt index build" in told
    assert "Traceback" not in told


def test_help_loads_nothing_heavy() -> None:
    code = f"import sys, bot.cli; print([name for name in {HEAVY} if name in sys.modules])"
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert shown.stdout.strip() == "[]"


def test_without_a_command_the_help_is_shown(run: Run) -> None:
    assert "library" in run().output
