"""`tdkt speed`: how long a first answer takes, what memory it needs, how fast the model is, as one line of JSON.

It must not judge the figures; they depend on the machine and on what else it does.
Read next: `index/serving/measuring.py`.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from bot.cli.common import installation, open_store, prepared_assistant, print_json
from bot.texts import line as words

if TYPE_CHECKING:
    from index.encoder import Encoder

_START: Final = "from bot.cli import main; main()"
_QUESTIONS: Final = 100
_PASSAGES: Final = 200


def register(app: typer.Typer) -> None:
    """Adds the command."""
    app.command(help=words("cli.speed"))(speed)


def speed(
    compare: Annotated[bool, typer.Option("--compare", help=words("cli.speed_compare"))] = False,
) -> None:
    """Measures a process of its own from its start to its first answer, then the model in this one."""
    from index.encoder import SentenceEncoder
    from index.passages import Level
    from index.serving.served import ServedEncoder

    settings = installation()
    with open_store(settings) as store:
        generation = prepared_assistant(settings, store).generations.open()
    questions = _spread([cut.text for cut in generation.passages if cut.level is Level.ASKED], _QUESTIONS)
    passages = _spread([cut.embedded for cut in generation.passages], _PASSAGES)
    serving = ServedEncoder(settings.model, settings.exports_folder)
    figures: dict[str, Any] = _first_answer(questions[0]) | _pace(serving, questions, passages)
    if compare:
        torch = _pace(SentenceEncoder(settings.model), questions, passages)
        figures |= {f"torch_{name}": value for name, value in torch.items()}
        figures |= _closeness(serving, SentenceEncoder(settings.model, full=True), questions, passages)
    print_json({name: round(value, 4) for name, value in figures.items()})


def _spread(texts: list[str], count: int) -> list[str]:
    """That many texts, from all over the list."""
    return texts[:: max(1, len(texts) // count)][:count]


def _pace(encoder: Encoder, questions: list[str], passages: list[str]) -> dict[str, float]:
    from index.serving.measuring import pace

    found = pace(encoder, questions, passages)
    return {"query_ms": found.median, "query_ms_slow": found.slow, "passages_per_second": found.passages}


def _closeness(serving: Encoder, exact: Encoder, questions: list[str], passages: list[str]) -> dict[str, float]:
    from index.serving.measuring import closeness

    asked = closeness(serving.queries(questions), exact.queries(questions))
    searched = closeness(serving.passages(passages), exact.passages(passages))
    names = ("query_cosine_least", "query_cosine_mean", "passage_cosine_least", "passage_cosine_mean")
    return dict(zip(names, (*asked, *searched), strict=True))


def _first_answer(question: str) -> dict[str, float]:
    """Seconds from the start of a process to its end with the answer, and its largest memory where that is told."""
    import os
    import subprocess
    import time

    start = time.perf_counter()
    process = subprocess.Popen(  # noqa: S603 - this interpreter, our own command
        [sys.executable, "-c", _START, "ask", question], stdout=subprocess.DEVNULL
    )
    if not hasattr(os, "wait4"):
        process.wait()
        return {"first_answer_seconds": time.perf_counter() - start}
    _, _, usage = os.wait4(process.pid, 0)
    process.returncode = 0
    # Linux counts kilobytes, macOS bytes.
    unit = 1024 * 1024 if sys.platform == "darwin" else 1024
    seconds = time.perf_counter() - start
    return {"first_answer_seconds": seconds, "first_answer_megabytes": usage.ru_maxrss / unit}
