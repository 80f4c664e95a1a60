"""Small models with random weights and the tokenizer that ships: made in a moment, read by sentence-transformers too.

They know no test.
Read next: `tests/index/serving/conftest.py`.
"""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import numpy as np
from safetensors.numpy import save_file

from index.model import SHIPPED_MODEL

HIDDEN, INNER, LAYERS, PLACES, LONGEST = 32, 64, 2, 66, 64
WORDS = json.loads((SHIPPED_MODEL / "config.json").read_text(encoding="utf-8"))["vocab_size"]
CONFIG = {
    "model_type": "bert",
    "architectures": ["BertModel"],
    "hidden_act": "gelu",
    "hidden_size": HIDDEN,
    "intermediate_size": INNER,
    "layer_norm_eps": 1e-12,
    "max_position_embeddings": PLACES,
    "num_attention_heads": 4,
    "num_hidden_layers": LAYERS,
    "pad_token_id": 1,
    "type_vocab_size": 2,
    "vocab_size": WORDS,
}
ROBERTA = {"model_type": "xlm-roberta", "architectures": ["XLMRobertaModel"], "type_vocab_size": 1}
MODULES = [
    {"idx": 0, "name": "0", "path": "", "type": "sentence_transformers.models.Transformer"},
    {"idx": 1, "name": "1", "path": "1_Pooling", "type": "sentence_transformers.models.Pooling"},
]


def small_model(
    folder: Path,
    *,
    config: dict[str, Any] | None = None,
    pooling: dict[str, Any] | None = None,
    prompts: dict[str, str] | None = None,
    modules: list[dict[str, Any]] | None = None,
    seed: int = 7,
) -> Path:
    """Writes a model into a new folder; what is not named is that of a plain BERT with mean pooling."""
    folder.mkdir(parents=True)
    whole = CONFIG | (config or {})
    written = {
        "config.json": whole,
        "modules.json": modules or MODULES,
        "sentence_bert_config.json": {"max_seq_length": LONGEST},
        "1_Pooling/config.json": {
            "embedding_dimension": HIDDEN,
            **(pooling or {"pooling_mode": "mean", "include_prompt": True}),
        },
        "config_sentence_transformers.json": {"model_type": "SentenceTransformer", "prompts": prompts or {}},
    }
    for name, content in written.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(json.dumps(content), encoding="utf-8")
    for name in ("tokenizer.json", "tokenizer_config.json"):
        shutil.copyfile(SHIPPED_MODEL / name, folder / name)
    save_file(_weights(int(whole["type_vocab_size"]), seed), folder / "model.safetensors", {"format": "pt"})
    return folder


def _weights(kinds: int, seed: int) -> dict[str, np.ndarray[Any, Any]]:
    random = np.random.default_rng(seed)
    sizes: dict[str, tuple[int, ...]] = {
        "embeddings.word_embeddings.weight": (WORDS, HIDDEN),
        "embeddings.position_embeddings.weight": (PLACES, HIDDEN),
        "embeddings.token_type_embeddings.weight": (kinds, HIDDEN),
        "embeddings.LayerNorm": (HIDDEN,),
        "pooler.dense": (HIDDEN, HIDDEN),
    }
    for layer in range(LAYERS):
        name = f"encoder.layer.{layer}"
        sizes |= {f"{name}.attention.self.{part}": (HIDDEN, HIDDEN) for part in ("query", "key", "value")}
        sizes |= {f"{name}.attention.output.dense": (HIDDEN, HIDDEN), f"{name}.intermediate.dense": (INNER, HIDDEN)}
        sizes |= {f"{name}.output.dense": (HIDDEN, INNER)}
        sizes |= {f"{name}.{part}.LayerNorm": (HIDDEN,) for part in ("attention.output", "output")}
    weights = {}
    for name, size in sizes.items():
        values = random.normal(0, 0.3, size).astype(np.float32)
        if name.endswith("_embeddings.weight"):
            weights[name] = values
        else:
            weights[f"{name}.weight"] = values + (1 if name.endswith("LayerNorm") else 0)
            weights[f"{name}.bias"] = random.normal(0, 0.1, size[0]).astype(np.float32)
    return weights
