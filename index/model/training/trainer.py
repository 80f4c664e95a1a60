"""One stage of training: rows and a loss for each dataset → a trained model, within a budget of time.

It must not know what the rows mean. With a GPU it trains there, otherwise on every core in bfloat16.
Read next: `index/model/training/__main__.py`, which names the stages.
"""

from __future__ import annotations

import json
import shutil
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import torch
from datasets import Dataset, DatasetDict
from safetensors.torch import load_file, save_file
from sentence_transformers import SentenceTransformer, SentenceTransformerTrainer, SentenceTransformerTrainingArguments
from sentence_transformers.base.sampler import DefaultBatchSampler
from sentence_transformers.util import batch_to_device
from torch import nn
from transformers import TrainerCallback, TrainerControl

from index.model.build import LAYOUT
from index.model.training.examples import Row

_WARM_UP: Final = 0.05
_CHECKPOINTS: Final = 4
"""How often a stage is saved on its way."""
_WEIGHTS: Final = "model.safetensors"


@dataclass(frozen=True, slots=True)
class Task:
    """A dataset of a stage: its loss, and what gives the rows of so many batches. `share` is that of the steps."""

    columns: tuple[str, ...]
    loss: nn.Module
    rows: Callable[[int], Sequence[Row]]
    share: float = 1.0


@dataclass(frozen=True, slots=True)
class Budget:
    """How long a stage may take and how fast it learns; the word embeddings learn at a rate of their own."""

    minutes: float
    batch: int
    rate: float
    embedding_rate: float
    seed: int


@dataclass(frozen=True, slots=True)
class Hardware:
    """What fits: pairs in a batch, pieces of a passage, hard negatives of a question, texts computed at once."""

    batch: int
    longest: int
    negatives: int
    at_once: int


def hardware() -> Hardware:
    """A GPU takes large batches of whole passages; a few cores take small ones of their beginnings.

    There the hard negatives are the neighbours in the batch alone: each is the answer to a question of its own,
    so no text is computed for one question only.
    """
    return Hardware(256, 512, 3, 64) if torch.cuda.is_available() else Hardware(64, 160, 0, 32)


class InOrder(DefaultBatchSampler):  # type: ignore[misc] # its base has no annotations
    """Batches as the rows come: they were put in order where they were made."""

    def __iter__(self) -> Iterator[list[int]]:
        for start in range(0, len(self.sampler), self.batch_size):
            yield list(range(start, min(start + self.batch_size, len(self.sampler))))


class _Timed(SentenceTransformerTrainer):  # type: ignore[misc] # its base has no annotations
    """Learns slower and slower until the last row or the last minute, whichever comes first, and stops there.

    On a machine that others use too, steps take now one second, now five.
    """

    def __init__(self, budget: Budget, **named: Any) -> None:
        super().__init__(**named)
        self._seconds = budget.minutes * 60
        self._started = time.monotonic()
        self.add_callback(_Stop(self))

    def passed(self) -> float:
        """The share of the time that is over."""
        return (time.monotonic() - self._started) / self._seconds

    def create_scheduler(
        self, num_training_steps: int, optimizer: torch.optim.Optimizer | None = None
    ) -> torch.optim.lr_scheduler.LambdaLR:
        """A short warm-up, then straight down to nothing."""

        def share(step: int) -> float:
            left = 1 - max(step / num_training_steps, self.passed())
            return max(0.0, left) * min(1.0, (step + 1) / (_WARM_UP * num_training_steps))

        self._started = time.monotonic()
        self.lr_scheduler = torch.optim.lr_scheduler.LambdaLR(optimizer or self.optimizer, share)
        return self.lr_scheduler


class _Stop(TrainerCallback):  # type: ignore[misc] # its base has no annotations
    def __init__(self, trainer: _Timed) -> None:
        self._trainer = trainer

    def on_step_end(self, args: Any, state: Any, control: TrainerControl, **_: Any) -> TrainerControl:  # noqa: ARG002
        """Ends the training when its time is over."""
        control.should_training_stop = control.should_training_stop or self._trainer.passed() >= 1
        return control


