"""The command that measures: which figures it prints, not what they are."""

from __future__ import annotations

import json

import pytest

from bot.cli import speed
from tests.bot.cli.conftest import Run

ALWAYS = {"first_answer_seconds", "query_ms", "query_ms_slow", "passages_per_second"}


@pytest.fixture(autouse=True)
def quick_start(monkeypatch: pytest.MonkeyPatch) -> None:
    """A process of its own would load the model that ships."""
    monkeypatch.setattr(speed, "_first_answer", lambda _: {"first_answer_seconds": 1.5})


def test_the_figures_are_one_line_of_json(run: Run) -> None:
    figures = json.loads(run("speed").stdout)
    assert set(figures) == ALWAYS
    assert all(value > 0 for value in figures.values())


def test_compared_with_full_precision_the_cosines_are_told_too(run: Run) -> None:
    figures = json.loads(run("speed", "--compare").stdout)
    assert figures.keys() - ALWAYS == {
        *(f"torch_{name}" for name in ALWAYS - {"first_answer_seconds"}),
        *(f"{kind}_cosine_{figure}" for kind in ("query", "passage") for figure in ("least", "mean")),
    }
    assert figures["passage_cosine_least"] == pytest.approx(1, abs=1e-4)
