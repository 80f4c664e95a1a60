"""The graph at work: near to full precision, the same for a text in any company, and without torch."""

from __future__ import annotations

import json
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest
from tokenizers import Tokenizer

from index.encoder import SentenceEncoder, Vectors
from index.model import SHIPPED_MODEL
from index.serving.encoder import CLOSE, GraphEncoder, GraphUnfit
from index.serving.folder import ModelFolder
from index.serving.measuring import closeness
from tests.conftest import ROOT


@dataclass(frozen=True)
class Exact:
    """The texts in full precision."""

    questions: Vectors
    passages: Vectors


@pytest.fixture(scope="session")
def exact(questions: list[str], passages: list[str]) -> Exact:
    encoder = SentenceEncoder(SHIPPED_MODEL, full=True)
    return Exact(encoder.queries(questions), encoder.passages(passages))


def test_questions_lie_where_full_precision_puts_them(
    shipped: GraphEncoder, exact: Exact, questions: list[str]
) -> None:
    least, mean = closeness(shipped.queries(questions), exact.questions)
    assert least >= CLOSE
    assert mean >= 0.998


def test_passages_lie_where_full_precision_puts_them(shipped: GraphEncoder, exact: Exact, passages: list[str]) -> None:
    least, mean = closeness(shipped.passages(passages), exact.passages)
    assert least >= CLOSE
    assert mean >= 0.998


def test_questions_in_the_graph_find_the_passages_that_full_precision_finds(
    shipped: GraphEncoder, exact: Exact, questions: list[str]
) -> None:
    mixed, alike = shipped.queries(questions) @ exact.passages.T, exact.questions @ exact.passages.T
    assert np.abs(mixed - alike).max() < 0.02
    lost = alike.max(axis=1) - alike[np.arange(len(questions)), mixed.argmax(axis=1)]
    assert lost.max() < 0.01


def test_tokens_are_those_that_transformers_makes(questions: list[str], passages: list[str]) -> None:
    from transformers import AutoTokenizer

    tokenizer = Tokenizer.from_file(str(SHIPPED_MODEL / "tokenizer.json"))
    theirs = AutoTokenizer.from_pretrained(SHIPPED_MODEL)
    for text in (*questions, *passages, "", "  dấu\tcách  \n", "e\u0302\u0301 NFD", "😀 №"):
        assert tokenizer.encode(text).ids == theirs(text)["input_ids"]


def test_a_text_has_the_same_vector_in_any_company(shipped: GraphEncoder, passages: list[str]) -> None:
    together = shipped.passages(passages)
    reversed_order = shipped.passages(passages[::-1])[::-1]
    alone = np.concatenate([shipped.passages([text]) for text in passages])
    assert np.array_equal(together, alone)
    assert np.array_equal(reversed_order, alone)


def test_twenty_threads_get_what_one_gets(shipped: GraphEncoder, questions: list[str]) -> None:
    alone = [shipped.queries([text]) for text in questions]
    with ThreadPoolExecutor(20) as threads:
        found = list(threads.map(lambda text: shipped.queries([text]), questions * 5))
    assert all(np.array_equal(vector, alone[place % len(alone)]) for place, vector in enumerate(found))


def test_vectors_are_float32_of_length_one_a_row_a_text(shipped: GraphEncoder) -> None:
    vectors = shipped.queries(["một", "", "hai ba"])
    assert vectors.shape == (3, shipped.dimension)
    assert vectors.dtype == np.float32
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)
    assert shipped.queries([]).shape == (0, shipped.dimension)


def test_what_is_too_long_is_cut_and_not_refused(shipped: GraphEncoder) -> None:
    long = "khen thưởng " * 5000
    assert np.array_equal(shipped.passages([long]), shipped.passages([long + "thêm nữa"]))


def test_questions_and_passages_have_prompts_of_their_own(shipped: GraphEncoder) -> None:
    assert np.array_equal(shipped.queries(["giấy khen"]), shipped.encode(["query: giấy khen"]))
    assert np.array_equal(shipped.passages(["giấy khen"]), shipped.encode(["passage: giấy khen"]))


@pytest.mark.parametrize("content", [None, b"", b"not a graph"])
def test_a_file_that_is_no_graph_is_unfit(tmp_path: Path, content: bytes | None) -> None:
    file = tmp_path / "model.onnx"
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(GraphUnfit):
        GraphEncoder(ModelFolder(SHIPPED_MODEL), file)


def test_a_file_cut_short_is_unfit(tmp_path: Path, exports: Path) -> None:
    (whole,) = exports.glob("*.onnx")
    file = tmp_path / "model.onnx"
    file.write_bytes(whole.read_bytes()[:20_000_000])
    with pytest.raises(GraphUnfit):
        GraphEncoder(ModelFolder(SHIPPED_MODEL), file)


def test_a_file_that_gives_other_vectors_here_is_unfit(tmp_path: Path, exports: Path, shipped: GraphEncoder) -> None:
    import onnx

    (whole,) = exports.glob("*.onnx")
    model = onnx.load(whole)
    other = [["query: khen thưởng", (-shipped.queries(["khen thưởng"])[0]).tolist()]]
    onnx.helper.set_model_props(model, {"probes": json.dumps(other)})
    onnx.save(model, tmp_path / "model.onnx")
    with pytest.raises(GraphUnfit):
        GraphEncoder(ModelFolder(SHIPPED_MODEL), tmp_path / "model.onnx")


_WITHOUT_TORCH = """
import sys
from datetime import UTC, date, datetime
from pathlib import Path
import bot.app, bot.channels.terminal, bot.cli, bot.desk, bot.flows.dispatch
from index.answering import Answerer
from index.confidence import shipped_calibration
from index.corpus import law_entries
from index.generations import Generations
from index.model import SHIPPED_MODEL
from index.retrieval import Retrieval, Scope
from index.serving.served import ServedEncoder
from knowledge.digests import digests
from knowledge.regulations import registry

encoder = ServedEncoder(SHIPPED_MODEL, Path(sys.argv[1]))
generations = Generations(Path(sys.argv[2]))
entries = law_entries([article for article in digests() if article.id.document == "152/2025/NĐ-CP"][48:52])
generations.build(entries, encoder, str, datetime(2026, 11, 21, tzinfo=UTC))
answerer = Answerer(Retrieval(generations.open(encoder.fingerprint), encoder, registry()), shipped_calibration())
answer = answerer.ask("thuong LDTT bn tien", Scope(date(2026, 11, 21)))
print(answer.grounds[0].provision)
print([name for name in ("torch", "transformers", "sentence_transformers", "onnx") if name in sys.modules])
"""


def test_an_answer_is_had_without_torch(exports: Path, tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", _WITHOUT_TORCH, str(exports), str(tmp_path / "index")],
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
    )
    assert done.stderr == ""
    assert done.stdout.splitlines() == ["152/2025/NĐ-CP#d50.k1", "[]"]
