from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest

from index import generations as module
from index.corpus import Entry
from index.encoder import HashingEncoder, Vectors
from index.generations import Generations
from index.passages import Level
from knowledge.errors import IndexCorrupt, IndexMissing, IndexStale
from tests.conftest import ROOT

NOW = datetime(2026, 11, 21, 8, tzinfo=UTC)


def build(folder: Path, entries: list[Entry], encoder: HashingEncoder) -> str:
    return Generations(folder).build(entries, encoder, str, NOW).id


def test_what_was_built_is_opened_again(tmp_path: Path, entries: list[Entry], encoder: HashingEncoder) -> None:
    build(tmp_path, entries, encoder)
    generation = Generations(tmp_path).open(encoder.fingerprint)
    assert list(generation.entries) == entries
    assert len(generation.vectors) == len(generation.passages) == generation.manifest.passages
    assert set(generation.lexical) == set(Level)


def test_building_the_same_again_changes_nothing_on_disk(
    tmp_path: Path, entries: list[Entry], encoder: HashingEncoder
) -> None:
    first = build(tmp_path, entries, encoder)
    before = (tmp_path / first / "manifest.json").stat().st_mtime_ns
    assert build(tmp_path, entries, encoder) == first
    assert (tmp_path / first / "manifest.json").stat().st_mtime_ns == before


def test_no_generation_is_a_missing_index(tmp_path: Path) -> None:
    with pytest.raises(IndexMissing):
        Generations(tmp_path).open()


def test_another_encoder_makes_the_index_stale(tmp_path: Path, entries: list[Entry], encoder: HashingEncoder) -> None:
    build(tmp_path, entries, encoder)
    with pytest.raises(IndexStale):
        Generations(tmp_path).open(HashingEncoder(32).fingerprint)


def test_an_older_layout_makes_the_index_stale(
    tmp_path: Path, entries: list[Entry], encoder: HashingEncoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    build(tmp_path, entries, encoder)
    monkeypatch.setattr(module, "FORMAT", module.FORMAT + 1)
    with pytest.raises(IndexStale):
        Generations(tmp_path).open()


def test_rollback_serves_the_generation_before(tmp_path: Path, entries: list[Entry], encoder: HashingEncoder) -> None:
    first = build(tmp_path, entries, encoder)
    build(tmp_path, entries[:2], encoder)
    generations = Generations(tmp_path)
    assert generations.rollback().id == first
    assert generations.open().manifest.id == first


def test_rollback_without_a_generation_before_is_refused(
    tmp_path: Path, entries: list[Entry], encoder: HashingEncoder
) -> None:
    build(tmp_path, entries, encoder)
    with pytest.raises(IndexMissing):
        Generations(tmp_path).rollback()


@pytest.mark.parametrize("name", ["vectors.faiss", "entries.jsonl", "manifest.json", "lexical-clause/vocab.index.json"])
def test_a_damaged_generation_is_set_aside_and_the_one_before_serves(
    tmp_path: Path, entries: list[Entry], encoder: HashingEncoder, name: str
) -> None:
    first = build(tmp_path, entries, encoder)
    second = build(tmp_path, entries[:3], encoder)
    damaged = tmp_path / second / name
    damaged.write_bytes(damaged.read_bytes()[:-7])
    generations = Generations(tmp_path)
    assert generations.problems() == ([name] if name != "manifest.json" else ["manifest.json"])
    assert generations.open().manifest.id == first
    assert generations.current() == first
    assert (tmp_path / f"damaged-{second}").is_dir()


def test_when_every_generation_is_damaged_the_index_is_corrupt(
    tmp_path: Path, entries: list[Entry], encoder: HashingEncoder
) -> None:
    only = build(tmp_path, entries, encoder)
    (tmp_path / only / "vectors.faiss").unlink()
    with pytest.raises(IndexCorrupt):
        Generations(tmp_path).open()


def test_a_damaged_generation_is_built_anew(tmp_path: Path, entries: list[Entry], encoder: HashingEncoder) -> None:
    only = build(tmp_path, entries, encoder)
    (tmp_path / only / "entries.jsonl").write_text("{}", encoding="utf-8")
    assert build(tmp_path, entries, encoder) == only
    assert Generations(tmp_path).problems() == []


def test_an_interrupted_build_leaves_the_current_generation_serving(
    tmp_path: Path, entries: list[Entry], encoder: HashingEncoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = build(tmp_path, entries, encoder)

    def interrupt(_: Path) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(module, "_flush", interrupt)
    with pytest.raises(KeyboardInterrupt):
        build(tmp_path, entries[:2], encoder)
    assert Generations(tmp_path).open().manifest.id == first
    assert not list(tmp_path.glob("building-*"))


def test_only_a_few_generations_are_kept(tmp_path: Path, entries: list[Entry], encoder: HashingEncoder) -> None:
    for count in (1, 2, 3, 4, 5):
        identity = build(tmp_path, entries[:count], encoder)
        os.utime(tmp_path / identity, (count, count))
    kept = {path.parent.name for path in tmp_path.glob("*/manifest.json")}
    assert len(kept) == module.KEPT
    assert set(json.loads((tmp_path / "CURRENT").read_text(encoding="utf-8")).values()) <= kept


HOLD = """
import sys
from pathlib import Path
from index.generations import Generations

with Generations(Path(sys.argv[1])).alone():
    print("alone", flush=True)
    sys.stdin.read()
"""


def test_builders_come_one_after_the_other_and_a_killed_one_holds_up_nobody(tmp_path: Path) -> None:
    held = threading.Event()

    def wait() -> None:
        with Generations(tmp_path).alone():
            held.set()

    with subprocess.Popen(
        [sys.executable, "-c", HOLD, str(tmp_path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=ROOT
    ) as other:
        assert other.stdout is not None and other.stdout.readline() == b"alone\n"
        waiting = threading.Thread(target=wait)
        waiting.start()
        assert not held.wait(0.3)
        other.kill()
    assert held.wait(30)
    waiting.join()


def test_threads_of_one_process_build_one_after_the_other_too(tmp_path: Path) -> None:
    generations, held = Generations(tmp_path), threading.Event()

    def wait() -> None:
        with generations.alone():
            held.set()

    waiting = threading.Thread(target=wait)
    with generations.alone():
        waiting.start()
        assert not held.wait(0.3)
    assert held.wait(30)
    waiting.join()


class TurnedEncoder(HashingEncoder):
    """Another model of the same size: every vector points elsewhere."""

    @property
    def fingerprint(self) -> str:
        return "another model"

    def passages(self, texts: Sequence[str]) -> Vectors:
        return np.roll(super().passages(texts), 1, axis=1)


def test_the_index_of_the_model_before_is_rebuilt_and_none_of_its_vectors_stays(
    tmp_path: Path, entries: list[Entry], encoder: HashingEncoder
) -> None:
    first = build(tmp_path, entries, encoder)
    other = TurnedEncoder()
    with pytest.raises(IndexStale):
        Generations(tmp_path).open(other.fingerprint)
    assert build(tmp_path, entries, other) != first
    generation = Generations(tmp_path).open(other.fingerprint)
    assert generation.manifest.encoder == other.fingerprint
    expected = other.passages([passage.embedded for passage in generation.passages])
    assert np.allclose(generation.vectors.rows(), expected)
