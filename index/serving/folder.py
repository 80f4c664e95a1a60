"""A sentence-transformers folder as it lies on the disk: what names it, its prompts, how it turns text into a vector.

It must not load weights; it reads the small files, and the large ones only for the fingerprint.
Read next: `index/serving/graph.py`, which rebuilds the models described here.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Final

from knowledge.errors import EncoderUnavailable

_WEIGHTS: Final = (".safetensors", ".bin")
_RECORD: Final = "training.json"
"""How the weights came to be; it decides no vector."""
_DECIDING: Final = (*_WEIGHTS, ".json", ".txt", ".model", ".codes")
"""Endings of files that decide a vector: weights, tokenizer, modules and their settings. Code and prose do not."""
_FIRST_POSITION: Final = {"bert": False, "roberta": True, "xlm-roberta": True}
"""The architectures that the graph knows, and whether their positions are counted from behind the padding's."""
_POOLINGS: Final = ("mean", "cls")
_OLD_POOLING: Final = {"pooling_mode_mean_tokens": "mean", "pooling_mode_cls_token": "cls"}
_NO_LIMIT: Final = 10**9


class ExportFailed(Exception):
    """The model cannot be served as a graph on this machine; the message says why, for the log."""


@dataclass(frozen=True, slots=True)
class Architecture:
    """A stack of attention layers over words and positions, pooled to one vector.

    `first_position` is the row of the first token in the table of positions; `longest` counts tokens,
    special ones included.
    """

    hidden: int
    layers: int
    heads: int
    epsilon: float
    first_position: int
    longest: int
    pooling: str


class ModelFolder:
    """One folder. Raises EncoderUnavailable, wherever something is asked of it, when it holds no model."""

    def __init__(self, path: Path) -> None:
        self.path = path

    @property
    def name(self) -> str:
        """What a person may be told of it."""
        return self.path.name

    @cached_property
    def fingerprint(self) -> str:
        """SHA-256 over the files that decide a vector, by name and content.

        It names the space of the vectors, not how finely they were computed: full precision, bfloat16
        and the 8-bit graph lie closer to one another (`index/serving/export.py` sees to it) than two
        wordings of a question ever do, so questions in one may be held against passages in another.
        """
        files = sorted(path for folder in self._folders() for path in folder.iterdir() if self._decides(path))
        if not any(path.suffix in _WEIGHTS for path in files):
            raise EncoderUnavailable(model=self.name)
        digest = hashlib.sha256()
        for path in files:
            digest.update(path.relative_to(self.path).as_posix().encode() + b"\0")
            with path.open("rb") as file:
                digest.update(hashlib.file_digest(file, "sha256").digest())
        return digest.hexdigest()

    @cached_property
    def query_prompt(self) -> str:
        """What stands before a question."""
        return self._prompt("query")

    @cached_property
    def passage_prompt(self) -> str:
        """What stands before a text that is searched."""
        return self._prompt("passage", "document")

    def architecture(self) -> Architecture | None:
        """How the graph has to be built; None for a model of a kind that it does not know."""
        kinds = [str(module.get("type", "")).rsplit(".", 1)[-1] for module in self._modules]
        if kinds not in (["Transformer", "Pooling"], ["Transformer", "Pooling", "Normalize"]):
            return None
        body, pooling = (self.path / module.get("path", "") for module in self._modules[:2])
        config, limits = self._read(body / "config.json"), self._read(body / "sentence_bert_config.json")
        kind = config.get("model_type")
        is_plain = config.get("hidden_act") == "gelu" and config.get("position_embedding_type") in (None, "absolute")
        pooled = _pooled(self._read(pooling / "config.json"))
        if kind not in _FIRST_POSITION or not is_plain or pooled not in _POOLINGS or limits.get("do_lower_case"):
            return None
        if not (body / "tokenizer.json").is_file() or body != self.path:
            return None
        first = int(config.get("pad_token_id", 1)) + 1 if _FIRST_POSITION[kind] else 0
        places = int(config["max_position_embeddings"]) - first
        told = limits.get("max_seq_length") or self._read(body / "tokenizer_config.json").get("model_max_length")
        return Architecture(
            hidden=int(config["hidden_size"]),
            layers=int(config["num_hidden_layers"]),
            heads=int(config["num_attention_heads"]),
            epsilon=float(config.get("layer_norm_eps", 1e-12)),
            first_position=first,
            longest=min(places, int(min(told or _NO_LIMIT, _NO_LIMIT))),
            pooling=pooled,
        )

    @cached_property
    def _modules(self) -> list[dict[str, Any]]:
        modules = self._read(self.path / "modules.json", [])
        if not isinstance(modules, list) or not modules:
            raise EncoderUnavailable(model=self.name)
        return modules

    def _folders(self) -> Iterator[Path]:
        """The folder and those of its modules."""
        for path in {self.path, *(self.path / module.get("path", "") for module in self._modules)}:
            if path.is_dir():
                yield path

    @staticmethod
    def _decides(path: Path) -> bool:
        return path.suffix in _DECIDING and path.name != _RECORD and path.is_file()

    def _prompt(self, *names: str) -> str:
        prompts = self._read(self.path / "config_sentence_transformers.json").get("prompts") or {}
        return next((str(prompts[name]) for name in names if name in prompts), "")

    def _read(self, path: Path, absent: Any = None) -> Any:
        try:
            return json.loads(path.read_text(encoding="utf-8"))
        except FileNotFoundError:
            return {} if absent is None else absent
        except (OSError, ValueError) as error:
            raise EncoderUnavailable(model=self.name) from error


def _pooled(config: dict[str, Any]) -> str:
    """«mean», «cls», or "" for anything else."""
    if not config.get("include_prompt", True):
        return ""
    mode = config.get("pooling_mode")
    if mode is None:
        active = [name for name, value in config.items() if name.startswith("pooling_mode_") and value]
        mode = _OLD_POOLING.get(active[0]) if len(active) == 1 else None
    return mode if isinstance(mode, str) else ""
