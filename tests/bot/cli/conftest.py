"""The command line in-process, on a home of its own, with an encoder that loads nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import Result
from typer.testing import CliRunner

from bot.cli import app
from index.confidence import shipped_calibration
from index.encoder import HashingEncoder

Run = Callable[..., Result]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs `tdkt` with these words; `stdin` is what is typed."""
    monkeypatch.setenv("TDKT_HOME", str(tmp_path / "home"))
    monkeypatch.delenv("TELEGRAM_BOT_TOKEN", raising=False)
    monkeypatch.chdir(tmp_path)
    fitted = replace(shipped_calibration(), encoder=HashingEncoder().fingerprint)
    monkeypatch.setattr("bot.assistant.shipped_calibration", lambda: fitted)
    monkeypatch.setattr("bot.assistant.ServedEncoder", lambda *_: HashingEncoder())
    monkeypatch.setattr("index.serving.served.ServedEncoder", lambda *_: HashingEncoder())
    monkeypatch.setattr("index.encoder.SentenceEncoder", lambda *_, **__: HashingEncoder())

    def runs(*words: str, stdin: str = "") -> Result:
        return CliRunner().invoke(app, list(words), input=stdin, catch_exceptions=False)

    return runs
