"""`tdkt evaluate`: figures of quality, printed as JSON.

It must not know any case; it reads folders of them.
Read next: `index/evaluation.py`.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from bot.cli.common import installation, open_store, prepared_assistant, print_json, say, show_progress
from bot.texts import line as words


def register(app: typer.Typer) -> None:
    """Adds the group."""
    group = typer.Typer(no_args_is_help=True, help=words("cli.evaluate"))
    group.callback()(lambda: None)
    group.command("retrieval", help=words("cli.evaluate_retrieval"))(retrieval)
    group.command("confidence", help=words("cli.evaluate_confidence"))(confidence)
    app.add_typer(group, name="evaluate")


def retrieval(
    folder: Annotated[Path, typer.Argument(help=words("cli.evaluate_folder"))],
    as_json: Annotated[bool, typer.Option("--json", help=words("cli.as_json"))] = False,
) -> None:
    """nDCG@10, recall@10 and MRR@10 of words alone, vectors alone, and both mixed, for every way of typing."""
    from index.encoder import SentenceEncoder
    from index.evaluation import WAYS_OF_TYPING, evaluate, read_benchmark

    settings = installation()
    cache = settings.home / "evaluation.sqlite"
    encoder = SentenceEncoder(settings.model)
    for row in evaluate(read_benchmark(folder), encoder, cache, show_progress, tuple(WAYS_OF_TYPING)):
        figures = {"typed": row.typed, "system": row.system, "queries": row.queries}
        figures |= {"ndcg@10": round(row.ndcg, 4), "recall@10": round(row.recall, 4), "mrr@10": round(row.mrr, 4)}
        if as_json:
            print_json(figures)
        else:
            say("  ".join(f"{name} {value}" for name, value in figures.items()))


def confidence(
    files: Annotated[list[Path], typer.Argument(help=words("cli.evaluate_questions"))],
    save: Annotated[bool, typer.Option("--save", help=words("cli.evaluate_save"))] = False,
) -> None:
    """Fits anew how sure an answer is, and prints both errors: ours refused, others' answered."""
    from index.calibration import errors, read_questions
    from index.confidence import fit

    settings = installation()
    questions = [question for file in files for question in read_questions(file)]
    with open_store(settings) as store:
        assistant = prepared_assistant(settings, store)
        answerer = assistant.answerer()
        figures = [answerer.figures(question.text, question.scope) for question in questions]
        fitted = fit(
            [row for row, question in zip(figures, questions, strict=True) if question.is_ours],
            [row for row, question in zip(figures, questions, strict=True) if not question.is_ours],
            assistant.encoder_fingerprint,
        )
    for name, value in errors(fitted, figures, questions).items():
        say(f"{name} {value:.4f}")
    if save:
        fitted.save()
