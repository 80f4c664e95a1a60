"""Thousands of passages at once: which processors are worth it, and a child that may end at any time."""

from __future__ import annotations

import logging
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from index.encoder import HashingEncoder
from index.serving import bulk
from index.serving.bulk import BulkEncoder, bulk_process, has_tiles
from index.serving.encoder import GraphEncoder
from index.serving.exports import Exports
from index.serving.folder import ModelFolder
from tests.index.serving.models import small_model

TEXTS = ["giấy khen", "hồ sơ\nđề nghị khen thưởng", ""]


@pytest.fixture
def model(tmp_path: Path) -> ModelFolder:
    return ModelFolder(small_model(tmp_path / "model"))


@pytest.fixture
def serving(model: ModelFolder, tmp_path: Path) -> GraphEncoder:
    return Exports(tmp_path / "exports").open(model)


@pytest.mark.parametrize(
    ("told", "tiles"),
    [
        ("model name\t: x\nflags\t\t: fpu avx512_bf16 amx_bf16 amx_tile\n", True),
        ("flags\t\t: fpu avx512_bf16 avx512_vnni\n", False),
        ("Features\t: fp asimd bf16\n", False),
        (None, False),
    ],
)
def test_a_processor_has_tiles_when_linux_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, told: str | None, tiles: bool
) -> None:
    monkeypatch.setattr(bulk, "_PROCESSOR", tmp_path / "cpuinfo")
    if told is not None:
        (tmp_path / "cpuinfo").write_text(told, encoding="utf-8")
    assert has_tiles() is tiles


def test_a_childs_passages_stand_in_the_space_of_the_encoder_that_serves(
    model: ModelFolder, serving: GraphEncoder
) -> None:
    with bulk_process(model, serving) as many:
        found = [many.passages(TEXTS), many.passages(TEXTS[:1])]
        assert isinstance(many, BulkEncoder)
        assert many.fingerprint == serving.fingerprint
        assert np.array_equal(many.queries(TEXTS), serving.queries(TEXTS))
    assert [len(rows) for rows in found] == [3, 1]
    assert np.sum(found[0] * serving.passages(TEXTS), axis=1).min() > 0.99


@pytest.mark.parametrize("code", ["", "import sys; sys.stdin.readline(); sys.stdout.write('too little')"])
def test_when_the_child_ends_early_the_encoder_that_serves_goes_on(
    serving: GraphEncoder, caplog: pytest.LogCaptureFixture, code: str
) -> None:
    command = [sys.executable, "-c", code]
    with (
        caplog.at_level(logging.WARNING, "index.serving.bulk"),
        subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, bufsize=0) as process,
    ):
        many = BulkEncoder(serving, process)
        assert np.array_equal(many.passages(TEXTS), serving.passages(TEXTS))
        assert np.array_equal(many.passages(TEXTS), serving.passages(TEXTS))
    assert len(caplog.records) == 1


def test_what_serves_in_bulk_already_serves_itself() -> None:
    encoder = HashingEncoder()
    with encoder.in_bulk(5000) as found:
        assert found is encoder
