"""Exported models on the disk: made once, found again, made anew when they must be, and never half."""

from __future__ import annotations

import subprocess
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from index.serving import exports as module
from index.serving.exports import Exports
from index.serving.folder import ExportFailed, ModelFolder
from tests.index.serving.models import small_model

TEXTS = ["giấy khen", "hồ sơ đề nghị khen thưởng"]


@pytest.fixture
def model(tmp_path: Path) -> ModelFolder:
    return ModelFolder(small_model(tmp_path / "model"))


@pytest.fixture
def exports(tmp_path: Path) -> Exports:
    return Exports(tmp_path / "home" / "model")


@pytest.fixture
def children(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """The commands of the children that were started."""
    started: list[list[str]] = []
    real = subprocess.run

    def counting(command: list[str], **options: Any) -> subprocess.CompletedProcess[bytes]:
        started.append(command)
        return real(command, **options)

    monkeypatch.setattr(module.subprocess, "run", counting)
    return started


def files(exports: Exports, model: ModelFolder) -> list[str]:
    return sorted(path.name for path in exports.path(model).parent.iterdir() if path.name != "EXPORTING")


def test_a_model_is_exported_once(exports: Exports, model: ModelFolder, children: list[list[str]]) -> None:
    first, second = exports.open(model), exports.open(model)
    assert len(children) == 1
    assert files(exports, model) == [exports.path(model).name]
    assert np.array_equal(first.queries(TEXTS), second.queries(TEXTS))


def test_those_who_open_it_at_once_export_it_once(
    exports: Exports, model: ModelFolder, children: list[list[str]]
) -> None:
    with ThreadPoolExecutor(4) as threads:
        found = list(threads.map(lambda _: exports.open(model).queries(TEXTS), range(4)))
    assert len(children) == 1
    assert all(np.array_equal(each, found[0]) for each in found)


def test_another_model_takes_the_place_of_the_one_before(exports: Exports, model: ModelFolder, tmp_path: Path) -> None:
    other = ModelFolder(small_model(tmp_path / "other", seed=8))
    before = exports.open(model).queries(TEXTS)
    after = exports.open(other).queries(TEXTS)
    assert files(exports, other) == [exports.path(other).name]
    assert exports.path(other) != exports.path(model)
    assert not np.allclose(before, after, atol=0.01)


def test_another_recipe_is_exported_anew(
    exports: Exports, model: ModelFolder, children: list[list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    exports.open(model)
    monkeypatch.setattr(module, "RECIPE", module.RECIPE + 1)
    exports.open(model)
    assert len(children) == 2
    assert files(exports, model) == [exports.path(model).name]


def test_a_damaged_file_is_made_anew(exports: Exports, model: ModelFolder, children: list[list[str]]) -> None:
    before = exports.open(model).queries(TEXTS)
    exports.path(model).write_bytes(exports.path(model).read_bytes()[:1000])
    assert np.array_equal(exports.open(model).queries(TEXTS), before)
    assert len(children) == 2


def test_what_a_killed_child_left_is_in_nobodys_way(exports: Exports, model: ModelFolder) -> None:
    left = exports.path(model).with_suffix(".new")
    left.parent.mkdir(parents=True)
    left.write_bytes(b"half a model")
    exports.open(model)
    assert files(exports, model) == [exports.path(model).name]


def test_a_child_that_fails_leaves_nothing_and_its_reason_is_told(
    exports: Exports, model: ModelFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(command: list[str], **_: object) -> None:
        Path(command[-1]).write_bytes(b"half a model")
        raise subprocess.CalledProcessError(1, command, stderr=b"Traceback\nOSError: No space left on device\n")

    monkeypatch.setattr(module.subprocess, "run", full)
    with pytest.raises(ExportFailed, match="No space left on device"):
        exports.open(model)
    assert files(exports, model) == []


def test_a_child_that_never_ends_is_given_up(
    exports: Exports, model: ModelFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    def endless(command: list[str], *, timeout: float, **_: object) -> None:
        raise subprocess.TimeoutExpired(command, timeout)

    monkeypatch.setattr(module.subprocess, "run", endless)
    with pytest.raises(ExportFailed, match="seconds"):
        exports.open(model)


def test_a_folder_that_cannot_be_made_is_told(model: ModelFolder, tmp_path: Path) -> None:
    (tmp_path / "home").write_text("a file where the folder should be", encoding="utf-8")
    with pytest.raises(ExportFailed):
        Exports(tmp_path / "home" / "model").open(model)


def test_an_unknown_kind_starts_no_child(exports: Exports, tmp_path: Path, children: list[list[str]]) -> None:
    unknown = ModelFolder(small_model(tmp_path / "unknown", pooling={"pooling_mode": "max"}))
    with pytest.raises(ExportFailed):
        exports.open(unknown)
    assert children == []
