"""`tdkt evaluate`: figures of quality, printed as JSON.

It must not know any case; it reads folders of them.
Read next: `index/evaluation.py`.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from bot.cli.common import print_json, say, show_progress
from bot.settings import Settings
from bot.texts import line as words


def register(app: typer.Typer) -> None:
    """Adds the group."""
    group = typer.Typer(no_args_is_help=True, help=words("cli.evaluate"))
    group.callback()(lambda: None)
    group.command("retrieval", help=words("cli.evaluate_retrieval"))(retrieval)
    app.add_typer(group, name="evaluate")


def retrieval(
    folder: Annotated[Path, typer.Argument(help=words("cli.evaluate_folder"))],
    as_json: Annotated[bool, typer.Option("--json", help=words("cli.as_json"))] = False,
) -> None:
    """nDCG@10, recall@10 and MRR@10 of words alone, vectors alone, and both mixed."""
    from index.encoder import SentenceEncoder
    from index.evaluation import evaluate, read_benchmark

    settings = Settings()
    cache = settings.home / "evaluation.sqlite"
    for row in evaluate(read_benchmark(folder), SentenceEncoder(settings.model), cache, show_progress):
        figures = {"system": row.system, "queries": row.queries}
        figures |= {"ndcg@10": round(row.ndcg, 4), "recall@10": round(row.recall, 4), "mrr@10": round(row.mrr, 4)}
        if as_json:
            print_json(figures)
        else:
            say("  ".join(f"{name} {value}" for name, value in figures.items()))
