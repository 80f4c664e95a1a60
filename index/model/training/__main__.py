"""The one command from data to model folder: `python -m index.model.training --help`.

It must not measure on an evaluation set: what is chosen here is chosen on training pairs set aside.
Read next: `index/model/README.md`, whose figures are those of the folder this writes.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any, Final

import torch
import typer
from sentence_transformers import SentenceTransformer
from sentence_transformers.sentence_transformer.losses import CachedMultipleNegativesRankingLoss
from transformers import set_seed

from index.model.training.averaging import averaged, put, weights_of
from index.model.training.examples import answered, batches, noisy_and_clean
from index.model.training.losses import NoisyToClean
from index.model.training.negatives import hard_negatives
from index.model.training.texts import Material, read_material
from index.model.training.trainer import Budget, Task, hardware, load, save, train
from index.model.training.validation import validate

_SHORT: Final = 64
"""Pieces of a question or a statement."""
_SCALE: Final = 50.0
_TIME: Final = {"robust": 0.38, "answers": 0.56}
"""The stages' shares of the time; the rest is for choosing."""
_AVERAGES: Final[tuple[dict[str, float], ...]] = (
    {"answers": 1},
    {"answers": 3, "robust": 1},
    {"answers": 1, "robust": 1},
    {"answers": 4, "base": 1},
    {"robust": 1},
)


def main(
    data: Annotated[Path, typer.Option(help="pairs.jsonl and passages.jsonl")],
    out: Annotated[Path, typer.Option(help="the folder that is written; stages lie beside it")],
    base: Annotated[Path, typer.Option(help="the model to start from: what index/model/build.py writes")],
    minutes: Annotated[float, typer.Option(help="time for all stages together")] = 150,
    seed: Annotated[int, typer.Option()] = 7,
    threads: Annotated[int, typer.Option()] = os.cpu_count() or 2,
) -> None:
    """Trains the encoder. A stage whose folder is complete is not trained again."""
    torch.set_num_threads(threads)
    set_seed(seed)
    material = read_material(data)
    stages = {name: out.with_name(f"{out.name}-{name}") for name in _TIME}

    def robust(model: SentenceTransformer, scratch: Path) -> dict[str, Any]:
        return _learn_noise(model, load(base, _SHORT), material, minutes * _TIME["robust"], seed, scratch)

    def answers(model: SentenceTransformer, scratch: Path) -> dict[str, Any]:
        return _learn_answers(model, material, minutes * _TIME["answers"], seed, scratch)

    _stage(stages["robust"], base, base, robust)
    _stage(stages["answers"], stages["robust"], base, answers)
    figures = _choose({"base": base, **stages}, material, base, out, seed)
    (out / "training.json").write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")


def _stage(folder: Path, start: Path, base: Path, learn: Callable[[SentenceTransformer, Path], dict[str, Any]]) -> None:
    """Trains from the folder `start` into `folder`, unless that was done before."""
    record = folder / "stage.json"
    if record.exists():
        return
    model = load(start, hardware().longest)
    done = learn(model, folder.with_name(f"{folder.name}-steps"))
    save(model, base, folder)
    record.write_text(json.dumps(done, indent=1) + "\n", encoding="utf-8")


def _learn_noise(
    model: SentenceTransformer,
    teacher: SentenceTransformer,
    material: Material,
    minutes: float,
    seed: int,
    scratch: Path,
) -> dict[str, Any]:
    """What is typed badly gets the vector of what was meant, as the base makes it."""
    model.max_seq_length = _SHORT
    budget = Budget(minutes, 64, 2e-4, 2e-3, seed)
    rows = noisy_and_clean(material)
    loss = NoisyToClean(model, teacher.to(torch.bfloat16))
    task = Task(("noisy", "clean"), loss, lambda count: batches(rows, count, budget.batch, seed))
    return train(model, {"robust": task}, budget, scratch)


def _learn_answers(
    model: SentenceTransformer, material: Material, minutes: float, seed: int, scratch: Path
) -> dict[str, Any]:
    """Questions come near the passages that answer them; noisy ones stay with their clean ones meanwhile."""
    means = hardware()
    negatives = hard_negatives(material, model)
    budget = Budget(minutes, means.batch, 6e-5, 3e-4, seed)
    passages = answered(material, negatives, means.negatives)
    texts = noisy_and_clean(material)
    columns = ("question", "passage", *(f"wrong_{number}" for number in range(means.negatives)))
    ranked = CachedMultipleNegativesRankingLoss(model, scale=_SCALE, mini_batch_size=means.at_once)
    tasks = {
        "answers": Task(columns, ranked, lambda count: passages(count, budget.batch, seed)),
        "robust": Task(
            ("noisy", "clean"), NoisyToClean(model, model), lambda count: batches(texts, count, budget.batch, seed + 1)
        ),
    }
    return train(model, tasks, budget, scratch)


def _choose(folders: dict[str, Path], material: Material, base: Path, out: Path, seed: int) -> dict[str, Any]:
    """Writes the average that does best on the pairs set aside, and says how all of them did."""
    model = load(base, hardware().longest)
    parts = {}
    for name, folder in folders.items():
        parts[name] = weights_of(load(folder, hardware().longest))
    model.to(torch.bfloat16)
    figures: list[dict[str, Any]] = []
    for shares in ({"base": 1.0}, *_AVERAGES):
        put(model, averaged(parts, shares))
        figures.append({"shares": shares, **validate(model, material, seed)})
        print(json.dumps(figures[-1]), flush=True)  # noqa: T201 - a tool run by hand
    best = max(figures[1:], key=_merit)
    model.to(torch.float32)
    put(model, averaged(parts, best["shares"]))
    save(model, base, out)
    stages = {
        name: json.loads((folder / "stage.json").read_text()) for name, folder in folders.items() if name in _TIME
    }
    return {"seed": seed, "stages": stages, "validation": figures, "chosen": best["shares"]}


def _merit(figures: dict[str, Any]) -> float:
    """Clean questions count as much as all noisy ones together; statements half of that."""
    noisy = (figures["unmarked"] + figures["abbreviated"] + figures["mistyped"]) / 3
    return float(2 * figures["clean"] + 2 * noisy + figures["statement"]) / 5


if __name__ == "__main__":
    typer.run(main)
