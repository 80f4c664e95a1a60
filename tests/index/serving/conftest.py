"""The shipped model as it is served, exported once a session, and real texts of the field."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from index.model import SHIPPED_MODEL
from index.serving.encoder import GraphEncoder
from index.serving.exports import Exports
from index.serving.folder import ModelFolder
from knowledge.digests import digests
from knowledge.text import fold
from tests.conftest import ROOT


@pytest.fixture(scope="session")
def exports(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of exported models in which the shipped one lies."""
    folder = tmp_path_factory.mktemp("exports")
    Exports(folder).open(ModelFolder(SHIPPED_MODEL))
    return folder


@pytest.fixture(scope="session")
def shipped(exports: Path) -> GraphEncoder:
    """The shipped model, served without torch."""
    return Exports(exports).open(ModelFolder(SHIPPED_MODEL))


@pytest.fixture(scope="session")
def questions() -> list[str]:
    """Forty questions as officers type them; half of them once more without tone marks."""
    lines = (ROOT / "tests/gold/questions.jsonl").read_text(encoding="utf-8").splitlines()
    typed = [json.loads(line)["question"] for line in lines][:40]
    return typed[:20] + [fold(text) for text in typed[20:]]


@pytest.fixture(scope="session")
def passages() -> list[str]:
    """Twenty passages of all lengths, up to several pages."""
    texts = sorted((article.text for article in digests() if article.text), key=len)
    return [*texts[:: len(texts) // 19][:19], "\n".join(texts[-3:])]
