"""A model's folder: what names it, what stands before a text, which models can be rebuilt as a graph."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from index.model import SHIPPED_MODEL
from index.serving.folder import ModelFolder
from knowledge.errors import EncoderUnavailable
from tests.index.serving.models import MODULES, PLACES, ROBERTA, small_model

DECIDING = [
    "model.safetensors",
    "tokenizer.json",
    "modules.json",
    "config.json",
    "config_sentence_transformers.json",
    "1_Pooling/config.json",
]


def test_the_same_files_have_the_same_name_wherever_they_lie(tmp_path: Path) -> None:
    first, second = small_model(tmp_path / "a"), small_model(tmp_path / "b")
    assert ModelFolder(first).fingerprint == ModelFolder(second).fingerprint


@pytest.mark.parametrize("name", DECIDING)
def test_whatever_changes_a_vector_changes_the_name(tmp_path: Path, name: str) -> None:
    folder = small_model(tmp_path / "model")
    before = ModelFolder(folder).fingerprint
    with (folder / name).open("ab") as file:
        file.write(b" ")
    assert ModelFolder(folder).fingerprint != before


def test_prose_and_code_beside_a_model_change_nothing(tmp_path: Path) -> None:
    folder = small_model(tmp_path / "model")
    before = ModelFolder(folder).fingerprint
    (folder / "README.md").write_text("thẻ mô hình", encoding="utf-8")
    (folder / "build.py").write_text("", encoding="utf-8")
    (folder / "training").mkdir()
    (folder / "training" / "plan.json").write_text("{}", encoding="utf-8")
    assert ModelFolder(folder).fingerprint == before


def test_a_folder_without_a_model_is_told_as_such(tmp_path: Path) -> None:
    for folder in (tmp_path, tmp_path / "absent"):
        with pytest.raises(EncoderUnavailable):
            _ = ModelFolder(folder).fingerprint


def test_a_model_without_weights_is_none(tmp_path: Path) -> None:
    folder = small_model(tmp_path / "model")
    (folder / "model.safetensors").unlink()
    with pytest.raises(EncoderUnavailable):
        _ = ModelFolder(folder).fingerprint


def test_the_record_of_the_training_changes_nothing(tmp_path: Path) -> None:
    folder = small_model(tmp_path / "model")
    before = ModelFolder(folder).fingerprint
    (folder / "training.json").write_text("{}", encoding="utf-8")
    assert ModelFolder(folder).fingerprint == before


@pytest.mark.parametrize("content", [b"{", b"\xff\xfe", b"{}", b"[]"])
def test_a_broken_list_of_modules_is_told_as_such(tmp_path: Path, content: bytes) -> None:
    folder = small_model(tmp_path / "model")
    (folder / "modules.json").write_bytes(content)
    with pytest.raises(EncoderUnavailable):
        _ = ModelFolder(folder).fingerprint


def test_the_shipped_model_has_its_prompts_and_can_be_rebuilt() -> None:
    shipped = ModelFolder(SHIPPED_MODEL)
    assert (shipped.query_prompt, shipped.passage_prompt) == ("query: ", "passage: ")
    built = shipped.architecture()
    assert built is not None
    assert (built.longest, built.pooling) == (512, "mean")


@pytest.mark.parametrize(
    ("prompts", "query", "passage"),
    [
        ({}, "", ""),
        ({"query": "hỏi: ", "document": "văn bản: "}, "hỏi: ", "văn bản: "),
        ({"document": "", "passage": "passage: "}, "", "passage: "),
    ],
)
def test_a_model_without_prompts_gets_none(tmp_path: Path, prompts: dict[str, str], query: str, passage: str) -> None:
    folder = ModelFolder(small_model(tmp_path / "model", prompts=prompts))
    assert (folder.query_prompt, folder.passage_prompt) == (query, passage)


@pytest.mark.parametrize(
    "pooling",
    [
        {"pooling_mode": "cls"},
        {"pooling_mode_cls_token": True, "pooling_mode_mean_tokens": False, "pooling_mode_max_tokens": False},
    ],
)
def test_pooling_is_read_in_its_new_form_and_in_its_old_one(tmp_path: Path, pooling: dict[str, Any]) -> None:
    built = ModelFolder(small_model(tmp_path / "model", pooling=pooling)).architecture()
    assert built is not None
    assert built.pooling == "cls"


def test_positions_of_a_roberta_are_counted_from_behind_the_padding(tmp_path: Path) -> None:
    folder = small_model(tmp_path / "model", config=ROBERTA)
    (folder / "sentence_bert_config.json").unlink()
    built = ModelFolder(folder).architecture()
    assert built is not None
    assert (built.first_position, built.longest) == (2, PLACES - 2)


def test_a_limit_of_the_folder_is_kept(tmp_path: Path) -> None:
    folder = small_model(tmp_path / "model")
    (folder / "sentence_bert_config.json").write_text(json.dumps({"max_seq_length": 24}), encoding="utf-8")
    built = ModelFolder(folder).architecture()
    assert built is not None
    assert built.longest == 24


DENSE = {"idx": 2, "name": "2", "path": "2_Dense", "type": "sentence_transformers.models.Dense"}


@pytest.mark.parametrize(
    "made",
    [
        {"config": {"model_type": "distilbert"}},
        {"config": {"hidden_act": "relu"}},
        {"config": {"position_embedding_type": "relative_key"}},
        {"pooling": {"pooling_mode": "max"}},
        {"pooling": {"pooling_mode": ["mean", "cls"]}},
        {"pooling": {"pooling_mode": "mean", "include_prompt": False}},
        {"pooling": {"pooling_mode_cls_token": True, "pooling_mode_mean_tokens": True}},
        {"modules": [*MODULES, DENSE]},
        {"modules": MODULES[:1]},
    ],
    ids=str,
)
def test_a_model_of_another_kind_is_not_rebuilt(tmp_path: Path, made: dict[str, Any]) -> None:
    assert ModelFolder(small_model(tmp_path / "model", **made)).architecture() is None


def test_a_model_without_a_fast_tokenizer_is_not_rebuilt(tmp_path: Path) -> None:
    folder = small_model(tmp_path / "model")
    (folder / "tokenizer.json").unlink()
    assert ModelFolder(folder).architecture() is None
