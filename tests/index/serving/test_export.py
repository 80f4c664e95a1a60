"""From a folder to the file that serves: equal to sentence-transformers, in the smallest precision that is close."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from index.encoder import SentenceEncoder
from index.serving import export as module
from index.serving.encoder import PROBES, GraphEncoder
from index.serving.export import UNKNOWN_KIND, export, main
from index.serving.folder import ModelFolder
from index.serving.graph import Precision
from tests.index.serving.models import ROBERTA, small_model

TEXTS = ["giấy khen", "tiền thưởng lao động tiên tiến là bao nhiêu", "thời hạn nộp hồ sơ " * 30, ""]
KINDS: list[dict[str, Any]] = [
    {},
    {"pooling": {"pooling_mode": "cls"}, "prompts": {"query": "hỏi: ", "passage": "đoạn: "}},
    {"config": ROBERTA, "pooling": {"pooling_mode": "mean"}},
    {"config": ROBERTA, "pooling": {"pooling_mode_cls_token": True}},
]


def exported(folder: Path, target: Path) -> tuple[GraphEncoder, Precision]:
    precision = export(ModelFolder(folder), target)
    return GraphEncoder(ModelFolder(folder), target), precision


@pytest.mark.parametrize("made", KINDS, ids=str)
def test_a_graph_gives_the_vectors_of_sentence_transformers(
    tmp_path: Path, made: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = small_model(tmp_path / "model", **made)
    monkeypatch.setattr(module, "CLOSE", 0.999999)
    graph, precision = exported(folder, tmp_path / "model.onnx")
    assert precision is Precision.FLOAT
    theirs = SentenceEncoder(folder, full=True)
    assert np.allclose(graph.queries(TEXTS), theirs.queries(TEXTS), atol=2e-5)
    assert np.allclose(graph.passages(TEXTS), theirs.passages(TEXTS), atol=2e-5)


def test_eight_bits_serve_when_they_are_close(tmp_path: Path) -> None:
    folder = small_model(tmp_path / "model")
    _, precision = exported(folder, tmp_path / "model.onnx")
    assert precision is Precision.WHOLE


def test_where_eight_bits_are_not_close_the_next_precision_is_tried(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = iter([0.9, 0.9951])
    monkeypatch.setattr(module, "_nearest", lambda *_: next(found))
    _, precision = exported(small_model(tmp_path / "model"), tmp_path / "model.onnx")
    assert precision is Precision.NARROW


def test_a_file_carries_texts_with_their_exact_vectors(tmp_path: Path) -> None:
    import onnx

    folder = small_model(tmp_path / "model")
    exported(folder, tmp_path / "model.onnx")
    (entry,) = onnx.load(tmp_path / "model.onnx").metadata_props
    probes = json.loads(entry.value)
    exact = SentenceEncoder(folder, full=True).passages([text for text, _ in probes])
    assert len(probes) == PROBES
    assert np.allclose([vector for _, vector in probes], exact, atol=2e-5)


def test_an_unknown_kind_is_told_by_the_exit_status(tmp_path: Path) -> None:
    folder = small_model(tmp_path / "model", pooling={"pooling_mode": "max"})
    assert main([str(folder), str(tmp_path / "model.onnx")]) == UNKNOWN_KIND
    assert not (tmp_path / "model.onnx").exists()


def test_weights_that_lack_a_part_are_an_unknown_kind(tmp_path: Path) -> None:
    folder = small_model(tmp_path / "model")
    config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
    (folder / "config.json").write_text(json.dumps(config | {"num_hidden_layers": 9}), encoding="utf-8")
    assert main([str(folder), str(tmp_path / "model.onnx")]) == UNKNOWN_KIND
