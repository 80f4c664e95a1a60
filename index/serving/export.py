"""From a model's folder to the file that serves: the smallest precision that keeps close to full precision here.

It must not run in the process that answers: building needs several times the memory that serving does.
Read next: `index/serving/graph.py` (the graph), `index/serving/exports.py`, which runs this in a child process.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from itertools import islice
from pathlib import Path
from typing import Final

import numpy as np
import onnx
from safetensors.numpy import load_file

from index.encoder import Vectors
from index.serving.encoder import CLOSE, PROBES, GraphEncoder, Probe
from index.serving.folder import Architecture, ModelFolder
from index.serving.graph import Precision, Weights, build
from knowledge.digests import digests

UNKNOWN_KIND: Final = 3
"""Exit status for a model whose kind the graph does not know."""
_QUESTIONS: Final = 6
_PASSAGES: Final = 6


def export(folder: ModelFolder, target: Path) -> Precision:
    """Writes the graph of the model to `target`; the precision it came out in.

    Each precision is held against the full one, on this processor, with texts of the field; the first
    whose vectors all have a cosine of CLOSE at least is taken. Raises NotImplementedError for a model of
    a kind that the graph does not know, KeyError for one whose weights lack a part, OSError.
    """
    architecture = folder.architecture()
    if architecture is None:
        raise NotImplementedError
    weights: dict[str, Weights] = {}
    for path in sorted(folder.path.glob("*.safetensors")):
        weights |= load_file(path)
    texts = _texts(folder)
    _write(architecture, weights, Precision.FLOAT, (), target)
    exact = GraphEncoder(folder, target).encode(texts)
    probes = [Probe(text, tuple(map(float, vector))) for text, vector in zip(texts, exact, strict=True)][:PROBES]
    for precision in Precision:
        _write(architecture, weights, precision, probes, target)
        if _nearest(exact, GraphEncoder(folder, target).encode(texts)) >= CLOSE:
            return precision
    raise NotImplementedError


def main(arguments: Sequence[str]) -> int:
    """`python -m index.serving.export FOLDER TARGET`: 0, or UNKNOWN_KIND."""
    folder, target = map(Path, arguments)
    try:
        export(ModelFolder(folder), target)
    except (NotImplementedError, KeyError):
        return UNKNOWN_KIND
    return 0


def _write(
    architecture: Architecture,
    weights: dict[str, Weights],
    precision: Precision,
    probes: Sequence[Probe],
    target: Path,
) -> None:
    model = build(architecture, weights, precision)
    onnx.helper.set_model_props(model, {"probes": json.dumps([[probe.text, probe.vector] for probe in probes])})
    onnx.save(model, target)


def _texts(folder: ModelFolder) -> list[str]:
    """Questions and passages of the field with their prompts, by turns, from what ships."""
    articles = digests()
    questions = islice((way for article in articles for way in article.asked_as), _QUESTIONS)
    passages = islice((article.text for article in articles if article.text), _PASSAGES)
    pairs = zip(questions, passages, strict=False)
    return [prompted for question, passage in pairs for prompted in _prompted(folder, question, passage)]


def _prompted(folder: ModelFolder, question: str, passage: str) -> tuple[str, str]:
    return folder.query_prompt + question, folder.passage_prompt + passage


def _nearest(exact: Vectors, rough: Vectors) -> float:
    """The least cosine between a text's two vectors."""
    return float(np.min(np.sum(exact * rough, axis=1)))


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
