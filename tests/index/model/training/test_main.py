from __future__ import annotations

import json
import shutil
from pathlib import Path

import numpy as np
import pytest

from index.encoder import SentenceEncoder
from index.model import SHIPPED_MODEL

pytest.importorskip("datasets", reason="training needs the extra `training`")

# Their own code warns about itself.
pytestmark = pytest.mark.filterwarnings("ignore")


@pytest.fixture
def tiny(tmp_path: Path) -> Path:
    """A model laid out as the shipped one, of one layer and sixteen dimensions, that has learned nothing."""
    import torch
    from safetensors.torch import save_file
    from transformers import BertConfig, BertModel

    folder = tmp_path / "tiny"
    shutil.copytree(
        SHIPPED_MODEL, folder, ignore=shutil.ignore_patterns("*.safetensors", "*.py", "*.md", "__pycache__")
    )
    shape = json.loads((folder / "config.json").read_text(encoding="utf-8"))
    shape |= {"hidden_size": 16, "num_hidden_layers": 1, "num_attention_heads": 2, "intermediate_size": 32}
    (folder / "config.json").write_text(json.dumps(shape), encoding="utf-8")
    pooling = json.loads((folder / "1_Pooling" / "config.json").read_text(encoding="utf-8"))
    for name in ("word_embedding_dimension", "embedding_dimension"):
        if name in pooling:
            pooling[name] = 16
    (folder / "1_Pooling" / "config.json").write_text(json.dumps(pooling), encoding="utf-8")
    torch.manual_seed(0)
    weights = BertModel(BertConfig(**shape)).state_dict()
    save_file({name: value.half().contiguous() for name, value in weights.items()}, folder / "model.safetensors")
    return folder


def test_one_command_leads_from_data_to_a_model_folder(public: Path, tiny: Path, tmp_path: Path) -> None:
    from index.model.training.__main__ import main

    out = tmp_path / "out"
    main(public, out, tiny, minutes=0.1, seed=7, threads=1)
    made = {path.relative_to(out).as_posix() for path in out.rglob("*") if path.is_file()}
    laid_out = {path.relative_to(tiny).as_posix() for path in tiny.rglob("*") if path.is_file()}
    assert made == laid_out | {"training.json"}
    assert (out / "tokenizer.json").read_bytes() == (tiny / "tokenizer.json").read_bytes()
    record = json.loads((out / "training.json").read_text(encoding="utf-8"))
    assert all(stage["steps"] > 0 for stage in record["stages"].values())
    assert record["chosen"] in [figures["shares"] for figures in record["validation"]]
    before, after = (SentenceEncoder(folder).queries(["khen thuong dot xuat"]) for folder in (tiny, out))
    assert after.shape == (1, 16)
    assert not np.allclose(before, after, atol=0.01)


def test_a_stage_that_is_complete_is_not_trained_again(public: Path, tiny: Path, tmp_path: Path) -> None:
    from index.model.training.__main__ import main

    for name in ("robust", "answers"):
        shutil.copytree(tiny, tmp_path / f"out-{name}")
        (tmp_path / f"out-{name}" / "stage.json").write_text('{"steps": 0}', encoding="utf-8")
    main(public, tmp_path / "out", tiny, minutes=0.1, seed=7, threads=1)
    assert (tmp_path / "out" / "model.safetensors").is_file()
    assert not (tmp_path / "out-robust-steps").exists()
