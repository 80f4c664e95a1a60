from __future__ import annotations

import json
from collections.abc import Sequence
from itertools import product
from pathlib import Path

import pytest

from index.encoder import HashingEncoder, Vectors
from index.evaluation import SYSTEMS, evaluate, read_benchmark

TEXTS = {
    "a": ("Điều 1. Quỹ", "1. Quỹ thi đua lập từ ngân sách.\n2. Quỹ do thủ trưởng quản lý."),
    "b": ("Điều 2. Công khai", "Danh sách được công khai mười ngày."),
    "c": ("Điều 3. Hồ sơ", "Hồ sơ gồm tờ trình và báo cáo."),
}
QUESTIONS = {"1": ("quỹ thi đua lập từ ngân sách", "a"), "2": ("danh sách công khai mười ngày", "b")}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    rows = [{"_id": key, "title": title, "text": text} for key, (title, text) in TEXTS.items()]
    asked = [{"_id": key, "text": text} for key, (text, _) in QUESTIONS.items()] + [{"_id": "3", "text": "không ai"}]
    (tmp_path / "qrels").mkdir()
    for name, content in (("corpus", rows), ("queries", asked)):
        lines = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in content)
        (tmp_path / f"{name}.jsonl").write_text(lines, encoding="utf-8")
    gold = "query-id\tcorpus-id\tscore\n" + "".join(f"{q}\t{text}\t1\n" for q, (_, text) in QUESTIONS.items())
    (tmp_path / "qrels" / "test.tsv").write_text(gold, encoding="utf-8")
    return tmp_path


def test_questions_without_a_gold_text_are_left_out(folder: Path) -> None:
    assert list(read_benchmark(folder).questions) == ["1", "2"]


def test_texts_are_cut_into_clauses_as_articles_are(folder: Path) -> None:
    cut = [passage for passage in read_benchmark(folder).passages if passage.entry == 0]
    assert [passage.clause for passage in cut] == ["", "1", "2"]
    assert cut[2].text == "2. Quỹ do thủ trưởng quản lý."


def test_words_find_their_own_texts(folder: Path) -> None:
    figures = {row.system: row for row in evaluate(read_benchmark(folder), HashingEncoder(), folder / "v.sqlite")}
    assert set(figures) == {"lexical", "dense", "fused"}
    assert figures["lexical"].ndcg == figures["lexical"].mrr == figures["lexical"].recall == 1


def test_a_text_found_second_gains_less(folder: Path) -> None:
    gold = (folder / "qrels" / "test.tsv").read_text(encoding="utf-8").replace("1\ta\t1", "1\tb\t1")
    (folder / "qrels" / "test.tsv").write_text(gold, encoding="utf-8")
    lexical = evaluate(read_benchmark(folder), HashingEncoder(), folder / "v.sqlite")[0]
    assert 0 < lexical.ndcg < 1
    assert lexical.mrr < 1


class Listening(HashingEncoder):
    """Remembers what it was asked."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[list[str]] = []

    def queries(self, texts: Sequence[str]) -> Vectors:
        self.asked.append(list(texts))
        return super().queries(texts)


def test_questions_are_measured_in_every_way_of_typing_that_is_named(folder: Path) -> None:
    encoder = Listening()
    rows = evaluate(read_benchmark(folder), encoder, folder / "v.sqlite", typed=("clean", "unmarked"))
    assert {(row.typed, row.system) for row in rows} == set(product(("clean", "unmarked"), SYSTEMS))
    assert encoder.asked == [
        ["quỹ thi đua lập từ ngân sách", "danh sách công khai mười ngày"],
        ["quy thi dua lap tu ngan sach", "danh sach cong khai muoi ngay"],
    ]


def test_the_same_slips_are_made_in_every_run(folder: Path) -> None:
    runs = [
        evaluate(read_benchmark(folder), HashingEncoder(), folder / "v.sqlite", typed=("mistyped",)) for _ in range(2)
    ]
    assert runs[0] == runs[1]