def load(folder: Path, longest: int) -> SentenceTransformer:
    """The model of a folder for training: full precision, no dropout, texts cut at `longest` pieces."""
    model = SentenceTransformer(
        str(folder),
        device="cuda" if torch.cuda.is_available() else "cpu",
        local_files_only=True,
        # The fused attention is several times slower backwards on a CPU.
        model_kwargs={"dtype": torch.float32, "attn_implementation": "eager"},
        config_kwargs={"hidden_dropout_prob": 0.0, "attention_probs_dropout_prob": 0.0},
    )
    model.max_seq_length = longest
    return model


def save(model: SentenceTransformer, base: Path, folder: Path) -> None:
    """Writes the weights in half precision into a folder laid out as the base's, whose other files it gets."""
    folder.mkdir(parents=True, exist_ok=True)
    for pattern in LAYOUT:
        for path in base.glob(pattern):
            target = folder / path.relative_to(base)
            target.parent.mkdir(exist_ok=True)
            shutil.copyfile(path, target)
    weights = load_file(base / _WEIGHTS)
    trained = model[0].auto_model.state_dict()
    weights |= {name: trained[name].half().contiguous().cpu() for name in weights if name in trained}
    save_file(weights, folder / _WEIGHTS, metadata={"format": "pt"})


def train(model: SentenceTransformer, tasks: Mapping[str, Task], budget: Budget, scratch: Path) -> dict[str, Any]:
    """Trains the model in place and says what was done: seconds a step of each task, steps, last losses."""
    speeds = {name: _seconds_a_step(model, task, budget) for name, task in tasks.items()}
    shares = {name: task.share / sum(task.share for task in tasks.values()) for name, task in tasks.items()}
    mean = sum(speeds[name] * share for name, share in shares.items())
    steps = {name: max(1, round(budget.minutes * 60 / mean * share)) for name, share in shares.items()}
    print(json.dumps({"seconds a step": speeds, "steps": steps}), flush=True)  # noqa: T201 - a tool run by hand
    data = DatasetDict(
        {
            name: Dataset.from_dict(dict(zip(task.columns, zip(*task.rows(steps[name]), strict=True), strict=True)))
            for name, task in tasks.items()
        }
    )
    trainer = _Timed(
        budget,
        model=model,
        args=_arguments(budget, sum(steps.values()), scratch),
        train_dataset=data,
        loss={name: task.loss for name, task in tasks.items()},
    )
    started = time.monotonic()
    trainer.train()
    return {
        "seconds a step": speeds,
        "planned": steps,
        "steps": trainer.state.global_step,
        "minutes": round((time.monotonic() - started) / 60, 1),
        "losses": [entry["loss"] for entry in trainer.state.log_history if "loss" in entry],
    }


def _seconds_a_step(model: SentenceTransformer, task: Task, budget: Budget) -> float:
    """The fastest of a few batches, forwards and backwards."""
    rows = task.rows(4)
    taken = []
    for start in range(0, len(rows), budget.batch):
        began = time.monotonic()
        features = [model.tokenize(list(column)) for column in zip(*rows[start : start + budget.batch], strict=True)]
        features = [batch_to_device(feature, model.device) for feature in features]
        with torch.autocast(model.device.type, dtype=torch.bfloat16):
            task.loss(features, None).backward()
        model.zero_grad(set_to_none=True)
        taken.append(time.monotonic() - began)
    return min(taken)


def _arguments(budget: Budget, steps: int, scratch: Path) -> SentenceTransformerTrainingArguments:
    return SentenceTransformerTrainingArguments(
        output_dir=str(scratch),
        num_train_epochs=1,
        per_device_train_batch_size=budget.batch,
        learning_rate=budget.rate,
        learning_rate_mapping={"word_embeddings": budget.embedding_rate},
        weight_decay=0.0,
        max_grad_norm=1.0,
        bf16=True,
        use_cpu=not torch.cuda.is_available(),
        batch_sampler=InOrder,
        seed=budget.seed,
        data_seed=budget.seed,
        logging_steps=max(1, steps // 50),
        save_strategy="steps",
        save_steps=max(1, steps // _CHECKPOINTS),
        save_total_limit=2,
        report_to="none",
        disable_tqdm=True,
    )
