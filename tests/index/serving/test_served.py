"""Who encodes: the graph wherever it can be had, sentence-transformers otherwise, and the log says so once."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pytest

from index.encoder import Encoder, HashingEncoder, SentenceEncoder
from index.serving import bulk
from index.serving.encoder import GraphEncoder
from index.serving.served import WORTH_A_PROCESS, ServedEncoder
from knowledge.errors import EncoderUnavailable
from tests.index.serving.models import HIDDEN, small_model

TEXTS = ["giấy khen", "hồ sơ đề nghị khen thưởng"]


def test_a_model_of_a_known_kind_is_served_as_a_graph(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    encoder = ServedEncoder(small_model(tmp_path / "model"), tmp_path / "exports")
    assert encoder.queries(TEXTS).shape == (2, encoder.dimension) == (2, HIDDEN)
    assert len(list((tmp_path / "exports").glob("*.onnx"))) == 1
    assert caplog.records == []


def test_any_other_model_is_served_by_sentence_transformers_and_the_log_says_so_once(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    folder = small_model(tmp_path / "model", pooling={"pooling_mode": "max"})
    encoder = ServedEncoder(folder, tmp_path / "exports")
    with caplog.at_level(logging.WARNING, "index.serving.served"):
        found = encoder.queries(TEXTS)
        encoder.passages(TEXTS)
    assert np.allclose(found, SentenceEncoder(folder).queries(TEXTS), atol=1e-5)
    assert ["its kind is not known" in record.getMessage() for record in caplog.records] == [True]


def test_where_nothing_can_be_written_the_model_is_served_all_the_same(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "exports").write_text("no folder", encoding="utf-8")
    encoder = ServedEncoder(small_model(tmp_path / "model"), tmp_path / "exports")
    with caplog.at_level(logging.WARNING, "index.serving.served"):
        assert encoder.queries(TEXTS).shape == (2, HIDDEN)
        encoder.queries(TEXTS)
    assert len(caplog.records) == 1


def test_both_ways_of_serving_share_one_space(tmp_path: Path) -> None:
    folder = small_model(tmp_path / "model")
    graph, torch = ServedEncoder(folder, tmp_path / "exports"), SentenceEncoder(folder, full=True)
    assert graph.fingerprint == torch.fingerprint
    assert np.sum(graph.queries(TEXTS) * torch.queries(TEXTS), axis=1).min() > 0.995


def test_a_folder_without_a_model_is_told_when_it_is_used_and_nothing_is_exported(tmp_path: Path) -> None:
    encoder = ServedEncoder(tmp_path, tmp_path / "exports")
    for use in (lambda: encoder.fingerprint, lambda: encoder.dimension, lambda: encoder.queries(TEXTS)):
        with pytest.raises(EncoderUnavailable):
            use()
    assert not (tmp_path / "exports").exists()


def test_threads_that_ask_at_once_open_the_model_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = small_model(tmp_path / "model")
    ServedEncoder(folder, tmp_path / "exports").queries(TEXTS)
    opened: list[Path] = []
    real = GraphEncoder.__init__

    def opening(graph: GraphEncoder, *what: object) -> None:
        opened.append(folder)
        real(graph, *what)  # type: ignore[arg-type]

    monkeypatch.setattr(GraphEncoder, "__init__", opening)
    encoder = ServedEncoder(folder, tmp_path / "exports")
    with ThreadPoolExecutor(8) as threads:
        list(threads.map(lambda _: encoder.queries(TEXTS), range(8)))
    assert len(opened) == 1


@pytest.mark.parametrize(
    ("tiles", "count", "in_child"),
    [(True, WORTH_A_PROCESS, True), (True, WORTH_A_PROCESS - 1, False), (False, WORTH_A_PROCESS, False)],
)
def test_a_child_with_torch_embeds_only_many_passages_on_a_processor_with_tiles(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, tiles: bool, count: int, in_child: bool
) -> None:
    child = HashingEncoder()

    @contextmanager
    def process(*_: object) -> Iterator[Encoder]:
        yield child

    monkeypatch.setattr(bulk, "has_tiles", lambda: tiles)
    monkeypatch.setattr(bulk, "bulk_process", process)
    encoder = ServedEncoder(small_model(tmp_path / "model"), tmp_path / "exports")
    with encoder.in_bulk(count) as found:
        assert (found is child) == in_child
